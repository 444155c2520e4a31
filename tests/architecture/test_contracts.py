"""The layer contracts of pyproject.toml hold, and would notice a breach."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """import-linter on the checkout at `root`, without its cache."""
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(None))"
    return subprocess.run(
        [sys.executable, "-c", program.replace("(None)", "(cache_dir=None, no_cache=True)")],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root / "engine"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A copy of the package that a test may spoil."""
    shutil.copy(root / "pyproject.toml", tmp_path)
    shutil.copytree(
        root / "engine", tmp_path / "engine", ignore=shutil.ignore_patterns("__pycache__", "*.csv")
    )
    return tmp_path


def test_the_contracts_are_kept(root: Path) -> None:
    run = lint_imports(root)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("base/kleene.py", "import huiqi.model.place", "Imports point down the layers"),
        ("explain/reasons.py", "import huiqi.api", "Imports point down the layers"),
        ("api.py", "import huiqi.author.cases", "Imports point down the layers"),
        ("stray.py", "", "Imports point down the layers"),
        ("api.py", "import durable_rules_engine", "Only the session adapter knows the rule engine"),
        ("cli/options.py", "import durable.lang", "Only the session adapter knows the rule engine"),
        ("check/types.py", "import rich.table", "Only cli and present know the terminal"),
        ("load/yaml.py", "import typer", "Only cli and present know the terminal"),
        ("api.py", "import polars", "Only batch and company files know dataframes"),
    ],
)
def test_a_breach_is_noticed(copy: Path, module: str, line: str, contract: str) -> None:
    with (copy / "engine/huiqi" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    run = lint_imports(copy)
    assert run.returncode == 1, run.stdout + run.stderr
    assert f"{contract} BROKEN" in run.stdout


def test_api_may_not_be_skipped_but_author_may_use_it(copy: Path) -> None:
    with (copy / "engine/huiqi/author/cases.py").open("a", encoding="utf-8") as file:
        file.write("\nimport huiqi.api\n")
    run = lint_imports(copy)
    assert run.returncode == 0, run.stdout + run.stderr


def cycle(imports: dict[str, set[str]]) -> list[str]:
    """One circle of imports, or nothing."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("huiqi", cache_dir=None)
    found = cycle({m: graph.find_modules_directly_imported_by(m) for m in graph.modules})
    assert not found, " → ".join(found)


def test_a_circle_would_be_found() -> None:
    assert cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}})
    assert not cycle({"a": {"b", "c"}, "b": {"c"}, "c": set()})
