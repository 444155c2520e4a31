"""What the tab key offers, as the shell asks for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT

OWN = "--rules examples/09-own-rules"


def offered(line: str) -> list[str]:
    asked = {
        "PYTHONPATH": str(ROOT / "engine"),
        "_HUIQI_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(line.count(" ")),
    }
    # The shell asks the console script, whose name the variable bears.
    program = "import sys; sys.argv[0] = 'huiqi'; from huiqi.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **asked},
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        ("huiqi explain cn-h", ["cn-hnte"]),
        (f"huiqi explain {OWN} lake", ["lakeside-award"]),
        (f"huiqi explain {OWN} cn-h", ["cn-hnte"]),
        (f"huiqi score {OWN} --programmes lake", ["lakeside-award"]),
        (f"huiqi score {OWN} --alone --programmes cn-h", []),
        (f"huiqi documents show {OWN} lake", ["lakeside-2026"]),
        (f"huiqi documents {OWN} show lake", ["lakeside-2026"]),
        ("huiqi explain --rules nowhere cn-h", ["cn-hnte"]),
    ],
)
def test_ids_of_the_layers_asked_for(line: str, ids: list[str]) -> None:
    assert offered(line) == ids


def test_broken_rules_are_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "rules" / "my-town").mkdir(parents=True)
    (tmp_path / "rules" / "my-town" / "my-award.yaml").write_text("id: [", encoding="utf-8")
    (tmp_path / "rules" / "vocabulary").mkdir()
    (tmp_path / "rules" / "vocabulary" / "my-words.yaml").write_text("", encoding="utf-8")
    assert offered(f"huiqi explain --rules {tmp_path} my-") == ["my-award"]
