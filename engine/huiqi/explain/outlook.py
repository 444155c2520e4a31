"""How likely an open criterion turns out true or false, what finding out costs, and by which facts.

Conditions are taken as independent. An `all` turns false by one part and true only by every part;
an `any` the other way round. What takes several facts is therefore valued as a whole: its chance
of settling the programme, divided by the effort of all its facts, counts for each of them, so that
a first question is asked for the sake of those after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import Circumstances
from huiqi.explain.likely_answers import LikelyAnswers
from huiqi.explain.needs import Need, Needs
from huiqi.explain.reasons import present
from huiqi.model import criteria as ast
from huiqi.model.verdict import Proof

Rates = Mapping[str, float]
"""For each fact, the chance per effort that asking through it settles something."""


@dataclass(frozen=True)
class Outlook:
    """The chances that a criterion turns true or false, the effort to show it, and by what."""

    true: float
    false: float
    to_true: float
    to_false: float
    by_true: Rates
    by_false: Rates

    def __invert__(self) -> Outlook:
        return Outlook(
            self.false, self.true, self.to_false, self.to_true, self.by_false, self.by_true
        )


NOTHING = Outlook(0.0, 0.0, 0.0, 0.0, {}, {})


class Outlooks:
    """Reads open proofs, under what is known of one company."""

    def __init__(self, given: Circumstances, needs: Needs, likely: LikelyAnswers) -> None:
        self._given = given
        self._needs = needs
        self._likely = likely
        self._facts = given.book.vocabulary.facts
        self._leaves: dict[ast.Test, Outlook] = {}

    def rates(self, proof: Proof) -> Rates:
        """For each fact the better of its chances per effort to settle the proof either way."""
        found = self.of(proof)
        return _best((found.by_true, found.by_false))

    def of(self, proof: Proof) -> Outlook:
        """The outlook of an unknown proof."""
        node = proof.criterion
        if isinstance(node, ast.Leaf):
            if node.test not in self._leaves:
                self._leaves[node.test] = self._of_leaf(proof, node.test)
            return self._leaves[node.test]
        if isinstance(node, ast.Not):
            return ~self.of(proof.parts[0]) if proof.parts[0] else NOTHING
        if isinstance(node, (ast.Score, ast.Banded, ast.AtLeast)):
            return self._even(self._needs.of(proof))
        parts = [self.of(part) for part in present(proof) if part.truth is Truth.UNKNOWN]
        return all_of(parts) if isinstance(node, ast.All) else ~all_of([~part for part in parts])

    def _even(self, needs: Sequence[Need]) -> Outlook:
        """Nothing is known of the odds: it may turn out either way when all facts are there."""
        facts = tuple(dict.fromkeys(f for need in needs for f in need))
        return self._leaf(facts, 0.5, 0.5) if facts else NOTHING

    def _leaf(self, facts: Iterable[str], true: float, false: float) -> Outlook:
        names = tuple(facts)
        effort = float(sum(self._facts[f].effort for f in names))
        return Outlook(
            true, false, effort, effort,
            dict.fromkeys(names, true / effort), dict.fromkeys(names, false / effort),
        )  # fmt: skip

    def _of_leaf(self, proof: Proof, test: ast.Test) -> Outlook:
        needs = self._needs.of(proof)
        if len(needs) != 1 or not {*needs[0]}.issubset(ast.facts_of_test(test)):
            return self._even(needs)
        return self._leaf(needs[0], *self._likely.chances(test, needs[0], self._given.answers))


def all_of(parts: Sequence[Outlook]) -> Outlook:
    """Of a conjunction: false by the part that is likeliest to be so per effort, and so on."""
    if not parts:
        return NOTHING
    true = prod(part.true for part in parts)
    to_true = sum(part.to_true for part in parts)
    facts = {fact for part in parts for fact in (*part.by_true, *part.by_false)}
    by_true = dict.fromkeys(facts, true / to_true if to_true else 0.0)
    still, to_false = 1.0, 0.0
    for part in sorted(parts, key=lambda p: -p.false / (p.to_false or 1.0)):
        if part.false:
            to_false += still * part.to_false
            still *= 1 - part.false
    return Outlook(
        true, 1 - still, to_true, to_false, by_true, _best(part.by_false for part in parts)
    )


def _best(rates: Iterable[Rates]) -> Rates:
    best: dict[str, float] = {}
    for some in rates:
        for fact, rate in some.items():
            best[fact] = max(rate, best.get(fact, 0.0))
    return best
