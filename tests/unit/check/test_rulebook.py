"""The passes in their order, and what a checked rulebook knows: versions, order, readers."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from huiqi.base.diagnostics import Diagnostic
from huiqi.check.rulebook import CheckedRulebook, check_rulebook
from huiqi.load.rulebook import Layer, read_rulebook
from huiqi.model.programme import Applies, Programme
from huiqi.model.rule_files import RuleFiles

BASE = Path(__file__).parents[2] / "bad" / "base"
FILES, _ = read_rulebook([Layer.at(BASE)])


def checked() -> CheckedRulebook:
    book, findings = check_rulebook(FILES, [])
    assert findings == []
    assert book is not None
    return book


def version(document: str, start: str | None, until: str | None) -> Programme:
    applies = Applies.model_validate({"from": start, "until": until})
    return Programme.model_construct(
        id="settling", document=document, applies=applies if start or until else None
    )


def versions(*programmes: Programme) -> CheckedRulebook:
    return CheckedRulebook(FILES.vocabulary, FILES.documents, programmes, (), {})


FIRST = version("first", None, "2019-12-31")
SECOND = version("second", "2020-01-01", "2021-12-31")
THIRD = version("third", "2023-01-01", None)


@pytest.mark.parametrize(
    ("day", "document"),
    [
        ("1999-01-01", "first"),
        ("2019-12-31", "first"),
        ("2020-01-01", "second"),
        ("2021-12-31", "second"),
        ("2022-06-01", "second"),
        ("2022-12-31", "second"),
        ("2023-01-01", "third"),
        ("2099-01-01", "third"),
    ],
)
def test_the_version_that_counts_on_a_day(day: str, document: str) -> None:
    for order in permutations([FIRST, SECOND, THIRD]):
        (found,) = versions(*order).current(date.fromisoformat(day))
        assert found.document == document


def test_before_the_first_version_the_first_to_come_counts() -> None:
    (found,) = versions(THIRD, SECOND).current(date(2001, 1, 1))
    assert found.document == "second"


def test_versions_stand_oldest_first() -> None:
    (found,) = versions(THIRD, FIRST, SECOND).versions.values()
    assert [p.document for p in found] == ["first", "second", "third"]


def test_derived_facts_and_who_reads_them() -> None:
    book = checked()
    assert book.order == ("rd_intensity",)
    assert book.readers["revenue"] == {"rd_intensity"}
    assert book.readers["rd_intensity"] == set()
    assert book.readers["employees"] == set()


def test_what_can_be_asked_for() -> None:
    assert checked().base_facts(frozenset(["rd_intensity", "employees"])) == {
        "rd_spend",
        "revenue",
        "employees",
    }


def test_every_membership_has_its_codes() -> None:
    sets = checked().code_sets
    named = {test: getattr(test, "regions", None) or getattr(test, "sectors", ()) for test in sets}
    assert set(named.values()) == {("fujian_coast",), ("electronics", "I65"), ("350500",)}


def test_a_pass_runs_only_when_those_before_it_were_clean() -> None:
    nameless = Programme.model_construct(
        **{**dict(FILES.programmes[0]), "document": "nowhere", "cases": ()}
    )
    files = RuleFiles(FILES.vocabulary, FILES.documents, (nameless,))
    book, findings = check_rulebook(files, [])
    assert (book, [f.code for f in findings]) == (None, ["HQ207"])
    read = [Diagnostic("HQ104", where="x")]
    assert check_rulebook(files, read) == (None, read)


def test_warnings_do_not_stop_a_rulebook() -> None:
    files = RuleFiles(FILES.vocabulary, FILES.documents, ())
    book, findings = check_rulebook(files, [])
    assert book is not None
    assert {f.severity for f in findings} == {"warning"}
    assert {f.code for f in findings} == {"HQ503", "HQ506"}
