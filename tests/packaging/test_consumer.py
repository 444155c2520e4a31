"""The wheel as its users meet it: the pages' commands, the examples, and a typed program."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ..docs.reader import blocks, lines, write
from .conftest import ROOT, clean_environ, run

PAGES = {
    "README.md": "en",
    "README.zh.md": "zh",
    "rules/README.md": "en",
    "seeds/README.md": "en",
}
SCRIPTS = sorted(p.name for p in (ROOT / "examples").glob("*.py") if "fastapi" not in p.name)


@pytest.fixture(scope="module")
def installed(built: dict[str, Path], install: Callable[..., Any]) -> Any:
    """The wheel in a clean environment, beside a copy of the examples."""
    found = install(built["wheel"])
    shutil.copytree(ROOT / "examples", found.elsewhere / "examples")
    return found


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page(page: str, installed: Any, tmp_path: Path) -> None:
    """In their order, in one folder. Proofs by a solver need the extra, which is not installed."""
    shutil.copytree(installed.elsewhere / "examples", tmp_path / "examples")
    ran = 0
    for block in blocks(page):
        if block.place is not None:
            write(block, tmp_path)
        for line in lines(block):
            proof = "--prove" in line.command
            done = subprocess.run(
                [installed.folder / "bin/huiqi", *line.arguments[2:]],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                encoding="utf-8",
                cwd=tmp_path,
                env=clean_environ(HUIQI_LANG=PAGES[page]),
            )
            assert done.returncode == (2 if proof else line.expected), f"{line}\n{done.stderr}"
            assert ("HQ804" in done.stderr) == proof
            ran += 1
    assert ran >= (0 if page == "seeds/README.md" else 5)


@pytest.mark.parametrize("script", SCRIPTS)
def test_example_scripts(script: str, installed: Any) -> None:
    installed.run("python", "-W", "error", f"examples/{script}")


def test_the_list_is_scored_by_the_shell_script(installed: Any, tmp_path: Path) -> None:
    path = f"{installed.folder / 'bin'}:/usr/bin:/bin"
    script = installed.elsewhere / "examples/06-score.sh"
    run("sh", script, tmp_path, cwd=tmp_path, env=clean_environ(PATH=path))
    assert (tmp_path / "scored.xlsx").is_file()


def test_a_typed_program_checks_and_runs(installed: Any, tmp_path: Path) -> None:
    program = shutil.copy(Path(__file__).with_name("consumer.py"), tmp_path)
    python = installed.folder / "bin/python"
    checker = (sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--cache-dir", "mypy")
    said = run(*checker, "--python-executable", python, program, cwd=tmp_path)
    assert "no issues found" in said
    said = run(python, "-W", "error", program, cwd=tmp_path)
    assert "this is no stored assessment" in said


def test_a_wrong_use_is_found_by_the_types(installed: Any, tmp_path: Path) -> None:
    program = tmp_path / "wrong.py"
    program.write_text(
        "from huiqi import Rulebook\nRulebook.load().check({}).explain(1, 'fr')\n", "utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--cache-dir", "mypy",
         "--python-executable", installed.folder / "bin/python", program],
        capture_output=True, text=True, cwd=tmp_path, env=clean_environ(),
    )  # fmt: skip
    assert done.stdout.count("error: Argument") == 2, done.stdout
