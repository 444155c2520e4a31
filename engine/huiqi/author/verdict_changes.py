"""Which companies get another verdict from one rulebook than from the other, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from huiqi.api import Rulebook
from huiqi.explain.assessment import Finding, assess
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
    for name, profile in companies:
        yield CompanyChanges(name, tuple(_changes(old, new, profile, as_of)))


def _changes(
    old: Rulebook, new: Rulebook, profile: Profile, as_of: date
) -> Iterator[VerdictChange]:
    shared = shared_vocabulary(old.vocabulary, new.vocabulary)
    given = [_understood(book.vocabulary, shared, profile) for book in (old, new)]
    before, after = old.verdicts(given[0], as_of), new.verdicts(given[1], as_of)
    for name in dict.fromkeys((*after, *before)):
        sides = before.get(name), after.get(name)
        if sides[0] is sides[1] or _never_mattered(sides):
            continue
        yield VerdictChange(
            name,
            _finding(old, given[0], name, as_of) if sides[0] else None,
            _finding(new, given[1], name, as_of) if sides[1] else None,
        )


def _never_mattered(sides: tuple[Verdict | None, Verdict | None]) -> bool:
    return None in sides and Verdict.INELIGIBLE in sides


def _finding(book: Rulebook, profile: Profile, name: str, as_of: date) -> Finding:
    return assess(book.book, profile, as_of, [book.programme(name, as_of)])[0]


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
