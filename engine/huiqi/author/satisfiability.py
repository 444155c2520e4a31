"""Which branches of a rule can never matter, decided over the typed facts by the solver Z3.

A rule is translated to two-valued logic over complete facts: amounts are non-negative integers,
ratios reals, places and sectors leaves of their trees, sets a boolean per member; conditions set
elsewhere and certificates are free. Z3 (https://github.com/Z3Prover/z3) then decides, not samples:
a criterion that cannot be met, one that cannot fail, and parts that change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

import z3

from huiqi.base.diagnostics import Diagnostic
from huiqi.check.rulebook import CheckedRulebook, Membership
from huiqi.load.tables import divisions, industries
from huiqi.model import criteria as ast
from huiqi.model.programme import Programme
from huiqi.model.vocabulary import Cases, Fact, FactType, SumOf, Whether


def check_branches(book: CheckedRulebook) -> Iterator[Diagnostic]:
    """Findings HQ510 (never met), HQ511 (never failed) and HQ512 (changes nothing)."""
    for programme in book.programmes:
        yield from _Branches(book, programme).findings()


class _Branches:
    def __init__(self, book: CheckedRulebook, programme: Programme) -> None:
        self.programme = programme
        self.terms = Translation(book)
        self.whole = self.terms.criterion(programme.eligible)
        self.solver = z3.Solver()
        self.solver.add(*self.terms.constraints)

    def findings(self) -> Iterator[Diagnostic]:
        if not self._possible(self.whole):
            yield self._finding("HQ510", self.programme.eligible)
        elif not self._possible(z3.Not(self.whole)):
            yield self._finding("HQ511", self.programme.eligible)
        else:
            yield from self._within(self.programme.eligible, [])

    def _within(self, node: ast.Criterion, context: list[Any]) -> Iterator[Diagnostic]:
        """Parts that, under what surrounds them, never decide."""
        children = ast.parts(node)
        if isinstance(node, (ast.All, ast.Any)) and len(children) > 1:
            terms = [self.terms.criterion(child) for child in children]
            for index, child in enumerate(children):
                others = terms[:index] + terms[index + 1 :]
                # A part decides where the others leave it open: all true, or all false.
                leave_open = others if isinstance(node, ast.All) else [z3.Not(o) for o in others]
                around = [*context, *leave_open]
                if not (
                    self._possible(*around, terms[index])
                    and self._possible(*around, z3.Not(terms[index]))
                ):
                    yield self._finding("HQ512", child)
                else:
                    yield from self._within(child, around)
        elif isinstance(node, ast.Banded):
            for index, band in enumerate(node.bands):
                yield from self._within(band.then, [*context, self.terms.in_band(node, index)])
        elif isinstance(node, (ast.Not, ast.AtLeast)):
            for child in children:
                yield from self._within(child, context)

    def _possible(self, *terms: Any) -> bool:
        return bool(self.solver.check(*terms) != z3.unsat)

    def _finding(self, code: str, node: ast.Criterion) -> Diagnostic:
        return Diagnostic(code, {"id": self.programme.id}, node.span or self.programme.span)


class Translation:
    """Criteria as Z3 terms; `constraints` say what values facts can have."""

    def __init__(self, book: CheckedRulebook) -> None:
        self.book = book
        self.facts = book.vocabulary.facts
        self.constraints: list[Any] = []
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
            days = z3.Int(f"{test.of[0]} before {test.threshold.value}")
            return _compare(days, test.op, 0)
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
        """A free boolean each; a higher tier or a new recognition implies the plain holding."""
        if test not in self._held:
            term = self._held[test] = z3.Bool(f"holds {test!r}")
            plain = ast.Holds(certification=test.certification)
            if test != plain:
                self.constraints.append(z3.Implies(term, self._holds(plain)))
        return self._held[test]

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
