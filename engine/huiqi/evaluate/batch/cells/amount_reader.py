"""Amounts of a whole column: what is written plainly at once, everything else text by text.

What is read at once is what the exact reader of cells would read the same.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from huiqi.evaluate.batch.cells.noted import Note

MOST_TEXTS = 5_000
"""So many odd texts of a column are remembered; beyond that memory begins anew. They seldom come
again, and what is to be said of them takes a kilobyte."""


class Read(NamedTuple):
    """What the exact reader makes of one text: `amount` as columns hold it, or `inapplicable`, or
    `too_large` for columns."""

    amount: int | None = None
    inapplicable: bool = False
    too_large: bool = False
    note: Note | None = None


@dataclass
class Amounts:
    """The amounts of a column, null unless known; `notes` are those of the rows `noted`."""

    values: pl.Series
    inapplicable: pl.Series | None = None
    too_large: pl.Series | None = None
    repairs: Counter[str] = field(default_factory=Counter)
    noted: Sequence[int] = ()
    notes: list[Note] = field(default_factory=list)

    def unread(self, column: pl.Series) -> pl.Series:
        """The rows that hold something of which no amount is known yet."""
        return (self.values.is_null() & column.is_not_null()).arg_true()

    def add(self, rows: pl.Series, values: pl.Series) -> pl.Series:
        """Take the amounts of some rows; gives those of them that still are not read."""
        self.values = self.values.scatter(rows, values)
        return rows.filter(values.is_null())


class AmountReader(ABC):
    """Reads the columns of one fact; `read` is the exact reader of a text."""

    def __init__(self, read: Callable[[str], Read]) -> None:
        self._read = read
        self._known: dict[str, Read] = {}

    @abstractmethod
    def at_once(self, column: pl.Series) -> tuple[Amounts, pl.Series]:
        """What is written plainly, and the rows that hold something else."""

    def read(self, column: pl.Series) -> Amounts:
        """The amounts of all cells."""
        found, rest = self.at_once(column)
        if not rest.is_empty():
            self._exactly(column.gather(rest), rest, found)
        return found

    def _exactly(self, texts: pl.Series, rest: pl.Series, found: Amounts) -> None:
        """Each text that is left, read once."""
        distinct = texts.unique(maintain_order=True)
        if len(self._known) > MOST_TEXTS:
            self._known.clear()
        for text in distinct:
            if text not in self._known:
                self._known[text] = self._read(text)
        read = [self._known[text] for text in distinct]
        places = texts.replace_strict(distinct, pl.int_range(len(distinct), eager=True))

        def where(true: list[bool]) -> pl.Series:
            """The rows whose text is so."""
            return rest.filter(pl.Series(true, dtype=pl.Boolean).gather(places))

        def mask(true: list[bool]) -> pl.Series | None:
            if not any(true):
                return None
            nowhere = pl.repeat(False, len(found.values), dtype=pl.Boolean, eager=True)
            return nowhere.scatter(where(true), True)

        found.add(rest, pl.Series([r.amount for r in read], dtype=pl.Int64).gather(places))
        found.inapplicable = mask([r.inapplicable for r in read])
        found.too_large = mask([r.too_large for r in read])
        found.noted = where([r.note is not None for r in read]).to_list()
        notes = (read[place].note for place in places)
        found.notes = [note for note in notes if note is not None]
