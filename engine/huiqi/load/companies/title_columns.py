"""Putting together what several columns say of titles, or of the members of a set.

Where two columns contradict each other about a title, that title is unknown, and a finding says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from huiqi.base.diagnostics import Diagnostic
from huiqi.model.profile import Certificates, Holding, Members
from huiqi.model.vocabulary import Fact, Vocabulary


@dataclass
class Statements:
    """What a row says of titles: lists and columns of single titles, and their dates.

    `ends`: the last days that the numbers of certificates allow; they count where no date is told.
    """

    said: list[Certificates] = field(default_factory=list)
    days: dict[str, dict[str, date | None]] = field(default_factory=dict)
    ends: dict[str, date] = field(default_factory=dict)

    def add_number(self, numbered: Certificates) -> None:
        """Take what a cell says that holds the number of a certificate."""
        (holding,) = numbered.held
        if holding.expires is not None:
            self.ends[holding.certification] = holding.expires
        self.said.append(replace(numbered, held=(replace(holding, expires=None),)))


def agree_titles(
    statements: Statements, vocabulary: Vocabulary
) -> tuple[Certificates | None, list[Diagnostic]]:
    """The certificates all statements agree on; None where they say nothing at all."""
    said = statements.said
    if len(said) == 1 and not (statements.days or statements.ends):
        return said[0], []
    titles = {h.certification for c in said for h in c.held} | set(statements.days)
    held: list[Holding] = []
    doubtful: set[str] = set()
    for title in sorted(titles, key=list(vocabulary.certifications).index):
        found = _one_title(title, said, statements.days.get(title, {}))
        if found is None:
            doubtful.add(title)
        else:
            held += [_ending(holding, statements.ends.get(title)) for holding in found]
    closed = any(c.absent is None for c in said)
    absent = frozenset[str]().union(*(c.absent or () for c in said))
    findings = [
        Diagnostic("HQ654", {"text": vocabulary.certifications[t].label.zh})
        for t in sorted(doubtful)
    ]
    if not said and not held and not doubtful:
        return None, []
    settled = doubtful | {holding.certification for holding in held}
    outside = _outside(closed, absent, doubtful, settled, vocabulary.certifications)
    return Certificates(tuple(held), outside), findings


def _one_title(
    title: str, said: Sequence[Certificates], days: Mapping[str, date | None]
) -> list[Holding] | None:
    """How one title is held; None where the statements contradict each other."""
    if any(one.lacks(title) for one in said):
        return None
    groups = [one.of(title) for one in said if one.of(title)]
    merged = list(groups[0]) if groups else [Holding(title)]
    for group in groups[1:]:
        joined = _joined(merged, group)
        if joined is None:
            return None
        merged = joined
    if not days:
        return merged
    dated = _joined(merged, (Holding(title, None, days.get("issued"), days.get("expires")),))
    if dated is None or any(_ends_early(holding) for holding in dated):
        return None
    return dated


def _joined(one: Sequence[Holding], other: Sequence[Holding]) -> list[Holding] | None:
    """Two statements of the same title as one; None where they differ in a detail."""
    if list(one) == list(other):
        return list(one)
    if len(one) != 1 or len(other) != 1:
        return None
    a, b = one[0], other[0]
    for detail in ("tier", "issued", "expires"):
        first, second = getattr(a, detail), getattr(b, detail)
        if None not in (first, second) and first != second:
            return None
    return [
        replace(
            a,
            tier=a.tier or b.tier,
            issued=a.issued or b.issued,
            expires=a.expires or b.expires,
            renewal=a.renewal or b.renewal,
        )
    ]


def _ending(holding: Holding, by: date | None) -> Holding:
    """The holding with the end that its number tells, unless it has a date of its own."""
    return holding if holding.issued or holding.expires else replace(holding, expires=by)


def _ends_early(holding: Holding) -> bool:
    return bool(holding.issued and holding.expires and holding.expires < holding.issued)


def agree_members(
    said: Sequence[Members], fact: Fact, vocabulary: Vocabulary
) -> tuple[Members, list[Diagnostic]]:
    """The members all statements agree on."""
    if len(said) == 1:
        return said[0], []
    declared = vocabulary.zones if fact.id == "zones" else fact.values
    named = frozenset[str]().union(*(one.inside for one in said))
    doubtful = {member for member in named if any(one.has(member) is False for one in said)}
    closed = any(one.outside is None for one in said)
    outside = frozenset[str]().union(*(one.outside or () for one in said))
    findings = [Diagnostic("HQ654", {"text": member}) for member in sorted(doubtful)]
    return Members(named - doubtful, _outside(closed, outside, doubtful, named, declared)), findings


def _outside(
    closed: bool,
    outside: frozenset[str],
    doubtful: Collection[str],
    named: Collection[str],
    declared: Collection[str],
) -> frozenset[str] | None:
    """Who is known to be out: all others, all that nothing names, or those said to be out."""
    if closed:
        return frozenset(declared) - frozenset(named) if doubtful else None
    return outside - frozenset(doubtful)
