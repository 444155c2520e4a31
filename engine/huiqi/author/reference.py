"""Reference tables as Markdown, made from what the code itself reads: `make docs` writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from huiqi.author.schema.criterion import COMBINATIONS, TESTS, THRESHOLDS
from huiqi.author.schema.kinds import KINDS, schema_of
from huiqi.base.messages import MESSAGES
from huiqi.load.comparison import DATE_OPERATORS, OPERATORS
from huiqi.model.criteria import Operator
from huiqi.model.vocabulary import FactType, Vocabulary

Row = Sequence[str]
MADE = "<!-- Made by `make docs`; edit the code it is made from instead. -->"
PASSES = {
    "1": "Reading files",
    "2": "Names",
    "3": "Types and units",
    "4": "Cycles of derivations",
    "5": "Lints and proofs",
    "6": "Company data",
    "7": "Cases of rules",
    "8": "Questions and tools",
}
_IN_CRITERIA = {
    FactType.BOOL: "`true` or `false`",
    FactType.ENUM: "a value, a list of values, or `{one_of: […], open_list: true}`",
    FactType.SET: "the same: one of the values is among the answers",
    FactType.LOCATION: "`location: {in: …}`",
    FactType.SECTOR: "`sector: {in: …}`",
    FactType.CERTIFICATIONS: "`certification: …`",
}


def rules_reference() -> str:
    """Every key of rule files and profiles, fact types and operators."""
    words: dict[str, Any] = {}
    for table in ("facts", "certifications", "regions", "sectors", "zones", "tiers"):
        words[table] = {}
    vocabulary = Vocabulary(**words)
    programme = schema_of("programme", vocabulary)
    keys = _Keys(programme["$defs"])
    criteria = programme["$defs"]["criterion"]["properties"]
    citation = [key for key in criteria if key not in {**COMBINATIONS, **TESTS}]
    parts = [
        "# Keys of rule files",
        MADE,
        "The handbook in [README.md](README.md) shows them at work; `huiqi rules schema` gives the "
        "same to an editor, with the declared words. A **bold** key must be there.",
        "## Criteria",
        "A criterion has exactly one of these keys, or the id of a fact.",
        _table(("key", "meaning"), keys.kinds(criteria, COMBINATIONS)),
        _table(("key", "meaning"), keys.kinds(criteria, TESTS)),
        "Beside a test (not beside a combination) may stand its citation:",
        _table(("key", "meaning"), ((f"`{k}`", keys.said(criteria[k])) for k in citation)),
        "## Facts in criteria",
        _table(("type", "answer", "in a criterion"), _fact_types()),
        "## Operators",
        _table(("key", "sign", "for"), _operators()),
        "## Files",
    ]
    for kind, files in KINDS.items():
        if kind != "profile":
            schema = schema_of(kind, vocabulary)
            parts += [f"### `{files}`", schema["description"]]
            if rows := list(keys.rows(schema.get("additionalProperties") or schema)):
                parts.append(_table(("key", "meaning"), rows))
    return "\n\n".join(parts) + "\n"


class _Keys:
    """Writes the keys of schemas as rows; `definitions` are what these refer to."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions

    def kinds(self, criteria: Mapping[str, Any], kinds: Mapping[str, str]) -> Iterator[Row]:
        """Criterion keys, each with the keys of the mapping behind it."""
        for key, said in kinds.items():
            yield f"`{key}`", said
            yield from self.rows(criteria[key], f"{key}.")

    def rows(self, schema: Mapping[str, Any], above: str = "") -> Iterator[Row]:
        """The keys of a mapping and of the mappings in it, as paths; `[]` stands for a list."""
        for shape, path in _mappings(schema, above):
            if set(shape["properties"]) == {"zh", "en"}:
                continue
            for key, entry in shape["properties"].items():
                if key in OPERATORS and set(OPERATORS) <= set(shape["properties"]):
                    # One row for all of them, where the first stands.
                    if key == OPERATORS[0]:
                        yield f"`{path}` and an operator", self.said(entry)
                    continue
                name = f"`{path}{key}`"
                required = key in shape.get("required", ())
                yield f"**{name}**" if required else name, self.said(entry)
                yield from self.rows(entry, f"{path}{key}.")

    def said(self, schema: Mapping[str, Any]) -> str:
        """The description of an entry, or of what it refers to, and the words it may be."""
        said = schema.get("description", "")
        words = schema.get("enum") or ()
        if words and not all(f"{word}:" in said for word in words):
            said += " " + " · ".join(f"`{word}`" for word in words)
        if not said and "$ref" in schema:
            return self.said(self._definitions[schema["$ref"].removeprefix("#/$defs/")])
        if not said and "anyOf" in schema:
            return self.said(schema["anyOf"][0])
        return str(said)


def _mappings(schema: Mapping[str, Any], path: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The mappings with fixed keys that a schema asks for, directly or in a list."""
    if "properties" in schema:
        yield schema, path
    elif "items" in schema:
        yield from _mappings(schema["items"], f"{path.removesuffix('.')}[].")
    else:
        for form in schema.get("anyOf", ()):
            yield from _mappings(form, path)


def _fact_types() -> Iterator[Row]:
    for kind in FactType:
        tested = _IN_CRITERIA.get(kind) or f"an operator: {THRESHOLDS[kind]['description']}"
        yield f"`{kind.value}`", kind.words.en, tested


def _operators() -> Iterator[Row]:
    for operator in Operator:
        yield f"`{operator.value}`", operator.sign, "amounts, counts, numbers, ratios, dates"
    for key, operator in DATE_OPERATORS.items():
        yield f"`{key}`", operator.sign, "dates, against a day"


def diagnostics_reference() -> str:
    """Every diagnostic in both languages."""
    parts = [
        "# Diagnostics",
        MADE,
        "What huiqi says about rules and data, by pass. The gaps in braces are filled with the "
        "names and values concerned.",
    ]
    for digit, title in PASSES.items():
        codes = [code for code in MESSAGES if code[2] == digit]
        parts += [f"## {digit}xx {title}", _table(("code", "message", "help"), _messages(codes))]
    return "\n\n".join(parts) + "\n"


def _messages(codes: Iterable[str]) -> Iterator[Row]:
    for code in sorted(codes):
        message = MESSAGES[code]
        sign = "" if message.severity == "error" else " (warning)"
        helps = "<br>".join(filter(None, (message.help_en, message.help_zh)))
        yield f"{code}{sign}", f"{message.en}<br>{message.zh}", helps


def _table(heads: Sequence[str], rows: Iterable[Row]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
