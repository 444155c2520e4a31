"""Explanations for batch scoring: those of a single company, cut down to what a table holds."""

from __future__ import annotations

from collections.abc import Hashable

from huiqi.base.kleene import Truth
from huiqi.evaluate.batch.explained import Explained
from huiqi.evaluate.leaf import Circumstances
from huiqi.evaluate.reference import prove
from huiqi.explain.finding import failed_facts, find
from huiqi.explain.needs import Kept, Needs
from huiqi.explain.progress import progress
from huiqi.explain.reasons import reasons
from huiqi.model.criteria import Criterion
from huiqi.model.programme import Programme

_KEPT = 2**15
"""What so many derived facts rest on is kept from one company to the next."""


_GOALS = ((Truth.TRUE,), (Truth.FALSE,), (Truth.TRUE, Truth.FALSE))


class Explainer:
    """Explains programmes of one rulebook on one day."""

    def __init__(self) -> None:
        self._kept = Kept()

    def explain(self, programme: Programme, given: Circumstances) -> Explained:
        """Its truth, what is missing, what failed."""
        if len(self._kept.needs) > _KEPT:
            self._kept = Kept()
        found = find(programme, Needs(given, kept=self._kept))
        return Explained(found.proof.truth, found.missing, found.failed)

    def part(self, node: Criterion, given: Circumstances) -> Hashable:
        """All that the explanation of a programme takes from one of the conditions it joins.

        Of an open one, what it can still come to and by which facts; of one that is not met, its
        smallest failing set.
        """
        proof = prove(node, given)
        if proof.truth is Truth.TRUE:
            return proof.truth
        if proof.truth is Truth.FALSE:
            smallest = reasons(proof).smallest
            return proof.truth, len(smallest), failed_facts(smallest, given.answers)
        needs = Needs(given, kept=self._kept)
        return (
            proof.truth,
            *(needs.comes_to(proof, goal) for goal in (Truth.TRUE, Truth.FALSE)),
            *(needs.of(proof, frozenset(goals)) for goals in _GOALS),
        )

    def share(self, programme: Programme, given: Circumstances) -> tuple[int, int]:
        """The least and the most share of its conditions that is met, in per cent."""
        return progress(prove(programme.eligible, given))
