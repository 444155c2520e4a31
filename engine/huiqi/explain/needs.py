"""What an open programme waits for: sets of facts, each of which can do nothing without the rest."""

from __future__ import annotations

from collections.abc import Container, Iterator

from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import Circumstances
from huiqi.evaluate.reference import ladder_bounds, prove
from huiqi.explain.missing import missing_facts
from huiqi.explain.reasons import present
from huiqi.model import criteria as ast
from huiqi.model.profile import Missing
from huiqi.model.rule_files import criteria_of
from huiqi.model.verdict import Proof
from huiqi.model.vocabulary import Fact, Quotient, SumOf

Need = tuple[str, ...]
"""Facts that matter only together."""


class Needs:
    """Reads open proofs; `leave_out` are facts that will not be answered."""

    def __init__(self, given: Circumstances, leave_out: Container[str]) -> None:
        self._given = given
        self._leave_out = leave_out
        self._facts = given.book.vocabulary.facts
        self._known: dict[ast.Test, tuple[Need, ...]] = {}

    def of(self, proof: Proof) -> tuple[Need, ...]:
        """The needs of an open proof in reading order, each once."""
        return tuple(dict.fromkeys(self._open(proof))) if proof.truth is Truth.UNKNOWN else ()

    def _open(self, proof: Proof) -> Iterator[Need]:
        node = proof.criterion
        if isinstance(node, ast.Leaf):
            if node.test not in self._known:
                self._known[node.test] = tuple(self._of_leaf(proof, node.test))
            yield from self._known[node.test]
        elif isinstance(node, ast.Score):
            yield from self._of_score(proof, node)
        else:
            if isinstance(node, ast.Banded):
                limit = next(band.up_to for band in node.bands if band.up_to is not None)
                by = ast.Compare(of=(node.by,), op=ast.Operator.AT_MOST, threshold=limit)
                yield from self._open(prove(ast.Leaf(test=by), self._given))
            for part in present(proof):
                if part.truth is Truth.UNKNOWN:
                    yield from self._open(part)

    def _of_score(self, proof: Proof, score: ast.Score) -> Iterator[Need]:
        rungs = iter(present(proof))
        for item in score.items:
            for ladder in item.alternatives:
                proofs = [next(rungs) for _ in ladder]
                low, high = ladder_bounds(ladder, [rung.truth for rung in proofs])
                if low != high:
                    for rung in proofs:
                        if rung.truth is Truth.UNKNOWN:
                            yield from self._open(rung)

    def _of_leaf(self, proof: Proof, test: ast.Test) -> Iterator[Need]:
        missing = missing_facts(proof, self._given)
        if not missing or isinstance(test, ast.StatedElsewhere):
            return
        if isinstance(test, ast.Compare):
            yield from self._together(missing, (*test.of, *test.per))
        else:
            yield from self._of_fact(self._facts[test.fact], missing)

    def _together(self, missing: tuple[str, ...], compared: tuple[str, ...]) -> Iterator[Need]:
        """Facts compared with each other; "does not apply" settles a comparison by itself."""
        if not any(fact in self._leave_out for fact in missing):
            yield missing
            return
        asked = [f for f in compared if self._facts[f].question and f not in self._leave_out]
        for fact in asked:
            if self._facts[fact].derive is not None or self._facts[fact].may_not_apply:
                yield (fact,)

    def _of_fact(self, fact: Fact, missing: tuple[str, ...]) -> Iterator[Need]:
        """The fact, or what it derives from; itself again where part of that is left out."""
        if (
            fact.derive is None
            or missing == (fact.id,)
            or (fact.question is not None and any(name in self._leave_out for name in missing))
        ):
            if fact.id not in self._leave_out:
                yield (fact.id,)
        elif not isinstance(fact.derive, (SumOf, Quotient)):
            for criterion in criteria_of(fact.derive):
                proof = prove(criterion, self._given)
                if proof.truth is Truth.TRUE:
                    return
                if proof.truth is Truth.UNKNOWN:
                    yield from self._open(proof)


def not_known(given: Circumstances) -> frozenset[str]:
    """The facts that were answered with "do not know"."""
    return frozenset(f for f, a in given.answers.items() if a is Missing.DONT_KNOW)
