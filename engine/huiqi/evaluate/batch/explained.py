"""What is told of one criterion for one company, and what of that its whole is told from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import Circumstances
from huiqi.model.criteria import Criterion
from huiqi.model.programme import Programme

Facts = tuple[str, ...]


@dataclass(frozen=True)
class Explained:
    """The truth of a criterion, and the reasons as far as a table or a whole takes them.

    Where it is not met, `failed` are the facts of the smallest set of tests by which it fails, and
    `size` is how many tests these are. Where it is open, `to_true` and `to_false` say what answers
    can make of it, and `by_true`, `by_false`, `by_either` what is to be asked for that, the facts
    of a sum or ratio together.
    """

    truth: Truth
    size: int = 0
    failed: Facts = ()
    to_true: bool = False
    to_false: bool = False
    by_true: tuple[Facts, ...] = ()
    by_false: tuple[Facts, ...] = ()
    by_either: tuple[Facts, ...] = ()

    @cached_property
    def missing(self) -> Facts:
        """The facts that could still decide it, each once."""
        return tuple(dict.fromkeys(fact for need in self.by_either for fact in need))


class Explainer(Protocol):
    """Explains criteria for one company; the layer above knows how."""

    def explain(self, node: Criterion, given: Circumstances) -> Explained:
        """What a criterion comes to, and why."""

    def join(self, node: Criterion, parts: Sequence[Explained]) -> Explained:
        """The same of an All, Any, Not or AtLeast from what is told of its parts.

        How one fails is told of an All only.
        """

    def share(self, programme: Programme, given: Circumstances) -> tuple[int, int]:
        """The least and the most share of a programme's conditions that is met, in per cent."""
