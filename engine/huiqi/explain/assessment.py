"""What is found for one company: a finding per programme, with verdict, standing and reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, get_args, overload

from huiqi.base.diagnostics import Language
from huiqi.base.kleene import Truth
from huiqi.base.names import each, require_id
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.reference import circumstances
from huiqi.explain.finding import Finding as Finding
from huiqi.explain.finding import find
from huiqi.explain.needs import Needs
from huiqi.explain.telling import tell
from huiqi.model.profile import Profile
from huiqi.model.programme import Programme
from huiqi.model.verdict import Standing, Verdict, tallied

if TYPE_CHECKING:
    from huiqi.explain.advice import Advice


@dataclass(frozen=True)
class Assessment(Sequence[Finding]):
    """All findings for one company on one day, in the order of the rulebook.

    Two are equal when company, day and findings are. Immutable; may be shared between threads.
    """

    profile: Profile
    as_of: date
    findings: tuple[Finding, ...]
    book: CheckedRulebook = field(repr=False, compare=False)

    def __repr__(self) -> str:
        """One line: company, day and counts."""
        counts = tallied(finding.verdict for finding in self.findings)
        return f"<Assessment of {self.profile.name!r} on {self.as_of}: {counts}>"

    @overload
    def __getitem__(self, index: int | str) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Finding]: ...
    def __getitem__(self, index: int | str | slice) -> Finding | Sequence[Finding]:
        """A finding by position or programme id, or a slice of them; KeyError if there is none."""
        return self._by_id[index] if isinstance(index, str) else self.findings[index]

    def __contains__(self, item: object) -> bool:
        """Whether this finding, or one about a programme of this id, is among them."""
        return item in self._by_id if isinstance(item, str) else item in self.findings

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    @cached_property
    def _by_id(self) -> dict[str, Finding]:
        return {finding.id: finding for finding in self.findings}

    def filter(
        self,
        *,
        verdict: Verdict | str | None = None,
        standing: Standing | str | None = None,
        document: str | None = None,
    ) -> Assessment:
        """The findings with this verdict, this standing and of this document, in the same order.

        Raises: ValueError: no such verdict or standing. QueryError: no such document. TypeError: a
        document that is no text.
        """
        wanted = None if verdict is None else Verdict(verdict)
        stands = None if standing is None else Standing(standing)
        if document is not None:
            require_id(document, self.book.documents, "document")
        kept = (
            finding
            for finding in self.findings
            if wanted in (None, finding.verdict)
            and stands in (None, finding.standing)
            and document in (None, finding.document.id)
        )
        return replace(self, findings=tuple(kept))

    def with_verdict(self, verdict: Verdict | str) -> tuple[Finding, ...]:
        """The findings with this verdict.

        Raises: ValueError: no such verdict.
        """
        return self._with(Verdict(verdict))

    def _with(self, verdict: Verdict) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.verdict is verdict)

    @property
    def eligible(self) -> tuple[Finding, ...]:
        """The programmes whose conditions are met."""
        return self._with(Verdict.ELIGIBLE)

    @property
    def ineligible(self) -> tuple[Finding, ...]:
        """The programmes of which a condition is not met."""
        return self._with(Verdict.INELIGIBLE)

    @property
    def undetermined(self) -> tuple[Finding, ...]:
        """The programmes that are still open."""
        return self._with(Verdict.UNDETERMINED)

    @property
    def missing(self) -> dict[str, tuple[str, ...]]:
        """For each fact that is still missing, the open programmes that wait for it; most first."""
        # A copy, which a caller may do with as he likes.
        return dict(self._missing)

    @cached_property
    def _missing(self) -> dict[str, tuple[str, ...]]:
        waiting: dict[str, list[str]] = {}
        for finding in self.undetermined:
            for fact in finding.missing:
                waiting.setdefault(fact, []).append(finding.id)
        ranked = sorted(waiting.items(), key=lambda item: -len(item[1]))
        return {fact: tuple(programmes) for fact, programmes in ranked}

    def explain(self, programme: str, lang: Language = "en") -> str:
        """The finding about a programme in words: verdict, clauses, reasons, what is missing.

        For people to read; `Finding` has the same as data. A few lines of plain text.

        Raises: QueryError: the assessment has no such programme; a near name is suggested.
        TypeError: a programme that is no text. ValueError: another language than "zh" and "en".
        """
        if lang not in get_args(Language):
            raise ValueError(f'lang is "zh" or "en", not {lang!r}')
        return tell(self[require_id(programme, self._by_id, "programme")], lang)

    def to_json(self) -> str:
        """The assessment as JSON, which `Rulebook.assessment` reads back.

        It holds every answer, and of each programme what `huiqi check --format json` tells under
        the same names, without reasons and proof. Some tens of kilobytes; some milliseconds.
        """
        from huiqi.explain.stored import to_json

        words = self.book.vocabulary
        return to_json(self.profile, self.as_of, self.findings, self.missing, words)

    def advice(
        self, programmes: str | Iterable[str] | None = None, everything: bool = False
    ) -> Advice:
        """What the company could change so that programmes apply that do not.

        About all programmes, or the one or those named; without those that nobody can apply for on
        the day unless `everything` is wanted. Worked out anew at every call, in some tenths of a
        second.

        Raises: QueryError: the assessment has no such programme; a near name is suggested.
        TypeError: a programme that is no text.
        """
        from huiqi.explain.advice import advise

        named = programmes if programmes is None else each(programmes)
        for name in named or ():
            require_id(name, self._by_id, "programme")
        return advise(self.profile, self.as_of, self.findings, named, everything)


def assess(
    book: CheckedRulebook,
    profile: Profile,
    as_of: date,
    programmes: Sequence[Programme] | None = None,
) -> Assessment:
    """The findings for a company by the reference evaluator."""
    needs = Needs(circumstances(book, profile, as_of))
    chosen = book.current(as_of) if programmes is None else programmes
    findings = tuple(find(programme, needs) for programme in chosen)
    return Assessment(profile, as_of, findings, book)


def truths(assessment: Assessment) -> dict[str, Truth]:
    """The truth of every programme's criterion, by id."""
    return {finding.id: finding.proof.truth for finding in assessment}
