"""Reading a rulebook: its folders, its layers, and findings from many files at once."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiqi.api import Rulebook
from huiqi.base.diagnostics import RulebookError
from huiqi.base.source import Source
from huiqi.check.rulebook import check_rulebook
from huiqi.load.decode import Decoder, Rejected
from huiqi.load.programme import read_programme
from huiqi.load.rulebook import Layer, read_rulebook, shown_name
from huiqi.load.yaml import parse
from huiqi.model.rule_files import RuleFiles

BASE = Path(__file__).parents[2] / "bad" / "base"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def codes(*layers: Path) -> list[str]:
    return [finding.code for finding in read_rulebook(map(Layer.at, layers))[1]]


def test_what_a_layer_holds() -> None:
    files, findings = read_rulebook([Layer.at(BASE)])
    assert findings == []
    assert [p.key for p in files.programmes] == [
        "general@demo",
        "settling@demo",
        "settling@demo-next",
    ]
    assert list(files.documents) == ["demo-next", "demo"]
    assert list(files.vocabulary.regions) == ["fujian_coast"]
    assert [t.rank for t in files.vocabulary.tiers.values()] == [0, 1, 2, 3]
    assert files.vocabulary.facts["revenue"].group == "company"


def test_a_layer_may_be_the_rules_folder_itself(folder: Path) -> None:
    (folder / "seeds").rename(folder / "rules" / "seeds")
    assert Layer.at(folder / "rules") == Layer(folder / "rules", folder / "rules" / "seeds")
    assert Rulebook.load(folder / "rules", with_bundled=False).warnings == ()


def test_a_layer_without_rule_files_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "readme.txt").write_text("")
    for inner in ("empty", "notes"):
        with pytest.raises(RulebookError) as caught:
            Rulebook.load(tmp_path / inner)
        assert [f.code for f in caught.value.findings] == ["HQ115"]


def test_a_part_of_a_layer_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    for part in ("seeds", "rules/demo", "rules/vocabulary/facts"):
        _, findings = read_rulebook([Layer.at(folder / part)])
        assert [f.code for f in findings] == ["HQ115"]
        # The help names the layer, where it is near enough to be found.
        near = None if part == "rules/vocabulary/facts" else folder.name
        assert findings[0].near == near


def test_files_that_nobody_reads_are_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    stray = {
        "rules/demo/deep/award.yaml": None,
        "rules/demo/draft.yml": "draft.yaml",
        "rules/loose.yaml": None,
        "rules/vocabulary/certification.yaml": "certifications.yaml",
        "rules/vocabulary/facts.yaml": "facts/facts.yaml",
        "seeds/old/demo.yaml": None,
        "seeds/other.YAML": "other.yaml",
    }
    for name in (*stray, "rules/.git/config.yaml", "notes.yaml", "rules/demo/notes.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("a: 1\n")
    _, findings = read_rulebook([Layer.at(folder)])
    assert {f.code for f in findings} == {"HQ116"}
    assert {f.where: f.near for f in findings} == stray
    assert {f.severity for f in findings} == {"warning"}


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.yaml").write_text("a: 1\n", encoding="utf-8")
    assert codes(tmp_path) == ["HQ115"]
    assert codes(BASE, tmp_path) == ["HQ115"]
    with pytest.raises(RulebookError, match="HQ115"):
        Rulebook.load(tmp_path)


def test_a_second_layer_adds(folder: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    (more / "vocabulary" / "facts").mkdir(parents=True)
    (more / "vocabulary" / "facts" / "extra.yaml").write_text(
        "reservoirs: {type: count, label: {zh: 水库, en: reservoirs}}\n", encoding="utf-8"
    )
    files, findings = read_rulebook([Layer.at(BASE), Layer.at(more)])
    assert findings == []
    assert files.vocabulary.facts["reservoirs"].group == "extra"


def test_a_second_layer_cannot_redefine() -> None:
    found = codes(BASE, BASE)
    assert set(found) == {"HQ125"}
    everything, _ = read_rulebook([Layer.at(BASE)])
    assert len(found) == len(everything.programmes) + len(everything.documents) + sum(
        len(words)
        for words in (
            everything.vocabulary.facts,
            everything.vocabulary.certifications,
            everything.vocabulary.regions,
            everything.vocabulary.sectors,
            everything.vocabulary.zones,
            everything.vocabulary.tiers,
        )
    )


def test_findings_of_all_files_come_together(folder: Path) -> None:
    (folder / "rules" / "demo" / "a.yaml").write_text("a: [\n")
    (folder / "rules" / "demo" / "b.yaml").write_bytes(b"\xff\xff")
    (folder / "rules" / "vocabulary" / "tiers.yaml").write_text("county: 县级\n")
    (folder / "seeds" / "c.yaml").write_text("")
    with pytest.raises(RulebookError) as caught:
        Rulebook.load(folder, with_bundled=False, with_cases=True)
    assert [f.code for f in caught.value.findings] == ["HQ120", "HQ104", "HQ105", "HQ102"]


def test_one_bad_word_leaves_the_others(folder: Path) -> None:
    (folder / "rules" / "vocabulary" / "tiers.yaml").write_text(
        "county: {zh: 县级}\nmunicipal: {zh: 市级, en: municipal}\n", encoding="utf-8"
    )
    files, findings = read_rulebook([Layer.at(folder)])
    assert [f.code for f in findings] == ["HQ122"]
    assert list(files.vocabulary.tiers) == ["municipal"]


def test_one_bad_case_leaves_the_next_to_be_reported(folder: Path) -> None:
    path = folder / "rules" / "demo" / "settling.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").split("cases:")[0]
        + "cases:\n"
        + "  - {it: one, given: {}, expect: {verdict: maybe}}\n"
        + "  - {it: two, given: {}, expect: {verdict: eligible, standing: gone}}\n"
        + "  - {it: three, expect: {}}\n",
        encoding="utf-8",
    )
    assert codes(folder) == ["HQ120", "HQ120", "HQ122", "HQ122"]


def test_names_are_shown_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    elsewhere = tmp_path.parent / "x.yaml"
    assert shown_name(tmp_path / "rules" / "x.yaml") == str(Path("rules", "x.yaml"))
    assert shown_name(Path("rules/../x.yaml")) == "x.yaml"
    assert shown_name(elsewhere) == str(elsewhere)


def test_the_bundled_rulebook_is_without_errors() -> None:
    assert all(warning.severity == "warning" for warning in Rulebook.load().warnings)


# Whatever stands in a file, reading and checking end in findings, never in another exception.

GOOD, _ = read_rulebook([Layer.at(BASE)])
KEYS = [
    "all", "any", "not", "at_least", "banded", "score", "location", "zone", "sector", "ratio",
    "certification", "sum", "judgement", "stated_elsewhere", "clause", "basis", "because",
    "of", "to", "n", "in", "by", "bands", "up_to", "then", "name", "items", "ladder", "points",
    "best_of", "when", "zh", "en", "holds", "since", "newly_recognised", "open_list", "one_of",
    "at_most", "more_than", "on_or_after", "equals", "30%", *GOOD.vocabulary.facts,
]  # fmt: skip
VALUES = [
    "true", "false", "5%", "500万元", "500人", "3年", "2016-08-27", "2016-02-30", "350500", "C39",
    "fujian_coast", "electronics", "technology_centre", "provincial", "enterprise", "60", "0",
    "interpretive", "1#2", "quanzhou_htz", "", *GOOD.vocabulary.facts,
]  # fmt: skip
TREES = st.recursive(
    st.sampled_from(VALUES),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)
    ),
    max_leaves=12,
)
GENERAL = {
    "id": "general",
    "name": {"zh": "奖励", "en": "Award"},
    "clauses": ["1#1"],
    "benefit": {"kind": "award", "amount": "not_stated", "zh": "奖励", "en": "An award"},
}


def flow(value: Any) -> str:
    """Data as YAML in one line, with plain scalars."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return str(value) if value and value[0] not in "013568" else json.dumps(value)


@settings(max_examples=400, deadline=None)
@given(TREES)
def test_any_condition_is_read_and_checked_or_refused(eligible: Any) -> None:
    text = "\n".join(f"{k}: {flow(v)}" for k, v in {**GENERAL, "eligible": eligible}.items())
    node, findings = parse(Source("general.yaml", text))
    assert node is not None, findings
    decoder = Decoder()
    try:
        programme = read_programme(decoder, node, "demo")
    except Rejected:
        assert decoder.findings
        return
    checked, found = check_rulebook(
        RuleFiles(GOOD.vocabulary, GOOD.documents, (programme,)), decoder.findings
    )
    assert (checked is None) == any(finding.severity == "error" for finding in found)


PLACES = [path.relative_to(BASE).as_posix() for path in sorted(BASE.rglob("*.yaml"))]


@settings(
    max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    place=st.sampled_from(PLACES),
    start=st.integers(0, 60),
    lines=st.integers(0, 3),
    inserted=st.lists(
        st.sampled_from(["- ", "  ", ": ", "{", "}", "[", "]", "&a ", "*a", "!x ", '"', "x", "企业",
                         "\t", "---\n", "# ", "null", "<<: "]), max_size=3
    ).map("".join) | st.text(max_size=5),
)  # fmt: skip
def test_any_spoiled_file_is_read_or_refused(
    folder: Path, place: str, start: int, lines: int, inserted: str
) -> None:
    path = folder / place
    before = (BASE / place).read_text(encoding="utf-8")
    kept = before.splitlines(keepends=True)
    kept[start : start + lines] = [inserted]
    path.write_bytes("".join(kept).encode("utf-8", "surrogatepass"))
    with suppress(RulebookError):
        Rulebook.load(folder, with_bundled=False, with_cases=True)
    path.write_text(before, encoding="utf-8")
