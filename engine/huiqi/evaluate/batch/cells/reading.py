"""From cells of company files to numbers: every distinct text is read once, by the exact reader.

A fact may be told by several columns; what they say together is read once for each combination.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from os import cpu_count

import polars as pl

from huiqi.evaluate.batch.cells.amount_column import AmountColumn
from huiqi.evaluate.batch.cells.answer_columns import LOCATION, MENTIONED, ZONES, AnswerColumns
from huiqi.evaluate.batch.cells.id_column import IdColumn
from huiqi.evaluate.batch.cells.noted import Noted
from huiqi.evaluate.batch.coding import NO_ANSWER, AmountCodes
from huiqi.evaluate.batch.prepared import ROW, Prepared
from huiqi.evaluate.batch.verdicts import BatchVerdicts
from huiqi.load.companies.mapping import ID
from huiqi.load.companies.rows import RowReader


@dataclass
class Reading:
    """A batch as numbers, what was repaired (cells by kind), and what could not be understood."""

    prepared: Prepared
    repairs: Counter[str] = field(default_factory=Counter)
    findings: list[Noted] = field(default_factory=list)


class CellsReader:
    """Reads batches of raw rows by one mapping, for one compiled rulebook.

    Facts are read side by side by a few threads, since most of the work is done outside Python.
    """

    def __init__(self, verdicts: BatchVerdicts, reader: RowReader) -> None:
        self._amounts: list[AmountColumn] = []
        self._answers: list[AnswerColumns] = []
        self._ids = [IdColumn(reader, b) for b in reader.mapping.bindings if b.target == ID]
        zones = verdicts.coding.get(ZONES)
        for fact in reader.facts:
            codes = verdicts.coding.get(fact)
            if isinstance(codes, AmountCodes):
                self._amounts.append(AmountColumn(reader, codes, verdicts.layout))
            elif codes is not None or (fact == LOCATION and zones is not None):
                self._answers.append(AnswerColumns(verdicts, reader, fact, codes))

    def read(self, frame: pl.DataFrame) -> Reading:
        """The numbers of all companies of a batch."""
        # Places mention zones, so these two number the same answers and take turns.
        shared = [part for part in self._answers if part.fact in (LOCATION, ZONES)]
        # Amounts come last: they are quick, and fill the time until the slowest is done.
        alone = [
            [part] for part in (*self._answers, *self._amounts, *self._ids) if part not in shared
        ]
        with ThreadPoolExecutor(cpu_count() or 1) as threads:
            done = [*threads.map(lambda parts: [p.read(frame) for p in parts], [shared, *alone])]
        reads = [read for parts in done for read in parts]
        columns = {ROW: pl.int_range(frame.height, dtype=pl.UInt32, eager=True)}
        for read in reads:
            columns |= read.columns
        if MENTIONED in columns:
            said, mentioned = columns.get(ZONES), columns.pop(MENTIONED)
            columns[ZONES] = mentioned if said is None else _first(said, mentioned)
        beyond = _any([read.beyond for read in reads], frame.height)
        found = Reading(Prepared(pl.DataFrame(columns), beyond))
        for read in reads:
            found.repairs.update(read.repairs)
            found.findings += read.findings
        places = {header: place for place, header in enumerate(frame.columns)}
        found.findings.sort(key=lambda n: (n.row, places.get(n.finding.where or "", len(places))))
        return found


def _any(masks: Sequence[pl.Series | None], height: int) -> pl.Series | None:
    """Where any of the masks is true; None where none is."""
    found = pl.repeat(False, height, dtype=pl.Boolean, eager=True)
    for mask in masks:
        if mask is not None:
            found |= mask
    return found if found.any() else None


def given_facts(reader: RowReader) -> frozenset[str]:
    """The facts that rows read by this mapping can tell."""
    told = set(reader.facts)
    if LOCATION in told and ZONES in reader.vocabulary.facts:
        told.add(ZONES)
    return frozenset(told)


def _first(said: pl.Series, otherwise: pl.Series) -> pl.Series:
    return pl.select(pl.when(said != NO_ANSWER).then(said).otherwise(otherwise)).to_series()
