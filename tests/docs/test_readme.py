"""Every command and every piece of code in the README runs, and every example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .reader import ROOT, Line, blocks, lines, run, write

BLOCKS = blocks("README.md")
COMMANDS = [line for block in BLOCKS for line in lines(block)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the README's reader stands: a profile written down, a folder for own rules."""
    for block in BLOCKS:
        if block.place is not None:
            write(block, tmp_path)
    (tmp_path / "my-rules").mkdir()
    return tmp_path


def test_the_readme_shows_the_main_commands():
    shown = {line.command.split()[1] for line in COMMANDS}
    assert shown == {"ask", "check", "explain", "programmes", "documents", "facts", "rules"}


@pytest.mark.parametrize("line", COMMANDS, ids=[line.command for line in COMMANDS])
def test_commands(line: Line, folder: Path):
    if "--prove" in line.command:
        pytest.importorskip("z3")
    done = run(line.arguments, folder)
    assert done.returncode == line.expected, done.stderr
    assert done.stdout or "check" in line.command


def test_python(folder: Path):
    [code] = [block.text for block in BLOCKS if block.kind == "python"]
    done = run(["-c", code], folder)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("script", sorted((ROOT / "examples").glob("*.py")), ids=lambda p: p.name)
def test_example_scripts(script: Path, tmp_path: Path):
    done = run([str(script)], tmp_path)
    assert done.returncode == 0, done.stderr
    assert "eligible" in done.stdout


@pytest.mark.parametrize(
    "profile", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda p: p.name
)
def test_example_profiles(profile: Path, tmp_path: Path):
    done = run(["-m", "huiqi", "check", str(profile)], tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""


def test_links_lead_somewhere():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / "README.md").read_text("utf-8")):
        assert (ROOT / target).exists(), target
