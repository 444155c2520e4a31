"""Explanations for batch scoring: those of a single company, cut down to what a table holds."""

from __future__ import annotations

from huiqi.evaluate.batch.explained import Explained
from huiqi.evaluate.leaf import Circumstances
from huiqi.evaluate.reference import prove
from huiqi.explain.finding import find
from huiqi.explain.needs import Kept, Needs
from huiqi.explain.progress import progress
from huiqi.model.programme import Programme

_KEPT = 2**15
"""What so many derived facts rest on is kept from one company to the next."""


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

    def share(self, programme: Programme, given: Circumstances) -> tuple[int, int]:
        """The least and the most share of its conditions that is met, in per cent."""
        return progress(prove(programme.eligible, given))
