"""The least amount of one quantity with which a comparison comes out as wanted.

Exact: the comparison is solved for the quantity in fractions, then rounded to what can be written
down, always to the side that meets it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

from huiqi.evaluate.leaf import threshold_value
from huiqi.model import criteria as ast
from huiqi.model.profile import Answer, Missing
from huiqi.model.quantity import FEN_PER_YUAN, MAX_FEN, MAX_NUMBER
from huiqi.model.vocabulary import Fact, FactType

_STEPS: Mapping[FactType, tuple[Fraction, ...]] = {
    FactType.MONEY: (Fraction(FEN_PER_YUAN), Fraction(1)),
    FactType.COUNT: (Fraction(1),),
    FactType.RATIO: (Fraction(1, 10_000),),
    FactType.NUMBER: (Fraction(1, 100),),
}
"""How finely amounts are proposed: whole 元 (分 where those will not do), hundredths of 1 %."""
_DECIMALS = 12

_Op = ast.Operator
_UPWARDS = (_Op.AT_LEAST, _Op.MORE_THAN)
_OPPOSITES: Mapping[_Op, tuple[_Op, ...]] = {
    _Op.AT_LEAST: (_Op.LESS_THAN,),
    _Op.MORE_THAN: (_Op.AT_MOST,),
    _Op.AT_MOST: (_Op.MORE_THAN,),
    _Op.LESS_THAN: (_Op.AT_LEAST,),
    _Op.EQUALS: (_Op.LESS_THAN, _Op.MORE_THAN),
}
_MIRRORED = {
    _Op.AT_LEAST: _Op.AT_MOST,
    _Op.MORE_THAN: _Op.LESS_THAN,
    _Op.AT_MOST: _Op.AT_LEAST,
    _Op.LESS_THAN: _Op.MORE_THAN,
    _Op.EQUALS: _Op.EQUALS,
}


def amounts_to_reach(
    test: ast.Compare, want: bool, fact: Fact, answers: Mapping[str, Answer]
) -> Iterator[int | Decimal]:
    """Amounts of the fact nearest to the threshold on its wanted side, all else as it is.

    Where less than nothing would do, and cannot be, nothing does: 0.

    None where the other quantities are not known, or where no amount would do.
    """
    line = _line(test, fact.id, answers)
    if line is None:
        return
    slope, rest = line
    if slope == 0:
        return
    for op in (test.op,) if want else _OPPOSITES[test.op]:
        edge, side = -rest / slope, op if slope > 0 else _MIRRORED[op]
        for step in _STEPS[fact.type]:
            amount = _beside(edge, side, step, exact=fact.type is not FactType.MONEY)
            if amount is not None and side in _UPWARDS and not fact.may_be_negative:
                amount = max(amount, Fraction())
            if amount is not None and _is_possible(amount, fact):
                yield _typed(amount, fact)


def _line(
    test: ast.Compare, name: str, answers: Mapping[str, Answer]
) -> tuple[Fraction, Fraction] | None:
    """The comparison as slope · amount + rest against 0."""
    bound = threshold_value(test.threshold)
    slope = Fraction(test.of.count(name)) - bound * test.per.count(name)
    rest = Fraction(0) if test.per else -bound
    for names, weight in ((test.of, Fraction(1)), (test.per, -bound)):
        for other in names:
            if other != name:
                amount: Any = answers.get(other)
                if amount is None or isinstance(amount, Missing):
                    return None
                rest += weight * Fraction(amount)
    return slope, rest


def _beside(edge: Fraction, side: _Op, step: Fraction, exact: bool) -> Fraction | None:
    """The amount nearest to the edge on a side of it; the edge itself where it can be written."""
    writable = _is_decimal(edge) if exact and step < 1 else (edge / step).denominator == 1
    if side is _Op.EQUALS:
        return edge if writable else None
    if writable and side in (_Op.AT_LEAST, _Op.AT_MOST):
        return edge
    if side in _UPWARDS:
        up = ceil(edge / step) * step
        return up if up > edge else up + step
    down = floor(edge / step) * step
    return down if down < edge else down - step


def _is_decimal(amount: Fraction) -> bool:
    return Fraction(amount * 10**_DECIMALS).denominator == 1


def _is_possible(amount: Fraction, fact: Fact) -> bool:
    most = MAX_FEN if fact.type is FactType.MONEY else MAX_NUMBER
    return abs(amount) <= most and (amount >= 0 or fact.may_be_negative)


def _typed(amount: Fraction, fact: Fact) -> int | Decimal:
    if fact.type in (FactType.MONEY, FactType.COUNT):
        return int(amount)
    value = Decimal(int(amount * 10**_DECIMALS)).scaleb(-_DECIMALS)
    return value.to_integral_value() if amount.denominator == 1 else value.normalize()
