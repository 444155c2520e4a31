"""YAML as a positioned tree: PyYAML's event stream, narrowed for law-like files from anyone.

Scalars stay text: what `no`, `0111` or `12:30` mean is decided by the field that reads them, so
none of YAML 1.1's surprises can happen. Tags, merge keys, several documents and duplicate keys are
refused; size, depth and the expansion of aliases are bounded.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from huiqi.base.diagnostics import Diagnostic
from huiqi.base.full_width import place_of_sign
from huiqi.base.source import LINE_END, Source, Span
from huiqi.base.unreadable import unreadable
from huiqi.load.yaml_problems import problem_args

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_NODES = 200_000
MAX_FINDINGS = 100

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML 1.1 does not take as text (production c-printable), unless escaped in quotes."""

_QUOTES = frozenset(("'", '"', "|", ">"))
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(NamedTuple):
    """Text as written; `quoted` tells "350500" from 350500."""

    text: str
    quoted: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys in the order of the file; each stands once."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span = field(compare=False)

    def get(self, key: str) -> Node | None:
        return next((value for k, value in self.entries if k.text == key), None)


Node = Scalar | Sequence | Mapping


class Unreadable(Exception):
    """A file of which nothing can be used; carries the one finding that says why."""

    def __init__(self, finding: Diagnostic) -> None:
        self.finding = finding
        super().__init__(finding.message("en"))


def note(findings: list[Diagnostic], found: Diagnostic) -> None:
    """Adds a finding about one file. Raises: Unreadable: when there are too many to go on."""
    if len(findings) >= MAX_FINDINGS:
        raise Unreadable(Diagnostic("HQ114", {"limit": MAX_FINDINGS}, found.span))
    findings.append(found)


def read_source(path: Path, name: str | None = None) -> Source:
    """The text of a file, bounded before it is read; a pipe is read if something writes to it.

    Raises: Unreadable: no such file, no permission, too large, or not UTF-8.
    """
    shown = name or str(path)
    try:
        with open(path, "rb", opener=_open_at_once) as file:
            found = os.fstat(file.fileno())
            size = found.st_size
            data = file.read(MAX_BYTES + 1)
        if not data and stat.S_ISFIFO(found.st_mode):
            raise OSError(errno.EPIPE, "")
    except (OSError, ValueError) as error:
        raise Unreadable(unreadable(error, shown)) from None
    if len(data) > MAX_BYTES:
        size = max(size, len(data))
        raise Unreadable(Diagnostic("HQ103", {"size": size, "limit": MAX_BYTES}, where=shown))
    try:
        return Source(shown, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(Diagnostic("HQ102", {"offset": error.start}, where=shown)) from None


def _open_at_once(path: str, flags: int) -> int:
    """Open without waiting for somebody to write to a pipe."""
    handle = os.open(path, flags | _AT_ONCE)
    if _AT_ONCE:
        os.set_blocking(handle, True)
    return handle


def parse(source: Source) -> tuple[Node | None, list[Diagnostic]]:
    """The positioned tree of a text and every finding about its form.

    The tree is None when the text breaks off; duplicate keys and the like leave a usable tree.
    """
    if stray := _FORBIDDEN.search(source.text):
        return None, [_stray_character(source, stray.start())]
    builder = _Builder(source)
    try:
        return builder.document(), builder.findings
    except Unreadable as stop:
        return None, [*builder.findings, stop.finding]
    except yaml.MarkedYAMLError as error:
        span = _broken_at(source, error)
        problem = error.problem or error.context or "?"
        finding = Diagnostic("HQ105", problem_args(problem), span, where=source.name)
        if "nesting depth" in problem:
            # The scanner reads ahead, and newer ones have a limit of their own.
            finding = Diagnostic("HQ107", {"limit": MAX_DEPTH}, span, where=source.name)
        return None, [*builder.findings, finding]
    except yaml.YAMLError as error:
        args = problem_args(str(error).splitlines()[0])
        finding = Diagnostic("HQ105", args, where=source.name)
        return None, [*builder.findings, finding]


def _broken_at(source: Source, error: yaml.MarkedYAMLError) -> Span | None:
    """Where to mend it: at the open quote, a full-width sign, or where the parser stopped."""
    mark = error.problem_mark or error.context_mark
    if "end of stream" in (error.problem or "") and error.context_mark:
        mark = error.context_mark
    if mark is None:
        return None
    line, column = place_of_sign(source.lines, mark.line, mark.column) or (mark.line, mark.column)
    return Span(source, line + 1, column + 1)


def _stray_character(source: Source, offset: int) -> Diagnostic:
    before = source.text[:offset]
    line = 1 + sum(1 for _ in LINE_END.finditer(before))
    column = offset - max((m.end() for m in LINE_END.finditer(before)), default=0) + 1
    name = f"U+{ord(source.text[offset]):04X}"
    args = {
        "problem_zh": f"不允许出现控制字符 {name}",
        "problem_en": f"the control character {name} is not allowed",
    }
    return Diagnostic("HQ105", args, Span(source, line, column))


class _Builder:
    """One walk over the events of one text."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings: list[Diagnostic] = []
        self._next: Callable[[], Any] = _LOADER(source.text).get_event
        self._anchors: dict[str, tuple[Node, int, int]] = {}  # node, nodes in it, its height
        self._nodes = 0
        self._deepest = 0

    def document(self) -> Node | None:
        event = self._next()
        while not isinstance(event, (yaml.DocumentStartEvent, yaml.StreamEndEvent)):
            event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            start = Span(self.source, 1, 1)
            raise Unreadable(Diagnostic("HQ104", span=start))
        root = self._node(self._next(), 1)
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                raise self._stop("HQ111", event)
        if isinstance(root, Scalar) and not root.quoted and not root.text.strip():
            raise Unreadable(Diagnostic("HQ104", span=root.span))
        return root

    def _node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        if kind is yaml.AliasEvent:
            return self._alias(event, depth)
        self._count(1, event)
        if event.tag is not None:
            self._note("HQ109", self._span(event), tag=event.tag)
        if kind is yaml.ScalarEvent:
            self._descend(depth, event)
            scalar = Scalar(event.value, event.style in _QUOTES, self._span(event))
            if event.anchor is not None:
                self._anchors[event.anchor] = scalar, 1, 0
            return scalar
        before, outer = self._nodes, self._deepest
        self._deepest = 0
        self._descend(depth, event)
        node = (self._sequence if kind is yaml.SequenceStartEvent else self._mapping)(event, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = node, self._nodes - before + 1, self._deepest - depth
        self._deepest = max(self._deepest, outer)
        return node

    def _sequence(self, start: Any, depth: int) -> Sequence:
        items = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            items.append(self._node(event, depth + 1))
        return Sequence(tuple(items), self._span(start))

    def _mapping(self, start: Any, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            key = self._node(event, depth + 1)
            value = self._node(self._next(), depth + 1)
            if not isinstance(key, Scalar):
                zh, en = "文字作为键", "a text as key"
                self._note("HQ120", key.span, expected_zh=zh, expected_en=en)
            elif key.text == "<<" and not key.quoted:
                self._note("HQ110", key.span)
            elif key.text in entries:
                first = entries[key.text][0].span.line
                self._note("HQ106", key.span, key=key.text, line=first)
            else:
                entries[key.text] = key, value
        return Mapping(tuple(entries.values()), self._span(start))

    def _note(self, code: str, span: Span, **args: object) -> None:
        note(self.findings, Diagnostic(code, args, span))

    def _alias(self, event: Any, depth: int) -> Node:
        if event.anchor not in self._anchors:
            raise self._stop(
                "HQ105",
                event,
                problem_zh=f"别名 *{event.anchor} 之前没有对应的锚点",
                problem_en=f"alias *{event.anchor} has no anchor before",
            )
        node, size, height = self._anchors[event.anchor]
        self._count(size, event)
        self._descend(depth + height, event)
        return node

    def _descend(self, depth: int, event: Any) -> None:
        if depth > self._deepest:
            self._deepest = depth
            if depth > MAX_DEPTH:
                raise self._stop("HQ107", event, limit=MAX_DEPTH)

    def _count(self, nodes: int, event: Any) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise self._stop("HQ108", event, limit=MAX_NODES)

    def _stop(self, code: str, event: Any, **args: object) -> Unreadable:
        return Unreadable(Diagnostic(code, args, self._span(event)))

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        line, column = start.line, start.column
        length = end.column - column if end.line == line else 1
        return Span(self.source, line + 1, column + 1, length if length > 0 else 1)
