"""Explanations for batch scoring: those of a single company, cut down to what a table holds."""

from __future__ import annotations

from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.batch.explained import Explained
from huiqi.evaluate.leaf import Circumstances
from huiqi.evaluate.reference import prove
from huiqi.explain.finding import find
from huiqi.explain.progress import progress
from huiqi.model.programme import Programme


class Explainer:
    """Explains programmes of one rulebook."""

    def __init__(self, book: CheckedRulebook) -> None:
        self._book = book

    def explain(self, programme: Programme, given: Circumstances) -> Explained:
        """Its truth, what is missing, what failed."""
        found = find(self._book, programme, given)
        return Explained(found.proof.truth, found.missing, found.failed)

    def share(self, programme: Programme, given: Circumstances) -> tuple[int, int]:
        """The least and the most share of its conditions that is met, in per cent."""
        return progress(prove(programme.eligible, given))
