"""How much of a programme is met, for many companies: `huiqi.explain.progress` over columns.

That module says what the share means; here the same sums are done in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from huiqi.compile.columns.criteria import Criteria
from huiqi.compile.columns.scores import largest, smallest, tally
from huiqi.compile.columns.truth import Bool, Expr, Frames, Pair, both, invert, negation
from huiqi.compile.inventory import band_key
from huiqi.model import criteria as ast

NEARLY = 1e-7
"""Added before rounding down to per cent: engines may differ in the last bit of a quotient."""


class Share(NamedTuple):
    """The least and the most share of conditions met, from 0 to 1: numbers or expressions."""

    least: Expr
    most: Expr


class Shares:
    """Reads criteria against the tests and bands that are there already."""

    def __init__(self, frames: Frames, criteria: Criteria) -> None:
        self._frames = frames
        self._criteria = criteria

    def of(self, node: ast.Criterion, negated: bool = False) -> Share:
        """The share of a criterion, or of its negation."""
        if isinstance(node, ast.Score) and not negated and node.threshold > 0:
            least, most, threshold = tally(self._frames, node, self._criteria.pair)
            return Share(self._part(least, threshold), self._part(most, threshold))
        if isinstance(node, (ast.Leaf, ast.Score)):
            pair = self._criteria.pair(node)
            return self._settled(negation(pair) if negated else pair)
        if isinstance(node, ast.Not):
            return self.of(node.of, not negated)
        if isinstance(node, ast.AtLeast):
            return self._counted(node, negated)
        shares = [self.of(part, negated) for part in ast.parts(node)]
        if isinstance(node, ast.Banded):
            return self._banded(node, shares)
        if isinstance(node, ast.All) != negated:
            return _mean([weight(part) for part in ast.parts(node)], shares)
        if not shares:
            return Share(0.0, 0.0)
        return Share(*(largest(self._frames, ends) for ends in zip(*shares, strict=True)))

    def _settled(self, pair: Pair) -> Share:
        return Share(self._one(pair.true), self._one(invert(pair.false)))

    def _one(self, holds: Bool) -> Expr:
        if isinstance(holds, bool):
            return float(holds)
        lit = self._frames.lit
        return self._frames.when(holds).then(lit(1.0)).otherwise(lit(0.0))

    def _part(self, points: Expr, threshold: int) -> Expr:
        """Points over the threshold, at least 0 and at most 1."""
        share = points / threshold
        return largest(self._frames, [0.0, smallest(self._frames, [1.0, share])])

    def _counted(self, node: ast.AtLeast, negated: bool) -> Share:
        pairs = [self._criteria.pair(part) for part in node.of]
        needed = len(pairs) - node.n + 1 if negated else node.n
        sought = [negation(pair) if negated else pair for pair in pairs]
        met, possible = 0.0, 0.0
        for pair in sought:
            met += self._one(pair.true)
            possible += self._one(invert(pair.false))
        ends = (smallest(self._frames, [1.0, count / needed]) for count in (met, possible))
        return Share(*ends)

    def _banded(self, node: ast.Banded, shares: Sequence[Share]) -> Share:
        known, within = self._criteria.bands(band_key(node))
        # While the band is unknown any may be the one; once known, none before or beyond it.
        least: list[Expr] = []
        most: list[Expr] = []
        before: Bool = True
        for inside, share in zip(within, shares, strict=True):
            here = invert(both((known, invert(both((before, inside))))))
            least.append(self._where(here, share.least, 1.0))
            most.append(self._where(here, share.most, 0.0))
            before = both((before, invert(inside)))
        return Share(smallest(self._frames, least), largest(self._frames, most))

    def _where(self, here: Bool, then: Expr, otherwise: float) -> Expr:
        if isinstance(here, bool):
            return then if here else otherwise
        lit = self._frames.lit
        value = lit(then) if isinstance(then, float) else then
        return self._frames.when(here).then(value).otherwise(lit(otherwise))


def weight(node: ast.Criterion) -> int:
    """How many tests a part weighs in the mean."""
    if isinstance(node, (ast.Leaf, ast.Score)):
        return 1
    weights = [weight(part) for part in ast.parts(node)]
    return max(weights) if isinstance(node, ast.Banded) else sum(weights)


def _mean(weights: Sequence[int], shares: Sequence[Share]) -> Share:
    total = sum(weights)
    if total == 0:
        return Share(1.0, 1.0)
    least: Expr = 0.0
    most: Expr = 0.0
    for each, (low, high) in zip(weights, shares, strict=True):
        least += each * low
        most += each * high
    return Share(least / total, most / total)
