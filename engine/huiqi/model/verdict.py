"""What is said of a programme for a company: verdict, standing, and the proof behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from huiqi.base.diagnostics import Language
from huiqi.base.kleene import Truth
from huiqi.model.criteria import Criterion, Leaf


class Verdict(str, Enum):
    """Whether the company meets the programme's conditions, as far as the facts tell."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDETERMINED = "undetermined"

    @classmethod
    def of(cls, truth: Truth) -> Verdict:
        return _VERDICTS[truth]

    def label(self, lang: Language) -> str:
        return _LABELS[self][lang == "en"]


_VERDICTS = {
    Truth.TRUE: Verdict.ELIGIBLE,
    Truth.FALSE: Verdict.INELIGIBLE,
    Truth.UNKNOWN: Verdict.UNDETERMINED,
}
_LABELS = {
    Verdict.ELIGIBLE: ("符合", "eligible"),
    Verdict.INELIGIBLE: ("不符合", "ineligible"),
    Verdict.UNDETERMINED: ("待定", "undetermined"),
}


class Standing(str, Enum):
    """Whether the programme itself still stands on the as-of date; apart from the verdict."""

    IN_FORCE = "in_force"
    HORIZON_PASSED = "horizon_passed"
    SUPERSEDED = "superseded"
    CLOSED = "closed"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Proof:
    """A criterion, its truth for one company, and the proofs of its parts in reading order.

    Of a `Banded` criterion, a part whose band is out of reach is None. `points` are the least and
    the most a `Score` can still reach.
    """

    criterion: Criterion
    truth: Truth
    parts: tuple[Proof | None, ...] = ()
    points: tuple[Decimal, Decimal] | None = None

    def leaves(self) -> Iterator[Proof]:
        """The proofs of the leaves, in reading order."""
        if isinstance(self.criterion, Leaf):
            yield self
        for part in self.parts:
            if part is not None:
                yield from part.leaves()
