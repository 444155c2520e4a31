"""The rule engine against a plain evaluator: nested conditions of every shape, no difference."""

from __future__ import annotations

import operator
import random
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from huiqi.compile.rete import And, Condition, Or, Test, simplify
from huiqi.evaluate.rete import Network

Fact = dict[str, int | None]

OPERATORS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
VALUES = (-2, -1, 0, 1, 2, 3)
SAMPLE = 400


def plain(condition: Condition, fact: Fact) -> bool:
    if isinstance(condition, bool):
        return condition
    if isinstance(condition, Test):
        value = fact.get(condition.field)
        return value is not None and OPERATORS[condition.op](value, condition.value)
    quantifier = all if isinstance(condition, And) else any
    return quantifier([plain(part, fact) for part in condition.parts])


def facts(fields: frozenset[str]) -> Iterator[Fact]:
    """Every assignment, absent included, of up to three fields; a fixed sample of more."""
    names = sorted(fields)
    choices = (*VALUES, None)
    if len(names) <= 3:
        for values in product(choices, repeat=len(names)):
            yield dict(zip(names, values, strict=True))
        return
    draw = random.Random("".join(names))
    for _ in range(SAMPLE):
        yield {name: draw.choice(choices) for name in names}


def compare(met: Condition, failed: Condition) -> int:
    """Check all of `facts` and return how many there were."""
    checked = 0
    with Network({"p": (met, failed)}) as network:
        for fact in facts(network.fields("p")):
            assert network.settle("p", fact) == (plain(met, fact), plain(failed, fact)), fact
            checked += 1
    return checked


def groups(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, max_size=5).map(tuple)
    return st.builds(And, several) | st.builds(Or, several)


def nested(depth: int) -> st.SearchStrategy[Condition]:
    leaves: st.SearchStrategy[Condition] = st.builds(
        Test,
        st.sampled_from("甲乙丙丁戊己"),
        st.sampled_from(list(OPERATORS)),
        st.sampled_from(VALUES),
    )
    if depth == 0:
        return leaves
    inner = nested(depth - 1)
    return st.one_of(leaves, groups(inner), groups(inner), st.booleans())


X, Y, Z = (Test(name, ">", 0) for name in "xyz")


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(nested(4), nested(4))
# Shapes of which the engine's sources look suspicious: `or` before `and` among siblings, a group
# that begins with another, alternatives that share their first test.
@example(And((Or((X, Y)), And((Y, Z)), Or((And((X, Z)), Y)))), Or((And((X, Y)), Or((Z, X)), X)))
@example(Or((And((X, Or((Y, Z)))), And((X, Y)), X)), And((Or((And((X, Y)), X)), Or((X, Z)))))
def test_nested_conditions(met: Condition, failed: Condition) -> None:
    compare(met, failed)


@settings(max_examples=100, deadline=None)
@given(nested(4), st.randoms(use_true_random=False))
def test_simplifying_changes_no_answer(condition: Condition, draw: random.Random) -> None:
    for _ in range(50):
        fact: Fact = {name: draw.choice((*VALUES, None)) for name in "甲乙丙丁戊己"}
        assert plain(simplify(condition), fact) == plain(condition, fact)


def grown(draw: random.Random, depth: int, width: int, fields: int) -> Condition:
    if depth == 0 or draw.random() < 0.2:
        field = f"x{draw.randrange(fields)}"
        return Test(field, draw.choice(list(OPERATORS)), draw.choice(VALUES))  # type: ignore[arg-type]
    parts = (grown(draw, depth - 1, width, fields) for _ in range(draw.randint(1, width)))
    return draw.choice((And, Or))(tuple(parts))


@pytest.mark.parametrize(
    ("depth", "width", "fields"),
    [(1, 100, 2), (2, 30, 3), (2, 30, 12), (3, 12, 3), (4, 6, 6), (7, 3, 2), (9, 2, 3), (12, 2, 4)],
)
def test_wide_and_deep_conditions(depth: int, width: int, fields: int) -> None:
    """Sizes that need several stages; some tens of thousands of evaluations in all."""
    draw = random.Random(f"{depth} {width} {fields}")
    checked = 0
    while checked < 8000:
        met, failed = (grown(draw, depth, width, fields) for _ in "mf")
        checked += compare(met, failed)
