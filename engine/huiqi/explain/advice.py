"""What a company could change so that programmes apply, and what each change unlocks.

Only programmes that the company is ruled out of get proposals (see `explain.proposing` for their
kinds). Single changes are ranked over all programmes, and recognitions that a programme of the
rulebook grants are followed to what that programme asks for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import overload

from huiqi.base.kleene import Truth
from huiqi.evaluate.fast import FastVerdicts
from huiqi.explain.changes import Change
from huiqi.explain.finding import Finding
from huiqi.explain.mending import effort
from huiqi.explain.proposing import Kind, Proposal, Proposals, Proposing
from huiqi.model.profile import Answer, Holding, Profile
from huiqi.model.verdict import Standing, Verdict

OVER = frozenset({Standing.CLOSED, Standing.SUPERSEDED, Standing.NOT_YET})
"""Standings of programmes that nobody can apply for on the day."""
MAX_STEPS = 4
"""So many recognitions are followed one behind the other."""


@dataclass(frozen=True)
class ProgrammeAdvice:
    """The proposals for one programme, exact ones first; `complete`: there are no more.

    None at all: no change that is proposed lets the programme apply.
    """

    finding: Finding
    proposals: tuple[Proposal, ...]
    complete: bool = True

    def __repr__(self) -> str:
        return f"<ProgrammeAdvice {self.id}: {len(self.proposals)} proposals>"

    @property
    def id(self) -> str:
        return self.finding.id

    def of_kind(self, kind: Kind) -> tuple[Proposal, ...]:
        return tuple(p for p in self.proposals if p.kind is kind)


@dataclass(frozen=True)
class Effect:
    """What one change does by itself, as ids of programmes in the order of the rulebook.

    `unlocks` come to apply, `opens` are no longer ruled out, `nearer` need it among other changes,
    `loses` would no longer apply.
    """

    change: Change
    unlocks: tuple[str, ...]
    opens: tuple[str, ...]
    nearer: tuple[str, ...]
    loses: tuple[str, ...]


@dataclass(frozen=True)
class Route:
    """How to come by a certification: the programme that grants it, for the company as it stands.

    `advice` where the company is ruled out of that programme; `onward` leads to the certifications
    that its proposals ask for. What would lead back to where the route comes from is left out.
    """

    certification: str
    finding: Finding
    advice: ProgrammeAdvice | None = None
    onward: tuple[Route, ...] = ()


@dataclass(frozen=True)
class Advice(Sequence[ProgrammeAdvice]):
    """Advice for one company: the programmes that changes can reach, nearest first.

    `changes`: single changes of all proposals by what they do, best first. `beyond`: programmes
    that no proposed change reaches. `left_out`: programmes nobody can apply for on the day.
    `not_ruled_out`: those that apply or are undetermined, and so need no advice.
    """

    profile: Profile
    as_of: date
    findings: tuple[Finding, ...]
    programmes: tuple[ProgrammeAdvice, ...]
    changes: tuple[Effect, ...] = ()
    routes: Mapping[str, Route] = field(default_factory=dict)
    beyond: tuple[ProgrammeAdvice, ...] = ()
    left_out: tuple[Finding, ...] = ()
    not_ruled_out: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """One line: company, day and counts."""
        counts = f"{len(self)} programmes in reach by {len(self.changes)} changes"
        return f"<Advice for {self.profile.name!r} on {self.as_of}: {counts}>"

    @overload
    def __getitem__(self, index: int) -> ProgrammeAdvice: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[ProgrammeAdvice]: ...
    def __getitem__(self, index: int | slice) -> ProgrammeAdvice | Sequence[ProgrammeAdvice]:
        """The advice for a programme by position, or a slice; IndexError if there is none."""
        return self.programmes[index]

    def __iter__(self) -> Iterator[ProgrammeAdvice]:
        return iter(self.programmes)

    def __len__(self) -> int:
        return len(self.programmes)

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The answers of the company as it stands, derived ones included."""
        return self.findings[0].given.answers if self.findings else {}

    def for_programme(self, name: str) -> ProgrammeAdvice | None:
        """The advice for a programme; None where it is not ruled out, or was left out."""
        return next((a for a in (*self.programmes, *self.beyond) if a.id == name), None)

    def route(self, change: Change) -> Route | None:
        """How to come by the certification of a change, where a programme grants it."""
        return self.routes.get(change.part) if isinstance(change.to, Holding) else None


def advise(
    profile: Profile,
    as_of: date,
    findings: tuple[Finding, ...],
    programmes: Collection[str] | None = None,
    everything: bool = False,
) -> Advice:
    """The advice for an assessed company, about all programmes or some of them.

    Programmes that nobody can apply for on the day are left out unless `everything` is wanted.
    """
    asked = tuple(f for f in findings if programmes is None or f.id in programmes)
    kept = tuple(f for f in findings if everything or f.standing not in OVER)
    left_out = tuple(f for f in asked if not everything and f.standing in OVER)
    if not kept:
        return Advice(profile, as_of, findings, (), left_out=left_out)
    over = {finding.id for finding in left_out}
    still = [finding for finding in asked if finding.id not in over]
    advice = _Advisor(profile, as_of, findings, kept).advice(still)
    return replace(advice, left_out=left_out)


class _Advisor:
    def __init__(
        self,
        profile: Profile,
        as_of: date,
        findings: tuple[Finding, ...],
        kept: tuple[Finding, ...],
    ) -> None:
        self._profile = profile
        self._as_of = as_of
        self._findings = findings
        self._kept = kept
        self._book = kept[0].given.book
        self._proposing = Proposing(self._book, profile, as_of)
        self._known: dict[str, Proposals] = {}

    def advice(self, asked: Sequence[Finding]) -> Advice:
        found = [self._of(f) for f in asked if f.verdict is Verdict.INELIGIBLE]
        reached = sorted((a for a in found if a.proposals), key=_nearness)
        titles = {change.part for change in _changes(reached) if isinstance(change.to, Holding)}
        routes = {title: self._route(title, ()) for title in sorted(titles)}
        return Advice(
            self._profile,
            self._as_of,
            self._findings,
            tuple(reached),
            self._effects(reached),
            {title: route for title, route in routes.items() if route is not None},
            tuple(a for a in found if not a.proposals),
            not_ruled_out=tuple(f for f in asked if f.verdict is not Verdict.INELIGIBLE),
        )

    def _of(self, finding: Finding) -> ProgrammeAdvice:
        if finding.id not in self._known:
            self._known[finding.id] = self._proposing.of(finding.programme)
        found = self._known[finding.id]
        kept = tuple(p for p in found.all if not self._grants(finding.id, titles_of(p)))
        return ProgrammeAdvice(finding, kept, found.complete)

    def _grants(self, programme: str, titles: Iterable[str]) -> bool:
        """Whether the programme itself leads to one of the certifications."""
        declared = self._book.vocabulary.certifications
        return any(declared[title].granted_by == programme for title in titles)

    def _effects(self, reached: Sequence[ProgrammeAdvice]) -> tuple[Effect, ...]:
        """Every single change of the proposals, by what it does to all programmes."""
        if not reached:
            return ()
        fast = FastVerdicts(self._book, self._as_of)
        before = {f.id: f.proof.truth for f in self._kept}
        found = []
        for change in _changes(reached):
            truths = fast.truths(self._proposing.company.answers((change,)))
            after = dict(zip(fast.programmes, truths, strict=True))
            moved = {name: (truth, after[name]) for name, truth in before.items()}
            nearer = {a.id for a in reached if any(change in p.changes for p in a.proposals)}
            found.append(
                Effect(
                    change,
                    tuple(n for n, (b, a) in moved.items() if b < a is Truth.TRUE),
                    tuple(n for n, (b, a) in moved.items() if b < a is Truth.UNKNOWN),
                    tuple(n for n, (b, a) in moved.items() if b is a and n in nearer),
                    tuple(n for n, (b, a) in moved.items() if b is Truth.TRUE and a < b),
                )
            )
        order = {fact: number for number, fact in enumerate(self._book.vocabulary.facts)}
        found.sort(key=lambda e: (*_worth(e), effort(e.change), order[e.change.fact]))
        return tuple(found)

    def _route(self, title: str, path: tuple[str, ...]) -> Route | None:
        """The route to a certification that does not lead through those of the path."""
        granted_by = self._book.vocabulary.certifications[title].granted_by
        finding = next((f for f in self._findings if f.id == granted_by), None)
        if finding is None:
            return None
        path = (*path, title)
        if finding.verdict is not Verdict.INELIGIBLE:
            return Route(title, finding)
        advice = self._of(finding)
        onwards = [p for p in advice.proposals if titles_of(p).isdisjoint(path)]
        further: list[Route] = []
        if len(path) < MAX_STEPS:
            titles = dict.fromkeys(t for p in onwards for t in sorted(titles_of(p)))
            further = [r for t in titles if (r := self._route(t, path)) is not None]
        kept = ProgrammeAdvice(finding, tuple(onwards), advice.complete)
        return Route(title, finding, kept, tuple(further))


def titles_of(proposal: Proposal) -> frozenset[str]:
    """The certifications a proposal asks for."""
    return frozenset(c.part for c in proposal.changes if isinstance(c.to, Holding))


def _changes(advice: Iterable[ProgrammeAdvice]) -> tuple[Change, ...]:
    """Every change of the proposals, once."""
    return tuple(dict.fromkeys(c for a in advice for p in a.proposals for c in p.changes))


def _nearness(advice: ProgrammeAdvice) -> tuple[int, int]:
    first = advice.proposals[0]
    return list(Kind).index(first.kind), len(first.changes)


def _worth(effect: Effect) -> tuple[int, int, int, int]:
    return -len(effect.unlocks), -len(effect.opens), -len(effect.nearer), len(effect.loses)
