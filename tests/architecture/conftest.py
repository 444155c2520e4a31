"""The source tree as the architecture tests see it, and the list of modules that grow large."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORTH_SPLITTING = 300


def line_counts(root: Path) -> dict[str, int]:
    """Lines of every module of the package, by path below `engine/`."""
    engine = root / "engine"
    return {
        path.relative_to(engine).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in sorted(engine.rglob("*.py"))
    }


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def lines() -> dict[str, int]:
    """Lines of every module of the package."""
    return line_counts(ROOT)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the modules that are still allowed but worth splitting."""
    for module, count in line_counts(ROOT).items():
        if count > WORTH_SPLITTING:
            terminalreporter.write_line(f"worth splitting: engine/{module} has {count} lines")
