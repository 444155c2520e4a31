"""Reading a programme: its clauses, benefit, eligibility and cases."""

from __future__ import annotations

import re
from typing import Any, get_args

from huiqi.base.source import Source
from huiqi.load.criterion import CriterionReader
from huiqi.load.decode import Decoder
from huiqi.load.yaml import Mapping, Node
from huiqi.model.node import Text
from huiqi.model.programme import Applies, Benefit, BenefitKind, Case, Programme
from huiqi.model.verdict import Standing, Verdict

_KINDS = get_args(BenefitKind)


_CASES = re.compile(r"^cases:[ \t]*(?:#.*)?$", re.MULTILINE)
_MORE_KEYS = re.compile(r"^[^\s#-]", re.MULTILINE)


def without_cases(source: Source) -> Source:
    """The text of a programme file up to its cases, if these come last."""
    found = _CASES.search(source.text)
    if found is None or _MORE_KEYS.search(source.text, found.end()):
        return source
    return Source(source.name, source.text[: found.start()])


def read_programme(d: Decoder, node: Node, document: str) -> Programme:
    """One programme file. Raises: Rejected, with the findings recorded."""
    f = d.fields(
        node, "id", "name", "clauses", "weight", "group", "applies", "benefit", "note",
        "eligible", "cases",
    )  # fmt: skip
    given: dict[str, Any] = {
        "id": f.need("id", d.id),
        "name": f.need("name", d.texts),
        "clauses": f.need("clauses", d.listed(d.code)),
        "clauses_at": f.spans("clauses"),
        "weight": f.get("weight", d.choice("core", "secondary"), "core"),
        "group": f.maybe("group", d.text),
        "applies": f.maybe("applies", lambda n: _applies(d, n)),
        "benefit": f.need("benefit", lambda n: _benefit(d, n)),
        "note": f.maybe("note", d.texts),
        "eligible": f.need("eligible", CriterionReader(d).read),
        "cases": f.get("cases", d.listed(lambda n: _case(d, n)), ()),
    }
    f.done()
    return Programme.model_construct(document=document, at=f.span("id"), **given)


def _applies(d: Decoder, node: Node) -> Applies:
    f = d.fields(node, "from", "until")
    start, until = f.maybe("from", d.day), f.maybe("until", d.day)
    f.done()
    if start and until and until < start:
        raise d.reject("HQ129", f.span("until"), until=until, start=start)
    return Applies.model_validate({"from": start, "until": until, "at": node.span})


def _benefit(d: Decoder, node: Node) -> Benefit:
    f = d.fields(node, "kind", "amount", "zh", "en")
    kind = f.need("kind", d.choice(*_KINDS))
    amount = f.need("amount", lambda n: _amount(d, n))
    zh, en = f.need("zh", d.wording), f.need("en", d.wording)
    f.done()
    text = {"zh": zh, "en": en}
    given = {"kind": kind, "amount": amount, "text": text, "at": f.span("amount")}
    return Benefit.model_validate(given)


def _amount(d: Decoder, node: Node) -> Text | None:
    """`not_stated`, or the amount in both languages."""
    if isinstance(node, Mapping):
        return d.texts(node)
    if d.text(node) != "not_stated":
        zh, en = " not_stated，或 {zh: …, en: …}", "not_stated, or {zh: …, en: …}"
        raise d.expected(node, zh, en)
    return None


def _case(d: Decoder, node: Node) -> Case:
    f = d.fields(node, "it", "as_of", "given", "expect")
    given: dict[str, Any] = {
        "it": f.need("it", d.text),
        "as_of": f.maybe("as_of", d.day),
        "given": f.need("given", lambda n: n),
        **(f.need("expect", lambda n: _expected(d, n)) or {}),
    }
    f.done()
    return Case.model_construct(at=node.span, **given)


def _expected(d: Decoder, node: Node) -> dict[str, Any]:
    f = d.fields(node, "verdict", "standing", "missing", "failed")
    verdict = f.need("verdict", d.choice(*(v.value for v in Verdict)))
    standing = f.maybe("standing", d.choice(*(s.value for s in Standing)))
    names = d.any_number(d.text)
    found = {
        "verdict": Verdict(verdict) if verdict else None,
        "standing": Standing(standing) if standing else None,
        "missing": f.maybe("missing", names),
        "failed": f.maybe("failed", names),
    }
    f.done()
    return found
