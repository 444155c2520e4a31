"""The distinct answers to each fact, numbered, with the truth of every test that asks it alone.

Companies share answers: there are few places, sectors and titles, and of an amount only the side of
each threshold matters. Each is therefore put to the reference semantics once, and looked up by its
number for millions of companies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

import polars as pl

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.compile.columns.amounts import SCALE
from huiqi.compile.columns.layout import INAPPLICABLE, KNOWN, RATIONAL, SILENT, Layout, encoded
from huiqi.evaluate.leaf import Circumstances, is_valid, lies_in, new_since
from huiqi.load.tables import divisions, industries
from huiqi.model import criteria as ast
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Holding, Missing
from huiqi.model.sector import Sector
from huiqi.model.vocabulary import Certification, Fact, FactType

NO_ANSWER, NOT_APPLICABLE = 0, 1
"""The numbers that mean the same for every fact."""
_REMEMBERED = 65_536


class FactCodes:
    """The answers to one fact met so far; `number` grows the list, nothing is ever forgotten."""

    def __init__(
        self, book: CheckedRulebook, as_of: date, fact: Fact, tests: Mapping[str, ast.Test]
    ) -> None:
        self.fact = fact
        self.answers: list[Answer | None] = []
        self._book = book
        self._as_of = as_of
        self._tests = tests
        self._numbers: dict[Answer | None, int] = {}
        self._truths: dict[str, bytearray] = {name: bytearray() for name in tests}
        self._states = bytearray()
        self._table = pl.DataFrame()
        for answer in (None, Missing.NOT_APPLICABLE):
            self.number(answer)

    def number(self, answer: Answer | None) -> int:
        """The number of an answer; what the person does not know is no answer."""
        if answer is Missing.DONT_KNOW:
            answer = None
        found = self._numbers.get(answer)
        return self.add(answer) if found is None else found

    def add(self, answer: Answer | None) -> int:
        """Number an answer that has none yet."""
        number = self._numbers[answer] = len(self.answers)
        self.answers.append(answer)
        for truths, truth in zip(self._truths.values(), self.truths(answer), strict=True):
            truths.append(truth)
        inapplicable = answer is Missing.NOT_APPLICABLE
        self._states.append(SILENT if answer is None else INAPPLICABLE if inapplicable else KNOWN)
        return number

    def truths(self, answer: Answer | None) -> Iterable[Truth]:
        """The truth of every test for an answer."""
        answers = {} if answer is None else {self.fact.id: answer}
        return map(Circumstances(self._book, answers, self._as_of).truth, self._tests.values())

    def table(self, layout: Layout) -> pl.DataFrame:
        """The columns of the layout that this fact fills, a row for each number."""
        known = self._table.height
        if known < len(self.answers):
            columns = {name: _bytes(truths[known:]) for name, truths in self._truths.items()}
            if self.fact.id in layout.states:
                columns[layout.state(self.fact.id)] = _bytes(self._states[known:])
            fresh = pl.DataFrame(columns)
            self._table = pl.concat([self._table, fresh], rechunk=True) if known else fresh
        return self._table


class TreeCodes(FactCodes):
    """Places or industries: of these there are many, so what each test names is looked up once."""

    def __init__(
        self, book: CheckedRulebook, as_of: date, fact: Fact, tests: Mapping[str, ast.Test]
    ) -> None:
        self._sets = [
            (book.code_sets[test], isinstance(test, ast.InSector) and test.open)
            for test in tests.values()
            if isinstance(test, (ast.Located, ast.InSector))
        ]
        assert len(self._sets) == len(tests)
        super().__init__(book, as_of, fact, tests)

    def truths(self, answer: Answer | None) -> Iterable[Truth]:
        """The truth of every test for an answer."""
        if isinstance(answer, Location):
            spans = divisions().spans(answer.codes)
        elif isinstance(answer, Sector):
            spans = industries().spans((answer.code,))
        else:
            return super().truths(answer)
        return [lies_in(codes, spans, is_open) for codes, is_open in self._sets]


class AmountCodes(FactCodes):
    """The sides of all thresholds of an amount or a day: below, at, and above each of them.

    `marks` are the thresholds, as prepared frames hold amounts (days since 1970 for dates), rising.
    Amounts are numbered from 2: number 2 + 2i lies just below mark i, 3 + 2i at it.
    """

    def __init__(
        self, book: CheckedRulebook, as_of: date, fact: Fact, tests: Mapping[str, ast.Test]
    ) -> None:
        super().__init__(book, as_of, fact, tests)
        marks: set[int] = set()
        for test in tests.values():
            assert isinstance(test, ast.Compare)
            marks |= set(_marks(fact, test.threshold, as_of))
        self.marks = sorted(marks)
        for mark in self.marks:
            self.add(self._value(mark - 1))
            self.add(self._value(mark))
        self.add(self._value(self.marks[-1] + 1 if self.marks else 0))
        # Of a whole number it is the same to exceed a mark and to reach the next number.
        steps = sorted(step for mark in self.marks for step in (mark, mark + 1))
        self._steps = pl.Series(steps, dtype=pl.Int64)
        self._unclear = [m for m in self.marks if fact.type in RATIONAL and m % 2]

    def _value(self, amount: int) -> Answer:
        if self.fact.type is FactType.DATE:
            return date.fromordinal(min(max(amount + _EPOCH, 1), date.max.toordinal()))
        return Fraction(amount, 2 * SCALE) if self.fact.type in RATIONAL else amount

    def codes(self, amounts: pl.Series, inapplicable: pl.Series | None = None) -> pl.Series:
        """The numbers of amounts (null: not known)."""
        if self.marks:
            reached = self._steps.search_sorted(amounts, side="right") + 2
        else:
            reached = pl.repeat(2, len(amounts), dtype=pl.UInt32, eager=True)
        codes = reached.set(amounts.is_null(), NO_ANSWER)
        return codes if inapplicable is None else codes.set(inapplicable, NOT_APPLICABLE)

    def unclear(self, amounts: pl.Series) -> pl.Series | None:
        """Where an amount has finer digits than can be told from a threshold's."""
        return amounts.is_in(self._unclear) if self._unclear else None


class CertificateCodes(FactCodes):
    """The certificates met so far, with dates told apart only as far as any test can tell them.

    There are thousands of days on which a certificate may have been issued, so that nearly every
    company has certificates of its own; but only few answers to whether they are valid and new.
    """

    def __init__(
        self, book: CheckedRulebook, as_of: date, fact: Fact, tests: Mapping[str, ast.Test]
    ) -> None:
        self._asked = [test for test in tests.values() if isinstance(test, ast.Holds)]
        assert len(self._asked) == len(tests)
        self._titles = [frozenset(book.answered_by[test.certification]) for test in self._asked]
        self._examples: dict[tuple[object, ...], Holding] = {}
        self._alone: list[dict[Certificates, Truth]] = [{} for _ in self._asked]
        self.like = lru_cache(_REMEMBERED)(self._example)
        super().__init__(book, as_of, fact, tests)
        self._empty_handed = [*super().truths(Certificates(()))]

    def number(self, answer: Answer | None) -> int:
        """The number of certificates like these."""
        if isinstance(answer, Certificates):
            answer = Certificates(tuple(map(self.like, answer.held)), answer.absent)
        return super().number(answer)

    def truths(self, answer: Answer | None) -> Iterable[Truth]:
        """The truth of every test, each of which only looks at a title or two."""
        if not isinstance(answer, Certificates):
            return super().truths(answer)
        held = {holding.certification for holding in answer.held}
        return [
            empty_handed
            if answer.absent is None and titles.isdisjoint(held)
            else self._alone_truth(place, answer)
            for place, (titles, empty_handed) in enumerate(
                zip(self._titles, self._empty_handed, strict=True)
            )
        ]

    def _alone_truth(self, place: int, answer: Certificates) -> Truth:
        titles, known = self._titles[place], self._alone[place]
        held = tuple(one for one in answer.held if one.certification in titles)
        alone = Certificates(held, answer.absent and titles & answer.absent)
        found = known.get(alone)
        if found is None:
            circumstances = Circumstances(self._book, {self.fact.id: alone}, self._as_of)
            found = known[alone] = circumstances.truth(self._asked[place])
        return found

    def _example(self, holding: Holding) -> Holding:
        """The first certificate met that no test tells from this one."""
        title = self._book.vocabulary.certifications[holding.certification]
        marks = (
            holding.certification,
            holding.tier,
            holding.renewal,
            holding.issued is None,
            holding.expires is None,
            holding.issued is not None and holding.issued > self._as_of,
            is_valid(holding, title, self._as_of),
            *day_marks(self._book, self._as_of, self._asked, title, holding.issued),
        )
        return self._examples.setdefault(marks, holding)


def day_marks(
    book: CheckedRulebook,
    as_of: date,
    asked: Iterable[ast.Holds],
    title: Certification,
    issued: date | None,
) -> tuple[bool, ...]:
    """What tests can tell of the day on which a title was issued: whether it counts as new."""
    return tuple(
        issued is not None and issued >= start
        for test in asked
        if title.id in book.answered_by[test.certification]
        and (start := new_since(test, as_of)) is not None
    )


_EPOCH = date(1970, 1, 1).toordinal()


def days_since_epoch(day: date) -> int:
    return day.toordinal() - _EPOCH


def _marks(fact: Fact, threshold: ast.Threshold, as_of: date) -> Iterable[int]:
    """Where the truth of a comparison may change."""
    if isinstance(threshold, ast.Day):
        return (days_since_epoch(threshold.value),)
    if isinstance(threshold, ast.Length):
        period = threshold.value
        marks = (period.complete_since(as_of), period.running_since(as_of), as_of)
        return map(days_since_epoch, marks)
    value: Any = threshold.fen if isinstance(threshold, ast.Money) else threshold.value
    mark = encoded(fact, value)
    # What no amount in columns reaches divides none of them.
    return () if mark is None else (mark,)


def code_facts(
    book: CheckedRulebook, as_of: date, layout: Layout, facts: Sequence[str]
) -> dict[str, FactCodes]:
    """The coding of the facts of a layout."""
    found: dict[str, FactCodes] = {}
    for name in facts:
        fact = book.vocabulary.facts[name]
        tests = {layout.truth(test): test for test in layout.tests.get(name, ())}
        kind = FactCodes
        if fact.type.is_quantity or fact.type is FactType.DATE:
            kind = AmountCodes
        elif fact.type in (FactType.LOCATION, FactType.SECTOR):
            kind = TreeCodes
        elif fact.type is FactType.CERTIFICATIONS:
            kind = CertificateCodes
        found[name] = kind(book, as_of, fact, tests)
    return found


def _bytes(values: bytearray) -> pl.Series:
    return pl.Series(list(values), dtype=pl.UInt8)
