"""What the rule engine is given, as plain data: fields of a fact, tallies, and named units."""

from __future__ import annotations

from dataclasses import dataclass, field

from huiqi.compile.rete import Condition
from huiqi.model import criteria as ast
from huiqi.model.quantity import Period


@dataclass(frozen=True)
class Amount:
    """The fact as an integer: 分, a count, a day number, or 1 and 0 for yes and no."""

    fact: str


@dataclass(frozen=True)
class Excess:
    """sum(of)·denominator − numerator·(sum(per) or 1), an integer whose sign compares exactly.

    Absent while a fact is unknown or the divisor is not positive.
    """

    of: tuple[str, ...]
    per: tuple[str, ...]
    numerator: int
    denominator: int


@dataclass(frozen=True)
class Since:
    """Days from the as-of date to the end of the period from the date (negative: it is over)."""

    fact: str
    period: Period


@dataclass(frozen=True)
class Possible:
    """1 when the fact can have (or contains) the value, 0 when it cannot; absent while unknown."""

    fact: str
    value: str


@dataclass(frozen=True)
class Inapplicable:
    """1 when the fact is known not to apply."""

    facts: tuple[str, ...]


@dataclass(frozen=True)
class Membership:
    """1 or 0 as a place, sector or certificate test is TRUE or FALSE; absent while UNKNOWN."""

    test: ast.Located | ast.InSector | ast.Holds


@dataclass(frozen=True)
class Rung:
    """A rung of a ladder: its points, and the unit that decides it."""

    points: int
    unit: str


@dataclass(frozen=True)
class Tally:
    """A sum of points, each item worth the best of its ladders; a low and a high field."""

    items: tuple[tuple[tuple[Rung, ...], ...], ...]
    name: str

    @property
    def low(self) -> str:
        return f"{self.name}:low"

    @property
    def high(self) -> str:
        return f"{self.name}:high"


Field = Amount | Excess | Since | Possible | Inapplicable | Membership


@dataclass
class Unit:
    """One named pair of conditions, the fields it reads, and the tallies it needs first."""

    name: str
    met: Condition
    failed: Condition
    fields: dict[str, Field] = field(default_factory=dict)
    tallies: list[Tally] = field(default_factory=list)
