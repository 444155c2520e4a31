"""Reading one row: the cells of each fact together, so that columns that disagree are noticed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from huiqi.base.diagnostics import Diagnostic
from huiqi.load.companies.cell import Cell, day_of
from huiqi.load.companies.cell_text import plain
from huiqi.load.companies.cells import CellReader
from huiqi.load.companies.header_index import PARTS
from huiqi.load.companies.mapping import ID, NAME, Binding, ColumnMapping
from huiqi.load.companies.title_cells import CERTIFICATE_NUMBER
from huiqi.load.companies.title_columns import Statements, agree_members, agree_titles
from huiqi.load.tables import industries
from huiqi.model.profile import Answer, Certificates, Holding, Members, Missing, Profile
from huiqi.model.sector import Sector
from huiqi.model.vocabulary import FactType, Vocabulary

_SAYS_NOTHING = (Members(frozenset(), frozenset()), Certificates((), frozenset()))
_ORDER = ("", *PARTS)
_CODE = re.compile(r"[1-8]\d{5}")


@dataclass(frozen=True)
class FactReading:
    """What the columns of one fact say together; `zones` are those that its place names."""

    answer: Answer | None = None
    repairs: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    zones: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RowReading:
    """A company as its row describes it; `id` is its social credit code as far as readable."""

    profile: Profile
    id: str | None
    repairs: tuple[str, ...]
    findings: tuple[Diagnostic, ...]


class RowReader:
    """Reads rows by one mapping. All of it is scalar and exact; a column engine reads each distinct
    combination of cells of a fact once (`fact`)."""

    def __init__(self, mapping: ColumnMapping, vocabulary: Vocabulary) -> None:
        self.mapping = mapping
        self.vocabulary = vocabulary
        self.facts = tuple(dict.fromkeys(b.fact for b in mapping.bindings if b.fact))
        self._cells = CellReader(vocabulary)
        self._bindings = {fact: mapping.of(fact) for fact in self.facts}

    def read_cell(self, binding: Binding, text: str | None) -> Cell:
        """What one cell says of its target."""
        return self._cells.read(binding, text)

    def title(self, entry: str) -> Holding | None:
        """The title that an entry of a list names whatever stands beside it, if that is certain."""
        return self._cells.titles.entry(entry)

    def fact(self, fact: str, texts: Sequence[str | None]) -> FactReading:
        """A fact from its cells, in the order of `mapping.of(fact)`; findings name the column."""
        bindings = self._bindings[fact]
        cells = [self._cells.read(b, t) for b, t in zip(bindings, texts, strict=True)]
        repairs = tuple(repair for cell in cells for repair in cell.repairs)
        findings = tuple(finding for cell in cells for finding in cell.findings)
        found = self._together(fact, bindings, cells, texts)
        findings += found.findings
        # What was only misunderstood is no answer.
        answer = None if findings and found.answer in _SAYS_NOTHING else found.answer
        return FactReading(answer, repairs + found.repairs, findings, found.zones)

    def place_text(self, fact: str, texts: Sequence[str | None]) -> str | None:
        """What the cells of a place say together, as one text.

        None where that is not all there is to say: a cell needs repair or tells of no place.
        """
        said = [(b, t) for b, t in zip(self._bindings[fact], texts, strict=True) if t is not None]
        for _, text in said:
            spelt = plain(text)
            if spelt.text != text or spelt.repairs or not spelt.says_something:
                return None
        return join_place([text for _, text in sorted(said, key=_by_width)])

    def row(self, cells: Mapping[str, str | None]) -> RowReading:
        """A company from the cells of its row, by header."""
        answers: dict[str, Answer] = {}
        repairs: list[str] = []
        findings: list[Diagnostic] = []
        zones: frozenset[str] = frozenset()
        for fact in self.facts:
            found = self.fact(fact, [cells.get(b.header) for b in self._bindings[fact]])
            repairs += found.repairs
            findings += found.findings
            zones |= found.zones
            if found.answer is not None:
                answers[fact] = found.answer
        if zones and "zones" in self.vocabulary.facts:
            answers.setdefault("zones", Members(zones, frozenset()))
        texts = {}
        for target in (NAME, ID):
            binding = self.mapping.at(target)
            cell = self._cells.read(binding, cells.get(binding.header)) if binding else Cell()
            repairs += cell.repairs
            findings += cell.findings
            texts[target] = cell.value if isinstance(cell.value, str) else None
        profile = Profile(texts[NAME] or "", answers)
        return RowReading(profile, texts[ID], tuple(repairs), tuple(findings))

    def _together(
        self,
        fact: str,
        bindings: Sequence[Binding],
        cells: Sequence[Cell],
        texts: Sequence[str | None],
    ) -> FactReading:
        said = [(b, c) for b, c in zip(bindings, cells, strict=True) if c.value is not None]
        if not said:
            return FactReading()
        kind = self.vocabulary.facts[fact].type
        if any(cell.value is Missing.NOT_APPLICABLE for _, cell in said):
            return (
                FactReading(Missing.NOT_APPLICABLE) if len(said) == 1 else _clash(said[0][0], texts)
            )
        if kind is FactType.LOCATION:
            return self._place(fact, said)
        if kind is FactType.SECTOR:
            return self._sector(said, texts)
        if kind is FactType.SET:
            whole = [cell.value for _, cell in said if isinstance(cell.value, Members)]
            return _noted(
                said[0][0], *agree_members(whole, self.vocabulary.facts[fact], self.vocabulary)
            )
        if kind is FactType.CERTIFICATIONS:
            return self._titles(said)
        return FactReading(said[0][1].value)

    def _place(self, fact: str, said: Iterable[tuple[Binding, Cell]]) -> FactReading:
        ordered = sorted(said, key=_by_width)
        text = join_place([str(cell.value) for _, cell in ordered])
        cell, zones = self._cells.answer(self.vocabulary.facts[fact], text)
        where = ordered[-1][0].header
        findings = tuple(replace(finding, where=where) for finding in cell.findings)
        return FactReading(cell.value, (), findings, zones)

    def _sector(
        self, said: Sequence[tuple[Binding, Cell]], texts: Sequence[str | None]
    ) -> FactReading:
        """The finest industry, if the others hold it."""
        codes = [cell.value.code for _, cell in said if isinstance(cell.value, Sector)]
        finest = max(codes, key=len)
        if all(industries().within(finest, code) for code in codes):
            return FactReading(Sector(finest))
        return _clash(said[0][0], texts)

    def _titles(self, said: Iterable[tuple[Binding, Cell]]) -> FactReading:
        statements = Statements()
        first: Binding | None = None
        for binding, cell in said:
            first = first or binding
            title, _, detail = binding.part.partition(".")
            if detail:
                statements.days.setdefault(title, {})[detail] = day_of(cell)
            elif isinstance(cell.value, Certificates):
                numbered = CERTIFICATE_NUMBER in cell.repairs
                (statements.add_number if numbered else statements.said.append)(cell.value)
        assert first is not None
        return _noted(first, *agree_titles(statements, self.vocabulary))


def _by_width(said: tuple[Binding, object]) -> int:
    return _ORDER.index(said[0].part)


def join_place(texts: Sequence[str]) -> str:
    """The parts of a place, the widest first, as one text; a part said again later is left out.

    >>> join_place(["福建省", "泉州市", "福建省泉州市南安市柳城街道"])
    '福建省泉州市南安市柳城街道'
    """
    if len(texts) > 1 and all(_CODE.fullmatch(text) for text in texts):
        finer = pairwise(texts)
        return texts[-1] if all(b.startswith(a.rstrip("0")) for a, b in finer) else "/".join(texts)
    joined = ""
    for text in reversed(texts):
        joined = joined if joined.find(text) >= 0 else text + joined
    return joined


def _clash(binding: Binding, texts: Sequence[str | None]) -> FactReading:
    shown = " · ".join(text for text in texts if text)
    return FactReading(None, (), (Diagnostic("HQ654", {"text": shown}, where=binding.header),))


def _noted(binding: Binding, answer: Answer | None, findings: Sequence[Diagnostic]) -> FactReading:
    return FactReading(answer, (), tuple(replace(f, where=binding.header) for f in findings))
