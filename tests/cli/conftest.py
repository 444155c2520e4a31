"""Runs the real command in a real process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def huiqi() -> Run:
    """`huiqi("check", path, lang="en")` → the finished process."""

    def run(
        *arguments: object, lang: str = "en", cwd: Path = ROOT, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "engine"),
            "HUIQI_LANG": lang,
            "PYTHONUTF8": "1",
            "COLUMNS": "240",
            **environment,
        }
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "huiqi", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=cwd,
            env=env,
            timeout=120,
        )

    return run
