"""A company as its own answers describe it.

An input is in one of four states, kept apart throughout: a value · the person does not know ·
it does not apply · not asked yet (the fact is absent).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import MappingProxyType

from huiqi.model.place import Location
from huiqi.model.sector import Sector


class Missing(Enum):
    """Why there is no value although the fact was asked for."""

    DONT_KNOW = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Members:
    """What is known of a set-valued fact: who is in, who is out (None: all others are out)."""

    inside: frozenset[str]
    outside: frozenset[str] | None = None

    def has(self, member: str) -> bool | None:
        """True, False, or None where it is not known."""
        if member in self.inside:
            return True
        return False if self.outside is None or member in self.outside else None


@dataclass(frozen=True, slots=True)
class OneAmong:
    """An enumerated value of which only the possibilities are known (derived facts)."""

    possible: frozenset[str]


@dataclass(frozen=True, slots=True)
class Holding:
    """One certification held; dates and tier as far as known, `renewal` if it was not the first."""

    certification: str
    tier: str | None = None
    issued: date | None = None
    expires: date | None = None
    renewal: bool = False


@dataclass(frozen=True, slots=True)
class Certificates:
    """What is known of the certifications: held, not held (None: no others are held)."""

    held: tuple[Holding, ...]
    absent: frozenset[str] | None = None

    def of(self, certification: str) -> tuple[Holding, ...]:
        return tuple(h for h in self.held if h.certification == certification)

    def lacks(self, certification: str) -> bool:
        """Whether it is known that the certification is not held."""
        if any(h.certification == certification for h in self.held):
            return False
        return self.absent is None or certification in self.absent


Value = (
    bool | int | Decimal | Fraction | date | str | Members | OneAmong | Location | Sector
    | Certificates
)  # fmt: skip
"""By fact type: money is an int in 分, a count an int, a ratio or number a Decimal (derived ratios
are Fractions), an enumerated value a str."""

Answer = Value | Missing


@dataclass(frozen=True)
class Profile(Mapping[str, Answer]):
    """A company's answers by fact id; a fact that is not in it has not been asked. Immutable.

    Profiles come from `Rulebook.profile`. The answers of one made by hand are copied, and held
    against the vocabulary where it is used.
    """

    name: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "answers", MappingProxyType(dict(self.answers)))

    def __reduce__(self) -> tuple[object, ...]:
        """How to copy it or send it to another process: a read-only view is neither by itself."""
        return type(self), (self.name, dict(self.answers))

    def __repr__(self) -> str:
        return f"Profile({self.name!r}, {dict(self.answers)!r})"

    def __getitem__(self, fact: str) -> Answer:
        """The answer to a fact: a value, or why there is none; KeyError if it was not asked."""
        return self.answers[fact]

    def __iter__(self) -> Iterator[str]:
        return iter(self.answers)

    def __len__(self) -> int:
        return len(self.answers)
