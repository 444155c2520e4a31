"""From blocks of delimited text to frames: as fast as polars parses, as exact as a careful reader.

A block goes to polars whole when it provably holds nothing but complete rows of the right width
(no quote and the right count of separators, or the grammar of `records`). Any other block is
sorted row by row first, and what is sound of it goes to polars.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl
from polars.exceptions import PolarsError

from huiqi.load.companies import records
from huiqi.load.companies.batch import LONGEST_RECORD, RawBatch, Reject
from huiqi.load.companies.records import QUOTE, Shape

_WIDEST_PATTERN = 300
_STEPS_BACK = 1000


@dataclass(frozen=True)
class Part:
    """What one block gave, and where reading goes on."""

    frame: pl.DataFrame
    rejects: tuple[Reject, ...]
    line_of: Callable[[int], int]
    rest: bytes
    line: int
    cut_short: bool = False
    more: bool = False
    """Whether the rest holds rows that could be read without reading on."""

    def batches(self, rows: int, done: float) -> Iterator[RawBatch]:
        if self.frame.is_empty() and self.rejects:
            yield RawBatch(self.frame, self.rejects, done)
        rejects = self.rejects
        for start in range(0, self.frame.height, rows):
            frame = self.frame.slice(start, rows)
            yield RawBatch(frame, rejects, done, _Offset(self.line_of, start))
            rejects = ()


@dataclass(frozen=True)
class _Offset:
    """Counts rows from a later one."""

    line_of: Callable[[int], int]
    start: int

    def __call__(self, row: int) -> int:
        return self.line_of(self.start + row)


@dataclass(frozen=True)
class _Lines:
    """The lines of well-formed rows, found only when asked for."""

    data: bytes
    separator: bytes
    first: int

    def __call__(self, row: int) -> int:
        return self._starts[row]

    @cached_property
    def _starts(self) -> list[int]:
        return records.starts(self.data, self.separator, self.first)


class Table:
    """Turns blocks into parts."""

    def __init__(self, shape: Shape, headers: tuple[str, ...]) -> None:
        self._shape = shape
        self._schema: dict[str, type[pl.DataType]] = dict.fromkeys(headers, pl.String)
        self._first = headers[0]
        self._pattern = (
            records.well_formed(shape.separator, shape.width)
            if shape.width <= _WIDEST_PATTERN
            else None
        )

    def part(self, buffer: bytes, line: int, final: bool) -> Part:
        """The rows of a block that begins with a row on `line`."""
        end = len(buffer) if final else _last_record_end(buffer)
        data = buffer[:end]
        frame = self._at_once(data)
        if frame is None:
            return self._carefully(buffer, line, final)
        rest = buffer[end:]
        if QUOTE in data and (newlines := data.count(b"\n")) > frame.height:
            lines = _Lines(data, self._shape.separator, line)
            return Part(frame, (), lines, rest, line + newlines)
        return Part(frame, (), line.__add__, rest, line + frame.height)

    def _carefully(self, buffer: bytes, line: int, final: bool) -> Part:
        cleaned = records.clean(buffer, self._shape, line, final)
        return Part(
            self._parse(cleaned.data),
            cleaned.rejects,
            cleaned.lines.__getitem__,
            cleaned.rest,
            cleaned.line,
            cleaned.cut_short,
            cleaned.more,
        )

    def _at_once(self, data: bytes) -> pl.DataFrame | None:
        """The frame of a block of sound rows only; None where that is not certain."""
        if not data or b"\0" in data or _has_lone_cr(data) or _has_long_line(data):
            return None
        quoted = QUOTE in data
        if quoted and not self._is_well_formed(data):
            return None
        try:
            frame = self._parse(data)
        except PolarsError:
            return None
        separators = frame.height * (self._shape.width - 1)
        if not quoted and data.count(self._shape.separator) != separators:
            return None
        if quoted and data.count(b"\n") > frame.height and _has_long_row(frame):
            return None
        return None if self._has_strange_rows(frame) else frame

    def _is_well_formed(self, data: bytes) -> bool:
        if self._pattern is None:
            return False
        whole = data if data.endswith(b"\n") else data + b"\n"
        try:
            text = pl.Series([whole], dtype=pl.Binary).cast(pl.String)
            return bool(text.str.contains(self._pattern)[0])
        except PolarsError:
            return False

    def _has_strange_rows(self, frame: pl.DataFrame) -> bool:
        """Whether a row is empty altogether or repeats the header."""
        if min(column.null_count() for column in frame) > 0:
            empty = pl.all_horizontal(pl.all().is_null()).any()
            if frame.select(empty).item():
                return True
        return bool((frame[self._first] == self._first).any())

    def _parse(self, data: bytes) -> pl.DataFrame:
        if not data:
            return pl.DataFrame(schema=self._schema)
        return pl.read_csv(
            data,
            has_header=False,
            separator=self._shape.separator.decode(),
            schema=self._schema,
            null_values=[""] if b'""' in data else None,
        )


def _has_lone_cr(data: bytes) -> bool:
    """Whether a CR stands anywhere but before an LF; polars drops it from some cells."""
    return b"\r" in data and data.count(b"\r") != data.count(b"\r\n")


def _has_long_line(data: bytes) -> bool:
    """Whether a line may be too long: such a one leaves some stretch without a line end."""
    half = LONGEST_RECORD // 2
    return any(data.find(b"\n", at, at + half) < 0 for at in range(0, len(data) - half, half))


def _has_long_row(frame: pl.DataFrame) -> bool:
    """Whether a row of several lines may be too long."""
    lengths = pl.sum_horizontal(pl.all().str.len_bytes().fill_null(0)).max()
    return bool(frame.select(lengths).item() > LONGEST_RECORD // 2)


def _last_record_end(buffer: bytes) -> int:
    """The offset behind the last line end outside quotes; 0 where none is found."""
    end = buffer.rfind(b"\n") + 1
    if QUOTE not in buffer:
        return end
    odd = buffer.count(QUOTE, 0, end) % 2
    for _ in range(_STEPS_BACK):
        if not odd or end == 0:
            return end
        before = buffer.rfind(b"\n", 0, end - 1) + 1
        odd = (odd + buffer.count(QUOTE, before, end)) % 2
        end = before
    return 0
