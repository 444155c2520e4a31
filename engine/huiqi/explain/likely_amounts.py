"""Likely amounts: one on either side of every threshold that the rules hold them to.

Sums and ratios leave amounts open together; they are then chosen so that the whole comes to stand
between two thresholds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import log
from statistics import NormalDist
from typing import Any

from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.leaf import threshold_value
from huiqi.model import criteria as ast
from huiqi.model.profile import Answer, Missing
from huiqi.model.vocabulary import Fact, FactType, Quotient, SumOf

Scenario = Mapping[str, Answer]
Likely = tuple[tuple[float, Scenario], ...]
"""Answers to one or several facts, with weights that sum to 1."""

_SIZES: Mapping[str, tuple[float, float]] = {
    "employees": (40, 1.3),
    "revenue": (2_000_000_000, 1.5),
    "total_assets": (2_000_000_000, 1.5),
}
"""Median (人, 分) and spread of the logarithm, where the usual size of companies is known."""

_GIVEN: Mapping[str, tuple[str, float, float]] = {
    "cost_and_expenses": ("revenue", 0.93, 0.2),
    "revenue": ("employees", 60_000_000, 0.9),
    "total_assets": ("revenue", 1.0, 0.8),
}
"""The same as a multiple of another amount, once that is known. Of 100 yuan revenue about 85 are
costs and 8 expenses (National Bureau of Statistics, industrial enterprises, 2023); revenue a head
(in 分) and assets are orders of magnitude."""

_SHARES: Mapping[tuple[tuple[str, ...], tuple[str, ...]], tuple[float, float]] = {
    (("rd_spend",), ("revenue",)): (0.015, 1.2),
    (("rd_spend",), ("cost_and_expenses",)): (0.015, 1.2),
    (("tech_staff",), ("employees",)): (0.1, 1.0),
    (("total_liabilities",), ("total_assets",)): (0.55, 0.5),
}
"""The same of one amount's share of another, where it is known. Industrial enterprises above the
designated size spend about 1.5 % of their revenue on R&D and owe about 57 % of their assets
(National Bureau of Statistics, yearly bulletins for 2022); a tenth of the staff is the limit that
the conditions for high-tech enterprises draw, and about what industry has."""

_USUAL_DIVISOR: Mapping[FactType, int] = {
    FactType.MONEY: 3_000_000_000,
    FactType.COUNT: 100,
    FactType.NUMBER: 100,
    FactType.RATIO: 1,
}
"""What a share is taken of: 30 million yuan (in 分), a hundred people."""


@dataclass(frozen=True)
class Comparison:
    """Base facts whose sum `of`, divided by the sum `per` if there are any, meets thresholds."""

    of: tuple[str, ...]
    per: tuple[str, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.of + self.per))


class LikelyAmounts:
    """The likely amounts of the quantities of a rulebook, by the tests that read them."""

    def __init__(self, book: CheckedRulebook, tests: Iterable[ast.Test]) -> None:
        self._declared = book.vocabulary.facts
        self._bounds: dict[Comparison, set[Fraction]] = {}
        for test in tests:
            if isinstance(test, ast.Compare) and not isinstance(
                test.threshold, (ast.Day, ast.Length)
            ):
                comparison = self._comparison(test)
                if comparison is not None:
                    bound = threshold_value(test.threshold)
                    self._bounds.setdefault(comparison, set()).add(bound)
        self._kept: dict[tuple[object, ...], Likely] = {}

    def _comparison(self, test: ast.Compare) -> Comparison | None:
        """What the test compares, in facts that are not derived; None if it has no such form."""
        of = tuple(name for fact in test.of for name in self._sum(fact))
        per = tuple(name for fact in test.per for name in self._sum(fact))
        if not per and len(of) == 1:
            derive = self._declared[of[0]].derive
            if isinstance(derive, Quotient):
                of, per = self._sum(derive.of), self._sum(derive.per)
        if any(self._declared[name].derive for name in (*of, *per)):
            return None
        return Comparison(of, per)

    def _sum(self, fact: str) -> tuple[str, ...]:
        derive = self._declared[fact].derive
        if isinstance(derive, SumOf):
            return tuple(name for part in derive.of for name in self._sum(part))
        return (fact,)

    @cached_property
    def _beside(self) -> Mapping[str, frozenset[str]]:
        """For each fact those that it is added to or divided by."""
        found: dict[str, set[str]] = {}
        for comparison in self._bounds:
            for fact in comparison.facts:
                found.setdefault(fact, set()).update(comparison.facts)
        for fact, (other, _, _) in _GIVEN.items():
            if fact in found:
                found[fact].add(other)
        return {fact: frozenset(others) for fact, others in found.items()}

    def beside(self, fact: str) -> frozenset[str]:
        """The facts that this one is added to or divided by, itself among them."""
        return self._beside.get(fact, frozenset())

    def of(self, facts: tuple[str, ...], answers: Mapping[str, Answer]) -> Likely:
        """Amounts for these facts between the thresholds, given the answers to the rest."""
        others = sorted({o for fact in facts for o in self._beside.get(fact, ())} - {*facts})
        key = (facts, *(answers.get(other) for other in others))
        if key not in self._kept:
            if len(self._kept) == _KEPT:
                self._kept.clear()
            self._kept[key] = self._between_thresholds(facts, answers)
        return self._kept[key]

    def _between_thresholds(self, facts: tuple[str, ...], answers: Mapping[str, Answer]) -> Likely:
        weighed = [
            (weight, filled)
            for comparison, bounds in self._bounds.items()
            if not {*facts}.isdisjoint(comparison.facts)
            for weight, share in _weighed(comparison, _between(bounds))
            if (filled := _fill(comparison, share, facts, answers, self._declared)) is not None
            and len(filled) == len(facts)
        ]
        if not weighed:
            weighed = [(1.0, {fact: _typed(Fraction(1), self._declared[fact]) for fact in facts})]
        size = _usual_size(facts[0], answers) if len(facts) == 1 else None
        if size is not None:
            return _by_size(facts[0], size, [scenario for _, scenario in weighed])
        total = sum(weight for weight, _ in weighed)
        return tuple((weight / total, scenario) for weight, scenario in weighed)


_KEPT = 4096
"""So many results are kept."""


def _weighed(
    comparison: Comparison, amounts: Sequence[Fraction]
) -> Iterator[tuple[float, Fraction]]:
    """Each amount with the share of companies that it stands nearest to, if that is known."""
    if (comparison.of, comparison.per) not in _SHARES or amounts[0] <= 0:
        yield from ((1.0, amount) for amount in amounts)
        return
    median, spread = _SHARES[comparison.of, comparison.per]
    weights = _nearest(amounts, median, spread)
    yield from ((len(amounts) * w, amount) for w, amount in zip(weights, amounts, strict=True))


def _nearest(amounts: Sequence[Any], median: float, spread: float) -> Iterator[float]:
    """For each of the rising amounts how much of a lognormal variate lies nearest to it."""
    usual = NormalDist(log(median), spread)
    edges = [usual.cdf(log(low * high) / 2) for low, high in pairwise(amounts)]
    return (high - low for low, high in pairwise((0.0, *edges, 1.0)))


def _usual_size(fact: str, answers: Mapping[str, Answer]) -> tuple[float, float] | None:
    """Median and spread of an amount, as far as they are known."""
    if fact in _GIVEN:
        other, times, spread = _GIVEN[fact]
        known: Any = answers.get(other)
        if known is not None and not isinstance(known, Missing) and known > 0:
            return float(known) * times, spread
    return _SIZES.get(fact)


def _by_size(
    fact: str, size: tuple[float, float], scenarios: Sequence[Mapping[str, Any]]
) -> Likely:
    """The amounts of one fact, each with the share of companies that it stands nearest to."""
    median, spread = size
    amounts = sorted({scenario[fact] for scenario in scenarios if scenario[fact] > 0})
    if not amounts:
        # Beside an amount of nothing only nothing is in question, and no size tells that apart.
        return tuple((1 / len(scenarios), scenario) for scenario in scenarios)
    weights = _nearest(amounts, median, spread)
    return tuple((w, {fact: amount}) for w, amount in zip(weights, amounts, strict=True))


def _between(bounds: Iterable[Fraction]) -> list[Fraction]:
    """An amount below the first bound, one between each two, and one above the last."""
    marks = sorted(bounds)
    middle = [(low + high) / 2 for low, high in pairwise(marks)]
    below = marks[0] / 2 if marks[0] > 0 else marks[0] - 1
    above = marks[-1] * 2 if marks[-1] > 0 else marks[-1] + 1
    return [below, *middle, above]


def _fill(
    comparison: Comparison,
    share: Fraction,
    facts: tuple[str, ...],
    answers: Mapping[str, Answer],
    declared: Mapping[str, Fact],
) -> dict[str, Answer] | None:
    """Answers to `facts` with which the comparison comes to `share`; None where none does."""
    amounts = {n: Fraction(_USUAL_DIVISOR[declared[n].type]) for n in comparison.facts}
    for name in comparison.facts:
        answer: Any = answers.get(name)
        if name not in facts:
            if answer is None or isinstance(answer, Missing):
                return None
            amounts[name] = Fraction(answer)
    above = [n for n in comparison.of if n in facts and n not in comparison.per]
    below = [n for n in comparison.per if n in facts and n not in comparison.of]
    dividend = sum((amounts[n] for n in comparison.of if n not in above), Fraction())
    divisor = sum((amounts[n] for n in comparison.per if above or n not in below), Fraction())
    if above:
        rest = share * (divisor if comparison.per else 1) - dividend
    else:
        rest = (dividend / share if share > 0 else 0) - divisor
    for name in above or below:
        amounts[name] = rest / len(above or below)
    return {name: _typed(amounts[name], declared[name]) for name in facts if name in amounts}


def _typed(amount: Fraction, fact: Fact) -> Answer:
    if amount < 0 and not fact.may_be_negative:
        amount = Fraction(0)
    return round(amount) if fact.type in (FactType.MONEY, FactType.COUNT) else amount
