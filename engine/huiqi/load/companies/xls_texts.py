"""How long the texts are that the cells of an XLS share ([MS-XLS] 2.4.265 SST)."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence

_WIDE, _LINKED, _RICH = 1, 4, 8
_LEAST = 3
"""Bytes that an empty text takes."""


class TextsError(ValueError):
    """The shared texts break off."""


def text_lengths(parts: Sequence[memoryview]) -> array[int]:
    """Characters of each text; they run on from one record to the next.

    Raises: TextsError: there are fewer than announced.
    """
    (count,) = struct.unpack_from("<I", parts[0], 4)
    if count * _LEAST > sum(map(len, parts)):
        raise TextsError("the shared texts break off")
    return _Texts(parts).read(count)


class _Texts:
    def __init__(self, parts: Sequence[memoryview]) -> None:
        self._parts, self._part = parts, 0
        self._data, self._at = parts[0], 8

    def read(self, count: int) -> array[int]:
        lengths = array("H")
        try:
            for _ in range(count):
                lengths.append(self._pass_text())
        except (struct.error, IndexError):
            raise TextsError("the shared texts break off") from None
        return lengths

    def _pass_text(self) -> int:
        if self._at == len(self._data):
            self._turn(0)
        length, flags = struct.unpack_from("<HB", self._data, self._at)
        self._at += 3
        more = 0
        if flags & _RICH:
            more += 4 * struct.unpack_from("<H", self._data, self._at)[0]
            self._at += 2
        if flags & _LINKED:
            more += struct.unpack_from("<I", self._data, self._at)[0]
            self._at += 4
        left, wide = length, flags & _WIDE
        while left:
            taken = min(left, (len(self._data) - self._at) >> wide)
            self._at += taken << wide
            left -= taken
            if left:
                # Where a text goes on in the next record, that says anew how wide it is.
                self._turn(1)
                wide = self._data[0] & _WIDE
        while more:
            if self._at == len(self._data):
                self._turn(0)
            taken = min(more, len(self._data) - self._at)
            self._at += taken
            more -= taken
        return int(length)

    def _turn(self, at: int) -> None:
        self._part += 1
        self._data, self._at = self._parts[self._part], at
