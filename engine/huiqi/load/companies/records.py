"""The grammar of delimited text, and the careful path: telling sound rows from broken ones.

A field either begins with a quote and then ends with one, quotes inside doubled; or it does not,
and then runs to the next separator or line end, quotes in it being plain text (24" monitor). A
line whose quote is never closed properly is rejected alone: reading goes on with the next line.

A row with fewer cells than the header is rejected, even if only empty cells seem to be missing at
its end: any other cell may be the missing one. Cells beyond the header are let go when empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from huiqi.load.companies.batch import LONGEST_RECORD, Reject

QUOTE = b'"'
_MOST_REJECTS = 10_000
_QUOTED = rb'"[^"]*(?:""[^"]*)*"'


@dataclass(frozen=True)
class Shape:
    """What the rows of one file look like."""

    separator: bytes
    width: int
    header: bytes
    """The header row as it stands there, without its line end."""


@dataclass(frozen=True)
class Cleaned:
    """The sound rows of a block as well-formed text, and what was left out.

    `rest` is the beginning of a row that the block does not complete, `line` the line it stands
    on; `cut_short`: the rest belongs to a row already rejected, which ends with the next line end.
    """

    data: bytes
    lines: list[int]
    rejects: tuple[Reject, ...]
    rest: bytes
    line: int
    cut_short: bool
    more: bool
    """Whether it stopped early, having met many broken rows."""


@lru_cache(maxsize=8)
def _record(separator: bytes) -> re.Pattern[bytes]:
    s = re.escape(separator)
    one = rb"(?:%b|[^%b\n\"][^%b\n]*|)" % (_QUOTED, s, s)
    return re.compile(rb"%b(?:%b%b)*\r?(?:\n|\Z)" % (one, s, one))


@lru_cache(maxsize=8)
def _field(separator: bytes) -> re.Pattern[bytes]:
    s = re.escape(separator)
    return re.compile(rb"%b(%b|[^%b]*)" % (s, _QUOTED, s))


@lru_cache(maxsize=8)
def _rows(separator: bytes) -> re.Pattern[bytes]:
    """What bare CRs outside quotes part."""
    return re.compile(rb"(?:(?<![^%b\r])%b|[^\r])+" % (re.escape(separator), _QUOTED))


def well_formed(separator: bytes, width: int) -> str:
    """A pattern for Rust's regex engine: text of nothing but complete rows of so many fields."""
    s = re.escape(separator.decode())
    one = rf'(?:"(?:[^"]|"")*"|[^"{s}\r\n]*)'
    return rf"\A(?:{one}(?:{s}{one}){{{width - 1}}}\r?\n)*\z"


def fields(record: bytes, separator: bytes) -> list[bytes]:
    """The cells of one record without its line end, quotes taken off."""
    if QUOTE not in record:
        return record.split(separator)
    found = _field(separator).findall(separator + record)
    return [
        one[1:-1].replace(b'""', QUOTE) if one[:1] == QUOTE == one[-1:] and len(one) > 1 else one
        for one in found
    ]


def without_end(line: bytes) -> bytes:
    """A line without its LF or CRLF."""
    return line.removesuffix(b"\n").removesuffix(b"\r")


def starts(data: bytes, separator: bytes, first: int) -> list[int]:
    """The line on which each record of well-formed text begins, the text beginning on `first`."""
    spans = (m.group().count(b"\n") for m in _record(separator).finditer(data) if m.group())
    return list(accumulate(spans, initial=first))


def head_records(
    data: bytes, separator: bytes, most: int
) -> Iterator[tuple[int, int, list[bytes]]]:
    """The first records of a file: line, offset behind the record, and cells; broken ones too."""
    line, position = 1, 0
    for _ in range(most):
        if position >= len(data):
            return
        match = _record(separator).match(data, position)
        end = match.end() if match else _line_end(data, position)
        raw = data[position:end]
        yield line, end, fields(without_end(raw), separator)
        line += raw.count(b"\n")
        position = end


def _line_end(data: bytes, position: int) -> int:
    return (data.find(b"\n", position) + 1) or len(data)


@dataclass
class _Sorting:
    """The rows of one block, while they are sorted into sound and broken ones."""

    shape: Shape
    sound: list[bytes] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def sort(self, raw: bytes, line: int) -> None:
        """Take one complete record, its line end taken off.

        A bare CR is part of a cell, unless what it parts are rows each.
        """
        rows = _rows(self.shape.separator).findall(raw) if b"\r" in raw else []
        for row in rows if all(map(self._fits, rows)) and rows else [raw]:
            self._sort_row(row, line)

    def _fits(self, raw: bytes) -> bool:
        cells, width = fields(raw, self.shape.separator), self.shape.width
        return len(cells) >= width and not any(cells[width:])

    def _sort_row(self, raw: bytes, line: int) -> None:
        separator, width = self.shape.separator, self.shape.width
        if not raw.strip(separator) or (width > 1 and not raw.strip()):
            return
        if b"\0" in raw:
            self._reject(raw, line, "HQ638")
        elif not _is_utf8(raw):
            self._reject(raw, line, "HQ637")
        elif raw == self.shape.header:
            self._reject(raw, line, "HQ639")
        elif QUOTE not in raw and b"\r" not in raw and raw.count(separator) == width - 1:
            self._take(raw, line)
        else:
            self._sort_cells(fields(raw, separator), raw, line)

    def _sort_cells(self, cells: list[bytes], raw: bytes, line: int) -> None:
        width = self.shape.width
        if not any(cells):
            return
        if len(cells) < width:
            self._reject(raw, line, "HQ633", found=len(cells), expected=width)
        elif any(cell.strip() for cell in cells[width:]):
            self._reject(raw, line, "HQ634", found=len(cells), expected=width)
        else:
            quoted = (QUOTE + cell.replace(QUOTE, b'""') + QUOTE for cell in cells[:width])
            self._take(self.shape.separator.join(quoted), line)

    def _take(self, row: bytes, line: int) -> None:
        self.sound.append(row)
        self.lines.append(line)

    def _reject(self, raw: bytes, line: int, code: str, **args: object) -> None:
        self.rejects.append(Reject.of(line, raw, code, **args))

    def broken(self, raw: bytes, line: int) -> None:
        """Take a line with a quote that is not closed, or goes on behind its closing."""
        self._reject(raw, line, "HQ635" if _is_utf8(raw) else "HQ637")

    def too_long(self, raw: bytes, line: int) -> None:
        self._reject(raw, line, "HQ636", limit=LONGEST_RECORD)


def clean(block: bytes, shape: Shape, line: int, final: bool) -> Cleaned:
    """Sort the rows of a block that begins with a row on `line`; `final`: it ends the file."""
    sorting = _Sorting(shape)
    record = _record(shape.separator)
    position, size, cut_short = 0, len(block), False
    while position < size and len(sorting.rejects) < _MOST_REJECTS:
        newline = block.find(b"\n", position)
        end = newline + 1 if newline >= 0 else size
        complete = newline >= 0 or final
        if end - position > LONGEST_RECORD:
            sorting.too_long(block[position : position + LONGEST_RECORD], line)
            cut_short = not complete
        elif not complete:
            break
        elif QUOTE in block[position:end]:
            bound = min(position + LONGEST_RECORD, size)
            match = record.match(block, position, bound)
            ended = block[bound - 1 : bound] == b"\n" or (bound == size and final)
            if match is not None and (match.end() < bound or ended):
                end = match.end()
                sorting.sort(without_end(block[position:end]), line)
            elif bound == size and not final:
                break
            else:
                sorting.broken(without_end(block[position:end]), line)
        else:
            sorting.sort(without_end(block[position:end]), line)
        line += block.count(b"\n", position, end)
        position = end
    return Cleaned(
        b"".join(row + b"\n" for row in sorting.sound),
        sorting.lines,
        tuple(sorting.rejects),
        block[position:],
        line,
        cut_short,
        len(sorting.rejects) >= _MOST_REJECTS,
    )


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
