"""Days and periods as terms of the solver Z3.

The day of judging is free. For each period counted back from it there is one day, as far back as
the calendar allows and in order with the others, so that five years and under three exclude each
other while 12 months and a year are the same.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import z3

from huiqi.model import criteria as ast
from huiqi.model.quantity import Period

_FOUR_YEARS = tuple(date(2021, 1, 1) + timedelta(days) for days in range(4 * 365 + 1))
_SHORTEST_MONTH = 28


class Dates:
    """The day of judging, and the days that lie a period before it."""

    def __init__(self, constraints: list[Any]) -> None:
        self._constraints = constraints
        self._today = z3.Int("day of judging")
        self._marks: dict[Period, Any] = {}

    def compare(self, day: Any, op: ast.Operator, period: Period) -> Any:
        """The time gone by since a day against a period, as `huiqi.evaluate.leaf` has it."""
        mark = self._mark(period)
        if op is ast.Operator.AT_LEAST:
            return day <= mark
        if op is ast.Operator.MORE_THAN:
            return day < mark
        since = day >= mark if op is ast.Operator.AT_MOST else day > mark
        return z3.And(since, day <= self._today)

    def _mark(self, period: Period) -> Any:
        """The day that lies the period before the day of judging."""
        period = _in_months(period)
        if period not in self._marks:
            mark = z3.Int(f"{period.length} {period.unit}s ago")
            least, most = _days(period)
            self._constraints += [mark <= self._today - least, mark >= self._today - most]
            for other, before in self._marks.items():
                if other.unit == period.unit == "month":
                    longer = period.length > other.length
                    far, near = (mark, before) if longer else (before, mark)
                    self._constraints.append(far <= near - _SHORTEST_MONTH)
            self._marks[period] = mark
        return self._marks[period]


def never_longer(one: Period, other: Period) -> bool:
    """Whether the one period is at most as long as the other, whatever the day."""
    one, other = _in_months(one), _in_months(other)
    if one.unit == other.unit:
        return one.length <= other.length
    return _days(one)[1] <= _days(other)[0]


def _in_months(period: Period) -> Period:
    return Period(period.length * 12, "month") if period.unit == "year" else period


@cache
def _days(period: Period) -> tuple[int, int]:
    """The fewest and the most days that a period can have."""
    if period.unit == "day":
        return period.length, period.length
    found = [(day - period.before(day)).days for day in _FOUR_YEARS]
    return min(found), max(found)
