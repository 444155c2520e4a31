"""What a company file yields: stretches of rows as text, with the rows that could not be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from huiqi.base.diagnostics import Diagnostic

LONGEST_RECORD = 1 << 20
"""Bytes one row may have; a longer one is rejected."""
MOST_COLUMNS = 16_384
"""Columns a table may have, as many as a spreadsheet has."""
_LONGEST_RAW = 1000


@dataclass(frozen=True)
class Reject:
    """A row that cannot be used: where it begins, how it begins, and why."""

    line: int
    text: str
    finding: Diagnostic

    @classmethod
    def of(cls, line: int, raw: bytes, code: str, **args: object) -> Reject:
        """A rejected row from its bytes, of which the beginning is kept."""
        text = raw[: 4 * _LONGEST_RAW].decode("utf-8", "replace")[:_LONGEST_RAW]
        return cls(line, text, Diagnostic(code, args, where=str(line)))


@dataclass(frozen=True)
class RawBatch:
    """Rows as they stand in the file: every column text, an empty cell null, nothing else altered.

    `rejects` are the rows met in this stretch that are not in the frame; `done` is the share of
    the file read so far, None where it is not known.
    """

    frame: pl.DataFrame
    rejects: tuple[Reject, ...] = ()
    done: float | None = None
    line_of: Callable[[int], int] = field(default=lambda row: row + 1, repr=False)

    def line(self, row: int) -> int:
        """The line of the file (in a spreadsheet the row of the sheet) where a row begins."""
        return self.line_of(row)

    @property
    def lines(self) -> pl.Series:
        """The line of every row."""
        rows = range(self.frame.height)
        return pl.Series([self.line_of(row) for row in rows], dtype=pl.UInt32)


def text_frame(columns: dict[str, list[str | None]]) -> pl.DataFrame:
    """A frame of text columns."""
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
