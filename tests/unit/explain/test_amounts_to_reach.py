"""The least amount that meets a comparison: it does, and a step less does not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.evaluate.leaf import COMPARE, threshold_value
from huiqi.explain.amounts_to_reach import amounts_to_reach
from huiqi.model import criteria as ast
from huiqi.model.node import Text
from huiqi.model.vocabulary import Fact, FactType

YUAN = 100
RISING = (ast.Operator.AT_LEAST, ast.Operator.MORE_THAN)
percents = st.integers(1, 9999).map(lambda n: ast.Share(value=Decimal(n).scaleb(-4)))
fen = st.integers(0, 10**12)


def fact(kind: FactType, negative: bool = False) -> Fact:
    label = Text(zh="量", en="amount")
    return Fact(id="x", type=kind, label=label, group="all", may_be_negative=negative)


def compare(op: ast.Operator, threshold: ast.Threshold, per: tuple[str, ...] = ()) -> ast.Compare:
    return ast.Compare(of=("x",), per=per, op=op, threshold=threshold)


def holds(test: ast.Compare, amount: int | Decimal, divisor: int = 1) -> bool:
    bound = threshold_value(test.threshold) * (divisor if test.per else 1)
    return COMPARE[test.op](Fraction(amount), bound)


@given(st.sampled_from(RISING), percents, st.integers(1, 10**12))
def test_spending_for_a_ratio_is_exact(op: ast.Operator, share: ast.Share, revenue: int) -> None:
    test = compare(op, share, per=("y",))
    yuan, exact = amounts_to_reach(test, True, fact(FactType.MONEY), {"y": revenue})
    assert holds(test, exact, revenue)
    assert not holds(test, exact - 1, revenue)
    assert holds(test, yuan, revenue)
    assert not holds(test, yuan - YUAN, revenue)
    assert yuan % YUAN == 0


@given(st.sampled_from(tuple(ast.Operator)), fen, st.booleans())
def test_either_side_of_a_threshold(op: ast.Operator, bound: int, want: bool) -> None:
    test = compare(op, ast.Money(fen=bound))
    found = list(amounts_to_reach(test, want, fact(FactType.MONEY, negative=True), {}))
    assert all(holds(test, amount) is want for amount in found)
    assert any(abs(amount - bound) <= 1 for amount in found)


@given(st.integers(1, 500), st.integers(1, 500))
def test_heads_are_whole(employees: int, percent: int) -> None:
    test = compare(ast.Operator.AT_LEAST, ast.Share(value=Decimal(percent) / 100), per=("y",))
    (heads,) = amounts_to_reach(test, True, fact(FactType.COUNT), {"y": employees})
    assert heads == -(-employees * percent // 100)


@given(percents)
def test_a_ratio_that_can_be_written_is_met_exactly(share: ast.Share) -> None:
    (found,) = amounts_to_reach(
        compare(ast.Operator.AT_LEAST, share), True, fact(FactType.RATIO), {}
    )
    assert found == share.value


def test_more_of_the_divisor_lowers_a_ratio() -> None:
    """10 of x + y is at most a fifth from y = 40 on."""
    fifth = ast.Share(value=Decimal("0.2"))
    test = ast.Compare(of=("z",), per=("z", "x"), op=ast.Operator.AT_MOST, threshold=fifth)
    assert list(amounts_to_reach(test, True, fact(FactType.COUNT), {"z": 10})) == [40]


@pytest.mark.parametrize(
    ("test", "kind", "answers"),
    [
        (compare(ast.Operator.LESS_THAN, ast.Money(fen=0)), FactType.MONEY, {}),
        (compare(ast.Operator.MORE_THAN, ast.Money(fen=2**62)), FactType.MONEY, {}),
        (compare(ast.Operator.EQUALS, ast.Number(value=Decimal("1.5"))), FactType.COUNT, {}),
        (compare(ast.Operator.AT_LEAST, ast.Share(value=Decimal(1)), ("y",)), FactType.MONEY, {}),
    ],
    ids=["below nothing", "beyond what is computed", "half a person", "beside an unknown"],
)
def test_where_no_amount_will_do(test, kind, answers) -> None:  # type: ignore[no-untyped-def]
    assert list(amounts_to_reach(test, True, fact(kind), answers)) == []
