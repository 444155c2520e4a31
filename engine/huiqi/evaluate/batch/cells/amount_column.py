"""A column of amounts or days: from its cells to the numbers of answers."""

from __future__ import annotations

from datetime import date

import polars as pl

from huiqi.compile.columns.layout import Layout, encoded
from huiqi.evaluate.batch.cells.amount_reader import AmountReader, Read
from huiqi.evaluate.batch.cells.days import DayReader
from huiqi.evaluate.batch.cells.figures import FigureReader
from huiqi.evaluate.batch.cells.noted import FactRead, Note
from huiqi.evaluate.batch.coding import AmountCodes, days_since_epoch
from huiqi.load.companies.rows import RowReader
from huiqi.model.profile import Missing
from huiqi.model.vocabulary import FactType


class AmountColumn:
    """The column of one fact that is an amount or a day."""

    def __init__(self, reader: RowReader, codes: AmountCodes, layout: Layout) -> None:
        self.fact = codes.fact.id
        self._reckoned = layout.amount(self.fact) if self.fact in layout.amounts else ""
        self._codes = codes
        self._reader = reader
        [self._binding] = reader.mapping.of(self.fact)
        self._amounts: AmountReader = (
            DayReader(self._read)
            if codes.fact.type is FactType.DATE
            else FigureReader(codes.fact, self._binding.scale, self._read)
        )

    def read(self, frame: pl.DataFrame) -> FactRead:
        """Numbers, amounts, and where an amount is not for columns."""
        column = frame[self._binding.header]
        amounts = self._amounts.read(column)
        codes = self._codes.codes(amounts.values, amounts.inapplicable)
        found = FactRead({self.fact: codes}, amounts.too_large, amounts.repairs)
        found.note(amounts.noted, amounts.notes, [column])
        if self._reckoned:
            found.columns[self._reckoned] = amounts.values
        unclear = self._codes.unclear(amounts.values)
        if unclear is not None:
            unclear = unclear.fill_null(False)
            found.beyond = unclear if found.beyond is None else found.beyond | unclear
        return found

    def _read(self, text: str) -> Read:
        said = self._reader.fact(self.fact, [text])
        note = Note(said.repairs, said.findings) or None
        answer = said.answer
        if answer is None or isinstance(answer, Missing):
            return Read(None, answer is Missing.NOT_APPLICABLE, note=note)
        if isinstance(answer, date):
            return Read(days_since_epoch(answer), note=note)
        assert not isinstance(answer, str)
        amount = encoded(self._codes.fact, answer)  # type: ignore[arg-type]
        return Read(amount, too_large=amount is None, note=note)
