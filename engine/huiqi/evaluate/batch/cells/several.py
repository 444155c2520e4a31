"""Several columns that tell one fact: each combination of their cells is read once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod

import polars as pl

from huiqi.evaluate.batch.cells.texts import Texts
from huiqi.evaluate.batch.cells.title_days import Numbering, TitleDays
from huiqi.evaluate.batch.verdicts import BatchVerdicts
from huiqi.load.companies.mapping import Binding
from huiqi.load.companies.rows import RowReader

_MOST_COMBINATIONS = 200_000
"""So many are remembered; beyond that memory begins anew."""


class Several:
    """Numbers for the combinations of cells in a few columns; `learn` gives one for each."""

    def __init__(
        self,
        verdicts: BatchVerdicts,
        reader: RowReader,
        bindings: Sequence[Binding],
        learn: Callable[[Sequence[str | None]], int],
    ) -> None:
        self._days = TitleDays(verdicts, reader, bindings)
        self._places = range(len(bindings))
        self._learn = learn
        self._begin()

    def _begin(self) -> None:
        """Know no combination yet."""
        groupings = map(self._days.grouping, self._places)
        self._columns = [Texts(Numbering(grouping)) for grouping in groupings]
        self._combinations: dict[tuple[int, ...], int] = {}

    def read(self, columns: Sequence[pl.Series]) -> pl.Series:
        """The number of each row's combination of cells."""
        if len(self._combinations) > _MOST_COMBINATIONS:
            self._begin()
        digits = [t.numbers(c) for t, c in zip(self._columns, columns, strict=True)]
        if self._days.turned_exact():
            self._begin()
            digits = [t.numbers(c) for t, c in zip(self._columns, columns, strict=True)]
        digits += self._days.orders(columns)
        key, bases = _joined(digits)
        distinct = pl.DataFrame({"key": key}).with_row_index("row").unique("key", keep="first")
        numbers = []
        for row in distinct["row"]:
            combination = tuple(int(digit[row]) for digit in digits)
            number = self._combinations.get(combination)
            if number is None:
                number = self._learn([column[row] for column in columns])
                self._combinations[combination] = number
            numbers.append(number)
        if prod(bases) <= 2**20:
            table = pl.repeat(0, prod(bases), dtype=pl.UInt32, eager=True)
            return table.scatter(distinct["key"], numbers).gather(key)
        return key.replace_strict(distinct["key"], numbers, return_dtype=pl.UInt32)


def _joined(digits: Sequence[pl.Series]) -> tuple[pl.Series, list[int]]:
    """The digits of each row as one number, made dense whenever it would grow too large."""
    key = digits[0].cast(pl.UInt64)
    bases = [_base(key)]
    for digit in digits[1:]:
        base = _base(digit)
        if prod(bases) * base >= 2**63:
            key = key.rank("dense").cast(pl.UInt64) - 1
            bases = [_base(key)]
        key = key * base + digit
        bases.append(base)
    return key, bases


def _base(digit: pl.Series) -> int:
    most = digit.max()
    return (int(most) if isinstance(most, int) else 0) + 1
