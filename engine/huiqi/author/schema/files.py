"""The schemas of programme and document files."""

from __future__ import annotations

from typing import get_args

from huiqi.author.schema.parts import (
    DAY,
    DIVISION,
    LOCATOR,
    TEXT,
    Schema,
    choice,
    described,
    exactly_one,
    nullable,
    obj,
    ref,
    some,
    texts,
)
from huiqi.load.document import CONFIDENCES, DISPOSITIONS
from huiqi.model.programme import BenefitKind
from huiqi.model.verdict import Standing, Verdict

ID: Schema = {
    "type": ["string", "number"],
    "pattern": r"^\s*[a-z0-9]+(-[a-z0-9]+)*\s*$",
    "description": "The id: what the file is called, without .yaml.",
    "examples": ["qz16-hnte-award"],
}


SAID = {"zh": described(TEXT, "In Chinese."), "en": described(TEXT, "In English.")}


def programme_schema() -> Schema:
    """A file `rules/<document>/<programme>.yaml`."""
    amount: Schema = {
        "anyOf": [choice(("not_stated",)), texts("The amount.")],
        "description": "not_stated, or the amount in both languages.",
    }
    benefit = obj(
        {
            "kind": choice(get_args(BenefitKind), "What kind of support it is."),
            "amount": amount,
            "zh": described(TEXT, "What it gives, in Chinese."),
            "en": described(TEXT, "What it gives, in English."),
        },
        ("kind", "amount", "zh", "en"),
        "What the programme gives.",
    )
    return obj(
        {
            "id": ID,
            "name": texts("What the programme is called."),
            "clauses": some(LOCATOR, "The clauses it rests on, the main one first."),
            "weight": choice(("core", "secondary"), "How much of the text it is (default: core)."),
            "group": described(TEXT, "A word that programmes of one family share."),
            "applies": obj(
                {"from": described(DAY, "The first day."), "until": described(DAY, "The last.")},
                description="The days on which this version counts, if there are several.",
            ),
            "benefit": benefit,
            "note": texts("What a reader should know besides."),
            "eligible": ref("criterion", "Who is eligible."),
            "cases": some(_case(), "Examples that the rule must decide as stated."),
        },
        ("id", "name", "clauses", "benefit", "eligible"),
        "One programme: what it gives, who is eligible, and cases.",
    )


def _case() -> Schema:
    names: Schema = {"type": "array", "items": ref("fact")}
    expect = obj(
        {
            "verdict": choice([v.value for v in Verdict]),
            "standing": choice([s.value for s in Standing], "Whether the programme stands."),
            "missing": described(names, "The facts that could still decide it, in order."),
            "failed": described(names, "The facts of the smallest failing set, in order."),
        },
        ("verdict",),
        "What must come out; what is left out is not compared.",
    )
    return obj(
        {
            "it": described(TEXT, "What the case shows."),
            "as_of": described(DAY, "The day of the case (default: today)."),
            "given": ref("profile", "A company profile."),
            "expect": expect,
        },
        ("it", "given", "expect"),
    )


def document_schema() -> Schema:
    """A file `seeds/<document>.yaml`."""
    day = nullable(DAY)
    standing = obj(
        {
            "from": described(day, "From when the document speaks (default: issued)."),
            "goals_until": described(day, "How far its targets reach."),
            "ends": described(day, "The last day it applies, by its own or a later text."),
            "superseded_by": described(nullable(TEXT), "The document that came after it."),
            "formal": choice(
                ("in_force", "repealed", "unknown"), "What is known (default: unknown)."
            ),
            "evidence": _evidence("What was found about its validity, and when."),
        },
        ("evidence",),
        "Whether the document stands.",
    )
    source = obj(
        {
            "sha256": described(TEXT, "Of the text that was read."),
            "note": texts("Which copy was read, and its gaps."),
        },
        description="The copy that was read.",
    )
    return obj(
        {
            "id": ID,
            "title": texts("The title as issued, and in English."),
            "number": described(nullable(TEXT), "The document number (文号); null if not known."),
            "issuer": texts("Who issued it."),
            "jurisdiction": described(DIVISION, "The division its issuer governs, quoted."),
            "jurisdiction_note": _evidence("Where the jurisdiction is known from."),
            "issued": described(day, "The day of issue; null if not known."),
            "issued_note": texts("Where the day of issue is known from."),
            "coverage": choice(
                ("full", "partial"), "Whether every clause is registered, or only some."
            ),
            "standing": standing,
            "source": source,
            "clauses": some(_clause(), "Every clause, in the order of the text."),
        },
        ("id", "title", "issuer", "jurisdiction", "coverage", "standing", "clauses"),
        "The register of one document: what it is, whether it stands, every clause.",
    )


def _evidence(description: str) -> Schema:
    confidence = choice(CONFIDENCES, "How sure this is.")
    return obj({**SAID, "confidence": confidence}, ("zh", "en", "confidence"), description)


def _clause() -> Schema:
    disposition = choice(DISPOSITIONS, "What the clause is, if no programme rests on it.")
    clause = obj(
        {
            "locator": LOCATOR,
            "zh": described(TEXT, "An own-words digest in Chinese, with every figure."),
            "en": described(TEXT, "The same in English."),
            "encoded": some(TEXT, "The programmes that rest on this clause."),
            "disposition": disposition,
            "also": choice(DISPOSITIONS, "A second office of the same clause."),
            "defines": texts("The term it defines."),
            "uncertain": texts("What the copy leaves in doubt."),
            "confidence": choice(CONFIDENCES, "How sure the digest is."),
        },
        ("locator", "zh", "en"),
    )
    return {**clause, **exactly_one(("encoded", "disposition"))}
