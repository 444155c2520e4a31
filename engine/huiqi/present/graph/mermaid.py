"""A graph as a Mermaid flowchart, which GitHub and many editors draw."""

from __future__ import annotations

from huiqi.author.graph import Graph, Node
from huiqi.base.source import printable

MOST_EDGES = 500
"""What Mermaid draws unless the page that embeds it raises its limit."""

_CLASSES = """\
  classDef programme fill:#1f4e79,color:#fff,stroke:#1f4e79
  classDef combination fill:#eef1f4,color:#333,stroke:#9aa5b1
  classDef test fill:#fff,color:#222,stroke:#5b7083
  classDef fact fill:#e8f3ec,color:#222,stroke:#3c7a52
  classDef derived fill:#fff8e5,color:#222,stroke:#a67c00,stroke-dasharray:4 3
"""
# Mermaid reads a number sign and a semicolon as an entity, as HTML does the ampersand.
_ENTITIES = {ord(c): f"#{ord(c)};" for c in '#"<>&`\\;'}


def to_mermaid(graph: Graph) -> str:
    """The text of a flowchart, from left to right."""
    number = {node.id: f"n{index}" for index, node in enumerate(graph.nodes)}
    lines = [f"%% {printable(graph.title)}", "flowchart LR"]
    lines += [f'  {number[node.id]}["{_label(node)}"]:::{node.kind}' for node in graph.nodes]
    for edge in graph.edges:
        arrow = f'-->|"{_said(edge.text)}"|' if edge.text else "-->"
        lines.append(f"  {number[edge.source]} {arrow} {number[edge.target]}")
    return "\n".join(lines) + "\n" + _CLASSES


def _label(node: Node) -> str:
    note = f"<br><small>{_said(node.note)}</small>" if node.note else ""
    return _said(node.text) + note


def _said(text: str) -> str:
    return printable(text).translate(_ENTITIES)
