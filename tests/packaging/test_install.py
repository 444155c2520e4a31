"""However huiqi is installed, it finds its rulebook from any folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WAYS = ("wheel", "folder", "editable", "sdist", "rebuilt")


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    """How it is installed."""
    return str(request.param)


@pytest.fixture(scope="module")
def installed(way: str, built: dict[str, Path], checkout: Path, install: Callable[..., Any]) -> Any:
    """huiqi in a clean environment."""
    if way == "editable":
        return install("--editable", checkout)
    return install(checkout if way == "folder" else built[way])


@pytest.fixture(scope="module")
def found(installed: Any) -> dict[str, Any]:
    """What the installed huiqi finds of itself."""
    probe: dict[str, Any] = installed.probe()
    return probe


def test_the_rulebook_is_that_of_the_checkout(
    found: dict[str, Any], in_checkout: dict[str, Any], checkout: Path
) -> None:
    for part in ("documents", "programmes", "facts"):
        assert found[part] == in_checkout[part]
    assert found["documents"] == sorted(p.stem for p in (checkout / "seeds").glob("*.yaml"))
    assert found["programmes"]


def test_it_is_the_installed_package_that_is_found(
    found: dict[str, Any], installed: Any, way: str, checkout: Path
) -> None:
    engine = checkout / "engine/huiqi"
    inside = installed.site_packages / "huiqi"
    assert Path(found["home"]) == (engine if way == "editable" else inside).resolve()
    rules = checkout / "rules" if way == "editable" else inside / "bundled/rules"
    assert Path(found["rules"]).resolve() == rules.resolve()


def test_an_editable_install_keeps_no_copy_of_the_rules(installed: Any, way: str) -> None:
    assert (installed.site_packages / "huiqi").exists() == (way != "editable")


def test_it_is_typed(found: dict[str, Any]) -> None:
    assert found["typed"]


def test_the_version_is_one(found: dict[str, Any], installed: Any) -> None:
    code, metadata = found["versions"]
    assert code == metadata
    assert installed.run("huiqi", "--version").split() == ["huiqi", code]
    assert installed.run("python", "-m", "huiqi", "--version").split() == ["huiqi", code]


def test_the_command_lists_every_document(installed: Any, found: dict[str, Any]) -> None:
    listed = json.loads(installed.run("huiqi", "documents", "--format", "json"))
    assert sorted(document["id"] for document in listed["documents"]) == found["documents"]
