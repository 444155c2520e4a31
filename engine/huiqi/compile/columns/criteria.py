"""Criteria over columns: each a pair of Boolean columns, from the pairs of its tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from huiqi.compile.columns.scores import score
from huiqi.compile.columns.truth import (
    UNKNOWN,
    Bool,
    Expr,
    Frames,
    Pair,
    all_of,
    any_of,
    both,
    choose,
    negation,
)
from huiqi.compile.inventory import BandKey, band_key
from huiqi.model import criteria as ast


class Bands(NamedTuple):
    """Whether the amount that selects a band is known, and for each band whether it is at most
    its upper bound."""

    known: Bool
    within: tuple[Bool, ...]


class Criteria:
    """Reads criteria against the tests and bands that are there already."""

    def __init__(
        self, frames: Frames, tests: Mapping[ast.Test, Pair], bands: Mapping[BandKey, Bands]
    ) -> None:
        self._frames = frames
        self._tests = tests
        self._bands = bands

    def bands(self, key: BandKey) -> Bands:
        """The bands of one amount."""
        return self._bands[key]

    def pair(self, node: ast.Criterion) -> Pair:
        """Where the criterion is TRUE and where FALSE."""
        if isinstance(node, ast.Leaf):
            return self._tests.get(node.test, UNKNOWN)
        if isinstance(node, ast.Score):
            return score(self._frames, node, self.pair)
        pairs = [self.pair(part) for part in ast.parts(node)]
        if isinstance(node, ast.Not):
            return negation(pairs[0])
        if isinstance(node, ast.All):
            return all_of(pairs)
        if isinstance(node, ast.Any):
            return any_of(pairs)
        if isinstance(node, ast.AtLeast):
            return Pair(
                self._count((pair.true for pair in pairs), node.n),
                self._count((pair.false for pair in pairs), len(pairs) - node.n + 1),
            )
        return self._banded(node, pairs)

    def _count(self, parts: Iterable[Bool], n: int) -> Bool:
        """Whether at least `n` of the parts are true."""
        lit = self._frames.lit
        counted: Expr = None
        for part in parts:
            if part is True:
                n -= 1
            elif part is not False:
                one = self._frames.when(part).then(lit(1)).otherwise(lit(0))
                counted = one if counted is None else counted + one
        if n <= 0:
            return True
        return False if counted is None else counted >= n

    def _banded(self, node: ast.Banded, pairs: Sequence[Pair]) -> Pair:
        """The part of the band the amount falls in; what all agree on while it is unknown."""
        agreement = Pair(both(p.true for p in pairs), both(p.false for p in pairs))
        known, within = self._bands[band_key(node)]
        if known is False:
            return agreement
        chosen = UNKNOWN
        for inside, pair in reversed(list(zip(within, pairs, strict=True))):
            chosen = choose(inside, pair, chosen)
        return choose(known, chosen, agreement)
