"""Under the bundled rules a session with changed answers equals a fresh one."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from huiqi import Rulebook
from huiqi.explain.likely_answers import LikelyAnswers
from huiqi.model.profile import Answer, Missing, Profile

TODAY = date(2026, 11, 22)
STEPS = 120


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return Rulebook.load()


@pytest.fixture(scope="module")
def likely(rulebook: Rulebook) -> LikelyAnswers:
    """Answers on either side of whatever the rules tell apart."""
    return LikelyAnswers(rulebook.book, TODAY)


@pytest.mark.parametrize("seed", range(10))
def test_a_session_with_changed_answers_equals_a_fresh_one(
    rulebook: Rulebook, likely: LikelyAnswers, seed: int
) -> None:
    """Given, changed, unknown, inapplicable and taken back, in any order."""
    chance = Random(seed)
    facts = [fact.id for fact in rulebook.vocabulary.facts.values() if fact.derive is None]
    asked = ["location", "sector", *chance.sample(facts, 25)]
    session = rulebook.session(TODAY)
    told: dict[str, Answer] = {}
    for step in range(STEPS):
        fact = chance.choice(asked)
        values = [scenario[fact] for _, scenario in likely.of((fact,), {})]
        answer = chance.choice([*values, *values, Missing.DONT_KNOW, None])
        session.tell({fact: answer})
        told.pop(fact, None)
        if answer is not None:
            told[fact] = answer
        if step % 10 == 9:
            assert session.truths == rulebook.session(TODAY, Profile("", told)).truths, told
    assert session.truths == {f.id: f.proof.truth for f in rulebook.check(Profile("", told), TODAY)}
