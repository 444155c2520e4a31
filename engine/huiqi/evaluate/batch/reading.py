"""From cells of company files to numbers: every distinct text is read once, by the exact reader.

A fact may be told by several columns; what they say together is read once for each combination.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from os import cpu_count

import polars as pl

from huiqi.base.diagnostics import Diagnostic
from huiqi.compile.columns.layout import Layout, encoded
from huiqi.evaluate.batch.coding import NO_ANSWER, AmountCodes, FactCodes, days_since_epoch
from huiqi.evaluate.batch.credit_codes import right
from huiqi.evaluate.batch.figures import FigureReader, Figures, Read
from huiqi.evaluate.batch.prepared import ROW, Prepared
from huiqi.evaluate.batch.several import Several
from huiqi.evaluate.batch.texts import Texts
from huiqi.evaluate.batch.verdicts import BatchVerdicts
from huiqi.load.companies.mapping import ID, Binding
from huiqi.load.companies.rows import RowReader
from huiqi.model.profile import Answer, Members, Missing
from huiqi.model.vocabulary import FactType

ZONES, LOCATION = "zones", "location"
MENTIONED = "zones mentioned"
"""Zones that places name; they count where nothing else is said of zones."""


@dataclass(frozen=True)
class Note:
    """What is to be said of a cell or a combination of cells, whichever rows it stands in."""

    repairs: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Noted:
    """A finding in one row of a batch."""

    row: int
    text: str
    finding: Diagnostic


@dataclass
class Reading:
    """A batch as numbers, what was repaired (cells by kind), and what could not be understood."""

    prepared: Prepared
    repairs: Counter[str] = field(default_factory=Counter)
    findings: list[Noted] = field(default_factory=list)


@dataclass
class _Read:
    """What one fact came to: columns of the prepared frame, and what there is to say."""

    columns: dict[str, pl.Series]
    beyond: pl.Series | None = None
    repairs: Counter[str] = field(default_factory=Counter)
    findings: list[Noted] = field(default_factory=list)


class CellsReader:
    """Reads batches of raw rows by one mapping, for one compiled rulebook.

    Facts are read side by side by a few threads, since most of the work is done outside Python.
    """

    def __init__(self, verdicts: BatchVerdicts, reader: RowReader) -> None:
        self._amounts: list[_Amounts] = []
        self._answers: list[_Answers] = []
        self._ids = [_Ids(reader, b) for b in reader.mapping.bindings if b.target == ID]
        zones = verdicts.coding.get(ZONES)
        for fact in reader.facts:
            codes = verdicts.coding.get(fact)
            if isinstance(codes, AmountCodes):
                self._amounts.append(_Amounts(reader, codes, verdicts.layout))
            elif codes is not None or (fact == LOCATION and zones is not None):
                self._answers.append(_Answers(verdicts, reader, fact, codes))

    def read(self, frame: pl.DataFrame) -> Reading:
        """The numbers of all companies of a batch."""
        # Places mention zones, so these two number the same answers and take turns.
        shared = [part for part in self._answers if part.fact in (LOCATION, ZONES)]
        alone = [
            [part] for part in (*self._amounts, *self._answers, *self._ids) if part not in shared
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
        found.findings.sort(key=lambda noted: noted.row)
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


class _Amounts:
    """One column of amounts or days."""

    def __init__(self, reader: RowReader, codes: AmountCodes, layout: Layout) -> None:
        self.fact = codes.fact.id
        self._reckoned = layout.amount(self.fact) if self.fact in layout.amounts else ""
        self._codes = codes
        self._reader = reader
        [self._binding] = reader.mapping.of(self.fact)
        self._notes: list[Note] = [Note()]
        self._figures: FigureReader | None = None
        self._days: list[Read] = [Read()]
        self._texts = Texts(self._day)
        if codes.fact.type is not FactType.DATE:
            self._figures = FigureReader(codes.fact, self._binding.scale, self._read)

    def read(self, frame: pl.DataFrame) -> _Read:
        """Numbers, amounts, and where an amount is not for columns."""
        column = frame[self._binding.header]
        figures = self._figures.read(column) if self._figures else self._read_days(column)
        amounts = figures.amounts
        found = _Read({self.fact: self._codes.codes(amounts, figures.inapplicable)})
        found.repairs.update(figures.repairs)
        if figures.notes is not None:
            _tell(figures.notes, self._notes, [column], found)
        if self._reckoned:
            found.columns[self._reckoned] = amounts
        unclear = self._codes.unclear(amounts)
        masks = [figures.too_large, None if unclear is None else unclear.fill_null(False)]
        found.beyond = _any(masks, frame.height)
        return found

    def _read_days(self, column: pl.Series) -> Figures:
        numbers = self._texts.numbers(column)
        amounts = pl.Series([day.amount for day in self._days], dtype=pl.Int64).gather(numbers)
        figures = Figures(amounts)
        if any(day.note for day in self._days):
            notes = pl.Series([day.note for day in self._days], dtype=pl.UInt32)
            figures.notes = notes.gather(numbers)
        if any(day.inapplicable for day in self._days):
            table = pl.Series([day.inapplicable for day in self._days], dtype=pl.Boolean)
            figures.inapplicable = table.gather(numbers)
        return figures

    def _day(self, text: str) -> int:
        day = _iso_day(text)
        self._days.append(self._read(text) if day is None else Read(days_since_epoch(day)))
        return len(self._days) - 1

    def _read(self, text: str) -> Read:
        said = self._reader.fact(self.fact, [text])
        note = 0
        if said.repairs or said.findings:
            note = len(self._notes)
            self._notes.append(Note(said.repairs, said.findings))
        answer = said.answer
        if answer is None or isinstance(answer, Missing):
            return Read(None, answer is Missing.NOT_APPLICABLE, False, note)
        if isinstance(answer, date):
            return Read(days_since_epoch(answer), note=note)
        assert not isinstance(answer, str)
        amount = encoded(self._codes.fact, answer)  # type: ignore[arg-type]
        return Read(amount, False, amount is None, note)


def _iso_day(text: str) -> date | None:
    """The day of a text like 2016-08-27; None for whatever is not written just so."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


class _Answers:
    """The columns of one fact that is no amount."""

    def __init__(
        self, verdicts: BatchVerdicts, reader: RowReader, fact: str, codes: FactCodes | None
    ) -> None:
        self.fact = fact
        self.codes = codes
        self._zones = verdicts.coding.get(ZONES) if fact == LOCATION else None
        self._reader = reader
        self._bindings = reader.mapping.of(fact)
        self._answers: list[int] = []
        self._mentioned: list[int] = []
        self._notes: list[Note] = []
        # What no cell at all says comes first: an empty cell is number 0.
        self._learn([None] * len(self._bindings))
        self._alone = Texts(lambda text: self._learn([text]))
        self._several = Several(verdicts, reader, self._bindings, self._learn)

    def read(self, frame: pl.DataFrame) -> _Read:
        """Answer numbers; and of a place the number of the zones it mentions."""
        columns = [frame[binding.header] for binding in self._bindings]
        read = self._alone.numbers(columns[0]) if len(columns) == 1 else self._several.read(columns)
        found = _Read({})
        if any(note.findings or note.repairs for note in self._notes):
            _tell(read, self._notes, columns, found)
        if self.codes is not None:
            found.columns[self.fact] = pl.Series(self._answers, dtype=pl.UInt32).gather(read)
        if self._zones is not None:
            found.columns[MENTIONED] = pl.Series(self._mentioned, dtype=pl.UInt32).gather(read)
        return found

    def _learn(self, texts: Sequence[str | None]) -> int:
        said = self._reader.fact(self.fact, texts)
        self._answers.append(0 if self.codes is None else self.codes.number(said.answer))
        if self._zones is not None:
            zones: Answer | None = Members(said.zones, frozenset()) if said.zones else None
            self._mentioned.append(self._zones.number(zones))
        self._notes.append(Note(said.repairs, said.findings))
        return len(self._notes) - 1


class _Ids:
    """The column of credit codes: nothing is decided by them, but a wrong one is told."""

    fact = ""

    def __init__(self, reader: RowReader, binding: Binding) -> None:
        self._reader = reader
        self._binding = binding
        self._notes = [Note()]
        self._texts = Texts(self._learn)

    def read(self, frame: pl.DataFrame) -> _Read:
        """What there is to say of codes that are not plainly right."""
        column = frame[self._binding.header]
        doubtful = pl.select(pl.when(~right(column)).then(column)).to_series()
        numbers = self._texts.numbers(doubtful)
        found = _Read({})
        _tell(numbers, self._notes, [column], found)
        return found

    def _learn(self, text: str) -> int:
        cell = self._reader.read_cell(self._binding, text)
        self._notes.append(Note(cell.repairs, cell.findings))
        return len(self._notes) - 1


def _tell(
    numbers: pl.Series, notes: Sequence[Note], columns: Sequence[pl.Series], found: _Read
) -> None:
    """Count the repairs, and list the findings with their rows."""
    worth = [bool(note.repairs or note.findings) for note in notes]
    rows = pl.Series(worth, dtype=pl.Boolean).gather(numbers).arg_true()
    if rows.is_empty():
        return
    here = numbers.gather(rows)
    for number, count in here.value_counts().iter_rows():
        for repair in notes[number].repairs:
            found.repairs[repair] += count
    for row, number in zip(rows, here, strict=True):
        for finding in notes[number].findings:
            text = " · ".join(c[row] for c in columns if c[row] is not None)
            found.findings.append(Noted(row, text, finding))
