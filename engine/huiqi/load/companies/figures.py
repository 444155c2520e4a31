"""Numbers in cells: how people and spreadsheets write them, made ready for the exact reader."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from huiqi.load.companies.mapping import RATIO_UNITS
from huiqi.model.quantity import NotAQuantity
from huiqi.model.vocabulary import Fact, FactType

_BARE = re.compile(r"[-+]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)")
_SCIENTIFIC = re.compile(r"[-+]?\d{1,24}(?:\.\d{1,24})?[eE][-+]?\d{1,2}")
_BRACKETED = re.compile(r"(.*\d)\s*\(([^()]{1,6})\)")
_ROUGH = re.compile(
    r"约|近|超|逾|[大小多少]于|不[足到]|余|左右|以上|以下|以内|上下|多|^[<>≥≤~]|[<>≥≤~+]$"
)
_RANGE = re.compile(r"\d[^\d.]{0,3}(?:[-~—–至到]+)\s*[¥￥]?[\d.]")
_BEGINNING = re.compile(r"(?:¥|￥|rmb|cny|人民币|百分之)?\s*[-+.\d]", re.IGNORECASE)
_TRAILING_ZERO = re.compile(r"\d\.0+(?!\d)")
_COUNTERS = {"人": "人名位", "名": "名", "项": "项件个"}
_CURRENCY = ("¥", "￥")


class Figure(NamedTuple):
    """A number as the exact reader takes it, with its unit, and what was repaired for that."""

    text: str
    repairs: tuple[str, ...]


def figure(fact: Fact, scale: str, text: str) -> Figure:
    """Give a bare number the unit of its column, take a number with a unit of its own as it is.

    Raises: NotAQuantity: its unit cannot be told.

    >>> from huiqi.model.node import Text
    >>> revenue = Fact(id="revenue", type=FactType.MONEY, label=Text(zh="", en=""), group="")
    >>> figure(revenue, "万元", "1,200")
    Figure(text='1,200万元', repairs=('thousands',))
    """
    repairs = []
    if match := _BRACKETED.fullmatch(text):
        text = match[1] + match[2]
    if _SCIENTIFIC.fullmatch(text):
        text = format(Decimal(text), "f")
        repairs.append("scientific")
    if "," in text:
        repairs.append("thousands")
    if _TRAILING_ZERO.search(text):
        repairs.append("trailing_zero")
    if _BARE.fullmatch(text):
        return Figure(text + _unit(fact, scale), tuple(repairs))
    if text.startswith(_CURRENCY) and _BARE.fullmatch(text[1:].lstrip()):
        # Beside a header in 万元 the sign may mean 元 or 万元.
        if scale != "元":
            raise NotAQuantity(text)
        return Figure(text, (*repairs, "unit_in_cell"))
    if fact.type is FactType.MONEY:
        text = text.removesuffix("整")
    elif fact.type in (FactType.COUNT, FactType.NUMBER):
        text = text.rstrip(_COUNTERS.get(fact.unit, fact.unit) or " ").rstrip() or text
    return Figure(text, (*repairs, "unit_in_cell"))


def is_rough(text: str) -> bool:
    """Whether a text gives a rough figure, and no exact reader could take it: 约50."""
    return _BEGINNING.match(text) is None and is_inexact(text)


def is_inexact(text: str) -> bool:
    """Whether a text gives a range or a rough figure: 50-99人, 约50, 500人以上."""
    return any(c.isdigit() for c in text) and bool(_RANGE.search(text) or _ROUGH.search(text))


def _unit(fact: Fact, scale: str) -> str:
    money = fact.type is FactType.MONEY
    return scale if money or (fact.type is FactType.RATIO and scale in RATIO_UNITS) else ""
