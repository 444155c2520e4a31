"""What can be typed instead of an answer, at every prompt of `huiqi ask`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .terminal import PROMPT, Terminal, piped


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "company.yaml"


def questions(shown: str) -> list[str]:
    """The questions put, by number and first words."""
    return re.findall(r"^(\d+\. .+)$", shown, re.MULTILINE)


def test_enter_leaves_a_question_whose_answer_is_partly_known(profile: Path):
    done = piped(profile, "山东", "", "", "q")
    asked = questions(done.stdout)
    assert [q[3:] for q in asked[:2]] == ["Where is the company registered?"] * 2
    assert "Still missing: the city and county" in done.stdout
    assert "registered" not in "".join(asked[2:])
    assert "location: 山东\n" in profile.read_text(encoding="utf-8")


def test_enter_leaves_sets_known_in_part_when_resumed(profile: Path):
    profile.write_text(
        "location: 福建泉州晋江\nentity_kind: 企业\n"
        "innovation_activities: {开发新产品、新技术: false}\ncertifications: {高企: false}\n",
        encoding="utf-8",
    )
    done = piped(profile, *[""] * 12, "q", lang="zh")
    asked = questions(done.stdout)
    assert len({q.split(". ")[1] for q in asked}) == len(set(asked)) == 13
    assert "还缺：没有提到的有没有" in done.stdout
    assert "没有提到的资质有没有" in done.stdout


@pytest.mark.parametrize("back", ["<", "＜", "《", "〈"])
def test_back_at_the_first_question_stays_there(profile: Path, back: str):
    """Whether it was answered or not; nothing is skipped."""
    done = piped(profile, back, "福建泉州晋江", back, back, "", "q")
    assert [q[3:] for q in questions(done.stdout)].count("Where is the company registered?") == 4
    assert done.stdout.count("This is the first question") == 2
    assert "location: 福建泉州晋江" in profile.read_text(encoding="utf-8")


def test_why_tells_the_truth_after_back(profile: Path):
    """How many programmes wait for the question; not all there are."""
    profile.write_text("location: 福建泉州晋江\n", encoding="utf-8")
    done = piped(profile, "?", "dk", "<", "?", "=", "2", "?", "q", lang="zh")
    counts = re.findall(r"关系到 (\d+) 个待定项目", done.stdout)
    assert len(counts) == 3
    assert len(set(counts)) == 1
    assert int(counts[0]) < 100
    assert done.stdout.count("不算现在的回答") == 2


def test_commands_work_where_a_place_is_chosen(profile: Path):
    done = piped(profile, "朝阳区", "h", "?", "＜", "朝阳区", "２", "q")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Enter\N{NO-BREAK SPACE}skips") == 2
    assert "matters to 207 open programmes" in done.stdout
    assert done.stdout.count("Where is the company registered?") == 2
    assert re.search(r"location: '?(110105|220104)'?", profile.read_text(encoding="utf-8"))


@pytest.mark.parametrize("leave", ["q", "ｑ", "\x03"])
def test_titles_are_saved_before_their_details_are_asked_for(profile: Path, leave: str):
    profile.write_text("location: 山东省青岛市崂山区\ncertifications: []\n", encoding="utf-8")
    terminal = Terminal(profile)
    terminal.wait(PROMPT)
    terminal.send("=")
    terminal.wait("which one")
    terminal.send("2")
    terminal.wait("The answer so far")
    terminal.wait(PROMPT)
    terminal.send("企业技术中心、高企 2025-11-28")
    terminal.wait("which tier")
    terminal.send("２")
    terminal.wait("issued on")
    if leave == "\x03":
        terminal.child.sendcontrol("c")
    else:
        terminal.send(leave)
    assert terminal.close() == 0
    assert "what was answered is saved" in terminal.seen
    assert profile.read_text(encoding="utf-8").endswith(
        "certifications: [{name: enterprise_technology_centre, tier: provincial}, "
        "{name: high_tech_enterprise, issued: '2025-11-28'}]\n"
    )


def test_back_from_a_detail_puts_the_titles_again(profile: Path):
    profile.write_text("location: 山东省青岛市崂山区\ncertifications: []\n", encoding="utf-8")
    done = piped(profile, "=", "2", "高企", "!", "<", "", "q")
    assert "The answer so far: High and New Technology Enterprise" in done.stdout
    assert done.stdout.count("✔ eligible") >= 3


def test_verdicts_so_far_say_whether_the_programme_still_stands(profile: Path):
    profile.write_text(
        "location: 福建泉州南安\nentity_kind: enterprise\n"
        "certifications: [{name: 高新技术企业, issued: 2025-11-28}]\n",
        encoding="utf-8",
    )
    done = piped(profile, "!", "q")
    assert "✔ Award for newly recognised high-tech enterprises  ⚑ target period over" in done.stdout


def test_the_offer_to_go_on_keeps_its_word_and_obeys(profile: Path):
    """At most as many questions as it says; nonsense is asked again, commands work there."""
    terminal = Terminal(profile, "--plain")
    terminal.wait(PROMPT)
    terminal.send("浙江杭州")
    while terminal.child.expect([PROMPT, r"Answer up to (\d+) more\? \[y/N\] "]) == 0:
        terminal.send("dk")
    for line, answer in (("what", "Please answer y or n"), ("！", "✘ excluded"), ("?", "matters")):
        terminal.send(line)
        terminal.wait(answer)
        terminal.wait(r"Answer up to \d+ more")
    terminal.send("＜")
    terminal.wait("The answer so far: not known")
    terminal.wait(PROMPT)
    terminal.send("")
    terminal.wait(r"about\s+\d+\s+could\s+still\s+matter")
    terminal.wait(r"Answer up to (\d+) more")
    promised = int(terminal.child.match[1])
    terminal.send("ｙ")
    answered = 0
    while terminal.child.expect([PROMPT, "Answer up to", "No further"]) == 0:
        terminal.send("dk")
        answered += 1
    assert 1 <= answered <= promised
    terminal.child.close()
