"""`huiqi advise`: what a company sees, in text, in JSON and in reports."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pexpect
import pytest

from .terminal import ENVIRONMENT

EXAMPLE = "examples/01-quanzhou.yaml"
DAY = ("--as-of", "2026-11-22")
COMPANY = """\
name: 泉州南星新材料有限公司
location: 福建省泉州市晋江市
entity_kind: enterprise
resident_enterprise: true
registered_on: 2015-03-02
employees: 120
tech_staff: 12
revenue: 1亿元
revenue_3y: 3000万元
rd_spend_3y: 93万元
rd_spend_3y_domestic: 93万元
total_income: 1亿元
hightech_income: 7000万元
owns_core_ip: true
core_technology_field: new_materials
innovation_score_above_70: true
major_accident_1y: false
certifications: []
standards_participation: false
innovation_activities: []
"""


@pytest.fixture
def company(tmp_path: Path) -> Path:
    path = tmp_path / "company.yaml"
    path.write_text(COMPANY, encoding="utf-8")
    return path


def test_who_waits_before_a_screen_is_told_what_for(company: Path):
    arguments = ["-m", "huiqi", "advise", str(company), *DAY]
    environment = {**ENVIRONMENT, "HUIQI_LANG": "en"}
    with pexpect.spawn(sys.executable, arguments, env=environment, timeout=60) as child:
        child.expect("Looking for changes")
        child.expect("Changes worth most")


def test_what_one_change_unlocks_comes_first(huiqi, company: Path):
    done = huiqi("advise", company, *DAY)
    assert done.returncode == 0
    assert done.stderr == ""
    head, changes = done.stdout.split("Changes worth most")
    assert "泉州南星新材料有限公司 · 福建省泉州市晋江市 · 2026-11-22" in head
    assert changes.split("\n")[1].strip() == "1. obtain: High and New Technology Enterprise"
    assert "granted by “Recognition as a High and New Technology Enterprise” (cn-hnte)" in changes
    assert "R&D spending over three years: 930,000 yuan → 1,200,000 yuan (270,000 yuan more)" in (
        changes
    )


def test_the_three_kinds_stand_apart(huiqi, company: Path):
    shown = huiqi("advise", company, *DAY, "--limit", "0").stdout
    exact, rest = shown.split("Apply after these changes ·")[1].split("Depend on what is")
    assert "qz16-standards-reward" in exact
    assert "Still to be known" not in exact
    assert "Left open by conditions set elsewhere" in rest
    assert "Beyond reach" in rest


def test_one_programme_in_chinese(huiqi, company: Path):
    done = huiqi("advise", company, *DAY, "--programme", "cn-hnte", lang="zh")
    assert "改变后即符合 · 1" in done.stdout
    assert "近三年研发费用合计：93万元 → 120万元（多 27万元）" in done.stdout
    assert (
        "≥ 4%，现为：近三年研发费用合计 93万元、近三年营业收入合计 3000万元 = 3.1%" in done.stdout
    )
    assert "qz16" not in done.stdout.split("改变后即符合")[1]


def test_json_contract(huiqi, company: Path):
    done = huiqi("advise", company, *DAY, "--format", "json")
    data = json.loads(done.stdout)
    assert {"as_of", "company", "changes", "programmes", "beyond", "left_out"} <= set(data)
    hnte = next(p for p in data["programmes"] if p["id"] == "cn-hnte")
    assert hnte["verdict"] == "ineligible"
    (proposal,) = hnte["proposals"]
    assert proposal["kind"] == "exact"
    (change,) = proposal["changes"]
    assert (change["fact"], change["value"]) == ("rd_spend_3y", "1200000元")
    first = data["changes"][0]
    assert (first["part"], first["route"]["programme"]) == ("high_tech_enterprise", "cn-hnte")
    assert "qz16-hnte-award" in first["unlocks"]


def test_what_is_proposed_makes_the_programme_apply(huiqi, company: Path):
    """Written into the profile as JSON gives it, and checked again."""
    data = json.loads(huiqi("advise", company, *DAY, "--format", "json").stdout)
    exact = [
        (programme["id"], proposal["changes"])
        for programme in data["programmes"]
        for proposal in programme["proposals"][:1]
        if proposal["kind"] == "exact"
    ]
    assert len(exact) > 3
    for name, changes in exact:
        told = dict(line.split(": ", 1) for line in COMPANY.splitlines())
        for change in changes:
            value = change["value"]
            if change["part"] is not None:
                value = [value if isinstance(value, dict) else change["part"]]
            told[change["fact"]] = json.dumps(value, ensure_ascii=False)
        company.write_text("".join(f"{k}: {v}\n" for k, v in told.items()), encoding="utf-8")
        done = huiqi("explain", name, "--for", company, *DAY, "--format", "json")
        assert json.loads(done.stdout)["verdict"] == "eligible", (name, told)


def test_limit_says_what_it_leaves_out(huiqi, company: Path):
    shown = huiqi("advise", company, *DAY, "--limit", "1").stdout
    assert "\n 2. " not in shown
    assert "--limit 0 lists them all." in shown
    assert "More changes: " in shown
    assert "More programmes: " in shown
    assert "--limit 0" not in huiqi("advise", company, *DAY, "--limit", "0").stdout


def test_nothing_to_propose_is_said(huiqi, tmp_path: Path):
    path = tmp_path / "empty.yaml"
    path.write_text("location: 香港特别行政区\n", encoding="utf-8")
    done = huiqi("advise", path, *DAY)
    assert done.returncode == 0
    assert "There is no change to propose." in done.stdout
    assert "Place of registration (programmes:" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--programme", "cn-hnt"), "error[HQ801]"),
        (("--as-of", "someday"), "error[HQ803]"),
        (("--report", "advice.pdf"), "end it in .html or .md"),
        (("--limit", "-1"), "--limit"),
    ],
)
def test_bad_arguments(huiqi, company: Path, arguments, said):
    done = huiqi("advise", company, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_help_shows_examples(huiqi):
    assert "huiqi advise company.yaml --programme cn-hnte" in huiqi("advise", "--help").stdout
    assert "advise" in huiqi("--help").stdout


@pytest.mark.parametrize("ending", ["html", "md"])
def test_the_report_holds_the_advice(huiqi, company: Path, tmp_path: Path, ending):
    path = tmp_path / f"advice.{ending}"
    done = huiqi("advise", company, *DAY, "--report", path, lang="zh")
    assert done.stderr == f"报告：{path}\n"
    text = path.read_text("utf-8")
    assert "怎样改变就能适用" in text
    assert "93万元 → 120万元（多 27万元）" in text
    assert "不符合条件" in text


def test_a_hostile_profile_stays_text(huiqi, tmp_path: Path):
    profile = tmp_path / "bad.yaml"
    profile.write_text(
        'name: "<script>alert(1)</script> \\u202E\\e[2J"\nneeds_credit: false\n', encoding="utf-8"
    )
    for ending in ("html", "md"):
        path = tmp_path / f"r.{ending}"
        done = huiqi("advise", profile, *DAY, "--report", path)
        assert done.returncode == 0
        for text in (path.read_text("utf-8"), done.stdout):
            assert not {"\u202e", "\x1b"} & set(text)
        assert "<script" not in path.read_text("utf-8")


def test_the_example_company(huiqi):
    done = huiqi("advise", EXAMPLE, *DAY)
    assert done.returncode == 0
    assert "obtain: Recognised municipal R&D institution" in done.stdout
