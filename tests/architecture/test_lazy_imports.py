"""Heavy packages are loaded when they are needed, not before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ENGINE = {"durable", "durable_rules_engine"}
TERMINAL = {"click", "rich", "typer"}
HEAVY = {"pydantic", "polars", "narwhals", "pandas", "pyarrow", "duckdb", "openpyxl", "numpy"}


def loaded_by(root: Path, program: str) -> set[str]:
    """Names of the modules that a fresh interpreter has loaded after `program`."""
    report = "import atexit, json, sys\natexit.register(lambda: print(json.dumps([*sys.modules])))"
    run = subprocess.run(
        [sys.executable, "-c", f"{report}\n{program}"],
        env=os.environ | {"PYTHONPATH": str(root / "engine")},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(run.stdout.splitlines()[-1]))


def packages(modules: set[str]) -> set[str]:
    """The top-level names."""
    return {name.partition(".")[0] for name in modules}


def test_importing_huiqi_loads_nothing_but_python_itself(root: Path) -> None:
    loaded = loaded_by(root, "import huiqi; assert 'Rulebook' in dir(huiqi)")
    assert {name for name in loaded if name.startswith("huiqi")} == {"huiqi"}
    assert packages(loaded) & (ENGINE | TERMINAL | HEAVY | {"yaml"}) == set()


@pytest.mark.parametrize("arguments", ["--help", "--version", "check --help", "rules --help"])
def test_help_needs_neither_the_models_nor_the_rule_engine(root: Path, arguments: str) -> None:
    loaded = loaded_by(
        root,
        f"import sys; sys.argv = ['huiqi', *{arguments.split()!r}]\n"
        "from huiqi.cli import main\nmain()",
    )
    ours = {name.split(".")[1] for name in loaded if name.startswith("huiqi.")}
    assert "typer" in loaded
    assert ours <= {"base", "cli", "present"}
    # Below the top level it is typer itself that may load pydantic, to read the options.
    heavy = HEAVY - {"pydantic"} if " " in arguments else HEAVY
    assert packages(loaded) & (ENGINE | heavy) == set()


def test_reading_the_rulebook_does_not_need_the_terminal(root: Path) -> None:
    loaded = loaded_by(
        root, "from huiqi.load.rulebook import bundled, read_rulebook\nread_rulebook([bundled()])"
    )
    assert "pydantic" in loaded
    assert packages(loaded) & TERMINAL == set()
