"""Quantities as policy texts write them, read exactly.

Money is kept in whole 分 (1 元 = 100 分), ratios and other numbers as decimals: nothing passes
through a binary float, so exactly 5 % is exactly 5 %.

>>> read_money("1,500万元")
1500000000
>>> read_ratio("3.1%")
Decimal('0.031')
>>> read_period("365天")
Period(length=365, unit='day')
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal
from typing import Literal

FEN_PER_YUAN = 100
EXACT = Context(prec=200)
"""Amounts are computed in a context of their own: that of the caller's thread may round."""
MAX_FEN = 2**62
"""The largest amount, in 分: about 46 quadrillion 元, and safely within 64 bits."""
MAX_NUMBER = 2**53

_SCALE = {
    "": 1, "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip
_NUMBER = r"(?P<sign>[-+]?)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_SCALES = "|".join(sorted(filter(None, _SCALE), key=len, reverse=True))
_MONEY = re.compile(
    rf"(?:¥|￥|rmb|cny|人民币)?\s*{_NUMBER}\s*(?P<scale>{_SCALES})?\s*"
    r"(?P<unit>元|圆|元人民币|人民币元|人民币|rmb|cny|yuan)?",
    re.IGNORECASE,
)
_RATIO = re.compile(rf"(?:百分之\s*)?{_NUMBER}\s*(?P<percent>%|‰)?")
_PLAIN = re.compile(rf"{_NUMBER}\s*(?P<scale>{_SCALES})?")
_PERIOD = re.compile(
    r"(?P<length>\d{1,5})\s*(?P<unit>天|日|days?|个?月|months?|周?年|years?)", re.IGNORECASE
)
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_LONGEST_TEXT = 400

PeriodUnit = Literal["day", "month", "year"]


class NotAQuantity(ValueError):
    """The text is no quantity of the kind asked for."""


class TooFine(NotAQuantity):
    """An amount of money with parts of a 分."""


class TooLarge(NotAQuantity):
    """A quantity beyond what is computed exactly."""


class NoSuchDay(NotAQuantity):
    """A date that the calendar does not have, such as 31 February."""


@dataclass(frozen=True, slots=True)
class Period:
    """A length of calendar time; months and years keep the day of the month where they can.

    A period from a day ends with the day `after` it, the last of the month where the month lacks
    it (Civil Code, art. 202), and that day still belongs to it.
    """

    length: int
    unit: PeriodUnit

    def before(self, day: date) -> date:
        """The day this long before `day`; from 31 March, a month before is the last of February."""
        if self.unit == "day":
            return date.fromordinal(max(day.toordinal() - self.length, 1))
        months = self.length * (12 if self.unit == "year" else 1)
        year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
        if year < 1:
            return date.min
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

    def after(self, day: date) -> date:
        """The day this long after `day`, by the same reckoning; at most the year 9999."""
        if self.unit == "day":
            return date.fromordinal(min(day.toordinal() + self.length, date.max.toordinal()))
        months = self.length * (12 if self.unit == "year" else 1)
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        if year > 9999:
            return date.max
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

    def complete_since(self, day: date) -> date:
        """The last day from which the period has come to its end by `day`."""
        found = self.before(day)
        for _ in range(_MOST_DAYS_SHORT):
            if found < day and self.after(found + _ONE_DAY) <= day:
                found += _ONE_DAY
        return found

    def running_since(self, day: date) -> date:
        """The first day from which the period has not run beyond `day`."""
        found = self.before(day)
        for _ in range(_MOST_DAYS_SHORT):
            if self.after(found) < day:
                found += _ONE_DAY
        return found


_ONE_DAY = timedelta(days=1)
_MOST_DAYS_SHORT = 3
"""So many days February is short of the longest months."""


def normalise(text: str) -> str:
    """Full-width forms to half-width (NFKC), outer blanks off."""
    return unicodedata.normalize("NFKC", text).strip()


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """A full match; no quantity is long, and long runs of blanks would take quadratic time."""
    plain = normalise(text)
    return pattern.fullmatch(plain) if len(plain) <= _LONGEST_TEXT else None


def read_money(text: str) -> int:
    """An amount of renminbi in 分; without a unit it is read as 元.

    Raises: TooFine, TooLarge, or NotAQuantity when it is no amount.
    """
    match = _match(_MONEY, text)
    if not match:
        raise NotAQuantity(text)
    amount = EXACT.multiply(_decimal(match), _SCALE[match["scale"] or ""] * FEN_PER_YUAN)
    if amount.copy_abs() > MAX_FEN:
        raise TooLarge(text)
    if amount != amount.to_integral_value():
        raise TooFine(text)
    return int(amount)


def has_money_unit(text: str) -> bool:
    """Whether an amount names its unit (万元, 元), as rule files must."""
    match = _match(_MONEY, text)
    return bool(match and match["unit"])


def read_ratio(text: str) -> Decimal:
    """A ratio as a decimal: "5%" and "0.05" are both 0.05."""
    plain = normalise(text)
    match = _match(_RATIO, plain)
    if not match or (plain.startswith("百分之") and match["percent"]):
        raise NotAQuantity(text)
    divisor = {"%": 100, "‰": 1000, None: 100 if plain.startswith("百分之") else 1}
    value = EXACT.divide(_decimal(match), divisor[match["percent"]])
    if value.copy_abs() > MAX_NUMBER:
        raise TooLarge(text)
    return value


def read_number(text: str) -> Decimal:
    """A plain decimal number."""
    match = _match(_PLAIN, text)
    if not match:
        raise NotAQuantity(text)
    value = EXACT.multiply(_decimal(match), _SCALE[match["scale"] or ""])
    if value.copy_abs() > MAX_NUMBER:
        raise TooLarge(text)
    return value


def read_count(text: str, unit: str = "") -> int:
    """A whole number, with its unit word (人, 项 …) allowed behind it."""
    plain = normalise(text)
    if unit and plain.endswith(unit):
        plain = plain[: -len(unit)].rstrip()
    value = read_number(plain)
    if value != value.to_integral_value():
        raise NotAQuantity(text)
    return int(value)


def read_date(text: str) -> date:
    """A day written 2016-08-27, 2016/8/27 or 2016年8月27日.

    Raises: NoSuchDay for a day that the calendar lacks, NotAQuantity for anything else.
    """
    match = _match(_DATE, text)
    if not match:
        raise NotAQuantity(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise NoSuchDay(text) from None


def read_period(text: str) -> Period:
    """A period written 365天, 12个月, 3年 or in English."""
    match = _match(_PERIOD, text)
    if not match:
        raise NotAQuantity(text)
    word = match["unit"].lower()
    unit: PeriodUnit = (
        "day" if word[0] in "天日d" else "month" if "月" in word or word[0] == "m" else "year"
    )
    return Period(int(match["length"]), unit)


def _decimal(match: re.Match[str]) -> Decimal:
    """The number matched, bounded in length so that no digit is lost to decimal precision."""
    digits = match["number"].replace(",", "")
    if len(digits) > 24:
        raise TooLarge(digits)
    return Decimal(match["sign"] + digits)


def show_money(fen: int, lang: str = "zh") -> str:
    """An amount kept exact: 5000万元 and 1.2亿元 in Chinese, 50,000,000 yuan in English."""
    yuan = Decimal(fen).scaleb(-2, EXACT)
    if lang != "zh":
        return f"{yuan:,.2f}".removesuffix(".00") + " yuan"
    for scale, unit in ((10**8, "亿元"), (10**4, "万元")):
        if abs(fen) >= scale * FEN_PER_YUAN and fen * 100 % scale == 0:
            return f"{_plain(EXACT.divide(yuan, scale))}{unit}"
    return f"{_plain(yuan)}元"


def show_ratio(value: Decimal) -> str:
    """A ratio in per cent: 5%, 3.1%."""
    return f"{_plain(value.scaleb(2, EXACT))}%"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
