"""Cells that tell of titles: a list of them, or what a column for one title says."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from huiqi.base.diagnostics import Diagnostic
from huiqi.load.answers import TIER_WORDS
from huiqi.load.companies.cell import NO_MARKS, YES_MARKS, Cell
from huiqi.load.companies.cell_text import NOTHING_HELD, Plain
from huiqi.load.companies.days import TooCoarse, read_day
from huiqi.load.companies.item_names import Named, item_key, title_names
from huiqi.load.companies.list_cells import ListReader, as_certificates, read_holding
from huiqi.model.profile import Certificates, Holding
from huiqi.model.quantity import NotAQuantity
from huiqi.model.vocabulary import Vocabulary

_NUMBER_OF_CERTIFICATE = re.compile(r"(?=(?:.*\d){6})[A-Za-z0-9\-/()\[\]〔〕号第字]{8,40}")
_YEAR_OF_NUMBER = re.compile(r"GR(20[0-9]{2})[0-9]{8}")
"""Certificates of high-tech enterprises are numbered by the year of their issue."""
CERTIFICATE_NUMBER = "certificate_number"
"""The repair of a cell that gives the number of a certificate."""
_REMEMBERED = 65_536
"""So many titles with their dates."""


class TitleReader:
    """Reads them by the titles of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._names = title_names(vocabulary)
        self._list = ListReader(self._names)
        self._holding = lru_cache(_REMEMBERED)(
            lambda named, details: read_holding(named, details, vocabulary)
        )

    def several(self, spelt: Plain) -> Cell:
        """A cell that lists titles."""
        if spelt.text.lower() in NOTHING_HELD:
            return Cell(Certificates(()))
        listed = self._list.read(spelt.text)
        if listed.is_blank:
            return Cell(repairs=("missing_mark",))
        certificates, findings = as_certificates(listed, self._holding)
        return Cell(certificates, (), findings)

    def entry(self, entry: str) -> Holding | None:
        """The title that an entry of a list names whatever stands beside it, if that is certain."""
        item = self._list.alone(entry)
        if item is None or not item.inside:
            return None
        holding, findings = self._holding(item.named, item.details)
        return None if findings else holding

    def one(self, title: str, spelt: Plain) -> Cell:
        """A column for one title: yes or no, its tier, its date of issue, its number, or itself."""
        word = spelt.text.lower().removesuffix(".0")
        own = self._names[item_key(title)]
        if word in NO_MARKS:
            return Cell(Certificates((), frozenset((title,))))
        if word in YES_MARKS:
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
            holding = Holding(title, own.tier, expires=self._last_day(title, spelt.text))
            return _held(holding, CERTIFICATE_NUMBER)
        return Cell(findings=(Diagnostic("HQ656", {"text": spelt.text, "name": title}),))

    def _last_day(self, title: str, number: str) -> date | None:
        """The last day on which a certificate with this number can be valid, where that is told."""
        year = _YEAR_OF_NUMBER.fullmatch(number.upper())
        valid_for = self._vocabulary.certifications[title].valid_for
        if year is None or valid_for is None:
            return None
        return valid_for.after(date(int(year[1]), 12, 31))

    def _named_by(self, title: str, text: str) -> Named | None:
        """The title itself by name, or by a tier: 国家级 under 专精特新 is the Little Giant."""
        named = self._names.get(item_key(text))
        if named is not None:
            return named
        one = self._vocabulary.certifications[title]
        tiers = {label.label.zh: tier for tier, label in self._vocabulary.tiers.items()}
        tier = {**tiers, **dict(TIER_WORDS), **{t: t for t in one.tiers}}.get(text)
        if tier in one.tiers:
            return Named(title, tier)
        names = (one.label.zh, *one.synonyms)
        joined = (self._names.get(item_key(text + name)) for name in names if tier)
        return next((found for found in joined if found), None)


def _held(holding: Holding, *repairs: str) -> Cell:
    return Cell(Certificates((holding,), frozenset()), repairs)
