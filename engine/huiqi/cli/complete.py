"""Tab completion: ids by the names of the bundled files, without reading them."""

from __future__ import annotations

from collections.abc import Iterator


def programmes(incomplete: str) -> Iterator[str]:
    """Programme ids that begin so."""
    from huiqi.load.rulebook import bundled

    names = {path.stem for path in bundled().rules.glob("*/*.yaml")}
    vocabulary = {path.stem for path in bundled().rules.glob("vocabulary/*.yaml")}
    yield from sorted(n for n in names - vocabulary if n.startswith(incomplete))


def documents(incomplete: str) -> Iterator[str]:
    """Document ids that begin so."""
    from huiqi.load.rulebook import bundled

    names = (path.stem for path in bundled().seeds.glob("*.yaml"))
    yield from sorted(n for n in names if n.startswith(incomplete))
