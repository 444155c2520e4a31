"""Where lines of Chinese and English end, and how they go on.

rich breaks at blanks, and Chinese has none: it takes a sentence for one word, sends it to the next
line whole, and breaks what is longer than a line anywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import rich.text
from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

_NEVER_FIRST = frozenset("，。、；：？！…—～·％%‰）》〉”’〕】」』］｝)]},.;:?!°℃")
_NEVER_LAST = frozenset("（《〈“‘〔【「『［｛([{$¥￥#§")
_JOINED = frozenset("⚑✔✘→~=*")
"""Marks that belong to the word after them, whatever blank stands between."""


def break_well() -> None:
    """Let rich break lines as `line_starts` says, from now on and wherever text is shown."""
    names = vars(rich.text)
    if "divide_line" in names:
        names["divide_line"] = line_starts


def line_starts(text: str, width: int, fold: bool = True) -> list[int]:
    """Where new lines start in a text that is shown in lines of this many cells.

    Lines break at blanks and beside Chinese characters, but not before closing punctuation, after
    opening brackets, or between a number and its unit.

    >>> line_starts("年收入2000万元以上，含本数。", 11)
    [3, 10, 14]
    """
    starts: list[int] = []
    at = 0
    for begin, end in _pieces(text):
        piece = text[begin:end]
        length = cell_len(piece.rstrip())
        if at and at + length > width:
            starts.append(begin)
            at = 0
        if length > width and fold:
            *full, rest = chop_cells(piece, width)
            for line in full:
                begin += len(line)
                starts.append(begin)
            piece = rest
        at += cell_len(piece)
    return starts


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The stretches that stay on one line, with the blanks after them."""
    begin = len(text) - len(text.lstrip())
    first = 0
    for place in range(begin + 1, len(text)):
        if _may_break(text, place):
            yield first, place
            first = place
    if first < len(text):
        yield first, len(text)


def _may_break(text: str, place: int) -> bool:
    """Whether a line may end before this character."""
    before, after = text[place - 1], text[place]
    if after.isspace() or not cell_len(after):
        return False
    # Behind a blank an ASCII sign begins a word, such as .csv.
    if after in _NEVER_FIRST and not (before.isspace() and after.isascii()):
        return False
    if before.isspace():
        return before != "\N{NO-BREAK SPACE}" and text[:place].rstrip()[-1] not in _JOINED
    if before in _NEVER_LAST or (before.isdigit() and _is_wide(after)):
        return False
    return _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    """Whether it is written as Chinese is, punctuation and quotation marks included."""
    width = unicodedata.east_asian_width(character)
    return width in "WF" or (width == "A" and character in _NEVER_FIRST | _NEVER_LAST)


class Hanging:
    """Text behind a mark or a margin; its further lines stand below its first one, or further in.

    So that what goes on cannot be taken for a heading or for the next entry.
    """

    def __init__(self, margin: Text | str, text: Text, *, further: int = 0) -> None:
        self._margin = Text(margin) if isinstance(margin, str) else margin
        self._text = text
        self._indent = self._margin.cell_len + further

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(options.max_width - self._indent, 1)
        before = self._margin
        for line in self._text.split(allow_blank=True):
            for part in line.divide(line_starts(line.plain, width)):
                part.rstrip()
                yield before + part
                before = Text(" " * self._indent)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        longest = self._indent + max(map(cell_len, self._text.plain.splitlines()), default=0)
        return Measurement(self._indent + 1, longest).with_maximum(options.max_width)
