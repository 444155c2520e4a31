"""The register of source documents: every clause and what became of it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field

from huiqi.model.node import Model, Place, Placed, Text, place

Disposition = Literal[
    "encoded", "definition", "target", "organisational", "rhetoric", "heading", "parent"
]
Confidence = Literal["verified", "secondary", "memory", "not_found"]


class Clause(Placed):
    """One provision: its locator, an own-words digest, and its disposition.

    `encoded` names the programmes that rest on it; `also` a second office of the same clause.
    """

    locator: str
    digest: Text
    encoded: tuple[str, ...] = ()
    disposition: Disposition
    also: Disposition | None = None
    defines: Text | None = None
    uncertain: Text | None = None
    confidence: Confidence | None = None


class Evidence(Model):
    """What was found about a document's validity, and how sure it is."""

    text: Text
    confidence: Confidence


class DocumentStanding(Model):
    """From when a document speaks, how far its targets reach, and what is known of its validity.

    `ends`: the last day it applies by its own or a later text; `superseded_by`: what came after.
    """

    from_: date | None = Field(default=None, alias="from")
    goals_until: date | None = None
    ends: date | None = None
    superseded_by: str | None = None
    superseded_by_at: Place = place()
    formal: Literal["in_force", "repealed", "unknown"] = "unknown"
    evidence: Evidence


class Document(Placed):
    """A policy document: metadata, standing with evidence, and its clauses in order."""

    id: str
    title: Text
    number: str | None = None
    issuer: Text
    jurisdiction: str
    jurisdiction_at: Place = place()
    jurisdiction_note: Evidence | None = None
    issued: date | None = None
    issued_note: Text | None = None
    coverage: Literal["full", "partial"]
    standing: DocumentStanding
    sha256: str | None = None
    source_note: Text | None = None
    clauses: tuple[Clause, ...]

    @cached_property
    def by_locator(self) -> dict[str, Clause]:
        """The clauses by locator."""
        return {clause.locator: clause for clause in self.clauses}
