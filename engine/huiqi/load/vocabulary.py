"""Reading the vocabulary: facts, certifications, regions, sector groups, zones and tiers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from huiqi.load.criterion import NO_FACTS, CriterionReader
from huiqi.load.decode import Decoder, Rejected
from huiqi.load.yaml import Node, Scalar
from huiqi.model import vocabulary as voc
from huiqi.model.node import Placed, Text

P = TypeVar("P", bound=Placed)
SIZE_CLASS_TABLE = "size_class_2017"
DERIVATIONS = ("sum", "ratio", "when", "cases", "size_class")


class VocabularyReader:
    """Reads the files of `rules/vocabulary/` with one decoder."""

    def __init__(self, decoder: Decoder, size_classes: Callable[[], voc.Cases]) -> None:
        self.d = decoder
        self._size_classes = size_classes
        self._criteria = CriterionReader(decoder)

    def facts(self, node: Node, group: str) -> list[voc.Fact]:
        """The facts of one file; the file is named after their group."""
        return self._named(node, lambda key, value: self._fact(key, value, group))

    def certifications(self, node: Node) -> list[voc.Certification]:
        return self._named(node, self._certification)

    def groups(self, node: Node) -> list[voc.CodeGroup]:
        """Regions or sector groups."""
        return self._named(node, self._group)

    def zones(self, node: Node) -> list[voc.Zone]:
        return self._named(node, self._zone)

    def tiers(self, node: Node) -> list[voc.Tier]:
        """The tiers, from the lowest to the highest."""
        ranks = {key.text: rank for rank, (key, _) in enumerate(self.d.entries(node))}
        return self._named(
            node,
            lambda key, value: voc.Tier(
                id=key.text, label=self.d.texts(value), rank=ranks[key.text], at=key.span
            ),
        )

    def _named(self, node: Node, read: Callable[[Scalar, Node], P]) -> list[P]:
        found = []
        for key, value in self.d.entries(node):
            try:
                found.append(read(key, value))
            except Rejected:
                continue
        return found

    def _fact(self, key: Scalar, node: Node, group: str) -> voc.Fact:
        d = self.d
        if key.text in NO_FACTS:
            raise d.reject("HQ133", key.span, name=key.text)
        f = d.fields(
            node, "type", "unit", "label", "question", "help", "headers", "years_back",
            "year_before", "level", "effort", "changeable", "fixed", "may_not_apply",
            "may_be_negative", "judged", "values", "derive",
        )  # fmt: skip
        given: dict[str, Any] = {
            "type": f.need("type", d.choice(*(t.value for t in voc.FactType))),
            "label": f.need("label", d.texts),
            "unit": f.get("unit", d.text, ""),
            "question": f.maybe("question", d.texts),
            "help": f.maybe("help", d.texts),
            "headers": f.get("headers", d.listed(d.text), ()),
            "years_back": f.maybe("years_back", self._years_back),
            "year_before": f.maybe("year_before", d.text),
            "level": f.get("level", d.choice("company", "project"), "company"),
            "effort": f.get("effort", self._effort, 2),
            "changeable": f.get("changeable", self._changeable, False),
            "fixed": f.get("fixed", d.listed(d.text), ()),
            "may_not_apply": f.get("may_not_apply", d.boolean, False),
            "may_be_negative": f.get("may_be_negative", d.boolean, False),
            "judged": f.get("judged", d.boolean, False),
            "values": f.get("values", self._values, {}),
            "derive": f.maybe("derive", self._derivation),
        }
        f.done()
        return voc.Fact(id=key.text, group=group, at=key.span, **given)

    def _changeable(self, node: Node) -> bool | str:
        if isinstance(node, Scalar) and node.text in ("more", "less"):
            return node.text
        return self.d.boolean(node)

    def _years_back(self, node: Node) -> int:
        years = self.d.integer(node)
        if not 0 <= years <= 9:
            raise self.d.expected(node, " 0 到 9", "0 to 9")
        return years

    def _effort(self, node: Node) -> int:
        effort = self.d.integer(node)
        if not 1 <= effort <= 5:
            raise self.d.expected(node, " 1 到 5", "1 to 5")
        return effort

    def _values(self, node: Node) -> dict[str, Text]:
        return {key.text: self.d.texts(value) for key, value in self.d.entries(node)}

    def _derivation(self, node: Node) -> voc.Derivation:
        d = self.d
        f = d.fields(node, *DERIVATIONS, "otherwise")
        kinds = [k for k in DERIVATIONS if k in f]
        f.done()
        if len(kinds) != 1:
            listed = " · ".join(DERIVATIONS)
            raise d.expected(node, f"其中之一：{listed}", f"one of {listed}")
        derivation: voc.Derivation
        if kinds == ["sum"]:
            of = f.need("sum", d.listed(d.text))
            f.done()
            derivation = voc.SumOf(of=of)
        elif kinds == ["ratio"]:
            derivation = f.need("ratio", self._quotient)
        elif kinds == ["when"]:
            when = f.need("when", self._criteria.read)
            f.done()
            derivation = voc.Whether(when=when)
        elif kinds == ["size_class"]:
            f.need("size_class", d.choice(SIZE_CLASS_TABLE))
            f.done()
            return self._size_classes()
        else:
            derivation = voc.Cases(
                choices=f.need("cases", d.listed(self._choice)) or (),
                otherwise=f.maybe("otherwise", d.text),
            )
        f.done()
        return derivation

    def _quotient(self, node: Node) -> voc.Quotient:
        f = self.d.fields(node, "of", "to")
        of, per = f.need("of", self.d.text), f.need("to", self.d.text)
        f.done()
        return voc.Quotient(of=of, per=per)

    def _choice(self, node: Node) -> voc.Choice:
        f = self.d.fields(node, "is", "when")
        value, when = f.need("is", self.d.text), f.need("when", self._criteria.read)
        f.done()
        return voc.Choice(value=value, when=when, at=node.span)

    def _certification(self, key: Scalar, node: Node) -> voc.Certification:
        d = self.d
        f = d.fields(
            node, "label", "tiers", "valid_for", "implies", "abolished", "granted_by", "synonyms",
            "note",
        )  # fmt: skip
        given: dict[str, Any] = {
            "label": f.need("label", d.texts),
            "tiers": f.get("tiers", d.listed(d.text), ()),
            "valid_for": f.maybe("valid_for", d.period),
            "implies": f.get("implies", d.listed(d.text), ()),
            "implies_at": f.spans("implies"),
            "abolished": f.maybe("abolished", d.day),
            "granted_by": f.maybe("granted_by", d.text),
            "synonyms": f.get("synonyms", d.listed(d.text), ()),
            "note": f.maybe("note", d.texts),
        }
        f.done()
        return voc.Certification(id=key.text, at=key.span, **given)

    def _group(self, key: Scalar, node: Node) -> voc.CodeGroup:
        d = self.d
        f = d.fields(
            node, "label", "codes", "possible", "strategic", "basis", "confidence", "source"
        )
        given: dict[str, Any] = {
            "label": f.need("label", d.texts),
            "codes": f.get("codes", d.listed(d.code), ()),
            "possible": f.get("possible", d.listed(d.code), ()),
            "strategic": f.get("strategic", d.listed(d.code), ()),
            "basis": f.get("basis", d.choice("text", "general_knowledge", "interpretive"), "text"),
            "confidence": f.maybe("confidence", d.choice("verified", "secondary", "memory")),
            "source": f.maybe("source", d.texts),
        }
        f.done()
        return voc.CodeGroup(id=key.text, at=key.span, **given)

    def _zone(self, key: Scalar, node: Node) -> voc.Zone:
        d = self.d
        f = d.fields(node, "label", "within", "kind", "level", "synonyms", "source")
        given: dict[str, Any] = {
            "label": f.need("label", d.texts),
            "within": f.need("within", d.listed(d.code)),
            "within_at": f.spans("within"),
            "kind": f.get("kind", d.text, "park"),
            "level": f.maybe("level", d.choice("national", "provincial", "municipal", "county")),
            "synonyms": f.get("synonyms", d.listed(d.text), ()),
            "source": f.maybe("source", d.texts),
        }
        f.done()
        return voc.Zone(id=key.text, at=key.span, **given)
