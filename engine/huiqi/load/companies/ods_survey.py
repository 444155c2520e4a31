"""Looking through the tables of an ODS before it is opened: how far their cells reach.

A cell and a row may say how often they are repeated, so that a few bytes stand for a table that
fills the memory. Empty cells at the end of a row and empty rows at the end cost nothing; many
programs repeat these up to the last that a table can have.
"""

from __future__ import annotations

from typing import IO
from xml.parsers import expat

from huiqi.load.companies.sheet_survey import SheetError
from huiqi.load.companies.survey import Load

_CELLS = ("table-cell", "covered-table-cell")
_FILLING = ("value", ":value-type", ":formula")
_LONGEST_NUMBER = 20


def survey_ods(stream: IO[bytes], load: Load) -> None:
    """Look through `content.xml`.

    Raises: TooLarge, or SheetError: it is no sound XML.
    """
    try:
        _Reader(load).parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise SheetError(str(error)) from None


class _Reader:
    def __init__(self, load: Load) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.buffer_text = True
        self._load = load
        self._row = 0
        """The last row so far, its repetitions counted."""
        self._column = 0
        self._filled = 0
        """The last column of the row that is not empty."""
        self._last = 0
        """The last row that is not empty."""
        self._width = 0
        self._in_cell = False
        self._times = self._row_times = 1
        """How often the cell and the row are repeated."""
        self._cell_text = self._row_text = self._text = 0

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag in _CELLS:
            self._times = _times(attributes, ":number-columns-repeated")
            self._column += self._times
            self._in_cell = True
            self._cell_text = sum(map(len, attributes.values()))
            # The reader takes `office:date-value` and its kin for a value even without a type.
            if any(name.endswith(_FILLING) for name in attributes):
                self._filled = self._column
        elif self._in_cell:
            self._filled = self._column
        elif tag == "table-row":
            self._row_times = _times(attributes, ":number-rows-repeated")
            self._row += self._row_times
            self._column = self._filled = self._row_text = 0
        elif tag == "table":
            self._add()

    def _characters(self, text: str) -> None:
        self._cell_text += len(text)

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in _CELLS:
            self._in_cell = False
            self._row_text += self._cell_text * self._times
        elif tag == "table-row" and self._filled:
            self._width = max(self._width, self._filled)
            self._last = self._row
            self._text += self._row_text * self._row_times
            self._load.allow(self._last, self._width, self._text)
        elif tag == "table":
            self._add()

    def _add(self) -> None:
        """Take what there is of a table; one may stand within another."""
        self._load.add(self._last, self._width, self._text)
        self._row = self._last = self._width = self._text = 0


def _times(attributes: dict[str, str], ending: str) -> int:
    given = next((text.strip() for name, text in attributes.items() if name.endswith(ending)), "1")
    return (
        int(given) if given.isascii() and given.isdigit() and len(given) <= _LONGEST_NUMBER else 1
    )
