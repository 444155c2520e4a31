"""Reading CSV and its kin: block by block, as fast as polars parses, exactly as a careful reader.

A block goes to polars whole when it provably holds nothing but complete rows of the right width
(no quote and the right count of separators, or the grammar of `records`). Any other block is
sorted row by row first, and what is sound of it goes to polars.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from huiqi.base.diagnostics import CompaniesError, Diagnostic
from huiqi.load.companies import records
from huiqi.load.companies.batch import LONGEST_RECORD, MOST_COLUMNS, RawBatch, Reject
from huiqi.load.companies.encoding import BLOCK, Text, recognise, utf8_blocks
from huiqi.load.companies.head import SEARCHED, find_header, unique_headers
from huiqi.load.companies.headers import header_key
from huiqi.load.companies.records import QUOTE, Shape

SEPARATORS = (b",", b"\t", b";", b"|")
_WIDEST_PATTERN = 300
_STEPS_BACK = 1000
_HOPELESS = 100_000
"""Rows after which a file that holds hardly a sound one is given up."""


@dataclass(frozen=True)
class Delimited:
    """A text table: where it is, how it is encoded, and where its companies begin."""

    path: Path
    name: str
    text: Text
    shape: Shape
    headers: tuple[str, ...]
    offset: int
    """Bytes of UTF-8 before the first company."""
    line: int
    """The line on which the first company stands."""
    titles: tuple[str, ...]
    """What stands above the header."""
    block: int = BLOCK
    """Bytes read at a time."""

    def read(self, rows: int) -> Iterator[RawBatch]:
        """Batches of at most so many rows."""
        sound, broken = 0, 0
        for part, done in self._parts():
            sound, broken = sound + part.frame.height, broken + len(part.rejects)
            if broken > _HOPELESS and broken > 9 * sound:
                args = {"rejected": broken, "rows": sound + broken}
                raise CompaniesError([Diagnostic("HQ657", args, where=self.name)])
            yield from part.batches(rows, done)

    def _parts(self) -> Iterator[tuple[_Part, float]]:
        """What each block gives, and the share of the file read so far."""
        size = max(self.path.stat().st_size, 1)
        table = _Table(self.shape, self.headers)
        line, buffer, skip, cut_short = self.line, b"", self.offset, False
        with self.path.open("rb") as file:
            for fresh, read in utf8_blocks(file, self.text, self.block):
                block, skip = fresh[skip:], max(0, skip - len(fresh))
                if cut_short:
                    _, newline, block = block.partition(b"\n")
                    line, cut_short = line + len(newline), not newline
                buffer += block
                if len(buffer) < self.block // 2 and read < size:
                    continue
                more = True
                while more:
                    part = table.part(buffer, line, final=False)
                    buffer, line, cut_short, more = part.rest, part.line, part.cut_short, part.more
                    yield part, read / size
        while buffer:
            part = table.part(buffer, line, final=True)
            buffer, line = part.rest, part.line
            yield part, 1.0


@dataclass(frozen=True)
class _Part:
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


class _Table:
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

    def part(self, buffer: bytes, line: int, final: bool) -> _Part:
        """The rows of a block that begins with a row on `line`."""
        end = len(buffer) if final else _last_record_end(buffer)
        data = buffer[:end]
        frame = self._at_once(data)
        if frame is None:
            return self._carefully(buffer, line, final)
        rest = buffer[end:]
        if QUOTE in data:
            lines = _Lines(data, self._shape.separator, line)
            return _Part(frame, (), lines, rest, line + data.count(b"\n"))
        return _Part(frame, (), line.__add__, rest, line + frame.height)

    def _carefully(self, buffer: bytes, line: int, final: bool) -> _Part:
        cleaned = records.clean(buffer, self._shape, line, final)
        return _Part(
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
        if quoted and _has_long_row(frame):
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
            null_values=[""] if QUOTE in data else None,
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


def open_delimited(path: Path, name: str, known: Collection[str]) -> Delimited:
    """Find out how a text table is written.

    Raises: CompaniesError: not text, or no header row.
    """
    with path.open("rb") as file:
        text = recognise(file, name)
        head = next(utf8_blocks(file, text, LONGEST_RECORD), (b"", 0))[0]
        whole = file.read(1) == b""
    if not whole:
        head = head[: head.rfind(b"\n") + 1]
    candidates = [found for s in SEPARATORS if (found := _Candidate.of(head, s, known))]
    if not candidates:
        raise CompaniesError([Diagnostic("HQ624", {"searched": SEARCHED}, where=name)])
    best = max(candidates, key=lambda candidate: candidate.worth)
    if len(best.cells) > MOST_COLUMNS:
        args = {"found": len(best.cells), "limit": MOST_COLUMNS}
        raise CompaniesError([Diagnostic("HQ625", args, where=f"{name}:{best.line}")])
    raw = head[best.start : best.end]
    shape = Shape(best.separator, len(best.cells), records.without_end(raw))
    headers = unique_headers([cell.decode("utf-8", "replace") for cell in best.cells])
    line = best.line + raw.count(b"\n")
    return Delimited(path, name, text, shape, headers, best.end, line, best.titles)


@dataclass(frozen=True)
class _Candidate:
    """The header as it would be with one separator, and how likely that is."""

    separator: bytes
    line: int
    start: int
    end: int
    cells: list[bytes]
    titles: tuple[str, ...]
    worth: tuple[int, float, int]

    @classmethod
    def of(cls, head: bytes, separator: bytes, known: Collection[str]) -> _Candidate | None:
        found = list(records.head_records(head, separator, SEARCHED))
        texts = [[cell.decode("utf-8", "replace") for cell in cells] for *_, cells in found]
        index = find_header(texts, known)
        if index is None:
            return None
        line, end, cells = found[index]
        hits = sum(header_key(cell) in known for cell in texts[index])
        below = [len(row) == len(cells) for row in texts[index + 1 :] if any(row)]
        alike = sum(below) / len(below) if below else 1.0
        worth = (hits, alike if len(cells) > 1 else 0.0, len(cells))
        start = found[index - 1][1] if index else 0
        titles = tuple(cell.strip() for row in texts[:index] for cell in row if cell.strip())
        return cls(separator, line, start, end, cells, titles, worth)
