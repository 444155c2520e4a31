"""Amounts against thresholds, as truths in columns."""

from __future__ import annotations

from huiqi.compile.columns.amounts import Amount, compared
from huiqi.compile.columns.truth import Pair, both, either, invert
from huiqi.model import criteria as ast


def threshold_pair(amount: Amount, op: ast.Operator, threshold: ast.Threshold) -> Pair:
    """An amount against a threshold: FALSE where it does not apply.

    Raises: Overflow.
    """
    if amount.known is False:
        return Pair(False, amount.inapplicable)
    holds = compared(amount, op, *_ratio(threshold))
    return Pair(
        both((amount.known, holds)),
        either((amount.inapplicable, both((amount.known, invert(holds))))),
    )


def _ratio(threshold: ast.Threshold) -> tuple[int, int]:
    """A threshold as numerator and denominator: 分 for money."""
    if isinstance(threshold, ast.Money):
        return threshold.fen, 1
    assert isinstance(threshold, (ast.Share, ast.Number))
    return threshold.value.as_integer_ratio()
