"""`huiqi rules check` and `test`: for those who write rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

GOOD = """\
id: my-award
name: {zh: 本地奖励, en: Local award}
clauses: ["9#1"]
benefit: {kind: award, amount: not_stated, zh: 奖励, en: An award}
eligible:
  all:
    - location: {in: quanzhou}
    - employees: {at_least: 10}
cases:
  - it: ten people are enough
    as_of: 2017-01-01
    given: {location: 福建泉州晋江, employees: 10}
    expect: {verdict: eligible}
"""


@pytest.fixture
def own_rules(tmp_path: Path) -> Path:
    """A layer of rules with one programme of its own document."""
    (tmp_path / "rules" / "own-doc").mkdir(parents=True)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "rules" / "own-doc" / "my-award.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "seeds" / "own-doc.yaml").write_text(
        """\
id: own-doc
title: {zh: 本地办法, en: Local measures}
issuer: {zh: 泉州市, en: Quanzhou}
jurisdiction: "350500"
issued: 2016-01-01
coverage: partial
standing:
  formal: in_force
  evidence: {zh: 现行, en: In force, confidence: verified}
clauses:
  - {locator: "9#1", zh: 十人以上的企业给予奖励, en: Award, encoded: [my-award]}
""",
        encoding="utf-8",
    )
    return tmp_path


def edited(folder: Path, old: str, new: str) -> None:
    path = folder / "rules" / "own-doc" / "my-award.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_bundled_rules_have_no_findings(huiqi):
    done = huiqi("rules", "check", "--no-warnings", "--format", "json")
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout) == {"findings": [], "errors": 0}


def test_bundled_cases_pass_in_both_evaluators(huiqi):
    done = huiqi("rules", "test")
    assert done.returncode == 0, done.stderr
    assert " 0 failed" in done.stdout


def test_own_rules_are_layered_over_the_bundled_ones(huiqi, own_rules):
    assert huiqi("rules", "check", "--rules", own_rules).returncode == 0
    done = huiqi("rules", "test", "my-award", "--rules", own_rules)
    assert done.stdout == "1 programme · 2 leaf criteria · 1 case · 0 failed\n"
    listed = huiqi("programmes", "my-award", "--rules", own_rules).stdout
    assert "Local award" in listed


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("employees:", "employes:", "HQ201", "did you mean `employees`?"),
        ("at_least: 10}", "at_least: 10万元}", "HQ302", "employees"),
        ("{in: quanzhou}", "{in: 350500}", "HQ112", 'write "350500"'),
        ("{in: quanzhou}", "{in: quanzho}", "HQ203", "did you mean `quanzhou`?"),
        ("name: {zh", "name: {zh: 重, zh", "HQ106", "remove one of them"),
        ("benefit:", "benefits:", "HQ121", "did you mean `benefit`?"),
        ("expect: {verdict: eligible}", "expect: {verdict: maybe}", "HQ120", "eligible"),
    ],
)
def test_a_broken_rule_is_located_and_exits_1(huiqi, own_rules, old, new, code, said):
    edited(own_rules, old, new)
    done = huiqi("rules", "check", "--rules", own_rules)
    assert done.returncode == 1
    assert f"error[{code}]" in done.stdout
    assert "my-award.yaml:" in done.stdout
    assert "^" in done.stdout
    assert said in done.stdout
    assert "Traceback" not in done.stderr


def test_the_summary_counts_what_was_read_whatever_its_errors(huiqi, own_rules):
    edited(own_rules, "quanzhou}", "quanzhuo}")
    done = huiqi("rules", "check", "--rules", own_rules)
    programmes = int(done.stderr.split()[0])
    assert programmes > 200
    assert done.stderr == f"{programmes} programmes · 1 error · 0 warnings\n"


def test_a_rulebook_of_nothing_is_refused(huiqi, own_rules, tmp_path):
    for command in (("check",), ("schema",), ("schema", "programme"), ("test",)):
        done = huiqi("rules", *command, "--alone")
        assert (done.returncode, done.stdout) == (2, "")
        assert "--rules" in done.stderr
    (tmp_path / "empty").mkdir()
    done = huiqi("rules", "check", "--rules", tmp_path / "empty")
    assert done.returncode == 2
    assert "error[HQ115]" in done.stdout


def test_a_file_that_nobody_reads_is_named(huiqi, own_rules):
    (own_rules / "rules" / "own-doc" / "draft.yml").write_text("id: draft\n")
    done = huiqi("rules", "check", "--rules", own_rules, "--short")
    assert done.returncode == 0
    assert "draft.yml: warning[HQ116]" in done.stdout


def test_findings_as_json(huiqi, own_rules):
    edited(own_rules, "employees:", "employes:")
    done = huiqi("rules", "check", "--rules", own_rules, "--format", "json", "--no-warnings")
    [finding] = json.loads(done.stdout)["findings"]
    assert (finding["code"], finding["line"], finding["column"]) == ("HQ201", 8, 7)
    assert finding["help"]["zh"] == "是不是 `employees`？"


def test_a_case_that_differs_exits_1_and_says_what_was_found(huiqi, own_rules):
    edited(own_rules, "expect: {verdict: eligible}", "expect: {verdict: ineligible}")
    done = huiqi("rules", "test", "my-award", "--rules", own_rules)
    assert done.returncode == 1
    assert "should be ineligible, is eligible" in done.stderr
    assert "1 failed" in done.stdout


def test_findings_on_one_line_each_speak_chinese(huiqi, own_rules):
    edited(own_rules, "employees:", "employes:")
    done = huiqi("rules", "check", "--rules", own_rules, "--short", "--no-warnings", lang="zh")
    assert "错误[HQ201]: " in done.stdout
    assert "error" not in done.stdout


def test_coverage_speaks_chinese(huiqi, own_rules):
    done = huiqi("rules", "coverage", "--rules", own_rules, lang="zh")
    assert done.returncode == 1
    assert "用例未覆盖：my-award@own-doc：从业人员 ≥ 10：不满足、未知\n" in done.stdout
    assert "个条款均有去向" in done.stdout
    assert "个单项条件均有出处" in done.stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_ids_and_figures_of_coverage_stay_whole_on_a_narrow_screen(huiqi, lang):
    shown = huiqi("rules", "coverage", lang=lang, COLUMNS="80").stdout
    assert "…" not in shown
    for line in ("sme-ladder-2022", "quanzhou-2016"):
        assert f"\n{line} " in shown
    assert "93/93\n" in shown


def test_a_wrong_case_is_told_once_where_both_evaluators_agree(huiqi, own_rules):
    edited(own_rules, "expect: {verdict: eligible}", "expect: {verdict: ineligible}")
    done = huiqi("rules", "test", "my-award", "--rules", own_rules, lang="zh")
    assert done.stderr.count("错误[HQ701]") == 1
    assert "规则引擎的结论" not in done.stderr
    assert "个单项条件" in done.stdout
