"""Reading one cell by what its column tells: exact, with every repair named and nothing guessed.

What is not certain is no value but a finding; the fact then stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from stdnum.cn import uscc

from huiqi.base.diagnostics import Diagnostic
from huiqi.base.source import Source, Span
from huiqi.load.answers import NO, NOT_APPLICABLE, TIER_WORDS, YES, AnswerReader
from huiqi.load.companies import kinds_of_body
from huiqi.load.companies.cell_text import LONGEST_CELL, NOTHING_HELD, Plain, plain
from huiqi.load.companies.days import TooCoarse, read_day
from huiqi.load.companies.figures import figure, is_inexact, is_rough
from huiqi.load.companies.item_names import Named, item_key, member_names, title_names
from huiqi.load.companies.list_cells import ListReader, as_certificates, as_members, read_holding
from huiqi.load.companies.mapping import ID, NAME, Binding
from huiqi.load.decode import Decoder, Rejected
from huiqi.load.tables import divisions
from huiqi.load.yaml import Scalar
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Holding, Members, Missing
from huiqi.model.quantity import NoSuchDay, NotAQuantity
from huiqi.model.vocabulary import Fact, FactType, Vocabulary

_YES_MARKS = frozenset((*YES, "1", "y", "t", "✓", "✔", "☑", "对", "有效", "有效期内", "已认定"))
_NO_MARKS = frozenset((*NO, "0", "n", "f", "x", "✗", "✘", "☐", "未认定"))
_NUMBER_OF_CERTIFICATE = re.compile(r"(?=(?:.*\d){6})[A-Za-z0-9\-/()\[\]〔〕号第字]{8,40}")
_SEVERAL_PLACES = re.compile(r"\d{6}(?:\|\d{6})+")
_REMEMBERED = 65_536
"""So many titles with their dates."""
SEVERAL = "|"
"""Stands between the codes of a place that is one of several."""


@dataclass(frozen=True)
class Cell:
    """What a cell says of its target, None where nothing; what was repaired; what was not right.

    The value is the answer of a whole fact, the text of a name, an id or a part of a place, the
    date of a title, or for one title or member what is known of it alone.
    """

    value: Answer | None = None
    repairs: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()

    @property
    def repair(self) -> str | None:
        return self.repairs[0] if self.repairs else None

    @property
    def finding(self) -> Diagnostic | None:
        return self.findings[0] if self.findings else None


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
        self._holding = lru_cache(_REMEMBERED)(
            lambda named, details: read_holding(named, details, vocabulary)
        )

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
        return self._title(member, spelt)

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
        if word in _YES_MARKS or word in _NO_MARKS:
            usual = word in ("是", "否")
            return Cell(word in _YES_MARKS, () if usual else ("yes_no_word",))
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
        members, findings = as_members(self._members[fact.id].read(spelt.text))
        return Cell(members, (), findings)

    def _titles(self, fact: Fact, binding: Binding, spelt: Plain) -> Cell:
        if spelt.text.lower() in NOTHING_HELD:
            return Cell(Certificates(()))
        listed = self._title_list.read(spelt.text)
        certificates, findings = as_certificates(listed, self._holding)
        return Cell(certificates, (), findings)

    def title(self, entry: str) -> Holding | None:
        """The title that an entry of a list names whatever stands beside it, if that is certain."""
        item = self._title_list.alone(entry)
        if item is None or not item.inside:
            return None
        holding, findings = self._holding(item.named, item.details)
        return None if findings else holding

    def _title(self, title: str, spelt: Plain) -> Cell:
        """A column for one title: yes or no, its tier, its date of issue, its number, or itself."""
        word = spelt.text.lower().removesuffix(".0")
        own = self._title_names[item_key(title)]
        if word in _NO_MARKS:
            return Cell(Certificates((), frozenset((title,))))
        if word in _YES_MARKS:
            return _held(Holding(title, own.tier))
        if (named := self._named_by(title, spelt.text)) is not None:
            return _held(Holding(named.id, named.tier))
        try:
            return _held(Holding(title, own.tier, issued=read_day(spelt.text).day), "date_of_issue")
        except TooCoarse:
            return Cell(findings=(Diagnostic("HQ650", {"text": spelt.text}),))
        except NotAQuantity:
            pass
        if _NUMBER_OF_CERTIFICATE.fullmatch(spelt.text):
            return _held(Holding(title, own.tier), "certificate_number")
        return Cell(findings=(Diagnostic("HQ656", {"text": spelt.text, "name": title}),))

    def _named_by(self, title: str, text: str) -> Named | None:
        """The title itself by name, or by a tier: 国家级 under 专精特新 is the Little Giant."""
        named = self._title_names.get(item_key(text))
        if named is not None:
            return named
        one = self.vocabulary.certifications[title]
        tiers = {label.label.zh: tier for tier, label in self.vocabulary.tiers.items()}
        tier = {**tiers, **dict(TIER_WORDS), **{t: t for t in one.tiers}}.get(text)
        if tier in one.tiers:
            return Named(title, tier)
        names = (one.label.zh, *one.synonyms)
        joined = (self._title_names.get(item_key(text + name)) for name in names if tier)
        return next((found for found in joined if found), None)

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
    def _title_names(self) -> Mapping[str, Named]:
        return title_names(self.vocabulary)

    @cached_property
    def _title_list(self) -> ListReader:
        return ListReader(self._title_names)


def _held(holding: Holding, *repairs: str) -> Cell:
    return Cell(Certificates((holding,), frozenset()), repairs)


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


def day_of(cell: Cell) -> date | None:
    """The date a cell of dates holds."""
    return cell.value if isinstance(cell.value, date) else None
