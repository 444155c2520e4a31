"""Session, reference and fast path come to the same truth for every rulebook and company."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from hypothesis import HealthCheck, given, settings

from huiqi.base.kleene import Truth
from huiqi.evaluate.fast import FastVerdicts
from huiqi.evaluate.reference import circumstances, prove
from huiqi.evaluate.session import Engine, Settled
from huiqi.model.profile import Answer, Missing, Profile

from .rulebooks import World, chances, worlds

COMPANIES = 25
patient = settings(deadline=None, suppress_health_check=list(HealthCheck))


def by_reference(world: World, answers: Mapping[str, Answer]) -> dict[str, Truth]:
    found = circumstances(world.book, Profile("", answers), world.as_of)
    return {p.id: prove(p.eligible, found).truth for p in world.book.current(world.as_of)}


def by_fast(fast: FastVerdicts, answers: Mapping[str, Answer]) -> dict[str, Truth]:
    return dict(zip(fast.programmes, fast.truths(answers), strict=True))


@settings(patient, max_examples=200)
@given(worlds(), chances)
def test_all_evaluators_agree(world: World, chance: Random) -> None:
    """Thousands of pairs of rulebook and company, every answer told at once."""
    fast, engine = FastVerdicts(world.book, world.as_of), Engine(world.book)
    for _ in range(COMPANIES):
        answers = world.company(chance)
        expected = by_reference(world, answers)
        assert by_fast(fast, answers) == expected, answers
        assert engine.session(world.as_of, answers).truths == expected, answers


@settings(patient, max_examples=80)
@given(worlds(), chances)
def test_a_session_agrees_after_every_answer(world: World, chance: Random) -> None:
    """Told one by one in any order, changed and taken back; the events say what changed."""
    first, second = world.company(chance), world.company(chance)
    steps = [*first.items(), *((name, None) for name in first), *second.items()]
    chance.shuffle(steps)
    session = Engine(world.book).session(world.as_of)
    told: dict[str, Answer] = {}
    for name, answer in steps:
        before = session.truths
        events = session.tell({name: answer})
        told.pop(name, None)
        if answer is not None:
            told[name] = answer
        expected = by_reference(world, told)
        assert session.truths == expected, told
        assert list(events) == [
            Settled(p, before[p], expected[p]) for p in expected if before[p] is not expected[p]
        ]
    session.tell(dict.fromkeys(world.facts))
    assert session.truths == by_reference(world, {})
    session.tell(first)
    assert session.truths == by_reference(world, first)


@settings(patient, max_examples=100)
@given(worlds(), chances)
def test_what_is_settled_stays_settled(world: World, chance: Random) -> None:
    """Truth is monotone in knowledge: more answers can settle a verdict, never unsettle one."""
    fast = FastVerdicts(world.book, world.as_of)
    for _ in range(COMPANIES):
        answers = world.company(chance)
        more = world.better_known(answers, chance)
        after = by_fast(fast, more)
        for name, truth in by_fast(fast, answers).items():
            assert truth in (Truth.UNKNOWN, after[name]), (name, answers, more)


@settings(patient, max_examples=50)
@given(worlds(), chances)
def test_not_knowing_decides_no_more_than_not_having_been_asked(
    world: World, chance: Random
) -> None:
    for _ in range(COMPANIES):
        answers = world.company(chance)
        asked = {n: a for n, a in answers.items() if a is not Missing.DONT_KNOW}
        assert by_reference(world, answers) == by_reference(world, asked), answers
