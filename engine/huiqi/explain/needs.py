"""What an open programme waits for: facts, and sets of facts that do nothing one by one."""

from __future__ import annotations

from collections.abc import Container, Iterator

from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import Circumstances
from huiqi.evaluate.reference import ladder_bounds, prove
from huiqi.explain.missing import missing_facts
from huiqi.explain.reasons import present
from huiqi.model import criteria as ast
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
        self._known: dict[object, tuple[Need, ...]] = {}

    def of(self, proof: Proof) -> tuple[Need, ...]:
        """The needs of an open proof in reading order, each once."""
        return tuple(dict.fromkeys(self._open(proof))) if proof.truth is Truth.UNKNOWN else ()

    def _open(self, proof: Proof) -> Iterator[Need]:
        node = proof.criterion
        if isinstance(node, ast.Leaf):
            key = self._key(node.test)
            if key not in self._known:
                self._known[key] = tuple(self._of_leaf(proof, node.test))
            yield from self._known[key]
        elif isinstance(node, ast.Score):
            yield from self._of_score(proof, node)
        else:
            if isinstance(node, ast.Banded):
                # One limit stands for all: they read the same fact.
                for limit in [band.up_to for band in node.bands if band.up_to is not None][:1]:
                    by = ast.Compare(of=(node.by,), op=ast.Operator.AT_MOST, threshold=limit)
                    yield from self._open(prove(ast.Leaf(test=by), self._given))
            for part in present(proof):
                if part.truth is Truth.UNKNOWN:
                    yield from self._open(part)

    def _key(self, test: ast.Test) -> object:
        """What tests have in common that wait for the same: the derived fact they read."""
        if isinstance(test, (ast.Is, ast.OneOf)) and self._facts[test.fact].derive:
            return test.fact
        return test

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
        for name in compared:
            fact = self._facts[name]
            if name in self._leave_out:
                continue
            if fact.may_not_apply if fact.derive is None else fact.question is not None:
                yield (name,)

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
