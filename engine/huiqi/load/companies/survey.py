"""What looking through a workbook before it is opened may find, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass, field

from huiqi.load.companies.sheet_survey import Place

MOST_CELLS = 30_000_000
"""Cells of the rectangles from A1 to the last cell in use, of all sheets: these take about 1 GB."""
MOST_TEXT = 1 << 30
"""Bytes of the texts in all cells; one that many cells share is held once for each."""


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


@dataclass
class Load:
    """What the sheets of a workbook come to, one after the other."""

    most_cells: int = MOST_CELLS
    most_text: int = MOST_TEXT
    cells: int = 0
    text: int = 0

    def add(self, rows: int, columns: int, text: int = 0) -> None:
        """Take a sheet that reaches so far and has so much text. Raises: TooLarge."""
        self.allow(rows, columns, text)
        self.cells += rows * columns
        self.text += text

    def allow(self, rows: int, columns: int, text: int = 0) -> None:
        """See whether such a sheet may come next. Raises: TooLarge."""
        cells, text = self.cells + rows * columns, self.text + text
        if rows * columns > self.most_cells:
            raise TooLarge(f"{rows} rows × {columns} columns", self.most_cells)
        if cells > self.most_cells:
            raise TooLarge(f"{cells} cells in all sheets", self.most_cells)
        if text > self.most_text:
            raise TooLarge(f"{text} bytes of text in cells", self.most_text)


class Locked(Exception):
    """The workbook is protected by a password."""


class IsXlsb(Exception):
    """The workbook is an XLSB.

    It is refused: its reader spells out formulas and copies texts without a bound, and passes over
    errors in cells.
    """
