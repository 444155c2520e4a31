"""Answers of every kind, typed at `huiqi ask` in a real pseudo-terminal."""

from __future__ import annotations

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
