"""Dates in cells: ISO, 2016/8/27, 20160827, 2016年8月27日, a day with its time, Excel's serial."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from huiqi.model.quantity import NoSuchDay, read_date

_TIME = re.compile(r"[ T]+\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?(?:Z|[-+]\d\d:?\d\d)?$")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:\.0+)?")
_SERIAL = re.compile(r"([2-8]\d{4})(?:\.\d+)?")
_TOO_COARSE = re.compile(
    r"(?:19|20)\d\d(?:\.0+)?年?度?|(?:19|20)\d\d[-/.年](?:0?[1-9]|1[0-2])月?份?"
)
_EPOCH = date(1899, 12, 30)


class TooCoarse(ValueError):
    """A year or a month, and no day."""


class Day(NamedTuple):
    """A day, and what was repaired to read it."""

    day: date
    repairs: tuple[str, ...]


def read_day(text: str) -> Day:
    """The day a cell names.

    Raises: TooCoarse; quantity.NoSuchDay; quantity.NotAQuantity for anything else.

    >>> read_day("42609")
    Day(day=datetime.date(2016, 8, 27), repairs=('excel_serial_date',))
    """
    if _TOO_COARSE.fullmatch(text):
        raise TooCoarse(text)
    if match := _SERIAL.fullmatch(text):
        return Day(_EPOCH + timedelta(days=int(match[1])), ("excel_serial_date",))
    if match := _COMPACT.fullmatch(text):
        try:
            return Day(date(int(match[1]), int(match[2]), int(match[3])), ("date_form",))
        except ValueError:
            raise NoSuchDay(text) from None
    day = read_date(_TIME.sub("", text))
    return Day(day, () if day.isoformat() == text else ("date_form",))
