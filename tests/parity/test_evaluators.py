"""Session, reference and fast path come to the same truth for every rulebook and company."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rulebooks import World, better_known, worlds

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.fast import FastVerdicts
from huiqi.evaluate.reference import circumstances, prove
from huiqi.evaluate.session import Engine
from huiqi.model.profile import Answer, Missing, Profile

COMPANIES = 12
thorough = settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def by_reference(
    book: CheckedRulebook, answers: Mapping[str, Answer], as_of: date
) -> dict[str, Truth]:
    found = circumstances(book, Profile("", answers), as_of)
    return {p.id: prove(p.eligible, found).truth for p in book.current(as_of)}


@thorough
@given(worlds(), st.data())
def test_all_evaluators_agree(world: World, data: st.DataObject) -> None:
    fast = FastVerdicts(world.book, world.as_of)
    engine = Engine(world.book)
    for answers in data.draw(st.lists(world.companies, min_size=COMPANIES, max_size=COMPANIES)):
        expected = by_reference(world.book, answers, world.as_of)
        assert dict(zip(fast.programmes, fast.truths(answers), strict=True)) == expected
        assert engine.session(world.as_of, answers).truths == expected
