"""Advice about amounts, against every set of changes from a pool: none is missed unsaid.

Small rulebooks of sums and ratios, amounts that move one way only or do not apply, and derived
ones. Where a set of changed facts makes a programme apply and no part of it does, it is proposed,
or the advice does not call itself complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.fast import FastVerdicts
from huiqi.explain.advice import ProgrammeAdvice
from huiqi.explain.assessment import assess
from huiqi.explain.changes import can_change
from huiqi.explain.proposing import Kind
from huiqi.model import criteria as ast
from huiqi.model import vocabulary as voc
from huiqi.model.profile import Answer, Missing, Profile
from huiqi.model.vocabulary import Fact, FactType

from .rulebooks import RARELY, TEXT, chances, checked, leaf
from .test_explanations import patient

DAY = date(2024, 7, 1)
AMOUNTS = ("a", "b", "c")
POOL = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12)
NEGATIVE = (-1, -3)
BOUNDS = tuple(map(Decimal, ("0", "1", "2", "3", "5")))
SHARES = tuple(map(Decimal, ("0.25", "0.5", "1", "2")))
NOTHING = Missing.NOT_APPLICABLE


def amount(name: str, derive: voc.Derivation | None = None, **more: Any) -> Fact:
    kind = FactType.RATIO if isinstance(derive, voc.Quotient) else FactType.COUNT
    return Fact(id=name, type=kind, label=TEXT, group="all", derive=derive, **more)


def vocabulary(*facts: Fact) -> voc.Vocabulary:
    named = {
        fact.id: fact
        for fact in (
            *facts,
            Fact(id="f", type=FactType.BOOL, changeable=True, label=TEXT, group="all"),
        )
    }
    return voc.Vocabulary(
        facts=named, certifications={}, regions={}, sectors={}, zones={}, tiers={}
    )


def compare(of: str, op: str, bound: str, per: str = "") -> ast.Leaf:
    """The sum of the facts named by single letters, over another sum if there is one."""
    limit = Decimal(bound)
    share = ast.Share(value=limit) if per or of == "q" else ast.Number(value=limit)
    test = ast.Compare(of=tuple(of), per=tuple(per), op=ast.Operator(op), threshold=share)
    return leaf(test)


@st.composite
def small(draw: DrawFn) -> CheckedRulebook:
    """A rulebook of three counts, their sum `s` and a ratio `q` of two."""
    one, other = draw(st.permutations(AMOUNTS))[:2]
    base = [
        amount(
            name,
            may_not_apply=draw(RARELY),
            may_be_negative=draw(RARELY),
            changeable=draw(st.sampled_from((True, True, "more", "less", False))),
        )
        for name in AMOUNTS
    ]
    derived = [
        amount("s", voc.SumOf(of=(one, other)), may_be_negative=True),
        amount("q", voc.Quotient(of=one, per=other), may_be_negative=True),
    ]
    amounts = st.lists(st.sampled_from("abcs"), min_size=1, max_size=3, unique=True).map("".join)
    operators = st.sampled_from([op.value for op in ast.Operator])
    shares, bounds = (st.sampled_from(pool).map(str) for pool in (SHARES, BOUNDS))
    tests = st.one_of(
        st.builds(compare, amounts, operators, bounds),
        st.builds(compare, amounts, operators, shares, amounts),
        st.builds(compare, st.just("q"), operators, shares),
        st.booleans().map(lambda value: leaf(ast.Is(fact="f", value=value))),
    )
    several = st.lists(tests, min_size=2, max_size=2).map(tuple)
    parts = st.one_of(
        tests, tests, several.map(lambda of: ast.Any(of=of)), tests.map(lambda of: ast.Not(of=of))
    )
    eligible = st.lists(parts, min_size=1, max_size=3).map(lambda of: ast.All(of=tuple(of)))
    return checked(vocabulary(*base, *derived), [draw(eligible) for _ in range(3)])


@dataclass
class Asked:
    """A company and what is advised to it."""

    book: CheckedRulebook
    answers: Mapping[str, Answer]

    def advised(self) -> dict[str, ProgrammeAdvice]:
        advice = assess(self.book, Profile("", self.answers), DAY).advice()
        return {one.id: one for one in (*advice.programmes, *advice.beyond)}

    def sufficient(self) -> dict[str, list[set[str]]]:
        """By programme the sets of facts that, changed somehow, make it apply; no part does."""
        fast = FastVerdicts(self.book, DAY)
        facts = [self.book.vocabulary.facts[name] for name in self.answers]
        moving = [fact for fact in facts if can_change(fact)]
        found: dict[str, list[set[str]]] = {name: [] for name in fast.programmes}
        for size in range(1, len(moving) + 1):
            for some in combinations(moving, size):
                slots = {fact.id for fact in some}
                open_ = [n for n, sets in found.items() if not any(s <= slots for s in sets)]
                for values in product(*map(self._others, some)) if open_ else ():
                    changed = dict(zip(slots_of(some), values, strict=True))
                    truths = fast.truths({**self.answers, **changed})
                    for name, truth in zip(fast.programmes, truths, strict=True):
                        if truth is Truth.TRUE and name in open_ and slots not in found[name]:
                            found[name].append(slots)
        return found

    def _others(self, fact: Fact) -> Iterator[Answer]:
        now: Any = self.answers[fact.id]
        for value in values_of(fact):
            if now is NOTHING or not isinstance(fact.changeable, str):
                allowed = value != now
            else:
                allowed = value > now if fact.changeable == "more" else value < now
            if allowed:
                yield value


def slots_of(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.id for fact in facts]


def values_of(fact: Fact) -> tuple[Any, ...]:
    if fact.type is FactType.BOOL:
        return (True, False)
    return (*NEGATIVE, *POOL) if fact.may_be_negative else POOL


def company(book: CheckedRulebook, chance: Random) -> dict[str, Answer]:
    """Known answers, or none that apply; some facts are left out."""
    found: dict[str, Answer] = {}
    for name, fact in book.vocabulary.facts.items():
        if fact.derive is None and chance.random() < 0.85:
            nothing = fact.may_not_apply and chance.random() < 0.3
            found[name] = NOTHING if nothing else chance.choice(values_of(fact)[:7])
    return found


@settings(patient, max_examples=150)
@given(small(), chances)
def test_no_set_of_changes_is_missed_unsaid(book: CheckedRulebook, chance: Random) -> None:
    asked = Asked(book, company(book, chance))
    sufficient = asked.sufficient()
    for name, advice in asked.advised().items():
        proposed = [{c.fact for c in p.changes} for p in advice.of_kind(Kind.EXACT)]
        for slots in sufficient[name] if advice.complete else ():
            assert slots in proposed, (name, asked.answers)


ANY = {"changeable": True}
MORE = {"changeable": "more"}
CASES: list[tuple[str, dict[str, Any], ast.Criterion, dict[str, Any], list[set[str]], bool]] = [
    (
        "two amounts of a sum that must both fall",
        {"a": ANY, "b": ANY},
        compare("ab", "at_most", "3"),
        {"a": 5, "b": 5},
        [],
        False,
    ),
    (
        "only one amount of a ratio can rise to its good",
        {"a": MORE, "b": MORE},
        compare("a", "at_least", "0.5", "b"),
        {"a": 1, "b": 10},
        [{"a"}],
        True,
    ),
    (
        "neither amount of a ratio applies",
        {"a": ANY, "b": ANY},
        compare("a", "at_least", "0.5", "b"),
        {"a": NOTHING, "b": NOTHING},
        [{"a", "b"}],
        False,
    ),
    (
        "a derived sum beside another amount",
        {"a": ANY, "b": {}, "c": {}},
        compare("sc", "at_least", "9"),
        {"a": 1, "b": 1, "c": 1},
        [{"a"}],
        True,
    ),
    (
        "any amount would do once it applies",
        {"a": ANY, "b": {}},
        compare("ab", "more_than", "3"),
        {"a": NOTHING, "b": 5},
        [{"a"}],
        True,
    ),
    (
        "what else rules the company out cannot be changed",
        {"a": ANY, "b": ANY, "c": {}},
        ast.All(of=(compare("ab", "at_most", "3"), compare("c", "at_least", "1"))),
        {"a": 5, "b": 5, "c": 0},
        [],
        True,
    ),
]


@pytest.mark.parametrize(
    ("facts", "criterion", "answers", "slots", "complete"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_amounts_that_move_together(
    facts: dict[str, dict[str, Any]],
    criterion: ast.Criterion,
    answers: dict[str, Any],
    slots: list[set[str]],
    complete: bool,
) -> None:
    declared = [amount(name, may_not_apply=True, **more) for name, more in facts.items()]
    total = amount("s", voc.SumOf(of=("a", "b")))
    book = checked(vocabulary(*declared, total), [criterion])
    advice = Asked(book, answers).advised()["p0"]
    assert [{c.fact for c in p.changes} for p in advice.proposals] == slots
    assert advice.complete is complete
