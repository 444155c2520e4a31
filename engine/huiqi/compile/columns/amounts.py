"""Exact arithmetic on columns of 64-bit integers: ratios multiplied out, never divided.

A quantity is a fraction of two integer expressions. Every expression carries the largest magnitude
it can reach; a product that could leave 64 bits is not computed, and its rows are left to the
reference evaluator (`Columns.beyond`). So are values larger than `LIMITS`, and numbers or ratios
with more digits than their scale holds where they take part in arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiqi.compile.columns.truth import Bool, Expr, Frames, both, either, invert
from huiqi.model import criteria as ast
from huiqi.model.vocabulary import FactType

LARGEST = 2**62
"""No intermediate result is larger than this."""
SCALE = 10**9
"""Numbers and ratios are counted in billionths."""
LIMITS: Mapping[FactType, int] = {
    FactType.MONEY: 10**15,
    FactType.COUNT: 10**9,
    FactType.NUMBER: 10**6,
    FactType.RATIO: 10**6,
}
"""The largest amounts computed in columns: 10 万亿元 in 分, heads, and plain numbers."""


class Overflow(Exception):
    """The comparison could leave 64 bits."""


@dataclass(frozen=True)
class Whole:
    """An integer, as an expression or known while compiling, and the most it can amount to."""

    value: Any
    most: int

    def __mul__(self, other: Whole) -> Whole:
        if self is ONE or other is ONE:
            return other if self is ONE else self
        return Whole(self.value * other.value, _bounded(self.most * other.most))

    def __add__(self, other: Whole) -> Whole:
        return Whole(self.value + other.value, _bounded(self.most + other.most))


ONE = Whole(1, 1)


def whole(number: int) -> Whole:
    """A number known while compiling."""
    return ONE if number == 1 else Whole(number, _bounded(abs(number)))


def _bounded(most: int) -> int:
    if most > LARGEST:
        raise Overflow
    return most


@dataclass(frozen=True)
class Amount:
    """A quantity in every row: `over` / `under`, where it is known; and where it does not apply.

    `under` is positive where the amount is known. `known` and `inapplicable` exclude each other.
    """

    over: Whole
    under: Whole
    known: Bool
    inapplicable: Bool = False


def total(amounts: Sequence[Amount]) -> Amount:
    """The sum over the common denominator: unknown if any part is, inapplicable if any part is.

    Raises: Overflow.
    """
    over, under = amounts[0].over, amounts[0].under
    for amount in amounts[1:]:
        if amount.under is under:
            over = over + amount.over
        else:
            over = over * amount.under + amount.over * under
            under = under * amount.under
    inapplicable = either(a.inapplicable for a in amounts)
    return Amount(over, under, both(a.known for a in amounts), inapplicable)


def quotient(dividend: Amount, divisor: Amount) -> Amount:
    """One amount divided by another; unknown where the divisor is not positive.

    Raises: Overflow.
    """
    known = both((dividend.known, divisor.known))
    inapplicable = either((dividend.inapplicable, divisor.inapplicable))
    if known is not False:
        known = both((known, divisor.over.value > 0))
    over, under = dividend.over, divisor.over
    if dividend.under is not divisor.under:
        over, under = over * divisor.under, under * dividend.under
    return Amount(over, under, known, inapplicable)


def either_amount(frames: Frames, stated: Amount, derived: Amount) -> Amount:
    """What is stated, or else what is derived; both may be unknown."""
    said = either((stated.known, stated.inapplicable))
    if said is False:
        return derived
    here = stated.known
    return Amount(
        _chosen(frames, here, stated.over, derived.over),
        _chosen(frames, here, stated.under, derived.under),
        either((stated.known, both((invert(said), derived.known)))),
        either((stated.inapplicable, both((invert(said), derived.inapplicable)))),
    )


def _chosen(frames: Frames, condition: Expr, then: Whole, otherwise: Whole) -> Whole:
    if then is otherwise:
        return then
    value = frames.when(condition).then(_lifted(frames, then)).otherwise(_lifted(frames, otherwise))
    return Whole(value, max(then.most, otherwise.most))


def _lifted(frames: Frames, whole: Whole) -> Expr:
    return frames.lit(whole.value) if isinstance(whole.value, int) else whole.value


def compared(amount: Amount, op: ast.Operator, over: int, under: int) -> Bool:
    """Whether the amount stands so to a threshold; meaningful where it is known.

    Raises: Overflow.
    """
    left = amount.over * whole(under)
    right = amount.under * whole(over)
    if op is ast.Operator.AT_LEAST:
        return left.value >= right.value
    if op is ast.Operator.AT_MOST:
        return left.value <= right.value
    if op is ast.Operator.MORE_THAN:
        return left.value > right.value
    if op is ast.Operator.LESS_THAN:
        return left.value < right.value
    return left.value == right.value
