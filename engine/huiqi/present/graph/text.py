"""How much room text takes in a drawing, and breaking it into lines."""

from __future__ import annotations

import unicodedata

_NO_LINE_START = "，。；：、！？）》〉】〕」』”’,.;:!?)]}%"
_NARROW = "ijltfrI.,;:'|!()[] "
_WIDE = "mwMW@%"


def text_width(text: str, size: float) -> float:
    """The width of a line in pixels at a font size; a Chinese character is as wide as high.

    Estimated for a common sans-serif font, rather too wide than too narrow.
    """
    return sum(map(_em, text)) * size


def _em(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    # Characters of ambiguous width (“ ” ≥ ·) are wide in Chinese fonts, which draw them.
    if unicodedata.east_asian_width(character) in "WFA":
        return 1
    if character in _NARROW:
        return 0.36
    if character in _WIDE:
        return 0.92
    return 0.68 if character.isupper() else 0.58


def wrap(text: str, size: float, width: float) -> list[str]:
    """Lines no wider than `width`: broken at blanks, and between Chinese characters."""
    lines = [""]
    for piece in _pieces(text):
        joined = lines[-1] + piece
        if not lines[-1] or text_width(joined.rstrip(), size) <= width:
            lines[-1] = joined
        else:
            lines.append(piece)
    return [line.strip() for line in lines]


def _pieces(text: str) -> list[str]:
    """The smallest parts that stay on one line: words with the blank behind, single characters."""
    pieces: list[str] = []
    for character in text:
        breaks = not pieces or pieces[-1].endswith(" ") or _is_wide(character)
        breaks = breaks or _is_wide(pieces[-1][-1])
        if pieces and (not breaks or character in _NO_LINE_START or character == " "):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
