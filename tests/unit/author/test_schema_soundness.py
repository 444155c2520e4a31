"""What huiqi reads without a finding, no schema calls wrong: files changed at random are tried.

One thing aside: true, false and null where a text is meant, which a schema rightly questions.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from huiqi.author.schema.kinds import schema_of
from huiqi.base.diagnostics import ProfileError
from huiqi.base.source import Source
from huiqi.check.names import check_names
from huiqi.check.types import check_types
from huiqi.load.decode import Decoder, Rejected
from huiqi.load.document import read_document
from huiqi.load.profile import read_profile_text
from huiqi.load.programme import read_programme
from huiqi.load.rulebook import bundled, read_rulebook
from huiqi.load.tables import divisions
from huiqi.load.yaml import parse
from huiqi.model.criteria import leaves
from huiqi.model.programme import Programme
from huiqi.model.rule_files import RuleFiles

from .plain_yaml import plain_file

ROOT = Path(__file__).parents[3]
PROGRAMMES = [
    f"rules/{name}.yaml"
    for name in (
        "tech-sme-2017/cn-tech-sme",
        "hnte-2016/cn-hnte",
        "quanzhou-2016/qz16-hnte-award",
        "sme-ladder-2022/cn-srdi-sme",
        "jilin-2014/jl14-bank-credit",
    )
]
DOCUMENTS = ["seeds/hnte-2016.yaml", "seeds/jilin-2024.yaml"]
PROFILES = ["examples/01-quanzhou.yaml"]
FILES, _ = read_rulebook([bundled()], with_cases=False)
DATA = {name: plain_file(ROOT / name) for name in (*PROGRAMMES, *DOCUMENTS, *PROFILES)}
VALIDATORS = {
    kind: Draft202012Validator(schema_of(kind, FILES.vocabulary))
    for kind in ("programme", "document", "profile")
}
VALUES: list[Any] = [
    "5%", "500人", "1500万元", "3年", "2020-01-01", "quanzhou", "350500", "C39", "unknown",
    "employees", "revenue", "rd_spend", "technology_enterprise", "high_tech_enterprise",
    "provincial", "是", "none", "not_stated", "core", 7, 0.5, True, False, None, [], {}, ["C39"],
    {"zh": "甲", "en": "a"},
    {"at_least": "5%"}, {"in": "quanzhou"}, {"technology_enterprise": True},
    [{"technology_enterprise": True}], {"one_of": ["other"], "open_list": True},
]  # fmt: skip
KEYS = [
    "all", "any", "not", "clause", "basis", "because", "employees", "revenue", "at_least", "since",
    "open_list", "n", "of", "to", "points", "note", "weight", "group", "applies", "standing",
    "also", "missing", "encoded", "issued", "ends", "certifications", "zones", "entity_kind",
    "location",
]  # fmt: skip

CHANGES = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.sampled_from(["drop", "value", "key"]),
        st.sampled_from(VALUES),
        st.sampled_from(KEYS),
    ),
    min_size=1,
    max_size=2,
)


@given(st.sampled_from(PROGRAMMES), CHANGES)
@settings(max_examples=100)
def test_programmes(name: str, changes: Any):
    changed = mutated(DATA[name], changes)
    if programme_is_read(changed):
        assert fault("programme", changed) is None


@given(st.sampled_from(DOCUMENTS), CHANGES)
@settings(max_examples=50)
def test_documents(name: str, changes: Any):
    changed = mutated(DATA[name], changes)
    found = reads(changed, read_document)
    if found is not None and found.jurisdiction in divisions():
        assert fault("document", changed) is None


@given(st.sampled_from(PROFILES), CHANGES)
@settings(max_examples=150)
def test_profiles(name: str, changes: Any):
    changed = mutated(DATA[name], changes)
    if profile_is_read(changed):
        assert fault("profile", changed) is None


def fault(kind: str, data: Any) -> str | None:
    """The first thing the schema has to say against the data."""
    for error in VALIDATORS[kind].iter_errors(data):
        word_as_text = error.instance is None or isinstance(error.instance, bool)
        if not (error.validator == "type" and word_as_text):
            return f"{error.json_path}: {error.message[:300]}"
    return None


def mutated(data: Any, changes: list[tuple[int, str, Any, str]]) -> Any:
    """A copy with some places changed; a place is a key of a mapping or an index of a list."""
    data = copy.deepcopy(data)
    for number, change, value, key in changes:
        places = list(places_of(data))
        if not places:
            break
        holder, at = places[number % len(places)]
        if change == "drop":
            del holder[at]
        elif change == "value" or isinstance(holder, list):
            holder[at] = copy.deepcopy(value)
        else:
            holder[key] = copy.deepcopy(value)
    return data


def places_of(data: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(data, (dict, list)):
        for at in data if isinstance(data, dict) else range(len(data)):
            yield data, at
            yield from places_of(data[at])


def reads(data: Any, read: Any) -> Any:
    """What a reader makes of the data written as YAML; None where it has an error."""
    node, findings = parse(Source("-", json.dumps(data, ensure_ascii=False)))
    decoder = Decoder()
    try:
        return None if findings or node is None else read(decoder, node)
    except Rejected:
        return None


def programme_is_read(data: Any) -> bool:
    """Whether reading finds no error, names, types and reasons included, nor do cases."""
    found: Programme | None = reads(data, lambda d, node: read_programme(d, node, "hnte-2016"))
    if found is None:
        return False
    clauses = [
        FILES.documents["hnte-2016"].clauses[0].model_copy(update={"locator": locator})
        for locator in {*found.clauses, *cited(data)}
    ]
    document = FILES.documents["hnte-2016"].model_copy(update={"clauses": tuple(clauses)})
    document.__dict__.pop("by_locator", None)
    book: RuleFiles = replace(FILES, programmes=(found,), documents={document.id: document})
    if any(f.severity == "error" for f in check_names(book) or check_types(book)):
        return False
    if any(leaf.basis != "text" and leaf.because is None for leaf in leaves(found.eligible)):
        return False
    facts = FILES.vocabulary.facts
    named = {n for c in found.cases for n in (*(c.missing or ()), *(c.failed or ()))}
    return named <= set(facts) and all(
        profile_is_read(case["given"]) for case in data.get("cases", ())
    )


def profile_is_read(data: Any) -> bool:
    text = json.dumps(data, ensure_ascii=False)
    try:
        return not read_profile_text(Source("-", text), FILES.vocabulary).warnings
    except ProfileError:
        return False


def cited(data: Any) -> Iterator[str]:
    """Every clause named below the data."""
    for holder, at in places_of(data):
        if at == "clause" and isinstance(holder[at], str):
            yield holder[at]
