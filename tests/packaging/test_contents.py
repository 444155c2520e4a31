"""The wheel and the source distribution hold what they must, and nothing else."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest


def below(folder: Path) -> set[str]:
    """Paths of all files below a folder, relative to it, without what running them leaves there."""
    files = (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return {p.relative_to(folder).as_posix() for p in files}


@pytest.fixture(scope="module", params=["wheel", "rebuilt"])
def wheel(request: pytest.FixtureRequest, built: dict[str, Path]) -> zipfile.ZipFile:
    """The wheel built from the tree, and the one built from the source distribution."""
    return zipfile.ZipFile(built[request.param])


def test_the_wheel_is_the_package_with_its_rulebook_and_nothing_else(
    wheel: zipfile.ZipFile, checkout: Path
) -> None:
    names = {n for n in wheel.namelist() if ".dist-info/" not in n}
    rulebook = {
        f"huiqi/bundled/{part}/{name}"
        for part in ("rules", "seeds")
        for name in below(checkout / part)
        if name.endswith(".yaml")
    }
    assert names == rulebook | {f"huiqi/{name}" for name in below(checkout / "engine/huiqi")}


def test_the_wheel_is_typed_and_carries_licence_and_notice(wheel: zipfile.ZipFile) -> None:
    names = {n.partition(".dist-info/")[2] or n for n in wheel.namelist()}
    wanted = {"huiqi/py.typed", "licenses/LICENSE", "licenses/engine/huiqi/tables/NOTICE.md"}
    assert wanted <= names


def test_rules_are_shipped_byte_for_byte(wheel: zipfile.ZipFile, checkout: Path) -> None:
    for path in (checkout / "rules").rglob("*.yaml"):
        name = path.relative_to(checkout / "rules").as_posix()
        assert wheel.read(f"huiqi/bundled/rules/{name}") == path.read_bytes()


def test_the_sdist_is_what_git_holds(built: dict[str, Path], checkout: Path) -> None:
    with tarfile.open(built["sdist"]) as archive:
        names = {m.name.partition("/")[2] for m in archive.getmembers() if m.isfile()}
    assert names - {"PKG-INFO"} == below(checkout)
