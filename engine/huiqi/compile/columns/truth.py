"""Three-valued truth in columns: two Boolean columns that say TRUE and FALSE; neither is UNKNOWN.

Neither column is ever null, so that `&`, `|` and `~` mean the same in every dataframe engine and
cost one operation on bits. What is known while compiling (a fact without a column, a condition set
elsewhere) is a plain `bool` and folds away.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol, TypeAlias

from huiqi.base.kleene import Truth

Expr: TypeAlias = Any
"""An expression of the dataframe engine: `narwhals.Expr` or `polars.Expr`."""

Bool: TypeAlias = Any
"""A Boolean expression, or a `bool` where it is known while compiling."""


class Frames(Protocol):
    """What is asked of a dataframe engine: narwhals and polars both are one.

    narwhals runs the expressions on Polars, Arrow, DuckDB and Spark; polars builds them quicker.
    """

    def col(self, name: str) -> Expr: ...
    def lit(self, value: object) -> Expr: ...
    def when(self, condition: Expr) -> Any: ...
    def min_horizontal(self, *values: Expr) -> Expr: ...
    def max_horizontal(self, *values: Expr) -> Expr: ...


class Pair(NamedTuple):
    """Where a criterion is TRUE and where it is FALSE."""

    true: Bool
    false: Bool


UNKNOWN = Pair(False, False)
TRUE = Pair(True, False)
FALSE = Pair(False, True)


def both(parts: Iterable[Bool]) -> Bool:
    """The conjunction; of nothing it is True."""
    found: Bool = True
    for part in parts:
        if part is False:
            return False
        if part is not True:
            found = part if found is True else found & part
    return found


def either(parts: Iterable[Bool]) -> Bool:
    """The disjunction; of nothing it is False."""
    found: Bool = False
    for part in parts:
        if part is True:
            return True
        if part is not False:
            found = part if found is False else found | part
    return found


def invert(part: Bool) -> Bool:
    """The opposite of a Boolean, which is not the negation of a truth."""
    return not part if isinstance(part, bool) else ~part


def all_of(pairs: Iterable[Pair]) -> Pair:
    """Conjunction."""
    parts = list(pairs)
    return Pair(both(p.true for p in parts), either(p.false for p in parts))


def any_of(pairs: Iterable[Pair]) -> Pair:
    """Disjunction."""
    parts = list(pairs)
    return Pair(either(p.true for p in parts), both(p.false for p in parts))


def negation(pair: Pair) -> Pair:
    """Not TRUE but FALSE, not FALSE but TRUE."""
    return Pair(pair.false, pair.true)


def choose(condition: Bool, then: Pair, otherwise: Pair) -> Pair:
    """One truth where the condition holds, the other elsewhere; the condition is never unknown."""
    return Pair(
        *(
            either((both((condition, a)), both((invert(condition), b))))
            for a, b in zip(then, otherwise, strict=True)
        )
    )


def agreed(condition: Pair, then: Pair, otherwise: Pair) -> Pair:
    """Like `choose` by a truth; while that is UNKNOWN, what both agree on."""
    return Pair(
        *(
            either((both((condition.true, a)), both((condition.false, b)), both((a, b))))
            for a, b in zip(then, otherwise, strict=True)
        )
    )


def fixed(pair: Pair) -> Truth | None:
    """The truth, where it is the same for all companies."""
    if not (isinstance(pair.true, bool) and isinstance(pair.false, bool)):
        return None
    return Truth.TRUE if pair.true else Truth.FALSE if pair.false else Truth.UNKNOWN
