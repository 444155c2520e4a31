"""The columns of a fact that is no amount: from its cells to the numbers of answers."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from huiqi.evaluate.batch.cells.addresses import front, stands_apart, street
from huiqi.evaluate.batch.cells.noted import FactRead, Note
from huiqi.evaluate.batch.cells.several import Several
from huiqi.evaluate.batch.cells.texts import Texts
from huiqi.evaluate.batch.cells.title_lists import TitleLists
from huiqi.evaluate.batch.coding import CertificateCodes, FactCodes
from huiqi.evaluate.batch.verdicts import BatchVerdicts
from huiqi.load.companies.rows import RowReader
from huiqi.load.place_leads import PlaceLeads
from huiqi.model.profile import Answer, Members

ZONES, LOCATION = "zones", "location"
MENTIONED = "zones mentioned"
"""Zones that places name; they count where nothing else is said of zones."""
_MOST_READINGS = 50_000
"""So many different readings are kept; beyond that memory begins anew."""

_Reading = tuple[int, int, tuple[str, ...]]
"""The numbers of the answer and of the zones mentioned, and the repairs."""


class AnswerColumns:
    """The columns of one fact; what they say together is read once for each combination."""

    def __init__(
        self, verdicts: BatchVerdicts, reader: RowReader, fact: str, codes: FactCodes | None
    ) -> None:
        self.fact = fact
        self.codes = codes
        self._verdicts = verdicts
        self._zones = verdicts.coding.get(ZONES) if fact == LOCATION else None
        self._reader = reader
        self._bindings = reader.mapping.of(fact)
        self._begin()

    def _begin(self) -> None:
        """Know no text yet."""
        self._answers: list[int] = []
        self._mentioned: list[int] = []
        self._notes: list[Note] = []
        self._numbers: dict[_Reading, int] = {}
        self._leads = PlaceLeads(self._reader.vocabulary) if self.fact == LOCATION else None
        # What no cell at all says comes first: an empty cell is number 0.
        self._learn([None] * len(self._bindings))
        self._gists: dict[str, int] = {}
        self._lists: TitleLists | None = None
        if isinstance(self.codes, CertificateCodes):
            self._lists = TitleLists(self._reader, self.codes)
        self._alone = Texts(self._learn_alone)
        self._several = Several(self._verdicts, self._reader, self._bindings, self._learn)

    def read(self, frame: pl.DataFrame) -> FactRead:
        """Answer numbers; and of a place the number of the zones it mentions."""
        if max(len(self._notes), len(self._gists), len(self._leads or ())) > _MOST_READINGS:
            self._begin()
        columns = [frame[binding.header] for binding in self._bindings]
        read = self._read(columns)
        found = FactRead()
        worth = [bool(note) for note in self._notes]
        if any(worth):
            rows = pl.Series(worth, dtype=pl.Boolean).gather(read).arg_true()
            found.note(rows.to_list(), [self._notes[n] for n in read.gather(rows)], columns)
        if self.codes is not None:
            found.columns[self.fact] = pl.Series(self._answers, dtype=pl.UInt32).gather(read)
        if self._zones is not None:
            found.columns[MENTIONED] = pl.Series(self._mentioned, dtype=pl.UInt32).gather(read)
        return found

    def _read(self, columns: list[pl.Series]) -> pl.Series:
        """The number of the reading of each row."""
        alike = self._without_houses(columns) if self.fact == LOCATION else None
        if alike is None:
            return self._numbered(columns)
        read = self._numbered(alike)
        # What is told of a text must name all of it.
        told = [bool(note.findings) for note in self._notes]
        rows = pl.Series(told, dtype=pl.Boolean).gather(read).arg_true()
        if rows.is_empty():
            return read
        return read.scatter(rows, self._numbered([column.gather(rows) for column in columns]))

    def _without_houses(self, columns: list[pl.Series]) -> list[pl.Series] | None:
        """Places that are read like these; None where there are no fewer."""
        parts = [binding.part for binding in self._bindings]
        if parts in ([""], ["address"]):
            return [front(columns[0])]
        others = [column for column, part in zip(columns, parts, strict=True) if part != "address"]
        if len(others) == len(parts) or not all(map(stands_apart, others)):
            return None
        return [
            street(column) if part == "address" else column
            for column, part in zip(columns, parts, strict=True)
        ]

    def _numbered(self, columns: list[pl.Series]) -> pl.Series:
        return self._alone.numbers(columns[0]) if len(columns) == 1 else self._several.read(columns)

    def _learn_alone(self, text: str) -> int:
        """The number of what stands in the only column, a list of titles by its gist."""
        gist = text if self._lists is None else self._lists.gist(text)
        if gist == text:
            return self._learn([text])
        if gist not in self._gists:
            self._gists[gist] = self._learn([gist])
        return self._gists[gist]

    def _learn(self, texts: Sequence[str | None]) -> int:
        """The number of what cells say together, of a place by how it begins if that decides."""
        place = self._reader.place_text(self.fact, texts) if self._leads is not None else None
        if self._leads is None or place is None:
            return self._read_exactly(texts)
        number = self._leads.number(place)
        if number is None:
            number = self._read_exactly(texts)
            if not self._notes[number]:
                self._leads.learn(place, number)
        return number

    def _read_exactly(self, texts: Sequence[str | None]) -> int:
        said = self._reader.fact(self.fact, texts)
        answer = 0 if self.codes is None else self.codes.number(said.answer)
        mentioned = 0
        if self._zones is not None:
            zones: Answer | None = Members(said.zones, frozenset()) if said.zones else None
            mentioned = self._zones.number(zones)
        key = answer, mentioned, said.repairs
        known = self._numbers.get(key)
        if known is not None and not said.findings:
            return known
        number = len(self._notes)
        if not said.findings:
            self._numbers[key] = number
        self._answers.append(answer)
        self._mentioned.append(mentioned)
        self._notes.append(Note(said.repairs, said.findings))
        return number
