"""The way from section through division and group to class, one level at a time."""

from __future__ import annotations

from huiqi.load.tables import industries

BROWSE = (".", "。", "浏览", "browse")
"""What is typed to choose from the sections instead of searching."""


def sections() -> list[tuple[str, str]]:
    """Code and name of the sections."""
    return [(node.code, node.name) for node in industries().nodes() if node.parent is None]


def below(code: str) -> list[tuple[str, str]]:
    """Code and name of what stands directly below a code."""
    return [(child, industries()[child].name) for child in industries().children(code)]
