"""What is proposed to real companies; the cases stand in advice.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from huiqi import Rulebook
from huiqi.explain.advice import Advice, Route
from huiqi.explain.change_words import ChangeWords
from huiqi.explain.proposing import Kind
from huiqi.model.verdict import Standing

# Values stay the texts that a profile holds.
FILE = yaml.load(
    Path(__file__).with_name("advice.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
DAY = date(2026, 11, 22)
TECH: dict[str, Any] = FILE["companies"]["tech"]


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook.load()


@pytest.mark.parametrize("case", FILE["cases"], ids=lambda case: case["it"])
def test_what_is_proposed(book: Rulebook, case: dict[str, Any]) -> None:
    advice = book.check({**TECH, **case.get("but", {})}, DAY).advice([case["programme"]])
    words = ChangeWords(book.vocabulary, "zh")
    found = advice.for_programme(case["programme"])
    assert found is not None
    assert found.complete
    for kind in Kind:
        said = [
            [words.change(change, advice.answers) for change in proposal.changes]
            for proposal in found.of_kind(kind)
        ]
        assert said == case.get(kind.value, []), kind
    missing = {fact for proposal in found.proposals for fact in proposal.missing}
    assert missing == {*case.get("missing", [])}
    beyond = [] if found.proposals else list(found.finding.failed)
    assert beyond == case.get("beyond", [])
    assert routes_of(advice, words) == case.get("routes", {})


def routes_of(advice: Advice, words: ChangeWords) -> dict[str, list[str]]:
    """The granting programme, its verdict and what it takes, by the path of recognitions."""

    def follow(route: Route, path: str) -> Iterator[tuple[str, list[str]]]:
        taken = [
            words.changes(proposal.changes, advice.answers)
            for proposal in (route.advice.proposals if route.advice else ())
        ]
        yield path, [route.finding.id, route.finding.verdict.value, *taken]
        for onward in route.onward:
            yield from follow(onward, f"{path}/{onward.certification}")

    return dict(pair for title, route in advice.routes.items() for pair in follow(route, title))


def test_changes_are_ranked_by_what_they_unlock(book: Rulebook) -> None:
    advice = book.check(TECH, DAY).advice()
    first = advice.changes[0]
    assert first.change.part == "high_tech_enterprise"
    assert {"qz16-hnte-award", "qz16-zhubaodai"} <= {*first.unlocks}
    assert "qz16-tax-hnte" in first.opens
    worth = [(len(e.unlocks), len(e.opens), len(e.nearer)) for e in advice.changes]
    assert worth == sorted(worth, reverse=True)
    sizes = [len(a.proposals[0].changes) for a in advice if a.of_kind(Kind.EXACT)]
    assert sizes == sorted(sizes)


def test_what_would_be_lost_is_said(book: Rulebook) -> None:
    """Of two programmes of which one asks for what the other rules out."""
    rules = Path(__file__).parent / "rules_at_odds"
    odds = Rulebook.load(rules)
    advice = odds.check({"needs_credit": False}, DAY).advice(["wants-credit"])
    (effect,) = advice.changes
    assert effect.unlocks == ("wants-credit",)
    assert effect.loses == ("wants-none",)


def test_programmes_that_nobody_can_apply_for_are_left_out_unless_wanted(book: Rulebook) -> None:
    company = {**TECH, "location": "吉林省长春市"}
    found = book.check(company, date(2030, 1, 1))
    closed = {f.id for f in found if f.standing in (Standing.CLOSED, Standing.SUPERSEDED)}
    assert closed
    advice = found.advice()
    assert {f.id for f in advice.left_out} >= closed
    assert not closed & {a.id for a in (*advice, *advice.beyond)}
    assert not found.advice(everything=True).left_out


def test_the_same_is_said_every_time(book: Rulebook) -> None:
    found = book.check(TECH, DAY)
    first, second = found.advice(), found.advice()
    assert first.changes == second.changes
    assert [a.proposals for a in first] == [a.proposals for a in second]


def test_a_recognition_is_no_way_to_itself(book: Rulebook) -> None:
    """Who holds the title applies for its renewal; that is no advice to one who lacks it."""
    advice = book.check({**TECH, "revenue_growth_2y": "1%"}, DAY).advice(["cn-srdi-little-giant"])
    found = advice.for_programme("cn-srdi-little-giant")
    assert found is not None
    assert found.proposals == ()


def test_nothing_is_said_of_programmes_that_are_not_ruled_out(book: Rulebook) -> None:
    advice = book.check({}, DAY).advice()
    assert (len(advice), advice.changes, advice.beyond) == (0, (), ())
    assert advice.for_programme("cn-hnte") is None
