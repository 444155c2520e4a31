"""Running the passes, and the checked rulebook that compilation and evaluation accept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from huiqi.base.diagnostics import Diagnostic
from huiqi.check.counted_time import count_time
from huiqi.check.cycles import derivation_order, inputs_of, too_deep
from huiqi.check.lints import check_lints
from huiqi.check.names import check_names
from huiqi.check.types import check_types
from huiqi.load.tables import divisions, industries, strategic_industries
from huiqi.model import criteria as ast
from huiqi.model.document import Document
from huiqi.model.programme import Programme
from huiqi.model.rule_files import RuleFiles, criteria_of
from huiqi.model.taxonomy import CodeSet
from huiqi.model.vocabulary import Certification, Vocabulary

Membership = ast.Located | ast.InSector


@dataclass(frozen=True)
class CheckedRulebook:
    """A rulebook whose names, types and derivations are sound.

    `order` is the order in which facts are derived; `code_sets` gives the divisions or industry
    classes that each location or sector test means.
    """

    vocabulary: Vocabulary
    documents: Mapping[str, Document]
    programmes: tuple[Programme, ...]
    order: tuple[str, ...]
    code_sets: Mapping[Membership, CodeSet]

    @cached_property
    def versions(self) -> Mapping[str, tuple[Programme, ...]]:
        """The versions of each programme by id, oldest first."""
        found: dict[str, list[Programme]] = {}
        for programme in self.programmes:
            found.setdefault(programme.id, []).append(programme)
        return {name: tuple(sorted(v, key=_start)) for name, v in found.items()}

    def current(self, as_of: date) -> tuple[Programme, ...]:
        """The version of each programme that counts on a day.

        Where none applies that day it is the last one before it, or else the first to come.
        """
        return tuple(_version_on(versions, as_of) for versions in self.versions.values())

    @cached_property
    def readers(self) -> Mapping[str, frozenset[str]]:
        """For each fact, the derived facts that read it, directly or through others."""
        found: dict[str, set[str]] = {name: set() for name in self.vocabulary.facts}
        for name in reversed(self.order):
            derive = self.vocabulary.facts[name].derive
            for source in inputs_of(derive) if derive else ():
                found[source] |= {name} | found[name]
        return {name: frozenset(readers) for name, readers in found.items()}

    @cached_property
    def answered_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each certification those that count as holding it: itself and what implies it."""
        declared = self.vocabulary.certifications
        implied = {name: _reached(declared, name) for name in declared}
        return {name: tuple(n for n in declared if name in implied[n]) for name in declared}

    @cached_property
    def facts_behind(self) -> Mapping[str, tuple[str, ...]]:
        """For each derived fact all that it rests on, derived or not, and itself."""
        found: dict[str, tuple[str, ...]] = {}
        for name in self.order:
            derive = self.vocabulary.facts[name].derive
            inputs = sorted(inputs_of(derive)) if derive else ()
            behind = (fact for source in inputs for fact in found.get(source, (source,)))
            found[name] = tuple(dict.fromkeys((*behind, name)))
        return found

    def base_facts(self, facts: frozenset[str]) -> frozenset[str]:
        """The facts a person can be asked for that these facts rest on."""
        found: set[str] = set()
        todo = set(facts)
        while todo:
            name = todo.pop()
            derive = self.vocabulary.facts[name].derive
            if derive is None:
                found.add(name)
            else:
                todo |= inputs_of(derive)
        return frozenset(found)


def check_rulebook(
    rulebook: RuleFiles, read: list[Diagnostic]
) -> tuple[CheckedRulebook | None, list[Diagnostic]]:
    """The checked rulebook and all findings; None when any of them is an error.

    `read` are the findings of reading; a pass runs only when those before it found no error, since
    its findings would follow from theirs.
    """
    rulebook = count_time(rulebook)
    findings = list(read)
    order: tuple[str, ...] = ()
    for run in (check_names, check_types):
        if not _failed(findings):
            findings += run(rulebook)
    if not _failed(findings):
        order, cycles = derivation_order(rulebook.vocabulary.facts)
        findings += cycles or too_deep(rulebook.vocabulary.facts, order)
    if not _failed(findings):
        findings += check_lints(rulebook)
    if _failed(findings):
        return None, findings
    checked = CheckedRulebook(
        rulebook.vocabulary,
        rulebook.documents,
        rulebook.programmes,
        order,
        _code_sets(rulebook),
    )
    return checked, findings


def _failed(findings: list[Diagnostic]) -> bool:
    return any(f.severity == "error" for f in findings)


def _code_sets(rulebook: RuleFiles) -> dict[Membership, CodeSet]:
    sets: dict[Membership, CodeSet] = {}
    criteria = [p.eligible for p in rulebook.programmes]
    for fact in rulebook.vocabulary.facts.values():
        criteria += criteria_of(fact.derive) if fact.derive else ()
    for criterion in criteria:
        for leaf in ast.leaves(criterion):
            if isinstance(leaf.test, (ast.Located, ast.InSector)) and leaf.test not in sets:
                sets[leaf.test] = _code_set(leaf.test, rulebook.vocabulary)
    return sets


def _code_set(test: Membership, vocabulary: Vocabulary) -> CodeSet:
    is_place = isinstance(test, ast.Located)
    names = test.regions if isinstance(test, ast.Located) else test.sectors
    groups = vocabulary.regions if is_place else vocabulary.sectors
    certain: list[str] = []
    possible: list[str] = []
    for name in names:
        group = groups.get(name)
        if group is None:
            certain.append(name)
            continue
        certain += group.codes
        possible += group.possible
        for category in group.strategic:
            certain += strategic_industries()[category].certain
            possible += strategic_industries()[category].possible
    return (divisions() if is_place else industries()).code_set(certain, possible)


def _reached(declared: Mapping[str, Certification], name: str) -> frozenset[str]:
    """A certification and all that it implies, directly or through others."""
    found = {name}
    todo = [name]
    while todo:
        new = set(declared[todo.pop()].implies) - found
        found |= new
        todo += new
    return frozenset(found)


def _start(programme: Programme) -> date:
    return (programme.applies and programme.applies.from_) or date.min


def _version_on(versions: tuple[Programme, ...], as_of: date) -> Programme:
    begun = [v for v in versions if _start(v) <= as_of]
    return begun[-1] if begun else versions[0]
