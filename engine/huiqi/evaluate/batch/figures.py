"""Amounts of a whole column: plain digits at once, everything else by the exact reader of cells.

What is read at once is what that reader would read the same: digits, with a decimal point or with
commas between thousands, not negative, exact to the smallest unit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from huiqi.compile.columns.amounts import LIMITS, SCALE
from huiqi.compile.columns.layout import RATIONAL
from huiqi.model.vocabulary import Fact, FactType

MOST_TEXTS = 200_000
_PLAIN = r"^[0-9]{1,9}(\.[0-9]{1,6})?$"
"""Numbers that are read at once: a double tells all of 15 digits apart."""
_MONEY = {"元": 100, "千元": 10**5, "万元": 10**6, "百万元": 10**8, "亿元": 10**10}
_SHARES = {"": 1, "%": 100, "‰": 1000}
_OWN_UNITS = {"万元": 10**6, "元": 100, "万": 10**6, "万人民币": 10**6, "亿元": 10**10}
"""Units that cells often state, in 分."""
_HALF_WIDTH = {chr(ord(c) + 0xFEE0): c for c in "0123456789.,%"}
"""Full-width forms of what figures are made of."""
_THOUSANDS = r"^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$"


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
        if fact.type is FactType.RATIO:
            self._units = {"%": 2 * SCALE // 100}
        # Without units the pattern is one that nothing matches.
        units = "|".join(map(re.escape, self._units)) or "[^\\s\\S]"
        self._form = rf"^(?<number>[0-9][0-9,.]*)(?<unit>{units})?$"
        limit = LIMITS[fact.type] * (2 * SCALE if fact.type in RATIONAL else 1)
        # A bare 5 in a column of shares is no share.
        self._most = 2 * SCALE if fact.type is FactType.RATIO and not scale else limit

    def read(self, column: pl.Series) -> Figures:
        """The amounts of all cells."""
        amounts, zeros = self._plain(column, self._factor)
        found = Figures(amounts, repairs=Counter({"trailing_zero": zeros}))
        rest = (amounts.is_null() & column.is_not_null()).arg_true()
        if not rest.is_empty():
            rest = self._dressed(column.gather(rest), rest, found)
        if not rest.is_empty():
            self._others(column, rest, found)
        return found

    def _plain(self, texts: pl.Series, factor: int | pl.Series) -> tuple[pl.Series, int]:
        """Amounts written as digits with at most one point; how many end in a point and zeros.

        A double holds every number of so few digits. `factor`: what numbers are multiplied with.
        """
        number, scaled, amount = pl.col("number"), pl.col("scaled"), pl.col("amount")
        frame = pl.DataFrame({"text": texts, "number": texts.cast(pl.Float64, strict=False)})
        result = frame.with_columns(scaled=number * factor).with_columns(amount=scaled.round())
        result = result.select(
            "text",
            amount=pl.when(
                pl.col("text").str.contains(_PLAIN)
                & (scaled <= self._most)
                & ((scaled - amount).abs() <= amount * 2.0**-51)
            ).then(amount.cast(pl.Int64, strict=False)),
            whole=number == number.floor(),
        )
        amounts = result["amount"]
        whole = result["text"].filter(result["whole"] & amounts.is_not_null())
        return amounts, int(whole.str.contains(".", literal=True).sum())

    def _dressed(self, texts: pl.Series, rest: pl.Series, found: Figures) -> pl.Series:
        """Amounts in full-width digits, with commas between thousands, with a unit of their own.

        Gives the rows that still are not read.
        """
        bare = texts.str.strip_chars()
        half = bare.str.replace_many(_HALF_WIDTH)
        parts = half.str.extract_groups(self._form).struct.unnest()
        number, unit = parts["number"], parts["unit"]
        commas = number.str.contains(",", literal=True)
        if commas.any():
            grouped = ~commas | number.str.contains(_THOUSANDS)
            number = pl.select(pl.when(grouped).then(number.str.replace_all(",", ""))).to_series()
        factors = unit.replace_strict(
            [*self._units], [*self._units.values()], default=self._factor, return_dtype=pl.Float64
        )
        amounts, zeros = self._plain(number, factors)
        is_read = amounts.is_not_null()
        found.repairs["trailing_zero"] += zeros
        for repair, where in (
            ("full_width", half != bare),
            ("thousands", commas),
            ("unit_in_cell", unit.is_not_null()),
        ):
            found.repairs[repair] += int((where & is_read).sum())
        found.amounts = found.amounts.scatter(rest, amounts)
        return rest.filter(~is_read)

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
