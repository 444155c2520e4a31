"""Breaking lines of mixed Chinese and Latin text, which rich breaks at blanks alone."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.text import Text

_WIDE = r"\u2e80-\u2fff\u3040-\ua4cf\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_OPENING = "（《“‘「『【〔"
_CLOSING = "、，。；：？！…）》”’」』】〕"
_PIECE = re.compile(
    rf"[{_OPENING}]*(?:[{_WIDE}]|[^ \t{_WIDE}{_OPENING}{_CLOSING}]+)?[{_CLOSING}]*[ \t]*"
)
"""What stays together: a Chinese character or a Latin word, the punctuation that belongs to it."""


def wrapped(text: Text, width: int) -> Text:
    """The text in lines of at most this width, broken at blanks and between Chinese characters."""
    lines = [line for part in text.split("\n", allow_blank=True) for line in _lines(part, width)]
    return Text("\n", end=text.end).join(lines)


def _lines(text: Text, width: int) -> list[Text]:
    breaks, used = [], 0
    for piece in _PIECE.finditer(text.plain):
        if used and used + cell_len(piece[0].rstrip()) > width:
            breaks.append(piece.start())
            used = 0
        for place, character in enumerate(piece[0], piece.start()):
            # A word longer than a line goes on in the next one.
            if not character.isspace() and used + cell_len(character) > width and used:
                breaks.append(place)
                used = 0
            used += cell_len(character)
    lines = list(text.divide(breaks))
    for line in lines[:-1]:
        line.rstrip()
    return lines
