"""The kinds of files that have a schema, and the schema of each."""

from __future__ import annotations

from collections.abc import Mapping

from huiqi.author.schema.criterion import criterion_definitions
from huiqi.author.schema.files import document_schema, programme_schema
from huiqi.author.schema.parts import Schema
from huiqi.author.schema.profile import profile_definitions, profile_schema
from huiqi.author.schema.words import vocabulary_schemas
from huiqi.model.vocabulary import Vocabulary

KINDS: Mapping[str, str] = {
    "programme": "rules/<document>/*.yaml",
    "document": "seeds/*.yaml",
    "facts": "rules/vocabulary/facts/*.yaml",
    "certifications": "rules/vocabulary/certifications.yaml",
    "regions": "rules/vocabulary/regions.yaml",
    "sectors": "rules/vocabulary/sectors.yaml",
    "zones": "rules/vocabulary/zones.yaml",
    "tiers": "rules/vocabulary/tiers.yaml",
    "profile": "a company profile, YAML or JSON",
}
"""Every kind, and the files it is for."""

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(kind: str, vocabulary: Vocabulary) -> Schema:
    """The schema of a kind of file under a vocabulary, whose names it offers and asks for."""
    definitions = {
        **criterion_definitions(vocabulary),
        **profile_definitions(vocabulary),
        "profile": profile_schema(vocabulary),
    }
    schemas = {
        **vocabulary_schemas(),
        "programme": programme_schema(),
        "document": document_schema(),
        "profile": profile_schema(vocabulary),
    }
    used = _used(schemas[kind], definitions)
    head = {"$schema": DRAFT, "title": f"huiqi: {kind}"}
    return {**head, **schemas[kind], **({"$defs": used} if used else {})}


def _used(schema: Schema, definitions: Mapping[str, Schema]) -> dict[str, Schema]:
    """The definitions a schema needs, directly or through others, in the order of the table."""
    found: set[str] = set()
    todo: list[object] = [schema]
    while todo:
        piece = todo.pop()
        if isinstance(piece, list):
            todo += piece
        elif isinstance(piece, dict):
            todo += piece.values()
            name = str(piece.get("$ref", "")).removeprefix("#/$defs/")
            if name and name not in found:
                found.add(name)
                todo.append(definitions[name])
    return {name: entry for name, entry in definitions.items() if name in found}
