"""Conditions as rows of words, so that two versions of them can be compared like texts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from huiqi.explain.words import Words
from huiqi.model import criteria as ast
from huiqi.model.node import Text
from huiqi.model.vocabulary import Cases, Derivation, Quotient, SumOf, Vocabulary, Whether

Mark = Literal[" ", "-", "+"]


@dataclass(frozen=True)
class Row:
    """One criterion's own line at its depth; `says` is all it says, in a form to compare."""

    depth: int
    text: Text
    says: Hashable


@dataclass(frozen=True)
class MarkedRow:
    """A row that is in both versions (" "), only in the old one ("-") or only in the new ("+")."""

    mark: Mark
    row: Row


def compare_rows(old: Sequence[Row], new: Sequence[Row]) -> tuple[MarkedRow, ...]:
    """Both versions in one list, old rows before the new ones that take their place."""
    before: list[Hashable] = [(row.depth, row.says) for row in old]
    after: list[Hashable] = [(row.depth, row.says) for row in new]
    found: list[MarkedRow] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [MarkedRow(" ", row) for row in new[j1:j2]]
        else:
            found += _told_apart(old[i1:i2], new[j1:j2])
    return tuple(found)


def _told_apart(old: Sequence[Row], new: Sequence[Row]) -> list[MarkedRow]:
    """Rows out and rows in; where the words alone do not tell two apart, all that they say."""
    meanings: dict[Text, set[Hashable]] = {}
    for row in (*old, *new):
        meanings.setdefault(row.text, set()).add(row.says)
    out, into = (
        [row if len(meanings[row.text]) == 1 else _in_full(row) for row in rows]
        for rows in (old, new)
    )
    return [MarkedRow("-", row) for row in out] + [MarkedRow("+", row) for row in into]


def _in_full(row: Row) -> Row:
    said = Text(zh=f"{row.text.zh} 〔{row.says}〕", en=f"{row.text.en} [{row.says}]")
    return Row(row.depth, said, row.says)


class RowWriter:
    """Writes criteria and derivations as rows, in the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.words = Words(vocabulary, "zh"), Words(vocabulary, "en")

    def criterion(self, node: ast.Criterion, depth: int = 0) -> Iterator[Row]:
        """A criterion's own row, then those of its parts."""
        yield self._row(depth, _own(node), lambda words: _line(words, node))
        for index, part in enumerate(ast.parts(node)):
            rows = list(self.criterion(part, depth + 1))
            yield self._prefixed(rows[0], node, index)
            yield from rows[1:]

    def derivation(self, derive: Derivation | None) -> Iterator[Row]:
        """How a fact follows from others."""
        if isinstance(derive, SumOf):
            yield self._row(0, derive, lambda words: " + ".join(map(words.label, derive.of)))
        elif isinstance(derive, Quotient):
            yield self._row(
                0, derive, lambda words: f"{words.label(derive.of)} / {words.label(derive.per)}"
            )
        elif isinstance(derive, Whether):
            yield from self.criterion(derive.when)
        elif isinstance(derive, Cases):
            for choice in derive.choices:
                yield _plain(f"{choice.value}:")
                yield from self.criterion(choice.when, 1)
            if derive.otherwise is not None:
                yield _plain(derive.otherwise)

    def _prefixed(self, row: Row, parent: ast.Criterion, index: int) -> Row:
        """The first row of a part, after its band or what it is worth."""
        before = [words.rung(parent, index) for words in self.words]
        if not before[0]:
            return row
        zh, en = f"{before[0]}：{row.text.zh}", f"{before[1]}: {row.text.en}"
        return Row(row.depth, Text(zh=zh, en=en), (*before, row.says))

    def _row(self, depth: int, says: Hashable, say: Callable[[Words], str]) -> Row:
        zh, en = map(say, self.words)
        return Row(depth, Text(zh=zh, en=en), says)


def _plain(text: str) -> Row:
    return Row(0, Text(zh=text, en=text), text)


def _own(node: ast.Criterion) -> Hashable:
    """What a criterion says by itself, its parts aside."""
    if isinstance(node, ast.Leaf):
        return (node.test, node.clause, node.basis, node.because, node.confidence)
    if isinstance(node, ast.AtLeast):
        return (node.kind, node.n)
    if isinstance(node, ast.Banded):
        return (node.kind, node.by, tuple(band.up_to for band in node.bands))
    if isinstance(node, ast.Score):
        shape = tuple((item.name, tuple(map(len, item.alternatives))) for item in node.items)
        return (node.kind, node.name, node.op, node.threshold, shape)
    return node.kind


def _line(words: Words, node: ast.Criterion) -> str:
    """A criterion's own line with its citation."""
    line = words.criterion(node)
    if not isinstance(node, ast.Leaf):
        return line
    if isinstance(node.test, ast.Holds) and node.test.since is not None:
        line += words.pick(f"，{node.test.since} 起", f", since {node.test.since}")
    if node.clause is not None:
        line += f" [{node.clause}]"
    if node.basis != "text":
        line += f" *{node.basis}"
    if node.confidence is not None:
        line += f" ({node.confidence})"
    if node.because is not None:
        line += words.pick(f"：{node.because.zh}", f": {node.because.en}")
    return line
