"""The distinct texts of a column, numbered: a text is looked at once, however often it stands."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

MOST_TEXTS = 500_000
"""So many texts of a column are remembered; beyond that it begins anew."""
_FEW = 8


class Texts:
    """Numbers for the texts of one column, 0 for an empty cell; `number` says which, from 1.

    `number` may give several texts the same number, and is asked once for each.
    """

    def __init__(self, number: Callable[[str], int]) -> None:
        self._number = number
        self._known: dict[str, int] = {}

    def numbers(self, column: pl.Series) -> pl.Series:
        """The number of every cell."""
        found = self._looked_up(column)
        unknown = found.is_null() & column.is_not_null()
        if unknown.any():
            if len(self._known) > MOST_TEXTS:
                self._known.clear()
                unknown = column.is_not_null()
            for text in column.filter(unknown).unique(maintain_order=True):
                self._known[text] = self._number(text)
            found = self._looked_up(column)
        return found.fill_null(0)

    def _looked_up(self, column: pl.Series) -> pl.Series:
        if not self._known:
            return pl.repeat(None, len(column), dtype=pl.UInt32, eager=True)
        if len(self._known) > _FEW:
            return column.replace_strict(
                pl.Series([*self._known], dtype=pl.String),
                pl.Series([*self._known.values()], dtype=pl.UInt32),
                default=None,
                return_dtype=pl.UInt32,
            )
        # A few texts are compared sooner than looked up.
        found = pl.lit(None, dtype=pl.UInt32)
        for text, number in self._known.items():
            found = (
                pl.when(pl.col("") == text).then(pl.lit(number, dtype=pl.UInt32)).otherwise(found)
            )
        return column.alias("").to_frame().select(found.alias("")).to_series()
