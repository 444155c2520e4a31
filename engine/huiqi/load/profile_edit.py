"""Editing the text of a profile: one answer is put in, everything else stays as it was written.

Comments, order and spelling of the other answers are the owner's and are kept. A profile of which
an answer cannot be exchanged line by line (JSON, YAML's flow style, an anchor that others refer to)
is written anew instead, so that the other answers are kept in any case.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping as MappingABC
from typing import Any

import yaml

from huiqi.base.source import Source
from huiqi.load.yaml import Mapping, Node, Scalar, Sequence, Unreadable, parse

Plain = str | bool | list[Any] | dict[str, Any]
"""An answer as a profile writes it: text, yes or no, a list, or a mapping."""


def with_answer(text: str, fact: str, value: Plain | None) -> str:
    """The profile's text with this answer; None takes the answer out.

    Raises: ValueError: the text is no profile (it must have been read before).
    """
    node, _ = parse(Source("<profile>", text)) if text.strip() else (None, [])
    if node is None and is_blank(text):
        return text + _line(fact, value)
    if not isinstance(node, Mapping):
        raise ValueError("the text is not a profile")
    answers = {key.text: _plain(entry) for key, entry in node.entries}
    if _is_json(text):
        return json.dumps(_put(answers, fact, value), ensure_ascii=False, indent=2) + "\n"
    others = {name: answer for name, answer in answers.items() if name != fact}
    edited = _with_lines(text, node, fact, value)
    if _said(edited) == {**others, **(_said(_line(fact, value)) or {})}:
        return edited
    remarks = itertools.takewhile(_is_remark, text.splitlines(keepends=True))
    return "".join(remarks) + _dump(_put(answers, fact, value))


def _said(text: str) -> dict[str, Any] | None:
    """The answers of a profile's text; None where it is none."""
    try:
        node, findings = parse(Source("<profile>", text))
    except Unreadable:
        return None
    if findings or not isinstance(node, Mapping):
        return None
    return {key.text: _plain(entry) for key, entry in node.entries}


def _with_lines(text: str, node: Mapping, fact: str, value: Plain | None) -> str:
    """The lines of the answer replaced, or the answer put at the end."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    starts = [key.span.line - 1 for key, _ in node.entries]
    for index, (key, _) in enumerate(node.entries):
        if key.text == fact:
            end = starts[index + 1] if index + 1 < len(starts) else len(lines)
            while end - 1 > starts[index] and _is_remark(lines[end - 1]):
                end -= 1
            return "".join((*lines[: starts[index]], _line(fact, value), *lines[end:]))
    return "".join((*lines, _line(fact, value)))


def _is_remark(line: str) -> bool:
    return not line.strip() or line.startswith("#")


def is_blank(text: str) -> bool:
    """Whether the text of a profile says nothing yet: no line of it, or remarks alone."""
    return all(_is_remark(line) for line in text.splitlines())


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _put(answers: dict[str, Any], fact: str, value: Plain | None) -> dict[str, Any]:
    kept = {name: answer for name, answer in answers.items() if name != fact or value is not None}
    return kept if value is None else {**kept, fact: value}


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        plain: Any = {"true": True, "false": False, "null": None}.get(node.text, node.text)
        if isinstance(plain, str) and not node.quoted and plain.isascii() and plain.isdigit():
            return int(plain)
        return node.text if node.quoted else plain
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return {key.text: _plain(value) for key, value in node.entries}


def _dump(answers: MappingABC[str, Any]) -> str:
    return "".join(_line(name, answer) for name, answer in answers.items())


def _line(fact: str, value: Plain | None) -> str:
    """An answer on a line of its own."""
    if value is None:
        return ""
    dumped: str = yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10_000
    )
    return f"{fact}: {dumped.removesuffix('...' + chr(10)).strip()}\n"
