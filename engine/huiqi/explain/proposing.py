"""Proposals for one programme that a company is ruled out of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from itertools import combinations

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.reference import prove
from huiqi.explain.assuming import Assuming
from huiqi.explain.changes import Change, Changes, Company, can_change
from huiqi.explain.ends import at_end, both_ends
from huiqi.explain.likely_answers import LikelyAnswers
from huiqi.explain.mending import Mended, Mending
from huiqi.explain.needs import missing_facts
from huiqi.explain.reasons import Atoms, reasons
from huiqi.explain.repairs import Repairs
from huiqi.explain.ways import Assumptions, Ways
from huiqi.model import criteria as ast
from huiqi.model.profile import Missing, Profile
from huiqi.model.programme import Programme
from huiqi.model.verdict import Proof
from huiqi.model.vocabulary import FactType


class Kind(str, Enum):
    """What a programme's verdict is once the changes are made."""

    EXACT = "exact"
    CONDITIONAL = "conditional"
    ELSEWHERE = "elsewhere"

    __str__ = str.__str__


@dataclass(frozen=True)
class Proposal:
    """A smallest set of changes for one programme: no part of it does the same.

    `mends`: for each change the conditions of the programme that come out otherwise by it.
    `open`: the conditions that stay unknown once they are made (none where it is only not known
    which band counts); `missing`: the facts that could still decide them. `assumed`: answers to
    those under which the programme applies, or would but for what is set elsewhere. These three are
    empty for an exact proposal.
    """

    kind: Kind
    changes: Changes
    mends: tuple[Atoms, ...]
    open: Atoms = ()
    missing: tuple[str, ...] = ()
    assumed: Changes = ()


@dataclass(frozen=True)
class Proposals:
    """All proposals for one programme, the smallest first, exact ones before the others.

    `complete` unless a limit was met, or amounts may have to move together: then there may be more.
    """

    all: tuple[Proposal, ...]
    complete: bool


class Proposing:
    """Finds proposals for one company on a day, for one programme after the other."""

    def __init__(self, book: CheckedRulebook, profile: Profile, as_of: date) -> None:
        self._book = book
        self._ended = both_ends(book, as_of)
        self.company = Company(self._ended, profile.answers, as_of)
        ways = Ways(self.company)
        self._strict = Mending(self.company, Repairs(ways))
        self._hopeful = Mending(self.company, Repairs(ways, hopeful=True))

    @cached_property
    def _assuming(self) -> Assuming:
        likely = LikelyAnswers(self._book, self.company.as_of)
        return Assuming(self.company, Repairs(Assumptions(self.company, likely)))

    def of(self, programme: Programme) -> Proposals:
        """The proposals for a programme that the company is ruled out of."""
        criterion = programme.eligible
        exact = self._strict.of(criterion)
        found = [self._proposal(criterion, changes) for changes in exact.sets]
        hoped = self._hopeful.of(criterion)
        rest = _without(hoped, exact)
        others = self._open(Kind.CONDITIONAL, criterion, criterion, rest)
        complete = exact.complete and hoped.complete and len(others) == len(rest)
        if not (found or others):
            best = self._at_best(criterion)
            mended = self._hopeful.of(best)
            others = self._open(Kind.ELSEWHERE, criterion, best, mended.sets)
            complete = exact.complete and mended.complete and len(others) == len(mended.sets)
            complete = complete and not self._may_be_unnamed(criterion)
        made = (*found, *others)
        kept = tuple(proposal for proposal in made if self._holds(proposal, criterion))
        return Proposals(kept, complete and len(kept) == len(made))

    def _open(
        self, kind: Kind, criterion: ast.Criterion, best: ast.Criterion, sets: Sequence[Changes]
    ) -> list[Proposal]:
        """Proposals after which something stays open, where it can turn out well."""
        found = []
        for changes in sets:
            truth = prove(criterion, self.company.after(changes)).truth
            if truth is Truth.TRUE:
                found.append(self._proposal(criterion, changes))
            elif truth is Truth.UNKNOWN:
                assumed = self._assuming.of(best, changes)
                if assumed is not None:
                    found.append(self._proposal(criterion, changes, kind, assumed))
        return found

    def _proposal(
        self,
        criterion: ast.Criterion,
        changes: Changes,
        kind: Kind = Kind.EXACT,
        assumed: Changes = (),
    ) -> Proposal:
        mends = tuple(self._mends(criterion, change, changes) for change in changes)
        if kind is Kind.EXACT:
            return Proposal(kind, changes, mends)
        after = self.company.after(changes)
        proof = prove(criterion, after)
        missing = missing_facts(proof, after)
        return Proposal(kind, changes, mends, reasons(proof).smallest, missing, assumed)

    def _mends(self, criterion: ast.Criterion, change: Change, changes: Changes) -> Atoms:
        """The proofs, as things stand, of the conditions that read what the change changes."""
        after = self.company.after(changes)
        found: dict[ast.Test, Proof] = {}
        for proof in prove(criterion, self.company.now).leaves():
            assert isinstance(proof.criterion, ast.Leaf)
            test = proof.criterion.test
            if self._reads(test, change) and after.truth(test) is not proof.truth:
                found.setdefault(test, proof)
        return tuple(found.values())

    def _reads(self, test: ast.Test, change: Change) -> bool:
        if isinstance(test, ast.Holds):
            return change.part in self._book.answered_by[test.certification]
        if isinstance(test, ast.OneOf) and change.part:
            return test.fact == change.fact and change.part in test.values
        facts = frozenset(ast.facts_of_test(test))
        return change.fact in facts or change.fact in self._book.base_facts(facts)

    def _at_best(self, criterion: ast.Criterion) -> ast.Criterion:
        answers = self.company.now.answers.items()
        return at_end(criterion, True, {f for f, a in answers if a is Missing.NOT_APPLICABLE})

    def _may_be_unnamed(self, criterion: ast.Criterion) -> bool:
        """Whether a value that an open list does not name may help.

        What does not apply is in no list, so at its best it takes one of the values that are
        named. Once it applies, any other value may be meant by the 等.
        """
        facts, answers = self._book.vocabulary.facts, self.company.now.answers
        return any(
            can_change(facts[test.fact])
            and answers.get(test.fact) is Missing.NOT_APPLICABLE
            and (
                facts[test.fact].type is FactType.ENUM
                or {*test.values} <= {*facts[test.fact].fixed}
            )
            for leaf in ast.leaves(criterion)
            if isinstance(test := leaf.test, ast.OneOf) and test.open
        )

    def _holds(self, proposal: Proposal, criterion: ast.Criterion) -> bool:
        """Tried out with the reference evaluator: the whole of it does, and no part."""
        if proposal.kind is Kind.ELSEWHERE:
            criterion = self._at_best(criterion)
        whole = (*proposal.changes, *proposal.assumed)
        return self._is_true(criterion, whole) and not any(
            self._is_true(criterion, (*part, *proposal.assumed))
            for size in range(len(proposal.changes))
            for part in combinations(proposal.changes, size)
        )

    def _is_true(self, criterion: ast.Criterion, changes: Changes) -> bool:
        return prove(criterion, self.company.after(changes)).truth is Truth.TRUE


def _without(hoped: Mended, exact: Mended) -> list[Changes]:
    """The sets of which no part does by itself for certain."""
    certain = [{change.slot for change in changes} for changes in exact.sets]
    return [
        changes
        for changes in hoped.sets
        if not any(slots <= {change.slot for change in changes} for slots in certain)
    ]
