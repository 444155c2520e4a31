"""What a table says of one programme for one company."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Protocol

from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import Circumstances
from huiqi.model.criteria import Criterion
from huiqi.model.programme import Programme


@dataclass(frozen=True)
class Explained:
    """What is said of a programme: its truth, the facts still missing, the facts that failed."""

    truth: Truth
    missing: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


class Explainer(Protocol):
    """Explains a programme for one company; the layer above knows how."""

    def explain(self, programme: Programme, given: Circumstances) -> Explained:
        """Its truth, what is missing, what failed."""

    def part(self, node: Criterion, given: Circumstances) -> Hashable:
        """All that the explanation of a programme takes from one of the conditions it joins."""

    def share(self, programme: Programme, given: Circumstances) -> tuple[int, int]:
        """The least and the most share of its conditions that is met, in per cent."""


ExplainPart = Callable[[Criterion, Circumstances], Hashable]
