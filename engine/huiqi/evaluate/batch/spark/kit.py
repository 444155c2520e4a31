"""What every Spark worker is given, and what it makes of a stretch of rows.

The engine is that of a single machine; Spark brings the rows and takes the results.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import polars as pl
import pyarrow as pa

from huiqi.base.diagnostics import Diagnostic, Language
from huiqi.evaluate.batch import outcome
from huiqi.evaluate.batch.cells.noted import Noted
from huiqi.evaluate.batch.job import Job, company_names, free_names
from huiqi.evaluate.batch.kinds import from_arrow
from huiqi.evaluate.batch.scoring import Scored, Scoring
from huiqi.evaluate.batch.spark.sorting import BLANK, CODE, Sorting
from huiqi.evaluate.batch.summary import Tally
from huiqi.load.companies.mapping import ColumnMapping
from huiqi.load.companies.parquet import readable_columns
from huiqi.load.companies.rows import RowReader

NOT_UNDERSTOOD, TALLY = "not_understood", "tally"
_WRITTEN = 65_536
_FINDING = pa.struct([("column", pa.string()), ("text", pa.string()), ("reason", pa.string())])
_SIGNED = {pl.UInt8: pl.Int16, pl.UInt16: pl.Int32, pl.UInt32: pl.Int64}
"""Spark has no unsigned numbers."""


@dataclass(frozen=True)
class Kit:
    """A job and how the columns are read; broadcast once, compiled once in each worker process.

    With `sorting` the rows come from files: those that are no companies are told apart, and the
    first row of each stretch carries the counts of the stretch, as JSON.
    """

    job: Job
    mapping: ColumnMapping
    lang: Language = "en"
    sorting: Sorting | None = None

    @cached_property
    def _scoring(self) -> Scoring:
        return self.job.scoring(RowReader(self.mapping, self.job.book.vocabulary))

    def run(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The results of one partition, in its order."""
        for table in _stretches(batches, self.job.batch):
            yield from self.score(table).to_batches(max_chunksize=_WRITTEN)

    def score(self, table: pa.Table) -> pa.Table:
        """The rows with their results behind them, or the long table of details."""
        if self.sorting is None:
            return self._scored(table)[0]
        frame, _ = from_arrow(table)
        sorted_ = self.sorting.sort(frame)
        is_company = sorted_[CODE].is_null()
        if self.sorting.header:
            table = table.drop_columns([table.column_names[-1]])
        found, tally = self._scored(table.filter(is_company.to_arrow()))
        if self.job.details:
            return found
        others = table.filter((~is_company).to_arrow())
        whole = pa.concat_tables([found, others], promote_options="default").select(
            found.column_names
        )
        tally.rejected = int((sorted_[CODE] != BLANK).sum())
        tally.rows_in = tally.scored + tally.rejected
        ends = pl.concat([sorted_.filter(is_company), sorted_.filter(~is_company)])
        counts = [json.dumps(tally.data()) if row == 0 else None for row in range(ends.height)]
        ends = ends.with_columns(pl.Series(TALLY, counts, dtype=pl.String))
        return _beside(whole, _table(ends))

    def _scored(self, table: pa.Table) -> tuple[pa.Table, Tally]:
        rows, _ = text_rows(table)
        scored = self._scoring.rows(rows)
        tally = Tally()
        if self.job.details:
            return _table(self._long(rows, scored)), tally
        waiting = outcome.missing_counts(scored) if self.job.lists else None
        tally.add(scored, self.job.programmes, waiting)
        found = _table(pl.DataFrame(self.job.columns(scored, waiting, self.job.ids)))
        told = self._findings(scored.findings, rows.height)
        return _beside(table, found.append_column(NOT_UNDERSTOOD, told)), tally

    def _long(self, rows: pl.DataFrame, scored: Scored) -> pl.DataFrame:
        """Rows of Spark have no number, and a company without a name has none to be called by."""
        nowhere = pl.repeat(None, rows.height, dtype=pl.UInt32, eager=True)
        names = company_names(rows, self.mapping, nowhere)
        return self.job.long_table(scored, names, nowhere).drop("line")

    def _findings(self, noted: Sequence[Noted], height: int) -> pa.Array:
        """What was not understood of each row; null where all was."""
        found: list[list[dict[str, str | None]] | None] = [None] * height
        for one in noted:
            finding = one.finding
            said = f"[{finding.code}] {finding.message(self.lang)}"
            told = found[one.row] or []
            found[one.row] = [*told, {"column": finding.where, "text": one.text, "reason": said}]
        return pa.array(found, pa.list_(_FINDING))


def text_rows(table: pa.Table) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """The rows as text; a finding for each column that no cell can show, which is empty."""
    frame, lost = from_arrow(table)
    columns, unfit = readable_columns(frame.schema, lost, "<frame>")
    return frame.select(**columns), unfit


def _beside(table: pa.Table, columns: pa.Table) -> pa.Table:
    names = free_names(columns.column_names, table.column_names)
    for name, column in zip(names, columns.columns, strict=True):
        table = table.append_column(name, column)
    return table


def _stretches(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[pa.Table]:
    """Small batches together and large ones cut, so that none has more than so many rows."""
    slices = chain.from_iterable(
        (batch.slice(start, rows) for start in range(0, batch.num_rows, rows)) for batch in batches
    )
    waiting: list[pa.RecordBatch] = []
    for part in slices:
        if waiting and sum(one.num_rows for one in waiting) + part.num_rows > rows:
            yield pa.Table.from_batches(waiting)
            waiting = []
        waiting.append(part)
    if waiting:
        yield pa.Table.from_batches(waiting)


def _table(frame: pl.DataFrame) -> pa.Table:
    """A table of types that Spark has."""
    plain = frame.with_columns(
        pl.col(pl.Enum).cast(pl.String), *(pl.col(a).cast(b) for a, b in _SIGNED.items())
    )
    table = plain.to_arrow(compat_level=pl.CompatLevel.oldest())
    small = [f.with_type(pa.string()) if f.type == pa.large_string() else f for f in table.schema]
    return table.cast(pa.schema(small))
