"""Coverage says what the cases do not show, and figures that a clause does not carry are found."""

from __future__ import annotations

from datetime import date

import pytest

from huiqi import Rulebook, RulebookError
from huiqi.author.cases import run_cases
from huiqi.author.coverage import coverage
from huiqi.check.rulebook import check_rulebook
from huiqi.load.rulebook import Layer, bundled, read_rulebook

ELIGIBLE = "all: [{employees: {at_least: 10}}, {stated_elsewhere: {zh: 另定, en: elsewhere}}]"


def unseen(folder):
    """The truths that the cases of the own programme never show, by test kind."""
    book = Rulebook.load(folder, with_cases=True)
    found = coverage(book.book, run_cases(book.engine, date(2020, 1, 1)))
    return {u.leaf.test.kind: [t.name for t in u.truths] for u in found.unseen
            if u.programme.id == "own"}  # fmt: skip


def test_a_test_that_is_only_seen_true_and_unknown(own_rule):
    cases = """
        - {it: ten, given: {employees: 10}, expect: {verdict: undetermined}}
        - {it: unknown, given: {employees: unknown}, expect: {verdict: undetermined}}
        """
    assert unseen(own_rule(ELIGIBLE, cases)) == {"compare": ["FALSE"]}


def test_three_cases_show_everything_and_what_is_set_elsewhere_is_never_known(own_rule):
    cases = """
        - {it: ten, given: {employees: 10}, expect: {verdict: undetermined, missing: []}}
        - {it: nine, given: {employees: 9}, expect: {verdict: ineligible, failed: [employees]}}
        - {it: unknown, given: {employees: unknown}, expect: {verdict: undetermined}}
        """
    assert unseen(own_rule(ELIGIBLE, cases)) == {}


def test_the_bundled_rulebook_is_covered(bundled):
    found = coverage(bundled.book, run_cases(bundled.engine, date(2026, 11, 22)))
    assert found.uncited == ()
    assert found.unseen == ()


@pytest.mark.parametrize(
    ("eligible", "carried"),
    [
        ("revenue: {at_least: 2000万元}", True),
        ("revenue: {at_least: 0.2亿元}", True),
        ("revenue: {at_least: 2100万元}", False),
        ("employees: {at_least: 10}", True),
        ("employees: {at_least: 20}", False),
        ("ratio: {of: rd_spend, to: revenue, at_least: 3%}", True),
        ("ratio: {of: rd_spend, to: revenue, at_least: 4%}", False),
        ("rd_spend: {more_than: 0元}", True),
    ],
)
def test_a_threshold_must_stand_in_its_clause(own_rule, eligible, carried):
    folder = own_rule(eligible)
    _, found = check_rulebook(*read_rulebook([bundled(), Layer.at(folder)]))
    assert ["HQ509"] * (not carried) == [f.code for f in found if f.severity == "error"]


def test_a_failed_lint_keeps_the_rulebook_from_loading(own_rule):
    with pytest.raises(RulebookError, match="HQ509"):
        Rulebook.load(own_rule("revenue: {at_least: 2100万元}"))
