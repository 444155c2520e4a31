"""`huiqi explain`, `programmes`, `documents`, `facts`: reading the rulebook."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

EXAMPLE = "examples/01-quanzhou.yaml"


def test_version_and_help(huiqi):
    assert huiqi("--version").stdout.startswith("huiqi 0.")
    shown = huiqi("--help").stdout
    for command in ("check", "explain", "programmes", "documents", "facts", "rules"):
        assert command in shown
    assert "Examples: huiqi check company.yaml" in huiqi("check", "--help").stdout


def test_help_is_chinese_in_a_chinese_locale(huiqi):
    assert "这家企业适用哪些补贴和项目" in huiqi("--help", lang="zh").stdout


def test_explain_a_rule_shows_clauses_conditions_and_standing(huiqi):
    shown = huiqi("explain", "qz16-hnte-award", "--as-of", "2026-11-22", lang="zh").stdout
    assert "新认定高新技术企业财政奖补" in shown
    assert "目标期至 2020 年" in shown
    assert "9#1" in shown
    assert "12个月内新认定" in shown
    assert "解释" in shown


def test_explain_for_a_company_marks_every_condition(huiqi):
    done = huiqi("explain", "cn-hnte", "--for", EXAMPLE, "--as-of", "2026-11-22")
    assert "? undetermined" in done.stdout
    assert "≈4.14%" in done.stdout
    assert "Missing: Innovation capability scored above 70" in done.stdout


def test_explain_json_is_the_rule_or_the_proof(huiqi):
    rule = json.loads(huiqi("explain", "cn-hnte", "--format", "json").stdout)
    assert rule["eligible"]["kind"] == "all"
    proof = json.loads(huiqi("explain", "cn-hnte", "--for", EXAMPLE, "--format", "json").stdout)
    assert proof["verdict"] == "undetermined"


def test_programmes_are_listed_and_searched(huiqi):
    every = json.loads(huiqi("programmes", "--format", "json").stdout)["programmes"]
    assert {"id", "document", "clauses", "eligible", "name"} <= set(every[0])
    assert len({p["id"] for p in every}) == len(every)
    found = json.loads(huiqi("programmes", "LED cluster", "--format", "json").stdout)["programmes"]
    assert [p["id"] for p in found] == ["sd15-cluster-blue-semiconductor-led"]
    assert "qz16-hnte-award" in huiqi("programmes", "高新技术企业 财政").stdout


def test_documents_carry_every_clause_with_its_disposition(huiqi):
    listed = json.loads(huiqi("documents", "--format", "json").stdout)["documents"]
    documents = {d["id"]: d for d in listed}
    assert {"jilin-2024", "quanzhou-2016", "shandong-2015"} <= set(documents)
    for document in documents.values():
        for clause in document["clauses"]:
            assert clause["disposition"]
            assert clause["digest"]["zh"]
            assert clause["digest"]["en"]
    shown = huiqi("documents", "show", "jilin-2024", lang="zh").stdout
    assert "一(二)" in shown
    assert "→ jl24-concentrated-tackling-topic" in shown


def test_documents_stand_or_not_on_a_day(huiqi):
    def standing(day: str) -> str:
        shown = huiqi("documents", "--search", "sme-ladder-2022", "--as-of", day).stdout
        return shown.splitlines()[1]

    assert "⚑ not yet in force" in standing("2010-01-01")
    assert "⚑" not in standing("2025-01-01")
    assert "⚑ superseded" in standing("2026-04-01")
    assert huiqi("documents", "--as-of", "明天").returncode == 2
    [found] = json.loads(
        huiqi(
            "documents", "--search", "xinzheng", "--as-of", "2026-04-01", "--format", "json"
        ).stdout
    )["documents"]
    assert found["standing"]["as_of"] == "2026-04-01"
    assert found["standing"]["on_that_day"] == "unknown"


def test_a_document_is_shown_with_its_standing(huiqi):
    repealed = huiqi("documents", "show", "sme-ladder-2022", "--as-of", "2026-11-22").stdout
    assert (
        "⚑ superseded · from 2022-08-01 · last day 2026-03-31 · superseded by sme-ladder-2026\n"
        in repealed
    )
    stands = huiqi("documents", "show", "jilin-2024", "--as-of", "2026-11-22", lang="zh").stdout
    assert "执行中 · 自 2024-07-31 起\n" in stands
    assert "⚑" not in stands
    doubtful = huiqi("documents", "show", "quanzhou-2016", "--as-of", "2026-11-22").stdout
    assert "⚑ target period over" in doubtful
    assert "confirm with the issuer" in doubtful


def test_options_before_show_count_for_it(huiqi):
    own = ("--rules", "examples/09-own-rules")
    shown = huiqi(
        "documents", *own, "--lang", "zh", "--as-of", "2010-01-01", "show", "lakeside-2026"
    )
    assert "⚑ 尚未施行" in shown.stdout
    found = huiqi("documents", "--format", "json", "show", "lakeside-2026", *own).stdout
    assert json.loads(found)["id"] == "lakeside-2026"
    refused = huiqi("documents", "--search", "x", "show", "xinzheng")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--search is not for show" in refused.stderr


@pytest.mark.parametrize(
    "command",
    [("facts", "出口退税"), ("programmes", "出口退税"), ("documents", "--search", "出口退税")],
)
def test_a_search_without_a_hit_says_so(huiqi, command):
    assert "没有找到" in huiqi(*command, lang="zh").stdout
    found = huiqi(*command)
    assert found.stdout.startswith("Nothing found.")
    assert f"huiqi {command[0]} lists all" in found.stdout
    assert found.returncode == 0
    [listed] = json.loads(huiqi(*command, "--format", "json").stdout).values()
    assert listed == []


def test_words_of_every_kind_are_listed_and_searched(huiqi):
    kinds = json.loads(huiqi("words", "--format", "json").stdout)["kinds"]
    assert set(kinds) == {
        "certifications", "regions", "zones", "sectors", "tiers", "places", "industries"
    }  # fmt: skip
    for kind, count in kinds.items():
        [(name, words)] = json.loads(huiqi("words", kind, "--format", "json").stdout).items()
        assert (name, len(words)) == (kind, count)
    assert huiqi("words", "places", "晋江").stdout == "350582  福建省泉州市晋江市\n"
    zones = huiqi("words", "zones", "泉州高新区", lang="zh").stdout
    assert zones == "quanzhou_high_tech_zone  泉州高新技术产业开发区  福建省泉州市\n"
    assert "huiqi words zones 列出全部" in huiqi("words", "zones", "无此园区", lang="zh").stdout
    own = huiqi("words", "zones", "--rules", "examples/09-own-rules", "--alone").stdout
    assert "quanzhou" not in own


def test_facts_speak_chinese(huiqi):
    shown = huiqi("facts", lang="zh").stdout
    assert "\n资质与称号\n" in shown
    assert "revenue  上年度营业收入  金额" in shown
    for word in ("company\n", "bool", "money", "enum"):
        assert word not in shown


def test_what_goes_on_stands_further_in_than_what_begins(huiqi):
    """So that a long name is not taken for the heading of a group."""
    for command in (("facts",), ("programmes",)):
        shown = huiqi(*command, lang="zh", COLUMNS="60").stdout.splitlines()
        for before, line in pairwise(shown):
            assert line.startswith("  ") or not before.strip() or not line.strip(), line


def test_facts_tell_type_unit_and_values(huiqi):
    facts = json.loads(huiqi("facts", "--format", "json").stdout)["facts"]
    by_id = {fact["id"]: fact for fact in facts}
    assert by_id["revenue"]["type"] == "money"
    assert by_id["employees"]["unit"] == "人"
    assert by_id["location"]["question"]["zh"]
    assert "revenue" in huiqi("facts", "营业收入").stdout


def test_a_closed_pipe_is_no_error(huiqi, tmp_path):
    import subprocess
    import sys
    from pathlib import Path

    root = Path(__file__).parent.parent.parent
    script = f"{sys.executable} -m huiqi facts --format json | head -1"
    done = subprocess.run(
        ["bash", "-c", script],
        capture_output=True,
        text=True,
        cwd=root,
        env={"PYTHONPATH": str(root / "engine"), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
        timeout=60,
    )
    assert done.stdout == "{\n"
    assert done.stderr == ""
