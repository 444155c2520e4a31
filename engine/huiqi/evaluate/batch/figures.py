"""Amounts of a whole column: plain digits at once, everything else by the exact reader of cells.

What is read at once is what that reader would read the same: digits, with a decimal point or with
commas between thousands, not negative, exact to the smallest unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from huiqi.compile.columns.amounts import LIMITS, SCALE
from huiqi.compile.columns.layout import RATIONAL
from huiqi.model.vocabulary import Fact, FactType

MOST_TEXTS = 200_000
_DIGITS = 6
_MONEY = {"元": 100, "千元": 10**5, "万元": 10**6, "百万元": 10**8, "亿元": 10**10}
_SHARES = {"": 1, "%": 100, "‰": 1000}
_THOUSANDS = r"^\d{1,3}(,\d{3})+(\.\d{1,6})?$"


class Read(NamedTuple):
    """What the exact reader makes of one text: `amount` as columns hold it, or `inapplicable`, or
    `too_large` for columns; `note` numbers what is to be said of it (0: nothing)."""

    amount: int | None = None
    inapplicable: bool = False
    too_large: bool = False
    note: int = 0


@dataclass
class Figures:
    """The amounts of a column, null unless known."""

    amounts: pl.Series
    inapplicable: pl.Series | None = None
    too_large: pl.Series | None = None
    notes: pl.Series | None = None
    repairs: Counter[str] = field(default_factory=Counter)


class FigureReader:
    """Reads the columns of one fact, whose bare numbers have the unit `scale`."""

    def __init__(self, fact: Fact, scale: str, read: Callable[[str], Read]) -> None:
        self._read = read
        self._known: dict[str, Read] = {}
        self._factor = _factor(fact, scale)
        limit = LIMITS[fact.type] * (2 * SCALE if fact.type in RATIONAL else 1)
        # A bare 5 in a column of shares is no share.
        most = 2 * SCALE if fact.type is FactType.RATIO and not scale else limit
        self._most = most // self._factor

    def read(self, column: pl.Series) -> Figures:
        """The amounts of all cells."""
        whole = column.cast(pl.Int64, strict=False)
        sure = (whole >= 0) & (whole <= self._most)
        found = Figures(pl.select(pl.when(sure).then(whole * self._factor)).to_series())
        rest = (found.amounts.is_null() & column.is_not_null()).arg_true()
        if not rest.is_empty():
            self._decimals(column, rest, found)
        rest = (found.amounts.is_null() & column.is_not_null()).arg_true()
        if not rest.is_empty():
            self._others(column, rest, found)
        return found

    def _decimals(self, column: pl.Series, rest: pl.Series, found: Figures) -> None:
        """Numbers with a decimal point, and with commas between thousands."""
        texts = column.gather(rest)
        commas = texts.str.contains(",", literal=True)
        if commas.any():
            commas = texts.str.contains(_THOUSANDS)
            bare = texts.str.replace_all(",", "", literal=True)
            texts = pl.select(pl.when(commas).then(bare).otherwise(texts)).to_series()
        parts = texts.str.splitn(".", 2).struct
        left, right = (parts.field(name) for name in parts.fields)
        signed = right.str.starts_with("+") | right.str.starts_with("-") | left.str.starts_with("+")
        units, fraction, places = pl.col("units"), pl.col("fraction"), pl.col("places")
        power = pl.lit(10, dtype=pl.Int64).pow((_DIGITS - places).clip(0, _DIGITS))
        product = (units * 10**_DIGITS + fraction * power) * self._factor
        sure = (units >= 0) & (units < min(self._most, 2**62 // (10**_DIGITS * self._factor)))
        pointed = sure & (fraction >= 0) & (places <= _DIGITS) & ~pl.col("signed")
        result = pl.DataFrame(
            {
                "units": left.cast(pl.Int64, strict=False),
                "fraction": right.cast(pl.Int64, strict=False),
                "places": right.str.len_bytes().cast(pl.Int64),
                "signed": signed,
                "commas": commas,
            }
        ).select(
            pl.when(pointed & (product % 10**_DIGITS == 0))
            .then(product // 10**_DIGITS)
            .when(places.is_null() & pl.col("commas") & sure)
            .then(units * self._factor)
            .alias("amount"),
            zero=pointed & (fraction == 0),
            commas="commas",
        )
        known = result["amount"].is_not_null()
        found.repairs["trailing_zero"] += int((known & result["zero"].fill_null(False)).sum())
        found.repairs["thousands"] += int((known & result["commas"]).sum())
        found.amounts = found.amounts.scatter(rest, result["amount"])

    def _others(self, column: pl.Series, rest: pl.Series, found: Figures) -> None:
        """Whatever else stands there, each text read once."""
        texts = column.gather(rest)
        distinct = texts.unique(maintain_order=True)
        if len(self._known) > MOST_TEXTS:
            self._known.clear()
        for text in distinct:
            if text not in self._known:
                self._known[text] = self._read(text)
        read = [self._known[text] for text in distinct]
        places = texts.replace_strict(distinct, pl.int_range(len(distinct), eager=True))
        size = len(column)

        def spread(values: Sequence[int | bool], dtype: type[pl.DataType]) -> pl.Series:
            table = pl.Series(values, dtype=dtype).gather(places)
            blank = False if dtype is pl.Boolean else 0
            return pl.repeat(blank, size, dtype=dtype, eager=True).scatter(rest, table)

        amounts = pl.Series([r.amount for r in read], dtype=pl.Int64).gather(places)
        found.amounts = found.amounts.scatter(rest, amounts)
        if any(r.inapplicable for r in read):
            found.inapplicable = spread([r.inapplicable for r in read], pl.Boolean)
        if any(r.too_large for r in read):
            found.too_large = spread([r.too_large for r in read], pl.Boolean)
        if any(r.note for r in read):
            found.notes = spread([r.note for r in read], pl.UInt32)


def _factor(fact: Fact, scale: str) -> int:
    """What a bare number is multiplied with to be in the units of columns."""
    if fact.type is FactType.MONEY:
        return _MONEY[scale]
    if fact.type is FactType.RATIO:
        return 2 * SCALE // _SHARES[scale]
    return 2 * SCALE if fact.type is FactType.NUMBER else 1
