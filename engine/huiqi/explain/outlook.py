"""How likely an open criterion turns out true or false, what finding out costs, and by which facts.

Conditions are taken as independent. An `all` turns false by one part and true only by every part;
an `any` the other way round. What takes several facts is therefore valued as a whole: its chance
of settling the programme, divided by the effort of all its facts, counts for each of them, so that
a first question is asked for the sake of those after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod

from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import COMPARE, Circumstances
from huiqi.evaluate.reference import ladder_bounds, prove
from huiqi.explain.kept import Need
from huiqi.explain.likely_answers import LikelyAnswers
from huiqi.explain.needs import Needs
from huiqi.explain.reasons import present
from huiqi.model import criteria as ast
from huiqi.model.verdict import Proof

Rates = Mapping[str, float]
"""A number for each fact."""


@dataclass(frozen=True)
class Outlook:
    """The chances that a criterion turns true or false, the effort to show it, and by what.

    `by_true`, `by_false`: for each fact the chance per effort that asking through it shows it.
    `asked`: how likely each fact has to be asked when the parts are asked one after the other,
    those first that are likeliest to settle it for their effort.
    """

    true: float
    false: float
    to_true: float
    to_false: float
    by_true: Rates
    by_false: Rates
    asked: Rates

    def __invert__(self) -> Outlook:
        return Outlook(
            self.false, self.true, self.to_false, self.to_true,
            self.by_false, self.by_true, self.asked,
        )  # fmt: skip


NOTHING = Outlook(0.0, 0.0, 0.0, 0.0, {}, {}, {})


class Outlooks:
    """Reads open proofs, under what is known of one company."""

    def __init__(self, given: Circumstances, needs: Needs, likely: LikelyAnswers) -> None:
        self._given = given
        self._needs = needs
        self._likely = likely
        self._facts = given.book.vocabulary.facts
        self._leaves: dict[ast.Test, Outlook] = {}

    def of(self, proof: Proof) -> Outlook:
        """The outlook of an unknown proof."""
        node = proof.criterion
        if isinstance(node, ast.Leaf):
            if node.test not in self._leaves:
                self._leaves[node.test] = self._of_leaf(proof, node.test)
            return self._leaves[node.test]
        if isinstance(node, ast.Not):
            return ~self.of(proof.parts[0]) if proof.parts[0] else NOTHING
        if isinstance(node, ast.Score):
            return self._of_score(proof, node)
        if isinstance(node, (ast.Banded, ast.AtLeast)):
            return self._even(self._needs.of(proof))
        parts = [self.of(part) for part in present(proof) if part.truth is Truth.UNKNOWN]
        return all_of(parts) if isinstance(node, ast.All) else ~all_of([~part for part in parts])

    def _even(self, needs: Sequence[Need]) -> Outlook:
        """Nothing is known of the odds: it may turn out either way when all facts are there."""
        facts = tuple(dict.fromkeys(f for need in needs for f in need))
        return self._leaf(facts, 0.5, 0.5) if facts else NOTHING

    def _of_score(self, proof: Proof, score: ast.Score) -> Outlook:
        """How likely the points of all items come to the threshold.

        Of alternatives the one that asks for least is taken.
        """
        chances: dict[Decimal, float] = {Decimal(): 1.0}
        facts: dict[str, None] = {}
        for item, tips in self._needs.items(proof, score):
            ladders = [
                (self._needs.of_ladder(ladder, rungs), ladder, rungs) for ladder, rungs in item
            ]
            needs, ladder, rungs = min(ladders, key=lambda found: self._effort(found[0]) or 99)
            sure = max(ladder_bounds(way, [r.truth for r in tried])[0] for way, tried in item)
            if tips:
                facts.update(dict.fromkeys(fact for need in needs for fact in need))
            after: dict[Decimal, float] = {}
            for points, chance in self._points(needs, ladder, rungs):
                for so_far, likely in chances.items():
                    total = so_far + max(points, sure)
                    after[total] = after.get(total, 0.0) + chance * likely
            chances = after
        if not facts:
            return NOTHING
        true = sum(p for total, p in chances.items() if COMPARE[score.op](total, score.threshold))
        return self._leaf(facts, true, 1 - true)

    def _points(
        self, needs: Sequence[Need], ladder: tuple[ast.Points, ...], rungs: Sequence[Proof]
    ) -> Iterator[tuple[Decimal, float]]:
        """What a ladder may bring, with the chances; even, if it waits for facts one by one."""
        if len(needs) == 1:
            for weight, scenario in self._likely.of(needs[0], self._given.answers):
                answers = {**self._given.answers, **scenario}
                given = Circumstances(self._given.book, answers, self._given.as_of)
                truths = [prove(rung.when, given).truth for rung in ladder]
                low, high = ladder_bounds(ladder, truths)
                yield (low + high) / 2, weight
        else:
            low, high = ladder_bounds(ladder, [rung.truth for rung in rungs])
            yield low, 0.5
            yield high, 0.5

    def _effort(self, needs: Sequence[Need]) -> int:
        return sum(self._facts[f].effort for f in {f for need in needs for f in need})

    def _leaf(self, facts: Iterable[str], true: float, false: float) -> Outlook:
        names = tuple(facts)
        effort = float(sum(self._facts[f].effort for f in names))
        return Outlook(
            true, false, effort, effort,
            dict.fromkeys(names, true / effort), dict.fromkeys(names, false / effort),
            dict.fromkeys(names, 1.0),
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
    facts = {fact for part in parts for fact in part.asked}
    by_true = dict.fromkeys(facts, true / to_true if to_true else 0.0)
    still, to_false = 1.0, 0.0
    spared = dict.fromkeys(facts, 1.0)
    for part in sorted(parts, key=lambda p: -p.false / (p.to_false or 1.0)):
        for fact, chance in part.asked.items():
            spared[fact] *= 1 - still * chance
        if part.false:
            to_false += still * part.to_false
            still *= 1 - part.false
    return Outlook(
        true, 1 - still, to_true, to_false, by_true, best(part.by_false for part in parts),
        {fact: 1 - chance for fact, chance in spared.items()},
    )  # fmt: skip


def best(rates: Iterable[Rates]) -> Rates:
    """For each fact the highest of its numbers."""
    found: dict[str, float] = {}
    for some in rates:
        for fact, rate in some.items():
            found[fact] = max(rate, found.get(fact, 0.0))
    return found
