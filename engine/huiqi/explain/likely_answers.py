"""What a company may answer: a handful of likely answers to each fact, with their weights.

They serve to weigh questions, never to decide anything. The answers are taken from the rules, so
that every threshold, region, industry, value and title they name is met from both sides; how
likely each answer is follows from the few rules of thumb in `_Prior`. Weights of one fact sum to 1.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import exp

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.leaf import Circumstances
from huiqi.explain.likely_amounts import Likely, LikelyAmounts
from huiqi.load.tables import divisions, industries
from huiqi.model import criteria as ast
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Holding, Members, Missing
from huiqi.model.rule_files import criteria_of
from huiqi.model.sector import Sector
from huiqi.model.taxonomy import CodeSet, Span, Taxonomy
from huiqi.model.vocabulary import Fact, FactType


class _Prior:
    """How likely answers are, where nothing but their kind is known."""

    YES = 0.3
    """An activity is carried on, a judgement favourable, a value of a set present."""
    EXCLUDED = 0.05
    """A yes that rules only ever hold against a company."""
    USUAL = 0.85
    """The usual value of an enumeration: "none", or else the first listed."""
    NO_TITLE = 0.5
    """No certificate at all; the titles share the rest."""
    NOT_APPLICABLE = 0.1
    """Where "does not apply" is an answer."""
    YEARS = 8.0
    """How long ago dates lie on average: half as many companies for every 5.5 years more."""
    RARE = 0.03
    """A yes to what by its meaning few companies can say: leaders, funds, national awards."""
    OF_FACT: Mapping[str, float] = {
        # Nearly all who ask are registered in China.
        "resident_enterprise": 0.95,
        # Taxing by the books is the rule, by estimate the exception for those without books
        # (国税发〔2008〕30号, article 3).
        "audited_tax_collection": 0.9,
        # Some 300 national science and technology awards and some thousands of new standards a
        # year, and some 13,000 registered funds, against more than 50 million enterprises.
        "national_science_award_5y": RARE,
        "leads_standards": RARE,
        "venture_capital_firm": RARE,
        "sets_up_investment_fund": RARE,
        # So are issues of bonds and shares.
        "bond_intent": RARE,
        "listing_intent": RARE,
        # A leader has many behind it; a list names a handful.
        "industry_leader": RARE,
        "backbone_enterprise": RARE,
        "growth_hnte_named": RARE,
    }
    """Chances of a yes that differ from the above."""
    OF_USUAL: Mapping[str, float] = {
        # The eight fields of 国科发火〔2016〕32号 take in most of manufacturing, software and
        # technical services, so "none" is no better known than "one of them".
        "core_technology_field": 0.5,
    }
    """Shares of the usual value that differ from the above."""


_LOTS = 8
"""So many answers are tried that name some values of a set."""


class LikelyAnswers:
    """The likely answers to the facts that the programmes of a rulebook read on a day."""

    def __init__(self, book: CheckedRulebook, as_of: date) -> None:
        self.book = book
        self.as_of = as_of
        self._tests: dict[str, dict[ast.Test, None]] = {}
        tests = tuple(self._all_tests())
        for test in tests:
            for fact in ast.facts_of_test(test):
                self._tests.setdefault(fact, {})[test] = None
        self._amounts = LikelyAmounts(book, tests)
        self._places = _Cells(divisions(), self._code_sets(ast.Located))
        self._sectors = _Cells(industries(), self._code_sets(ast.InSector))
        self._fixed: dict[str, Likely] = {}
        self._chances: dict[ast.Test, tuple[float, float]] = {}

    def _all_tests(self) -> Iterator[ast.Test]:
        facts = self.book.vocabulary.facts
        programmes = self.book.current(self.as_of)
        criteria = [programme.eligible for programme in programmes]
        for fact in facts.values():
            criteria += criteria_of(fact.derive) if fact.derive else ()
        for criterion in criteria:
            yield from (leaf.test for leaf in ast.leaves(criterion))
            yield from _limits(criterion)

    def _code_sets(self, kind: type) -> list[CodeSet]:
        return [s for test, s in self.book.code_sets.items() if isinstance(test, kind)]

    def of(self, facts: Sequence[str], answers: Mapping[str, Answer]) -> Likely:
        """What may be answered, given the answers so far; several facts are quantities compared."""
        if len(facts) > 1:
            return self._amounts.of(tuple(facts), answers)
        return self._of_one(self._fact(facts[0]), answers)

    def beside(self, fact: str) -> frozenset[str]:
        """The facts whose answers bear on the likely answers to this one."""
        return self._amounts.beside(fact)

    def chances(
        self, test: ast.Test, facts: Sequence[str], answers: Mapping[str, Answer]
    ) -> tuple[float, float]:
        """How likely answers to the facts that a test reads make it true, and how likely false."""
        fixed = facts[0] not in answers and not self._fact(facts[0]).type.is_quantity
        if fixed and test in self._chances:
            return self._chances[test]
        true = false = 0.0
        for weight, scenario in self.of(facts, answers):
            truth = Circumstances(self.book, {**answers, **scenario}, self.as_of).truth(test)
            true += weight * (truth is Truth.TRUE)
            false += weight * (truth is Truth.FALSE)
        if fixed:
            self._chances[test] = true, false
        return true, false

    def _fact(self, name: str) -> Fact:
        return self.book.vocabulary.facts[name]

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
            return self._amounts.of((fact.id,), answers)
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
        """None of the values that rules name, or some of them: each is in one of a few lots."""
        tests = [t for t in self._tests.get(fact.id, ()) if isinstance(t, ast.OneOf)]
        named = tuple(dict.fromkeys(value for test in tests for value in test.values))
        lots = [named[n::_LOTS] for n in range(min(_LOTS, len(named)))]
        yield (1 - _Prior.YES if lots else 1.0), Members(frozenset())
        for lot in lots:
            yield _Prior.YES / len(lots), Members(frozenset(lot))

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


def _limits(criterion: ast.Criterion) -> Iterator[ast.Test]:
    """The limits of bands, as tests."""
    if isinstance(criterion, ast.Banded):
        for band in criterion.bands:
            if band.up_to is not None:
                yield ast.Compare(of=(criterion.by,), op=ast.Operator.AT_MOST, threshold=band.up_to)
    for part in ast.parts(criterion):
        yield from _limits(part)


def _enumerated(fact: Fact) -> Iterator[tuple[float, Answer]]:
    usual = "none" if "none" in fact.values else next(iter(fact.values))
    others = [value for value in fact.values if value != usual]
    share = _Prior.OF_USUAL.get(fact.id, _Prior.USUAL) if others else 1.0
    yield share, usual
    for value in others:
        yield (1 - share) / len(others), value


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
        self._known: dict[tuple[Span, ...], list[tuple[float, str]]] = {}

    def within(self, spans: Sequence[Span]) -> list[tuple[float, str]]:
        """For each kind of cell within the spans (everywhere, if there are none) a code of it.

        The weight is the part of the leaves that lies in cells of this kind.
        """
        key = tuple(spans)
        if key not in self._known:
            self._known[key] = self._within(key)
        return self._known[key]

    def _within(self, spans: Sequence[Span]) -> list[tuple[float, str]]:
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
