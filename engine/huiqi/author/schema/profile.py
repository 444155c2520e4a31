"""The schema of company profiles, and of the `given` of a rule case."""

from __future__ import annotations

from collections.abc import Iterable

from huiqi.author.schema.parts import (
    BOOLEAN,
    DAY,
    TEXT,
    Schema,
    choice,
    described,
    obj,
    ref,
    table,
)
from huiqi.load.answers import DONT_KNOW, NO, NOT_APPLICABLE, YES
from huiqi.model.vocabulary import Fact, FactType, Vocabulary

_ANY_NAME: Schema = {"type": "string", "minLength": 1}


def profile_schema(vocabulary: Vocabulary) -> Schema:
    """A mapping from facts to answers, and optionally a name."""
    facts = {fact.id: _answer(fact, vocabulary) for fact in vocabulary.facts.values()}
    name = described(TEXT, "What the company is called.")
    return obj(
        {"name": name, **facts},
        description="A company profile: what is left out has not been asked.",
    )


def profile_definitions(vocabulary: Vocabulary) -> dict[str, Schema]:
    """The definitions that `profile_schema` refers to."""
    truths = {"anyOf": [BOOLEAN, choice(sorted(YES | NO))]}
    held = obj(
        {
            "name": ref("certificate"),
            "tier": described(TEXT, "Its tier, where it has several."),
            "issued": described(DAY, "The day of issue."),
            "expires": described(DAY, "The last day it runs."),
            "renewal": described(BOOLEAN, "Recognised anew, not for the first time."),
        }
    )
    return {
        "yes_or_no": truths,
        "dont_know": choice(sorted(DONT_KNOW), "Asked, but not known."),
        "not_applicable": choice(sorted(NOT_APPLICABLE), "Does not apply."),
        # Anything else is looked up among synonyms, with or without the tier before it.
        "certificate": {"anyOf": [choice(_certificates(vocabulary)), _ANY_NAME]},
        "held": held,
    }


def _certificates(vocabulary: Vocabulary) -> list[str]:
    declared = vocabulary.certifications.values()
    return list(dict.fromkeys(name for c in declared for name in (c.id, c.label.zh)))


def _answer(fact: Fact, vocabulary: Vocabulary) -> Schema:
    unit = f" {fact.unit}" if fact.unit else ""
    said = f"{fact.label.zh} · {fact.label.en} ({fact.type.value}{unit})"
    forms = [*_forms(fact, vocabulary), ref("dont_know"), {"type": "null"}]
    if fact.may_not_apply:
        forms.append(ref("not_applicable"))
    return {"anyOf": forms, "description": said}


def _forms(fact: Fact, vocabulary: Vocabulary) -> Iterable[Schema]:
    if fact.type is FactType.BOOL:
        return [ref("yes_or_no")]
    if fact.type is FactType.DATE:
        return [DAY]
    if fact.type is FactType.ENUM:
        return [choice(_values(fact, vocabulary))]
    if fact.type is FactType.SET:
        return _several(choice(_values(fact, vocabulary)), _marks(ref("yes_or_no")))
    if fact.type is FactType.CERTIFICATIONS:
        held: Schema = {"anyOf": [ref("certificate"), {**ref("held"), "required": ["name"]}]}
        return _several(held, _marks({"anyOf": [ref("yes_or_no"), ref("held")]}))
    # Quantities, places and sectors have many spellings; huiqi reads them, a pattern cannot.
    return [{"type": ["number", "string"]}]


def _several(entry: Schema, mapping: Schema) -> list[Schema]:
    """A list of all, none in a word, one alone, or a mapping that says only what it names."""
    none = choice(sorted(NO | {"none"}), "None of them.")
    return [{"type": "array", "items": entry}, entry, none, BOOLEAN, mapping]


def _marks(entry: Schema) -> Schema:
    return table({"anyOf": [entry, ref("dont_know")]}, "Only what is named is known.")


def _values(fact: Fact, vocabulary: Vocabulary) -> list[str]:
    if fact.id == "zones":
        zones = vocabulary.zones.values()
        return _names((z.id, z.label.zh, z.label.en, *z.synonyms) for z in zones)
    return _names((value, label.zh, label.en) for value, label in fact.values.items())


def _names(groups: Iterable[tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(name for group in groups for name in group))
