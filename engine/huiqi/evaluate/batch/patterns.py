"""Reasons for many companies: each distinct situation of a programme is explained once.

A *pattern* is all that verdict and reasons of a programme depend on: the classes of the answers it
reads, and how its sums and ratios compare. Companies share patterns, so the explanation of one
company serves all others of its pattern; it is made by the same code as for a single company.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import prod
from typing import Any

import polars as pl

from huiqi.base.kleene import Truth
from huiqi.compile.columns.amounts import SCALE
from huiqi.compile.columns.layout import RATIONAL, reach
from huiqi.compile.columns.truth import Pair
from huiqi.compile.inventory import Inventory, take_inventory
from huiqi.evaluate.batch.classes import Classes, trit
from huiqi.evaluate.batch.explained import Explain, Explained
from huiqi.evaluate.batch.verdicts import BatchVerdicts, Results
from huiqi.evaluate.fast import FastDerivations
from huiqi.evaluate.leaf import Circumstances
from huiqi.model import criteria as ast
from huiqi.model.profile import Answer
from huiqi.model.programme import Programme
from huiqi.model.vocabulary import Quotient

UNSEEN = 2**32 - 1
LARGEST_TABLE = 2**20
"""Patterns of programmes with more combinations than this are found by sorting, not by a table."""
_TRUE, _FALSE, _REFUSED = 0, 1, 2
"""Keys of companies that need no pattern: eligible ones; ineligible ones, as long as nobody asks
why, or else by the number of the condition that alone refuses them."""


class Patterns:
    """Explains every programme for batch after batch; what was explained once is kept.

    With `why_not` ineligible verdicts are explained too, else only what is missing of open ones.
    """

    def __init__(self, verdicts: BatchVerdicts, explain: Explain, why_not: bool) -> None:
        self._verdicts = verdicts
        self._explain = explain
        self._why_not = why_not
        self._derivations = FastDerivations(verdicts.book, verdicts.as_of)
        self._classes: dict[tuple[str, tuple[ast.Test, ...]], Classes] = {}
        self.programmes = [self._programme(programme) for programme in verdicts.programmes]

    def _programme(self, programme: Programme) -> ProgrammePatterns:
        wanted = take_inventory(self._verdicts.book, [programme])
        classes = []
        for fact in wanted.facts:
            if fact in self._verdicts.coding:
                tests = tuple(wanted.alone.get(fact, ()))
                tests += tuple(
                    reach(fact, bound)
                    for by, bounds in wanted.bands
                    for bound in bounds
                    if by == fact and bound is not None
                )
                key = (fact, tests)
                if key not in self._classes:
                    self._classes[key] = Classes(self._verdicts.coding[fact], tests)
                classes.append(self._classes[key])
        return ProgrammePatterns(self._verdicts, programme, wanted, classes, self._why_not)

    def of(self, results: Results) -> list[pl.Series]:
        """For each programme the pattern number of every company.

        Numbers index `programmes[…].explained`. Companies that are `beyond` columns have one that
        means nothing.
        """
        verdicts = self._verdicts
        given = Circumstances(verdicts.book, {}, verdicts.as_of)
        numbers = {}
        for place, classes in enumerate(self._classes.values()):
            table = classes.table(verdicts.book, given)
            numbers[f"g{place}"] = table.gather(results.frame[classes.fact])
        names = {id(c): f"g{place}" for place, c in enumerate(self._classes.values())}
        frame = results.frame.with_columns(**numbers)
        keys = frame.select(
            p.key([names[id(c)] for c in p.classes]).alias(str(place))
            for place, p in enumerate(self.programmes)
        )
        if results.beyond is not None:
            # Their columns mean nothing, and nothing is to be learnt from them.
            keys = keys.with_columns(pl.when(~results.beyond).then(pl.all()).otherwise(_TRUE))
        answers = _Answers(verdicts, results.frame, self._derivations)
        return [
            p.numbers(keys[str(place)], answers, self._explain)
            for place, p in enumerate(self.programmes)
        ]


class _Answers:
    """The answers of single companies, read back from their numbers."""

    def __init__(
        self, verdicts: BatchVerdicts, frame: pl.DataFrame, derivations: FastDerivations
    ) -> None:
        self._verdicts = verdicts
        self._frame = frame
        self._derivations = derivations

    def of(self, rows: pl.Series, wanted: Inventory) -> Iterator[Circumstances]:
        """What the facts of a programme are for some companies."""
        verdicts, layout = self._verdicts, self._verdicts.layout
        facts = [fact for fact in wanted.facts if fact in verdicts.coding]
        numbers = [self._frame[fact].gather(rows).to_list() for fact in facts]
        amounts = [
            self._frame[layout.amount(fact)].gather(rows).to_list()
            if fact in layout.amounts
            else [None] * len(rows)
            for fact in facts
        ]
        for place in range(len(rows)):
            found: dict[str, Answer] = {}
            for fact, number, amount in zip(facts, numbers, amounts, strict=True):
                answer = verdicts.coding[fact].answers[number[place]]
                if (exact := amount[place]) is not None:
                    answer = self._amount(fact, exact)
                if answer is not None:
                    found[fact] = answer
            complete = self._derivations.complete(found)
            yield Circumstances(verdicts.book, complete, verdicts.as_of)

    def _amount(self, fact: str, amount: int) -> Answer:
        """The exact amount where it is reckoned with; elsewhere one that compares alike will do."""
        rational = self._verdicts.book.vocabulary.facts[fact].type in RATIONAL
        return Fraction(amount, 2 * SCALE) if rational else amount


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
        # Numbers by key; beyond `_direct`, if that is set, keys are looked up by sorting instead.
        self._table = pl.Series(dtype=pl.UInt32)
        self._direct: int | None = None

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

    def key(self, columns: Sequence[str]) -> pl.Expr:
        """The situation of a company as one number; `columns` hold the classes of its answers."""
        self._rebase()
        digits = [pl.col(name) for name in columns]
        digits += [trit(_lifted(p.true), _lifted(p.false)) for p in self._pairs]
        digits += [part.cast(pl.UInt32) for part in self._bools]
        wide = prod(self._bases) + self._offset >= 2**32
        key = pl.lit(0, dtype=pl.UInt64 if wide else pl.UInt32)
        for digit, base in zip(digits, self._bases, strict=True):
            key = key * base + digit
        settled = self._settled
        return pl.when(settled > 0).then(settled - 1).otherwise(key + self._offset)

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
        self._direct = None if size <= LARGEST_TABLE else self._offset
        end = size if self._direct is None else self._direct
        table = pl.repeat(UNSEEN, end, dtype=pl.UInt32, eager=True)
        known = {key: number for key, number in self._numbers.items() if key < end}
        self._table = table.scatter([*known], [*known.values()])
        if self._direct is not None:
            # Where keys beyond the table look, for the time being.
            self._table = self._table.extend_constant(0, 1)

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

    def numbers(self, keys: pl.Series, answers: _Answers, explain: Explain) -> pl.Series:
        """The pattern number of every company; patterns met for the first time are explained."""
        direct = keys if self._direct is None else keys.clip(upper_bound=self._direct)
        found = self._table.gather(direct)
        unseen = found == UNSEEN
        if unseen.any():
            self._learn(keys.filter(unseen), unseen.arg_true(), answers, explain)
            found = self._table.gather(direct)
        if self._direct is None or (rows := (keys >= self._direct).arg_true()).is_empty():
            return found
        asked = keys.gather(rows)
        distinct = pl.DataFrame({"key": asked, "row": rows}).unique("key", maintain_order=True)
        new = distinct.filter(~pl.col("key").is_in([*self._numbers]))
        self._learn(new["key"], new["row"], answers, explain)
        known = [self._numbers[key] for key in distinct["key"]]
        numbers = asked.replace_strict(distinct["key"], known, return_dtype=pl.UInt32)
        return found.scatter(rows, numbers)

    def number(self, explained: Explained) -> int:
        """A number for what was explained outside columns."""
        if explained not in self.explained:
            self.explained.append(explained)
        return self.explained.index(explained)

    def _learn(self, keys: pl.Series, rows: pl.Series, answers: _Answers, explain: Explain) -> None:
        first = pl.DataFrame({"key": keys, "row": rows}).unique("key", maintain_order=True)
        new = {}
        for key, given in zip(first["key"], answers.of(first["row"], self.wanted), strict=True):
            new[key] = self._numbers[key] = len(self.explained)
            self.explained.append(explain(self.programme, given))
        end = len(self._table) if self._direct is None else self._direct
        if direct := {key: number for key, number in new.items() if key < end}:
            self._table = self._table.scatter([*direct], [*direct.values()])


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
