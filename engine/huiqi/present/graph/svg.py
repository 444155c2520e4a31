"""A graph drawn as SVG: one file without scripts, fonts or links, which any browser shows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from huiqi.author.graph import Graph, Node
from huiqi.base.source import printable
from huiqi.present.graph.layout import Box, lay_out
from huiqi.present.graph.text import text_width, wrap
from huiqi.present.report.markup import Markup, tag

_SIZE, _SMALL, _LINE = 14.0, 11.0, 19.0
_WIDEST = 260.0
_PADDING, _MARGIN = 10.0, 24.0
_STYLE = """
text{font:14px "Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;
fill:#222}
.note{font-size:11px;fill:#666}
rect{fill:#fff;stroke:#5b7083}path{fill:none;stroke:#8795a1}
.page{stroke:none}.tip{fill:#8795a1;stroke:none}
.programme rect{fill:#1f4e79;stroke:#1f4e79}.programme text{fill:#fff}.programme .note{fill:#cfe0f0}
.combination rect{fill:#eef1f4;stroke:#9aa5b1}
.fact rect{fill:#e8f3ec;stroke:#3c7a52}
.derived rect{fill:#fff8e5;stroke:#a67c00;stroke-dasharray:4 3}
"""


def to_svg(graph: Graph) -> str:
    """The text of an SVG file."""
    leading = {edge.target: edge.text for edge in graph.edges if edge.text}
    lines = {node.id: _lines(node, leading.get(node.id, "")) for node in graph.nodes}
    sizes = {node.id: _size(lines[node.id]) for node in graph.nodes}
    links = [(edge.source, edge.target) for edge in graph.edges]
    layout = lay_out(sizes, links, ends_level=graph.ends_level)
    width, height = layout.width + 2 * _MARGIN, layout.height + 2 * _MARGIN
    tip = tag("path", d="M0 0L8 4L0 8z", class_="tip")
    marker = tag(
        "marker", tip, id="tip", viewBox="0 0 8 8", refX="7", refY="4",
        markerWidth="7", markerHeight="7", orient="auto",
    )  # fmt: skip
    page = tag("rect", class_="page", width="100%", height="100%")
    arrows = [_arrow(corners) for corners in layout.arrows]
    boxes = [_box(node, layout.boxes[node.id], lines[node.id]) for node in graph.nodes]
    drawing = tag("g", *arrows, *boxes, transform=f"translate({_MARGIN:g} {_MARGIN:g})")
    style = tag("style", Markup(_STYLE))
    image = tag(
        "svg", tag("title", graph.title), style, tag("defs", marker), page, drawing,
        xmlns="http://www.w3.org/2000/svg", role="img", width=f"{width:.0f}",
        height=f"{height:.0f}", viewBox=f"0 0 {width:.0f} {height:.0f}",
    )  # fmt: skip
    return image + "\n"


Lines = Sequence[tuple[str, bool]]
"""Lines of a box; True for those in small print."""


def _lines(node: Node, leading: str) -> Lines:
    """What the arrow to the box says, what the box says, and its note."""
    found: list[tuple[str, bool]] = []
    for text, small in ((leading, True), (node.text, False), (node.note, True)):
        if text:
            size = _SMALL if small else _SIZE
            found += [(line, small) for line in wrap(printable(text), size, _WIDEST)]
    return found


def _size(lines: Lines) -> tuple[float, float]:
    widest = max(text_width(line, _SMALL if small else _SIZE) for line, small in lines)
    return widest + 2 * _PADDING, len(lines) * _LINE + 2 * _PADDING - 6


def _box(node: Node, box: Box, lines: Lines) -> Markup:
    frame = tag(
        "rect", x=_px(box.x), y=_px(box.y), width=_px(box.width), height=_px(box.height),
        rx="12" if node.kind == "combination" else "4",
    )  # fmt: skip
    texts = [
        tag(
            "text", line, x=_px(box.x + _PADDING), y=_px(box.y + _PADDING + 11 + index * _LINE),
            class_="note" if small else "",
        )
        for index, (line, small) in enumerate(lines)
    ]  # fmt: skip
    return tag("g", frame, *texts, class_=node.kind)


def _arrow(corners: Sequence[tuple[float, float]]) -> Markup:
    """A smooth line: level across columns, bent between them."""
    d = f"M{_px(corners[0][0])} {_px(corners[0][1])}"
    for index, ((x, y), (to_x, to_y)) in enumerate(pairwise(corners)):
        bend = (to_x - x) / 2
        if index % 2:
            d += f"C{_px(x + bend)} {_px(y)} {_px(to_x - bend)} {_px(to_y)} {_px(to_x)} {_px(to_y)}"
        elif to_x > x:
            d += f"H{_px(to_x)}"
    return tag("path", d=d, marker_end="url(#tip)")


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
