"""Dates of titles, told apart only as far as any test can tell them.

There are thousands of days on which a certificate may have been issued, but only few answers to
whether it is valid and whether it is new. Rows that differ in nothing else are read together.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import polars as pl

from huiqi.evaluate.batch.cells.texts import Texts
from huiqi.evaluate.batch.coding import day_marks
from huiqi.evaluate.batch.verdicts import BatchVerdicts
from huiqi.load.companies.cell import day_of
from huiqi.load.companies.mapping import Binding
from huiqi.load.companies.rows import RowReader
from huiqi.load.companies.title_cells import CERTIFICATE_NUMBER
from huiqi.model import criteria as ast
from huiqi.model.profile import Certificates
from huiqi.model.vocabulary import Certification, FactType

Grouping = Callable[[str], Hashable]
"""What a text is as far as it matters; texts that give the same are read as one."""


class Numbering:
    """Numbers texts from 1 by what they are grouped as."""

    def __init__(self, grouping: Grouping) -> None:
        self._grouping = grouping
        self._numbers: dict[Hashable, int] = {}

    def __call__(self, text: str) -> int:
        return self._numbers.setdefault(self._grouping(text), len(self._numbers) + 1)


class TitleDays:
    """Groups the texts of columns that hold dates of titles.

    As soon as another column states a date of its own, dates may contradict each other and every
    text counts for itself.
    """

    def __init__(
        self, verdicts: BatchVerdicts, reader: RowReader, bindings: Sequence[Binding]
    ) -> None:
        self._book = verdicts.book
        self._as_of = verdicts.as_of
        self._reader = reader
        self._bindings = bindings
        self._is_title = [
            reader.vocabulary.facts[b.fact].type is FactType.CERTIFICATIONS for b in bindings
        ]
        self._exact = self._turned = False
        self._pairs = _pairs(bindings) if any(self._is_title) else []
        self._days: list[int | None] = [None]
        self._columns = {place: Texts(self._day(place)) for pair in self._pairs for place in pair}
        self._asked = [test for test in verdicts.layout.test_numbers if isinstance(test, ast.Holds)]

    def grouping(self, place: int) -> Grouping:
        """How the texts of a column are grouped."""
        binding = self._bindings[place]
        if not self._is_title[place]:
            return _itself
        title, _, detail = binding.part.partition(".")
        if detail:
            declared = self._book.vocabulary.certifications[title]
            return lambda text: self._dated(binding, declared, detail, text)
        return lambda text: self._undated(binding, text)

    def turned_exact(self) -> bool:
        """Whether texts must be numbered anew, since every one now counts; told once."""
        turned, self._turned = self._turned, False
        return turned

    def _undated(self, binding: Binding, text: str) -> Hashable:
        cell = self._reader.read_cell(binding, text)
        value = cell.value
        if CERTIFICATE_NUMBER in cell.repairs and not cell.findings:
            # Nearly every company has a number of its own; only the year in it tells anything.
            return value, cell.repairs
        dated = isinstance(value, Certificates) and any(h.issued or h.expires for h in value.held)
        if dated and not self._exact:
            self._exact = self._turned = True
        return text

    def _dated(self, binding: Binding, declared: Certification, detail: str, text: str) -> Hashable:
        cell = self._reader.read_cell(binding, text)
        day = day_of(cell)
        if self._exact or day is None or cell.findings:
            return text
        marks: tuple[bool, ...]
        if detail == "expires":
            marks = (self._as_of <= day,)
        else:
            valid = declared.valid_for is None or self._as_of < declared.valid_for.after(day)
            new = day_marks(self._book, self._as_of, self._asked, declared, day)
            marks = (self._as_of < day, valid, *new)
        return detail, marks, cell.repairs

    def orders(self, columns: Sequence[pl.Series]) -> list[pl.Series]:
        """For each title with both dates, where it would expire before it was issued."""
        found = []
        for issued, expires in self._pairs:
            numbers = [self._columns[place].numbers(columns[place]) for place in (issued, expires)]
            table = pl.Series(self._days, dtype=pl.Int64)
            first, last = (table.gather(number) for number in numbers)
            found.append((last < first).fill_null(False).cast(pl.UInt32))
        return found

    def _day(self, place: int) -> Callable[[str], int]:
        def number(text: str) -> int:
            day = day_of(self._reader.read_cell(self._bindings[place], text))
            self._days.append(None if day is None else day.toordinal())
            return len(self._days) - 1

        return number


def _itself(text: str) -> Hashable:
    return text


def _pairs(bindings: Sequence[Binding]) -> list[tuple[int, int]]:
    """The columns of issue and of expiry of one title."""
    places = {binding.part: place for place, binding in enumerate(bindings)}
    return [
        (place, places[part.removesuffix(".issued") + ".expires"])
        for part, place in places.items()
        if part.endswith(".issued") and part.removesuffix(".issued") + ".expires" in places
    ]
