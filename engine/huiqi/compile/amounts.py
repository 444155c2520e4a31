"""Exact arithmetic as Python expressions: rational numbers whose denominators are multiplied out.

The expressions hold whole numbers and the variables that `to_python` assigns: `a` and a number for
a fact counted in whole units (分, heads); `n` and `d` for numerator and denominator of a number or
ratio, `a` then only telling whether it is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from huiqi.model import criteria as ast
from huiqi.model.vocabulary import Fact, FactType

RATIONAL = (FactType.NUMBER, FactType.RATIO)

SIGNS = {
    ast.Operator.AT_LEAST: ">=",
    ast.Operator.AT_MOST: "<=",
    ast.Operator.MORE_THAN: ">",
    ast.Operator.LESS_THAN: "<",
    ast.Operator.EQUALS: "==",
}


class Amount(NamedTuple):
    """A rational number: an expression over the product of others, which are positive."""

    over: str
    under: tuple[str, ...] = ()


ONE = Amount("1")


class Amounts:
    """The amounts of facts, each fact known by its number."""

    def __init__(self, facts: Mapping[str, Fact], numbers: Mapping[str, int]) -> None:
        self._facts = facts
        self._numbers = numbers

    def of(self, name: str) -> Amount:
        """The value of one fact, which must be known where the expression is evaluated."""
        number = self._numbers[name]
        if self._facts[name].type in RATIONAL:
            return Amount(f"n{number}", (f"d{number}",))
        return Amount(f"a{number}")

    def sum(self, names: tuple[str, ...]) -> Amount:
        """The sum of several facts over their common denominator."""
        amounts = [self.of(name) for name in names]
        terms = [
            times(amount.over, *(d for j, a in enumerate(amounts) if j != i for d in a.under))
            for i, amount in enumerate(amounts)
        ]
        under = tuple(d for amount in amounts for d in amount.under)
        return Amount(terms[0] if len(terms) == 1 else f"({' + '.join(terms)})", under)

    def test(self, test: ast.Compare) -> str:
        """A comparison of a sum or a ratio with its threshold; the divisor must be positive."""
        divisor = self.sum(test.per) if test.per else ONE
        return compare(self.sum(test.of), SIGNS[test.op], test.threshold, divisor)


def compare(total: Amount, sign: str, bound: ast.Threshold, divisor: Amount = ONE) -> str:
    """Whether total / divisor stands so to the bound, without any division."""
    over, under = _ratio(bound)
    left = times(str(under), total.over, *divisor.under)
    return f"{left} {sign} {times(str(over), divisor.over, *total.under)}"


def times(*factors: str) -> str:
    """The product of expressions."""
    return " * ".join(factor for factor in factors if factor != "1") or "1"


def _ratio(threshold: ast.Threshold) -> tuple[int, int]:
    """A threshold as numerator and denominator: 分 for money."""
    if isinstance(threshold, ast.Money):
        return threshold.fen, 1
    assert isinstance(threshold, (ast.Share, ast.Number))
    return threshold.value.as_integer_ratio()
