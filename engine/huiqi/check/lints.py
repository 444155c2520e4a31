"""The last pass: what is well-formed but would mislead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from huiqi.base.diagnostics import Diagnostic
from huiqi.check.cycles import inputs_of
from huiqi.check.figures import check_figures
from huiqi.load.tables import divisions
from huiqi.model import criteria as ast
from huiqi.model.document import Document
from huiqi.model.programme import Programme
from huiqi.model.rule_files import RuleFiles


def check_lints(rulebook: RuleFiles) -> list[Diagnostic]:
    """Findings HQ5xx; the rulebook must have passed the earlier passes."""
    return [
        *_reasons(rulebook),
        *(_cases(rulebook) if rulebook.with_cases else ()),
        *_registration(rulebook),
        *_jurisdictions(rulebook),
        *_versions(rulebook),
        *check_figures(rulebook),
        *_dead_facts(rulebook),
    ]


def _reasons(rulebook: RuleFiles) -> Iterator[Diagnostic]:
    """Whatever goes beyond the words of the clause says why."""
    for programme in rulebook.programmes:
        for leaf in ast.leaves(programme.eligible):
            if leaf.basis != "text" and leaf.because is None:
                yield Diagnostic("HQ501", {}, leaf.span, clause=leaf.clause)


def _cases(rulebook: RuleFiles) -> Iterator[Diagnostic]:
    for programme in rulebook.programmes:
        if not programme.cases:
            yield Diagnostic("HQ502", {"id": programme.id}, programme.span)


def _registration(rulebook: RuleFiles) -> Iterator[Diagnostic]:
    """Programmes and clause registers name each other."""
    encoded = {programme.key for programme in rulebook.programmes}
    for programme in rulebook.programmes:
        document = rulebook.documents[programme.document]
        for locator, span in programme.cited.items():
            if programme.id not in document.by_locator[locator].encoded:
                args = {"id": programme.id, "locator": locator}
                yield Diagnostic("HQ505", args, span, clause=f"{document.id} {locator}")
    for document in rulebook.documents.values():
        for clause in document.clauses:
            for name in clause.encoded:
                if f"{name}@{document.id}" not in encoded:
                    args = {"id": name, "locator": clause.locator}
                    yield Diagnostic("HQ506", args, clause.span)


def _jurisdictions(rulebook: RuleFiles) -> Iterator[Diagnostic]:
    """A document grants nothing outside the place its issuer governs."""
    for programme in rulebook.programmes:
        document = rulebook.documents[programme.document]
        for leaf in ast.leaves(programme.eligible):
            if isinstance(leaf.test, ast.Located):
                for name in leaf.test.regions:
                    yield from _outside(rulebook, document, name, leaf)


def _outside(
    rulebook: RuleFiles, document: Document, name: str, leaf: ast.Leaf
) -> Iterator[Diagnostic]:
    region = rulebook.vocabulary.regions.get(name)
    codes = (*region.codes, *region.possible) if region else (name,)
    if not all(divisions().within(code, document.jurisdiction) for code in codes):
        args = {"name": name, "jurisdiction": divisions()[document.jurisdiction].name}
        yield Diagnostic("HQ508", args, leaf.span)


def _versions(rulebook: RuleFiles) -> Iterator[Diagnostic]:
    """Of the versions of one programme at most one applies on any day."""
    by_id: dict[str, list[Programme]] = {}
    for programme in rulebook.programmes:
        by_id.setdefault(programme.id, []).append(programme)
    for versions in by_id.values():
        for first, second in combinations(versions, 2):
            (a, b), (c, d) = _days(first), _days(second)
            if a <= d and c <= b:
                args = {"id": first.id, "first": first.document, "second": second.document}
                yield Diagnostic("HQ504", args, second.span)


def _days(programme: Programme) -> tuple[date, date]:
    applies = programme.applies
    start = applies.from_ if applies else None
    until = applies.until if applies else None
    return start or date.min, until or date.max


def _dead_facts(rulebook: RuleFiles) -> Iterator[Diagnostic]:
    facts = rulebook.vocabulary.facts
    used = set().union(*(ast.facts_of(p.eligible) for p in rulebook.programmes))
    for fact in facts.values():
        if fact.derive is not None:
            used |= inputs_of(fact.derive)
    for name, fact in facts.items():
        if name not in used:
            yield Diagnostic("HQ503", {"name": name}, fact.span)
