"""The grammar of list cells, for titles and for members of a set.

    高新技术企业;专精特新                        these and no others
    srdi_sme(2021-12-01~2024-11-30 renewal);!tech_sme;...
    无                                          nothing at all

Items stand between ; ； 、 , ， / | or line ends. `!` before a name says that it is known to be
out; `...` (or 等 at the end) says that the list is not complete, so that what it does not name is
unknown. In brackets behind a title, between blanks: its tier, its day of issue, `~` and its last
day, `renewal` when it was not the first recognition, and `?` when its tier is not known although
there is only one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from huiqi.base.diagnostics import Diagnostic, nearest
from huiqi.load.answers import tier_named
from huiqi.load.companies.days import TooCoarse, read_day
from huiqi.load.companies.item_names import Named, item_key
from huiqi.model.profile import Certificates, Holding, Members
from huiqi.model.quantity import NotAQuantity
from huiqi.model.vocabulary import Vocabulary

_LINE_ENDS = "\n\r\t"
SEPARATORS = ";、,/|" + _LINE_ENDS
_MARKS = re.compile(f"[(){SEPARATORS}]")
OUT, OPEN, RENEWAL, NO_TIER = "!", "...", "renewal", "?"
_RENEWED = frozenset((RENEWAL, "复审", "复核", "重新认定", "再次认定"))
_DETAILS = re.compile(r"(.*[^\s])\s*\(([^()]*)\)")
_BETWEEN = re.compile(r"[\s,;、]+")
_UNTIL = re.compile(r"(?<=[\d日])\s*(?:~|至|—+|–)\s*(?=\d)|[~至]\s*(?=\d)")
_MOST_JOINED = 6
_NAMES_SHOWN = 5
_REMEMBERED = 65_536


class Item(NamedTuple):
    """One entry of a list: a name, what stands in brackets behind it, and whether it is in."""

    named: Named
    details: str
    inside: bool


@dataclass(frozen=True)
class ListReading:
    """What a list cell says; `complete`: nothing else is in."""

    items: tuple[Item, ...]
    complete: bool
    findings: tuple[Diagnostic, ...]

    @property
    def is_blank(self) -> bool:
        """Whether there are only separators, as formulas leave them that join empty cells."""
        return self.complete and not self.items and not self.findings


class ListReader:
    """Reads list cells whose entries have certain names; entries met lately are remembered."""

    def __init__(self, names: Mapping[str, Named]) -> None:
        self._names = names
        self._heads = frozenset(
            key[slice(*parts[0])] for key in names if len(parts := list(pieces(key))) > 1
        )
        """What names begin with that hold a separator themselves."""
        self._item = lru_cache(_REMEMBERED)(self._named)
        self._joins = lru_cache(_REMEMBERED)(
            lambda first: item_key(first.removeprefix(OUT)) in self._heads
        )

    def read(self, text: str) -> ListReading:
        """The entries of a cell (in half-width characters); an unknown name makes it incomplete."""
        items: list[Item] = []
        strange: list[str] = []
        shortened = text.removesuffix("等")
        complete = shortened == text
        parts = list(pieces(shortened))
        # A line may break within a name.
        broken = any(c in shortened for c in _LINE_ENDS)
        at = 0
        while at < len(parts):
            first = shortened[slice(*parts[at])].strip()
            most = _MOST_JOINED if broken or self._joins(first) else 1
            for upto in range(min(len(parts), at + most), at, -1):
                item = self._item(shortened[parts[at][0] : parts[upto - 1][1]].strip())
                if item is not None:
                    items.append(item)
                    break
            else:
                upto = at + 1
                if first in (OPEN, "…"):
                    complete = False
                elif first:
                    strange.append(first)
            at = upto
        findings = tuple(self._strange(entry) for entry in strange[:_NAMES_SHOWN])
        return ListReading(tuple(items), complete and not strange, findings)

    def alone(self, entry: str) -> Item | None:
        """The entry as it is read whatever stands beside it; None where that may matter."""
        return None if self._joins(entry) else self._item(entry)

    def _named(self, entry: str) -> Item | None:
        bare = entry.removeprefix(OUT)
        inside = bare == entry
        if named := self._names.get(item_key(bare)):
            return Item(named, "", inside)
        if (match := _DETAILS.fullmatch(bare)) and (named := self._names.get(item_key(match[1]))):
            return Item(named, match[2].strip(), inside)
        return None

    def _strange(self, entry: str) -> Diagnostic:
        near = nearest(item_key(entry[:50]), self._names)
        return Diagnostic("HQ651", {"name": entry}, near=self._names[near].id if near else None)


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between separators that stand outside brackets."""
    start, depth = 0, 0
    for mark in _MARKS.finditer(text):
        if mark[0] == "(":
            depth += 1
        elif mark[0] == ")":
            depth = max(0, depth - 1)
        elif not depth:
            yield start, mark.start()
            start = mark.end()
    yield start, len(text)


def as_members(reading: ListReading) -> tuple[Members, tuple[Diagnostic, ...]]:
    """The members of a set that a list names."""
    findings = list(reading.findings)
    sure = [item for item in reading.items if not item.details]
    findings += [Diagnostic("HQ651", {"name": i.details}) for i in reading.items if i.details]
    inside = frozenset(item.named.id for item in sure if item.inside)
    outside = frozenset(item.named.id for item in sure if not item.inside)
    complete = reading.complete and len(sure) == len(reading.items)
    return Members(inside, None if complete else outside), tuple(findings)


Titled = tuple[Holding | None, tuple[Diagnostic, ...]]
"""A title as far as what stands in brackets behind it is understood, and what is not."""


def as_certificates(
    reading: ListReading, holding: Callable[[Named, str], Titled]
) -> tuple[Certificates, tuple[Diagnostic, ...]]:
    """The titles that a list names; details that are not understood leave the title unknown."""
    findings = list(reading.findings)
    held: list[Holding] = []
    absent: set[str] = set()
    complete = reading.complete
    for item in reading.items:
        if not item.inside:
            absent.add(item.named.id)
            continue
        title, strange = holding(item.named, item.details)
        findings += strange
        if title is None:
            complete = False
        else:
            held.append(title)
    return Certificates(tuple(held), None if complete else frozenset(absent)), tuple(findings)


def read_holding(named: Named, details: str, vocabulary: Vocabulary) -> Titled:
    """A title with what stands in brackets behind it; None (and a finding) when not understood."""
    tier, issued, expires, renewal = named.tier, None, None, False
    findings: list[Diagnostic] = []
    for word in filter(None, _BETWEEN.split(_UNTIL.sub("~", details))):
        tiers = vocabulary.certifications[named.id].tiers
        stated = tier_named(word, [vocabulary.tiers[tier] for tier in tiers])
        if stated is not None:
            tier = stated
        elif word == NO_TIER:
            tier = None
        elif word in _RENEWED:
            renewal = True
        else:
            first, _, last = word.partition("~")
            try:
                days = _day(first), _day(last)
                # Of two days side by side nobody says what the second one is.
                if (days[0] and issued) or (days[1] and expires):
                    raise NotAQuantity
                issued, expires = days[0] or issued, days[1] or expires
            except TooCoarse:
                findings.append(Diagnostic("HQ650", {"text": word}))
            except NotAQuantity:
                findings.append(Diagnostic("HQ656", {"text": word, "name": named.id}))
                return None, tuple(findings)
    if issued and expires and expires < issued:
        findings.append(Diagnostic("HQ616", {"expires": expires, "issued": issued}))
        return None, tuple(findings)
    return Holding(named.id, tier, issued, expires, renewal), tuple(findings)


def _day(text: str) -> date | None:
    return read_day(text).day if text else None
