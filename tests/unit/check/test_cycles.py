"""The order of derivations, and cycles shown as who reads whom."""

from __future__ import annotations

import pytest

from huiqi.check.cycles import MOST_LEVELS, derivation_order, inputs_of, too_deep
from huiqi.model import criteria as ast
from huiqi.model.node import Text
from huiqi.model.vocabulary import (
    Cases,
    Choice,
    Derivation,
    Fact,
    FactType,
    Quotient,
    SumOf,
    Whether,
)


def leaf(fact: str) -> ast.Leaf:
    return ast.Leaf(test=ast.Is(fact=fact))


def facts(**derived: str) -> dict[str, Fact]:
    """`a="b c"`: a is the sum of b and c; `a=""`: a is asked for."""
    return {
        name: Fact(
            id=name,
            type=FactType.COUNT,
            label=Text(zh=name, en=name),
            group="test",
            derive=SumOf(of=tuple(of.split())) if of else None,
        )
        for name, of in derived.items()
    }


@pytest.mark.parametrize(
    ("derivation", "inputs"),
    [
        (SumOf(of=("a", "b")), "a b"),
        (Quotient(of="a", per="b"), "a b"),
        (Whether(when=ast.All(of=(leaf("a"), ast.Not(of=leaf("b"))))), "a b"),
        (
            Cases(choices=(Choice(value="x", when=leaf("a")), Choice(value="y", when=leaf("b")))),
            "a b",
        ),
        (
            Whether(
                when=ast.Banded(by="a", bands=(ast.Band(up_to=None, then=leaf("b")),)),
            ),
            "a b",
        ),
    ],
)
def test_what_a_derivation_reads(derivation: Derivation, inputs: str) -> None:
    assert inputs_of(derivation) == set(inputs.split())


@pytest.mark.parametrize(
    ("derived", "order"),
    [
        ({"a": "", "b": ""}, ""),
        ({"a": "b", "b": "c", "c": ""}, "b a"),
        ({"a": "", "b": "a", "c": "b", "d": "c"}, "b c d"),
    ],
)
def test_each_after_those_it_reads(derived: dict[str, str], order: str) -> None:
    assert derivation_order(facts(**derived)) == (tuple(order.split()), [])


@pytest.mark.parametrize(
    ("derived", "cycles"),
    [
        ({"a": "a"}, [{"a → a"}]),
        ({"a": "b", "b": "a"}, [{"a → b → a", "b → a → b"}]),
        (
            {"a": "b", "b": "c", "c": "a", "d": "a"},
            [{"a → b → c → a", "b → c → a → b", "c → a → b → c"}],
        ),
        ({"a": "a", "b": "b"}, [{"a → a"}, {"b → b"}]),
    ],
)
def test_every_cycle_is_shown(derived: dict[str, str], cycles: list[set[str]]) -> None:
    _, findings = derivation_order(facts(**derived))
    shown = [str(finding.args["cycle"]) for finding in findings]
    assert [finding.code for finding in findings] == ["HQ401"] * len(cycles)
    assert all(any(one in cycle for cycle in cycles) for one in shown)
    assert len(set(shown)) == len(cycles)


def chain(length: int, levels: int = 1) -> dict[str, Fact]:
    """Facts that each ask for the next, under so many levels of conditions."""
    found = facts(**{f"f{length}": ""})
    for number in range(length):
        when: ast.Criterion = leaf(f"f{number + 1}")
        for _ in range(levels - 1):
            when = ast.Not(of=when)
        fact = facts(**{f"f{number}": "x"})[f"f{number}"]
        found[fact.id] = fact.model_copy(update={"derive": Whether(when=when)})
    return found


@pytest.mark.parametrize("levels", [1, 4])
def test_a_chain_of_derivations_has_an_end(levels: int) -> None:
    """Only the first fact that is too deep is named, and not all that are built upon it."""
    most = chain(MOST_LEVELS // levels, levels)
    assert too_deep(most, derivation_order(most)[0]) == []
    more = chain(MOST_LEVELS // levels + 20, levels)
    (finding,) = too_deep(more, derivation_order(more)[0])
    assert finding.code == "HQ402"
    assert finding.args["fact"] == "f19"
    assert finding.args["found"] == MOST_LEVELS + levels
