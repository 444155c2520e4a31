"""Explanations for batch scoring: those of a single company, cut down to what a table holds."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from huiqi.base.kleene import Truth
from huiqi.evaluate.batch.explained import Explained, Failing
from huiqi.evaluate.leaf import Circumstances
from huiqi.evaluate.reference import joined, prove
from huiqi.explain.finding import failed_facts
from huiqi.explain.joining import Goals, joins_to
from huiqi.explain.kept import Kept, Need
from huiqi.explain.needs import Needs
from huiqi.explain.progress import progress
from huiqi.explain.reasons import atom_key, reasons, settling
from huiqi.model import criteria as ast
from huiqi.model.criteria import Criterion
from huiqi.model.programme import Programme
from huiqi.model.verdict import Proof

_KEPT = 2**15
"""What so many derived facts rest on is kept from one company to the next."""

_TRUE, _FALSE = frozenset((Truth.TRUE,)), frozenset((Truth.FALSE,))
_EITHER = _TRUE | _FALSE
_MET, _REFUSED = Explained(Truth.TRUE), Explained(Truth.FALSE)


class Explainer:
    """Explains programmes of one rulebook on one day."""

    def __init__(self) -> None:
        self._kept = Kept()
        self._atoms: dict[object, int] = {}

    def explain(self, node: Criterion, given: Circumstances, whole: bool) -> Explained:
        """What a criterion comes to for a company, and why.

        `whole`: whether nothing asks for more than its smallest failing set.
        """
        proof = prove(node, given)
        if proof.truth is Truth.TRUE:
            return _MET
        if proof.truth is Truth.FALSE:
            sets = reasons(proof).sets
            return Explained(
                proof.truth,
                tuple(
                    tuple(self._failing(atom, given) for atom in atoms)
                    for atoms in (sets[:1] if whole else sets)
                ),
            )
        if len(self._kept.needs) > _KEPT:
            self._kept = Kept()
        needs = Needs(given, kept=self._kept)
        return Explained(
            proof.truth,
            to_true=needs.comes_to(proof, Truth.TRUE),
            to_false=needs.comes_to(proof, Truth.FALSE),
            by_true=needs.of(proof, _TRUE),
            by_false=needs.of(proof, _FALSE),
            by_either=needs.of(proof, _EITHER),
        )

    def _failing(self, atom: Proof, given: Circumstances) -> Failing:
        number = self._atoms.setdefault(atom_key(atom), len(self._atoms))
        return number, failed_facts((atom,), given.answers)

    def join(self, node: Criterion, parts: Sequence[Explained], whole: bool) -> Explained:
        """The same of an All, Any or AtLeast from what is told of its parts.

        Also of a Not, without why it fails; of the others why, where that is told of their parts.
        """
        truth = joined(node, [part.truth for part in parts])
        if truth is Truth.TRUE:
            return _MET
        if truth is Truth.FALSE:
            failing = [part.failing for part in parts if part.truth is Truth.FALSE]
            if isinstance(node, ast.Not) or not all(failing):
                return _REFUSED
            sets = settling(node, truth, failing, itemgetter(0))
            return Explained(truth, sets[:1] if whole else sets)
        reached = frozenset(goal for goal in _EITHER if _comes_to(node, parts, goal))
        open_ = [part for part in parts if part.truth is Truth.UNKNOWN]
        turned = isinstance(node, ast.Not)

        def by(goals: Goals) -> tuple[Need, ...]:
            asked = frozenset(~g if turned else g for g in goals & reached)
            return tuple(dict.fromkeys(need for part in open_ for need in _by(part, asked)))

        return Explained(
            truth,
            to_true=Truth.TRUE in reached,
            to_false=Truth.FALSE in reached,
            by_true=by(_TRUE),
            by_false=by(_FALSE),
            by_either=by(_EITHER),
        )

    def share(self, programme: Programme, given: Circumstances) -> tuple[int, int]:
        """The least and the most share of its conditions that is met, in per cent."""
        return progress(prove(programme.eligible, given))


def _comes_to(node: Criterion, parts: Sequence[Explained], goal: Truth) -> bool:
    """Whether answers to what is missing of its parts can bring it there."""
    of_parts = ~goal if isinstance(node, ast.Not) else goal
    return joins_to(
        node,
        goal,
        (
            p.truth is of_parts
            if p.truth is not Truth.UNKNOWN
            else p.to_true
            if of_parts is Truth.TRUE
            else p.to_false
            for p in parts
        ),
    )


def _by(part: Explained, goals: Goals) -> tuple[Need, ...]:
    """What is to be asked to bring an open part to one of the goals."""
    if len(goals) == 2:
        return part.by_either
    if not goals:
        return ()
    return part.by_true if Truth.TRUE in goals else part.by_false
