"""YAML as an editor's language server hands it to a schema: by the core schema of YAML 1.2."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from huiqi.base.source import Source
from huiqi.load.yaml import Mapping, Node, Scalar, parse

_INTEGER = re.compile(r"[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?")


def plain_yaml(text: str, name: str = "-") -> Any:
    """The text as numbers, texts, lists and dictionaries."""
    node, findings = parse(Source(name, text))
    assert node is not None
    assert not findings, findings
    return plain(node)


def plain_file(path: Path) -> Any:
    return plain_yaml(path.read_text("utf-8"), str(path))


def plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text if node.quoted else _resolved(node.text)
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    return [plain(item) for item in node.items]


def _resolved(text: str) -> Any:
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text.lower() in ("true", "false") and text in (text.lower(), text.title(), text.upper()):
        return text.lower() == "true"
    if _INTEGER.fullmatch(text):
        return int(text, 0) if text.lower().startswith(("0o", "0x")) else int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
