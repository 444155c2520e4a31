"""Every command and every piece of code in the README runs, and every example."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS = [
    line.split("#")[0].strip()
    for kind, block in BLOCKS
    if kind == "sh"
    for line in block.splitlines()
    if line.startswith("huiqi ")
]
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(ROOT / "engine"),
    "HUIQI_LANG": "en",
    "PYTHONUTF8": "1",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the README's reader stands: a profile written down, a folder for own rules."""
    profile = next(block for kind, block in BLOCKS if kind == "yaml")
    (tmp_path / "company.yaml").write_text(profile, encoding="utf-8")
    (tmp_path / "my-rules").mkdir()
    return tmp_path


def run(arguments: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=ENVIRONMENT,
        timeout=180,
    )


def test_the_readme_shows_the_main_commands():
    shown = {command.split()[1] for command in COMMANDS}
    assert shown == {"ask", "check", "explain", "programmes", "documents", "facts", "rules"}


@pytest.mark.parametrize("command", COMMANDS)
def test_commands(command: str, folder: Path):
    if "--prove" in command:
        pytest.importorskip("z3")
    done = run(["-m", *shlex.split(command)], folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout or "check" in command


def test_python(folder: Path):
    [code] = [block for kind, block in BLOCKS if kind == "python"]
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
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
