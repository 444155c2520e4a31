"""Situations of companies as numbers: what an explanation depends on, packed into a key.

A situation is made of the numbers of its sources (classes of answers, results of parts) and of how
sums and ratios compare. Each is given a number of its own when it is first met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress
from math import prod
from typing import Any, Protocol

import polars as pl

from huiqi.base.kleene import Truth
from huiqi.compile.columns.truth import Pair

UNSEEN = 2**32 - 1
LARGEST_TABLE = 2**20
"""Where there are more situations than this they are found by sorting, not by a table."""
LARGEST_WORD = 2**62
TRUE, FALSE = 0, 1
"""Situations in which there is nothing to explain; every `Situations` knows these numbers."""
_SETTLED = 2

Meet = Callable[[pl.Series], Iterable[int]]
"""Numbers for situations met the first time, by the rows of one company in each."""


class Source(Protocol):
    """Something companies are numbered by, from 0."""

    @property
    def count(self) -> int:
        """How many numbers there are so far."""


class Situations:
    """The situations met so far, of one programme or of a part of it.

    `explain_false`: whether those in which the criterion is FALSE are told apart.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        pair: Pair,
        explain_false: bool,
        pairs: Sequence[Pair] = (),
        bools: Sequence[pl.Expr] = (),
    ) -> None:
        self.sources = sources
        self._pairs = pairs
        self._bools = bools
        self._settled = _settled(pair, explain_false)
        self._bases: tuple[int, ...] = ()
        self._numbers: dict[int, int] = {TRUE: TRUE, FALSE: FALSE}
        # Numbers by key; where there are too many, only those of settled keys, which come after 0.
        self._table = pl.Series(dtype=pl.UInt32)
        self._is_large = False

    def keys(self, columns: Sequence[str]) -> list[pl.Expr]:
        """The situation of a company as one number; `columns` hold the numbers of its sources.

        Where there are more situations than a table holds there is first a key of what is settled,
        plus one, 0 for the rest, and after it the number in words of 62 bits.
        """
        self._rebase()
        digits = [pl.col(name) for name in columns]
        digits += [trit(lifted(p.true), lifted(p.false)) for p in self._pairs]
        digits += [part.cast(pl.UInt32) for part in self._bools]
        settled = self._settled
        if self._is_large:
            return [settled, *(_joined(digits, word) for word in _words(self._bases))]
        key = _joined(digits, list(enumerate(self._bases))).cast(pl.UInt32)
        if settled is _REST:
            return [key + _SETTLED]
        return [pl.when(settled > 0).then(settled - 1).otherwise(key + _SETTLED)]

    def _rebase(self) -> None:
        """Make room for what the sources met since; the keys of known situations change with it."""
        room = [_room(source.count) for source in self.sources]
        bases = (*room, *(3 for _ in self._pairs), *(2 for _ in self._bools))
        if bases == self._bases and len(self._table):
            return
        old = {number: self._digits_of(key) for key, number in self._numbers.items()}
        self._bases = bases
        self._numbers = {self._key_of(digits): number for number, digits in old.items()}
        size = prod(bases) + _SETTLED
        self._is_large = size > LARGEST_TABLE
        size = _SETTLED + 1 if self._is_large else size
        self._table = pl.repeat(UNSEEN, size, dtype=pl.UInt32, eager=True)
        self._enter(self._numbers)

    def _enter(self, numbers: Mapping[int, int]) -> None:
        """Bring numbers into the table, as far as it goes."""
        if self._is_large:
            numbers = {key + 1: n for key, n in numbers.items() if key < _SETTLED} | {0: 0}
        self._table = self._table.scatter([*numbers], [*numbers.values()])

    def _key_of(self, digits: tuple[int, ...] | int) -> int:
        if isinstance(digits, int):
            return digits
        key = 0
        for digit, base in zip(digits, self._bases, strict=True):
            key = key * base + digit
        return key + _SETTLED

    def _digits_of(self, key: int) -> tuple[int, ...] | int:
        if key < _SETTLED:
            return key
        key -= _SETTLED
        digits = []
        for base in reversed(self._bases):
            key, digit = divmod(key, base)
            digits.append(digit)
        return tuple(reversed(digits))

    def numbers(self, keys: Sequence[pl.Series], meet: Meet) -> pl.Series:
        """The number of every company's situation; `meet` gives one for each met the first time."""
        first, *words = keys
        found = self._table.gather(first)
        if found.max() == UNSEEN:
            # Never where the table is for settled keys only: these it knows.
            rows = first.arg_unique()
            met = first.gather(rows).to_list()
            fresh = [key not in self._numbers for key in met]
            self._learn(list(compress(met, fresh)), rows.filter(pl.Series(fresh)), meet)
            found = self._table.gather(first)
        if not self._is_large or (rows := (first == 0).arg_true()).is_empty():
            return found
        asked = pl.DataFrame([word.gather(rows).alias(str(n)) for n, word in enumerate(words)])
        names = asked.columns
        distinct = asked.with_columns(row=rows).unique(names, keep="first", maintain_order=True)
        packed = [self._packed(values) for values in distinct.select(names).iter_rows()]
        fresh = [key not in self._numbers for key in packed]
        rows_of_fresh = distinct["row"].filter(pl.Series(fresh, dtype=pl.Boolean))
        self._learn(list(compress(packed, fresh)), rows_of_fresh, meet)
        known = pl.Series([self._numbers[key] for key in packed], dtype=pl.UInt32)
        numbered = distinct.select(*names, number=known)
        joined = asked.join(numbered, on=names, how="left", maintain_order="left")
        return found.scatter(rows, joined["number"])

    def _packed(self, values: Sequence[int]) -> int:
        """The words as the one number they stand for."""
        key = 0
        for value, word in zip(values, _words(self._bases), strict=True):
            key = key * prod(base for _, base in word) + value
        return key + _SETTLED

    def _learn(self, keys: Sequence[int], rows: pl.Series, meet: Meet) -> None:
        """Number new situations, each met in one of these rows."""
        new = dict(zip(keys, meet(rows), strict=True))
        self._numbers |= new
        self._enter(new)


def _settled(pair: Pair, explain_false: bool) -> pl.Expr:
    """One more than the number of what is settled by the pair alone, 0 for the rest."""
    settled = _REST
    if pair.false is not False and not explain_false:
        settled = pl.when(lifted(pair.false)).then(_IS_FALSE).otherwise(settled)
    if pair.true is not False:
        settled = pl.when(lifted(pair.true)).then(_IS_TRUE).otherwise(settled)
    return settled


_REST, _IS_TRUE, _IS_FALSE = (
    pl.lit(number, dtype=pl.UInt32) for number in (0, TRUE + 1, FALSE + 1)
)


def trit(true: pl.Expr, false: pl.Expr) -> pl.Expr:
    """A truth as `Truth` numbers it."""
    return true.cast(pl.UInt32) + Truth.UNKNOWN.value - false.cast(pl.UInt32)


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
    if not word:
        return pl.lit(0, dtype=pl.UInt64)
    (first, _), *others = word
    key = digits[first].cast(pl.UInt64)
    for place, base in others:
        key = key * base + digits[place]
    return key


def lifted(part: Any) -> pl.Expr:
    """A Boolean as an expression."""
    return pl.lit(part) if isinstance(part, bool) else part


def _room(count: int) -> int:
    """The next power of two, so that room is seldom made anew."""
    return max(2, 1 << (count - 1).bit_length())
