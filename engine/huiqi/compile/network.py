"""All units of a rulebook, by stage: derived facts in their order, then the programmes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huiqi.check.rulebook import CheckedRulebook
from huiqi.compile.to_rete import to_rete
from huiqi.compile.units import Unit
from huiqi.model.rule_files import criteria_of


@dataclass(frozen=True)
class Plan:
    """What the session needs to know: the units, and which of them answer for what.

    `derivations`: for each derived fact that asks criteria, the units of these, in order.
    `programmes`: the unit of each programme version, by its key.
    """

    units: Mapping[str, Unit]
    derivations: Mapping[str, tuple[str, ...]]
    programmes: Mapping[str, str]


def plan_network(book: CheckedRulebook) -> Plan:
    """The units of a rulebook."""
    units: dict[str, Unit] = {}
    derivations: dict[str, tuple[str, ...]] = {}
    for fact in book.order:
        derive = book.vocabulary.facts[fact].derive
        names = []
        for index, criterion in enumerate(criteria_of(derive) if derive else ()):
            name = f"fact {fact} {index}"
            units.update(to_rete(name, criterion, book))
            names.append(name)
        derivations[fact] = tuple(names)
    programmes = {programme.key: f"programme {programme.key}" for programme in book.programmes}
    for programme in book.programmes:
        units.update(to_rete(programmes[programme.key], programme.eligible, book))
    return Plan(units, derivations, programmes)
