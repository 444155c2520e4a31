"""What each test means: its truth for the answers of one company on one day.

An answer that is missing or not known makes a test UNKNOWN; an answer "does not apply" makes it
FALSE, since what does not exist meets no condition. Comparisons are exact: ratios are compared by
cross-multiplication, never divided.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from huiqi.base.kleene import Truth, all_of, any_of
from huiqi.check.rulebook import CheckedRulebook
from huiqi.load.tables import divisions, industries
from huiqi.model import criteria as ast
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Holding, Members, Missing, OneAmong
from huiqi.model.quantity import Period
from huiqi.model.sector import Sector
from huiqi.model.taxonomy import CodeSet, Span
from huiqi.model.vocabulary import Certification

COMPARE: dict[ast.Operator, Callable[[Any, Any], bool]] = {
    ast.Operator.AT_LEAST: operator.ge,
    ast.Operator.AT_MOST: operator.le,
    ast.Operator.MORE_THAN: operator.gt,
    ast.Operator.LESS_THAN: operator.lt,
    ast.Operator.EQUALS: operator.eq,
}


class Circumstances:
    """The answers of one company, derived facts included, on one day, under one rulebook."""

    __slots__ = ("answers", "as_of", "book")

    def __init__(self, book: CheckedRulebook, answers: Mapping[str, Answer], as_of: date) -> None:
        self.book = book
        self.answers = answers
        self.as_of = as_of

    def truth(self, test: ast.Test) -> Truth:
        """The truth of a test."""
        # By identity: no kind of test has kinds of its own, and isinstance() takes longer here.
        if type(test) is ast.StatedElsewhere:
            return Truth.UNKNOWN
        if type(test) is ast.Compare:
            return self._compare(test)
        answer = self.answers.get(test.fact)
        if answer is None or answer is Missing.DONT_KNOW:
            return Truth.UNKNOWN
        if answer is Missing.NOT_APPLICABLE:
            return Truth.FALSE
        if type(test) is ast.Located and isinstance(answer, Location):
            return lies_in(self.book.code_sets[test], divisions().spans(answer.codes))
        if type(test) is ast.InSector and isinstance(answer, Sector):
            spans = industries().spans((answer.code,))
            return lies_in(self.book.code_sets[test], spans, test.open)
        if type(test) is ast.Holds and isinstance(answer, Certificates):
            return self._holds(answer, test)
        if type(test) is ast.OneOf and isinstance(answer, (str, OneAmong, Members)):
            return one_of(answer, test)
        if type(test) is ast.Is and isinstance(answer, bool):
            return Truth.of(answer is test.value)
        raise TypeError(f"{test.kind} cannot read {test.fact} = {answer!r}")

    def _compare(self, test: ast.Compare) -> Truth:
        answers = [self.answers.get(name) for name in (*test.of, *test.per)]
        if any(a is Missing.NOT_APPLICABLE for a in answers):
            return Truth.FALSE
        if any(a is None or a is Missing.DONT_KNOW for a in answers):
            return Truth.UNKNOWN
        amounts: list[Any] = answers
        if isinstance(amounts[0], date):
            return Truth.of(compare_day(amounts[0], test, self.as_of))
        above, below = threshold_ratio(test.threshold)
        total = exact_sum(amounts[: len(test.of)])
        if not test.per:
            return Truth.of(COMPARE[test.op](total * below, above))
        divisor = exact_sum(amounts[len(test.of) :])
        if divisor <= 0:
            return Truth.UNKNOWN
        return Truth.of(COMPARE[test.op](total * below, above * divisor))

    def _holds(self, certificates: Certificates, test: ast.Holds) -> Truth:
        titles = self.book.answered_by[test.certification]
        return any_of(self._held_as(title, certificates, test) for title in titles)

    def _held_as(self, name: str, certificates: Certificates, test: ast.Holds) -> Truth:
        """Whether the holdings of one certification answer the test."""
        holdings = certificates.of(name)
        if not holdings:
            return Truth.FALSE if certificates.lacks(name) else Truth.UNKNOWN
        return any_of(self._holding(holding, test) for holding in holdings)

    def _holding(self, holding: Holding, test: ast.Holds) -> Truth:
        """Whether one holding answers the test: tier, validity and newness together."""
        declared = self.book.vocabulary.certifications[holding.certification]
        return all_of(
            (
                self._tier(holding, test),
                Truth.of(is_valid(holding, declared, self.as_of)),
                self._newness(holding, test),
            )
        )

    def _tier(self, holding: Holding, test: ast.Holds) -> Truth:
        if test.tier is None:
            return Truth.TRUE
        tiers = self.book.vocabulary.certifications[test.certification].tiers
        tier = tiers[0] if len(tiers) == 1 else holding.tier
        if tier is None:
            return Truth.UNKNOWN
        ranks = self.book.vocabulary.tiers
        return Truth.of(ranks[tier].rank >= ranks[test.tier].rank)

    def _newness(self, holding: Holding, test: ast.Holds) -> Truth:
        start = new_since(test, self.as_of)
        if start is None:
            return Truth.TRUE
        if holding.issued is None or holding.renewal:
            return Truth.UNKNOWN
        return Truth.TRUE if holding.issued >= start else Truth.UNKNOWN


def lies_in(codes: CodeSet, spans: Sequence[Span], is_open: bool = False) -> Truth:
    """Whether a place or industry is among those named; outside an open list it is UNKNOWN."""
    inside = codes.contains(spans)
    return Truth.UNKNOWN if is_open and inside is Truth.FALSE else inside


def one_of(answer: str | OneAmong | Members, test: ast.OneOf) -> Truth:
    """Membership of an enumerated or set-valued answer; outside an open list it is UNKNOWN."""
    if isinstance(answer, Members):
        found = any_of(Truth.of(answer.has(value)) for value in test.values)
    else:
        possible = answer.possible if isinstance(answer, OneAmong) else {answer}
        inside = possible & set(test.values)
        found = Truth.of(None if inside and inside != possible else bool(inside))
    return Truth.UNKNOWN if test.open and found is Truth.FALSE else found


def exact_sum(amounts: Sequence[Any]) -> int | Fraction:
    """The sum of quantities. Decimals would be added with the precision of the thread's context."""
    exact = all(isinstance(amount, int) for amount in amounts)
    return sum(amounts) if exact else sum(map(Fraction, amounts), Fraction())


def threshold_value(threshold: ast.Threshold) -> Fraction:
    """The number a quantity is compared with: 分 for money, a fraction for a ratio."""
    return Fraction(*threshold_ratio(threshold))


def threshold_ratio(threshold: ast.Threshold) -> tuple[int, int]:
    """The same as numerator and positive denominator."""
    if isinstance(threshold, ast.Money):
        return threshold.fen, 1
    if isinstance(threshold, (ast.Share, ast.Number)):
        return threshold.value.as_integer_ratio()
    raise TypeError(f"a {threshold.kind} is compared with dates only")


def compare_day(day: date, test: ast.Compare, as_of: date) -> bool:
    """A date against a date, or the time gone by since it against a period.

    On its last day a period is complete, and one is still within it.
    "At most 3 years ago" also requires that the day has come.
    """
    if isinstance(test.threshold, ast.Day):
        return COMPARE[test.op](day, test.threshold.value)
    assert isinstance(test.threshold, ast.Length)
    end = test.threshold.value.after(day)
    if test.op is ast.Operator.AT_LEAST:
        return end <= as_of
    if test.op is ast.Operator.MORE_THAN:
        return end < as_of
    if test.op is ast.Operator.AT_MOST:
        return day <= as_of <= end
    return day <= as_of < end


def new_since(test: ast.Holds, as_of: date) -> date | None:
    """From when a recognition counts as new; None where the test does not ask."""
    if test.newly is None:
        return None
    return max(test.newly.running_since(as_of), test.since or date.min)


def is_valid(holding: Holding, declared: Certification, as_of: date) -> bool:
    """Whether a certificate runs on a day.

    Stated dates decide; a certificate whose dates are not stated is taken at its holder's word,
    unless none of its kind can still be running because the kind was abolished.
    """
    if holding.issued is not None and as_of < holding.issued:
        return False
    if holding.expires is not None:
        return as_of <= holding.expires
    if holding.issued is not None and declared.valid_for is not None:
        return as_of < declared.valid_for.after(holding.issued)
    if declared.abolished is not None:
        return as_of < (declared.valid_for or Period(0, "day")).after(declared.abolished)
    return True
