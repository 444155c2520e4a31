"""Addresses that begin with the same place: where only a street follows it, they are read alike.

Reading an address takes a tenth of a millisecond, and nearly every company has one of its own, but
there are only a few thousand places to begin with: 福建省泉州市晋江市.

Why a street decides nothing: names are read one after the other from the start of the text. None
spans the end of the place, since no name holds the two characters that meet there; and none that
begins behind it lies in the place, or contradicts it. So all ways to read the text end with the
place or before. The longest of them counts: it ends in a full name, of which only the next
character is asked whether it goes on. The rest of the text is asked for zones, but only for those
whose name reaches its first character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from huiqi.load.place_names import Entry, all_names
from huiqi.load.place_text import FILLERS, RUNS_ON, SEPARATORS, follows, resolve_place
from huiqi.model.vocabulary import Vocabulary

_LAST = re.compile("[省市区县州盟旗]")
_LONGEST_LEAD = 40
_LONGEST = 300
_COUNTY = "县"
"""Also a filler: behind a short name it is passed over."""
_NO_STREET = frozenset(
    (*SEPARATORS, *"".join(RUNS_ON.values()), *(word[0] for word in FILLERS), _COUNTY)
)
"""What a street cannot begin with."""


class _Lead(NamedTuple):
    number: int
    names: tuple[Entry, ...]
    """All that may stand last in the place."""


class PlaceLeads:
    """The beginnings of addresses met so far, each with a number of the caller's."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._names = all_names()
        self._zones: dict[str, list[str]] = {}
        for zone in vocabulary.zones.values():
            for name in (zone.label.zh, *zone.synonyms):
                self._zones.setdefault(name[:1], []).append(name)
        words = (*self._names, *FILLERS, *(n for names in self._zones.values() for n in names))
        self._joints = frozenset(a + b for word in words for a, b in pairwise(word))
        self._leads: dict[str, _Lead] = {}

    def __len__(self) -> int:
        return len(self._leads)

    def number(self, text: str) -> int | None:
        """The number of the lead that the address begins with; None where it has to be read."""
        if len(text) > _LONGEST or not _is_plain(text):
            return None
        for last in _LAST.finditer(text, 0, _LONGEST_LEAD):
            lead = self._leads.get(text[: last.end()])
            if lead is not None and self._is_street(text, last.end(), lead):
                return lead.number
        return None

    def learn(self, text: str, number: int) -> None:
        """Remember how an address begins that was read exactly and given this number."""
        reading = resolve_place(text)
        end = len(text) - len(reading.rest)
        place = text[:end]
        if (
            reading.codes
            and text == place + reading.rest
            and end <= _LONGEST_LEAD
            and _LAST.fullmatch(place[-1:])
            and not text[0].isdigit()
            and _is_plain(text)
            and resolve_place(place).rest == ""
        ):
            lead = _Lead(number, (*self._ending(place), *self._ending(place.removesuffix(_COUNTY))))
            # A short name would ask for more than one character of what follows.
            if not any(name.short or name.keep for name in self._ending(place)) and (
                self._is_street(text, end, lead)
            ):
                self._leads[place] = lead

    def _is_street(self, text: str, end: int, lead: _Lead) -> bool:
        """Whether nothing that stands from `end` on decides how the text is read."""
        first = text[end : end + 1]
        if not first or first in _NO_STREET or text[end - 1 : end + 1] in self._joints:
            return False
        for _, names in self._names.at(text, end):
            if self._names.may_end(text) or any(
                not name.short or any(follows(name, last) for last in lead.names) for name in names
            ):
                return False
        return not any(text.startswith(zone, end) for zone in self._zones.get(first, ()))

    def _ending(self, place: str) -> Iterator[Entry]:
        """The names that end with the text."""
        for start in range(len(place)):
            for end, names in self._names.at(place, start):
                if end == len(place):
                    yield from names


def _is_plain(text: str) -> bool:
    """Whether the text stays as it is when it is normalised."""
    return text.isprintable() and " " not in text and unicodedata.is_normalized("NFKC", text)
