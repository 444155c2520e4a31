"""Which facts an undetermined verdict still waits for."""

from __future__ import annotations

from collections.abc import Iterator

from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import Circumstances
from huiqi.evaluate.reference import ladder_bounds, prove
from huiqi.explain.reasons import present
from huiqi.load.tables import divisions, industries
from huiqi.model import criteria as ast
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Members, Missing, OneAmong
from huiqi.model.rule_files import criteria_of
from huiqi.model.sector import Sector
from huiqi.model.verdict import Proof
from huiqi.model.vocabulary import Fact, Quotient, SumOf


def missing_facts(proof: Proof, given: Circumstances) -> tuple[str, ...]:
    """The facts whose answers can still decide an unknown proof, in reading order, each once.

    A derived fact is replaced by the facts it rests on; where those are all known and it can be
    asked for itself, it stands for itself.
    """
    return tuple(dict.fromkeys(_missing(proof, given))) if proof.truth is Truth.UNKNOWN else ()


def _missing(proof: Proof, given: Circumstances) -> Iterator[str]:
    node = proof.criterion
    if isinstance(node, ast.Leaf):
        if isinstance(node.test, ast.Holds):
            if _may_learn_of(node.test, given):
                yield node.test.fact
            return
        if not _is_outside_open_list(node.test, given):
            for name in ast.facts_of_test(node.test):
                yield from _missing_of(name, given)
    elif isinstance(node, ast.Score):
        yield from _missing_points(proof, given)
    else:
        if isinstance(node, ast.Banded):
            yield from _missing_of(node.by, given)
        for part in present(proof):
            if part.truth is Truth.UNKNOWN:
                yield from _missing(part, given)


def _missing_points(proof: Proof, given: Circumstances) -> Iterator[str]:
    """The facts of the ladders whose points are not yet certain."""
    assert isinstance(proof.criterion, ast.Score)
    rungs = iter(present(proof))
    for item in proof.criterion.items:
        for ladder in item.alternatives:
            proofs = [next(rungs) for _ in ladder]
            low, high = ladder_bounds(ladder, [rung.truth for rung in proofs])
            if low != high:
                for rung in proofs:
                    if rung.truth is Truth.UNKNOWN:
                        yield from _missing(rung, given)


def _missing_of(name: str, given: Circumstances) -> Iterator[str]:
    """The fact itself if more can be learnt of it, or what it derives from."""
    answer = given.answers.get(name)
    fact = given.book.vocabulary.facts[name]
    if fact.derive is None:
        if not _says_all(answer):
            yield name
    elif answer in (None, Missing.DONT_KNOW) or isinstance(answer, OneAmong):
        inputs = tuple(dict.fromkeys(_missing_inputs(fact, given)))
        if inputs:
            yield from inputs
        elif fact.question is not None:
            yield name


def _missing_inputs(fact: Fact, given: Circumstances) -> Iterator[str]:
    derive = fact.derive
    if isinstance(derive, SumOf):
        for name in derive.of:
            yield from _missing_of(name, given)
    elif isinstance(derive, Quotient):
        for name in (derive.of, derive.per):
            yield from _missing_of(name, given)
    elif derive is not None:
        for criterion in criteria_of(derive):
            proof = prove(criterion, given)
            if proof.truth is Truth.TRUE:
                return
            if proof.truth is Truth.UNKNOWN:
                yield from _missing(proof, given)


def _says_all(answer: Answer | None) -> bool:
    """Whether nothing finer could be answered."""
    if answer is None or answer is Missing.DONT_KNOW:
        return False
    if isinstance(answer, Members):
        return answer.outside is None
    if isinstance(answer, Location):
        return len(answer.codes) == 1 and not divisions().children(answer.codes[0])
    if isinstance(answer, Sector):
        return not industries().children(answer.code)
    return True


def _is_outside_open_list(test: ast.Test, given: Circumstances) -> bool:
    """Whether the sector is known to lie outside an open list, so that nothing finer can help."""
    if not (isinstance(test, ast.InSector) and test.open):
        return False
    sector = given.answers.get(test.fact)
    if not isinstance(sector, Sector):
        return False
    spans = industries().spans((sector.code,))
    return given.book.code_sets[test].contains(spans) is Truth.FALSE


def _may_learn_of(test: ast.Holds, given: Circumstances) -> bool:
    """Whether more about the certificates could decide the test.

    Not when all holdings are listed with the tier and date that the test asks for.
    """
    answer = given.answers.get(test.fact)
    if not isinstance(answer, Certificates):
        return True
    titles = given.book.answered_by[test.certification]
    return any(_may_learn_more(title, answer, test) for title in titles)


def _may_learn_more(name: str, answer: Certificates, test: ast.Holds) -> bool:
    """Whether it is open that this certification is held, or at what tier or since when."""
    holdings = answer.of(name)
    if not holdings:
        return not answer.lacks(name)
    return any(
        (test.tier is not None and holding.tier is None)
        or (test.newly is not None and holding.issued is None)
        for holding in holdings
    )
