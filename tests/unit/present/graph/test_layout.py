"""Whatever the graph: no boxes overlap, arrows run from box to box, trees keep their order."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.present.graph.layout import GAP_DOWN, Box, Layout, lay_out

SIZES = st.lists(st.tuples(st.integers(20, 300), st.integers(20, 120)), min_size=1, max_size=14)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, tuple[float, float]], list[tuple[str, str]]]:
    """Nodes with sizes, and links that run from earlier nodes to later ones."""
    sizes = {f"n{i}": size for i, size in enumerate(draw(SIZES))}
    pairs = list(combinations(sizes, 2))
    links = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return sizes, links


@given(graphs(), st.booleans())
def test_boxes_keep_their_size_and_their_distance(graph, ends_level: bool):
    sizes, links = graph
    layout = lay_out(sizes, links, ends_level=ends_level)
    assert {name: (box.width, box.height) for name, box in layout.boxes.items()} == sizes
    for a, b in combinations(layout.boxes.values(), 2):
        assert a.x != b.x or apart(a, b) >= GAP_DOWN - 1e-6
        assert a.x == b.x or a.x + a.width < b.x or b.x + b.width < a.x
    for box in layout.boxes.values():
        assert box.x >= 0
        assert box.y >= -1e-6
        assert box.x + box.width <= layout.width + 1e-6
        assert box.y + box.height <= layout.height + 1e-6


@given(graphs(), st.booleans())
def test_arrows_run_forwards_from_box_to_box(graph, ends_level: bool):
    sizes, links = graph
    layout = lay_out(sizes, links, ends_level=ends_level)
    for (source, target), corners in zip(links, layout.arrows, strict=True):
        start, end = layout.boxes[source], layout.boxes[target]
        assert corners[0] == pytest.approx((start.x + start.width, middle(start)))
        assert corners[-1] == pytest.approx((end.x, middle(end)))
        assert all(a[0] <= b[0] for a, b in pairwise(corners))
        level = list(pairwise(corners))[::2]
        assert all(a[1] == b[1] for a, b in level)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=15))
def test_trees_keep_their_reading_order(parents: list[int]):
    """Node 0 is the root; node i hangs below one before it, and children follow in number."""
    links = [(f"n{parent % i}", f"n{i}") for i, parent in enumerate(parents, start=1)]
    order = depth_first("n0", links)
    layout = lay_out(dict.fromkeys(order, (80.0, 30.0)), links)
    by_column: dict[float, list[str]] = {}
    for name in order:
        by_column.setdefault(layout.boxes[name].x, []).append(name)
    for names in by_column.values():
        heights = [layout.boxes[name].y for name in names]
        assert heights == sorted(heights)


def depth_first(node: str, links: list[tuple[str, str]]) -> list[str]:
    below = [child for parent, child in links if parent == node]
    return [node, *(name for child in below for name in depth_first(child, links))]


def test_a_parent_stands_level_with_the_middle_of_its_children():
    layout = lay_out(dict.fromkeys("abcd", (50.0, 20.0)), [("a", "b"), ("a", "c"), ("a", "d")])
    assert middle(layout.boxes["a"]) == pytest.approx(middle(layout.boxes["c"]))


def test_ends_can_stand_side_by_side():
    links = [("a", "b"), ("b", "c"), ("a", "d")]
    sizes = dict.fromkeys("abcd", (50.0, 20.0))
    assert column_of(lay_out(sizes, links), "d") == column_of(lay_out(sizes, links), "b")
    level = lay_out(sizes, links, ends_level=True)
    assert column_of(level, "d") == column_of(level, "c")


def column_of(layout: Layout, name: str) -> float:
    return layout.boxes[name].x


def middle(box: Box) -> float:
    return box.y + box.height / 2


def apart(a: Box, b: Box) -> float:
    upper, lower = sorted((a, b), key=lambda box: box.y)
    return lower.y - (upper.y + upper.height)
