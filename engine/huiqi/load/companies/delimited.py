"""Reading CSV and its kin: finding the header, then the companies block by block."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from huiqi.base.diagnostics import CompaniesError, Diagnostic
from huiqi.load.companies import records
from huiqi.load.companies.batch import LONGEST_RECORD, MOST_COLUMNS, RawBatch
from huiqi.load.companies.blocks import Part, Table
from huiqi.load.companies.encoding import BLOCK, Text, recognise, utf8_blocks
from huiqi.load.companies.head import SEARCHED, find_header, unique_headers
from huiqi.load.companies.header_rows import join_header
from huiqi.load.companies.headers import header_key
from huiqi.load.companies.records import Shape

SEPARATORS = (b",", b"\t", b";", b"|")
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

    def _parts(self) -> Iterator[tuple[Part, float]]:
        """What each block gives, and the share of the file read so far."""
        size = max(self.path.stat().st_size, 1)
        table = Table(self.shape, self.headers)
        line, buffer, skip, cut_short = self.line, b"", self.offset, False
        with self.path.open("rb") as file:
            for fresh, read in utf8_blocks(file, self.text, self.block):
                block, skip = fresh[skip:], max(0, skip - len(fresh))
                if cut_short:
                    _, newline, block = block.partition(b"\n")
                    line, cut_short = line + len(newline), not newline
                buffer = buffer + block if buffer else block
                if len(buffer) < self.block // 2 and read < size:
                    continue
                more = True
                while more:
                    part = table.part(buffer, line, final=False)
                    buffer, line, cut_short = part.rest, part.line, part.cut_short
                    more = part.more and bool(buffer)
                    yield part, read / size
        while buffer:
            part = table.part(buffer, line, final=True)
            buffer, line = part.rest, part.line
            yield part, 1.0


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
    raw = head[best.start : best.own_end]
    shape = Shape(best.separator, len(best.cells), records.without_end(raw))
    headers = unique_headers(best.cells)
    line = best.line + head[best.start : best.end].count(b"\n")
    return Delimited(path, name, text, shape, headers, best.end, line, best.titles)


@dataclass(frozen=True)
class _Candidate:
    """The header as it would be with one separator, and how likely that is."""

    separator: bytes
    line: int
    start: int
    own_end: int
    """Where its first row ends, and then all of it."""
    end: int
    cells: list[str]
    titles: tuple[str, ...]
    worth: tuple[int, float, int]

    @classmethod
    def of(cls, head: bytes, separator: bytes, known: Collection[str]) -> _Candidate | None:
        found = list(records.head_records(head, separator, SEARCHED))
        texts = [[cell.decode("utf-8", "replace") for cell in cells] for *_, cells in found]
        index = find_header(texts, known)
        if index is None:
            return None
        line, own_end, cells = found[index]
        header = join_header(texts, index)
        end = found[index + header.depth - 1][1]
        hits = sum(header_key(cell) in known for cell in texts[index])
        below = [len(row) == len(cells) for row in texts[index + header.depth :] if any(row)]
        alike = sum(below) / len(below) if below else 1.0
        worth = (hits, alike if len(cells) > 1 else 0.0, len(cells))
        start = found[index - 1][1] if index else 0
        titles = tuple(cell.strip() for row in texts[:index] for cell in row if cell.strip())
        return cls(separator, line, start, own_end, end, header.cells, titles, worth)
