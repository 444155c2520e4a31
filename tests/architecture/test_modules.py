"""Modules stay small, and use no package that pyproject.toml does not ask for."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import Any

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LONGEST = 350
# What a distribution is called where its name is not that of a package it brings.
DISTRIBUTIONS = {
    "durable_rules_engine": "durable-rules",
    "py4j": "pyspark",
    "python_calamine": "python-calamine",
    "stdnum": "python-stdnum",
    "yaml": "pyyaml",
    "z3": "z3-solver",
}


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    """The project table of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return table


@pytest.fixture(scope="module")
def declared(project: dict[str, Any]) -> set[str]:
    """Names of the distributions an installation of huiqi brings along, alone or with an extra."""
    extras = project.get("optional-dependencies", {}).values()
    lines = [*project["dependencies"], *(line for extra in extras for line in extra)]
    return {re.split(r"[^\w.-]", line)[0].lower() for line in lines}


@pytest.fixture(scope="module")
def used(root: Path) -> dict[str, str]:
    """Names of the distributions the package imports, each with one module that does."""
    found: dict[str, str] = {}
    for path in sorted((root / "engine/huiqi").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for top in {name.partition(".")[0] for name in names}:
                if top != "huiqi" and top not in sys.stdlib_module_names:
                    found.setdefault(DISTRIBUTIONS.get(top, top), path.name)
    return found


def test_no_module_is_long(lines: dict[str, int]) -> None:
    assert lines
    assert {module: count for module, count in lines.items() if count > LONGEST} == {}


def test_every_imported_package_is_a_declared_dependency(
    declared: set[str], used: dict[str, str]
) -> None:
    assert {name: module for name, module in used.items() if name not in declared} == {}


def test_every_declared_dependency_is_imported(declared: set[str], used: dict[str, str]) -> None:
    assert declared - used.keys() == set()
