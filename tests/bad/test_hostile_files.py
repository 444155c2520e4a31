"""Files that mean harm or are none: a located finding, in bounded time and space, no traceback.

Every file is tried in both places a stranger's file can come in: among the rules, and as the
profile of a company.
"""

from __future__ import annotations

import os
import shutil
import socket
import tracemalloc
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from huiqi.api import Rulebook
from huiqi.base.diagnostics import Diagnostic, HuiqiError, as_line, as_text
from huiqi.load.yaml import MAX_BYTES, MAX_FINDINGS

BASE = Path(__file__).resolve().parent / "base"
RULE, PROFILE = "rules/demo/settling.yaml", "profile.yaml"
MEGABYTE = 1_000_000

Maker = Callable[[Path], object]


def text(content: str | bytes) -> Maker:
    data = content.encode() if isinstance(content, str) else content
    return lambda path: path.write_bytes(data)


def bomb() -> str:
    lines = ["a: &a [哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈]"]
    lines += [
        f"{x}: &{x} [{', '.join(9 * ['*' + y])}]"
        for x, y in zip("bcdefghi", "abcdefgh", strict=True)
    ]
    return "\n".join(lines)


def towers() -> str:
    """Anchors on anchors, each adding 30 levels."""
    lines = ["x0: &x0 0"]
    lines += [f"x{i}: &x{i} {'[' * 30}*x{i - 1}{']' * 30}" for i in range(1, 100)]
    return "\n".join(lines)


def large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50 * MEGABYTE)


def link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def links_in_a_ring(path: Path) -> None:
    path.symlink_to(path.with_name("other.yaml"))
    path.with_name("other.yaml").symlink_to(path)


def unreadable(path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    path.write_text("id: settling\n")
    path.chmod(0)


def socket_at(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(path.name)  # the whole path may be longer than the name of a socket
        Path(path.name).rename(path)


CHINESE = "name: 泉州某某机械有限公司\n"
HOSTILE: dict[str, tuple[str, Maker]] = {
    "50 MB": ("HQ103", large),
    "one byte too many": ("HQ103", text("#" * (MAX_BYTES + 1))),
    "an alias bomb": ("HQ108", text(bomb())),
    "a tower of aliases": ("HQ107", text(towers())),
    "100,000 brackets": ("HQ107", text("name: " + "[" * 100_000)),
    "100,000 braces": ("HQ107", text("name: " + "{a: " * 100_000)),
    "100,000 dashes": ("HQ107", text("- " * 100_000)),
    "1,000 levels of indentation": ("HQ107", text("".join(f"{' ' * i}a:\n" for i in range(1000)))),
    "10,000 unknown keys": ("HQ114", text("".join(f"employes_{i}: 1\n" for i in range(10_000)))),
    "one key 10,000 times": ("HQ114", text("employees: 1\n" * 10_000)),
    "10,000 tags": ("HQ114", text("".join(f"k{i}: !x 1\n" for i in range(10_000)))),
    "a key of a megabyte": ("HQ105", text("x" * MEGABYTE + ": 1\n")),
    "GB18030": ("HQ102", text(CHINESE.encode("gb18030"))),
    "UTF-16": ("HQ102", text(CHINESE.encode("utf-16"))),
    "UTF-32": ("HQ102", text(CHINESE.encode("utf-32"))),
    "UTF-16 without a mark": ("HQ105", text("name: x\n".encode("utf-16-le"))),
    "half a character": ("HQ102", text(CHINESE.encode()[:-3])),
    "NUL bytes": ("HQ105", text(b"name: a\0b\n")),
    "only NUL bytes": ("HQ105", text(b"\0" * 1000)),
    "an escape sequence": ("HQ105", text("name: \x1b[2J\n")),
    "nothing": ("HQ104", text("")),
    "a byte order mark alone": ("HQ104", text("\ufeff")),
    "only comments": ("HQ104", text("# 空\n# nothing\n")),
    "only blanks": ("HQ104", text("\n  \n\n")),
    "only a document start": ("HQ104", text("---\n")),
    "a text": ("HQ120", text("你好\n")),
    "a list": ("HQ120", text("[1, 2]\n")),
    "two documents": ("HQ111", text("name: a\n---\nname: b\n")),
    "a percent sign": ("HQ105", text("%YAML 9.9\n---\nname: a\n")),
    "tabs": ("HQ105", text("name:\n\t- a\n")),
    "a pipe without a writer": ("HQ101", lambda path: os.mkfifo(path)),
    "a socket": ("HQ101", socket_at),
    "a directory": ("HQ101", lambda path: path.mkdir()),
    "a link to itself": ("HQ101", link_to_itself),
    "links in a ring": ("HQ101", links_in_a_ring),
    "a link to nothing": ("HQ101", lambda path: path.symlink_to("gone.yaml")),
    "no permission": ("HQ101", unreadable),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def refused_rule(folder: Path, make: Maker) -> Sequence[Diagnostic]:
    (folder / RULE).unlink()
    make(folder / RULE)
    with pytest.raises(HuiqiError) as caught:
        Rulebook.load(folder, with_bundled=False)
    return caught.value.findings


def refused_profile(folder: Path, make: Maker) -> Sequence[Diagnostic]:
    make(folder / PROFILE)
    book = Rulebook.load(BASE, with_bundled=False)
    with pytest.raises(HuiqiError) as caught:
        book.profile(folder / PROFILE)
    return caught.value.findings


def place(finding: Diagnostic) -> str | None:
    return finding.span.source.name if finding.span else finding.where


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("refused", [refused_rule, refused_profile])
def test_refused_with_its_place(
    name: str, refused: Callable[[Path, Maker], Sequence[Diagnostic]], folder: Path
) -> None:
    code, make = HOSTILE[name]
    findings = refused(folder, make)
    assert code in {finding.code for finding in findings}
    assert {place(finding) for finding in findings} <= {RULE, "rules/demo/other.yaml", PROFILE}
    assert len(findings) <= 2 * MAX_FINDINGS + 2
    assert all(len(as_text(finding)) < 2000 for finding in findings)


def test_a_file_is_not_read_beyond_its_limit(folder: Path) -> None:
    large(folder / PROFILE)
    book = Rulebook.load(BASE, with_bundled=False)
    tracemalloc.start()
    try:
        with pytest.raises(HuiqiError):
            book.profile(folder / PROFILE)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10 * MAX_BYTES


def test_a_line_of_a_megabyte_is_no_harm_where_a_text_may_stand(folder: Path) -> None:
    (folder / PROFILE).write_text("name: " + "甲" * 600_000)
    book = Rulebook.load(BASE, with_bundled=False)
    assert len(book.profile(folder / PROFILE).name) == 600_000


@pytest.mark.parametrize("fact", ["location", "sector", "zones", "certifications", "revenue"])
@pytest.mark.parametrize("answer", ["制" * 300_000, "5" + " " * 900_000 + "x", "9" * 900_000])
def test_no_answer_is_a_megabyte_long(fact: str, answer: str, folder: Path) -> None:
    findings = refused_profile(folder, text(f"{fact}: {answer}\n"))
    assert [finding.code for finding in findings] == ["HQ602"]


WHOLE_MESSAGES = [
    (
        "a missing profile",
        lambda book: book.profile("nobody.yaml"),
        "error[HQ101]: the file cannot be read: there is no such file\n"
        "  --> nobody.yaml\n"
        "  help: check the path and its permissions",
        "错误[HQ101]: 无法读取文件：没有这个文件\n  --> nobody.yaml\n  建议: 检查路径和权限",
    ),
    (
        "a path that no system takes",
        lambda book: book.profile("no\0body.yaml"),
        "error[HQ101]: the file cannot be read: embedded null byte\n"
        "  --> no�body.yaml\n"
        "  help: check the path and its permissions",
        "错误[HQ101]: 无法读取文件：embedded null byte\n  --> no�body.yaml\n  建议: 检查路径和权限",
    ),
    (
        "50 MB",
        lambda book: large(Path(PROFILE)) or book.profile(PROFILE),
        "error[HQ103]: the file is too large: 50000000 bytes, the limit is 2000000\n"
        "  --> profile.yaml\n"
        "  help: split it into several files",
        "错误[HQ103]: 文件过大：50000000 字节，上限 2000000 字节\n"
        "  --> profile.yaml\n"
        "  建议: 把内容拆成多个文件",
    ),
    (
        "no such folder of rules",
        lambda book: Rulebook.load("nowhere", with_bundled=False),
        "error[HQ113]: no such directory: nowhere\n  --> nowhere",
        "错误[HQ113]: 目录不存在：nowhere\n  --> nowhere",
    ),
    (
        "a file in place of a folder",
        lambda book: Rulebook.load(RULE, with_bundled=False),
        "error[HQ113]: no such directory: rules/demo/settling.yaml\n  --> rules/demo/settling.yaml",
        "错误[HQ113]: 目录不存在：rules/demo/settling.yaml\n  --> rules/demo/settling.yaml",
    ),
    (
        "a folder without rules",
        lambda book: Path("notes").mkdir() or Rulebook.load("notes"),
        "error[HQ115]: notes holds no rule files\n"
        "  --> notes\n"
        "  help: a folder of rules holds rules/<document>/<programme>.yaml and "
        "seeds/<document>.yaml",
        "错误[HQ115]: notes 里没有规则文件\n"
        "  --> notes\n"
        "  建议: 规则目录里是 rules/<文件编号>/<项目编号>.yaml 和 seeds/<文件编号>.yaml",
    ),
    (
        "findings without end",
        lambda book: book.profile("".join(f"k{i}: 1\n" for i in range(1000))),
        "error[HQ114]: too many findings, only the first 100 are listed\n"
        "   --> <profile>:101:1\n"
        "101 | k100: 1\n"
        "    | ^^^^\n"
        "  help: mend these and try again",
        "错误[HQ114]: 问题太多，只列出前 100 个\n"
        "   --> <profile>:101:1\n"
        "101 | k100: 1\n"
        "    | ^^^^\n"
        "  建议: 先改正这些，再试一次",
    ),
]


@pytest.mark.parametrize(
    ("attempt", "en", "zh"),
    [case[1:] for case in WHOLE_MESSAGES],
    ids=[case[0] for case in WHOLE_MESSAGES],
)
def test_the_whole_message(attempt, en: str, zh: str, folder: Path) -> None:  # type: ignore[no-untyped-def]
    book = Rulebook.load(BASE, with_bundled=False)
    with pytest.raises(HuiqiError) as caught:
        attempt(book)
    last = caught.value.findings[-1]
    assert (as_text(last, "en"), as_text(last, "zh")) == (en, zh)


STRAY = {
    "escape": "\x1b[31m",
    "bell": "\x07",
    "new line": "\n",
    "NUL": "\0",
    "right-to-left override": "\u202e",
    "zero-width joiner": "\u200d",
    "byte order mark": "\ufeff",
    "line separator": "\u2028",
    "C1 control": "\x9b31m",
}


def controls(shown: str) -> set[str]:
    return {
        character
        for line in shown.split("\n")
        for character in line
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    }


@pytest.mark.parametrize("stray", STRAY.values(), ids=STRAY)
def test_nothing_shown_steers_the_terminal(stray: str, folder: Path) -> None:
    name = f"emplo{stray}yees"
    escaped = "".join(f"\\U{ord(c):08x}" for c in name)
    profile = f'"{escaped}": "{escaped}"\nrevenue: "{escaped}"\ncertifications: ["{escaped}"]\n'
    rule = (folder / RULE).read_text().replace("location: {in:", f'"{escaped}": {{at_least:')
    shown = []
    for findings in (
        refused_profile(folder, text(profile)),
        refused_rule(folder, text(rule)),
        refused_rule(folder, text(f'id: "{escaped}"\n"{escaped}": 1\n')),
    ):
        shown += [as_text(f, lang) for f in findings for lang in ("zh", "en")]
        lines = [as_line(f) for f in findings]
        shown += lines
        assert not any("\n" in line for line in lines)
    assert set().union(*map(controls, shown)) == set()
    assert "emplo�" in "".join(shown)


@pytest.mark.parametrize("stray", ["\x1b[31m", "\u202e", "\n"], ids=["escape", "rtl", "new line"])
def test_no_file_name_steers_the_terminal(stray: str, folder: Path) -> None:
    (folder / "rules" / "demo" / f"a{stray}b.yaml").write_text("employees: 1\n")
    (folder / "rules" / "demo" / f"c{stray}d.yaml").mkdir()
    with pytest.raises(HuiqiError) as caught:
        Rulebook.load(folder, with_bundled=False)
    assert controls(str(caught.value)) == set()
    assert {finding.code for finding in caught.value.findings} == {"HQ101", "HQ121", "HQ122"}


def test_hidden_files_and_other_kinds_are_left_alone(folder: Path) -> None:
    for name in ("._settling.yaml", ".#settling.yaml", "settling.yaml~", "notes.txt"):
        (folder / "rules" / "demo" / name).write_bytes(b"\0\xff")
    (folder / "rules" / ".git").mkdir()
    assert Rulebook.load(folder, with_bundled=False).warnings == ()


def test_a_folder_that_cannot_be_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = Path.iterdir

    def iterdir(path: Path):  # type: ignore[no-untyped-def]
        if path.name == "demo":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    with pytest.raises(HuiqiError) as caught:
        Rulebook.load(folder, with_bundled=False)
    assert [(f.code, f.where) for f in caught.value.findings] == [("HQ101", "rules/demo")]


def test_a_device_among_the_rules_is_refused(folder: Path) -> None:
    findings = refused_rule(folder, lambda path: path.symlink_to("/dev/zero"))
    assert [finding.code for finding in findings] == ["HQ101"]


def test_a_device_without_end_is_no_profile(folder: Path) -> None:
    findings = refused_profile(folder, lambda path: path.symlink_to("/dev/zero"))
    assert [finding.code for finding in findings] == ["HQ103"]


def test_a_profile_may_come_out_of_a_pipe(folder: Path) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as pipe:
        pipe.write("name: 甲\n")
    try:
        book = Rulebook.load(BASE, with_bundled=False)
        assert book.profile(Path(f"/dev/fd/{reading}")).name == "甲"
    finally:
        os.close(reading)
