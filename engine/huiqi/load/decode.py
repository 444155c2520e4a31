"""Small readers that turn positioned YAML into typed values and collect every finding on the way.

A reader takes a node and returns a value, or records a finding and raises `Rejected`; lists and
mappings catch it, so that one bad entry does not hide the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar, cast

from huiqi.base.diagnostics import Diagnostic, nearest
from huiqi.base.source import Span, printable
from huiqi.load.yaml import Mapping, Node, Scalar, Sequence, note
from huiqi.model.node import Text
from huiqi.model.quantity import NoSuchDay, NotAQuantity, Period, read_date, read_period

T = TypeVar("T")
D = TypeVar("D")
N = TypeVar("N")
Reader = Callable[[Node], T]


_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_id(name: str) -> bool:
    """Whether a document or programme can be called so: 桐城名牌, `-yh` and `a;b` cannot."""
    return bool(_ID.fullmatch(name))


def is_null(node: Node) -> bool:
    """Whether a value is an explicit null."""
    return isinstance(node, Scalar) and not node.quoted and node.text in ("null", "~")


class Rejected(Exception):
    """A node that could not be read; the reason is already among the findings."""


class Decoder:
    """Collects the findings of one file while its nodes are read.

    Raises Unreadable when there are too many to go on.
    """

    def __init__(self) -> None:
        self.findings: list[Diagnostic] = []

    def reject(self, code: str, span: Span, near: str | None = None, **args: object) -> Rejected:
        note(self.findings, Diagnostic(code, args, span, near=near))
        return Rejected()

    def expected(self, node: Node, zh: str, en: str) -> Rejected:
        return self.reject("HQ120", node.span, expected_zh=zh, expected_en=en)

    def scalar(self, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            raise self.expected(node, "一个值", "a single value")
        return node

    def text(self, node: Node) -> str:
        """Any non-empty text; what a terminal might obey instead of showing it is refused."""
        text = self.scalar(node).text.strip()
        if not text:
            raise self.expected(node, "文字", "a text")
        if any(printable(line) != line for line in text.split("\n")):
            raise self.expected(node, "没有控制字符的文字", "a text without control characters")
        return text

    def wording(self, node: Node) -> str:
        """What people read, in one language; null is no such text."""
        if is_null(node):
            raise self.expected(node, "文字", "a text")
        return self.text(node)

    def id(self, node: Node) -> str:
        """The id of a document or programme, by which files and folders are called."""
        text = self.text(node)
        if not is_id(text):
            raise self.reject("HQ831", node.span, name=text)
        return text

    def code(self, node: Node) -> str:
        """A text that must be quoted when it consists of digits, such as a division code."""
        scalar = self.scalar(node)
        if not scalar.quoted and scalar.text[:1].isdigit():
            raise self.reject("HQ112", node.span, text=scalar.text)
        return self.text(node)

    def boolean(self, node: Node) -> bool:
        scalar = self.scalar(node)
        if scalar.quoted or scalar.text not in ("true", "false"):
            raise self.expected(node, " true 或 false", "true or false")
        return scalar.text == "true"

    def integer(self, node: Node) -> int:
        text = self.scalar(node).text
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise self.expected(node, "整数", "a whole number")
        return int(text)

    def day(self, node: Node) -> date:
        text = self.scalar(node).text
        try:
            return read_date(text)
        except NoSuchDay:
            raise self.reject("HQ604", node.span, text=text) from None
        except NotAQuantity:
            raise self.expected(node, "日期，如 2016-08-27", "a date such as 2016-08-27") from None

    def period(self, node: Node) -> Period:
        try:
            return read_period(self.scalar(node).text)
        except NotAQuantity:
            zh, en = "期限，如 365天、12个月、3年", "a period such as 365天, 12个月, 3年"
            raise self.expected(node, zh, en) from None

    def choice(self, *known: str) -> Reader[str]:
        """A reader for one of the known words."""

        def read(node: Node) -> str:
            text = self.scalar(node).text.strip()
            if text not in known:
                near = nearest(text, known)
                listed = " · ".join(known)
                raise self.reject(
                    "HQ120", node.span, near, expected_zh=f"：{listed}", expected_en=listed
                )
            return text

        return read

    def nullable(self, read: Reader[T]) -> Reader[T | None]:
        """A reader that takes an explicit null as None."""

        def read_or_none(node: Node) -> T | None:
            return None if is_null(node) else read(node)

        return read_or_none

    def texts(self, node: Node) -> Text:
        """A text in both languages."""
        if not isinstance(node, Mapping):
            raise self.expected(node, " {zh: …, en: …}", "{zh: …, en: …}")
        fields = self.fields(node, "zh", "en")
        zh, en = fields.need("zh", self.wording), fields.need("en", self.wording)
        fields.done()
        return Text(zh=zh, en=en)

    def listed(self, read: Reader[T]) -> Reader[tuple[T, ...]]:
        """A reader for a non-empty list."""

        def read_list(node: Node) -> tuple[T, ...]:
            if not isinstance(node, Sequence):
                raise self.expected(node, "列表", "a list")
            if not node.items:
                raise self.reject("HQ128", node.span)
            return self.each(read, node.items)

        return read_list

    def any_number(self, read: Reader[T]) -> Reader[tuple[T, ...]]:
        """A reader for a list that may be empty."""
        read_list = self.listed(read)

        def read_maybe_empty(node: Node) -> tuple[T, ...]:
            empty = isinstance(node, Sequence) and not node.items
            return () if empty else read_list(node)

        return read_maybe_empty

    def one_or_more(self, read: Reader[T]) -> Reader[tuple[T, ...]]:
        """A reader for a list, or for a single entry standing for a list of one."""
        read_list = self.listed(read)

        def read_either(node: Node) -> tuple[T, ...]:
            return read_list(node) if isinstance(node, Sequence) else (read(node),)

        return read_either

    def each(self, read: Callable[[N], T], nodes: Iterable[N]) -> tuple[T, ...]:
        """All of them read; raises Rejected after the last, if any was rejected."""
        found, rejected = [], False
        for node in nodes:
            try:
                found.append(read(node))
            except Rejected:
                rejected = True
        if rejected:
            raise Rejected
        return tuple(found)

    def entries(self, node: Node) -> tuple[tuple[Scalar, Node], ...]:
        """The entries of a mapping whose keys are names of the writer's choosing."""
        if not isinstance(node, Mapping):
            raise self.expected(node, "键值对", "keys with values")
        return node.entries

    def fields(self, node: Node, *known: str) -> Fields:
        """The entries of a mapping whose keys are fixed; unknown ones are reported at once."""
        if not isinstance(node, Mapping):
            listed = " · ".join(known)
            raise self.expected(node, f"键值对（{listed}）", f"keys with values ({listed})")
        return Fields(self, node, self.entries(node), known)


class Fields:
    """The fields of one mapping; `done` raises if any of them was rejected."""

    def __init__(
        self,
        decoder: Decoder,
        node: Node,
        entries: tuple[tuple[Scalar, Node], ...],
        known: tuple[str, ...],
    ) -> None:
        self._decoder, self._node = decoder, node
        self._by_key = {key.text: value for key, value in entries}
        self._sound = True
        for key, value in entries:
            if key.text not in known:
                # In braces a comma ends a text, and what follows it becomes a key without value.
                empty = isinstance(value, Scalar) and not (value.text or value.quoted)
                near, listed = nearest(key.text, known), " · ".join(known)
                code = "HQ835" if empty and near is None else "HQ121"
                self._reject(code, key.span, near, key=key.text, known=listed)

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def need(self, key: str, read: Reader[T]) -> T:
        """A field that must be there."""
        if key not in self._by_key:
            self._reject("HQ122", self._node.span, key=key)
            return cast(T, None)
        return cast(T, self.maybe(key, read))

    def maybe(self, key: str, read: Reader[T]) -> T | None:
        """A field that may be left out."""
        if key not in self._by_key:
            return None
        try:
            return read(self._by_key[key])
        except Rejected:
            self._sound = False
            return None

    def get(self, key: str, read: Reader[T], default: D) -> T | D:
        """A field that may be left out and then has a default."""
        found = self.maybe(key, read)
        return default if found is None else found

    def span(self, key: str) -> Span:
        return self._by_key[key].span if key in self._by_key else self._node.span

    def spans(self, key: str) -> tuple[Span, ...]:
        """Where the entries of a list stand."""
        found = self._by_key.get(key)
        return tuple(item.span for item in found.items) if isinstance(found, Sequence) else ()

    def done(self) -> None:
        if not self._sound:
            raise Rejected

    def _reject(self, code: str, span: Span, near: str | None = None, **args: object) -> None:
        self._decoder.reject(code, span, near, **args)
        self._sound = False
