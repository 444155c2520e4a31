"""What looking through a workbook before it is opened may find, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass, field

from huiqi.load.companies.sheet_survey import Place

MOST_CELLS = 30_000_000
"""Cells of the rectangle from A1 to the last cell in use; laid out they take about 1 GB."""


@dataclass(frozen=True)
class Survey:
    """Per sheet, by its place in the workbook: cells without a result, (row, column) from 0 → text.

    The text is that of the error (`#N/A`) or of the formula (`=B2*2`).
    """

    lost: dict[int, dict[Place, str]] = field(default_factory=dict)
    content: bytes | None = field(default=None, repr=False)
    """What to open in place of the file."""


class TooLarge(Exception):
    """The workbook would take more memory than it may."""

    def __init__(self, size: str, limit: int) -> None:
        super().__init__(size, limit)
        self.size, self.limit = size, limit

    @classmethod
    def reach(cls, rows: int, columns: int, limit: int) -> TooLarge:
        """Its cells reach too far."""
        return cls(f"{rows} rows × {columns} columns", limit)


class Locked(Exception):
    """The workbook is protected by a password."""
