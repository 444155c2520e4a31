"""Small pieces that all schemas are built of.

A schema is a plain dictionary. Keywords are kept to those that editors know since draft 7, so that
older language servers understand them too. What is written without quotes reaches a schema as YAML
1.2 reads it: 350500 is a number and no code, 2016-08-27 and 5% are texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": ["string", "number"], "minLength": 1}
"""Any text; a number without quotes is read as it is spelt."""
BOOLEAN: Schema = {"type": "boolean"}
DAY: Schema = {
    "type": "string",
    "pattern": r"^\s*\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*$",
    "description": "A day, such as 2016-08-27.",
}
PERIOD: Schema = {
    "type": "string",
    "pattern": r"^\s*\d{1,5}\s*([天日]|[Dd][Aa][Yy][Ss]?|个?月|[Mm][Oo][Nn][Tt][Hh][Ss]?|周?年|[Yy][Ee][Aa][Rr][Ss]?)\s*$",  # noqa: E501
    "description": "A length of calendar time: 365天, 12个月, 3年.",
}
CODE: Schema = {
    "type": "string",
    "minLength": 1,
    "description": "Quote what begins with a digit.",
}
LOCATOR: Schema = {
    "type": "string",
    "minLength": 1,
    "description": 'A clause as the register numbers it: "9#1", "十一(四)".',
}
DIVISION: Schema = {
    "type": "string",
    "pattern": r"^\d{6}$",
    "description": 'A division code of GB/T 2260, quoted: "350500".',
}
INDUSTRY: Schema = {
    "type": "string",
    "pattern": r"^[A-T]\d{0,4}$",
    "description": 'A code of GB/T 4754-2017, as broad as is meant: "C", "C39", "C3911".',
}


def described(schema: Schema, description: str) -> Schema:
    """The same schema with a description of its own."""
    return {**schema, "description": description}


def ref(name: str, description: str = "") -> Schema:
    """A reference to a definition of the same file."""
    found: Schema = {"$ref": f"#/$defs/{name}"}
    return described(found, description) if description else found


def obj(
    properties: Mapping[str, Schema], required: Iterable[str] = (), description: str = ""
) -> Schema:
    """A mapping with these keys and no others."""
    found: Schema = {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }
    return described(found, description) if description else found


def table(entry: Schema, description: str = "", names: Iterable[str] = ()) -> Schema:
    """A mapping whose keys are names of the writer's choosing."""
    found: Schema = {"type": "object", "additionalProperties": entry}
    if names:
        found["propertyNames"] = {"enum": list(names)}
    return described(found, description) if description else found


def choice(names: Mapping[str, str] | Iterable[str], description: str = "") -> Schema:
    """One of the words."""
    found: Schema = {"type": "string", "enum": list(names)}
    return described(found, description) if description else found


def nullable(schema: Schema) -> Schema:
    """The schema, or an explicit null."""
    return {"anyOf": [schema, {"type": "null"}]}


def some(entry: Schema, description: str = "") -> Schema:
    """A list that is not empty."""
    found: Schema = {"type": "array", "items": entry, "minItems": 1}
    return described(found, description) if description else found


def one_or_more(entry: Schema, description: str = "") -> Schema:
    """An entry, or a list of them that is not empty."""
    found: Schema = {"anyOf": [entry, some(entry)]}
    return described(found, description) if description else found


def exactly_one(keys: Iterable[str]) -> Schema:
    """A rule for a mapping: one of these keys stands in it, and no second one."""
    return {"oneOf": [{"required": [key]} for key in keys]}


TEXTS = obj({"zh": TEXT, "en": TEXT}, ("zh", "en"), "A text in Chinese and English.")


def texts(description: str) -> Schema:
    """A text in both languages, with what it says."""
    return described(TEXTS, description)
