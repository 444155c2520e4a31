"""Reading a page of documentation as its reader would: writing its files, running its commands."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(ROOT / "engine"),
    "HUIQI_LANG": "en",
    "PYTHONUTF8": "1",
}
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_PLACE = re.compile(r"# (\S+\.yaml)\n")
_EXIT_CODE = re.compile(r"exit code (\d)")


@dataclass(frozen=True)
class Block:
    """A piece of code on a page; `place` is the file that its first line names."""

    kind: str
    text: str

    @property
    def place(self) -> str | None:
        found = _PLACE.match(self.text) if self.kind == "yaml" else None
        return found[1] if found else None


@dataclass(frozen=True)
class Line:
    """A command of a page, and the exit code that its comment tells (0 unless stated)."""

    command: str
    expected: int

    @property
    def arguments(self) -> list[str]:
        return ["-m", *shlex.split(self.command)]


def blocks(page: str) -> list[Block]:
    """The code on a page, such as `rules/README.md`."""
    text = (ROOT / page).read_text("utf-8")
    return [Block(kind, code) for kind, code in _BLOCK.findall(text)]


def lines(block: Block) -> list[Line]:
    """The commands of a block that are huiqi's own."""
    found = []
    for line in block.text.splitlines() if block.kind == "sh" else ():
        command, _, comment = line.partition(" #")
        if command.startswith("huiqi "):
            code = _EXIT_CODE.search(comment)
            found.append(Line(command.strip(), int(code[1]) if code else 0))
    return found


def write(block: Block, folder: Path) -> None:
    """Write a block to the file it names."""
    assert block.place is not None
    path = folder / block.place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, encoding="utf-8")


def run(arguments: list[str], cwd: Path, lang: str = "en") -> subprocess.CompletedProcess[str]:
    """Run Python as the reader's shell would run the command."""
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**ENVIRONMENT, "HUIQI_LANG": lang},
        timeout=180,
    )
