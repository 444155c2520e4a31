"""Tables as JSON Lines: one object a row, for other programs."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from huiqi.present.save import Draft


class JsonLines:
    """UTF-8, lists as arrays, dates as ISO texts, missing values and NaN as null."""

    def __init__(self, draft: Draft) -> None:
        self._file = draft.file

    def begin(self, first: pl.DataFrame) -> None:
        """Every line names the columns."""

    def add(self, frame: pl.DataFrame) -> None:
        self._file.flush()
        frame.write_ndjson(self._file)

    def end(self, sheets: Mapping[str, pl.DataFrame]) -> None:
        """Nothing is left to do; there is no place for summaries."""

    def drop(self) -> None:
        """Nothing is in use."""
