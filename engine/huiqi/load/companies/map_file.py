"""The map of columns as a file: written for a person to edit, and read back with every slip named.

One line per column: `header: target`, or `header: {target: revenue, unit: 万元}`; `ignore` leaves a
column out. A unit belongs to the bare numbers of the column; `unit: "1"` says that a ratio of 0.05
means 5 %.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from huiqi.base.diagnostics import CompaniesError, Diagnostic, nearest
from huiqi.base.source import Source
from huiqi.load.companies.header_index import PARTS
from huiqi.load.companies.mapping import (
    ID,
    MONEY_UNITS,
    NAME,
    PLAIN,
    RATIO_UNITS,
    SHARED,
    Binding,
    ColumnMapping,
    settle,
)
from huiqi.load.decode import Decoder, Rejected
from huiqi.load.rulebook import shown_name
from huiqi.load.yaml import Node, Scalar, Unreadable, parse, read_source
from huiqi.model.vocabulary import FactType, Vocabulary

IGNORE = "ignore"
_ONE = "1"
_LONGEST_KEY = 1000
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON leaves as it is in quotes, and YAML forbids or takes for the end of a line."""
_HOW = {
    "id": "编号 id", "label": "名称 label", "synonym": "同义词 synonym",
    "near": "近似，请核对 near, please check", "map": "对照表 map",
}  # fmt: skip


def write_mapping(mapping: ColumnMapping, vocabulary: Vocabulary) -> str:
    """The mapping as YAML with remarks, ready for `--map`."""
    return "".join(f"{line}\n" for line in _lines(mapping, vocabulary))


def _lines(mapping: ColumnMapping, vocabulary: Vocabulary) -> Iterator[str]:
    yield "# 列 → 含义。改右边；不用的列写 ignore；数字的单位写在 unit。"
    yield "# Column → meaning. Edit the right side; `ignore` leaves a column out; `unit` is that of"
    yield "# bare numbers."
    for binding in mapping.bindings:
        target = binding.target
        if needs_unit(target, vocabulary):
            unit = _quoted(binding.scale or _ONE)
            target = f"{{target: {target}, unit: {unit}}}"
        yield f"{_key(binding.header)}: {target}  # {_HOW[binding.how]}"
    if mapping.unmapped:
        yield ""
        yield "# 没有读的列 Columns that are not read"
    for header in mapping.unmapped:
        yield f"{_key(header)}: {IGNORE}"
    if mapping.missing:
        yield ""
        yield "# 没有列的事实 Facts without a column:"
    for fact in mapping.missing:
        yield f"#   {fact}  {vocabulary.facts[fact].label.zh} · {vocabulary.facts[fact].label.en}"


def _key(header: str) -> str:
    """A header as a key; YAML wants a mark before one that is long."""
    key = _quoted(header)
    return key if len(key) <= _LONGEST_KEY else f"? {key}\n"


def _quoted(value: Any) -> str:
    """A value as YAML reads it back to the letter."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def needs_unit(target: str, vocabulary: Vocabulary) -> bool:
    """Whether bare numbers of a target mean nothing without a unit."""
    fact = vocabulary.facts.get(target)
    return fact is not None and fact.type in (FactType.MONEY, FactType.RATIO)


def targets(vocabulary: Vocabulary) -> list[str]:
    """Everything a column may tell."""
    found = [NAME, ID, *vocabulary.facts, *(f"location.{part}" for part in PARTS)]
    found += [
        f"{fact.id}.{value}"
        for fact in vocabulary.facts.values()
        if fact.type is FactType.SET
        for value in (vocabulary.zones if fact.id == "zones" else fact.values)
    ]
    for one in vocabulary.certifications:
        whole = f"certifications.{one}"
        found += [whole, f"{whole}.issued", f"{whole}.expires"]
    return found


def read_mapping(path: Path, headers: Sequence[str], vocabulary: Vocabulary) -> ColumnMapping:
    """The mapping a person wrote; columns it does not name are not read.

    Raises: CompaniesError: with every finding (unknown headers, targets and units, two columns of
    one target).
    """
    try:
        return _read(read_source(path, shown_name(path)), headers, vocabulary)
    except Unreadable as stop:
        raise CompaniesError([stop.finding]) from None


def chosen_mapping(
    data: ColumnMapping | Mapping[str, Any], headers: Sequence[str], vocabulary: Vocabulary
) -> ColumnMapping:
    """A mapping that a program chose: one made before, or a dictionary of what a map file says.

    Raises: CompaniesError: with every finding, as for a file.
    """
    if isinstance(data, ColumnMapping):
        lacking = [b.header for b in data.bindings if b.header not in headers]
        if lacking:
            raise CompaniesError(
                [Diagnostic("HQ643", {"header": h}, near=nearest(h, headers)) for h in lacking]
            )
        return settle(data.bindings, headers, vocabulary, data.findings)
    lines = ",\n".join(f"{_key(str(key))}: {_quoted(value)}" for key, value in data.items())
    try:
        return _read(Source("<mapping>", f"{{\n{lines}\n}}"), headers, vocabulary)
    except Unreadable as stop:
        raise CompaniesError([stop.finding]) from None


def _read(source: Source, headers: Sequence[str], vocabulary: Vocabulary) -> ColumnMapping:
    node, findings = parse(source)
    decoder = Decoder()
    decoder.findings += findings
    bindings = _Reader(decoder, headers, vocabulary).read(node) if node else []
    if decoder.findings:
        raise CompaniesError(decoder.findings)
    return settle(bindings, headers, vocabulary)


class _Reader:
    """Reads the lines of one map."""

    def __init__(self, decoder: Decoder, headers: Sequence[str], vocabulary: Vocabulary) -> None:
        self.d = decoder
        self._headers = headers
        self._vocabulary = vocabulary
        self._targets = targets(vocabulary)

    def read(self, node: Node) -> list[Binding]:
        found: dict[str, Binding] = {}
        bindings = []
        try:
            for key, value in self.d.entries(node):
                try:
                    binding = self._binding(key, value)
                except Rejected:
                    continue
                if binding is None:
                    continue
                first = found.setdefault(binding.target, binding)
                if first is not binding and binding.target not in SHARED:
                    self.d.reject(
                        "HQ644",
                        key.span,
                        header=key.text,
                        first=first.header,
                        target=binding.target,
                    )
                bindings.append(binding)
        except Rejected:
            pass
        return bindings

    def _binding(self, key: Scalar, value: Node) -> Binding | None:
        if key.text not in self._headers:
            near = nearest(key.text, self._headers)
            raise self.d.reject("HQ643", key.span, near, header=key.text)
        if isinstance(value, Scalar):
            target, unit = self._target(value), None
        else:
            fields = self.d.fields(value, "target", "unit")
            target = fields.need("target", self._target)
            unit = fields.maybe("unit", self.d.scalar)
            fields.done()
        if target == IGNORE:
            return None
        return Binding(key.text, target, self._scale(target, unit), "map")

    def _target(self, node: Node) -> str:
        text = self.d.text(node)
        if text != IGNORE and text not in self._targets:
            near = nearest(text, self._targets)
            raise self.d.reject("HQ642", node.span, near, target=text)
        return text

    def _scale(self, target: str, unit: Scalar | None) -> str:
        fact = self._vocabulary.facts.get(target)
        money = fact is not None and fact.type is FactType.MONEY
        if unit is None:
            return "元" if money else PLAIN
        allowed: tuple[str, ...] = ()
        if needs_unit(target, self._vocabulary):
            allowed = MONEY_UNITS if money else (*RATIO_UNITS, _ONE)
        if unit.text not in allowed:
            known = " · ".join(allowed) or "—"
            raise self.d.reject("HQ646", unit.span, unit=unit.text, target=target, known=known)
        return PLAIN if unit.text == _ONE else unit.text
