"""What is told of one criterion for one company, and what of that its whole is told from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, TypeVar, overload

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


class Gatherer(Protocol):
    """Gathers what a table takes of each thing told."""

    def add(self, one: Explained) -> None:
        """One more, in the order of their numbers."""


G = TypeVar("G", bound=Gatherer)


class Told(Sequence[Explained]):
    """What is told of one criterion, numbered as it is met; nothing is ever forgotten."""

    def __init__(self, known: Iterable[Explained]) -> None:
        self._entries = list(known)
        self._numbers = {said: number for number, said in enumerate(self._entries)}
        self._gathered: dict[Hashable, tuple[Any, int]] = {}

    @overload
    def __getitem__(self, number: int) -> Explained: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Explained]: ...
    def __getitem__(self, number: int | slice) -> Explained | Sequence[Explained]:
        return self._entries[number]

    def __len__(self) -> int:
        return len(self._entries)

    def number(self, said: Explained) -> int:
        """The number of what is told."""
        if said not in self._numbers:
            self._numbers[said] = len(self._entries)
            self._entries.append(said)
        return self._numbers[said]

    def gathered(self, key: Hashable, begin: Callable[[], G]) -> G:
        """What is gathered under a key, brought up to date; `begin` makes the empty gatherer.

        Batch after batch little is told that was not told before, and only that is added.
        """
        gatherer: G
        gatherer, known = self._gathered.get(key) or (begin(), 0)
        # Another thread may be adding to the entries.
        fresh = self._entries[known:]
        for one in fresh:
            gatherer.add(one)
        self._gathered[key] = gatherer, known + len(fresh)
        return gatherer


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
