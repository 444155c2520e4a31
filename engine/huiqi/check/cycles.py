"""The third pass: derived facts form no cycle and no endless chain; gives their order."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from huiqi.base.diagnostics import Diagnostic
from huiqi.model.criteria import Criterion, facts_of, parts
from huiqi.model.rule_files import criteria_of
from huiqi.model.vocabulary import Derivation, Fact, Quotient, SumOf

MOST_LEVELS = 100
"""Conditions within conditions that a derived fact may take, those of the facts it reads counted.

Evaluators and explanations walk down them level by level, on a stack that has an end.
"""


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


def too_deep(facts: dict[str, Fact], order: tuple[str, ...]) -> list[Diagnostic]:
    """A finding for each derived fact that is the first to take more levels than there may be."""
    levels: dict[str, int] = {}
    findings = []
    for name in order:
        fact = facts[name]
        if fact.derive is None:
            continue
        own = max((_levels(criterion) for criterion in criteria_of(fact.derive)), default=1)
        below = max((levels.get(read, 0) for read in inputs_of(fact.derive)), default=0)
        levels[name] = own + below
        if below <= MOST_LEVELS < levels[name]:
            args = {"fact": name, "found": levels[name], "limit": MOST_LEVELS}
            findings.append(Diagnostic("HQ402", args, fact.span))
    return findings


def _levels(criterion: Criterion) -> int:
    return 1 + max(map(_levels, parts(criterion)), default=0)
