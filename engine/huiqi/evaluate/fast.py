"""Verdicts without reasons, in microseconds: the rulebook as generated Python.

For callers who ask about many companies one by one. The reference evaluator defines what the
verdicts are; what differs from it is a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from threading import Lock
from typing import Any, cast

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.compile.to_python import (
    Generated,
    Lookup,
    Possibilities,
    derivations_to_python,
    to_python,
)
from huiqi.evaluate.leaf import Circumstances, is_valid, new_since
from huiqi.model import criteria as ast
from huiqi.model.profile import Answer, Certificates, Holding, Missing, OneAmong, Profile

REMEMBERED = 4096
"""So many different answers to one fact (places, sectors, certificates) are kept resolved."""
DAYS_KEPT = 8

Decide = Callable[[Callable[[str], Answer | None]], tuple[Truth, ...]]
Derive = Callable[[Callable[[str], Answer | None]], tuple[Answer | tuple[int, int] | None, ...]]


class FastVerdicts:
    """The truths of all programmes that count on a day, for one company after the other.

    Immutable apart from bounded caches, and safe to share between threads. To make one takes some
    tens of milliseconds.
    """

    def __init__(self, book: CheckedRulebook, as_of: date) -> None:
        generated = to_python(book, as_of)
        self.as_of = as_of
        self.programmes: tuple[str, ...] = generated.names
        self._decide = cast(Decide, _made(generated, book, as_of))

    def truths(self, answers: Mapping[str, Answer]) -> tuple[Truth, ...]:
        """The truth of each of `programmes`, in their order.

        `answers` are a profile, or answers as profiles hold them: they are not checked again.
        """
        plain = answers.answers if isinstance(answers, Profile) else answers
        return self._decide(plain.get)


class FastDays:
    """The `FastVerdicts` of the days asked for last; safe to share between threads."""

    def __init__(self, book: CheckedRulebook) -> None:
        self._book = book
        self._lock = Lock()
        self._days: dict[date, FastVerdicts] = {}

    def on(self, day: date) -> FastVerdicts:
        """Those of a day, made when it is first asked for."""
        with self._lock:
            if day not in self._days:
                self._days[day] = FastVerdicts(self._book, day)
                for stale in list(self._days)[:-DAYS_KEPT]:
                    del self._days[stale]
            return self._days[day]


class FastDerivations:
    """Derived facts in microseconds, under the conditions of `FastVerdicts`."""

    def __init__(self, book: CheckedRulebook, as_of: date) -> None:
        generated = derivations_to_python(book, as_of)
        self._names = generated.names
        self._derive = cast(Derive, _made(generated, book, as_of))

    def complete(self, answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """The answers with all derived facts that follow; what is stated stays as it is."""
        found = dict(answers)
        for name, value in zip(self._names, self._derive(answers.get), strict=True):
            if value is not None:
                found[name] = Fraction(*value) if isinstance(value, tuple) else value
        return found


def _made(generated: Generated, book: CheckedRulebook, as_of: date) -> object:
    """The generated function."""
    names: dict[str, object] = {"__builtins__": {}}
    for index, constant in enumerate(generated.constants):
        names[f"k{index}"] = _bound(constant, book, as_of)
    exec(compile(generated.source, "<huiqi rulebook>", "exec"), names)
    return names["decide"]


def _bound(constant: object, book: CheckedRulebook, as_of: date) -> object:
    """A constant of the generated text, with functions where it describes them."""
    if isinstance(constant, Possibilities):
        return lru_cache(REMEMBERED)(lambda mask: _among(constant.values, mask))
    if not isinstance(constant, Lookup):
        return constant
    tests = constant.tests
    if all(isinstance(test, ast.Holds) for test in tests):
        return lru_cache(REMEMBERED)(_Titles(book, as_of, cast(Any, tests)).decide)

    def decide(answer: Answer | None) -> tuple[bool, ...]:
        given = Circumstances(book, {} if answer is None else {constant.fact: answer}, as_of)
        return _flat([given.truth(test) for test in tests])

    return lru_cache(REMEMBERED)(decide)


def _flat(truths: list[Truth]) -> tuple[bool, ...]:
    """Of each truth whether it is TRUE and whether it is FALSE."""
    return tuple(truth is which for truth in truths for which in (Truth.TRUE, Truth.FALSE))


def _among(values: tuple[str, ...], mask: int) -> Answer | None:
    if mask < 0:
        return None
    names = frozenset(value for i, value in enumerate(values) if mask >> i & 1)
    return OneAmong(names) if len(names) > 1 else next(iter(names))


class _Titles:
    """All tests of the certificates at once: each holding is looked at once.

    Certificates carry dates, so most companies' are their own and no cache helps.
    """

    def __init__(self, book: CheckedRulebook, as_of: date, tests: tuple[ast.Holds, ...]) -> None:
        self.declared = book.vocabulary.certifications
        self.as_of = as_of
        self.tests = tests
        self.answered_by = [frozenset(book.answered_by[test.certification]) for test in tests]
        self.answers: dict[str, list[int]] = {
            name: [i for i, names in enumerate(self.answered_by) if name in names]
            for name in self.declared
        }
        self.ranks = {name: tier.rank for name, tier in book.vocabulary.tiers.items()}
        self.least_rank = [None if t.tier is None else self.ranks[t.tier] for t in tests]
        self.only_rank = [self._only_rank(t) for t in tests]
        self.start = [new_since(t, as_of) for t in tests]

    def _only_rank(self, test: ast.Holds) -> int | None:
        tiers = self.declared[test.certification].tiers
        return self.ranks[tiers[0]] if len(tiers) == 1 else None

    def decide(self, answer: Answer | None) -> tuple[bool, ...]:
        if not isinstance(answer, Certificates):
            refused = answer is Missing.NOT_APPLICABLE
            return (False, refused) * len(self.tests)
        truths = [self._without(names, answer) for names in self.answered_by]
        for holding in answer.held:
            declared = self.declared[holding.certification]
            if is_valid(holding, declared, self.as_of):
                for i in self.answers[holding.certification]:
                    if truths[i] is not Truth.TRUE:
                        truths[i] = max(truths[i], self._holding(i, holding))
        return _flat(truths)

    def _without(self, names: frozenset[str], answer: Certificates) -> Truth:
        """What the certifications that are not held leave open."""
        if answer.absent is None or names <= answer.absent:
            return Truth.FALSE
        unheard = names - answer.absent - {holding.certification for holding in answer.held}
        return Truth.UNKNOWN if unheard else Truth.FALSE

    def _holding(self, test: int, holding: Holding) -> Truth:
        """Whether a valid holding has the tier and the newness that a test asks for."""
        truth, least, start = Truth.TRUE, self.least_rank[test], self.start[test]
        if least is not None:
            rank = self.only_rank[test]
            if rank is None and holding.tier is not None:
                rank = self.ranks[holding.tier]
            if rank is None:
                truth = Truth.UNKNOWN
            elif rank < least:
                return Truth.FALSE
        if start is not None and (
            holding.issued is None or holding.renewal or holding.issued < start
        ):
            return Truth.UNKNOWN
        return truth
