"""What a company may answer: a handful of likely answers to each fact, with their weights.

They serve to weigh questions, never to decide anything. The answers are taken from the rules, so
that every threshold, region, industry, value and title they name is met from both sides; how
likely each answer is follows from the few rules of thumb in `_Prior`. Weights of one fact sum to 1.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import exp, log
from statistics import NormalDist
from typing import Any

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.leaf import threshold_value
from huiqi.load.tables import divisions, industries
from huiqi.model import criteria as ast
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Holding, Members, Missing
from huiqi.model.rule_files import criteria_of
from huiqi.model.sector import Sector
from huiqi.model.taxonomy import CodeSet, Span, Taxonomy
from huiqi.model.vocabulary import Fact, FactType, Quotient, SumOf


class _Prior:
    """How likely answers are, where nothing but their kind is known."""

    YES = 0.3
    """An activity is carried on, a judgement favourable, a value of a set present."""
    EXCLUDED = 0.05
    """A yes that rules only ever hold against a company, or a no that they hardly expect."""
    USUAL = 0.85
    """The usual value of an enumeration: "none" or "other", or the first listed."""
    NO_TITLE = 0.5
    """No certificate at all; the titles share the rest."""
    NOT_APPLICABLE = 0.1
    """Where "does not apply" is an answer."""
    YEARS = 8.0
    """How long ago dates lie on average: half as many companies for every 5.5 years more."""
    OF_FACT: Mapping[str, float] = {"resident_enterprise": 0.95}
    """Chances of a yes that differ from the above."""
    SIZES: Mapping[str, tuple[float, float]] = {
        "employees": (40, 1.3),
        "revenue": (2_000_000_000, 1.5),
        "total_assets": (2_000_000_000, 1.5),
    }
    """Median (人, 分) and spread of the logarithm of amounts whose usual size is known."""


Scenario = Mapping[str, Answer]
Likely = tuple[tuple[float, Scenario], ...]
"""Answers to one or several facts, with weights that sum to 1."""


@dataclass(frozen=True)
class Comparison:
    """Base facts whose sum `of`, divided by the sum `per` if there are any, meets thresholds."""

    of: tuple[str, ...]
    per: tuple[str, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.of + self.per))


class LikelyAnswers:
    """The likely answers to the facts that the programmes of a rulebook read on a day."""

    def __init__(self, book: CheckedRulebook, as_of: date) -> None:
        self.book = book
        self.as_of = as_of
        self._tests: dict[str, list[ast.Test]] = {}
        self._bounds: dict[Comparison, set[Fraction]] = {}
        for test in self._all_tests():
            self._take(test)
        self._places = _Cells(divisions(), self._code_sets(ast.Located))
        self._sectors = _Cells(industries(), self._code_sets(ast.InSector))
        self._fixed: dict[str, Likely] = {}

    def _all_tests(self) -> Iterator[ast.Test]:
        facts = self.book.vocabulary.facts
        programmes = self.book.current(self.as_of)
        criteria = [programme.eligible for programme in programmes]
        for fact in facts.values():
            criteria += criteria_of(fact.derive) if fact.derive else ()
        for criterion in criteria:
            yield from (leaf.test for leaf in ast.leaves(criterion))
            yield from _band_tests(criterion)

    def _take(self, test: ast.Test) -> None:
        if isinstance(test, ast.Compare) and not isinstance(test.threshold, (ast.Day, ast.Length)):
            comparison = self.comparison(test)
            if comparison is not None:
                bound = threshold_value(test.threshold)
                self._bounds.setdefault(comparison, set()).add(bound)
        elif not isinstance(test, ast.StatedElsewhere):
            for fact in ast.facts_of_test(test):
                tests = self._tests.setdefault(fact, [])
                if test not in tests:
                    tests.append(test)

    def comparison(self, test: ast.Compare) -> Comparison | None:
        """What the test compares, in facts that are not derived; None where that has no such form."""
        of = tuple(name for fact in test.of for name in self._sum(fact))
        per = tuple(name for fact in test.per for name in self._sum(fact))
        if not per and len(of) == 1:
            derive = self.book.vocabulary.facts[of[0]].derive
            if isinstance(derive, Quotient):
                of, per = self._sum(derive.of), self._sum(derive.per)
        if any(self.book.vocabulary.facts[name].derive for name in (*of, *per)):
            return None
        return Comparison(of, per)

    def _sum(self, fact: str) -> tuple[str, ...]:
        derive = self.book.vocabulary.facts[fact].derive
        if isinstance(derive, SumOf):
            return tuple(name for part in derive.of for name in self._sum(part))
        return (fact,)

    def _code_sets(self, kind: type) -> list[CodeSet]:
        return [s for test, s in self.book.code_sets.items() if isinstance(test, kind)]

    def of(self, facts: Sequence[str], answers: Mapping[str, Answer]) -> Likely:
        """What may be answered to these facts together, given the answers so far."""
        if len(facts) == 1:
            return self._of_one(self.book.vocabulary.facts[facts[0]], answers)
        quantities = all(self.book.vocabulary.facts[f].type.is_quantity for f in facts)
        if quantities:
            return self._of_amounts(tuple(facts), answers)
        likely: Likely = ((1.0, {}),)
        for fact in facts:
            one = self._of_one(self.book.vocabulary.facts[fact], answers)
            likely = tuple((p * q, {**a, **b}) for p, a in likely for q, b in _few(one))
        return likely

    def _of_one(self, fact: Fact, answers: Mapping[str, Answer]) -> Likely:
        answer = answers.get(fact.id)
        if fact.type is FactType.LOCATION:
            known = answer.codes if isinstance(answer, Location) else ()
            cells = self._places.within(divisions().spans(known))
            return tuple((w, {fact.id: Location((code,))}) for w, code in cells)
        if fact.type is FactType.SECTOR:
            codes = (answer.code,) if isinstance(answer, Sector) else ()
            cells = self._sectors.within(industries().spans(codes))
            return tuple((w, {fact.id: Sector(code)}) for w, code in cells)
        if fact.type.is_quantity:
            return self._of_amounts((fact.id,), answers)
        if fact.id not in self._fixed:
            self._fixed[fact.id] = self._without_knowledge(fact)
        return self._fixed[fact.id]

    def _without_knowledge(self, fact: Fact) -> Likely:
        if fact.type is FactType.BOOL:
            yes = self._yes(fact)
            weighed: list[tuple[float, Answer]] = [(yes, True), (1 - yes, False)]
        elif fact.type is FactType.ENUM:
            weighed = list(_enumerated(fact))
        elif fact.type is FactType.SET:
            weighed = list(self._sets(fact))
        elif fact.type is FactType.DATE:
            weighed = list(self._days(fact.id))
        else:
            weighed = list(self._certificates())
        if fact.may_not_apply:
            weighed = [((1 - _Prior.NOT_APPLICABLE) * w, a) for w, a in weighed]
            weighed.append((_Prior.NOT_APPLICABLE, Missing.NOT_APPLICABLE))
        return tuple((w, {fact.id: a}) for w, a in weighed)

    def _yes(self, fact: Fact) -> float:
        if fact.id in _Prior.OF_FACT:
            return _Prior.OF_FACT[fact.id]
        wanted = {test.value for test in self._tests.get(fact.id, ()) if isinstance(test, ast.Is)}
        return _Prior.EXCLUDED if wanted == {False} else _Prior.YES

    def _sets(self, fact: Fact) -> Iterator[tuple[float, Answer]]:
        tests = [t for t in self._tests.get(fact.id, ()) if isinstance(t, ast.OneOf)]
        named = tuple(dict.fromkeys(value for test in tests for value in test.values))
        yield (1 - _Prior.YES if named else 1.0), Members(frozenset())
        for value in named:
            yield _Prior.YES / len(named), Members(frozenset((value,)))

    def _days(self, fact: str) -> Iterator[tuple[float, Answer]]:
        """A day between each two that the rules count from, and one before them all."""
        marks = {self.as_of}
        for test in self._tests.get(fact, ()):
            if isinstance(test, ast.Compare) and isinstance(test.threshold, ast.Day):
                marks.add(min(test.threshold.value, self.as_of))
            elif isinstance(test, ast.Compare) and isinstance(test.threshold, ast.Length):
                marks.add(test.threshold.value.before(self.as_of))
        days = sorted(marks)
        still = [exp((day - self.as_of).days / 365 / _Prior.YEARS) for day in days]
        yield still[0], days[0] - timedelta(days=365)
        for (a, b), (low, high) in zip(pairwise(days), pairwise(still), strict=True):
            yield high - low, a + (b - a) / 2

    def _certificates(self) -> Iterator[tuple[float, Answer]]:
        titles = self.book.vocabulary.certifications
        yield _Prior.NO_TITLE, Certificates(())
        issued = self.as_of - timedelta(days=180)
        for title in titles.values():
            tier = title.tiers[-1] if title.tiers else None
            held = Holding(title.id, tier, issued)
            yield (1 - _Prior.NO_TITLE) / len(titles), Certificates((held,))

    def _of_amounts(self, facts: tuple[str, ...], answers: Mapping[str, Answer]) -> Likely:
        """Amounts between the thresholds that the rest of the answers leaves for them."""
        scenarios: list[dict[str, Answer]] = []
        for comparison, bounds in self._bounds.items():
            if set(facts) & set(comparison.facts):
                for share in _between(bounds):
                    filled = _fill(comparison, share, facts, answers, self._declared)
                    if filled is not None and len(filled) == len(facts):
                        scenarios.append(filled)
        if facts[0] in _Prior.SIZES and len(facts) == 1:
            return _by_size(facts[0], scenarios)
        rest = scenarios or [{f: _typed(Fraction(1), self._declared[f]) for f in facts}]
        return tuple((1 / len(rest), s) for s in rest)

    @property
    def _declared(self) -> Mapping[str, Fact]:
        return self.book.vocabulary.facts


def _by_size(fact: str, scenarios: Sequence[Mapping[str, Any]]) -> Likely:
    """The amounts of one fact, each with the share of companies that it stands nearest to."""
    median, spread = _Prior.SIZES[fact]
    amounts = sorted({scenario[fact] for scenario in scenarios if scenario[fact] > 0})
    usual = NormalDist(log(median), spread)
    edges = [usual.cdf(log(low * high) / 2) for low, high in pairwise(amounts)]
    return tuple(
        (high - low, {fact: amount})
        for (low, high), amount in zip(pairwise((0.0, *edges, 1.0)), amounts, strict=True)
    )


def _band_tests(criterion: ast.Criterion) -> Iterator[ast.Test]:
    """The limits of bands, as tests."""
    if isinstance(criterion, ast.Banded):
        for band in criterion.bands:
            if band.up_to is not None:
                yield ast.Compare(of=(criterion.by,), op=ast.Operator.AT_MOST, threshold=band.up_to)
    for part in ast.parts(criterion):
        yield from _band_tests(part)


def _few(likely: Likely, most: int = 4) -> Likely:
    """The heaviest of the scenarios, their weights made to sum to 1."""
    kept = sorted(likely, key=lambda pair: -pair[0])[:most]
    total = sum(weight for weight, _ in kept)
    return tuple((weight / total, scenario) for weight, scenario in kept)


def _enumerated(fact: Fact) -> Iterator[tuple[float, Answer]]:
    usual = next((v for v in ("none", "other") if v in fact.values), next(iter(fact.values)))
    usual = next(iter(fact.values)) if "enterprise" in fact.values else usual
    others = [value for value in fact.values if value != usual]
    yield (_Prior.USUAL if others else 1.0), usual
    for value in others:
        yield (1 - _Prior.USUAL) / len(others), value


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
    amounts: dict[str, Fraction] = {}
    for name in comparison.facts:
        answer: Any = answers.get(name)
        if name not in facts:
            if answer is None or isinstance(answer, Missing):
                return None
            amounts[name] = Fraction(answer)
    open_of = [n for n in comparison.of if n in facts]
    open_per = [n for n in comparison.per if n in facts and n not in open_of]
    for name in open_per if open_of else ():
        amounts[name] = Fraction(_USUAL_AMOUNT[declared[name].type])
    if comparison.per and not open_of:
        dividend = sum((amounts[n] for n in comparison.of), Fraction())
        wanted = dividend / share if share > 0 else Fraction(0)
        known = sum((amounts[n] for n in comparison.per if n not in open_per), Fraction())
        targets = open_per
    else:
        divisor = sum((amounts[n] for n in comparison.per), Fraction()) if comparison.per else 1
        wanted = share * divisor
        known = sum((amounts[n] for n in comparison.of if n not in open_of), Fraction())
        targets = open_of
    for name in targets:
        amounts[name] = (wanted - known) / len(targets)
    return {name: _typed(amounts[name], declared[name]) for name in facts if name in amounts}


_USUAL_AMOUNT: Mapping[FactType, int] = {
    FactType.MONEY: 3_000_000_000,
    FactType.COUNT: 100,
    FactType.NUMBER: 100,
    FactType.RATIO: 1,
}
"""A divisor, where a share is asked for: 30 million yuan, a hundred people."""


def _typed(amount: Fraction, fact: Fact) -> Answer:
    if amount < 0 and not fact.may_be_negative:
        amount = Fraction(0)
    return round(amount) if fact.type in (FactType.MONEY, FactType.COUNT) else amount


class _Cells:
    """A code table cut where any rule cuts it; places in one cell are alike to all rules."""

    def __init__(self, tree: Taxonomy, sets: Sequence[CodeSet]) -> None:
        cuts = {0, tree.leaf_count}
        for codes in sets:
            cuts.update(end for span in (*codes.certain, *codes.possible) for end in span)
        self._cuts = sorted(cuts)
        self._alike = [
            tuple(codes.contains([(low, low + 1)]) for codes in sets) for low in self._cuts[:-1]
        ]
        self._leaves = [""] * tree.leaf_count
        for code in tree:
            if not tree.children(code):
                self._leaves[tree.span(code)[0]] = code

    def within(self, spans: Sequence[Span]) -> list[tuple[float, str]]:
        """For each kind of cell within the spans (everywhere, if there are none) a code of it.

        The weight is the part of the leaves that lies in cells of this kind.
        """
        found: dict[tuple[Truth, ...], tuple[int, str]] = {}
        for low, high in spans or [(0, len(self._leaves))]:
            at = bisect_right(self._cuts, low) - 1
            while low < high:
                end = min(high, self._cuts[at + 1])
                size, code = found.get(self._alike[at], (0, self._leaves[low]))
                found[self._alike[at]] = size + end - low, code
                low, at = end, at + 1
        total = sum(size for size, _ in found.values())
        return [(size / total, code) for size, code in found.values()]
