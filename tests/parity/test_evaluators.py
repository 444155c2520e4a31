"""Session, reference and fast path come to the same truth for every rulebook and company."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiqi.base.kleene import Truth
from huiqi.evaluate.fast import FastVerdicts
from huiqi.evaluate.reference import circumstances, prove
from huiqi.evaluate.session import Engine, Settled
from huiqi.model.profile import Answer, Missing, Profile

from .rulebooks import World, better_known, worlds

COMPANIES = 16
patient = settings(deadline=None, suppress_health_check=list(HealthCheck))


def by_reference(world: World, answers: Mapping[str, Answer]) -> dict[str, Truth]:
    found = circumstances(world.book, Profile("", answers), world.as_of)
    return {p.id: prove(p.eligible, found).truth for p in world.book.current(world.as_of)}


def by_fast(fast: FastVerdicts, answers: Mapping[str, Answer]) -> dict[str, Truth]:
    return dict(zip(fast.programmes, fast.truths(answers), strict=True))


@settings(patient, max_examples=160)
@given(worlds(), st.data())
def test_all_evaluators_agree(world: World, data: st.DataObject) -> None:
    """Thousands of pairs of rulebook and company, every answer told at once."""
    fast, engine = FastVerdicts(world.book, world.as_of), Engine(world.book)
    companies = st.lists(world.companies, min_size=COMPANIES, max_size=COMPANIES)
    for answers in data.draw(companies):
        expected = by_reference(world, answers)
        assert by_fast(fast, answers) == expected
        assert engine.session(world.as_of, answers).truths == expected


@settings(patient, max_examples=50)
@given(worlds(), st.data())
def test_a_session_agrees_after_every_answer(world: World, data: st.DataObject) -> None:
    """Told one by one in any order, changed and taken back; the events say what changed."""
    first, second = data.draw(world.companies), data.draw(world.companies)
    session = Engine(world.book).session(world.as_of)
    told: dict[str, Answer] = {}
    steps = [*first.items(), *((name, None) for name in first), *second.items()]
    for name, answer in data.draw(st.permutations(steps)):
        before = session.truths
        events = session.tell({name: answer})
        told.pop(name, None)
        if answer is not None:
            told[name] = answer
        expected = by_reference(world, told)
        assert session.truths == expected
        assert list(events) == [
            Settled(p, before[p], expected[p]) for p in expected if before[p] is not expected[p]
        ]
    session.tell({name: None for name in world.facts})
    assert session.truths == by_reference(world, {})
    session.tell(first)
    assert session.truths == by_reference(world, first)


@settings(patient, max_examples=60)
@given(worlds(), st.data())
def test_what_is_settled_stays_settled(world: World, data: st.DataObject) -> None:
    """Truth is monotone in knowledge: more answers can settle a verdict, never unsettle one."""
    fast = FastVerdicts(world.book, world.as_of)
    for answers in data.draw(st.lists(world.companies, min_size=4, max_size=4)):
        before = by_fast(fast, answers)
        after = by_fast(fast, data.draw(better_known(world, answers)))
        settled = {name: truth for name, truth in before.items() if truth is not Truth.UNKNOWN}
        assert {name: after[name] for name in settled} == settled


@settings(patient, max_examples=40)
@given(worlds(), st.data())
def test_not_knowing_decides_no_more_than_not_having_been_asked(
    world: World, data: st.DataObject
) -> None:
    answers = data.draw(world.companies)
    asked = {n: a for n, a in answers.items() if a is not Missing.DONT_KNOW}
    assert by_reference(world, answers) == by_reference(world, asked)
