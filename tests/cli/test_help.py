"""Help pages, in both languages and on a narrow terminal."""

from __future__ import annotations

import re
from typing import get_type_hints

import pytest

from huiqi.cli import commands
from huiqi.cli.reference import annotated, commands_of

from .conftest import Run

COMMANDS = (
    "", "check", "explain", "advise", "ask", "programmes", "facts", "documents", "documents show",
    "score", "template", "words", "rules", "rules check", "rules test", "rules coverage",
    "rules diff", "rules graph", "rules new", "rules schema",
)  # fmt: skip
ENGLISH = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]{2,}){2,}")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_speaks_chinese_and_loses_no_word(huiqi: Run, command: str) -> None:
    """A sentence goes on in the next line, and no line is wider than the terminal."""
    page = huiqi(*command.split(), "--help", lang="zh", COLUMNS="80")
    assert page.returncode == 0, page.stderr
    assert "…" not in page.stdout
    assert "[[" not in page.stdout
    assert not re.search(r"Usage|OPTIONS|COMMAND|ARGS|<(bool|path|str)>|x>=", page.stdout)
    said = re.sub(r"用法：.*|pip install .*|示例：(?s:.*)", "", page.stdout)
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


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("scor", "没有命令 'scor'。是不是 'score'？"),
        ("score --limt 5 x.csv", "没有选项 --limt（可能是：--limit, --lists, --no-lists）"),
        ("score x.csv -o y.csv --limit a", "'--limit' 的值不对：应当是整数。"),
        ("score x.csv -o y.csv --limit 0", "'--limit' 的值不对：不能小于 1。"),
        ("score x.csv -o", "选项 '-o' 后面缺少值。"),
        ("score x.csv", "缺少选项 '-o'：请用它指定结果文件"),
        ("score x.csv -o .", "-o 的值不对：要写文件名，不能只写文件夹"),
        ("rules graph", "写出项目编号，或用 --facts，或用 --derived"),
        ("rules check --short=1", "选项 '--short' 后面不带值。"),
        ("check", "缺少参数 'PROFILE'。"),
        ("check a b", "多余的参数：b"),
        ("check a --lang fr", "'--lang' 的值不对：'fr' 不在 'zh', 'en' 之中。"),
    ],
)
def test_errors_of_use_speak_chinese(huiqi: Run, command: str, said: str) -> None:
    done = huiqi(*command.split(), lang="zh", COLUMNS="80")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Usage" not in done.stderr
    assert not ENGLISH.search(re.sub("用法.*", "", done.stderr))


def test_files_that_cannot_be_read_are_told_in_our_own_words() -> None:
    """Else the command-line library looks first, in English, even at files that are written."""
    for command in commands_of(commands(), "huiqi"):
        for name, hint in get_type_hints(command.run, include_extras=True).items():
            base, declared = annotated(hint)
            for info in declared:
                if "Path" in str(base):
                    assert not info.readable, (command.name, name)
