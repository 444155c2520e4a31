"""Score tables over columns: the least and the most points, counted in whole units."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from math import lcm
from typing import NamedTuple, TypeAlias

from huiqi.compile.columns.truth import Bool, Expr, Frames, Pair, both, invert
from huiqi.model import criteria as ast

PairOf: TypeAlias = Callable[[ast.Criterion], Pair]


class Tally(NamedTuple):
    """The least and the most points, and the threshold, all in the same whole units."""

    least: Expr
    most: Expr
    threshold: int


def score(frames: Frames, node: ast.Score, pair_of: PairOf) -> Pair:
    """Where the points reach the threshold for sure, and where they no longer can."""
    least, most, threshold = tally(frames, node, pair_of)
    if node.op is ast.Operator.AT_LEAST:
        return Pair(least >= threshold, most < threshold)
    return Pair(least > threshold, most <= threshold)


def tally(frames: Frames, node: ast.Score, pair_of: PairOf) -> Tally:
    """The points of all items together."""
    rungs = [rung for item in node.items for ladder in item.alternatives for rung in ladder]
    points = (node.threshold, *(rung.points for rung in rungs))
    scale = lcm(*(amount.as_integer_ratio()[1] for amount in points))
    least: Expr = 0
    most: Expr = 0
    for item in node.items:
        bounds = [_ladder(frames, ladder, scale, pair_of) for ladder in item.alternatives]
        least += largest(frames, [low for low, _ in bounds])
        most += largest(frames, [high for _, high in bounds])
    return Tally(least, most, _scaled(node.threshold, scale))


def _ladder(
    frames: Frames,
    ladder: tuple[ast.Points, ...],
    scale: int,
    pair_of: PairOf,
) -> tuple[Expr, Expr]:
    """The least and the most points among the rungs that may be the first to hold.

    Below the last rung stand 0 points, which are reached where no rung is sure to hold.
    """
    reached: list[tuple[Bool, int]] = []
    before: Bool = True
    for rung in ladder:
        pair = pair_of(rung.when)
        reached.append((both((before, invert(pair.false))), _scaled(rung.points, scale)))
        before = both((before, invert(pair.true)))
    reached.append((before, 0))
    least, most = (end(points for _, points in reached) for end in (min, max))
    low = [_points(frames, here, points, most) for here, points in reached]
    high = [_points(frames, here, points, least) for here, points in reached]
    return smallest(frames, low), largest(frames, high)


def _points(frames: Frames, here: Bool, points: int, otherwise: int) -> Expr:
    if isinstance(here, bool):
        return points if here else otherwise
    return frames.when(here).then(frames.lit(points)).otherwise(frames.lit(otherwise))


def smallest(frames: Frames, values: Sequence[Expr]) -> Expr:
    """The least of numbers and expressions in each row."""
    if all(isinstance(value, (int, float)) for value in values):
        return min(values)
    return frames.min_horizontal(*(_lit(frames, value) for value in values))


def largest(frames: Frames, values: Sequence[Expr]) -> Expr:
    """The largest of numbers and expressions in each row."""
    if all(isinstance(value, (int, float)) for value in values):
        return max(values)
    return frames.max_horizontal(*(_lit(frames, value) for value in values))


def _lit(frames: Frames, value: Expr) -> Expr:
    return frames.lit(value) if isinstance(value, (int, float)) else value


def _scaled(points: Decimal, scale: int) -> int:
    """Points in units of 1/scale, a multiple of their denominator."""
    over, under = points.as_integer_ratio()
    return over * scale // under
