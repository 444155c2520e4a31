"""Thresholds met exactly, or missed by one 分, in every evaluator and up to the largest amounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest

from huiqi.base.kleene import Truth
from huiqi.evaluate.fast import FastVerdicts
from huiqi.evaluate.reference import circumstances, prove
from huiqi.evaluate.session import Engine
from huiqi.model import criteria as ast
from huiqi.model.profile import Answer, Profile
from huiqi.model.quantity import FEN_PER_YUAN, MAX_FEN
from huiqi.model.vocabulary import FactType, Quotient, SumOf, Vocabulary

from .rulebooks import checked, leaf, plain

DAY = date(2024, 7, 1)
WAN = 10_000 * FEN_PER_YUAN
RATES = (Decimal("0.05"), Decimal("0.04"), Decimal("0.03"))
LARGEST = 4 * 10**16 * FEN_PER_YUAN
REVENUES = (100 * WAN, 5000 * WAN, 20_000 * WAN, LARGEST)


def share(rate: Decimal, op: ast.Operator = ast.Operator.AT_LEAST) -> ast.Leaf:
    bound = ast.Share(value=rate)
    return leaf(ast.Compare(of=("spend",), per=("revenue",), op=op, threshold=bound))


def derived_share(rate: Decimal) -> ast.Leaf:
    bound = ast.Share(value=rate)
    return leaf(ast.Compare(of=("intensity",), op=ast.Operator.AT_LEAST, threshold=bound))


def vocabulary() -> Vocabulary:
    """Spending and revenue in 分, their ratio and their sum."""
    words = plain(
        spend=FactType.MONEY,
        revenue=FactType.MONEY,
        intensity=FactType.RATIO,
        together=FactType.MONEY,
    )
    facts = dict(words.facts)
    ratio, total = Quotient(of="spend", per="revenue"), SumOf(of=("spend", "revenue"))
    facts["intensity"] = facts["intensity"].model_copy(update={"derive": ratio})
    facts["together"] = facts["together"].model_copy(update={"derive": total})
    return words.model_copy(update={"facts": facts})


def truth(criterion: ast.Criterion, answers: Mapping[str, Answer]) -> Truth:
    """The truth on which all evaluators agree."""
    book = checked(vocabulary(), [criterion])
    found = prove(criterion, circumstances(book, Profile("", answers), DAY)).truth
    (fast,) = FastVerdicts(book, DAY).truths(answers)
    (settled,) = Engine(book).session(DAY, answers).truths.values()
    assert (fast, settled) == (found, found)
    return found


@pytest.mark.parametrize("revenue", REVENUES)
@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("made", [share, derived_share])
def test_a_rate_is_met_exactly_and_missed_by_one_fen(
    made: Callable[[Decimal], ast.Criterion], rate: Decimal, revenue: int
) -> None:
    spend = int(revenue * rate)
    assert truth(made(rate), {"spend": spend, "revenue": revenue}) is Truth.TRUE
    assert truth(made(rate), {"spend": spend - 1, "revenue": revenue}) is Truth.FALSE


@pytest.mark.parametrize("rate", RATES)
def test_a_rate_that_falls_between_two_fen(rate: Decimal) -> None:
    """Of a revenue one 分 above, the same spending is a little less than the rate."""
    spend = int(LARGEST * rate)
    assert truth(share(rate), {"spend": spend, "revenue": LARGEST + 1}) is Truth.FALSE
    assert truth(share(rate), {"spend": spend + 1, "revenue": LARGEST + 1}) is Truth.TRUE


@pytest.mark.parametrize(
    ("op", "below", "exactly", "above"),
    [
        (ast.Operator.AT_LEAST, Truth.FALSE, Truth.TRUE, Truth.TRUE),
        (ast.Operator.MORE_THAN, Truth.FALSE, Truth.FALSE, Truth.TRUE),
        (ast.Operator.AT_MOST, Truth.TRUE, Truth.TRUE, Truth.FALSE),
        (ast.Operator.LESS_THAN, Truth.TRUE, Truth.FALSE, Truth.FALSE),
        (ast.Operator.EQUALS, Truth.FALSE, Truth.TRUE, Truth.FALSE),
    ],
)
def test_every_operator_at_its_boundary(
    op: ast.Operator, below: Truth, exactly: Truth, above: Truth
) -> None:
    spend = int(LARGEST * RATES[0])
    amount = leaf(ast.Compare(of=("spend",), op=op, threshold=ast.Money(fen=spend)))
    for criterion in (share(RATES[0], op), amount):
        for step, expected in ((-1, below), (0, exactly), (1, above)):
            answers: dict[str, Answer] = {"spend": spend + step, "revenue": LARGEST}
            assert truth(criterion, answers) is expected


@pytest.mark.parametrize(
    ("revenue", "rate"),
    [
        (5000 * WAN - 1, "0.05"),
        (5000 * WAN, "0.05"),
        (5000 * WAN + 1, "0.04"),
        (20_000 * WAN, "0.04"),
        (20_000 * WAN + 1, "0.03"),
        (LARGEST, "0.03"),
    ],
)
def test_the_rate_of_the_band_counts(revenue: int, rate: str) -> None:
    """5 % up to and including 50 million yuan, 4 % up to 200 million, 3 % above."""
    bounds = (ast.Money(fen=5000 * WAN), ast.Money(fen=20_000 * WAN), None)
    bands = tuple(
        ast.Band(up_to=bound, then=share(rate_of_band))
        for bound, rate_of_band in zip(bounds, RATES, strict=True)
    )
    criterion = ast.Banded(by="revenue", bands=bands)
    enough = ceil(revenue * Fraction(rate))
    assert truth(criterion, {"spend": enough, "revenue": revenue}) is Truth.TRUE
    assert truth(criterion, {"spend": enough - 1, "revenue": revenue}) is Truth.FALSE


@pytest.mark.parametrize("digits", [2, 10, 20])
def test_a_stated_ratio_with_many_digits(digits: int) -> None:
    short = Decimal("0.05") - Decimal(1).scaleb(-digits - 2)
    assert truth(derived_share(RATES[0]), {"intensity": Decimal("0.05")}) is Truth.TRUE
    assert truth(derived_share(RATES[0]), {"intensity": short}) is Truth.FALSE


def test_a_sum_beyond_64_bits() -> None:
    """Two amounts at the limit add up to more than the rule engine's integers hold."""
    bound = ast.Money(fen=MAX_FEN)
    total = leaf(ast.Compare(of=("together",), op=ast.Operator.MORE_THAN, threshold=bound))
    assert truth(total, {"spend": MAX_FEN, "revenue": MAX_FEN}) is Truth.TRUE
    assert truth(total, {"spend": 0, "revenue": MAX_FEN}) is Truth.FALSE
    assert truth(total, {"spend": 1, "revenue": MAX_FEN}) is Truth.TRUE


def test_a_ratio_of_nothing_is_unknown() -> None:
    for made in (share, derived_share):
        assert truth(made(RATES[0]), {"spend": 5, "revenue": 0}) is Truth.UNKNOWN
