"""The bundled vocabulary, and reading a file of companies to its end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from huiqi.load.companies.mapping import known_headers
from huiqi.load.rulebook import bundled, read_rulebook
from huiqi.model.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return read_rulebook([bundled()], with_cases=False)[0].vocabulary


@pytest.fixture(scope="session")
def known(vocabulary: Vocabulary) -> frozenset[str]:
    return known_headers(vocabulary)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """`write(b"...", "name.csv")` → the path of a file with these bytes."""

    def to_file(content: bytes | str, name: str = "companies.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return to_file
