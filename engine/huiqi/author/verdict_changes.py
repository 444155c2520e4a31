"""Which companies get another verdict from one rulebook than from the other, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from huiqi.api import Rulebook
from huiqi.evaluate.reference import circumstances
from huiqi.explain.finding import Finding, find
from huiqi.explain.needs import Needs
from huiqi.model.profile import Answer, Certificates, Profile
from huiqi.model.verdict import Verdict
from huiqi.model.vocabulary import Vocabulary


@dataclass(frozen=True)
class VerdictChange:
    """One programme before and after; None on the side that does not have it."""

    programme: str
    before: Finding | None
    after: Finding | None


@dataclass(frozen=True)
class CompanyChanges:
    """One company with the programmes that changed for it, perhaps none."""

    name: str
    changes: tuple[VerdictChange, ...]


def shared_vocabulary(old: Vocabulary, new: Vocabulary) -> Vocabulary:
    """The words of both, those of the new one first: what profiles are read by."""
    return Vocabulary.model_construct(
        facts={**old.facts, **new.facts},
        certifications={**old.certifications, **new.certifications},
        regions={**old.regions, **new.regions},
        sectors={**old.sectors, **new.sectors},
        zones={**old.zones, **new.zones},
        tiers={**old.tiers, **new.tiers},
    )


def verdict_changes(
    old: Rulebook, new: Rulebook, companies: Iterable[tuple[str, Profile]], as_of: date
) -> Iterator[CompanyChanges]:
    """Every company in turn, with what changes for it.

    A programme that only one rulebook has counts as a change unless that one finds the company
    ineligible. Profiles are read by `shared_vocabulary`; an answer that one of the rulebooks has
    no place for counts there as not given.
    """
    read_by = shared_vocabulary(old.vocabulary, new.vocabulary)
    for name, profile in companies:
        before, after = (
            _Side(book, _understood(book.vocabulary, read_by, profile), as_of)
            for book in (old, new)
        )
        yield CompanyChanges(name, tuple(_changes(before, after)))


class _Side:
    """One company under one rulebook: verdicts at once, findings when they are asked for."""

    def __init__(self, book: Rulebook, profile: Profile, as_of: date) -> None:
        self._book, self._profile, self._as_of = book, profile, as_of
        self.verdicts = book.verdicts(profile, as_of)

    @cached_property
    def _needs(self) -> Needs:
        return Needs(circumstances(self._book.book, self._profile, self._as_of))

    def finding(self, programme: str) -> Finding | None:
        if programme not in self.verdicts:
            return None
        return find(self._book.programme(programme, self._as_of), self._needs)


def _changes(before: _Side, after: _Side) -> Iterator[VerdictChange]:
    for name in dict.fromkeys((*after.verdicts, *before.verdicts)):
        sides = before.verdicts.get(name), after.verdicts.get(name)
        if sides[0] is not sides[1] and not _never_mattered(sides):
            yield VerdictChange(name, before.finding(name), after.finding(name))


def _never_mattered(sides: tuple[Verdict | None, Verdict | None]) -> bool:
    return None in sides and Verdict.INELIGIBLE in sides


def _understood(own: Vocabulary, read_by: Vocabulary, profile: Profile) -> Profile:
    """The profile without what a vocabulary has no place for."""
    kept = {
        name: _declared(own, answer)
        for name, answer in profile.answers.items()
        if name in own.facts
        and own.facts[name].type is read_by.facts[name].type
        and not (isinstance(answer, str) and answer not in own.facts[name].values)
    }
    return Profile(profile.name, kept)


def _declared(own: Vocabulary, answer: Answer) -> Answer:
    """Certificates without those that are not declared, or whose tier is not."""
    if not isinstance(answer, Certificates):
        return answer
    held = []
    for holding in answer.held:
        declared = own.certifications.get(holding.certification)
        if declared is not None:
            known = holding.tier in declared.tiers
            held.append(holding if known else replace(holding, tier=None))
    return Certificates(tuple(held), answer.absent)
