"""What programmes ask for: the facts in order, every distinct test, every set of bands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from huiqi.check.cycles import inputs_of
from huiqi.check.rulebook import CheckedRulebook
from huiqi.model import criteria as ast
from huiqi.model.programme import Programme
from huiqi.model.rule_files import criteria_of

BandKey: TypeAlias = tuple[str, tuple[ast.Threshold | None, ...]]
"""The fact that selects a band, and the upper bounds."""


@dataclass(frozen=True)
class Inventory:
    """Facts (those given before those derived), tests and bands, each with its number.

    `alone`: the tests of one fact, by it; `joint`: comparisons of several, by the last to be known.
    """

    facts: Mapping[str, int]
    tests: Mapping[ast.Test, int]
    bands: Mapping[BandKey, int]
    alone: Mapping[str, list[ast.Test]]
    joint: Mapping[str, list[ast.Compare]]


def take_inventory(
    book: CheckedRulebook, programmes: Iterable[Programme], also: Iterable[str] = ()
) -> Inventory:
    """What the programmes ask for, directly and through derived facts; `also` further facts."""
    facts = book.vocabulary.facts
    criteria = [programme.eligible for programme in programmes]
    needed: set[str] = set()
    todo = set(also).union(*(ast.facts_of(criterion) for criterion in criteria))
    while todo:
        name = todo.pop()
        needed.add(name)
        if (derive := facts[name].derive) is not None:
            todo |= inputs_of(derive) - needed
    derived = [name for name in book.order if name in needed]
    for name in derived:
        if (derive := facts[name].derive) is not None:
            criteria += criteria_of(derive)
    given = [name for name in facts if name in needed and name not in book.order]
    numbers = {name: number for number, name in enumerate(given + derived)}
    tests: dict[ast.Test, int] = {}
    bands: dict[BandKey, int] = {}
    for criterion in criteria:
        _number(criterion, tests, bands)
    return Inventory(numbers, tests, bands, *_by_fact(tests, numbers))


def band_key(node: ast.Banded) -> BandKey:
    """What tells one set of bands from another."""
    return node.by, tuple(band.up_to for band in node.bands)


def _number(
    criterion: ast.Criterion, tests: dict[ast.Test, int], bands: dict[BandKey, int]
) -> None:
    if isinstance(criterion, ast.Leaf):
        tests.setdefault(criterion.test, len(tests))
    elif isinstance(criterion, ast.Banded):
        bands.setdefault(band_key(criterion), len(bands))
    for part in ast.parts(criterion):
        _number(part, tests, bands)


def _by_fact(
    tests: Iterable[ast.Test], numbers: Mapping[str, int]
) -> tuple[dict[str, list[ast.Test]], dict[str, list[ast.Compare]]]:
    alone: dict[str, list[ast.Test]] = {}
    joint: dict[str, list[ast.Compare]] = {}
    for test in tests:
        names = set(ast.facts_of_test(test))
        if isinstance(test, ast.Compare) and (test.per or len(test.of) > 1):
            joint.setdefault(max(names, key=numbers.__getitem__), []).append(test)
        elif names:
            alone.setdefault(names.pop(), []).append(test)
    return alone, joint
