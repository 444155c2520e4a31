"""Reading one cell by what its column tells: exact, with every repair named and nothing guessed.

What is not certain is no value but a finding; the fact then stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cached_property

from stdnum.cn import uscc

from huiqi.base.diagnostics import Diagnostic
from huiqi.base.source import Source, Span
from huiqi.load.answers import NOT_APPLICABLE, AnswerReader
from huiqi.load.companies import kinds_of_body
from huiqi.load.companies.cell import NO_MARKS, YES_MARKS, Cell
from huiqi.load.companies.cell_text import LONGEST_CELL, NOTHING_HELD, Plain, plain
from huiqi.load.companies.days import TooCoarse, read_day
from huiqi.load.companies.figures import figure, is_inexact, is_rough
from huiqi.load.companies.item_names import member_names
from huiqi.load.companies.list_cells import ListReader, as_members
from huiqi.load.companies.mapping import ID, NAME, Binding
from huiqi.load.companies.title_cells import TitleReader
from huiqi.load.decode import Decoder, Rejected
from huiqi.load.tables import divisions
from huiqi.load.yaml import Scalar
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Members, Missing
from huiqi.model.quantity import NoSuchDay, NotAQuantity
from huiqi.model.vocabulary import Fact, FactType, Vocabulary

_SEVERAL_PLACES = re.compile(r"\d{6}(?:\|\d{6})+")
SEVERAL = "|"
"""Stands between the codes of a place that is one of several."""


class CellReader:
    """Reads cells by the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._typed: dict[FactType, Callable[[Fact, Binding, Plain], Cell]] = {
            FactType.BOOL: self._bool,
            FactType.COUNT: self._figure,
            FactType.NUMBER: self._figure,
            FactType.MONEY: self._figure,
            FactType.RATIO: self._figure,
            FactType.DATE: self._date,
            FactType.ENUM: self._enum,
            FactType.SET: self._set,
            FactType.LOCATION: self._place,
            FactType.SECTOR: self._by_answer,
            FactType.CERTIFICATIONS: self._titles,
        }
        self._members: dict[str, ListReader] = {}

    def read(self, binding: Binding, text: str | None) -> Cell:
        """What the cell says; findings name the column as the place."""
        if text is None:
            return Cell()
        if len(text) > LONGEST_CELL:
            return _at(Cell(findings=(_wrong(binding.target, text),)), binding.header)
        spelt = plain(text)
        cell = self._read(binding, spelt)
        if cell.value is not None:
            cell = replace(cell, repairs=(*spelt.repairs, *cell.repairs))
        return _at(cell, binding.header)

    def _read(self, binding: Binding, spelt: Plain) -> Cell:
        if spelt.is_error:
            return Cell(findings=(Diagnostic("HQ652", {"text": spelt.text}),))
        if binding.target in (NAME, ID):
            return self._of_the_company(binding.target, spelt)
        fact = self.vocabulary.facts[binding.fact]
        if spelt.is_not_applicable:
            return Cell(Missing.NOT_APPLICABLE) if fact.may_not_apply else _missing(spelt)
        if not binding.part:
            if fact.type is FactType.ENUM and (cell := self._enum(fact, binding, spelt)).value:
                return cell
            held = fact.type in (FactType.BOOL, FactType.SET, FactType.CERTIFICATIONS)
            if spelt.is_missing and not (held and spelt.text.lower() in NOTHING_HELD):
                return _missing(spelt)
            return self._typed[fact.type](fact, binding, spelt)
        return self._part(fact, binding, spelt)

    def _part(self, fact: Fact, binding: Binding, spelt: Plain) -> Cell:
        """A column for a part of a fact."""
        member, _, detail = binding.part.partition(".")
        if spelt.is_missing and (detail or spelt.text.lower() not in NOTHING_HELD):
            return _missing(spelt)
        if fact.type is FactType.LOCATION:
            return _missing(spelt) if spelt.is_missing else Cell(spelt.text)
        if detail:
            return self._date(fact, binding, spelt)
        if fact.type is FactType.SET:
            cell = self._bool(fact, binding, spelt)
            if cell.value is None:
                return cell
            only, nobody = frozenset((member,)), frozenset[str]()
            return replace(
                cell, value=Members(only, nobody) if cell.value else Members(nobody, only)
            )
        return self.titles.one(member, spelt)

    def _of_the_company(self, target: str, spelt: Plain) -> Cell:
        if spelt.is_missing:
            return _missing(spelt)
        if target == NAME:
            return Cell(spelt.text)
        code = re.sub(r"[\s\-]", "", spelt.text).upper()
        if uscc.is_valid(code):
            return Cell(code)
        return Cell(spelt.text, findings=(Diagnostic("HQ655", {"text": spelt.text}),))

    def _bool(self, fact: Fact, binding: Binding, spelt: Plain) -> Cell:
        word = spelt.text.lower().removesuffix(".0")
        if word in YES_MARKS or word in NO_MARKS:
            usual = word in ("是", "否")
            return Cell(word in YES_MARKS, () if usual else ("yes_no_word",))
        return Cell(findings=(_wrong(binding.target, spelt.text, fact),))

    def _figure(self, fact: Fact, binding: Binding, spelt: Plain) -> Cell:
        if is_rough(spelt.text):
            return Cell(findings=(Diagnostic("HQ653", {"text": spelt.text}),))
        try:
            found = figure(fact, binding.scale, spelt.text)
        except NotAQuantity:
            return Cell(findings=(_wrong(fact.id, spelt.text, fact),))
        cell = self._answer(fact, found.text)
        if cell.value is None:
            inexact = Diagnostic("HQ653", {"text": spelt.text})
            return Cell(findings=(inexact,)) if is_inexact(spelt.text) else cell
        return replace(cell, repairs=found.repairs)

    def _date(self, fact: Fact, binding: Binding, spelt: Plain) -> Cell:
        try:
            day, repairs = read_day(spelt.text)
        except TooCoarse:
            return Cell(findings=(Diagnostic("HQ650", {"text": spelt.text}),))
        except NoSuchDay:
            return Cell(findings=(Diagnostic("HQ604", {"text": spelt.text}),))
        except NotAQuantity:
            return Cell(findings=(_wrong(binding.target, spelt.text, fact, FactType.DATE),))
        return Cell(day, repairs)

    def _enum(self, fact: Fact, binding: Binding, spelt: Plain) -> Cell:
        cell = self._answer(fact, spelt.text)
        if cell.value is None:
            said = kinds_of_body.value(fact, spelt.text)
            return Cell(said, ("value_word",)) if said else cell
        return cell

    def _set(self, fact: Fact, binding: Binding, spelt: Plain) -> Cell:
        if spelt.text.lower() in NOTHING_HELD:
            return Cell(Members(frozenset()))
        if fact.id not in self._members:
            self._members[fact.id] = ListReader(member_names(fact, self.vocabulary))
        listed = self._members[fact.id].read(spelt.text)
        if listed.is_blank:
            return _missing(spelt)
        members, findings = as_members(listed)
        return Cell(members, (), findings)

    def _titles(self, fact: Fact, binding: Binding, spelt: Plain) -> Cell:
        return self.titles.several(spelt)

    def _place(self, fact: Fact, binding: Binding, spelt: Plain) -> Cell:
        """The text of a place; it becomes a place with the other columns of its row."""
        return Cell(spelt.text)

    def _by_answer(self, fact: Fact, binding: Binding, spelt: Plain) -> Cell:
        return self._answer(fact, spelt.text)

    def _answer(self, fact: Fact, text: str) -> Cell:
        return self.answer(fact, text)[0]

    def answer(self, fact: Fact, text: str) -> tuple[Cell, frozenset[str]]:
        """The answer as a profile would read it, and the zones its place names mention."""
        if fact.type is FactType.LOCATION and _SEVERAL_PLACES.fullmatch(text):
            return self._one_of(text), frozenset()
        decoder = Decoder()
        reader = AnswerReader(decoder, self.vocabulary)
        value: Answer | None = None
        if text.lower() in NOT_APPLICABLE:
            return Cell(findings=(_wrong(fact.id, text, fact),)), frozenset()
        with suppress(Rejected):
            value = reader.read(fact, Scalar(text, True, Span(Source("", text), 1, 1, len(text))))
        if isinstance(value, Missing):
            value = None
        findings = tuple(replace(finding, span=None) for finding in decoder.findings)
        return Cell(value, (), findings), frozenset(reader.zones_seen)

    def _one_of(self, text: str) -> Cell:
        """A place given as one of several codes."""
        codes = tuple(text.split(SEVERAL))
        if all(code in divisions() for code in codes):
            return Cell(Location(codes))
        return Cell(findings=(Diagnostic("HQ608", {"text": text}),))

    @cached_property
    def titles(self) -> TitleReader:
        """What cells say of titles."""
        return TitleReader(self.vocabulary)


def _missing(spelt: Plain) -> Cell:
    """Nothing known; an empty cell says so without a mark."""
    return Cell(repairs=("missing_mark",) if spelt.text else ())


def _wrong(
    target: str, text: str, fact: Fact | None = None, kind: FactType | None = None
) -> Diagnostic:
    words = (kind or (fact.type if fact else FactType.ENUM)).words
    return Diagnostic(
        "HQ602", {"fact": target, "type_zh": words.zh, "type_en": words.en, "text": text}
    )


def _at(cell: Cell, header: str) -> Cell:
    if not cell.findings:
        return cell
    return replace(cell, findings=tuple(replace(f, where=header) for f in cell.findings))
