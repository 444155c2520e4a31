"""What the register and the cases cover: clauses, programmes, and every criterion both ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huiqi.author.cases import CaseResult
from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.model import criteria as ast
from huiqi.model.programme import Programme


@dataclass(frozen=True)
class DocumentCoverage:
    """One document: clauses by disposition, and programmes named by its clauses but not encoded."""

    id: str
    dispositions: Mapping[str, int]
    encoded: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def clauses(self) -> int:
        return sum(self.dispositions.values())


@dataclass(frozen=True)
class Unseen:
    """A test that the cases of its programme never show with these truths."""

    programme: Programme
    leaf: ast.Leaf
    truths: tuple[Truth, ...]


@dataclass(frozen=True)
class Coverage:
    """The whole rulebook."""

    documents: tuple[DocumentCoverage, ...]
    uncited: tuple[str, ...]
    leaves: int
    cases: int
    unseen: tuple[Unseen, ...]

    @property
    def complete(self) -> bool:
        """Whether every clause is accounted for and every criterion seen both ways."""
        return not (self.uncited or self.unseen or any(d.missing for d in self.documents))


def coverage(book: CheckedRulebook, results: Iterable[CaseResult]) -> Coverage:
    """The coverage of a rulebook by the results of its cases."""
    ran = list(results)
    seen: dict[str, dict[ast.Test, set[Truth]]] = {p.key: {} for p in book.programmes}
    for result in ran:
        if result.finding is not None:
            tests = seen[result.finding.programme.key]
            for proof in result.finding.proof.leaves():
                assert isinstance(proof.criterion, ast.Leaf)
                tests.setdefault(proof.criterion.test, set()).add(proof.truth)
    cited = {
        programme: True
        for document in book.documents.values()
        for clause in document.clauses
        for programme in clause.encoded
    }
    return Coverage(
        documents=tuple(_document(book, name) for name in book.documents),
        uncited=tuple(p.id for p in book.programmes if p.id not in cited),
        leaves=sum(len(list(ast.leaves(p.eligible))) for p in book.programmes),
        cases=len(ran),
        unseen=tuple(u for p in book.programmes for u in _unseen(p, seen[p.key])),
    )


def _document(book: CheckedRulebook, name: str) -> DocumentCoverage:
    document = book.documents[name]
    named = list(dict.fromkeys(p for clause in document.clauses for p in clause.encoded))
    have = {p.id for p in book.programmes if p.document == name}
    return DocumentCoverage(
        id=name,
        dispositions=Counter(clause.disposition for clause in document.clauses),
        encoded=tuple(p for p in named if p in have),
        missing=tuple(p for p in named if p not in have),
    )


def _unseen(programme: Programme, seen: Mapping[ast.Test, set[Truth]]) -> Iterable[Unseen]:
    tests: dict[ast.Test, ast.Leaf] = {}
    for leaf in ast.leaves(programme.eligible):
        tests.setdefault(leaf.test, leaf)
    for test, leaf in tests.items():
        lacking = tuple(t for t in _expected(test) if t not in seen.get(test, set()))
        if lacking:
            yield Unseen(programme, leaf, lacking)


def _expected(test: ast.Test) -> tuple[Truth, ...]:
    """The truths a test can have: conditions set elsewhere are never known, open lists never no."""
    if isinstance(test, ast.StatedElsewhere):
        return (Truth.UNKNOWN,)
    if isinstance(test, (ast.OneOf, ast.InSector)) and test.open:
        return (Truth.TRUE, Truth.UNKNOWN)
    return (Truth.TRUE, Truth.FALSE, Truth.UNKNOWN)
