"""Help pages, in both languages and on a narrow terminal."""

from __future__ import annotations

import re

import pytest

from .conftest import Run

COMMANDS = (
    "", "check", "explain", "advise", "ask", "programmes", "facts", "documents", "documents show",
    "score", "template", "rules", "rules check", "rules test", "rules coverage", "rules diff",
    "rules graph", "rules new", "rules schema",
)  # fmt: skip
ENGLISH = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]{2,}){2,}")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_speaks_chinese_and_loses_no_word(huiqi: Run, command: str) -> None:
    """A sentence goes on in the next line, and no line is wider than the terminal."""
    page = huiqi(*command.split(), "--help", lang="zh", COLUMNS="80")
    assert page.returncode == 0, page.stderr
    assert "…" not in page.stdout
    said = re.sub(r"Usage: .*|pip install .*|示例：(?s:.*)", "", page.stdout)
    assert not ENGLISH.search(said), ENGLISH.search(said)
    assert "─ 选项 ─" in page.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_help_speaks_english_elsewhere(huiqi: Run, command: str) -> None:
    page = huiqi(*command.split(), "--help", COLUMNS="80")
    assert page.returncode == 0, page.stderr
    assert not re.search(r"[\u4e00-\u9fff]", page.stdout)
    assert "─ Options ─" in page.stdout


def test_every_command_has_its_summary_in_both_languages(huiqi: Run) -> None:
    for group in ((), ("rules",), ("documents",)):
        pages = [huiqi(*group, "--help", lang=lang).stdout for lang in ("zh", "en")]
        rows = [
            re.findall(r"^│ ([a-z]+) {2,}(.+?) *│$", page, flags=re.MULTILINE) for page in pages
        ]
        assert [name for name, _ in rows[0]] == [name for name, _ in rows[1]]
        assert all(re.search(r"[\u4e00-\u9fff]", said) for _, said in rows[0])
