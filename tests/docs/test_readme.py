"""Every command, output and piece of code in the README runs, in both languages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from .reader import ROOT, Block, Line, blocks, lines, run, write

PAGES = {"README.md": "en", "README.zh.md": "zh"}
BLOCKS = {page: blocks(page) for page in PAGES}
COMMANDS = [(page, line) for page in PAGES for block in BLOCKS[page] for line in lines(block)]
OUTPUTS = [
    (page, lines(before)[-1], after)
    for page in PAGES
    for before, after in zip(BLOCKS[page], BLOCKS[page][1:], strict=False)
    if after.kind == "text"
]
MAPPED = "huiqi score examples/companies.csv --write-map map.yaml"


@pytest.fixture(scope="session", params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    """One of the two pages."""
    return str(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the README's reader stands: the examples are there, a profile is written down."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for block in BLOCKS["README.md"]:
        if block.place is not None:
            write(block, tmp_path)
    return tmp_path


def test_the_readme_shows_the_main_commands(page: str):
    shown = {line.command.split()[1] for shown, line in COMMANDS if shown == page}
    assert shown == {
        "advise", "ask", "check", "documents", "explain", "facts", "programmes", "rules", "score",
        "template", "words",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("page", "line"), COMMANDS, ids=[f"{PAGES[p]} {line.command}" for p, line in COMMANDS]
)
def test_commands(page: str, line: Line, folder: Path):
    if "--prove" in line.command:
        pytest.importorskip("z3")
    if "--map map.yaml" in line.command:
        run(["-m", *MAPPED.split()], folder)
    done = run(line.arguments, folder, lang=PAGES[page])
    assert done.returncode == line.expected, done.stderr
    assert done.stdout or done.stderr or "check" in line.command


def parts(shown: str) -> list[str]:
    """The stretches of an output that are shown, between the marks of what was left out."""
    return [part for part in re.split(r"^…$", shown, flags=re.MULTILINE) if part.strip()]


def spaceless(text: str) -> str:
    """An output whatever the width it was broken to, and without rules."""
    return re.sub(r"[\s─]", "", text)


@pytest.mark.parametrize(
    ("page", "line", "shown"), OUTPUTS, ids=[f"{PAGES[p]} {line.command}" for p, line, _ in OUTPUTS]
)
def test_outputs_are_what_the_commands_say(page: str, line: Line, shown: Block, folder: Path):
    done = run(line.arguments, folder, lang=PAGES[page])
    said = spaceless(done.stderr + done.stdout)
    place = 0
    for part in parts(shown.text):
        place = said.find(spaceless(part), place)
        assert place >= 0, f"{part}\n--- is not in\n{done.stderr}{done.stdout}"


def test_python(page: str, folder: Path):
    [code] = [block.text for block in BLOCKS[page] if block.kind == "python"]
    done = run(["-c", code], folder)
    assert done.returncode == 0, done.stderr
    assert "cn-hnte" in done.stdout


def test_links_lead_somewhere(page: str):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / page).read_text("utf-8")):
        assert (ROOT / target).exists(), target


def test_both_languages_have_the_same_content():
    """Commands, code apart from remarks, tables and links, in the same order."""

    def skeleton(page: str) -> list[object]:
        text = (ROOT / page).read_text("utf-8")
        links = [t for t in re.findall(r"\]\(([^)]+)\)", text) if not t.startswith("README")]
        commands = [(line.command, line.expected) for b in BLOCKS[page] for line in lines(b)]
        [code] = [b.text for b in BLOCKS[page] if b.kind == "python"]
        return [
            commands,
            re.sub(r" *#.*|, \"zh\"", "", code),
            links,
            [len(row.split("|")) for row in text.splitlines() if row.startswith("|")],
            len(re.findall(r"^#+ ", text, re.MULTILINE)),
            len(re.findall(r"^- ", text, re.MULTILINE)),
        ]

    assert skeleton("README.md") == skeleton("README.zh.md")


def test_the_profiles_of_both_languages_are_one(tmp_path: Path):
    from huiqi import Rulebook

    book = Rulebook.load()
    read = [
        book.profile(block.text)
        for page in PAGES
        for block in BLOCKS[page]
        if block.place is not None
    ]
    assert len(read) == 2
    assert read[0] == read[1]
