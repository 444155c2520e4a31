"""The patterns of one programme: situations as numbers, each explained when it is first met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from math import prod
from typing import Any

import polars as pl

from huiqi.base.kleene import Truth
from huiqi.compile.columns.truth import Pair
from huiqi.compile.inventory import Inventory
from huiqi.evaluate.batch.classes import Classes, trit
from huiqi.evaluate.batch.company_answers import CompanyAnswers
from huiqi.evaluate.batch.explained import Explain, Explained
from huiqi.evaluate.batch.verdicts import BatchVerdicts
from huiqi.model import criteria as ast
from huiqi.model.programme import Programme
from huiqi.model.vocabulary import Quotient

UNSEEN = 2**32 - 1
LARGEST_TABLE = 2**20
"""Patterns of programmes with more combinations than this are found by sorting, not by a table."""
LARGEST_WORD = 2**62
_TRUE, _FALSE, _REFUSED = 0, 1, 2
ASIDE = 1
"""A key that every programme knows."""
"""Keys of companies that need no pattern: eligible ones; ineligible ones, as long as nobody asks
why, or else by the number of the condition that alone refuses them."""


class ProgrammePatterns:
    """The patterns of one programme that were met so far, each explained."""

    def __init__(
        self,
        verdicts: BatchVerdicts,
        programme: Programme,
        wanted: Inventory,
        classes: Sequence[Classes],
        why_not: bool,
    ) -> None:
        self.programme = programme
        self.classes = classes
        self.wanted = wanted
        self.explained = [Explained(Truth.TRUE), Explained(Truth.FALSE)]
        columns = verdicts.columns
        self._facts = verdicts.book.vocabulary.facts
        self._pairs = [
            columns.tests[test]
            for test in wanted.tests
            if test in columns.tests and self._is_reckoned(test)
        ]
        self._bools = [
            part
            for key in wanted.bands
            for part in (columns.bands[key].known, *columns.bands[key].within)
            if self._facts[key[0]].derive is not None and not isinstance(part, bool)
        ]
        self._bools += [
            columns.positive[divisor]
            for divisor in dict.fromkeys(self._divisors())
            if not isinstance(columns.positive.get(divisor, False), bool)
        ]
        parts = columns.parts[programme.id]
        pair = columns.programmes[programme.id]
        self._settled = (
            pl.when(_lifted(pair.true))
            .then(pl.lit(_TRUE + 1, dtype=pl.UInt32))
            .when(_lifted(pair.false))
            .then(_first_refusal(programme, parts) if why_not else pl.lit(_FALSE + 1, pl.UInt32))
            .otherwise(pl.lit(0, dtype=pl.UInt32))
        )
        self._offset = _REFUSED + len(parts)
        self._bases: tuple[int, ...] = ()
        self._numbers: dict[int, int] = {_TRUE: 0, _FALSE: 1}
        # Numbers by key; of a large programme only those of settled keys, which come after 0.
        self._table = pl.Series(dtype=pl.UInt32)
        self._is_large = False

    def _divisors(self) -> Iterator[tuple[str, ...]]:
        """What its ratios divide by: by nothing positive there is no dividing, whatever is told."""
        for test in self.wanted.tests:
            if isinstance(test, ast.Compare) and test.per:
                yield test.per
        for name in self.wanted.facts:
            derive = self._facts[name].derive
            if isinstance(derive, Quotient):
                yield (derive.per,)

    def _is_reckoned(self, test: ast.Test) -> bool:
        """Whether a test compares sums or ratios of facts."""
        if not isinstance(test, ast.Compare):
            return False
        derived = self._facts[test.of[0]].derive is not None
        return derived or bool(test.per) or len(test.of) > 1

    def keys(self, columns: Sequence[str]) -> list[pl.Expr]:
        """The situation of a company as one number; `columns` hold the classes of its answers.

        A large programme has more situations than a table holds: then there is first a key of what
        is settled, plus one, 0 for the rest, and after it the number in words of 62 bits.
        """
        self._rebase()
        digits = [pl.col(name) for name in columns]
        digits += [trit(_lifted(p.true), _lifted(p.false)) for p in self._pairs]
        digits += [part.cast(pl.UInt32) for part in self._bools]
        settled = self._settled
        if self._is_large:
            return [settled, *(_joined(digits, word) for word in _words(self._bases))]
        key = _joined(digits, list(enumerate(self._bases))).cast(pl.UInt32)
        return [pl.when(settled > 0).then(settled - 1).otherwise(key + self._offset)]

    def _rebase(self) -> None:
        """Make room for the classes met since; the keys of known patterns change with it."""
        room = [_room(classes.count) for classes in self.classes]
        bases = (*room, *(3 for _ in self._pairs), *(2 for _ in self._bools))
        if bases == self._bases and len(self._table):
            return
        old = {number: self._digits_of(key) for key, number in self._numbers.items()}
        self._bases = bases
        self._numbers = {self._key_of(digits): number for number, digits in old.items()}
        size = prod(bases) + self._offset
        self._is_large = size > LARGEST_TABLE
        size = self._offset + 1 if self._is_large else size
        self._table = pl.repeat(UNSEEN, size, dtype=pl.UInt32, eager=True)
        self._enter(self._numbers)

    def _enter(self, numbers: Mapping[int, int]) -> None:
        """Bring numbers into the table, as far as it goes."""
        if self._is_large:
            numbers = {key + 1: n for key, n in numbers.items() if key < self._offset} | {0: 0}
        self._table = self._table.scatter([*numbers], [*numbers.values()])

    def _key_of(self, digits: tuple[int, ...] | int) -> int:
        if isinstance(digits, int):
            return digits
        key = 0
        for digit, base in zip(digits, self._bases, strict=True):
            key = key * base + digit
        return key + self._offset

    def _digits_of(self, key: int) -> tuple[int, ...] | int:
        if key < self._offset:
            return key
        key -= self._offset
        digits = []
        for base in reversed(self._bases):
            key, digit = divmod(key, base)
            digits.append(digit)
        return tuple(reversed(digits))

    def numbers(
        self, keys: Sequence[pl.Series], answers: CompanyAnswers, explain: Explain
    ) -> pl.Series:
        """The pattern number of every company; patterns met for the first time are explained."""
        first, *words = keys
        found = self._table.gather(first)
        unseen = found == UNSEEN
        if unseen.any():
            new = pl.DataFrame({"key": first.filter(unseen), "row": unseen.arg_true()})
            new = new.unique("key", maintain_order=True)
            self._learn([k - self._is_large for k in new["key"]], new["row"], answers, explain)
            found = self._table.gather(first)
        if not self._is_large or (rows := (first == 0).arg_true()).is_empty():
            return found
        asked = pl.DataFrame([word.gather(rows).alias(str(n)) for n, word in enumerate(words)])
        names = asked.columns
        distinct = asked.with_columns(row=rows).unique(names, keep="first", maintain_order=True)
        packed = [self._packed(values) for values in distinct.select(names).iter_rows()]
        fresh = [key not in self._numbers for key in packed]
        rows_of_fresh = distinct["row"].filter(pl.Series(fresh, dtype=pl.Boolean))
        self._learn(list(compress(packed, fresh)), rows_of_fresh, answers, explain)
        known = pl.Series([self._numbers[key] for key in packed], dtype=pl.UInt32)
        numbered = distinct.select(*names, number=known)
        joined = asked.join(numbered, on=names, how="left", maintain_order="left")
        return found.scatter(rows, joined["number"])

    def _packed(self, values: Sequence[int]) -> int:
        """The words as the one number they stand for."""
        key = 0
        for value, word in zip(values, _words(self._bases), strict=True):
            key = key * prod(base for _, base in word) + value
        return key + self._offset

    def number(self, explained: Explained) -> int:
        """A number for what was explained outside columns."""
        if explained not in self.explained:
            self.explained.append(explained)
        return self.explained.index(explained)

    def _learn(
        self, keys: Sequence[int], rows: pl.Series, answers: CompanyAnswers, explain: Explain
    ) -> None:
        """Explain the patterns of new keys by the companies in these rows."""
        new = {}
        for key, given in zip(keys, answers.of(rows, self.wanted), strict=True):
            new[key] = self._numbers[key] = len(self.explained)
            self.explained.append(explain(self.programme, given))
        self._enter(new)


def _words(bases: Sequence[int]) -> list[list[tuple[int, int]]]:
    """The places of the digits with their bases, parted so that no product exceeds 62 bits."""
    words: list[list[tuple[int, int]]] = [[]]
    size = 1
    for place, base in enumerate(bases):
        if size * base > LARGEST_WORD:
            words.append([])
            size = 1
        words[-1].append((place, base))
        size *= base
    return words


def _joined(digits: Sequence[pl.Expr], word: Sequence[tuple[int, int]]) -> pl.Expr:
    """The digits at these places as one number."""
    key = pl.lit(0, dtype=pl.UInt64)
    for place, base in word:
        key = key * base + digits[place]
    return key


def _first_refusal(programme: Programme, parts: Sequence[Pair]) -> pl.Expr:
    """The key, plus one, of the first condition that refuses, if it does so by one fact; else 0.

    The smallest reason is then that condition, whatever the others say.
    """
    zero = pl.lit(0, dtype=pl.UInt32)
    if not isinstance(programme.eligible, ast.All):
        return zero
    found: Any = None
    for place, (node, pair) in enumerate(zip(programme.eligible.of, parts, strict=True)):
        if pair.false is not False:
            alone = isinstance(node, ast.Leaf) and len(ast.facts_of_test(node.test)) == 1
            refused = pl.lit(_REFUSED + place + 1, dtype=pl.UInt32) if alone else zero
            found = (pl if found is None else found).when(_lifted(pair.false)).then(refused)
    return zero if found is None else found.otherwise(zero)


def _lifted(part: Any) -> pl.Expr:
    return pl.lit(part) if isinstance(part, bool) else part


def _room(count: int) -> int:
    """The next power of two, so that room is seldom made anew."""
    return max(2, 1 << (count - 1).bit_length())
