"""The column of credit codes: nothing is decided by them, but a wrong one is told."""

from __future__ import annotations

import polars as pl

from huiqi.evaluate.batch.cells.credit_codes import right
from huiqi.evaluate.batch.cells.noted import FactRead, Note
from huiqi.load.companies.mapping import Binding
from huiqi.load.companies.rows import RowReader

_PLAIN = "^[0-9A-Za-z -]+$"


class IdColumn:
    """Looks for codes that are not right."""

    fact = ""

    def __init__(self, reader: RowReader, binding: Binding) -> None:
        self._reader = reader
        self._binding = binding

    def read(self, frame: pl.DataFrame) -> FactRead:
        """What there is to say of codes that are not plainly right."""
        column = frame[self._binding.header]
        rows = (~right(column) & column.is_not_null()).arg_true()
        rows = rows.filter(~right(_tidied(column.gather(rows))))
        texts = column.gather(rows)
        known = {text: self._note(text) for text in texts.unique()}
        notes = [(row, known[text]) for row, text in zip(rows, texts, strict=True) if known[text]]
        found = FactRead()
        found.note([row for row, _ in notes], [note for _, note in notes], [column])
        return found

    def _note(self, text: str) -> Note:
        cell = self._reader.read_cell(self._binding, text)
        return Note(cell.repairs, cell.findings)


def _tidied(codes: pl.Series) -> pl.Series:
    """Codes without blanks and hyphens, in capitals: nothing to speak of. Null for other texts."""
    bare = pl.col("").str.strip_chars()
    tidy = bare.str.replace_all("[ -]", "").str.to_uppercase()
    plain = pl.when(bare.str.contains(_PLAIN)).then(tidy)
    return codes.alias("").to_frame().select(plain.alias("")).to_series()
