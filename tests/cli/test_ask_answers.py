"""Answers of every kind, typed at `huiqi ask` in a real pseudo-terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .terminal import PROMPT, Terminal, piped


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "company.yaml"


def change(terminal: Terminal, number: int) -> None:
    """Ask for an earlier answer again."""
    terminal.wait(PROMPT)
    terminal.send("=")
    terminal.wait("which one")
    terminal.send(str(number))
    terminal.wait(r"The answer so far")
    terminal.wait(PROMPT)


def test_titles_are_entered_with_tier_and_date(profile: Path):
    """What is neither a tier nor a date is said and asked again; Enter leaves it open."""
    profile.write_text("location: 山东省青岛市崂山区\ncertifications: []\n", encoding="utf-8")
    terminal = Terminal(profile)
    change(terminal, 2)
    terminal.send("企业技术中心、高新技术企业")
    terminal.wait("which tier")
    terminal.send("7")
    terminal.wait("a number from 1 to")
    terminal.wait("which tier")
    terminal.send("2")
    terminal.wait("issued on")
    terminal.send("last spring")
    terminal.wait("is no date")
    terminal.wait("issued on")
    terminal.send("2025年11月28日")
    terminal.wait("High and New Technology Enterprise.*issued on")
    terminal.send("")
    terminal.wait(r"✔ eligible \d+")
    terminal.wait(PROMPT)
    terminal.send("q")
    assert terminal.close() == 0
    assert profile.read_text(encoding="utf-8") == (
        "location: 山东省青岛市崂山区\n"
        "certifications: [{name: enterprise_technology_centre, tier: provincial, "
        "issued: '2025-11-28'}, {name: high_tech_enterprise}]\n"
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("3200万", "32,000,000 yuan"),
        ("1.2亿", "120,000,000 yuan"),
        ("3,200,000 元", "3,200,000 yuan"),
        ("３２００万元", "32,000,000 yuan"),
    ],
)
def test_money_is_typed_as_people_write_it(profile: Path, typed: str, shown: str):
    profile.write_text("location: 北京市\nrevenue: 5万\n", encoding="utf-8")
    terminal = Terminal(profile)
    change(terminal, 2)
    terminal.send(typed)
    terminal.wait(r"✔ eligible \d+")
    terminal.wait(PROMPT)
    terminal.send("=")
    terminal.wait(f"Revenue last year: {shown}")
    terminal.wait("which one")
    terminal.send("")
    terminal.wait(PROMPT)
    terminal.send("q")
    assert terminal.close() == 0
    assert f"revenue: {typed}\n" in profile.read_text(encoding="utf-8")


def test_money_in_another_unit_is_refused_and_asked_again(profile: Path):
    profile.write_text("location: 北京市\nrevenue: 5万\n", encoding="utf-8")
    done = piped(profile, "=", "2", "3000 吨", "-5万", "120万元", "q")
    assert done.returncode == 0, done.stderr
    assert "“3000 吨” is not understood; please give an amount" in done.stdout
    assert "cannot be negative: -5万" in done.stdout
    assert "HQ" not in done.stdout
    assert profile.read_text(encoding="utf-8").endswith("revenue: 120万元\n")


def test_places_are_completed_while_typing(profile: Path):
    """The menu opens under the word; a place is taken with the arrow and Enter."""
    terminal = Terminal(profile)
    terminal.wait(PROMPT)
    terminal.child.send("晋江")
    terminal.wait("福建省泉州市晋江市")
    terminal.child.send("\x1b[B")
    terminal.wait("福建省泉州市晋江市")
    terminal.child.send("\r")
    terminal.wait("now excluded")
    terminal.wait(PROMPT)
    terminal.send("q")
    assert terminal.close() == 0
    assert "location: 福建省泉州市晋江市\n" in profile.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["html", "md"])
def test_a_report_is_written_at_the_end(profile: Path, kind: str):
    report = profile.with_name(f"report.{kind}")
    terminal = Terminal(profile, "--report", str(report))
    terminal.wait(PROMPT)
    terminal.send("福建泉州晋江")
    terminal.wait("now excluded")
    terminal.wait(PROMPT)
    assert not report.exists()
    terminal.send("q")
    assert terminal.close() == 0
    assert f"report: {report}" in terminal.seen.replace("\n", "")
    assert "福建省泉州市晋江市" in report.read_text(encoding="utf-8")


def test_a_report_of_unknown_kind_is_refused_before_the_first_question(profile: Path):
    terminal = Terminal(profile, "--report", "report.docx", name=None)
    assert terminal.close() == 2
    assert "Where is the company registered" not in terminal.seen


def test_a_changed_place_takes_its_zone_along(profile: Path):
    """A place may tell the zone; another place does not leave that zone behind."""
    done = piped(profile, "吉林省长春市高新区", "=", "1", "福建泉州晋江", "=", "", "q")
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.split("which one (number, Enter for none): ")[:2]
    assert "2 Zones and parks it is in: Changchun" in first
    assert "1 Place of registration: 福建省泉州市晋江市" in second
    assert "Changchun" not in second.split("Place of registration: ")[1]


def typed_to(profile: Path, answers: list[tuple[str, str]], lang: str) -> str:
    """What is shown while each of these facts, not known so far, is asked for and answered so."""
    facts = list(dict.fromkeys(fact for fact, _ in answers))
    profile.write_text("".join(f"{fact}: unknown\n" for fact in facts), encoding="utf-8")
    lines: list[str] = []
    for fact, typed in answers:
        lines += ["=", str(facts.index(fact) + 1), typed]
    done = piped(profile, *lines, "q", lang=lang)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_was_understood_is_said(profile: Path):
    """So that a mistaken unit is seen; yes and no need no echo."""
    answers = {
        ("revenue", "9800"): "9800元（没写单位，按元计；不对就用 < 或 = 改）",
        ("rd_spend", "98 million"): "9800万元",
        ("revenue_growth_2y", "1"): "100%（没写 %，按倍数计；不对就用 < 或 = 改）",
        ("main_revenue_growth_2y", "3.5%"): "3.5%",
        ("registered_on", "2016年8月27日"): "2016-08-27",
        ("location", "南安"): "福建省泉州市南安市",
        ("entity_kind", "２"): "高等学校",
        ("employees", "１２０人"): "120人",
    }
    shown = typed_to(profile, [*answers, ("rd_reserve", "是的")], "zh")
    assert re.findall("^记为 (.*)$", shown, re.MULTILINE) == list(answers.values())


def test_english_hints_say_what_to_type(profile: Path):
    facts = ("revenue", "revenue_growth_2y", "location", "platform_score_prev")
    shown = typed_to(profile, [(fact, "") for fact in facts], "en").split("which one (")[1:]
    assert "a bare number is yuan" in shown[0]
    assert "without the sign 0.5 is 50 %" in shown[1]
    assert "part of the name in Chinese" in shown[2]
    assert "n/a if it does not apply" in shown[3]
    assert not any("n/a" in text for text in shown[:3])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_refusals_speak_of_the_question(profile: Path, lang: str):
    said = {
        ("location", "Quanzhou"): ("认不出地名“Quanzhou”", "type the name in Chinese"),
        ("employees", "n/a"): ("不能答“不适用”；不知道就输入 dk", "type dk if you do not know"),
        ("sector", "zzz"): ("输入 . 逐层选", "choose level by level"),
        ("rd_reserve", "maybe"): ("“maybe”，请答 是 或 否", "please answer yes or no"),
        ("revenue", "99999999999999999999"): ("数目过大", "too large"),
        ("registered_on", "2016-02-30"): ("没有这一天", "no such day"),
        ("revenue_growth_2y", "35"): ("请带上百分号，如 35%", "write the per cent sign"),
        ("entity_kind", "enterprize"): ("选项；是不是“企业”", "did you mean “enterprise”"),
        ("certifications", "高新技术企来"): ("没有叫“高新技术企来”的资质", "no title"),
    }
    shown = typed_to(profile, list(said), lang).replace("\n", " ")
    places = [shown.find(pair[lang == "en"]) for pair in said.values()]
    assert places == sorted(places)
    assert places[0] > 0
    assert "HQ" not in shown
    assert not re.search(r"`[a-z_]+`|unknown|未知", shown)


def test_a_day_to_come_is_asked_back(profile: Path):
    profile.write_text("registered_on: unknown\n", encoding="utf-8")
    options = ("--as-of", "2026-11-22")
    piped(profile, "=", "1", "2036-08-27", "", "q", options=options)
    assert profile.read_text(encoding="utf-8") == "registered_on: unknown\n"
    done = piped(profile, "=", "1", "2036-08-27", "y", "q", options=options)
    assert "2036-08-27 is after 2026-11-22, the day of judging." in done.stdout
    assert profile.read_text(encoding="utf-8") == "registered_on: '2036-08-27'\n"


def test_zones_are_those_of_the_place_and_others_are_doubted(profile: Path):
    profile.write_text("location: 福建泉州晋江\nzones: unknown\n", encoding="utf-8")
    done = piped(profile, "=", "2", "长春高新区", "n", "泉州软件园、高新区", "q", lang="zh")
    offered = done.stdout.split("改哪一个")[1].split("›")[0]
    assert "福建（晋江）智能装备产业园" in offered
    assert "洛江" not in offered
    assert "长春" not in offered
    assert "长春高新技术产业开发区不在福建省泉州市晋江市" in done.stdout
    saved = profile.read_text(encoding="utf-8")
    assert "quanzhou_high_tech_zone" in saved
    assert "changchun" not in saved


def test_a_label_with_commas_is_taken_from_the_completion(profile: Path):
    """With the arrow and Enter, behind another one."""
    profile.write_text("location: 福建泉州晋江\nplatform_backers: []\n", encoding="utf-8")
    terminal = Terminal(profile, lang="zh")
    terminal.wait(PROMPT)
    terminal.send("=")
    terminal.wait("改哪一个")
    terminal.send("2")
    terminal.wait("现在的回答")
    terminal.wait(PROMPT)
    terminal.child.send("1，一流大学、科")
    terminal.wait("国内外一流大学、科研院所")
    terminal.child.send("\x1b[B")
    terminal.wait("国内外一流大学、科研院所")
    terminal.child.send("\r")
    terminal.wait("记为")
    terminal.wait(PROMPT)
    terminal.send("q")
    assert terminal.close() == 0
    assert "没有“" not in terminal.seen


def test_a_long_list_repeats_its_question_on_a_small_screen(profile: Path):
    profile.write_text("industry_fields: unknown\n", encoding="utf-8")
    terminal = Terminal(profile, size=(24, 80), lang="zh")
    terminal.wait(PROMPT)
    terminal.send("=")
    terminal.wait("改哪一个")
    terminal.send("1")
    terminal.wait("现在的回答")
    shown = terminal.seen[terminal.seen.rindex("改哪一个") :]
    assert shown.count("主营产品或服务属于下列哪些领域？") == 2
    last = shown[shown.rindex("主营产品") :]
    assert "用编号或名称" in last
    # Each once, and nothing cut off, though in columns.
    rows = shown[: shown.rindex("主营产品")]
    assert all(re.search(rf"(?<!\d){number} ?\S", rows) for number in range(1, 51))
    assert len(rows.splitlines()) < 40
    terminal.wait(PROMPT)
    terminal.send("q")
    assert terminal.close() == 0
