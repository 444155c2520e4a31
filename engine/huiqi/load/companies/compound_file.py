"""Compound files (OLE, [MS-CFB]), in which an XLS lies: one stream out of one, and one into one.

Chains of sectors that run in a circle or out of the file are refused, so that nothing takes more
time or memory than the file has bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_BYTES = 256 << 20
"""Bytes a stream may have; with those, no more lists are needed than the head has room for."""
_FREE, _END, _LIST, _LAST = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFA
_MINI, _SHORT = 64, 4096
"""Streams shorter than the second lie in sectors of the first."""
_HEAD, _ENTRY = 512, 128
_LISTS = 109
"""How many lists of sectors the head of the file names."""
_SECTOR = 4096
"""The sectors we write."""


class CompoundError(ValueError):
    """The file is no sound compound file."""


class CompoundFile:
    """The streams of a file.

    Raises: CompoundError: it is no sound compound file.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEAD or not data.startswith(MARK):
            raise CompoundError("the head is cut off")
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise CompoundError(f"sectors of 2^{shift} and 2^{mini_shift} bytes")
        self._data = data
        self._heap = _Heap(memoryview(data)[1 << shift :], 1 << shift)
        self._heap.follow(self._lists())
        self._directory = self._heap.chain(self._number(48))

    def __contains__(self, name: str) -> bool:
        return self._entry(name) is not None

    def stream(self, name: str) -> bytes | None:
        """The first stream of that name. Raises: CompoundError: it is not whole."""
        entry = self._entry(name)
        if entry is None:
            return None
        start, length = struct.unpack_from("<II", entry, 116)
        heap = self._heap if length >= _SHORT else self._minis()
        return heap.chain(start)[:length]

    def _entry(self, name: str) -> bytes | None:
        title = f"{name}\0".encode("utf-16-le")
        for at in range(0, len(self._directory), _ENTRY):
            if self._directory.startswith(title, at):
                return self._directory[at : at + _ENTRY].ljust(_ENTRY, b"\0")
        return None

    def _minis(self) -> _Heap:
        root = struct.unpack_from("<I", self._directory.ljust(_ENTRY, b"\0"), 116)[0]
        minis = _Heap(memoryview(self._heap.chain(root)), _MINI)
        minis.follow([self._heap.chain(self._number(60))])
        return minis

    def _lists(self) -> Iterator[bytes | memoryview]:
        """The lists of what follows each sector: the head names the first, the rest is chained."""
        named: Sequence[int] = struct.unpack_from(f"<{_LISTS}I", self._data, _HEAD - 4 * _LISTS)
        more = self._number(68)
        for _ in range(self._heap.count + 1):
            yield from (self._heap.sector(number) for number in named if number < _LAST)
            if more >= _LAST:
                return
            *named, more = _numbers(self._heap.sector(more))
        raise CompoundError("the list of sectors runs in a circle")

    def _number(self, at: int) -> int:
        return int(struct.unpack_from("<I", self._data, at)[0])


class _Heap:
    """Sectors of one size, and which follows which."""

    def __init__(self, data: memoryview, size: int) -> None:
        self._data, self._size = data, size
        self.count = -(-len(data) // size)
        self._next: list[int] = []

    def follow(self, lists: Iterable[bytes | memoryview]) -> None:
        """Take in what follows each sector, as far as there are sectors."""
        for one in lists:
            self._next += _numbers(one)
            if len(self._next) >= self.count:
                return

    def sector(self, number: int) -> memoryview:
        if number >= self.count:
            raise CompoundError(f"sector {number} lies behind the end")
        return self._data[number * self._size : (number + 1) * self._size]

    def chain(self, number: int) -> bytes:
        found: list[memoryview] = []
        while number != _END:
            found.append(self.sector(number))
            if len(found) > self.count or number >= len(self._next):
                raise CompoundError(f"the chain breaks off at sector {number}")
            number = self._next[number]
        return b"".join(found)


def _numbers(data: bytes | memoryview) -> Sequence[int]:
    return struct.unpack_from(f"<{len(data) // 4}I", data)


def write_stream(name: str, content: bytes) -> bytes:
    """A compound file that holds this one stream, of at most MOST_BYTES."""
    content = content.ljust(_SHORT, b"\0")
    sectors = -(-len(content) // _SECTOR)
    lists = -(-(1 + sectors) // (_SECTOR // 4 - 1))
    first = 1 + lists
    follow = [_END, *[_LIST] * lists, *range(first + 1, first + sectors), _END]
    follow += [_FREE] * (lists * _SECTOR // 4 - len(follow))
    named = [*range(1, first), *[_FREE] * (_LISTS - lists)]
    head = struct.pack("<8s16xHHHHH6x", MARK, 0x3E, 4, 0xFFFE, 12, 6)
    head += struct.pack("<9I", 1, lists, 0, 0, _SHORT, _END, 0, _END, 0)
    # Readers want the root to begin somewhere, even where it holds nothing.
    directory = _entry("Root Entry", 5, first, 0, child=1) + _entry(name, 2, first, len(content))
    return b"".join(
        [
            (head + struct.pack(f"<{_LISTS}I", *named)).ljust(_SECTOR, b"\0"),
            directory.ljust(_SECTOR, b"\0"),
            struct.pack(f"<{len(follow)}I", *follow),
            content.ljust(sectors * _SECTOR, b"\0"),
        ]
    )


def _entry(name: str, kind: int, start: int, length: int, child: int = _FREE) -> bytes:
    title = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIQ", title, len(title) + 2, kind, 1, _FREE, _FREE, child, start, length
    )
