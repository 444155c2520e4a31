"""What lies in a layer and is not read: said, since a rule that nobody reads looks like one."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from huiqi.base.diagnostics import nearest

WORDS = tuple(f"{name}.yaml" for name in ("certifications", "regions", "sectors", "zones", "tiers"))
"""The files of `rules/vocabulary/`; facts are a folder of files."""


def unread(folders: Iterable[Path], seen: Collection[Path]) -> list[Path]:
    """The YAML files below the folders that are not among those seen."""
    found = {path for folder in folders for path in _yaml_below(folder)}
    return sorted(found.difference(seen))


def meant_name(path: Path) -> str | None:
    """How the file should be called, where its name is the trouble."""
    if path.suffix != ".yaml":
        return path.with_suffix(".yaml").name
    if path.parent.name != "vocabulary":
        return None
    return "facts/facts.yaml" if path.name == "facts.yaml" else nearest(path.name, WORDS)


def layer_above(rules: Path) -> Path | None:
    """The layer of which a folder of YAML files is only a part, such as its `seeds`."""
    if not any(_yaml_below(rules)):
        return None
    above = rules.resolve().parents[:2]
    return next((folder for folder in above if os.path.isdir(folder / "rules")), None)


def _yaml_below(folder: Path) -> Iterator[Path]:
    """YAML files however deep; links to folders, which may go round in a circle, aside."""
    with suppress(OSError):  # told where it is read
        for path in folder.iterdir():
            if path.name.startswith("."):
                continue
            if path.suffix.lower() in (".yaml", ".yml"):
                yield path
            elif path.is_dir() and not path.is_symlink():
                yield from _yaml_below(path)
