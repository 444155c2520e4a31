"""Three-valued truth: the one place where its tables stand.

Strong Kleene logic (S. C. Kleene, *Introduction to Metamathematics*, 1952, §64): a compound is
decided as soon as its known parts decide it, whatever the unknown parts turn out to be.

>>> all_of([Truth.UNKNOWN, Truth.FALSE]) is Truth.FALSE
True
>>> any_of([Truth.UNKNOWN, Truth.TRUE]) is Truth.TRUE
True
>>> at_least(2, [Truth.TRUE, Truth.UNKNOWN, Truth.FALSE]) is Truth.UNKNOWN
True
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """FALSE < UNKNOWN < TRUE, so that conjunction is the minimum and disjunction the maximum."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def __bool__(self) -> bool:
        """Raises: TypeError: of UNKNOWN, which `if truth:` would else take for true."""
        if self is Truth.UNKNOWN:
            raise TypeError("what is unknown is neither true nor false; ask `is Truth.TRUE`")
        return self is Truth.TRUE

    def __invert__(self) -> Truth:
        return _NEGATION[self]

    @classmethod
    def of(cls, value: bool | None) -> Truth:
        """True, False or None (not known) as a truth value."""
        return cls.UNKNOWN if value is None else cls.TRUE if value else cls.FALSE


_NEGATION = {Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN, Truth.TRUE: Truth.FALSE}


def all_of(parts: Iterable[Truth]) -> Truth:
    """Conjunction; of nothing it is TRUE."""
    return min(parts, default=Truth.TRUE)


def any_of(parts: Iterable[Truth]) -> Truth:
    """Disjunction; of nothing it is FALSE."""
    return max(parts, default=Truth.FALSE)


def at_least(n: int, parts: Iterable[Truth]) -> Truth:
    """TRUE when `n` parts are TRUE, FALSE when fewer than `n` still can be."""
    values = list(parts)
    if sum(v is Truth.TRUE for v in values) >= n:
        return Truth.TRUE
    if sum(v is not Truth.FALSE for v in values) < n:
        return Truth.FALSE
    return Truth.UNKNOWN
