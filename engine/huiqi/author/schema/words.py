"""The schemas of the vocabulary files."""

from __future__ import annotations

from collections.abc import Mapping

from huiqi.author.schema.parts import (
    BOOLEAN,
    CODE,
    DAY,
    DIVISION,
    INDUSTRY,
    PERIOD,
    TEXT,
    Schema,
    choice,
    described,
    exactly_one,
    obj,
    ref,
    some,
    table,
    texts,
)
from huiqi.load.criterion import NO_FACTS
from huiqi.load.vocabulary import DERIVATIONS, SIZE_CLASS_TABLE
from huiqi.model.vocabulary import FactType

LABEL = texts("What it is called.")
SYNONYMS = some(TEXT, "Other names under which companies give it.")
SOURCE = texts("Where this is known from.")


def vocabulary_schemas() -> Mapping[str, Schema]:
    """The schema of each vocabulary file, by its name."""
    strategic = some(CODE, "Categories of the strategic industries of 2018.")
    return {
        "facts": {
            **table(_fact(), "Facts by id; the file is named after their group."),
            "propertyNames": {"not": {"enum": sorted(NO_FACTS)}},
        },
        "certifications": table(_certification(), "Certifications by id."),
        "regions": table(_group(DIVISION), "Named sets of divisions, by id."),
        "sectors": table(_group(INDUSTRY, strategic=strategic), "Named groups of sectors, by id."),
        "zones": table(_zone(), "Development zones and parks, by id."),
        "tiers": table(LABEL, "Levels of recognition by id, from the lowest to the highest."),
    }


def _fact() -> Schema:
    types = {t.value: t.words.en for t in FactType}
    kinds = "; ".join(f"{name}: {words}" for name, words in types.items())
    effort: Schema = {
        "type": "integer",
        "minimum": 1,
        "maximum": 5,
        "description": "What an answer costs, 1 (by heart) to 5 (needs the accountant).",
    }
    return obj(
        {
            "type": choice(types, f"What kind of answer it has. {kinds}."),
            "unit": described(TEXT, "The word behind a number: 人, 项, 亩."),
            "label": LABEL,
            "question": texts("How a person is asked; without it the fact is never asked."),
            "help": texts("One more line for the person asked."),
            "headers": some(TEXT, "Headers of company tables under which it stands."),
            "years_back": described(
                {"type": "integer", "minimum": 0, "maximum": 9},
                "The calendar year it is about, counted back from the day of judging.",
            ),
            "year_before": ref("quantity", "The fact that tells the same of the year after."),
            "level": choice(
                ("company", "project"), "About the company, or about one project of it."
            ),
            "effort": effort,
            "changeable": described(
                {"anyOf": [BOOLEAN, choice(("more", "less"))]},
                "Whether the company could change it, or only to more, or to less.",
            ),
            "fixed": some(TEXT, "Values that no company can bring about."),
            "may_not_apply": described(BOOLEAN, "“Does not apply” is an answer."),
            "may_be_negative": described(BOOLEAN, "A negative amount is an answer."),
            "judged": described(BOOLEAN, "An expert or authority decides it."),
            "values": table(texts("What the value means."), "The values of an enum or set."),
            "derive": _derivation(),
        },
        ("type", "label"),
    )


def _derivation() -> Schema:
    choices = some(
        obj(
            {"is": described(TEXT, "The value."), "when": ref("criterion", "When it holds.")},
            ("is", "when"),
        )
    )
    quotient = obj({"of": ref("quantity"), "to": ref("quantity")}, ("of", "to"))
    shapes: dict[str, Schema] = {
        "sum": some(ref("quantity"), "The sum of quantities of one kind."),
        "ratio": described(quotient, "One quantity divided by another of its kind."),
        "when": ref("criterion", "Yes exactly when this holds."),
        "cases": described(choices, "The value of the first choice that holds."),
        "size_class": choice((SIZE_CLASS_TABLE,), "The size class by the table of 2017."),
    }
    otherwise = described(TEXT, "The value if no choice holds (beside cases).")
    shape = obj(
        {**{kind: shapes[kind] for kind in DERIVATIONS}, "otherwise": otherwise},
        description="How the fact follows from others while it is not answered itself.",
    )
    return {**shape, **exactly_one(DERIVATIONS)}


def _certification() -> Schema:
    return obj(
        {
            "label": LABEL,
            "tiers": some(ref("tier"), "Its tiers, from the lowest to the highest."),
            "valid_for": described(PERIOD, "How long a certificate runs."),
            "implies": some(ref("certification"), "What its holder also counts as holding."),
            "abolished": described(DAY, "From this day no new one is granted."),
            "granted_by": described(TEXT, "The programme by which it is granted."),
            "synonyms": SYNONYMS,
            "note": texts("Where validity and abolition are known from."),
        },
        ("label",),
    )


def _group(code: Schema, **more: Schema) -> Schema:
    return obj(
        {
            "label": LABEL,
            "codes": some(code, "Codes that belong wholly."),
            "possible": some(code, "Codes of which only a part belongs: membership is unknown."),
            **more,
            "basis": choice(
                ("text", "general_knowledge", "interpretive"), "Where the definition comes from."
            ),
            "confidence": choice(("verified", "secondary", "memory"), "How sure it is."),
            "source": SOURCE,
        },
        ("label",),
    )


def _zone() -> Schema:
    levels = ("national", "provincial", "municipal", "county")
    return obj(
        {
            "label": LABEL,
            "within": some(DIVISION, "The divisions it lies in."),
            "kind": described(TEXT, "What kind of zone it is (default: park)."),
            "level": choice(levels, "Who recognised it."),
            "synonyms": SYNONYMS,
            "source": SOURCE,
        },
        ("label", "within"),
    )
