"""Reading a document's register: metadata, standing, and every clause."""

from __future__ import annotations

from typing import Any

from huiqi.load.decode import Decoder
from huiqi.load.yaml import Node
from huiqi.model.document import Clause, Document, DocumentStanding, Evidence

DISPOSITIONS = ("definition", "target", "organisational", "rhetoric", "heading", "parent")
CONFIDENCES = ("verified", "secondary", "memory", "not_found")


def read_document(d: Decoder, node: Node) -> Document:
    """One register. Raises: Rejected, with the findings recorded."""
    f = d.fields(
        node, "id", "title", "number", "issuer", "jurisdiction", "jurisdiction_note", "issued",
        "issued_note", "coverage", "standing", "source", "clauses",
    )  # fmt: skip
    source = f.maybe("source", lambda n: _source(d, n)) or (None, None)
    given: dict[str, Any] = {
        "id": f.need("id", d.id),
        "title": f.need("title", d.texts),
        "number": f.maybe("number", d.nullable(d.text)),
        "issuer": f.need("issuer", d.texts),
        "jurisdiction": f.need("jurisdiction", d.code),
        "jurisdiction_at": f.span("jurisdiction"),
        "jurisdiction_note": f.maybe("jurisdiction_note", lambda n: _evidence(d, n)),
        "issued": f.maybe("issued", d.nullable(d.day)),
        "issued_note": f.maybe("issued_note", d.texts),
        "coverage": f.need("coverage", d.choice("full", "partial")),
        "standing": f.need("standing", lambda n: _standing(d, n)),
        "clauses": f.need("clauses", d.listed(lambda n: _clause(d, n))),
    }
    f.done()
    _each_once(d, given["clauses"])
    return Document(sha256=source[0], source_note=source[1], at=f.span("id"), **given)


def _each_once(d: Decoder, clauses: tuple[Clause, ...]) -> None:
    first: dict[str, Clause] = {}
    for clause in clauses:
        if (earlier := first.setdefault(clause.locator, clause)) is not clause:
            d.reject("HQ125", clause.at, id=clause.locator, first=earlier.span)


def _source(d: Decoder, node: Node) -> tuple[str | None, Any]:
    f = d.fields(node, "sha256", "note")
    found = f.maybe("sha256", d.text), f.maybe("note", d.texts)
    f.done()
    return found


def _evidence(d: Decoder, node: Node) -> Evidence:
    f = d.fields(node, "zh", "en", "confidence")
    zh, en = f.need("zh", d.wording), f.need("en", d.wording)
    confidence = f.need("confidence", d.choice(*CONFIDENCES))
    f.done()
    return Evidence.model_validate({"text": {"zh": zh, "en": en}, "confidence": confidence})


def _standing(d: Decoder, node: Node) -> DocumentStanding:
    f = d.fields(node, "from", "goals_until", "ends", "superseded_by", "formal", "evidence")
    day = d.nullable(d.day)
    given: dict[str, Any] = {
        "from": f.maybe("from", day),
        "goals_until": f.maybe("goals_until", day),
        "ends": f.maybe("ends", day),
        "superseded_by": f.maybe("superseded_by", d.nullable(d.text)),
        "formal": f.get("formal", d.choice("in_force", "repealed", "unknown"), "unknown"),
        "evidence": f.need("evidence", lambda n: _evidence(d, n)),
    }
    given["superseded_by_at"] = f.span("superseded_by")
    f.done()
    for end in ("goals_until", "ends"):
        if given["from"] and given[end] and given[end] < given["from"]:
            raise d.reject("HQ129", f.span(end), until=given[end], start=given["from"])
    return DocumentStanding.model_validate(given)


def _clause(d: Decoder, node: Node) -> Clause:
    f = d.fields(
        node, "locator", "zh", "en", "encoded", "disposition", "also", "defines", "uncertain",
        "confidence",
    )  # fmt: skip
    given: dict[str, Any] = {
        "locator": f.need("locator", d.code),
        "digest": {"zh": f.need("zh", d.wording), "en": f.need("en", d.wording)},
        "encoded": f.get("encoded", d.listed(d.text), ()),
        "also": f.maybe("also", d.choice(*DISPOSITIONS)),
        "defines": f.maybe("defines", d.texts),
        "uncertain": f.maybe("uncertain", d.texts),
        "confidence": f.maybe("confidence", d.choice(*CONFIDENCES)),
    }
    if "encoded" in f:
        given["disposition"] = "encoded"
        if "disposition" in f:
            zh, en = "encoded 或 disposition 二者之一", "either encoded or disposition"
            raise d.expected(node, zh, en)
    elif "disposition" not in f:
        zh, en = " encoded 或 disposition", "encoded or disposition as well"
        raise d.expected(node, zh, en)
    else:
        given["disposition"] = f.need("disposition", d.choice(*DISPOSITIONS))
    f.done()
    return Clause(at=node.span, **given)
