"""The programmes that other rule engines can say too, and companies as they can read them.

Peers know two truths and no holdings with dates, so a programme counts as plain when it rests on
comparisons, yes/no, lists, places, sectors and titles alone, joined by all, any and not; and a
company is taken when huiqi leaves none of these programmes undetermined. What peers are given is
made easy for them: derived facts are derived already, money is whole 分, places and sectors are
numbers of the leaves of their code tables (a region is a few intervals), titles are those valid on
the day, with what they imply.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Any, Protocol, TypeVar

from companies import DAY, companies

from huiqi.api import Rulebook
from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook, Membership
from huiqi.evaluate.leaf import Circumstances, threshold_value
from huiqi.evaluate.reference import circumstances, prove
from huiqi.load.tables import divisions, industries
from huiqi.model import criteria as ast
from huiqi.model.place import Location
from huiqi.model.profile import Certificates, Members, Profile
from huiqi.model.programme import Programme
from huiqi.model.sector import Sector
from huiqi.model.vocabulary import FactType

Term = TypeVar("Term")
Facts = dict[str, Any]
"""What a peer is told of a company: numbers, truths, words and lists of words by fact."""

SIGNS = {
    ast.Operator.EQUALS: "==",
    ast.Operator.AT_LEAST: ">=",
    ast.Operator.AT_MOST: "<=",
    ast.Operator.MORE_THAN: ">",
    ast.Operator.LESS_THAN: "<",
}


class Notation(Protocol[Term]):
    """How a peer writes what a plain programme says."""

    def every(self, parts: Sequence[Term]) -> Term:
        """All of them."""

    def some(self, parts: Sequence[Term]) -> Term:
        """One of them at least."""

    def no(self, part: Term) -> Term:
        """Not this."""

    def compared(self, left: Weighted, sign: str, right: Weighted) -> Term:
        """One sum against another."""

    def true(self, fact: str) -> Term:
        """A yes/no fact."""

    def equal(self, fact: str, word: str) -> Term:
        """A fact is this word."""

    def has(self, fact: str, word: str) -> Term:
        """A list has this word."""


@dataclass(frozen=True)
class Weighted:
    """A sum of facts, each so many times, and a number."""

    facts: tuple[tuple[str, int], ...] = ()
    number: int = 0


@dataclass(frozen=True)
class Task:
    """What every contestant is given: the same programmes and the same companies.

    `verdicts` are the reference's, a row a company, in the order of the programmes.
    """

    book: CheckedRulebook
    programmes: tuple[Programme, ...]
    profiles: tuple[Profile, ...]
    facts: tuple[Facts, ...]
    verdicts: tuple[tuple[bool, ...], ...]

    def written(self, notation: Notation[Term]) -> list[Term]:
        """The programmes in a peer's notation."""
        return [
            translated(self.book, programme.eligible, notation) for programme in self.programmes
        ]


def plain_task(rulebook: Rulebook, number: int, seed: int) -> Task:
    """So many companies that leave no plain programme undetermined, and these programmes."""
    programmes = tuple(
        p for p in rulebook.book.current(DAY) if _is_plain(rulebook.book, p.eligible)
    )
    book = replace(rulebook.book, programmes=programmes)
    taken = islice(_definite(rulebook, book, seed), number)
    profiles, facts, verdicts = zip(*taken, strict=True)
    return Task(book, programmes, profiles, facts, verdicts)


def _definite(
    rulebook: Rulebook, book: CheckedRulebook, seed: int
) -> Iterator[tuple[Profile, Facts, tuple[bool, ...]]]:
    needed = sorted(frozenset[str]().union(*(ast.facts_of(p.eligible) for p in book.programmes)))
    for company in companies(rulebook.vocabulary, 10**9, seed):
        profile = rulebook.profile(company)
        given = circumstances(book, profile, DAY)
        truths = [prove(programme.eligible, given).truth for programme in book.programmes]
        facts = {fact: _fact(given, fact) for fact in needed}
        if Truth.UNKNOWN not in truths and None not in facts.values():
            yield profile, facts, tuple(truth is Truth.TRUE for truth in truths)


def _fact(given: Circumstances, fact: str) -> int | bool | str | list[str] | None:
    """A fact as peers read it; None where it is not quite known."""
    answer = given.answers.get(fact)
    if isinstance(answer, Location):
        spans = divisions().spans(answer.codes)
        return spans[0][0] if len(spans) == 1 and spans[0][1] - spans[0][0] == 1 else None
    if isinstance(answer, Sector):
        low, high = industries().span(answer.code)
        return low if high - low == 1 else None
    if isinstance(answer, Certificates):
        titles = given.book.vocabulary.certifications
        held = ((name, given.truth(ast.Holds(certification=name))) for name in titles)
        return [name for name, truth in held if truth is Truth.TRUE]
    if isinstance(answer, Members):
        return sorted(answer.inside) if answer.outside is None else None
    if isinstance(answer, Decimal):
        return int(answer) if answer == int(answer) else None
    return answer if isinstance(answer, (bool, int, str)) else None


def _is_plain(book: CheckedRulebook, criterion: ast.Criterion) -> bool:
    if isinstance(criterion, ast.Leaf):
        return _is_plain_test(book, criterion.test)
    joined = isinstance(criterion, (ast.All, ast.Any, ast.Not))
    return joined and all(_is_plain(book, part) for part in ast.parts(criterion))


def _is_plain_test(book: CheckedRulebook, test: ast.Test) -> bool:
    facts = book.vocabulary.facts
    if isinstance(test, ast.Compare):
        whole = (FactType.MONEY, FactType.COUNT, FactType.NUMBER)
        return all(facts[fact].type in whole for fact in (*test.of, *test.per))
    if isinstance(test, (ast.Located, ast.InSector)):
        codes = book.code_sets[test]
        return codes.certain == codes.possible and not getattr(test, "open", False)
    if isinstance(test, ast.Holds):
        return test.tier is None and test.newly is None
    return isinstance(test, ast.Is) or (isinstance(test, ast.OneOf) and not test.open)


def translated(book: CheckedRulebook, criterion: ast.Criterion, to: Notation[Term]) -> Term:
    """A plain criterion in a peer's notation."""
    if isinstance(criterion, ast.Leaf):
        return _translated_test(book, criterion.test, to)
    parts = [translated(book, part, to) for part in ast.parts(criterion)]
    if isinstance(criterion, ast.Not):
        return to.no(parts[0])
    return to.every(parts) if isinstance(criterion, ast.All) else to.some(parts)


def _translated_test(book: CheckedRulebook, test: ast.Test, to: Notation[Term]) -> Term:
    if isinstance(test, ast.Compare):
        return to.compared(*_sides(test))
    if isinstance(test, ast.Is):
        return to.true(test.fact) if test.value else to.no(to.true(test.fact))
    if isinstance(test, ast.OneOf):
        is_list = book.vocabulary.facts[test.fact].type is FactType.SET
        return to.some([(to.has if is_list else to.equal)(test.fact, v) for v in test.values])
    if isinstance(test, ast.Holds):
        return to.has(test.fact, test.certification)
    assert isinstance(test, (ast.Located, ast.InSector))
    return to.some(list(_intervals(book, test, to)))


def _intervals(book: CheckedRulebook, test: Membership, to: Notation[Term]) -> Iterator[Term]:
    leaf = Weighted(((test.fact, 1),))
    for low, high in book.code_sets[test].certain:
        yield to.every(
            [to.compared(leaf, ">=", Weighted((), low)), to.compared(leaf, "<", Weighted((), high))]
        )


def _sides(test: ast.Compare) -> tuple[Weighted, str, Weighted]:
    """Both sides of a comparison in whole numbers: a/b ≥ 3/100 is 100·a ≥ 3·b."""
    bound = threshold_value(test.threshold)
    left = Weighted(tuple((fact, bound.denominator) for fact in test.of))
    right = Weighted(tuple((fact, bound.numerator) for fact in test.per))
    if not test.per:
        right = Weighted((), bound.numerator)
    return left, SIGNS[test.op], right
