"""The schemas say of files what huiqi says of them, as far as a schema can."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from huiqi import Rulebook
from huiqi.author.schema.kinds import KINDS, schema_of
from huiqi.load.rulebook import Layer, read_rulebook
from huiqi.model.vocabulary import Vocabulary

from .plain_yaml import plain_file, plain_yaml

ROOT = Path(__file__).parents[3]
BAD = ROOT / "tests/bad"

RULES = sorted(path.relative_to(ROOT) for path in (ROOT / "rules").rglob("*.yaml"))
SEEDS = sorted(path.relative_to(ROOT) for path in (ROOT / "seeds").glob("*.yaml"))
PROFILES = sorted(path.relative_to(ROOT) for path in (ROOT / "examples").glob("*.yaml"))

BEYOND = {
    "HQ120_list_as_key.yaml": "plain data has no lists as keys",
    "HQ120_more_than_there_are.yaml": "the length of one list against a number beside it",
    "HQ120_terminal_sequence.yaml": "control characters in a text",
    "HQ125_clause_twice.yaml": "locators that are told apart by one of their keys",
    "HQ125_fact_twice.yaml": "what another file says",
    "HQ126_not_named_like_the_file.yaml": "the name of the file",
    "HQ129_ends_before_it_begins.yaml": "one date against another",
    "HQ129_goals_before_the_start.yaml": "one date against another",
    "HQ306_bands_do_not_rise.yaml": "one amount against another",
    "HQ306_last_band_is_bounded.yaml": "the last of a list",
    "HQ604_february_30.yaml": "the calendar",
}
"""Bad files of the decoding pass that no schema can find, and what they are about."""


def kind_of(path: Path) -> str:
    """The kind of a file by its place."""
    if path.parts[0] == "examples":
        return "profile"
    if path.parts[0] == "seeds":
        return "document"
    if path.parts[1] != "vocabulary":
        return "programme"
    return "facts" if path.parts[2] == "facts" else path.stem


@pytest.fixture(scope="module")
def validators(book: Rulebook) -> dict[str, Draft202012Validator]:
    return validators_of(book.vocabulary)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook.load()


@pytest.fixture(scope="module")
def bad_base() -> dict[str, Draft202012Validator]:
    files, _ = read_rulebook([Layer.at(BAD / "base")])
    return validators_of(files.vocabulary)


def validators_of(vocabulary: Vocabulary) -> dict[str, Draft202012Validator]:
    found = {}
    for kind in KINDS:
        schema = schema_of(kind, vocabulary)
        Draft202012Validator.check_schema(schema)
        found[kind] = Draft202012Validator(schema)
    return found


def faults(validator: Draft202012Validator, data: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(data)]


@pytest.mark.parametrize("path", [*RULES, *SEEDS, *PROFILES], ids=str)
def test_bundled_files_are_valid(path: Path, validators: dict[str, Draft202012Validator]):
    assert faults(validators[kind_of(path)], plain_file(ROOT / path)) == []


def test_the_base_of_the_bad_files_is_valid(bad_base: dict[str, Draft202012Validator]):
    for path in sorted((BAD / "base").rglob("*.yaml")):
        kind = kind_of(path.relative_to(BAD / "base"))
        assert faults(bad_base[kind], plain_file(path)) == []


@pytest.mark.parametrize("name", sorted(p.name for p in (BAD / "decoding").glob("*.yaml")))
def test_bad_files_are_found(name: str, bad_base: dict[str, Draft202012Validator]):
    if name == "HQ120_list_as_key.yaml":
        return
    path = BAD / "decoding" / name
    place = Path(path.read_text("utf-8").split("\n", 1)[0].removeprefix("# as: "))
    found = faults(bad_base[kind_of(place)], plain_file(path))
    assert bool(found) != (name in BEYOND), found


def test_what_is_beyond_a_schema_is_a_bad_file():
    assert set(BEYOND) <= {path.name for path in (BAD / "decoding").glob("*.yaml")}


@pytest.mark.parametrize(
    ("criterion", "valid"),
    [
        ("employees: {at_least: 10人}", True),
        ("employees: {at_least: 10}", True),
        ("employes: {at_least: 10}", False),
        ("revenue: {at_least: 500万元}", True),
        ("revenue: {at_least: 500}", False),
        ("revenue: {at_least: '1,500.5 万元'}", True),
        ("revenue: {at_least: 1.2亿人民币}", True),
        ("revenue: {at_least: 1000万美元}", False),
        ("revenue: {at_least: 1000万元以上}", False),
        ("revenue: {at_least: 1e7元}", False),
        ("employees: {at_least: 50名}", False),
        ("segment_years: {at_least: 3人}", False),
        ("debt_ratio: {at_most: 70%}", True),
        ("debt_ratio: {at_most: 0.7}", False),
        ("registered_on: {at_least: 3年}", True),
        ("registered_on: {on_or_after: 2016-08-27}", True),
        ("registered_on: {on_or_after: 3}", False),
        ("registered_on: {on_or_before: 5年}", False),
        ("registered_on: {equals: 2016-08-27}", True),
        ("registered_on: {equals: 5年}", False),
        ("segment_years: {at_least: 3年}", True),
        ("location: {in: quanzhou}", True),
        ('location: {in: ["350500", jilin]}', True),
        ("location: {in: 350500}", False),
        ("location: {in: quanzho}", False),
        ("sector: {in: [C39, industry]}", True),
        ("sector: {in: X39}", False),
        ("certification: high_tech_enterprise", True),
        ("certification: {holds: high_tech_enterprise, newly_recognised: 12个月}", True),
        ("certification: {holds: high_tech}", False),
        ("entity_kind: [enterprise, university]", True),
        ("entity_kind: company", False),
        ("technology_enterprise: true", True),
        ("technology_enterprise: yes", False),
        ("judgement: revenue", False),
        ("stated_elsewhere: {zh: 另行规定, en: set elsewhere}", True),
        ("not: {technology_enterprise: true}", True),
        ("at_least: {n: 1, of: [{technology_enterprise: true}]}", True),
        ("at_least: {n: 0, of: [{technology_enterprise: true}]}", False),
        ("{all: [{technology_enterprise: true}], clause: '1'}", False),
        ("{technology_enterprise: true, clause: '1', basis: interpretive}", False),
        ("{technology_enterprise: true, basis: interpretive, because: {zh: 甲, en: a}}", True),
        ("{technology_enterprise: true, clause: '1', basis: text}", True),
        ("{technology_enterprise: true, basis: guessed}", False),
    ],
)
def test_criteria(criterion: str, valid: bool, validators: dict[str, Draft202012Validator]):
    programme = plain_file(ROOT / "rules/quanzhou-2016/qz16-hnte-award.yaml")
    programme["eligible"] = plain_yaml(criterion)
    assert (faults(validators["programme"], programme) == []) is valid


@pytest.mark.parametrize(
    ("answer", "valid"),
    [
        ("location: 福建泉州晋江", True),
        ("location: 350582", True),
        ("employees: 12人", True),
        ("employees: unknown", True),
        ("employees: [1]", False),
        ("technology_enterprise: 是", True),
        ("technology_enterprise: maybe", False),
        ("entity_kind: 企业", True),
        ("entity_kind: 公司", False),
        ("certifications: [高企, {name: 科技型中小企业, issued: 2026-01-01}]", True),
        ("certifications: {高新技术企业: false, tech_sme: {issued: 2026-01-01}}", True),
        ("certifications: [{issued: 2026-01-01}]", False),
        ("certifications: none", True),
        ("zones: {quanzhou_high_tech_zone: false}", True),
        ("employes: 12", False),
    ],
)
def test_profiles(
    answer: str, valid: bool, validators: dict[str, Draft202012Validator], book: Rulebook
):
    assert (faults(validators["profile"], plain_yaml(answer)) == []) is valid
    if valid:
        book.profile(answer)
