"""`huiqi ask` in a real pseudo-terminal and over a pipe."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest

from .terminal import PROMPT, Terminal, piped


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "company.yaml"


def test_a_full_run_to_the_end(profile: Path):
    """Location, then “don't know” to everything: it ends by itself and shows the result."""
    terminal = Terminal(profile)
    terminal.wait("Where is the company registered")
    terminal.wait(PROMPT)
    assert terminal.go_on("福建泉州晋江", 2)
    number = 2
    while terminal.go_on("dk", number + 1):
        number += 1
        assert number < 130, "the questions never end"
    assert terminal.close() == 0
    assert re.search(r"question; \d+ that were skipped, not known", terminal.seen)
    assert "All verdicts with reasons: huiqi check" in terminal.seen.replace("\n", " ")
    assert f"Profile: {profile}" in terminal.seen.replace("\n", "")
    saved = profile.read_text(encoding="utf-8")
    assert "location: 福建泉州晋江" in saved
    assert saved.count(": unknown") > 10


def test_back_change_why_verdicts_and_help(profile: Path):
    terminal = Terminal(profile)
    terminal.wait(PROMPT)
    terminal.send("?")
    terminal.wait("matters to .* open programmes")
    terminal.wait(PROMPT)
    terminal.send("浙江省杭州市")
    terminal.wait("now excluded")
    terminal.wait(PROMPT)
    terminal.send("<")
    terminal.wait("The answer so far: 浙江省杭州市")
    terminal.wait(PROMPT)
    terminal.send("福建泉州南安")
    terminal.wait("open again")
    terminal.wait(PROMPT)
    terminal.send("!")
    terminal.wait("✘ excluded")
    terminal.wait(PROMPT)
    terminal.send("=")
    terminal.wait("1 Place of registration: 福建省泉州市南安市")
    terminal.wait("which one")
    terminal.send("1")
    terminal.wait(PROMPT)
    terminal.send("福建泉州晋江")
    terminal.wait(PROMPT)
    terminal.send("h")
    terminal.wait("Enter.skips")
    terminal.wait(PROMPT)
    terminal.send("q")
    assert terminal.close() == 0
    assert "location: 福建泉州晋江" in profile.read_text(encoding="utf-8")


def test_a_killed_terminal_loses_nothing_and_is_resumed(profile: Path):
    terminal = Terminal(profile)
    terminal.wait(PROMPT)
    terminal.send("吉林省长春市高新区")
    terminal.wait("now excluded")
    terminal.wait(PROMPT)
    terminal.child.kill(signal.SIGKILL)
    terminal.child.wait()
    assert "location: 吉林省长春市高新区" in profile.read_text(encoding="utf-8")
    assert list(profile.parent.iterdir()) == [profile]
    again = Terminal(profile)
    again.wait("Going on: 2 answers so far")
    first = again.wait(PROMPT)
    assert "Where is the company registered" not in first
    again.child.sendcontrol("c")
    assert again.close() == 0
    assert "what was answered is saved" in again.seen


def test_answers_that_cannot_be_used_are_asked_again(profile: Path):
    profile.write_text("# my firm\nlocation: 北京市\nemployees: 5\n", encoding="utf-8")
    done = piped(profile, "=", "2", "many", "-3", "n/a", "120人", "q")
    assert done.returncode == 0, done.stderr
    refusals = ["a whole number", "cannot be negative", "is no answer here"]
    places = [done.stdout.index(words) for words in refusals]
    assert places == sorted(places)
    assert profile.read_text(encoding="utf-8") == "# my firm\nlocation: 北京市\nemployees: 120人\n"


def test_the_name_is_changed_like_an_answer(profile: Path):
    profile.write_text("name: 旧名\nlocation: 北京市\n", encoding="utf-8")
    done = piped(profile, "=", "2", "新名", "=", "2", "", "q")
    assert done.returncode == 0, done.stderr
    assert "2 Name of the company: 旧名" in done.stdout
    assert "2 Name of the company: 新名" in done.stdout
    assert profile.read_text(encoding="utf-8") == "name: 新名\nlocation: 北京市\n"


def test_an_ambiguous_place_is_chosen_by_number(profile: Path):
    done = piped(profile, "朝阳区", "1", "q")
    assert done.returncode == 0, done.stderr
    assert "Which one?" in done.stdout
    assert re.search(r"location: '?(110105|220104)'?", profile.read_text(encoding="utf-8"))


def test_a_sector_is_reached_level_by_level_on_a_terminal(profile: Path):
    """From the sections by number, code and name; Enter keeps the level reached."""
    profile.write_text("location: 吉林省长春市\nsector: F\n", encoding="utf-8")
    terminal = Terminal(profile, lang="zh")
    terminal.wait(PROMPT)
    terminal.send("=")
    terminal.wait("改哪一个（编号")
    terminal.send("2")
    terminal.wait("从门类逐层选")
    terminal.wait(PROMPT)
    terminal.send(".")
    terminal.wait("国际组织")
    terminal.wait(PROMPT)
    terminal.send("99")
    terminal.wait("请输入 1 到 20 的编号")
    terminal.wait(PROMPT)
    terminal.send("3")
    terminal.wait("C 制造业：再细一层")
    terminal.wait(PROMPT)
    terminal.send("C39")
    terminal.wait("C39 计算机、通信和其他电子设备制造业：再细一层")
    terminal.wait(PROMPT)
    terminal.send("电子器件制造")
    terminal.wait("C397 电子器件制造：再细一层")
    terminal.wait(PROMPT)
    terminal.send("")
    terminal.wait(r"\d+\. ")
    terminal.wait(PROMPT)
    terminal.send("q")
    assert terminal.close() == 0
    assert "sector: C397" in profile.read_text(encoding="utf-8")


def test_a_narrow_chinese_terminal(profile: Path):
    terminal = Terminal(profile, size=(40, 40), lang="zh")
    terminal.wait("公司注册在哪里")
    terminal.wait(PROMPT)
    terminal.send("新郑")
    terminal.wait("新排除")
    terminal.wait(PROMPT)
    terminal.send("q")
    assert terminal.close() == 0
    assert "先到这里" in terminal.seen


def test_long_choices_are_folded_not_cut_off(profile: Path):
    """At 40 columns every character of every choice is there."""
    terminal = Terminal(profile, size=(40, 40), lang="zh")
    terminal.wait(PROMPT)
    terminal.send("泉州南安")
    terminal.wait("采用国际先进标准")
    terminal.wait(PROMPT)
    terminal.send("q")
    assert terminal.close() == 0
    shown = re.sub(r"\s", "", terminal.seen)
    assert "与国内外伙伴合作创新（引进技术和人才、联合或委托研发、专利交叉许可等）" in shown


def test_a_company_outside_all_covered_places_learns_so_at_once(profile: Path):
    done = piped(profile, "浙江省杭州市西湖区", "q")
    counts = re.findall(r"\? open (\d+)   ✘ excluded (\d+)", done.stdout)
    open_, excluded = map(int, counts[1])
    assert excluded > 200
    # The national programmes, and two of Jilin that universities elsewhere may take part in.
    assert open_ == 4 + 2


def test_plain_lines_over_a_pipe_end_with_the_input(profile: Path):
    done = piped(profile, "泉州", lang="zh")
    assert done.returncode == 0
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert "› 泉州" in done.stdout


@pytest.mark.parametrize("content", ["location: [1\n", "employes: 3\n", "\xff"])
def test_a_broken_profile_is_reported_and_left_alone(profile: Path, content: str):
    profile.write_bytes(content.encode("latin-1"))
    done = piped(profile, "泉州")
    assert done.returncode == 1
    assert "error[HQ" in done.stderr
    assert "Traceback" not in done.stderr
    assert profile.read_bytes() == content.encode("latin-1")
