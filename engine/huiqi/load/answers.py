"""Reading one answer by the type of its fact: units, spellings, ranges checked; nothing guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from huiqi.base.diagnostics import Diagnostic, nearest
from huiqi.load.decode import Decoder, Rejected
from huiqi.load.place_text import full_name, resolve_place
from huiqi.load.sector_text import resolve_sector
from huiqi.load.tables import divisions, industries
from huiqi.load.yaml import Mapping, Node, Scalar, Sequence
from huiqi.model import quantity
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Holding, Members, Missing
from huiqi.model.sector import Sector
from huiqi.model.vocabulary import Fact, FactType, Tier, Vocabulary

DONT_KNOW = frozenset(("unknown", "不知道", "不清楚", "不详", "?", "？"))
NOT_APPLICABLE = frozenset(("not_applicable", "n/a", "不适用"))
_LONGEST_ANSWER = 1000
_BRACKETS: dict[type[Node], str] = {Sequence: "[…]", Mapping: "{…}"}
YES = frozenset(("true", "yes", "是", "有", "√"))
NO = frozenset(("false", "no", "否", "无", "没有", "×"))
_NOT_NUMBERS = ("nan", "inf", "-inf", "+inf", "infinity", "-infinity", ".nan", ".inf", "-.inf")
TIER_WORDS = (
    ("国家级", "national"), ("国家", "national"), ("省级", "provincial"), ("市级", "municipal"),
    ("县级", "county"), ("区级", "county"),
)  # fmt: skip


def tier_named(word: str, tiers: Iterable[Tier]) -> str | None:
    """The id of the tier that a word means (by id, label or the usual word), if one of these."""
    usual = dict(TIER_WORDS).get(word)
    names = ((tier.id, (tier.id, tier.label.zh, tier.label.en)) for tier in tiers)
    return next((name for name, called in names if word in called or name == usual), None)


def is_blank(node: Node) -> bool:
    """Whether a field was left empty, which says nothing."""
    if not isinstance(node, Scalar) or node.quoted:
        return False
    return node.text.strip().lower() in ("", "null", "~")


class AnswerReader:
    """Reads the answers of one profile; `zones_seen` are zones that its place names mention."""

    def __init__(self, decoder: Decoder, vocabulary: Vocabulary) -> None:
        self.d = decoder
        self.voc = vocabulary
        self.zones_seen: set[str] = set()
        self._readers: dict[FactType, Callable[[Fact, Node], Answer | None]] = {
            FactType.BOOL: self._bool,
            FactType.COUNT: self._quantity,
            FactType.NUMBER: self._quantity,
            FactType.MONEY: self._quantity,
            FactType.RATIO: self._quantity,
            FactType.DATE: self._date,
            FactType.ENUM: self._enum,
            FactType.SET: self._set,
            FactType.LOCATION: self._location,
            FactType.SECTOR: self._sector,
            FactType.CERTIFICATIONS: self._certifications,
        }

    def read(self, fact: Fact, node: Node) -> Answer | None:
        """The answer, or None where the field is empty or its text could not be resolved.

        Raises: Rejected: with the finding recorded.
        """
        if is_blank(node):
            return None
        if isinstance(node, Scalar):
            word = node.text.strip().lower()
            if word in DONT_KNOW:
                return Missing.DONT_KNOW
            if word in NOT_APPLICABLE:
                if not fact.may_not_apply:
                    raise self.d.reject("HQ610", node.span, fact=fact.id)
                return Missing.NOT_APPLICABLE
        return self._readers[fact.type](fact, node)

    def _wrong(self, fact: Fact, node: Node) -> Rejected:
        zh, en = fact.type.words.zh, fact.type.words.en
        text = node.text if isinstance(node, Scalar) else _BRACKETS[type(node)]
        return self.d.reject("HQ602", node.span, fact=fact.id, type_zh=zh, type_en=en, text=text)

    def _text(self, fact: Fact, node: Node) -> str:
        if not isinstance(node, Scalar) or len(node.text) > _LONGEST_ANSWER:
            raise self._wrong(fact, node)
        return quantity.normalise(node.text)

    def _bool(self, fact: Fact, node: Node) -> bool:
        word = self._text(fact, node).lower()
        if word not in YES | NO:
            raise self._wrong(fact, node)
        return word in YES

    def _quantity(self, fact: Fact, node: Node) -> int | Decimal:
        text = self._text(fact, node)
        if text.lower() in _NOT_NUMBERS:
            raise self.d.reject("HQ605", node.span, fact=fact.id, text=text)
        try:
            value = _read_quantity(fact, text)
        except quantity.TooFine:
            raise self.d.reject("HQ615", node.span, text=text) from None
        except quantity.TooLarge:
            raise self.d.reject("HQ612", node.span, fact=fact.id, text=text) from None
        except quantity.NotAQuantity:
            raise self._wrong(fact, node) from None
        if fact.type is FactType.RATIO and not -1 <= value <= 1 and not text.endswith(("%", "‰")):
            raise self.d.reject("HQ617", node.span, fact=fact.id, text=text)
        if value < 0 and not fact.may_be_negative:
            raise self.d.reject("HQ603", node.span, fact=fact.id, text=text)
        return value

    def _date(self, fact: Fact, node: Node) -> date:
        text = self._text(fact, node)
        try:
            return quantity.read_date(text)
        except quantity.NoSuchDay:
            raise self.d.reject("HQ604", node.span, text=text) from None
        except quantity.NotAQuantity:
            raise self._wrong(fact, node) from None

    def _enum(self, fact: Fact, node: Node) -> str:
        return self._value(fact, self._text(fact, node), node)

    def _value(self, fact: Fact, text: str, node: Node) -> str:
        """A declared value by its id or label; zones also by their other names."""
        if fact.id == "zones":
            names = {z.id: (z.label.zh, z.label.en, *z.synonyms) for z in self.voc.zones.values()}
        else:
            names = {value: (label.zh, label.en) for value, label in fact.values.items()}
        found = [name for name, others in names.items() if text == name or _among(text, others)]
        if len(found) != 1:
            near = nearest(text, names)
            known = " · ".join(list(names)[:12])
            raise self.d.reject("HQ208", node.span, near, value=text, fact=fact.id, known=known)
        return found[0]

    def _set(self, fact: Fact, node: Node) -> Members:
        if isinstance(node, Mapping):
            named = self.d.each(lambda entry: self._member(fact, *entry), node.entries)
            inside = frozenset(name for name, held in named if held is True)
            return Members(inside, frozenset(name for name, held in named if held is False))
        items = node.items if isinstance(node, Sequence) else (node,)
        if isinstance(node, Scalar) and node.text.lower() in NO | {"none"}:
            items = ()
        members = self.d.each(lambda item: self._value(fact, self._text(fact, item), item), items)
        return Members(frozenset(members))

    def _member(self, fact: Fact, key: Scalar, value: Node) -> tuple[str, bool | None]:
        return self._value(fact, key.text, key), self._held(fact, value)

    def _held(self, fact: Fact, node: Node) -> bool | None:
        word = self._text(fact, node).lower()
        if word in DONT_KNOW:
            return None
        if word not in YES | NO:
            raise self._wrong(fact, node)
        return word in YES

    def _location(self, fact: Fact, node: Node) -> Location | None:
        text = self._text(fact, node)
        reading = resolve_place(text)
        if not reading.codes:
            shown = "、".join(map(full_name, reading.candidates[:6]))
            code = "HQ607" if reading.candidates else "HQ608"
            self.d.findings.append(Diagnostic(code, {"text": text, "candidates": shown}, node.span))
            return None
        location = Location(reading.codes)
        if reading.rest:
            self._see_zones(location, text, reading.rest)
        return location

    def _see_zones(self, location: Location, text: str, rest: str) -> None:
        """Zones of this place whose name the text goes on with, or ends with (长春高新区)."""
        tree = divisions()
        if rest not in text:
            text = rest
        start = text.rindex(rest)
        for zone in self.voc.zones.values():
            for name in (zone.label.zh, *zone.synonyms):
                if name in text and _reaches(name, text, start):
                    if all(any(tree.within(c, w) for w in zone.within) for c in location.codes):
                        self.zones_seen.add(zone.id)
                    break

    def _sector(self, fact: Fact, node: Node) -> Sector | None:
        text = self._text(fact, node)
        reading = resolve_sector(text)
        if len(reading.codes) == 1:
            return Sector(reading.codes[0])
        candidates = (*reading.codes, *reading.candidates)[:6]
        shown = "、".join(f"{c} {industries()[c].name}" for c in candidates)
        code = "HQ611" if candidates else "HQ609"
        self.d.findings.append(Diagnostic(code, {"text": text, "candidates": shown}, node.span))
        return None

    def _certifications(self, fact: Fact, node: Node) -> Certificates:
        if isinstance(node, Mapping):
            found = self.d.each(lambda entry: self._mapped(fact, *entry), node.entries)
            held = tuple(one for one in found if isinstance(one, Holding))
            return Certificates(held, frozenset(one for one in found if isinstance(one, str)))
        items = node.items if isinstance(node, Sequence) else (node,)
        if isinstance(node, Scalar) and node.text.lower() in NO | {"none"}:
            items = ()
        return Certificates(self.d.each(lambda item: self._listed(fact, item), items))

    def _mapped(self, fact: Fact, key: Scalar, value: Node) -> Holding | str | None:
        """A certification held, the name of one that is not, or None where it is not known."""
        name, tier = self._certification(key.text, key)
        if isinstance(value, Mapping):
            return self._holding(name, tier, value)
        held = self._held(fact, value)
        return Holding(name, tier) if held else name if held is False else None

    def _listed(self, fact: Fact, node: Node) -> Holding:
        if not isinstance(node, Mapping):
            return Holding(*self._certification(self._text(fact, node), node))
        named = node.get("name")
        if named is None:
            raise self.d.reject("HQ122", node.span, key="name")
        name, tier = self._certification(self._text(fact, named), named)
        return self._holding(name, tier, node)

    def _holding(self, name: str, tier: str | None, node: Mapping) -> Holding:
        fields = self.d.fields(node, "name", "tier", "issued", "expires", "renewal")
        stated = fields.maybe("tier", lambda n: self._tier(name, n))
        issued = fields.maybe("issued", self.d.day)
        expires = fields.maybe("expires", self.d.day)
        renewal = fields.get("renewal", self.d.boolean, False)
        fields.done()
        if issued and expires and expires < issued:
            raise self.d.reject("HQ616", fields.span("expires"), expires=expires, issued=issued)
        return Holding(name, stated or tier, issued, expires, renewal)

    def _tier(self, name: str, node: Node) -> str:
        text = self.d.text(node)
        tiers = self.voc.certifications[name].tiers
        for tier in tiers:
            label = self.voc.tiers[tier].label
            if text in (tier, label.zh, label.en):
                return tier
        known = " · ".join(tiers) or "—"
        near = nearest(text, tiers)
        raise self.d.reject("HQ304", node.span, near, name=name, tier=text, known=known)

    def _certification(self, text: str, node: Node) -> tuple[str, str | None]:
        """A declared certification by id, label or synonym, and the tier its name tells."""
        declared = self.voc.certifications
        for certification in declared.values():
            label = certification.label
            if _among(text, (certification.id, label.zh, label.en, *certification.synonyms)):
                tiers = certification.tiers
                return certification.id, tiers[0] if len(tiers) == 1 else None
        for word, tier in TIER_WORDS:
            if text.startswith(word):
                for certification in declared.values():
                    names = (certification.label.zh, *certification.synonyms)
                    if tier in certification.tiers and _among(text[len(word) :], names):
                        return certification.id, tier
        known = [n for c in declared.values() for n in (c.id, c.label.zh, *c.synonyms)]
        raise self.d.reject("HQ606", node.span, nearest(text, known), name=text)


def _among(text: str, names: Iterable[str]) -> bool:
    """Whether a text in half-width characters is one of the names, however these are written."""
    return any(text == quantity.normalise(name) for name in names)


def _reaches(name: str, text: str, start: int) -> bool:
    """Whether the name stands in the text at `start`, or before it and beyond."""
    return name in text[max(0, start - len(name) + 1) : start + len(name)]


def _read_quantity(fact: Fact, text: str) -> int | Decimal:
    if fact.type is FactType.MONEY:
        return quantity.read_money(text)
    if fact.type is FactType.RATIO:
        return quantity.read_ratio(text)
    if fact.type is FactType.COUNT:
        return quantity.read_count(text, fact.unit)
    return quantity.read_number(text.removesuffix(fact.unit) if fact.unit else text)
