"""The distinct texts of a column, numbered: a text is looked at once, however often it stands."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

MOST_TEXTS = 100_000
"""So many texts of a column are remembered; beyond that it begins anew."""
_FEW = 3
"""So many frequent texts are compared, which is quicker than looking them up."""
_NEARLY_ALL = 0.9


class Texts:
    """Numbers for the texts of one column, 0 for an empty cell; `number` says which, from 1.

    `number` may give several texts the same number, and is asked once for each.
    """

    def __init__(self, number: Callable[[str], int]) -> None:
        self._number = number
        self._known: dict[str, int] = {}
        self._frequent: list[str] = []
        self._table = (pl.Series(dtype=pl.String), pl.Series(dtype=pl.UInt32))

    def numbers(self, column: pl.Series) -> pl.Series:
        """The number of every cell."""
        if not self._known:
            self._frequent = _frequent(column)
            for text in self._frequent:
                self._known[text] = self._number(text)
        if not self._frequent:
            return self._looked_up(column)
        found = self._compared(column)
        rest = (found.is_null() & column.is_not_null()).arg_true()
        if not rest.is_empty():
            found = found.scatter(rest, self._looked_up(column.gather(rest)))
        return found.fill_null(0)

    def _compared(self, column: pl.Series) -> pl.Series:
        found = pl.lit(None, dtype=pl.UInt32)
        for text in self._frequent:
            number = pl.lit(self._known[text], dtype=pl.UInt32)
            found = pl.when(pl.col("") == text).then(number).otherwise(found)
        return column.alias("").to_frame().select(found.alias("")).to_series()

    def _looked_up(self, column: pl.Series) -> pl.Series:
        found = self._remembered(column)
        unknown = (found.is_null() & column.is_not_null()).arg_true()
        if not unknown.is_empty():
            if len(self._known) > MOST_TEXTS:
                self._known = {text: self._known[text] for text in self._frequent}
                unknown = column.is_not_null().arg_true()
            texts = column.gather(unknown)
            for text in texts.unique(maintain_order=True):
                self._known[text] = self._number(text)
            found = found.scatter(unknown, self._remembered(texts))
        return found.fill_null(0)

    def _remembered(self, column: pl.Series) -> pl.Series:
        if len(self._table[0]) != len(self._known):
            self._table = (
                pl.Series([*self._known], dtype=pl.String),
                pl.Series([*self._known.values()], dtype=pl.UInt32),
            )
        return column.replace_strict(*self._table, default=None, return_dtype=pl.UInt32)


def _frequent(column: pl.Series) -> list[str]:
    """The few texts that nearly all cells hold; none where there are no such texts."""
    counts = column.drop_nulls().value_counts(sort=True, name="\0n").head(_FEW)
    if counts["\0n"].sum() < _NEARLY_ALL * (len(column) - column.null_count()):
        return []
    return counts[:, 0].to_list()
