"""Tables as CSV and TSV, for spreadsheets and for other programs."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from huiqi.present.save import Draft
from huiqi.present.tables.formulas import tamed
from huiqi.present.tables.lists import joined

_MARK = b"\xef\xbb\xbf"
"""The byte order mark, without which spreadsheets take Chinese for another encoding."""


class Delimited:
    """UTF-8 with a byte order mark; text is tame (see `formulas`), lists are joined by ";".

    A missing value is an empty field, an empty text is a pair of quotes.
    """

    def __init__(self, draft: Draft, separator: str) -> None:
        self._file = draft.file
        self._separator = separator

    def begin(self, first: pl.DataFrame) -> None:
        self._file.write(_MARK)
        heads = {str(number): [name] for number, name in enumerate(first.columns)}
        self.add(pl.DataFrame(heads, schema=dict.fromkeys(heads, pl.String)))

    def add(self, frame: pl.DataFrame) -> None:
        self._file.flush()
        tamed(joined(frame)).write_csv(
            self._file,
            include_header=False,
            separator=self._separator,
        )

    def end(self, sheets: Mapping[str, pl.DataFrame]) -> None:
        """Nothing is left to do; there is no place for summaries."""

    def drop(self) -> None:
        """Nothing is in use."""
