"""`huiqi score` as a user runs it: a dirty file in, nothing lost, results whole or not there."""

from __future__ import annotations

import csv
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from .conftest import ROOT, Run

DIRTY = (
    "泉州市重点企业名单,,,,,,\n"
    "企业名称,注册地址,行业,员工人数,营业收入（万元）,资质,居民企业\n"
    "闽南数控装备有限公司,福建省泉州市南安市,C342,186,9800,高新技术企业（2022-11-28）,是\n"
    "=2+5,福建省泉州市晋江市,C19,５０ 人,\"1,200\",无,否\n"
    "少一格的公司,福建省泉州市,C19\n"
    "某公司,朝阳区,C39,50-99人,企业选择不公示,,\n"
    "外地公司,四川省成都市,I65,12,50万人民币,-,√\n"
)  # fmt: skip


@pytest.fixture
def companies(tmp_path: Path) -> Path:
    path = tmp_path / "companies.csv"
    path.write_text(DIRTY, encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_in_are_rows_scored_and_rejected(huiqi: Run, companies: Path, tmp_path: Path) -> None:
    out = tmp_path / "scored.csv"
    run = huiqi("score", companies, "-o", out, "--as-of", "2024-07-01", "--format", "json")
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert (said["rows_in"], said["scored"], said["rejected"]) == (5, 4, 1)
    assert said["mapping"]["营业收入（万元）"] == "revenue"
    assert said["repaired"]["unit_in_cell"] == 2
    assert said["repaired"]["thousands"] == 1
    rows = read(out)
    assert [row["企业名称"] for row in rows] == [
        "闽南数控装备有限公司",
        "'=2+5",
        "某公司",
        "外地公司",
    ]
    counts = [[int(r[v]) for v in ("eligible", "undetermined", "ineligible")] for r in rows]
    assert {sum(each) for each in counts} == {len(said["programmes"])}


def test_what_could_not_be_used_is_listed_with_its_place(
    huiqi: Run, companies: Path, tmp_path: Path
) -> None:
    out = tmp_path / "scored.csv"
    assert huiqi("score", companies, "-o", out).returncode == 0
    refused = [
        (r["line"], r["column"], r["reason"][:7]) for r in read(tmp_path / "scored.rejects.csv")
    ]
    assert refused == [
        ("5", "", "[HQ633]"),
        ("6", "注册地址", "[HQ607]"),
        ("6", "员工人数", "[HQ653]"),
    ]


def test_strict_ends_with_1(huiqi: Run, companies: Path, tmp_path: Path) -> None:
    run = huiqi("score", companies, "-o", tmp_path / "scored.csv", "--strict")
    assert run.returncode == 1
    assert (tmp_path / "scored.csv").exists()


def test_cells_start_no_formula(huiqi: Run, companies: Path, tmp_path: Path) -> None:
    out = tmp_path / "scored.csv"
    huiqi("score", companies, "-o", out)
    assert read(out)[1]["企业名称"] == "'=2+5"


def test_details_say_what_check_says(huiqi: Run, companies: Path, tmp_path: Path) -> None:
    details = tmp_path / "details.parquet"
    out = tmp_path / "scored.parquet"
    day = ("--as-of", "2024-07-01")
    assert huiqi("score", companies, "-o", out, "--details", details, *day).returncode == 0
    table = pl.read_parquet(details)
    assert table.columns[:7] == [
        "company", "programme", "verdict", "standing", "score", "missing", "failed"
    ]  # fmt: skip
    profile = tmp_path / "company.yaml"
    profile.write_text(
        "location: 福建省泉州市南安市\nsector: C342\nemployees: 186\nrevenue: 9800万元\n"
        "resident_enterprise: true\n"
        "certifications: [{name: 高新技术企业, issued: 2022-11-28}]\n",
        encoding="utf-8",
    )
    found = json.loads(huiqi("check", profile, *day, "--format", "json").stdout)
    own = table.filter(pl.col("company") == "闽南数控装备有限公司").rows_by_key(
        "programme", named=True
    )
    assert len(own) == len(found["programmes"])
    for one in found["programmes"]:
        [row] = own[one["id"]]
        assert row["verdict"] == one["verdict"], one["id"]
        assert row["standing"] == one["standing"]
        assert row["missing"] == ";".join(one["missing"]), one["id"]
        assert row["failed"] == ";".join(one["failed"]), one["id"]
        assert (row["score"] == 100) == (one["verdict"] == "eligible")
    wide = pl.read_parquet(out)
    verdicts = {True: "eligible", False: "ineligible", None: "undetermined"}
    assert {name: verdicts[wide[name][0]] for name in own} == {
        one["id"]: one["verdict"] for one in found["programmes"]
    }


REPAIRED = (
    "企业名称,注册地址,成立日期,是否高企,专精特新证书编号\n"
    "甲公司,福建省泉州市,45261,2023-12-01,GR202335001234\n"
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_repair_is_told_in_words(huiqi: Run, tmp_path: Path, lang: str) -> None:
    (tmp_path / "list.csv").write_text(REPAIRED, encoding="utf-8")
    run = huiqi("score", "list.csv", "-o", "o.csv", "--lang", lang, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    told = next(line for line in run.stderr.splitlines() if re.match("修正的|cells rep", line))
    assert "_" not in told
    assert len(told.split(" · ")) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("companies.csv", "-o", "companies.csv"),
        ("companies.csv", "-o", "./x/../companies.csv"),
        ("companies.csv", "-o", "o.csv", "--details", "companies.csv"),
        ("companies.csv", "-o", "o.csv", "--details", "o.csv"),
        ("companies.csv", "-o", "o.csv", "--rejects", "o.csv"),
        ("companies.csv", "--write-map", "companies.csv"),
        ("companies.csv", "-o", "o.csv", "--map", "m.yaml", "--rejects", "m.yaml"),
    ],
)
def test_no_file_replaces_another(
    huiqi: Run, companies: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "x").mkdir()
    run = huiqi("score", *arguments, "--lang", "en", cwd=tmp_path)
    assert run.returncode == 2
    assert "is the same file as" in run.stderr
    assert companies.read_text(encoding="utf-8") == DIRTY
    assert not (tmp_path / "o.csv").exists()


def test_a_mapping_that_may_have_been_edited_is_kept(
    huiqi: Run, companies: Path, tmp_path: Path
) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text("mine", encoding="utf-8")
    run = huiqi("score", companies, "--write-map", mapping)
    assert (run.returncode, mapping.read_text(encoding="utf-8")) == (2, "mine")


def test_rejects_of_an_earlier_run_do_not_stay(huiqi: Run, companies: Path, tmp_path: Path) -> None:
    rejects = tmp_path / "o.rejects.csv"
    assert huiqi("score", companies, "-o", "o.csv", cwd=tmp_path).returncode == 0
    assert len(read(rejects)) > 0
    companies.write_text("企业名称,注册地址\n甲公司,泉州市\n", encoding="utf-8")
    assert huiqi("score", companies, "-o", "o.csv", cwd=tmp_path).returncode == 0
    assert read(rejects) == []


def test_a_list_without_a_header_is_noticed(huiqi: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("甲公司,泉州市\n乙公司,泉州市\n", encoding="utf-8")
    run = huiqi("score", "list.csv", "-o", "o.csv", cwd=tmp_path)
    assert "HQ663" in run.stderr


def test_a_mapping_can_be_written_edited_and_used(
    huiqi: Run, companies: Path, tmp_path: Path
) -> None:
    mapping = tmp_path / "map.yaml"
    assert huiqi("score", companies, "--write-map", mapping).returncode == 0
    text = mapping.read_text(encoding="utf-8")
    mapping.write_text(
        text.replace('"员工人数": employees', '"员工人数": ignore'), encoding="utf-8"
    )
    run = huiqi("score", companies, "-o", tmp_path / "o.csv", "--map", mapping, "--format", "json")
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert "员工人数" in said["unmapped"]
    assert "revenue" in said["mapping"].values()


def test_fewer_companies_and_programmes(huiqi: Run, companies: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    run = huiqi(
        "score", companies, "-o", out, "--limit", "2", "--programmes", "cn-hnte",
        "--documents", "tech-sme-2017", "--format", "json",
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert (said["rows_in"], sorted(said["programmes"])) == (2, ["cn-hnte", "cn-tech-sme"])
    verdicts = [json.loads(line)["cn-hnte"] for line in out.read_text("utf-8").splitlines()]
    assert verdicts == [None, False]
    one = huiqi("score", companies, "-o", out, "--sample", "1", "--format", "json")
    assert json.loads(one.stdout)["scored"] == 1
    for option in ("--sample", "--limit"):
        all_of_them = huiqi("score", companies, "-o", out, option, 10**20, "--format", "json")
        assert json.loads(all_of_them.stdout)["scored"] == 4, all_of_them.stderr


def test_the_mapping_and_the_tally_are_shown(huiqi: Run, companies: Path, tmp_path: Path) -> None:
    run = huiqi("score", companies, "-o", tmp_path / "o.csv", lang="zh")
    assert run.stdout == f"{tmp_path / 'o.csv'}\n"
    for said in ("营业收入（万元）", "读入 5 行 = 已评 4 + 退回 1", "最缺的信息", "看不懂的单元格"):
        assert said in run.stderr
    assert "符合的项目" in read(tmp_path / "o.csv")[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("missing.csv", "-o", "o.csv"), "HQ101"),
        (("companies.csv",), "Missing option '-o'"),
        (("companies.csv", "-o", "."), "name a file, not a folder alone"),
        (("companies.csv", "-o", ".."), "name a file, not a folder alone"),
        (("companies.csv", "-o", "/", "--engine", "spark"), "name a file, not a folder alone"),
        (("companies.csv", "-o", ""), "name a file, not a folder alone"),
        (("companies.csv", "-o", "o.docx"), ".docx"),
        (("companies.csv", "-o", "nowhere/o.csv"), "no folder"),
        ((".", "-o", "o.csv"), "HQ620"),
        (("companies.csv", "-o", "o.csv", "--programmes", "cn-hnt"), "cn-hnte"),
        (("companies.csv", "-o", "o.csv", "--map", "companies.csv"), "companies.csv"),
    ],
)
def test_what_cannot_be_done_is_said(
    huiqi: Run, companies: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    run = huiqi("score", *arguments, cwd=tmp_path)
    assert run.returncode == 2, run.stderr
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "o.csv").exists()


def test_only_facts_of_the_programmes_chosen_are_counted(
    huiqi: Run, companies: Path, tmp_path: Path
) -> None:
    def unknown(*chosen: str) -> set[str]:
        out = ("-o", tmp_path / "o.csv", "--format", "json", *chosen)
        return set(json.loads(huiqi("score", companies, *out).stdout)["unknown_facts"])

    few = unknown("--documents", "jilin-2024")
    assert 0 < len(few) < len(unknown())
    assert few < unknown()
    run = huiqi("score", companies, "-o", tmp_path / "o.csv", "--documents", "jilin-2024")
    assert f"\n{len(few)} further facts" in run.stderr


@pytest.mark.parametrize(
    ("name", "content", "zh"),
    [
        ("list.xlsx", b"PK\x03\x04xxx", "表格：内容不完整，不像 XLSX 或 ODS\n"),
        ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xx", "不是完整的 XLS 文件（XLS: "),
        ("list.parquet", b"PAR1xxxxxxxxxxxxPAR1", "不是完整的 Parquet 文件（parquet: "),
    ],
)
def test_what_is_broken_about_a_file_is_told_in_both_languages(
    huiqi: Run, tmp_path: Path, name: str, content: bytes, zh: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert zh in huiqi("score", name, "-o", "o.csv", cwd=tmp_path, lang="zh").stderr
    english = huiqi("score", name, "-o", "o.csv", cwd=tmp_path).stderr
    assert "error[HQ628]" in english
    assert not re.search(r"[\u4e00-\u9fff]", english)


def many(path: Path, rows: int) -> Path:
    body = DIRTY.splitlines(keepends=True)
    with path.open("w", encoding="utf-8") as file:
        file.write(body[1])
        file.writelines(body[2] for _ in range(rows))
    return path


def start(tmp_path: Path, *arguments: object, **options: object) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "engine"), "HUIQI_LANG": "en"}
    command = [sys.executable, "-m", "huiqi", "score", *map(str, arguments)]
    return subprocess.Popen(
        command,
        cwd=tmp_path,
        env=env,
        text=True,
        stderr=subprocess.PIPE,
        **options,  # type: ignore[call-overload]
    )


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_run_leaves_no_half_result(tmp_path: Path, how: signal.Signals) -> None:
    source = many(tmp_path / "many.csv", 800_000)
    out = tmp_path / "scored.csv"
    out.write_text("what was there before")
    run = start(tmp_path, source, "-o", out)
    for _ in range(600):
        drafts = [p for p in tmp_path.glob(".huiqi-*.tmp") if p.stat().st_size > 1_000_000]
        if drafts or run.poll() is not None:
            break
        time.sleep(0.05)
    assert run.poll() is None, "too quick to be interrupted"
    run.send_signal(how)
    _, said = run.communicate(timeout=120)
    assert run.returncode != 0
    assert "Traceback" not in said
    assert out.read_text() == "what was there before"


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    source = many(tmp_path / "many.csv", 100_000)

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    run = start(tmp_path, source, "-o", "scored.csv", preexec_fn=small)
    _, said = run.communicate(timeout=120)
    assert run.returncode == 2, said
    assert "cannot write scored.csv" in said
    assert "Traceback" not in said
    assert not (tmp_path / "scored.csv").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode elsewhere")
def test_a_name_that_is_not_utf8_stands_in_the_summary(
    huiqi: Run, companies: Path, tmp_path: Path
) -> None:
    named = companies.rename(tmp_path / os.fsdecode(b"\xff.csv"))
    out = tmp_path / "scored.xlsx"
    assert huiqi("score", named, "-o", out).returncode == 0
    rows = CalamineWorkbook.from_path(out).get_sheet_by_name("summary").to_python()
    assert str(dict(rows)["file"]).endswith("\N{REPLACEMENT CHARACTER}.csv")


def test_a_workbook_tells_people_what_it_says(huiqi: Run, companies: Path, tmp_path: Path) -> None:
    out = tmp_path / "scored.xlsx"
    assert huiqi("score", companies, "-o", out, lang="zh").returncode == 0
    book = CalamineWorkbook.from_path(out)
    summary = dict(book.get_sheet_by_name("概要").to_python())
    assert summary["待定"].startswith("还缺信息")
    assert "请向发文机关确认" in summary["⚑"]
    head, *programmes = book.get_sheet_by_name("项目").to_python()
    counts = [(row[head.index("符合")], row[head.index("待定")]) for row in programmes]
    assert counts == sorted(counts, reverse=True)
    head, first, *_ = book.get_sheet_by_name("结果").to_python()
    assert "高新技术企业认定" in first[head.index("待定的项目（所缺信息）")]


def test_programmes_can_be_listed_by_id(huiqi: Run, companies: Path, tmp_path: Path) -> None:
    out = tmp_path / "scored.csv"
    assert huiqi("score", companies, "-o", out, "--ids").returncode == 0
    assert "cn-hnte(" in out.read_text("utf-8")


def test_programmes_that_share_a_name_are_told_apart(
    huiqi: Run, companies: Path, tmp_path: Path
) -> None:
    """Quanzhou and Shandong both finance pledged rights, each under the same words."""
    out = tmp_path / "scored.csv"
    alone, both = "qz16-ip-pledge", "qz16-ip-pledge,sd15-ip-pledge"
    for chosen, said in ((both, "知识产权质押融资 (qz16-ip-pledge)"), (alone, "知识产权质押融资")):
        options = ("--programmes", chosen, "--as-of", "2016-07-01")
        assert huiqi("score", companies, "-o", out, *options, lang="zh").returncode == 0
        text = out.read_text("utf-8")
        assert said in text
        assert (alone in text) == (chosen is both)
