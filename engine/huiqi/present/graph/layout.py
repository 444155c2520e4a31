"""Laying out a graph in columns from left to right, after Sugiyama, Tagawa and Toda (1981).

Columns by longest path; arrows over several columns pass through points in those between; order
within a column by the mean place of the neighbours; heights as near to the neighbours' as order
and distance allow, exactly, by pooling adjacent violators.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from itertools import pairwise
from statistics import fmean

GAP_ACROSS = 72.0
GAP_DOWN = 14.0
_SWEEPS = 8
Link = tuple[str, str]


@dataclass
class Point:
    """A node, or a point that an arrow passes in a column: its column, size and centre height."""

    column: int
    width: float
    height: float
    y: float = 0
    before: list[Point] = field(default_factory=list, repr=False)
    after: list[Point] = field(default_factory=list, repr=False)


@dataclass(frozen=True)
class Box:
    """Where a node lies, in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Layout:
    """The boxes by node, the corners of each arrow, and the whole size.

    From one corner to the next an arrow runs level across a column and bends between two columns,
    in turn.
    """

    boxes: Mapping[str, Box]
    arrows: Sequence[Sequence[tuple[float, float]]]
    width: float
    height: float


def lay_out(
    sizes: Mapping[str, tuple[float, float]], links: Sequence[Link], *, ends_level: bool = False
) -> Layout:
    """The layout of nodes of the given sizes; `links` form no cycle and run left to right.

    `ends_level` puts nodes from which no link leaves into the last column.
    """
    column = _columns(sizes, links, ends_level)
    points = {name: Point(column[name], *size) for name, size in sizes.items()}
    chains = [_chain(points[source], points[target]) for source, target in links]
    columns: list[list[Point]] = [[] for _ in range(max(column.values(), default=0) + 1)]
    for point in (*points.values(), *(p for chain in chains for p in chain[1:-1])):
        columns[point.column].append(point)
    _order(columns)
    _settle(columns)
    return _placed(points, chains, columns)


def _columns(names: Iterable[str], links: Sequence[Link], ends_level: bool) -> dict[str, int]:
    """The column of each node, counted from the first one, or from the last one backwards."""
    ahead: dict[str, set[str]] = {name: set() for name in names}
    for source, target in links:
        near, far = (source, target) if ends_level else (target, source)
        ahead[near].add(far)
    rank: dict[str, int] = {}
    for name in TopologicalSorter(ahead).static_order():
        rank[name] = max((rank[other] + 1 for other in ahead[name]), default=0)
    last = max(rank.values(), default=0)
    return {name: last - found if ends_level else found for name, found in rank.items()}


def _chain(source: Point, target: Point) -> list[Point]:
    """The points of a link: its ends and one in every column between, linked as neighbours."""
    between = [Point(column, 0, 0) for column in range(source.column + 1, target.column)]
    chain = [source, *between, target]
    for a, b in pairwise(chain):
        a.after.append(b)
        b.before.append(a)
    return chain


def _order(columns: list[list[Point]]) -> None:
    """Sort each column by the mean place of its neighbours, forwards and backwards in turn.

    The order with the fewest crossings is kept, the given one if none is better: a tree keeps its
    reading order.
    """
    best, fewest = [list(points) for points in columns], _crossings(columns)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        forwards = sweep % 2 == 0
        for points in columns if forwards else reversed(columns):
            place = _places(columns)
            near = {id(p): p.before if forwards else p.after for p in points}
            wanted = {
                id(p): _mean([place[id(n)] for n in near[id(p)]], place[id(p)]) for p in points
            }
            points.sort(key=lambda p: wanted[id(p)])
        if (found := _crossings(columns)) < fewest:
            best, fewest = [list(points) for points in columns], found
    columns[:] = best


def _places(columns: list[list[Point]]) -> dict[int, int]:
    return {id(point): place for points in columns for place, point in enumerate(points)}


def _crossings(columns: list[list[Point]]) -> int:
    """How many pairs of links between neighbouring columns cross."""
    place, total = _places(columns), 0
    for points in columns:
        ends: list[int] = []
        for point in points:
            reached = sorted(place[id(p)] for p in point.after)
            total += sum(len(ends) - bisect_right(ends, end) for end in reached)
            for end in reached:
                insort(ends, end)
    return total


def _settle(columns: list[list[Point]]) -> None:
    """Give every point a height near its neighbours', keeping order and distance."""
    for points in columns:
        y = 0.0
        for point in points:
            point.y = y + point.height / 2
            y += point.height + GAP_DOWN
    for sweep in range(2 * _SWEEPS):
        forwards = sweep % 2 == 1
        for points in columns if forwards else reversed(columns):
            near = [p.before if forwards else p.after for p in points]
            wanted = [_mean([n.y for n in ns], p.y) for p, ns in zip(points, near, strict=True)]
            for point, y in zip(points, _apart(wanted, points), strict=True):
                point.y = y


def _apart(wanted: list[float], points: list[Point]) -> list[float]:
    """The heights nearest to the wanted ones, by least squares, that leave room between points.

    With the room taken out the heights must only not fall, which pooling adjacent violators solves.
    """
    room = [0.0]
    for a, b in pairwise(points):
        room.append(room[-1] + (a.height + b.height) / 2 + GAP_DOWN)
    pools: list[tuple[float, int]] = []
    for value, taken in zip(wanted, room, strict=True):
        mean, size = value - taken, 1
        while pools and pools[-1][0] > mean:
            above, many = pools.pop()
            mean = (above * many + mean * size) / (many + size)
            size += many
        pools.append((mean, size))
    levels = [mean for mean, size in pools for _ in range(size)]
    return [level + taken for level, taken in zip(levels, room, strict=True)]


def _placed(
    points: Mapping[str, Point], chains: list[list[Point]], columns: list[list[Point]]
) -> Layout:
    """Pixels for all of it, with nothing above or left of zero."""
    everything = [point for column in columns for point in column]
    top = min((p.y - p.height / 2 for p in everything), default=0)
    lefts, x = [], 0.0
    widths = [max((p.width for p in column), default=0) for column in columns]
    for width in widths:
        lefts.append(x)
        x += width + GAP_ACROSS
    boxes = {
        name: Box(lefts[p.column], p.y - p.height / 2 - top, p.width, p.height)
        for name, p in points.items()
    }
    arrows = []
    for chain in chains:
        corners = []
        for p in chain[:-1]:
            left = lefts[p.column]
            corners += [(left + p.width, p.y - top), (left + widths[p.column], p.y - top)]
        corners.append((lefts[chain[-1].column], chain[-1].y - top))
        arrows.append(corners)
    bottom = max((p.y + p.height / 2 - top for p in everything), default=0)
    return Layout(boxes, arrows, max(x - GAP_ACROSS, 0), bottom)


def _mean(values: Sequence[float], otherwise: float) -> float:
    return fmean(values) if values else otherwise
