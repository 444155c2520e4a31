"""Where something stands in a text, and how to show it.

Columns count characters from 1; excerpts are aligned by display width, in which a Chinese
character takes two columns (Unicode Standard Annex #11, East Asian Width).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line in YAML 1.1, by which lines are counted; `str.splitlines` ends more."""


@dataclass(frozen=True)
class Source:
    """A text that was read: the name it is shown under, and its content."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def _lines(self) -> list[str]:
        return LINE_END.split(self.text)

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines without their ends."""
        return tuple(self._lines)

    def line(self, number: int) -> str:
        """The `number`-th line (from 1) without its end; empty past the end."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""


class Span(NamedTuple):
    """A stretch of one line of a source: line and column from 1, length in characters."""

    source: Source
    line: int
    column: int
    length: int = 1

    @property
    def text(self) -> str:
        """What stands there."""
        return self.source.line(self.line)[self.column - 1 : self.column - 1 + self.length]

    def __str__(self) -> str:
        return f"{printable(self.source.name)}:{self.line}:{self.column}"


def display_width(text: str) -> int:
    """Columns a terminal gives the text.

    >>> display_width("R&D研发")
    7
    """
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


_LONGEST_EXCERPT = 100


def excerpt(span: Span) -> tuple[str, str]:
    """The line a span stands in and a second line whose carets stand under it.

    Long lines are cut to about a hundred columns around the span; control characters show as �.
    """
    line = span.source.line(span.line)
    start = min(span.column - 1, len(line))
    stop = min(start + max(span.length, 1), max(len(line), start + 1))
    left = max(0, start - _LONGEST_EXCERPT // 2) if len(line) > _LONGEST_EXCERPT else 0
    right = min(len(line), max(left + _LONGEST_EXCERPT, start + 1))
    stop = min(stop, right if right > start else start + 1)
    head = "…" if left else ""
    shown = head + printable(line[left:right]) + ("…" if right < len(line) else "")
    indent = display_width(head + printable(line[left:start]))
    carets = max(display_width(printable(line[start:stop])), 1)
    return shown, " " * indent + "^" * carets


def printable(text: str) -> str:
    """Foreign text as it may be shown: tabs as blanks, control and format characters as �."""
    if text.isprintable():
        return text
    return "".join(
        " " if c == "\t" else "\N{REPLACEMENT CHARACTER}" if _unprintable(c) else c for c in text
    )


def _unprintable(character: str) -> bool:
    """Control and format characters, which could move the cursor or turn the text around."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
