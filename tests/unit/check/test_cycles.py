"""The order of derivations, and cycles shown as who reads whom."""

from __future__ import annotations

import pytest

from huiqi.check.cycles import derivation_order, inputs_of
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
