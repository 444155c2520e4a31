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
from typing import NamedTuple

from huiqi.base.diagnostics import Diagnostic, nearest
from huiqi.load.answers import tier_named
from huiqi.load.companies.days import TooCoarse, read_day
from huiqi.load.companies.item_names import Named, item_key
from huiqi.model.profile import Certificates, Holding, Members
from huiqi.model.quantity import NotAQuantity
from huiqi.model.vocabulary import Vocabulary

SEPARATORS = ";、,/|\n\r\t"
OUT, OPEN, RENEWAL, NO_TIER = "!", "...", "renewal", "?"
_RENEWED = frozenset((RENEWAL, "复审", "复核", "重新认定", "再次认定"))
_DETAILS = re.compile(r"(.*[^\s])\s*\(([^()]*)\)")
_BETWEEN = re.compile(r"[\s,;、]+")
_MOST_JOINED = 6
_NAMES_SHOWN = 5


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


def read_list(text: str, names: Mapping[str, Named]) -> ListReading:
    """The entries of a cell (in half-width characters); an unknown name makes it incomplete."""
    items: list[Item] = []
    strange: list[str] = []
    shortened = text.removesuffix("等")
    complete = shortened == text
    pieces = list(_pieces(shortened))
    at = 0
    while at < len(pieces):
        for upto in range(min(len(pieces), at + _MOST_JOINED), at, -1):
            entry = shortened[pieces[at][0] : pieces[upto - 1][1]].strip()
            item = _item(entry, names)
            if item is not None:
                items.append(item)
                break
        else:
            upto = at + 1
            entry = shortened[slice(*pieces[at])].strip()
            if entry in (OPEN, "…"):
                complete = False
            elif entry:
                strange.append(entry)
        at = upto
    findings = tuple(_strange(entry, names) for entry in strange[:_NAMES_SHOWN])
    return ListReading(tuple(items), complete and not strange, findings)


def _strange(entry: str, names: Mapping[str, Named]) -> Diagnostic:
    near = nearest(item_key(entry[:50]), names)
    return Diagnostic("HQ651", {"name": entry}, near=names[near].id if near else None)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between separators that stand outside brackets."""
    start, depth = 0, 0
    for place, character in enumerate(text):
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif character in SEPARATORS and not depth:
            yield start, place
            start = place + 1
    yield start, len(text)


def _item(entry: str, names: Mapping[str, Named]) -> Item | None:
    bare = entry.removeprefix(OUT)
    inside = bare == entry
    if named := names.get(item_key(bare)):
        return Item(named, "", inside)
    if (match := _DETAILS.fullmatch(bare)) and (named := names.get(item_key(match[1]))):
        return Item(named, match[2].strip(), inside)
    return None


def as_members(reading: ListReading) -> tuple[Members, tuple[Diagnostic, ...]]:
    """The members of a set that a list names."""
    findings = list(reading.findings)
    sure = [item for item in reading.items if not item.details]
    findings += [Diagnostic("HQ651", {"name": i.details}) for i in reading.items if i.details]
    inside = frozenset(item.named.id for item in sure if item.inside)
    outside = frozenset(item.named.id for item in sure if not item.inside)
    complete = reading.complete and len(sure) == len(reading.items)
    return Members(inside, None if complete else outside), tuple(findings)


def as_certificates(
    reading: ListReading, vocabulary: Vocabulary
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
        holding = read_holding(item.named, item.details, vocabulary, findings.append)
        if holding is None:
            complete = False
        else:
            held.append(holding)
    return Certificates(tuple(held), None if complete else frozenset(absent)), tuple(findings)


def read_holding(
    named: Named, details: str, vocabulary: Vocabulary, note: Callable[[Diagnostic], None]
) -> Holding | None:
    """A title with what stands in brackets behind it; None (and a finding) when not understood."""
    tier, issued, expires, renewal = named.tier, None, None, False
    for word in filter(None, _BETWEEN.split(details)):
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
                issued = _day(first) or issued
                expires = _day(last.removeprefix("至")) or expires
            except TooCoarse:
                note(Diagnostic("HQ650", {"text": word}))
            except NotAQuantity:
                note(Diagnostic("HQ656", {"text": word, "name": named.id}))
                return None
    if issued and expires and expires < issued:
        note(Diagnostic("HQ616", {"expires": expires, "issued": issued}))
        return None
    return Holding(named.id, tier, issued, expires, renewal)


def _day(text: str) -> date | None:
    return read_day(text).day if text else None
