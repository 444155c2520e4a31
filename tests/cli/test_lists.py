"""`huiqi explain`, `programmes`, `documents`, `facts`: reading the rulebook."""

from __future__ import annotations

import json

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
