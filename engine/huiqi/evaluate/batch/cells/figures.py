"""Figures of a whole column: digits at once, everything else by the exact reader of cells.

Digits may have a decimal point or commas between thousands, full-width forms or a unit; they are
not negative, and exact to the smallest unit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import polars as pl

from huiqi.compile.columns.amounts import LIMITS, SCALE
from huiqi.compile.columns.layout import RATIONAL
from huiqi.evaluate.batch.cells.amount_reader import AmountReader, Amounts, Read
from huiqi.model.vocabulary import Fact, FactType

_LONGEST = 15
_PLAIN = r"^[0-9]{1,9}(?:\.[0-9]{1,6})?$"
"""Numbers that are read at once: a double tells all of 15 digits apart."""
_MANY = 8
"""Where more than one in so many cells is not plain, the column may state a unit in each cell."""
FEW = 50
"""So few odd cells are sooner read one by one."""
_MONEY = {"元": 100, "千元": 10**5, "万元": 10**6, "百万元": 10**8, "亿元": 10**10}
_SHARES = {"": 1, "%": 100, "‰": 1000}
_OWN_UNITS = {"万元": 10**6, "元": 100, "万": 10**6, "万人民币": 10**6, "亿元": 10**10}
"""Units that cells often state, in 分."""
_HALF_WIDTH = {chr(ord(c) + 0xFEE0): c for c in "0123456789.,%"}
"""Full-width forms of what figures are made of."""
_THOUSANDS = r"^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$"


class FigureReader(AmountReader):
    """Reads the columns of one fact, whose bare numbers have the unit `scale`."""

    def __init__(self, fact: Fact, scale: str, read: Callable[[str], Read]) -> None:
        super().__init__(read)
        self._counts = fact.type is FactType.COUNT
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

    def at_once(self, column: pl.Series) -> tuple[Amounts, pl.Series]:
        """Plain numbers, and numbers in the dresses that people often give them."""
        if self._counts:
            found = Amounts(self._whole(column))
        else:
            values, zeros = self._plain(column, self._factor)
            found = Amounts(values, repairs=Counter({"trailing_zero": zeros}))
        rest = found.unread(column)
        if len(rest) > len(column) // _MANY:
            rest = self._with_unit(column.gather(rest), rest, found)
        if len(rest) > FEW:
            rest = self._dressed(column.gather(rest), rest, found)
        return found, rest

    def _whole(self, texts: pl.Series) -> pl.Series:
        """Amounts of things that are counted, written as digits alone."""
        number = pl.col("").cast(pl.Int64, strict=False)
        short = pl.col("").str.len_bytes() <= _LONGEST
        sound = short & (number >= 0) & (number <= self._most)
        return texts.alias("").to_frame().select(pl.when(sound).then(number)).to_series()

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

    def _with_unit(self, texts: pl.Series, rest: pl.Series, found: Amounts) -> pl.Series:
        """Plain numbers before the unit that the first of the texts has.

        Gives the rows that still are not read.
        """
        units = sorted(self._units, key=len, reverse=True)
        unit = next((unit for unit in units if texts[0].endswith(unit)), None)
        if unit is None:
            return rest
        here = texts.str.ends_with(unit)
        numbers = pl.select(pl.when(here).then(texts.str.strip_suffix(unit))).to_series()
        amounts, zeros = self._plain(numbers, self._units[unit])
        is_read = amounts.is_not_null()
        found.repairs["trailing_zero"] += zeros
        found.repairs["unit_in_cell"] += int(is_read.sum())
        return found.add(rest, amounts)

    def _dressed(self, texts: pl.Series, rest: pl.Series, found: Amounts) -> pl.Series:
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
        return found.add(rest, amounts)


def _factor(fact: Fact, scale: str) -> int:
    """What a bare number is multiplied with to be in the units of columns."""
    if fact.type is FactType.MONEY:
        return _MONEY[scale]
    if fact.type is FactType.RATIO:
        return 2 * SCALE // _SHARES[scale]
    return 2 * SCALE if fact.type is FactType.NUMBER else 1
