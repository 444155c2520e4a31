"""How much text the cells of an XLSX come to that name a shared one; each holds a copy of it."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable

_ITEM = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?si[\s/>]")
_NAMED = re.compile(rb"""\st="s"[^<>]{0,200}(?:/>|>\s*(?:<v>([0-9]{0,9})</v>|<v\s?/>|</c>))""")
_KINDS = (b'"s"', b"'s'")
"""How a cell says that it names a shared text; no other spelling is understood."""


class SharedTexts:
    """The shared texts of a workbook, by how many bytes each takes with its markup."""

    def __init__(self, lengths: array[int]) -> None:
        self._lengths = lengths
        self._longest = max(lengths, default=0)

    @classmethod
    def measured(cls, chunks: Iterable[bytes]) -> SharedTexts:
        """Of the part that holds them, in pieces of which none cuts a tag."""
        lengths = array("L")
        for chunk in chunks:
            so_far, *items = map(len, _ITEM.split(chunk))
            if lengths:
                lengths[-1] += so_far
            lengths.extend(items)
        return cls(lengths)

    def named_in(self, chunk: bytes) -> int:
        """Bytes of the texts that the cells of a piece of a sheet name; never too few.

        Where it cannot be told quickly which text a cell names, the longest is meant.
        """
        if not self._lengths:
            return 0
        named = _NAMED.findall(chunk)
        others = sum(map(chunk.count, _KINDS)) - len(named)
        return sum(map(self.length, named)) + max(others, 0) * self._longest

    def length(self, number: bytes) -> int:
        """Bytes of the text with this number; the reader takes the first where there is none."""
        if not number.isdigit() and number:
            return self._longest
        place = int(number or b"0")
        return self._lengths[place] if place < len(self._lengths) else self._longest
