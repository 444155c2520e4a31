"""What is found for one company and one programme: verdict, standing and reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import Circumstances
from huiqi.evaluate.reference import prove
from huiqi.explain.needs import Needs
from huiqi.explain.reasons import Reasons, bands, is_elsewhere, reasons
from huiqi.model import criteria as ast
from huiqi.model.document import Document
from huiqi.model.profile import Answer, Missing
from huiqi.model.programme import Programme, standing_on
from huiqi.model.verdict import Proof, Standing, Verdict


@dataclass(frozen=True)
class Finding:
    """One programme for one company: what is so, why, and what is still missing."""

    programme: Programme
    document: Document
    proof: Proof
    standing: Standing
    needs: Needs = field(repr=False, compare=False)

    def __repr__(self) -> str:
        """One line: a rule and its proof would fill pages."""
        return f"<Finding {self.id}: {self.verdict.value}, {self.standing.value}>"

    @property
    def given(self) -> Circumstances:
        """What is known of the company."""
        return self.needs.given

    @property
    def id(self) -> str:
        """The id of the programme."""
        return self.programme.id

    @property
    def verdict(self) -> Verdict:
        """Whether the company meets the conditions, as far as its answers tell."""
        return Verdict.of(self.proof.truth)

    @cached_property
    def reasons(self) -> Reasons:
        """The minimal reasons of the verdict."""
        return reasons(self.proof)

    @cached_property
    def bands(self) -> dict[object, tuple[ast.Banded, int]]:
        """The band that each test stands in, by `atom_key`, where the band is known."""
        return dict(bands(self.proof))

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The facts that could still decide an undetermined verdict."""
        return self.needs.missing(self.proof)

    @cached_property
    def failed(self) -> tuple[str, ...]:
        """The facts of the smallest set of conditions that rules the company out."""
        if self.verdict is not Verdict.INELIGIBLE:
            return ()
        return failed_facts(self.reasons.smallest, self.given.answers)

    @cached_property
    def attested(self) -> tuple[str, ...]:
        """The judgements of experts or authorities that an eligible verdict takes on trust."""
        if self.verdict is not Verdict.ELIGIBLE:
            return ()
        tests = [
            atom.criterion.test
            for atom in self.reasons.smallest
            if isinstance(atom.criterion, ast.Leaf)
        ]
        return tuple(t.fact for t in tests if isinstance(t, ast.Is) and t.judged)

    @property
    def set_elsewhere(self) -> bool:
        """Whether what keeps the verdict open are conditions that another text sets."""
        return self.verdict is Verdict.UNDETERMINED and any(
            map(is_elsewhere, self.reasons.smallest)
        )


def failed_facts(atoms: Iterable[Proof], answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """The facts by which a failing set of tests and scores fails, each once."""
    leaves = [leaf for atom in atoms for leaf in atom.leaves()]
    known = [leaf.criterion for leaf in leaves if leaf.truth is not Truth.UNKNOWN]
    tests = [leaf.test for leaf in known if isinstance(leaf, ast.Leaf)]
    return tuple(dict.fromkeys(fact for test in tests for fact in _told(test, answers)))


def _told(test: ast.Test, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """The facts that decided a test: those that do not apply, if any, else all it reads."""
    facts = ast.facts_of_test(test)
    return tuple(f for f in facts if answers.get(f) is Missing.NOT_APPLICABLE) or facts


def find(programme: Programme, needs: Needs) -> Finding:
    """What is found for one programme; all programmes of a company share their `needs`."""
    given = needs.given
    document = given.book.documents[programme.document]
    standing = standing_on(programme, document, given.as_of)
    return Finding(programme, document, prove(programme.eligible, given), standing, needs)
