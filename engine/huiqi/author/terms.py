"""Criteria as terms of the solver Z3, in two-valued logic over complete facts.

Amounts are non-negative integers, ratios reals, places and sectors leaves of their trees, sets a
boolean per member, dates days beside a day of judging; conditions set elsewhere are free.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

import z3

from huiqi.author.date_terms import Dates, never_longer
from huiqi.check.rulebook import CheckedRulebook, Membership
from huiqi.load.tables import divisions, industries
from huiqi.model import criteria as ast
from huiqi.model.vocabulary import Cases, Fact, FactType, SumOf, Whether


class Translation:
    """Criteria as Z3 terms; `constraints` say what values facts can have."""

    def __init__(self, book: CheckedRulebook) -> None:
        self.book = book
        self.facts = book.vocabulary.facts
        self.constraints: list[Any] = []
        self._dates = Dates(self.constraints)
        self._known: dict[str, Any] = {}
        self._held: dict[ast.Holds, Any] = {}
        self._free = 0

    def criterion(self, node: ast.Criterion) -> Any:
        if isinstance(node, ast.Leaf):
            return self.test(node.test)
        if isinstance(node, ast.Banded):
            bands = range(len(node.bands))
            cases = [
                z3.Implies(self.in_band(node, i), self.criterion(node.bands[i].then)) for i in bands
            ]
            return z3.And(*cases)
        if isinstance(node, ast.Score):
            return self._score(node)
        parts = [self.criterion(part) for part in ast.parts(node)]
        if isinstance(node, ast.All):
            return z3.And(*parts)
        if isinstance(node, ast.Any):
            return z3.Or(*parts)
        return z3.Not(parts[0]) if isinstance(node, ast.Not) else z3.AtLeast(*parts, node.n)

    def in_band(self, node: ast.Banded, index: int) -> Any:
        """Whether the fact falls into a band."""
        value = self.fact(node.by)
        above = node.bands[index - 1].up_to if index else None
        up_to = node.bands[index].up_to
        bounds = [] if above is None else [value > _value(above)]
        return z3.And(*bounds, *([] if up_to is None else [value <= _value(up_to)]))

    def _score(self, node: ast.Score) -> Any:
        items = []
        for item in node.items:
            ladders = [
                reduce(
                    lambda rest, rung: z3.If(self.criterion(rung.when), _real(rung.points), rest),
                    reversed(ladder),
                    z3.RealVal(0),
                )
                for ladder in item.alternatives
            ]
            items.append(reduce(lambda a, b: z3.If(a >= b, a, b), ladders))
        return _compare(z3.Sum(*items), node.op, _real(node.threshold))

    def test(self, test: ast.Test) -> Any:
        """The term of a test, which is not met where one of its facts does not apply."""
        applies = [
            z3.Bool(f"{name} applies")
            for name in ast.facts_of_test(test)
            if self.facts[name].may_not_apply
        ]
        return z3.And(*applies, self._test(test)) if applies else self._test(test)

    def _test(self, test: ast.Test) -> Any:
        if isinstance(test, ast.StatedElsewhere):
            self._free += 1
            return z3.Bool(f"elsewhere {self._free}")
        if isinstance(test, ast.Compare):
            return self._comparison(test)
        if isinstance(test, ast.Is):
            return self.fact(test.fact) == test.value
        if isinstance(test, ast.OneOf):
            return z3.Or(*(self._has(test.fact, value) for value in test.values))
        if isinstance(test, ast.Holds):
            return self._holds(test)
        return self._inside(test)

    def _comparison(self, test: ast.Compare) -> Any:
        if isinstance(test.threshold, ast.Length):
            return self._dates.compare(self.fact(test.of[0]), test.op, test.threshold.value)
        total = z3.Sum(*(self.fact(name) for name in test.of))
        bound = _value(test.threshold)
        if not test.per:
            return _compare(total, test.op, bound)
        divisor = z3.Sum(*(self.fact(name) for name in test.per))
        return z3.And(divisor > 0, _compare(z3.ToReal(total), test.op, bound * z3.ToReal(divisor)))

    def _inside(self, test: Membership) -> Any:
        leaf = self.fact(test.fact)
        spans = self.book.code_sets[test].possible
        return z3.Or(*(z3.And(leaf >= low, leaf < high) for low, high in spans))

    def _holds(self, test: ast.Holds) -> Any:
        """A boolean each, which follows from those of the tests that ask for more."""
        if test not in self._held:
            term = z3.Bool(f"holds {test!r}")
            for other, known in self._held.items():
                if self._as_strict(test, other):
                    self.constraints.append(z3.Implies(term, known))
                if self._as_strict(other, test):
                    self.constraints.append(z3.Implies(known, term))
            self._held[test] = term
        return self._held[test]

    def _as_strict(self, test: ast.Holds, other: ast.Holds) -> bool:
        """Whether who meets the one test always meets the other."""
        same = test.certification == other.certification
        if not same and test.certification not in self.book.answered_by[other.certification]:
            return False
        # A certification that another implies is held at a tier that only the holder knows.
        tier = other.tier is None or (same and self._rank(test) >= self._rank(other))
        newly = other.newly is None or (
            test.newly is not None
            and never_longer(test.newly, other.newly)
            and (other.since is None or (test.since is not None and test.since >= other.since))
        )
        return tier and newly

    def _rank(self, test: ast.Holds) -> int:
        """The rank of the tier asked for; a certification of one tier is always of this one."""
        tiers = self.book.vocabulary.certifications[test.certification].tiers
        tier = tiers[0] if len(tiers) == 1 else test.tier
        return -1 if tier is None else self.book.vocabulary.tiers[tier].rank

    def _has(self, name: str, value: str) -> Any:
        if self.facts[name].type is FactType.SET:
            return z3.Bool(f"{name} has {value}")
        return self.fact(name) == list(self.facts[name].values).index(value)

    def fact(self, name: str) -> Any:
        """The term of a fact, its range and derivation constrained when first met."""
        if name not in self._known:
            fact = self.facts[name]
            self._known[name] = self._declare(fact)
            self._derive(fact)
        return self._known[name]

    def _declare(self, fact: Fact) -> Any:
        if fact.type is FactType.BOOL:
            return z3.Bool(fact.id)
        if fact.type in (FactType.RATIO, FactType.NUMBER):
            term = z3.Real(fact.id)
        else:
            term = z3.Int(fact.id)
        tree = {FactType.LOCATION: divisions, FactType.SECTOR: industries}.get(fact.type)
        if tree is not None:
            self.constraints += [term >= 0, term < tree().leaf_count]
        elif fact.type is FactType.ENUM:
            self.constraints += [term >= 0, term < len(fact.values)]
        elif not fact.may_be_negative:
            self.constraints.append(term >= 0)
        return term

    def _derive(self, fact: Fact) -> None:
        derive, term = fact.derive, self._known[fact.id]
        if isinstance(derive, SumOf):
            self.constraints.append(term == z3.Sum(*(self.fact(name) for name in derive.of)))
        elif isinstance(derive, Whether):
            self.constraints.append(term == self.criterion(derive.when))
        elif isinstance(derive, Cases):
            values = list(fact.values)
            none_before = z3.BoolVal(True)
            for choice in derive.choices:
                holds = self.criterion(choice.when)
                chosen = term == values.index(choice.value)
                self.constraints.append(z3.Implies(z3.And(none_before, holds), chosen))
                none_before = z3.And(none_before, z3.Not(holds))


def _compare(left: Any, op: ast.Operator, right: Any) -> Any:
    if op is ast.Operator.AT_LEAST:
        return left >= right
    if op is ast.Operator.AT_MOST:
        return left <= right
    if op is ast.Operator.MORE_THAN:
        return left > right
    return left < right if op is ast.Operator.LESS_THAN else left == right


def _value(threshold: ast.Threshold) -> Any:
    if isinstance(threshold, ast.Money):
        return z3.IntVal(threshold.fen)
    if isinstance(threshold, ast.Day):
        return z3.IntVal(threshold.value.toordinal())
    assert isinstance(threshold, (ast.Share, ast.Number))
    return _real(threshold.value)


def _real(value: Any) -> Any:
    numerator, denominator = value.as_integer_ratio()
    return z3.Q(numerator, denominator)
