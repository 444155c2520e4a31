"""The first and the last screen of `huiqi ask`, and the files it writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from .terminal import PROMPT, Terminal, piped


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "company.yaml"


def test_the_name_is_asked_first_and_heads_screen_and_report(profile: Path):
    report = profile.with_name("report.md")
    options = ("--report", str(report))
    done = piped(profile, "福建泉州晋江", "q", options=options, lang="zh", name="闽南（晋江）公司")
    assert done.returncode == 0, done.stderr
    assert "闽南（晋江）公司 · 福建省泉州市晋江市" in done.stdout
    assert "闽南（晋江）公司" in report.read_text(encoding="utf-8")
    assert "\nname: 闽南（晋江）公司\n" in profile.read_text(encoding="utf-8")
    again = piped(profile, "q", lang="zh")
    assert "企业名称" not in again.stdout


def test_a_resumed_profile_without_a_name_is_not_asked_for_it(profile: Path):
    profile.write_text("location: 福建泉州晋江\n", encoding="utf-8")
    assert "Name of the company" not in piped(profile, "q").stdout


@pytest.mark.parametrize("lines", [("q",), ("", "q"), ()])
def test_nothing_answered_is_nothing_shown_or_written(profile: Path, lines: tuple[str, ...]):
    report = profile.with_name("report.md")
    done = piped(profile, *lines[1:], options=("--report", str(report)), name=(*lines, "q")[0])
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip().endswith("Nothing was answered, so there is no result to show.")
    assert len(done.stdout.splitlines()) < 16
    assert "Profile:" not in done.stdout
    assert list(profile.parent.iterdir()) == []


def test_the_end_fits_a_small_screen(profile: Path):
    """Counts, names of what applies, and how to see all of it, with the options that count."""
    profile.write_bytes(
        Path(__file__).parents[2].joinpath("examples", "01-quanzhou.yaml").read_bytes()
    )
    terminal = Terminal(profile, size=(24, 80))
    terminal.wait(PROMPT)
    terminal.send("q")
    terminal.wait("what was answered is saved")
    assert terminal.close() == 0
    end = terminal.seen.split("what was answered is saved")[1]
    assert len(end.splitlines()) <= 23
    assert "✔ High-tech enterprise development fund  ⚑ target period over" in end
    command = end.split("All verdicts with reasons: ")[1].replace("\n", "").strip()
    assert command == f"huiqi check {profile} --as-of 2026-11-22"


@pytest.mark.parametrize("content", ["", "\n \n", "# nothing yet\n", "\ufeff"])
def test_an_empty_file_is_begun_like_a_new_one(profile: Path, content: str):
    profile.write_text(content, encoding="utf-8")
    done = piped(profile, "", "福建泉州晋江", "q")
    assert done.returncode == 0, done.stderr
    assert "location: 福建泉州晋江" in profile.read_text(encoding="utf-8")


def test_targets_that_cannot_be_written_are_refused_at_once(profile: Path):
    done = piped(profile.parent / "none" / "company.yaml", "福建泉州晋江")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no folder" in done.stderr
    missing = profile.parent / "none" / "report.md"
    done = piped(profile, "福建泉州晋江", options=("--report", str(missing)), lang="zh")
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有文件夹" in done.stderr
    options = ("--report", "report.pdf", "--lang", "zh")
    done = piped(profile, "福建泉州晋江", options=options, lang="en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "请写成" in done.stderr
    assert not profile.exists()


def test_edits_made_meanwhile_are_kept(profile: Path):
    terminal = Terminal(profile)
    terminal.wait(PROMPT)
    terminal.send("福建泉州晋江")
    terminal.wait("now excluded")
    terminal.wait(PROMPT)
    text = profile.read_text(encoding="utf-8")
    profile.write_text(f"{text}employees: 120  # by hand\n", encoding="utf-8")
    terminal.send("dk")
    terminal.wait("edited meanwhile")
    terminal.wait(PROMPT)
    terminal.send("=")
    terminal.wait("Employees: 120")
    terminal.send("")
    terminal.wait(PROMPT)
    assert "employees: 120  # by hand\n" in profile.read_text(encoding="utf-8")
    spoilt = profile.read_text(encoding="utf-8") + "revenue: [\n"
    profile.write_text(spoilt, encoding="utf-8")
    terminal.send("dk")
    terminal.wait("cannot be read; mend it")
    terminal.wait(PROMPT)
    assert profile.read_text(encoding="utf-8") == spoilt
    profile.write_text(spoilt.replace("revenue: [\n", ""), encoding="utf-8")
    terminal.send("dk")
    terminal.wait(PROMPT)
    terminal.send("q")
    assert terminal.close() == 0
    assert profile.read_text(encoding="utf-8").count(": unknown") == 2
