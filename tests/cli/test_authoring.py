"""`huiqi rules new`, `schema`, `graph` and `diff`, as rule authors use them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests/bad/base"

FILLED = {
    "seeds/my-town.yaml": [
        ("  zh:  # 原文标题 · the title as issued", "  zh: 某镇办法"),
        ("  en:  # the title in English", "  en: Town measures"),
        ("  zh:  # 发文机关 · who issued it\n  en:", "  zh: 某镇\n  en: The town"),
        ("jurisdiction:", 'jurisdiction: "350500"'),
        ("issued:", "issued: 2026-01-01"),
        ("coverage:", "coverage: full"),
        ("    zh:  # 何时", "    zh: 现行  # 何时"),
        ("where and when\n    en:", "where and when\n    en: In force"),
        ("    confidence:", "    confidence: verified"),
        ("  - locator:", '  - locator: "1"'),
        ("    zh:  # 用自己的话", "    zh: 本镇企业给予奖励。  # 用自己的话"),
        ("figure kept\n    en:", "figure kept\n    en: An award for firms of the town."),
    ],
    "rules/my-town/my-award.yaml": [
        ("  zh:  # 项目叫什么 · what the programme is called\n  en:", "  zh: 奖励\n  en: Award"),
        ("  -  # 所依据", '  - "1"  # 所依据'),
        ("  kind:", "  kind: award"),
        ("  zh:  # 给什么 · what it gives\n  en:", "  zh: 奖励\n  en: An award"),
        ("        in:", '        in: "350500"'),
        (
            "    as_of:  # 按哪天判断 · the day of the case: 2026-01-01\n    given: {}",
            "    as_of: 2026-06-01\n    given: {location: 福建省泉州市}",
        ),
        (
            "    as_of:\n    given: {}\n    expect: {verdict: ineligible",
            "    as_of: 2026-06-01\n    given: {location: 福建省福州市}\n"
            "    expect: {verdict: ineligible",
        ),
        ("    as_of:\n", "    as_of: 2026-06-01\n"),
    ],
}
"""What an author puts in the empty places of the skeletons: they are all there are."""


def fill_in(folder: Path) -> None:
    for name, entries in FILLED.items():
        path = folder / name
        text = path.read_text("utf-8")
        for old, new in entries:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")


@pytest.mark.parametrize("alone", [False, True])
def test_a_skeleton_names_what_is_empty_and_passes_once_it_is_filled_in(huiqi, tmp_path, alone):
    extra = ["--alone"] if alone else []
    done = huiqi(
        "rules", "new", "my-town", "--programme", "my-award", "--dir", "mine", *extra, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.yaml")}
    assert set(done.stdout.split()) == made
    facts = {"mine/rules/vocabulary/facts/company.yaml"} if alone else set()
    assert made == {f"mine/{name}" for name in FILLED} | facts
    assert f"huiqi rules check --rules mine{' --alone' if alone else ''}" in done.stderr

    check = ["rules", "check", "--rules", "mine", "--no-warnings", "--format", "json", *extra]
    found = json.loads(huiqi(*check, cwd=tmp_path).stdout)["findings"]
    empty = {(name, number) for name, number, line in lines_of(tmp_path / "mine") if is_empty(line)}
    assert {(f["file"].removeprefix("mine/"), f["line"]) for f in found} == empty
    assert len(found) == len(empty) == 23

    fill_in(tmp_path / "mine")
    assert json.loads(huiqi(*check, cwd=tmp_path).stdout) == {"findings": [], "errors": 0}
    done = huiqi("rules", "test", "my-town", "--rules", "mine", *extra, cwd=tmp_path)
    assert done.stdout == "1 programme · 1 leaf criterion · 3 cases · 0 failed\n", done.stderr


def lines_of(folder: Path):
    for name in FILLED:
        text = (folder / name).read_text("utf-8")
        for number, line in enumerate(text.split("\n"), start=1):
            yield name, number, line.split("#")[0].rstrip()


def is_empty(line: str) -> bool:
    """Whether a key has nothing behind it, nor below it."""
    above = ("title:", "name:", "issuer:", "standing:", "evidence:", "clauses:", "benefit:",
             "eligible:", "all:", "location:", "cases:")  # fmt: skip
    key = line.strip().removeprefix("- ")
    return key == "-" or (key.endswith(":") and key not in above)


def test_nothing_that_exists_is_overwritten(huiqi, tmp_path):
    arguments = ("rules", "new", "my-town", "--programme", "my-award")
    assert huiqi(*arguments, cwd=tmp_path).returncode == 0
    register = tmp_path / "seeds/my-town.yaml"
    register.write_text("mine", "utf-8")
    done = huiqi(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "error[HQ830]: rules/my-town/my-award.yaml exists already" in done.stderr
    done = huiqi("rules", "new", "my-town", cwd=tmp_path)
    assert done.returncode == 2
    assert "error[HQ830]: seeds/my-town.yaml exists already" in done.stderr
    assert not (tmp_path / "rules/my-town/my-town-programme.yaml").exists()
    # A further programme of the same document leaves the register alone.
    done = huiqi("rules", "new", "my-town", "--programme", "other", cwd=tmp_path)
    assert done.stdout == "rules/my-town/other.yaml\n"
    assert register.read_text("utf-8") == "mine"


@pytest.mark.parametrize("name", ["My-Town", "a b", "../up", "vocabulary", "政策", "a--b", ""])
def test_what_is_no_id_is_refused(huiqi, tmp_path, name):
    done = huiqi("rules", "new", name, cwd=tmp_path)
    assert done.returncode == 2
    assert "HQ831" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_bundled_document_is_not_registered_again(huiqi, tmp_path):
    done = huiqi("rules", "new", "hnte-2016", lang="zh", cwd=tmp_path)
    assert done.returncode == 2
    assert "错误[HQ832]" in done.stderr
    assert list(tmp_path.iterdir()) == []
    assert huiqi("rules", "new", "hnte-2016", "--alone", cwd=tmp_path).returncode == 0


def test_a_folder_that_cannot_be_written_is_said(huiqi, tmp_path):
    (tmp_path / "rules").write_text("a file", "utf-8")
    done = huiqi("rules", "new", "my-town", cwd=tmp_path)
    assert done.returncode == 2
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.stderr


def test_schema_of_one_kind_goes_to_standard_output(huiqi):
    done = huiqi("rules", "schema", "programme")
    schema = json.loads(done.stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "employees" in schema["$defs"]["criterion"]["properties"]


def test_schemas_of_all_kinds_go_to_a_folder(huiqi, tmp_path):
    listed = huiqi("rules", "schema").stdout
    assert "企业档案" in huiqi("rules", "schema", "--lang", "zh").stdout
    assert huiqi("rules", "schema", "-o", tmp_path / "schemas").returncode == 0
    written = {path.stem for path in (tmp_path / "schemas").glob("*.json")}
    assert written == {line.split()[0] for line in listed.splitlines()}


def test_a_schema_knows_own_words_while_other_files_are_unfinished(huiqi, tmp_path):
    huiqi("rules", "new", "my-town", "--alone", cwd=tmp_path)
    done = huiqi("rules", "schema", "profile", "--rules", ".", "--alone", cwd=tmp_path)
    assert set(json.loads(done.stdout)["properties"]) == {"name", "location", "employees"}
    facts = tmp_path / "rules/vocabulary/facts/company.yaml"
    facts.write_text("employees: {type: counts}", "utf-8")
    done = huiqi("rules", "schema", "profile", "--rules", ".", "--alone", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "company.yaml:1:19" in done.stderr
    assert huiqi("rules", "schema", "facts", "--rules", "nowhere").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "box"),
    [
        (["cn-hnte"], "Owns the IP in the core technology of its main products"),
        (["--facts", "hnte-2016"], "Science and technology staff"),
        (["--facts", "cn-hnte"], "Science and technology staff"),
        (["--facts"], "Award for newly recognised high-tech enterprises"),
        (["--derived"], "Size class (statistical)"),
    ],
)
def test_graphs(huiqi, tmp_path, arguments, box):
    mermaid = huiqi("rules", "graph", *arguments)
    assert mermaid.returncode == 0
    assert f'["{box}<br>' in mermaid.stdout
    dot = huiqi("rules", "graph", *arguments, "--format", "dot").stdout
    assert f'[label="{box}\\n' in dot
    file = tmp_path / "graph.svg"
    done = huiqi("rules", "graph", *arguments, "-o", file)
    assert (done.returncode, done.stdout) == (0, "")
    assert ElementTree.parse(file).getroot().tag == "{http://www.w3.org/2000/svg}svg"


def test_a_graph_that_mermaid_refuses_is_said(huiqi):
    assert "warning[HQ834]" in huiqi("rules", "graph", "--facts").stderr
    assert huiqi("rules", "graph", "--facts", "hnte-2016").stderr == ""


@pytest.mark.parametrize("arguments", [[], ["cn-hnte", "--derived"], ["--facts", "--derived"]])
def test_a_graph_needs_one_subject(huiqi, arguments):
    done = huiqi("rules", "graph", *arguments)
    assert done.returncode == 2
    assert "name a programme" in done.stderr


def test_a_programme_misspelt_is_suggested(huiqi):
    done = huiqi("rules", "graph", "cn-hnet")
    assert done.returncode == 2
    assert "did you mean `cn-hnte`?" in done.stderr


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The base rulebook with another limit, and a profile between the two limits."""
    shutil.copytree(BASE, tmp_path / "new")
    path = tmp_path / "new/rules/demo/general.yaml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("employees: {at_most: 500人}", "employees: {at_most: 5人}"), "utf-8"
    )
    register = tmp_path / "new/seeds/demo.yaml"
    text = register.read_text("utf-8")
    register.write_text(text.replace("职工不超过500人", "职工不超过5人"), "utf-8")
    (tmp_path / "profiles").mkdir()
    profile = "name: 甲公司\nlocation: 福建省泉州市\nemployees: 80\n"
    (tmp_path / "profiles/a.yaml").write_text(profile, "utf-8")
    (tmp_path / "profiles/b.json").write_text('{"employees": 3}', "utf-8")
    return tmp_path


def test_diff_says_what_changed_and_for_whom(huiqi, changed):
    done = huiqi(
        "rules", "diff", BASE, changed / "new", "--alone", "--companies", changed / "profiles",
        "--as-of", "2023-06-01",
    )  # fmt: skip
    assert done.returncode == 1
    lines = [line.strip() for line in done.stdout.splitlines()]
    for line in (
        "~ general@demo  General award",
        "-   employees ≤ 500",
        "+   employees ≤ 5",
        "甲公司 (a.yaml)",
        "general  General award: ? undetermined → ✘ ineligible",
        "after:  employees ≤ 5 (80)",
        "verdicts change for 1 of 2 companies",
    ):
        assert line in lines
    assert "b.json" not in done.stdout


def test_diff_reads_company_files(huiqi, changed):
    table = changed / "companies.csv"
    table.write_text(
        "企业名称,注册地,职工人数,备注\n甲公司,福建省泉州市,80人,x\n乙公司,福建省泉州市,3,\n丙公司,,many,\n",
        "utf-8",
    )
    command = ("rules", "diff", BASE, changed / "new", "--alone", "--as-of", "2023-06-01")
    done = huiqi(*command, "--companies", table)
    assert done.returncode == 1
    assert "甲公司 (" in done.stdout
    assert "companies.csv:2)" in done.stdout
    assert "verdicts change for 1 of 3 companies" in done.stdout
    assert "warning[HQ648]: this column is not used: “备注”" in done.stderr
    assert "companies.csv:4: 职工人数" in done.stderr
    table.write_text(table.read_text("utf-8") + "丁公司,福建省泉州市\n", "utf-8")
    done = huiqi(*command, "--companies", table)
    assert done.returncode == 2
    assert "companies.csv:5" in done.stderr
    assert "verdicts change for 1 of 3 companies" in done.stdout
    table.write_text(table.read_text("utf-8") + "戊公司,福建省泉州市,约9,\n" * 50, "utf-8")
    done = huiqi(*command, "--companies", table)
    assert done.stderr.count("戊公司") <= 20
    assert done.stderr.count("[HQ") == 20
    assert "and 34 more; `huiqi score` lists each in its file of rejects" in done.stderr
    table.write_bytes(b"")
    assert huiqi(*command, "--companies", table).returncode == 2


def test_diff_as_json(huiqi, changed):
    done = huiqi(
        "rules", "diff", BASE, changed / "new", "--alone", "--format", "json",
        "--companies", changed / "profiles/a.yaml", "--as-of", "2023-06-01",
    )  # fmt: skip
    data = json.loads(done.stdout)
    [programme] = data["programmes"]["changed"]
    marks = [(c["mark"], c["text"]["zh"]) for c in programme["conditions"] if c["mark"] != " "]
    assert marks == [("-", "职工人数 ≤ 500人"), ("+", "职工人数 ≤ 5人")]
    [company] = data["companies"]
    [change] = company["changes"]
    assert change["before"]["verdict"] == "undetermined"
    assert change["after"]["verdict"] == "ineligible"
    assert change["after"]["failed"] == ["employees"]


def test_diff_of_the_same_exits_0(huiqi, changed):
    done = huiqi("rules", "diff", BASE, BASE, "--alone", "--companies", changed / "profiles")
    assert done.returncode == 0
    assert "0 added · 0 removed · 0 changed" in done.stdout


def test_diff_with_the_bundled_rules_and_a_layer_over_them(huiqi, tmp_path):
    huiqi("rules", "new", "my-town", "--programme", "my-award", cwd=tmp_path)
    done = huiqi("rules", "diff", "bundled", ".", cwd=tmp_path)
    assert done.returncode == 2, "the skeleton is not filled in yet"
    assert "error[HQ120]" in done.stderr
    fill_in(tmp_path)
    done = huiqi("rules", "diff", "bundled", ".", cwd=tmp_path)
    assert done.returncode == 1
    assert "+ my-award@my-town  Award" in done.stdout
    assert huiqi("rules", "diff", "bundled", ROOT, cwd=tmp_path).returncode == 0


def test_a_profile_that_cannot_be_read_is_said_and_exits_2(huiqi, changed):
    (changed / "profiles/c.yaml").write_text("employees: many\n", "utf-8")
    arguments = ("rules", "diff", BASE, changed / "new", "--alone", "--companies")
    done = huiqi(*arguments, changed / "profiles")
    assert done.returncode == 2
    assert "verdicts change for 1 of 2 companies" in done.stdout
    assert "error[HQ602]" in done.stderr
    (changed / "none").mkdir()
    done = huiqi(*arguments, changed / "none")
    assert done.returncode == 2
    assert "error[HQ833]" in done.stderr


def test_diff_of_what_is_no_folder_exits_2(huiqi, tmp_path):
    done = huiqi("rules", "diff", tmp_path / "nowhere", BASE)
    assert done.returncode == 2
    assert "error[HQ113]" in done.stderr


def test_a_file_where_a_folder_should_be_is_told(huiqi, tmp_path: Path):
    (tmp_path / "taken.csv").touch()
    done = huiqi("rules", "schema", "-o", "taken.csv", cwd=tmp_path, lang="zh")
    assert done.returncode == 2
    assert done.stderr.strip().endswith("taken.csv 是文件，不是文件夹；请换个位置")
