"""Days of a whole column: ISO dates at once, everything else by the exact reader of cells."""

from __future__ import annotations

import polars as pl

from huiqi.evaluate.batch.cells.amount_reader import AmountReader, Amounts

_ISO = r"^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$"
"""Days that Python's calendar and that of polars have in common, written in just one way."""


class DayReader(AmountReader):
    """Reads columns of dates as days since 1970."""

    def at_once(self, column: pl.Series) -> tuple[Amounts, pl.Series]:
        """Days like 2016-08-27, with or without blanks around them."""
        found = Amounts(_days(column))
        rest = found.unread(column)
        if not rest.is_empty():
            rest = found.add(rest, _days(column.gather(rest).str.strip_chars()))
        return found, rest


def _days(texts: pl.Series) -> pl.Series:
    text = pl.col("")
    day = text.str.to_date("%Y-%m-%d", strict=False).cast(pl.Int32).cast(pl.Int64)
    iso = pl.when(text.str.contains(_ISO)).then(day)
    return texts.alias("").to_frame().select(iso.alias("")).to_series()
