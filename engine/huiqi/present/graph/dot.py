"""A graph in the DOT language, for Graphviz and what reads its files."""

from __future__ import annotations

from huiqi.author.graph import Graph, Node
from huiqi.base.source import printable

_STYLES = {
    "programme": 'fillcolor="#1f4e79", color="#1f4e79", fontcolor=white',
    "combination": 'fillcolor="#eef1f4", color="#9aa5b1"',
    "test": 'fillcolor=white, color="#5b7083"',
    "fact": 'fillcolor="#e8f3ec", color="#3c7a52"',
    "derived": 'fillcolor="#fff8e5", color="#a67c00", style="rounded,filled,dashed"',
}


def to_dot(graph: Graph) -> str:
    """The text of a digraph, from left to right."""
    number = {node.id: f"n{index}" for index, node in enumerate(graph.nodes)}
    lines = [
        f"digraph {_quoted(graph.title)} {{",
        "  rankdir=LR;",
        '  node [shape=box, style="rounded,filled", fontname="Noto Sans CJK SC", fontsize=11];',
        '  edge [color="#8795a1", fontname="Noto Sans CJK SC", fontsize=10];',
    ]
    for node in graph.nodes:
        lines.append(f"  {number[node.id]} [label={_quoted(_label(node))}, {_STYLES[node.kind]}];")
    for edge in graph.edges:
        said = f" [label={_quoted(edge.text)}]" if edge.text else ""
        lines.append(f"  {number[edge.source]} -> {number[edge.target]}{said};")
    if graph.ends_level:
        sources = {edge.source for edge in graph.edges}
        ends = " ".join(number[node.id] + ";" for node in graph.nodes if node.id not in sources)
        lines.append(f"  {{ rank=sink; {ends} }}")
    return "\n".join(lines) + "\n}\n"


def _label(node: Node) -> str:
    return f"{node.text}\n{node.note}" if node.note else node.text


def _quoted(text: str) -> str:
    """A quoted string; a line end in it is kept, no other escape can form."""
    lines = (printable(line) for line in text.split("\n"))
    return '"' + "\\n".join(s.replace("\\", "\\\\").replace('"', '\\"') for s in lines) + '"'
