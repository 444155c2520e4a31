"""`huiqi check`: what a company sees, in text and in JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

EXAMPLE = "examples/01-quanzhou.yaml"


def programmes(huiqi, *arguments):
    """The programmes of `huiqi check … --format json`, by id."""
    done = huiqi("check", *arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    return {p["id"]: p for p in json.loads(done.stdout)["programmes"]}


def test_three_groups_with_reasons_and_standing_flags(huiqi):
    done = huiqi("check", EXAMPLE, "--as-of", "2026-11-22")
    assert done.returncode == 0
    assert done.stderr == ""
    eligible, rest = done.stdout.split("Undetermined ·")
    undetermined, ineligible = rest.split("Not eligible ·")
    assert "qz16-standards-reward · quanzhou-2016 22#7" in eligible
    assert "⚑ target period over" in eligible
    assert "Missing: Innovation capability scored above 70" in undetermined
    assert "registered in Jilin Province, but: 福建省泉州市南安市" in ineligible
    assert "quanzhou-2016: target period ended 2020; confirm with the issuer" in ineligible


def test_chinese_output(huiqi):
    done = huiqi("check", EXAMPLE, "--as-of", "2026-11-22", lang="zh")
    assert "符合条件 ·" in done.stdout
    assert "目标期已过" in done.stdout
    assert "最值得补充的信息" in done.stdout


def test_as_of_dates_differ_as_they_should(huiqi):
    """Recognised in December 2016, renewed in 2025: a new recognition then, a renewal today."""
    then = programmes(huiqi, EXAMPLE, "--as-of", "2017-06-01")
    today = programmes(huiqi, EXAMPLE, "--as-of", "2026-11-22")
    award = "qz16-hnte-award"
    assert (then[award]["verdict"], then[award]["standing"]) == ("eligible", "in_force")
    assert today[award]["verdict"] == "undetermined"
    assert today[award]["standing"] == "horizon_passed"
    assert then["cn-srdi-sme"]["document"] == "sme-ladder-2022"
    assert today["cn-srdi-sme"]["document"] == "sme-ladder-2026"
    assert then["jl24-concentrated-tackling-topic"]["standing"] == "not_yet"


def test_json_contract(huiqi):
    found = programmes(huiqi, EXAMPLE, "--as-of", "2026-11-22")
    keys = {"id", "document", "clauses", "verdict", "standing", "missing", "failed", "proof"}
    assert all(keys <= set(p) for p in found.values())
    for programme in found.values():
        assert programme["verdict"] in {"eligible", "ineligible", "undetermined"}
        assert (programme["verdict"] == "ineligible") == bool(programme["failed"])
        assert not programme["missing"] or programme["verdict"] == "undetermined"
    hnte = found["cn-hnte"]
    assert hnte["missing"] == ["innovation_score_above_70"]
    [location, *_] = hnte["proof"]["parts"]
    assert location["truth"] == "true"
    assert location["clauses"] == ["二"]


def test_the_four_states_of_an_input_are_kept_apart(huiqi, tmp_path: Path):
    profile = tmp_path / "states.yaml"
    profile.write_text(
        "employees: 12人\nrevenue: unknown\nrd_body_setup: not_applicable\n", encoding="utf-8"
    )
    done = huiqi("check", profile, "--format", "json")
    inputs = json.loads(done.stdout)["inputs"]
    assert inputs["employees"] == {"state": "value", "value": {"zh": "12人", "en": "12"}}
    assert inputs["revenue"] == {"state": "unknown"}
    assert inputs["rd_body_setup"] == {"state": "not_applicable"}
    assert inputs["sector"] == {"state": "not_asked"}


def test_place_alone_settles_other_places_and_names_what_is_missing(huiqi, tmp_path: Path):
    profile = tmp_path / "place.yaml"
    profile.write_text("location: 福建泉州晋江\n", encoding="utf-8")
    found = programmes(huiqi, profile, "--as-of", "2026-11-22")
    elsewhere = {"shandong-2015", "jilin-2014", "jilin-2024", "xinzheng"}
    # Universities and institutes of any province may bring their results to these.
    anywhere = {"jl14-iur-matchmaking", "jl14-tech-market"}
    for programme in found.values():
        if programme["id"] in anywhere:
            assert programme["verdict"] == "undetermined", programme["id"]
            assert programme["missing"][0] == "entity_kind", programme["id"]
        elif programme["document"] in elsewhere:
            assert programme["verdict"] == "ineligible", programme["id"]
            assert programme["failed"] == ["location"], programme["id"]
        else:
            assert programme["verdict"] == "undetermined", programme["id"]
            assert programme["missing"] or programme["set_elsewhere"], programme["id"]


def test_unanswered_exemption_keeps_little_giant_undetermined(huiqi, tmp_path: Path):
    """No class I patents of its own; the award that would exempt it has not been asked for."""
    profile = tmp_path / "giant.yaml"
    profile.write_text(
        "location: 福建泉州晋江\nresident_enterprise: true\nip_class1: 0\nip_class1_own: 0\n",
        encoding="utf-8",
    )
    found = programmes(huiqi, profile, "--as-of", "2026-11-22")
    assert found["cn-srdi-little-giant"]["verdict"] == "undetermined"
    assert "science_award" in found["cn-srdi-little-giant"]["missing"]


def test_every_broken_answer_is_located(huiqi, tmp_path: Path):
    profile = tmp_path / "bad.yaml"
    profile.write_text(
        "employes: 12\nrevenue: -5万元\nregistered_on: 2020-02-31\nrd_spend: .nan\n"
        "certifications: [高新枝术企业]\ntech_staff: many\n",
        encoding="utf-8",
    )
    done = huiqi("check", profile)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for code, line in (
        ("HQ601", 1), ("HQ603", 2), ("HQ604", 3), ("HQ605", 4), ("HQ606", 5), ("HQ602", 6),
    ):  # fmt: skip
        assert f"error[{code}]" in done.stderr
        assert f"bad.yaml:{line}:" in done.stderr
    assert "did you mean `employees`?" in done.stderr
    assert "did you mean `高新技术企业`?" in done.stderr


def test_ambiguous_place_is_a_warning_and_unknown(huiqi, tmp_path: Path):
    profile = tmp_path / "place.yaml"
    profile.write_text("location: 朝阳区\n", encoding="utf-8")
    done = huiqi("check", profile, "--format", "json")
    assert done.returncode == 0
    assert "warning[HQ607]" in done.stderr
    found = {p["id"]: p for p in json.loads(done.stdout)["programmes"]}
    assert found["jl24-concentrated-tackling-topic"]["verdict"] == "undetermined"
    assert "location" in found["jl24-concentrated-tackling-topic"]["missing"]


def test_company_name_cannot_inject_markup_or_control_characters(huiqi, tmp_path: Path):
    profile = tmp_path / "name.yaml"
    profile.write_text('name: "[red]x[/red] \\e[2J \\u202E"\n', encoding="utf-8")
    done = huiqi("check", profile)
    assert done.returncode == 0
    assert "[red]x[/red]" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("check", "no-such-file.yaml"), 2, "HQ101"),
        (("check", EXAMPLE, "--as-of", "yesterday"), 2, "HQ803"),
        (("check", EXAMPLE, "--as-of", "2026-02-30"), 2, "HQ803"),
        (("check", EXAMPLE, "--rules", "no-such-folder"), 2, "HQ113"),
        (("check",), 2, "Missing argument"),
        (("explain", "cn-hnt"), 2, "did you mean `cn-hnte`?"),
        (("documents", "show", "quanzhou-2015"), 2, "did you mean `quanzhou-2016`?"),
        (("rules", "test", "qz16-hnte-awrd"), 2, "did you mean `qz16-hnte-award`?"),
    ],
)
def test_usage_errors(huiqi, arguments, code, said):
    done = huiqi(*arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("option", [("--lang", "zh"), ("--lang=zh",)])
def test_errors_are_told_in_the_language_asked_for(huiqi, option):
    assert "错误[HQ101]" in huiqi("check", "no-such-file.yaml", *option).stderr


def test_a_report_never_takes_the_place_of_the_profile(huiqi, tmp_path):
    profile = tmp_path / "company.md"
    profile.write_text("location: '350582'\n", encoding="utf-8")
    for command in ("check", "advise", "ask"):
        done = huiqi(command, profile, "--report", profile, "--lang", "zh")
        assert done.returncode == 2
        assert "与企业档案是同一个文件" in done.stderr
    assert profile.read_text("utf-8") == "location: '350582'\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [("facts",), ("check", EXAMPLE, "--format", "json")])
def test_where_nothing_can_be_printed_no_traceback_is(arguments):
    command = [sys.executable, "-m", "huiqi", *arguments]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    closed = subprocess.run(["sh", "-c", '"$0" "$@" >&-', *command], cwd=ROOT, capture_output=True)
    assert (closed.returncode, closed.stderr) == (0, b"")


def test_json_holds_nothing_that_a_terminal_obeys(huiqi, tmp_path):
    profile = tmp_path / "company.json"
    profile.write_text(json.dumps({"name": "x\u202ey"}), encoding="utf-8")
    done = huiqi("check", profile, "--format", "json")
    assert "\u202e" not in done.stdout
    assert json.loads(done.stdout)["company"] == "x\u202ey"
