"""Looking through the tables of an ODS before it is opened: how far their cells reach.

A cell and a row may say how often they are repeated, so that a few bytes stand for a table that
fills the memory. Empty cells at the end of a row and empty rows at the end cost nothing; many
programs repeat these up to the last that a table can have.
"""

from __future__ import annotations

from typing import IO
from xml.parsers import expat

from huiqi.load.companies.sheet_survey import SheetError
from huiqi.load.companies.survey import TooLarge

_CELLS = ("table-cell", "covered-table-cell")
_FILLING = ("value", ":value-type", ":formula")
_LONGEST_NUMBER = 20


def survey_ods(stream: IO[bytes], most_cells: int) -> None:
    """Look through `content.xml`.

    Raises: TooLarge, or SheetError: it is no sound XML.
    """
    try:
        _Reader(most_cells).parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise SheetError(str(error)) from None


class _Reader:
    def __init__(self, most_cells: int) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._most = most_cells
        self._row = 0
        """The last row so far, its repetitions counted."""
        self._column = 0
        self._filled = 0
        """The last column of the row that is not empty."""
        self._width = 0
        self._in_cell = False

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag in _CELLS:
            self._column += _times(attributes, ":number-columns-repeated")
            self._in_cell = True
            # The reader takes `office:date-value` and its kin for a value even without a type.
            if any(name.endswith(_FILLING) for name in attributes):
                self._filled = self._column
        elif self._in_cell:
            self._filled = self._column
        elif tag == "table-row":
            self._row += _times(attributes, ":number-rows-repeated")
            self._column = self._filled = 0
        elif tag == "table":
            self._row = self._width = 0

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in _CELLS:
            self._in_cell = False
        elif tag == "table-row" and self._filled:
            self._width = max(self._width, self._filled)
            if self._row * self._width > self._most:
                raise TooLarge.reach(self._row, self._width, self._most)


def _times(attributes: dict[str, str], ending: str) -> int:
    given = next((text.strip() for name, text in attributes.items() if name.endswith(ending)), "1")
    return (
        int(given) if given.isascii() and given.isdigit() and len(given) <= _LONGEST_NUMBER else 1
    )
