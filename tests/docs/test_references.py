"""The reference tables are what the code says today, and leave nothing out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Optional

import pytest

from huiqi.base.messages import MESSAGES
from huiqi.cli import commands
from huiqi.cli.options import AsOf
from huiqi.cli.reference import annotated, commands_of

ROOT = Path(__file__).parents[2]
MADE = ("rules/REFERENCE.md", "engine/DIAGNOSTICS.md", "engine/CLI.md")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables as they are made now, whatever the locale."""
    folder = tmp_path_factory.mktemp("docs")
    for name in MADE:
        (folder / name).parent.mkdir(exist_ok=True)
    env = {**os.environ, "PYTHONPATH": str(ROOT / "engine"), "HUIQI_LANG": "zh", "PYTHONUTF8": "1"}
    program = [sys.executable, "-W", "error", "-m", "huiqi.cli.reference", str(folder)]
    subprocess.run(program, env=env, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("name", MADE)
def test_the_tables_are_up_to_date(name: str, fresh: Path):
    made = (fresh / name).read_text("utf-8")
    assert (ROOT / name).read_text("utf-8") == made, "run `make docs` and read the difference"


@pytest.mark.parametrize("name", MADE)
def test_every_row_has_as_many_cells_as_its_head(name: str):
    for block in (ROOT / name).read_text("utf-8").split("\n\n"):
        rows = [line for line in block.splitlines() if line.startswith("|")]
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) <= 1


def test_every_diagnostic_has_a_row():
    text = (ROOT / "engine/DIAGNOSTICS.md").read_text("utf-8")
    assert sorted(re.findall(r"^\| (HQ\d{3})", text, re.MULTILINE)) == sorted(MESSAGES)


def test_every_command_has_a_section_with_its_options():
    text = (ROOT / "engine/CLI.md").read_text("utf-8")
    names = [command.name for command in commands_of(commands(), "huiqi")]
    headings = re.findall(r"^## `([^`\[A-Z]+?) ?[`\[A-Z]", text, re.MULTILINE)
    assert headings == names
    assert {"huiqi check", "huiqi documents", "huiqi documents show", "huiqi rules diff"} <= {
        *names
    }


def test_the_command_line_is_told_in_english():
    assert re.findall("[\u4e00-\u9fff]", (ROOT / "engine/CLI.md").read_text("utf-8")) == []


def test_options_are_found_as_python_3_10_hands_them_out():
    assert annotated(Optional[AsOf]) == annotated(AsOf)  # noqa: UP045
    assert annotated(AsOf)[1][0].metavar == "DATE"
