"""Criteria as pairs of integer conditions for the rule engine: when met, and when failed.

The two conditions are Kleene duals: `not` swaps them, and where neither holds the criterion is
unknown. What the engine compares are integers — 分, head counts, day numbers, the sign of a
cross-multiplied ratio, possible values of an enumeration as 0 or 1 — which `Field`s describe as
plain data and the session reads off the answers. Scores and "at least n of" become tallies, whose
parts are decided by units of their own one stage earlier.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import lcm

from huiqi.check.rulebook import CheckedRulebook
from huiqi.compile.rete import And, Condition, Operator, Or, Test, simplify
from huiqi.compile.units import (
    Amount,
    Excess,
    Field,
    Inapplicable,
    Membership,
    Possible,
    Rung,
    Since,
    Tally,
    Unit,
)
from huiqi.model import criteria as ast
from huiqi.model.quantity import Period
from huiqi.model.vocabulary import Fact, FactType

_OPERATORS: dict[ast.Operator, tuple[Operator, Operator]] = {
    ast.Operator.AT_LEAST: (">=", "<"),
    ast.Operator.AT_MOST: ("<=", ">"),
    ast.Operator.MORE_THAN: (">", "<="),
    ast.Operator.LESS_THAN: ("<", ">="),
    ast.Operator.EQUALS: ("==", "!="),
}


@dataclass(frozen=True)
class Pair:
    """When a criterion is met and when it is failed."""

    met: Condition
    failed: Condition

    def __invert__(self) -> Pair:
        return Pair(self.failed, self.met)


def to_rete(name: str, criterion: ast.Criterion, book: CheckedRulebook) -> dict[str, Unit]:
    """The units that decide a criterion, those that others need first before them.

    The last one bears `name`.
    """
    return _Compiler(book).compile(name, criterion)


class _Compiler:
    def __init__(self, book: CheckedRulebook) -> None:
        self.facts = book.vocabulary.facts
        self.units: dict[str, Unit] = {}

    def compile(self, name: str, criterion: ast.Criterion) -> dict[str, Unit]:
        unit = Unit(name, False, False)
        pair = self._criterion(criterion, unit)
        unit.met, unit.failed = simplify(pair.met), simplify(pair.failed)
        self.units[name] = unit
        return self.units

    def _criterion(self, node: ast.Criterion, unit: Unit) -> Pair:
        if isinstance(node, ast.Leaf):
            return self._test(node.test, unit)
        if isinstance(node, ast.Score):
            return self._score(node, unit)
        if isinstance(node, ast.AtLeast):
            ladders = tuple(((self._rung(1, part, unit, i),),) for i, part in enumerate(node.of))
            return self._tally(ladders, ast.Operator.AT_LEAST, node.n, unit)
        if isinstance(node, ast.Banded):
            return self._banded(node, unit)
        if isinstance(node, ast.Not):
            return ~self._criterion(node.of, unit)
        pairs = [self._criterion(part, unit) for part in node.of]
        met, failed = tuple(p.met for p in pairs), tuple(p.failed for p in pairs)
        if isinstance(node, ast.All):
            return Pair(And(met), Or(failed))
        return Pair(Or(met), And(failed))

    def _banded(self, node: ast.Banded, unit: Unit) -> Pair:
        """Every band is either out of reach or agrees."""
        met: list[Condition] = []
        failed: list[Condition] = []
        above: Condition = False
        for band in node.bands:
            below_or_in = above
            beyond: Condition = False
            if band.up_to is not None:
                bound = ast.Compare(of=(node.by,), op=ast.Operator.AT_MOST, threshold=band.up_to)
                within = self._number(bound, unit)
                beyond, above = within.failed, within.met
            then = self._criterion(band.then, unit)
            met.append(Or((below_or_in, beyond, then.met)))
            failed.append(Or((below_or_in, beyond, then.failed)))
        return Pair(And(tuple(met)), And(tuple(failed)))

    def _score(self, node: ast.Score, unit: Unit) -> Pair:
        points = [rung.points for item in node.items for lad in item.alternatives for rung in lad]
        scale = lcm(*(p.as_integer_ratio()[1] for p in (*points, node.threshold)))
        items = []
        count = 0
        for item in node.items:
            ladders = []
            for ladder in item.alternatives:
                rungs = []
                for rung in ladder:
                    rungs.append(self._rung(int(rung.points * scale), rung.when, unit, count))
                    count += 1
                ladders.append(tuple(rungs))
            items.append(tuple(ladders))
        return self._tally(tuple(items), node.op, int(node.threshold * scale), unit)

    def _rung(self, points: int, when: ast.Criterion, unit: Unit, index: int) -> Rung:
        name = f"{unit.name}/{len(unit.tallies)}.{index}"
        inner = Unit(name, False, False)
        pair = self._criterion(when, inner)
        inner.met, inner.failed = simplify(pair.met), simplify(pair.failed)
        self.units[name] = inner
        return Rung(points, name)

    def _tally(
        self,
        items: tuple[tuple[tuple[Rung, ...], ...], ...],
        op: ast.Operator,
        threshold: int,
        unit: Unit,
    ) -> Pair:
        tally = Tally(items, f"{unit.name}#{len(unit.tallies)}")
        unit.tallies.append(tally)
        met, failed = _OPERATORS[op]
        return Pair(Test(tally.low, met, threshold), Test(tally.high, failed, threshold))

    def _test(self, test: ast.Test, unit: Unit) -> Pair:
        if isinstance(test, ast.StatedElsewhere):
            return Pair(False, False)
        if isinstance(test, ast.Compare):
            pair = self._compare(test, unit)
        elif isinstance(test, ast.Is):
            name = self._field(unit, f"amount:{test.fact!r}", Amount(test.fact))
            value = int(test.value)
            pair = Pair(Test(name, "==", value), Test(name, "==", 1 - value))
        elif isinstance(test, ast.OneOf):
            pair = self._one_of(test, unit)
        else:
            name = self._field(unit, f"membership:{test!r}", Membership(test))
            pair = Pair(Test(name, "==", 1), Test(name, "==", 0))
            if isinstance(test, ast.InSector) and test.open:
                pair = Pair(pair.met, False)
        return self._unless_inapplicable(pair, ast.facts_of_test(test), unit)

    def _unless_inapplicable(self, pair: Pair, facts: tuple[str, ...], unit: Unit) -> Pair:
        """What does not exist meets no condition."""
        may = tuple(f for f in facts if any(map(_may_not_apply, self._sources(f))))
        if not may:
            return pair
        name = self._field(unit, f"inapplicable:{may!r}", Inapplicable(may))
        return Pair(pair.met, Or((pair.failed, Test(name, "==", 1))))

    def _sources(self, name: str) -> Iterator[Fact]:
        fact = self.facts[name]
        yield fact
        derive = fact.derive
        of = getattr(derive, "of", ())
        for source in (of,) if isinstance(of, str) else of:
            yield from self._sources(source)
        if isinstance(per := getattr(derive, "per", None), str):
            yield from self._sources(per)

    def _one_of(self, test: ast.OneOf, unit: Unit) -> Pair:
        fact = self.facts[test.fact]
        named = [self._possible(unit, test.fact, value) for value in test.values]
        none = And(tuple(Test(name, "==", 0) for name in named))
        if fact.type is FactType.SET:
            met: Condition = Or(tuple(Test(name, "==", 1) for name in named))
        else:
            others = [value for value in fact.values if value not in test.values]
            known = Test(named[0], ">=", 0)
            met = And((known, *(Test(self._possible(unit, test.fact, o), "==", 0) for o in others)))
        return Pair(met, False if test.open else none)

    def _compare(self, test: ast.Compare, unit: Unit) -> Pair:
        threshold = test.threshold
        if isinstance(threshold, ast.Length):
            return self._elapsed(test.of[0], test.op, threshold.value, unit)
        if isinstance(threshold, ast.Day):
            name = self._field(unit, f"amount:{test.of[0]!r}", Amount(test.of[0]))
            return _pair(name, test.op, threshold.value.toordinal())
        return self._number(test, unit)

    def _number(self, test: ast.Compare, unit: Unit) -> Pair:
        """Whole amounts are compared as they are; anything else by the sign of the excess."""
        threshold = test.threshold
        if isinstance(threshold, ast.Money):
            numerator, denominator = threshold.fen, 1
        else:
            assert isinstance(threshold, (ast.Share, ast.Number))
            numerator, denominator = threshold.value.as_integer_ratio()
        kind = self.facts[test.of[0]].type
        whole = denominator == 1 and kind in (FactType.MONEY, FactType.COUNT)
        if whole and len(test.of) == 1 and not test.per:
            name = self._field(unit, f"amount:{test.of[0]!r}", Amount(test.of[0]))
            return _pair(name, test.op, numerator)
        excess = Excess(test.of, test.per, numerator, denominator)
        return _pair(self._field(unit, f"excess:{excess!r}", excess), test.op, 0)

    def _elapsed(self, fact: str, op: ast.Operator, period: Period, unit: Unit) -> Pair:
        name = self._field(unit, f"since:{fact!r}:{period}", Since(fact, period))
        if op is ast.Operator.AT_LEAST:
            return Pair(Test(name, "<=", 0), Test(name, ">", 0))
        if op is ast.Operator.MORE_THAN:
            return Pair(Test(name, "<", 0), Test(name, ">=", 0))
        today = Period(0, "day")
        come = self._field(unit, f"since:{fact!r}:{today}", Since(fact, today))
        inside, outside = _OPERATORS[
            ast.Operator.AT_LEAST if op is ast.Operator.AT_MOST else ast.Operator.MORE_THAN
        ]
        return Pair(
            And((Test(name, inside, 0), Test(come, "<=", 0))),
            Or((Test(name, outside, 0), Test(come, ">", 0))),
        )

    def _possible(self, unit: Unit, fact: str, value: str) -> str:
        return self._field(unit, f"possible:{fact!r}={value!r}", Possible(fact, value))

    def _field(self, unit: Unit, name: str, made: Field) -> str:
        unit.fields[name] = made
        return name


def _pair(name: str, op: ast.Operator, threshold: int) -> Pair:
    met, failed = _OPERATORS[op]
    return Pair(Test(name, met, threshold), Test(name, failed, threshold))


def _may_not_apply(fact: Fact) -> bool:
    return fact.may_not_apply
