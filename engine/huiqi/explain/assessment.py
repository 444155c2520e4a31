"""What is found for one company: a finding per programme, with verdict, standing and reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import overload

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.leaf import Circumstances
from huiqi.evaluate.reference import circumstances, prove
from huiqi.explain.needs import missing_facts
from huiqi.explain.reasons import Reasons, is_elsewhere, reasons
from huiqi.model import criteria as ast
from huiqi.model.document import Document
from huiqi.model.profile import Profile
from huiqi.model.programme import Programme, standing_on
from huiqi.model.verdict import Proof, Standing, Verdict


@dataclass(frozen=True)
class Finding:
    """One programme for one company: what is so, why, and what is still missing."""

    programme: Programme
    document: Document
    proof: Proof
    standing: Standing
    given: Circumstances

    @property
    def id(self) -> str:
        return self.programme.id

    @property
    def verdict(self) -> Verdict:
        return Verdict.of(self.proof.truth)

    @cached_property
    def reasons(self) -> Reasons:
        """The minimal reasons of the verdict."""
        return reasons(self.proof)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The facts that could still decide an undetermined verdict."""
        return missing_facts(self.proof, self.given)

    @cached_property
    def failed(self) -> tuple[str, ...]:
        """The facts of the smallest set of conditions that rules the company out."""
        if self.verdict is not Verdict.INELIGIBLE:
            return ()
        names = [f for atom in self.reasons.smallest for f in _facts(atom.criterion)]
        return tuple(f for f in dict.fromkeys(names) if f in self.given.answers)

    @cached_property
    def attested(self) -> tuple[str, ...]:
        """The judgements of experts or authorities that an eligible verdict takes on trust."""
        if self.verdict is not Verdict.ELIGIBLE:
            return ()
        tests = [
            atom.criterion.test
            for atom in self.reasons.smallest
            if isinstance(atom.criterion, ast.Leaf)
        ]
        return tuple(t.fact for t in tests if isinstance(t, ast.Is) and t.judged)

    @property
    def set_elsewhere(self) -> bool:
        """Whether what keeps the verdict open are conditions that another text sets."""
        return self.verdict is Verdict.UNDETERMINED and any(
            map(is_elsewhere, self.reasons.smallest)
        )


def _facts(criterion: ast.Criterion) -> tuple[str, ...]:
    if isinstance(criterion, ast.Leaf):
        return ast.facts_of_test(criterion.test)
    return tuple(f for leaf in ast.leaves(criterion) for f in ast.facts_of_test(leaf.test))


@dataclass(frozen=True)
class Assessment(Sequence[Finding]):
    """All findings for one company on one day, in the order of the rulebook."""

    profile: Profile
    as_of: date
    findings: tuple[Finding, ...]

    @overload
    def __getitem__(self, index: int | str) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Finding]: ...
    def __getitem__(self, index: int | str | slice) -> Finding | Sequence[Finding]:
        """A finding by position or programme id, or a slice of them; KeyError if there is none."""
        return self._by_id[index] if isinstance(index, str) else self.findings[index]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    @cached_property
    def _by_id(self) -> dict[str, Finding]:
        return {finding.id: finding for finding in self.findings}

    def with_verdict(self, verdict: Verdict) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.verdict is verdict)

    @property
    def eligible(self) -> tuple[Finding, ...]:
        """The programmes whose conditions are met."""
        return self.with_verdict(Verdict.ELIGIBLE)

    @property
    def ineligible(self) -> tuple[Finding, ...]:
        """The programmes of which a condition is not met."""
        return self.with_verdict(Verdict.INELIGIBLE)

    @property
    def undetermined(self) -> tuple[Finding, ...]:
        """The programmes that are still open."""
        return self.with_verdict(Verdict.UNDETERMINED)

    @cached_property
    def missing(self) -> dict[str, tuple[str, ...]]:
        """For each fact that is still missing, the open programmes that wait for it; most first."""
        waiting: dict[str, list[str]] = {}
        for finding in self.undetermined:
            for fact in finding.missing:
                waiting.setdefault(fact, []).append(finding.id)
        ranked = sorted(waiting.items(), key=lambda item: -len(item[1]))
        return {fact: tuple(programmes) for fact, programmes in ranked}


def assess(
    book: CheckedRulebook,
    profile: Profile,
    as_of: date,
    programmes: Sequence[Programme] | None = None,
) -> Assessment:
    """The findings for a company by the reference evaluator."""
    given = circumstances(book, profile, as_of)
    chosen = book.current(as_of) if programmes is None else programmes
    return Assessment(
        profile, as_of, tuple(finding(book, programme, given) for programme in chosen)
    )


def finding(book: CheckedRulebook, programme: Programme, given: Circumstances) -> Finding:
    """What is found for one programme."""
    document = book.documents[programme.document]
    standing = standing_on(programme, document, given.as_of)
    return Finding(programme, document, prove(programme.eligible, given), standing, given)


def truths(assessment: Assessment) -> dict[str, Truth]:
    """The truth of every programme's criterion, by id."""
    return {finding.id: finding.proof.truth for finding in assessment}
