"""Reading thresholds: the form of the text tells its kind."""

from __future__ import annotations

import re
from decimal import Decimal

from huiqi.load.decode import Decoder
from huiqi.load.yaml import Node
from huiqi.model import criteria as ast
from huiqi.model import quantity

_COUNTED = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*((?![十百千]*[万亿])(?![百千]$)[^\W\d]{0,4})")
"""A number and the word behind it, which must not be a scale: 5万人 is not five of anything."""


def read_threshold(d: Decoder, node: Node) -> ast.Threshold:
    """5000万元 is money, 5% a ratio, 365天 a period, 2016-08-27 a day, 500人 or 60 a number.

    Raises: Rejected: with the finding recorded.
    """
    text = d.scalar(node).text
    plain = quantity.normalise(text)
    try:
        if quantity.has_money_unit(plain):
            return ast.Money(fen=quantity.read_money(plain))
        if plain.endswith(("%", "‰")):
            return ast.Share(value=quantity.read_ratio(plain))
        for read_calendar in (_day, _length):
            if (found := read_calendar(plain)) is not None:
                return found
        if match := _COUNTED.fullmatch(plain):
            return ast.Number(value=quantity.read_number(match[1]), unit=match[2])
    except quantity.NoSuchDay:
        raise d.reject("HQ604", node.span, text=text) from None
    except quantity.NotAQuantity:
        pass
    raise d.reject("HQ123", node.span, text=text)


def _day(text: str) -> ast.Day | None:
    try:
        return ast.Day(value=quantity.read_date(text))
    except quantity.NoSuchDay:
        raise
    except quantity.NotAQuantity:
        return None


def _length(text: str) -> ast.Length | None:
    try:
        return ast.Length(value=quantity.read_period(text))
    except quantity.NotAQuantity:
        return None


_PARTS_OF_A_DAY = {"day": 48, "month": 1461, "year": 17532}
"""A mean month is 30.4375 days: no two periods that differ in the calendar change places."""


def comparable(threshold: ast.Threshold) -> Decimal | int:
    """The number by which bands and ladders of one kind are put in order."""
    if isinstance(threshold, ast.Money):
        return threshold.fen
    if isinstance(threshold, ast.Day):
        return threshold.value.toordinal()
    if isinstance(threshold, ast.Length):
        return threshold.value.length * _PARTS_OF_A_DAY[threshold.value.unit]
    return threshold.value
