"""A hierarchical code table in which every code is an interval of leaves.

Codes of places and industries are trees: a province holds prefectures, a section holds classes.
Leaves are numbered depth-first, so a code is a half-open interval and "lies in" is a comparison of
integers. A value may be coarser than the question (only the province is known, the question asks
for a county): then the answer is UNKNOWN unless all of the value, or none of it, is in.

>>> tax = Taxonomy([Node("C", "制造业", None, "section"), Node("C39", "电子", "C", "division"),
...                 Node("C38", "电气", "C", "division")])
>>> electronics = tax.code_set(["C39"])
>>> electronics.contains([tax.span("C")])
<Truth.UNKNOWN: 1>
>>> electronics.contains([tax.span("C38")])
<Truth.FALSE: 0>
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from huiqi.base.kleene import Truth

Span = tuple[int, int]
"""A half-open interval [lo, hi) of leaf numbers."""


class UnknownCode(KeyError):
    """The code does not stand in the table."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return f"code {self.code!r} is not in the table"


class Node(NamedTuple):
    """One line of a code table; `parent` is None for a root, `level` names the rank."""

    code: str
    name: str
    parent: str | None
    level: str


@dataclass(frozen=True)
class CodeSet:
    """The leaves a criterion names: surely (`certain`) and at most (`possible`, a superset).

    Both are sorted, disjoint, non-adjacent half-open intervals of leaf numbers.
    """

    certain: tuple[Span, ...]
    possible: tuple[Span, ...]

    def contains(self, spans: Sequence[Span]) -> Truth:
        """Whether a value, known to lie somewhere within `spans`, is in the set.

        TRUE when all its leaves are certain, FALSE when none is even possible, otherwise UNKNOWN;
        a value without any span is not known at all.
        """
        inside = outside = False
        for lo, hi in spans:
            if _covers(self.certain, lo, hi):
                inside = True
            elif _meets(self.possible, lo, hi):
                return Truth.UNKNOWN
            else:
                outside = True
        # Partly in and partly out; or nowhere at all.
        if inside is outside:
            return Truth.UNKNOWN
        return Truth.TRUE if inside else Truth.FALSE


class Taxonomy:
    """An immutable tree (or forest) of codes.

    Raises ValueError for a code given twice, a parent that is missing, or a cycle. Siblings keep
    the order in which they were given.
    """

    __slots__ = ("_children", "_nodes", "_spans", "leaf_count")

    def __init__(self, nodes: Iterable[Node]) -> None:
        table: dict[str, Node] = {}
        for node in nodes:
            if node.code in table:
                raise ValueError(f"code {node.code!r} is given twice")
            table[node.code] = node
        children: dict[str, list[str]] = {}
        roots: list[str] = []
        for node in table.values():
            if node.parent is None:
                roots.append(node.code)
            elif node.parent in table:
                children.setdefault(node.parent, []).append(node.code)
            else:
                raise ValueError(f"parent {node.parent!r} of code {node.code!r} is missing")
        self._nodes = table
        self._children = {code: tuple(codes) for code, codes in children.items()}
        self._spans, self.leaf_count = _number_leaves(roots, self._children)
        if len(self._spans) != len(table):
            looped = min(code for code in table if code not in self._spans)
            raise ValueError(f"code {looped!r} is its own ancestor")

    def __getitem__(self, code: str) -> Node:
        """The node of a code; raises UnknownCode (a KeyError)."""
        try:
            return self._nodes[code]
        except KeyError:
            raise UnknownCode(code) from None

    def __contains__(self, code: object) -> bool:
        return code in self._nodes

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)

    def nodes(self) -> Iterable[Node]:
        """All nodes in the order of the table."""
        return self._nodes.values()

    def span(self, code: str) -> Span:
        """The leaves of a code as a half-open interval; raises UnknownCode."""
        try:
            return self._spans[code]
        except KeyError:
            raise UnknownCode(code) from None

    def spans(self, codes: Iterable[str]) -> tuple[Span, ...]:
        """The intervals of several codes, ready for `CodeSet.contains`; raises UnknownCode."""
        return tuple(self.span(code) for code in codes)

    def children(self, code: str) -> tuple[str, ...]:
        """The codes directly below, in table order; raises UnknownCode."""
        self[code]
        return self._children.get(code, ())

    def path(self, code: str) -> tuple[str, ...]:
        """Names from the root down to the code; raises UnknownCode."""
        names: list[str] = []
        node: Node | None = self[code]
        while node is not None:
            names.append(node.name)
            node = self._nodes[node.parent] if node.parent is not None else None
        return tuple(reversed(names))

    def within(self, code: str, ancestor: str) -> bool:
        """Whether every leaf of `code` lies in `ancestor`; raises UnknownCode."""
        lo, hi = self.span(code)
        low, high = self.span(ancestor)
        return low <= lo and hi <= high

    def code_set(self, certain: Iterable[str], possible: Iterable[str] = ()) -> CodeSet:
        """The set of the given codes; what is certain is possible too. Raises UnknownCode."""
        sure = self.spans(certain)
        return CodeSet(_merge(sure), _merge((*sure, *self.spans(possible))))


def _number_leaves(
    roots: list[str], children: dict[str, tuple[str, ...]]
) -> tuple[dict[str, Span], int]:
    spans: dict[str, Span] = {}
    count = 0
    stack: list[tuple[str, int | None]] = [(code, None) for code in reversed(roots)]
    while stack:
        code, start = stack.pop()
        below = children.get(code)
        if start is not None:
            spans[code] = (start, count)
        elif below:
            stack.append((code, count))
            stack.extend((child, None) for child in reversed(below))
        else:
            spans[code] = (count, count + 1)
            count += 1
    return spans, count


def _merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for lo, hi in sorted(spans):
        if merged and lo <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(hi, merged[-1][1]))
        else:
            merged.append((lo, hi))
    return tuple(merged)


# Loops, quicker than any(): every place and industry met goes through here for every test.
def _covers(intervals: tuple[Span, ...], lo: int, hi: int) -> bool:
    for low, high in intervals:  # noqa: SIM110
        if low <= lo and hi <= high:
            return True
    return False


def _meets(intervals: tuple[Span, ...], lo: int, hi: int) -> bool:
    for low, high in intervals:  # noqa: SIM110
        if low < hi and lo < high:
            return True
    return False
