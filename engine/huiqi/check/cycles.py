"""The third pass: derived facts form no cycle; gives the order in which to derive them."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from huiqi.base.diagnostics import Diagnostic
from huiqi.model.criteria import facts_of
from huiqi.model.rule_files import criteria_of
from huiqi.model.vocabulary import Derivation, Fact, Quotient, SumOf


def inputs_of(derivation: Derivation) -> frozenset[str]:
    """The facts a derivation reads directly."""
    if isinstance(derivation, SumOf):
        return frozenset(derivation.of)
    if isinstance(derivation, Quotient):
        return frozenset((derivation.of, derivation.per))
    return frozenset().union(*(facts_of(criterion) for criterion in criteria_of(derivation)))


def derivation_order(facts: dict[str, Fact]) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """The derived facts, each after those it reads; and a finding for every cycle met."""
    graph = {
        name: set(inputs_of(fact.derive)) for name, fact in facts.items() if fact.derive is not None
    }
    findings: list[Diagnostic] = []
    while True:
        try:
            order = tuple(TopologicalSorter(graph).static_order())
        except CycleError as error:
            # graphlib lists a cycle from input to reader; shown is who reads whom.
            cycle: list[str] = list(reversed(error.args[1]))
            findings.append(Diagnostic("HQ401", {"cycle": " → ".join(cycle)}, facts[cycle[0]].span))
            graph[cycle[0]].discard(cycle[1])
        else:
            return tuple(name for name in order if name in graph), findings
