"""Tab completion: ids by the names of the files in the layers, without reading them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from huiqi.load.rulebook import Layer


def programmes(context: typer.Context, incomplete: str) -> Iterator[str]:
    """Programme ids that begin so."""
    from huiqi.load.rulebook import RESERVED

    files = [path for layer in _layers(context) for path in _found(layer.rules, "*/*.yaml")]
    names = {path.stem for path in files if path.parent.name not in RESERVED}
    yield from sorted(n for n in names if n.startswith(incomplete))


def documents(context: typer.Context, incomplete: str) -> Iterator[str]:
    """Document ids that begin so."""
    names = {path.stem for layer in _layers(context) for path in _found(layer.seeds, "*.yaml")}
    yield from sorted(n for n in names if n.startswith(incomplete))


def _layers(context: typer.Context) -> Iterator[Layer]:
    """The bundled rules unless --alone, and those of --rules, here or before a command's name."""
    from pathlib import Path

    from huiqi.load.rulebook import Layer, bundled

    stated = [context.params, context.parent.params if context.parent else {}]
    folders = [folder for params in stated for folder in params.get("rules") or ()]
    if not (folders and any(params.get("alone") for params in stated)):
        yield bundled()
    for folder in folders:
        yield Layer.at(Path(folder))


def _found(folder: Path, pattern: str) -> list[Path]:
    """The files there; a folder that cannot be read has none, and nobody asked for a message."""
    try:
        return list(folder.glob(pattern))
    except OSError:
        return []
