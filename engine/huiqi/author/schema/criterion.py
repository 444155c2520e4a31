"""The schema of criteria: one criterion key each, and what every fact of the vocabulary can say."""

from __future__ import annotations

import re
from collections.abc import Mapping

from huiqi.author.schema.parts import (
    BOOLEAN,
    DAY,
    DIVISION,
    INDUSTRY,
    LOCATOR,
    PERIOD,
    TEXTS,
    Schema,
    choice,
    described,
    exactly_one,
    obj,
    one_or_more,
    ref,
    some,
    texts,
)
from huiqi.check.counted_time import TIME_UNITS
from huiqi.load.comparison import DATE_OPERATORS, OPERATORS
from huiqi.model.vocabulary import Fact, FactType, Vocabulary

# A number and the word behind it, which must not be a scale.
_COUNTED = r"^\s*\d[\d,]*(\.\d+)?\s*(?![十百千]*[万亿])(?![百千]$)[^\s\d%‰％]{0,4}\s*$"
_NUMBER = r"[-+]?(\d{1,3}([,，]\d{3})+(\.\d+)?|\d+(\.\d+)?|\.\d+)"
_YUAN = "[Rr][Mm][Bb]|[Cc][Nn][Yy]|人民币"
THRESHOLDS: Mapping[FactType, Schema] = {
    FactType.MONEY: {
        "type": "string",
        "pattern": rf"^\s*([¥￥]|{_YUAN})?\s*{_NUMBER}\s*(万亿|[十百千]?[万亿]|[百千])?\s*"
        rf"(元人民币|人民币元|元|圆|[Yy][Uu][Aa][Nn]|{_YUAN})\s*$",
        "description": "An amount with its unit: 1500万元, 1.2亿元, 500元.",
    },
    FactType.RATIO: {
        "type": "string",
        "pattern": "[%％‰]$",
        "description": "A share with its sign: 5%, 3.1%, 2‰.",
    },
    FactType.COUNT: {
        "type": ["number", "string"],
        "pattern": _COUNTED,
        "minimum": 0,
        "description": "A whole number, with or without its unit: 500, 500人.",
    },
    FactType.NUMBER: {
        "type": ["number", "string"],
        "pattern": _COUNTED,
        "minimum": 0,
        "description": "A number, with or without its unit: 60, 30亩.",
    },
    FactType.DATE: {
        "anyOf": [DAY, PERIOD],
        "description": "A day (2016-08-27), or the time gone by since (365天, 12个月, 3年).",
    },
}
"""How a threshold is written, by the type of the fact it is compared with."""

COMBINATIONS: Mapping[str, str] = {
    "all": "Every part holds.",
    "any": "At least one part holds.",
    "not": "The part does not hold.",
    "at_least": "At least `n` of the parts `of` hold.",
    "banded": "What must hold depends on the band that the fact `by` falls in.",
    "score": "The points of all items together reach a threshold.",
}
TESTS: Mapping[str, str] = {
    "location": "The company's place lies in one of the regions or divisions.",
    "zone": "The company is in one of the zones or parks.",
    "sector": "The company's main sector belongs to one of the groups or codes.",
    "certification": "A certification is held and valid on the as-of date.",
    "ratio": "The sum of the facts `of`, divided by the sum of the facts `to`, against a share.",
    "sum": "The sum of several quantities of one kind against a threshold.",
    "judgement": "An expert or authority decides; a user may attest it.",
    "stated_elsewhere": "Another text sets this condition: never met, at best undetermined.",
}
OPEN_LIST = described(BOOLEAN, "The list ends in 等: what it does not name is not refused.")
POINTS: Schema = {
    "type": ["number", "string"],
    "pattern": r"^\s*[-+]?[.\d]",
    "description": "Points, to four decimals.",
}
_ANY_THRESHOLD: Schema = {
    "anyOf": list(THRESHOLDS.values()),
    "description": "A threshold, written as the type of the fact asks.",
}


_GIVES_ITS_REASON: Schema = {
    "if": {
        "required": ["basis"],
        "properties": {"basis": {"enum": ["interpretive", "general_knowledge"]}},
    },
    "then": {"required": ["because"]},
}


def criterion_definitions(vocabulary: Vocabulary) -> dict[str, Schema]:
    """The definitions that a schema with criteria refers to."""
    facts = vocabulary.facts
    quantities = [name for name, fact in facts.items() if fact.type.is_quantity]
    yes_no = [name for name, fact in facts.items() if fact.type is FactType.BOOL]
    return {
        "criterion": _criterion(vocabulary),
        "criteria": some(ref("criterion"), "Criteria, at least one."),
        "citation": obj(_citation()),
        "fact": choice(facts, "A declared fact."),
        "quantity": choice(quantities, "A fact that is an amount, a count, a number or a ratio."),
        "banding": choice(quantities, "The fact whose amount chooses the band."),
        "yes_no": choice(yes_no, "A fact that is yes or no."),
        "region": {
            "anyOf": [choice(vocabulary.regions, "A declared region."), DIVISION],
            "description": "A declared region, or a division code in quotes.",
        },
        "sector": {
            "anyOf": [choice(vocabulary.sectors, "A declared sector group."), INDUSTRY],
            "description": "A declared sector group, or a code of GB/T 4754-2017.",
        },
        "zone": choice(vocabulary.zones, "A declared zone or park."),
        "certification": choice(vocabulary.certifications, "A declared certification."),
        "tier": choice(vocabulary.tiers, "A level of recognition, from the lowest to the highest."),
        "ladder": _ladder(),
    }


def _citation() -> dict[str, Schema]:
    basis = {
        "text": "the words of the clause",
        "interpretive": "a reading of them",
        "general_knowledge": "what the text takes for granted",
    }
    said = "; ".join(f"{name}: {what}" for name, what in basis.items())
    return {
        "clause": described(LOCATOR, "The clause of this condition, if not the programme's first."),
        "basis": choice(basis, f"What the condition rests on. {said}. All but text need because."),
        "because": texts("Why the condition is read so."),
        "confidence": choice(("verified", "secondary", "memory"), "How sure the figure is."),
    }


def _criterion(vocabulary: Vocabulary) -> Schema:
    keys = {**_combinations(), **_tests()}
    for fact in vocabulary.facts.values():
        tested = fact_test(fact, vocabulary)
        if tested is not None and fact.id not in keys:
            keys[fact.id] = tested
    alone = [{"required": [key]} for key in COMBINATIONS]
    return {
        **obj({**keys, **_citation()}, description="One criterion key, and its citation."),
        **exactly_one(keys),
        "allOf": [{"if": {"anyOf": alone}, "then": {"maxProperties": 1}}, _GIVES_ITS_REASON],
    }


def _combinations() -> dict[str, Schema]:
    criteria, name = ref("criteria"), texts("What the table is called.")
    band = obj(
        {
            "up_to": described(_ANY_THRESHOLD, "Up to and including this; the last has none."),
            "then": ref("criterion", "What must hold in this band."),
        },
        ("then",),
    )
    what, ladders = texts("What the item is called."), "Instead: ladders of which the best counts."
    scored = {"name": what, "ladder": ref("ladder"), "best_of": some(ref("ladder"), ladders)}
    item = {**obj(scored, ("name",)), **exactly_one(("ladder", "best_of"))}
    table = {"name": name, "items": some(item, "What is scored."), "at_least": POINTS}
    score = {
        **obj({**table, "more_than": POINTS}, ("name", "items")),
        **exactly_one(("at_least", "more_than")),
    }
    count: Schema = {"type": "integer", "minimum": 1, "description": "So many must hold."}
    shapes: dict[str, Schema] = {
        "all": criteria,
        "any": criteria,
        "not": ref("criterion"),
        "at_least": obj({"n": count, "of": criteria}, ("n", "of")),
        "banded": obj({"by": ref("banding"), "bands": some(band, "Rising.")}, ("by", "bands")),
        "score": score,
    }
    return {key: described(shapes[key], said) for key, said in COMBINATIONS.items()}


def _ladder() -> Schema:
    quantity: Schema = {
        "anyOf": [ref("quantity"), obj({"ratio": _quotient()}, ("ratio",))],
        "description": "A fact, or a ratio of two.",
    }
    points: Schema = {
        "type": "object",
        "additionalProperties": POINTS,
        "minProperties": 1,
        "description": "Threshold: points. The highest threshold that is reached counts.",
    }
    cited = {"by": quantity, "points": points, **_citation()}
    short = {**obj(cited, ("by", "points")), **_GIVES_ITS_REASON}
    rung = obj({"points": POINTS, "when": ref("criterion")}, ("points", "when"))
    return {
        "anyOf": [short, some(rung)],
        "description": "Rungs of which the first that holds counts, or {by, points} for short.",
    }


def _quotient(**more: Schema) -> Schema:
    names = one_or_more(ref("quantity"), "One fact, or several that are added up.")
    return obj({"of": names, "to": names, **more}, ("of", "to"))


def _tests() -> dict[str, Schema]:
    shares = dict.fromkeys(OPERATORS, THRESHOLDS[FactType.RATIO])
    amounts = dict.fromkeys(OPERATORS, _ANY_THRESHOLD)
    held = obj(
        {
            "holds": ref("certification"),
            "at_least": ref("tier", "At least at this tier."),
            "newly_recognised": described(PERIOD, "Issued within this period; older is unknown."),
            "since": described(DAY, "And not issued before this day."),
        },
        ("holds",),
    )
    total = obj({"of": some(ref("quantity"), "The facts."), **amounts}, ("of",))
    shapes: dict[str, Schema] = {
        "location": obj({"in": one_or_more(ref("region"))}, ("in",)),
        "zone": obj({"in": one_or_more(ref("zone")), "open_list": OPEN_LIST}, ("in",)),
        "sector": obj({"in": one_or_more(ref("sector")), "open_list": OPEN_LIST}, ("in",)),
        "certification": {"anyOf": [ref("certification"), held]},
        "ratio": {**_quotient(**shares), **exactly_one(OPERATORS)},
        "sum": {**total, **exactly_one(OPERATORS)},
        "judgement": ref("yes_no"),
        "stated_elsewhere": TEXTS,
    }
    return {key: described(shapes[key], said) for key, said in TESTS.items()}


def fact_test(fact: Fact, vocabulary: Vocabulary) -> Schema | None:
    """What may stand behind a fact in a criterion; None where it has a key of another name."""
    unit = f" {fact.unit}" if fact.unit else ""
    said = f"{fact.label.zh} · {fact.label.en} ({fact.type.value}{unit})"
    if fact.type is FactType.BOOL:
        return described(BOOLEAN, said)
    if fact.type in (FactType.ENUM, FactType.SET):
        names = vocabulary.zones if fact.id == "zones" else fact.values
        value = choice(names)
        listed = obj({"one_of": one_or_more(value), "open_list": OPEN_LIST}, ("one_of",))
        return {"anyOf": [value, some(value), listed], "description": said}
    if fact.type in THRESHOLDS:
        operators = dict.fromkeys(OPERATORS, _threshold(fact))
        if fact.type is FactType.DATE:
            operators |= dict.fromkeys(("equals", *DATE_OPERATORS), DAY)
        return described({**obj(operators), "minProperties": 1, "maxProperties": 1}, said)
    return None


def _threshold(fact: Fact) -> Schema:
    """The threshold of a fact; a count with a unit takes no other, and years are counted as 3年."""
    written = THRESHOLDS[fact.type]
    if not fact.unit or fact.type not in (FactType.COUNT, FactType.NUMBER):
        return written
    own = {**written, "pattern": rf"^\s*\d[\d,]*(\.\d+)?\s*({re.escape(fact.unit)})?\s*$"}
    counts_time = any(fact.unit in words for words in TIME_UNITS.values())
    return {"anyOf": [own, PERIOD]} if counts_time else own
