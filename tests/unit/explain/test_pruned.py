"""What is left of a criterion once some facts are known has the same truth as the whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiqi.api import Rulebook
from huiqi.evaluate.leaf import Circumstances
from huiqi.evaluate.reference import prove
from huiqi.explain.pruned import pruned
from huiqi.model.criteria import Criterion, leaves
from huiqi.model.profile import Answer, Missing
from huiqi.model.sector import Sector
from huiqi.model.vocabulary import Cases

DAY = date(2024, 7, 1)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return Rulebook.load()


sectors = st.none() | st.builds(Sector, st.sampled_from(("C", "C3911", "I", "I65", "F5282", "A01")))
counts = st.sampled_from((None, Missing.DONT_KNOW, Missing.NOT_APPLICABLE, 5, 20, 300, 1000, 5000))
fen = st.sampled_from((None, 10**6, 3 * 10**9, 4 * 10**10, 10**14))


@settings(deadline=None, max_examples=60)
@given(sectors, counts, fen, fen)
def test_the_truth_stays(
    rulebook: Rulebook,
    sector: Answer | None,
    employees: Answer | None,
    revenue: Answer | None,
    assets: Answer | None,
) -> None:
    answers = {
        "sector": sector, "employees": employees, "revenue": revenue, "total_assets": assets
    }  # fmt: skip
    known = {name: answer for name, answer in answers.items() if answer is not None}
    company = Circumstances(rulebook.book, known, DAY)
    of_sector = Circumstances(rulebook.book, {"sector": sector} if sector is not None else {}, DAY)
    derive = rulebook.vocabulary.facts["size_class"].derive
    assert isinstance(derive, Cases)
    whole = [choice.when for choice in derive.choices]
    left = [pruned(criterion, of_sector) for criterion in whole]
    for one, other in zip(left, whole, strict=True):
        assert prove(one, company).truth is prove(other, company).truth
    if sector == Sector("C3911"):
        assert count(left) < count(whole) / 4


def count(criteria: Iterable[Criterion]) -> int:
    return sum(len([*leaves(criterion)]) for criterion in criteria)
