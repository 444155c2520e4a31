"""Programmes: what a company can ask for or be granted, and the cases that pin the rule down."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from huiqi.model.criteria import Criterion, leaves
from huiqi.model.document import Document
from huiqi.model.node import Place, Placed, Text, place
from huiqi.model.verdict import Standing, Verdict

BenefitKind = Literal[
    "award", "subsidy", "tax", "loan", "guarantee", "equity", "insurance", "recognition",
    "project", "service", "procurement", "talent", "land", "support",
]  # fmt: skip


class Benefit(Placed):
    """What the programme gives; `amount` is stated only where the text states it.

    The place is that of the amount.
    """

    kind: BenefitKind
    amount: Text | None = None
    text: Text


class Applies(Placed):
    """The days on which this version of the programme is the one that counts."""

    from_: date | None = Field(default=None, alias="from")
    until: date | None = None


_ALWAYS = Applies()


class Case(Placed):
    """An example that the rule must decide as stated; `given` is a profile as written."""

    it: str
    as_of: date | None = None
    given: Any = Field(default=None, exclude=True, repr=False)
    verdict: Verdict
    standing: Standing | None = None
    missing: tuple[str, ...] | None = None
    failed: tuple[str, ...] | None = None


class Programme(Placed):
    """One version of a programme, as its clauses have it."""

    id: str
    document: str
    name: Text
    clauses: tuple[str, ...]
    clauses_at: Place = place()
    weight: Literal["core", "secondary"] = "core"
    group: str | None = None
    applies: Applies | None = None
    benefit: Benefit
    note: Text | None = None
    eligible: Criterion
    cases: tuple[Case, ...] = Field(default=(), exclude=True)

    @property
    def cited(self) -> dict[str, Any]:
        """The clauses that the programme and its conditions cite, each with its first place."""
        places = self.clauses_at or [self.span] * len(self.clauses)
        found = dict(zip(self.clauses, places, strict=True))
        for leaf in leaves(self.eligible):
            if leaf.clause is not None:
                found.setdefault(leaf.clause, leaf.clause_at or leaf.span)
        return found

    @property
    def key(self) -> str:
        """Distinguishes versions: the id, and the document where that differs."""
        return f"{self.id}@{self.document}"


def standing_on(programme: Programme, document: Document, as_of: date) -> Standing:
    """Whether a version of a programme stands on a day.

    A document whose targets lie in the past and which nobody is known to have repealed is
    `horizon_passed`: never silently current, never silently void.
    """
    return _standing(document, as_of, programme.applies or _ALWAYS)


def document_standing(document: Document, as_of: date) -> Standing:
    """The same of a document as a whole."""
    return _standing(document, as_of, _ALWAYS)


def _standing(document: Document, as_of: date, applies: Applies) -> Standing:
    record = document.standing
    start = applies.from_ or record.from_ or document.issued
    if start is not None and as_of < start:
        return Standing.NOT_YET
    end = applies.until or record.ends
    if end is not None and as_of > end:
        return Standing.SUPERSEDED if record.superseded_by else Standing.CLOSED
    if record.formal == "repealed":
        # With a last day, a repealed text stood until then; without one, nothing says until when.
        return Standing.CLOSED if end is None else Standing.IN_FORCE
    if record.goals_until is not None:
        return Standing.HORIZON_PASSED if as_of > record.goals_until else Standing.IN_FORCE
    return Standing.IN_FORCE if record.formal == "in_force" else Standing.UNKNOWN
