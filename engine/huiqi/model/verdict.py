"""What is said of a programme for a company: verdict, standing, and the proof behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
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

    __str__ = str.__str__
    """The same in every Python: from 3.11 on a plain Enum shows itself as Verdict.ELIGIBLE."""

    @classmethod
    def of(cls, truth: Truth) -> Verdict:
        """The verdict that a truth of the criterion amounts to."""
        return _VERDICTS[truth]

    def label(self, lang: Language) -> str:
        """The word for it."""
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


def tallied(verdicts: Iterable[Verdict]) -> str:
    """How many there are of each, as representations of objects say it."""
    found = Counter(verdicts)
    shown = (Verdict.ELIGIBLE, Verdict.UNDETERMINED, Verdict.INELIGIBLE)
    return ", ".join(f"{found[verdict]} {verdict.value}" for verdict in shown)


class Standing(str, Enum):
    """Whether the programme itself still stands on the as-of date; apart from the verdict."""

    IN_FORCE = "in_force"
    HORIZON_PASSED = "horizon_passed"
    SUPERSEDED = "superseded"
    CLOSED = "closed"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"

    __str__ = str.__str__

    def label(self, lang: Language) -> str:
        """A word or two that say so."""
        return _STANDINGS[self][lang == "en"]


_STANDINGS = {
    Standing.IN_FORCE: ("执行中", "in force"),
    Standing.HORIZON_PASSED: ("目标期已过", "target period over"),
    Standing.SUPERSEDED: ("已被取代", "superseded"),
    Standing.CLOSED: ("已停止", "closed"),
    Standing.NOT_YET: ("尚未施行", "not yet in force"),
    Standing.UNKNOWN: ("效力不明", "standing unknown"),
}


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
