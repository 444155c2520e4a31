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
_PLACES = 6
"""Decimal places that are read at once."""
_MOST_DIGITS = 15
"""Numbers of so many digits pass through a double without loss."""
_MONEY = {"元": 100, "千元": 10**5, "万元": 10**6, "百万元": 10**8, "亿元": 10**10}
_SHARES = {"": 1, "%": 100, "‰": 1000}
_OWN_UNITS = {"万元": 10**6, "元": 100, "万": 10**6, "万人民币": 10**6, "亿元": 10**10}
"""Units that cells often state, in 分."""
_THOUSANDS = r"^\d{1,3}(,\d{3})+(\.\d+)?$"


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
        self._units = _OWN_UNITS if fact.type is FactType.MONEY else {}
        if fact.type is FactType.COUNT and fact.unit:
            self._units = {fact.unit: 1}
        limit = LIMITS[fact.type] * (2 * SCALE if fact.type in RATIONAL else 1)
        # A bare 5 in a column of shares is no share.
        most = 2 * SCALE if fact.type is FactType.RATIO and not scale else limit
        self._most = most // self._factor

    def read(self, column: pl.Series) -> Figures:
        """The amounts of all cells."""
        amounts, zeros = self._plain(column)
        found = Figures(amounts)
        found.repairs["trailing_zero"] += zeros
        rest = (amounts.is_null() & column.is_not_null()).arg_true()
        if not rest.is_empty():
            rest = self._with_commas(column, rest, found)
        if not rest.is_empty():
            rest = self._with_units(column, rest, found)
        if not rest.is_empty():
            self._others(column, rest, found)
        return found

    def _plain(self, column: pl.Series, factor: int = 0) -> tuple[pl.Series, int]:
        """Amounts written as digits with at most one point; how many end in a point and zeros.

        A double holds every number of 15 digits. Of a text that is nothing but such a number the
        length tells the decimal places; a longer one, or another form, is left alone. `factor` is
        that of the column unless another is given.
        """
        most = self._most * self._factor // factor if factor else self._most
        value, scaled, amount = pl.col("value"), pl.col("scaled"), pl.col("amount")
        places = pl.col("places")
        digits = pl.lit(_MOST_DIGITS, dtype=pl.Int32)
        for power in range(_MOST_DIGITS - 1, 0, -1):
            digits = pl.when(value < 10.0**power).then(pl.lit(power, pl.Int32)).otherwise(digits)
        frame = pl.DataFrame({"value": column.cast(pl.Float64, strict=False)}).with_columns(
            places=column.str.len_bytes().cast(pl.Int32) - digits - 1,
            scaled=value * (factor or self._factor),
        )
        result = frame.with_columns(amount=scaled.round()).select(
            amount=pl.when(
                value.is_between(0, most)
                & (value < 10.0 ** (_MOST_DIGITS - _PLACES))
                & (places.is_between(1, _PLACES) | (places == -1))
                & ((scaled - amount).abs() <= amount * 2.0**-51)
            ).then(amount.cast(pl.Int64, strict=False)),
            zeros=(places >= 1) & (value == value.floor()),
        )
        zeros = result["amount"].is_not_null() & result["zeros"]
        return result["amount"], int(zeros.sum())

    def _with_commas(self, column: pl.Series, rest: pl.Series, found: Figures) -> pl.Series:
        """Numbers with commas between thousands; gives the rows that still are not read."""
        texts = column.gather(rest)
        if not texts.str.contains(",", literal=True).any():
            return rest
        bare = texts.str.replace_all(",", "", literal=True)
        written = texts.str.contains(_THOUSANDS)
        amounts, zeros = self._plain(pl.select(pl.when(written).then(bare)).to_series())
        found.repairs["trailing_zero"] += zeros
        found.repairs["thousands"] += int(amounts.is_not_null().sum())
        found.amounts = found.amounts.scatter(rest, amounts)
        return rest.filter(amounts.is_null())

    def _with_units(self, column: pl.Series, rest: pl.Series, found: Figures) -> pl.Series:
        """Numbers with a unit of their own; gives the rows that still are not read."""
        if not self._units:
            return rest
        texts = column.gather(rest).to_frame("text")
        for unit, factor in self._units.items():
            if rest.is_empty():
                break
            bare = pl.col("text").str.strip_suffix(unit)
            written = pl.col("text").str.contains(r"^\d[\d.]*" + unit + "$")
            named = texts.select(pl.when(written).then(bare)).to_series()
            if named.null_count() == len(named):
                continue
            amounts, zeros = self._plain(named, factor)
            found.repairs["trailing_zero"] += zeros
            found.repairs["unit_in_cell"] += int(amounts.is_not_null().sum())
            found.amounts = found.amounts.scatter(rest, amounts)
            left = amounts.is_null()
            rest, texts = rest.filter(left), texts.filter(left)
        return rest

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
