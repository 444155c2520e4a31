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
Failing = tuple[int, Facts]


@dataclass(frozen=True)
class Explained:
    """The truth of a criterion, and the reasons as far as a table or a whole takes them.

    Where it is not met, `failing` are the smallest sets of tests by which it fails: each test with
    a number of its own and the facts by which it does. Where it is open, `to_true` and `to_false`
    say what answers can make of it, and `by_true`, `by_false`, `by_either` what is to be asked for
    that, the facts of a sum or ratio together.
    """

    truth: Truth
    failing: tuple[tuple[Failing, ...], ...] = ()
    to_true: bool = False
    to_false: bool = False
    by_true: tuple[Facts, ...] = ()
    by_false: tuple[Facts, ...] = ()
    by_either: tuple[Facts, ...] = ()

    @cached_property
    def failed(self) -> Facts:
        """The facts of the smallest set of tests by which it fails, each once."""
        smallest = self.failing[0] if self.failing else ()
        return tuple(dict.fromkeys(fact for _, facts in smallest for fact in facts))

    @cached_property
    def missing(self) -> Facts:
        """The facts that could still decide it, each once."""
        return tuple(dict.fromkeys(fact for need in self.by_either for fact in need))


class Explainer(Protocol):
    """Explains criteria for one company; the layer above knows how."""

    def explain(self, node: Criterion, given: Circumstances, whole: bool) -> Explained:
        """What a criterion comes to, and why.

        `whole`: whether nothing asks for more than its smallest failing set.
        """

    def join(self, node: Criterion, parts: Sequence[Explained], whole: bool) -> Explained:
        """The same of an All, Any or AtLeast from what is told of its parts.

        Also of a Not, without why it fails; of the others why, where that is told of their parts.
        """

    def share(self, programme: Programme, given: Circumstances) -> tuple[int, int]:
        """The least and the most share of a programme's conditions that is met, in per cent."""
