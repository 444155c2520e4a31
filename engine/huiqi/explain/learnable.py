"""What further answers to one fact can make of a test that is still unknown.

An answer can often be made finer: a county for a province, a date for a certificate. Where even the
finest answer leaves the test unknown (outside a list that ends in 等, a class of which only a part
belongs, a recognition that is not new), nothing more is to be learnt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import Circumstances, is_valid, new_since
from huiqi.load.tables import divisions, industries
from huiqi.model import criteria as ast
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Holding, Members, Missing
from huiqi.model.sector import Sector
from huiqi.model.taxonomy import Span
from huiqi.model.vocabulary import FactType

OneFact = ast.Is | ast.OneOf | ast.Located | ast.InSector | ast.Holds


def can_become(test: OneFact, goal: Truth, given: Circumstances) -> bool:
    """Whether an answer to the fact, or a finer one, makes an unknown test TRUE, or FALSE."""
    fact = given.book.vocabulary.facts[test.fact]
    answer = given.answers.get(test.fact)
    if answer is None or answer is Missing.DONT_KNOW:
        if goal is Truth.FALSE and fact.may_not_apply:
            return True
        answer = None
    if isinstance(test, ast.Is):
        return True
    if isinstance(answer, str):
        # Known in full, and outside a list that ends in 等.
        return False
    if isinstance(test, ast.OneOf):
        if goal is Truth.TRUE:
            return not isinstance(answer, Members) or _has_unknown(answer, test.values)
        if fact.type is FactType.ENUM and fact.derive is None:
            return not test.open and not set(fact.values) <= set(test.values)
        return not test.open and (answer is None or _has_unknown(answer, test.values))
    if isinstance(test, ast.Holds):
        return _titles_can_become(test, goal, answer, given)
    return _code_can_become(test, goal, answer, given)


def _has_unknown(answer: Answer, values: Iterable[str]) -> bool:
    return not isinstance(answer, Members) or any(answer.has(value) is None for value in values)


def _code_can_become(
    test: ast.Located | ast.InSector, goal: Truth, answer: Answer | None, given: Circumstances
) -> bool:
    """Whether a place or class at the finest level, within what is known, is surely in or out."""
    tree = divisions() if isinstance(test, ast.Located) else industries()
    spans: Sequence[Span] = ((0, tree.leaf_count),)
    if isinstance(answer, Location):
        spans = divisions().spans(answer.codes) or spans
    elif isinstance(answer, Sector):
        spans = industries().spans((answer.code,)) or spans
    codes = given.book.code_sets[test]
    if goal is Truth.TRUE:
        return any(
            low < end and start < high for low, high in spans for start, end in codes.certain
        )
    is_open = isinstance(test, ast.InSector) and test.open
    return not is_open and not all(
        any(start <= low and high <= end for start, end in codes.possible) for low, high in spans
    )


def _titles_can_become(
    test: ast.Holds, goal: Truth, answer: Answer | None, given: Circumstances
) -> bool:
    if not isinstance(answer, Certificates):
        return True
    titles = given.book.answered_by[test.certification]
    found = (_title_can_become(title, goal, answer, test, given) for title in titles)
    return any(found) if goal is Truth.TRUE else all(found)


def _title_can_become(
    title: str, goal: Truth, answer: Certificates, test: ast.Holds, given: Circumstances
) -> bool:
    holdings = answer.of(title)
    if not holdings:
        return goal is Truth.FALSE or not answer.lacks(title)
    found = (_holding_can_become(holding, goal, test, given) for holding in holdings)
    return any(found) if goal is Truth.TRUE else all(found)


def _holding_can_become(
    holding: Holding, goal: Truth, test: ast.Holds, given: Circumstances
) -> bool:
    """Whether tier and dates, where they are not stated, can make a holding do, or not do."""
    declared = given.book.vocabulary.certifications[holding.certification]
    asked = given.book.vocabulary.certifications[test.certification]
    ranks = given.book.vocabulary.tiers
    valid = is_valid(holding, declared, given.as_of)
    tier = asked.tiers[0] if len(asked.tiers) == 1 else holding.tier
    least = None if test.tier is None else ranks[test.tier].rank
    tier_is_open = least is not None and tier is None
    enough = least is None or tier is None or ranks[tier].rank >= least
    if goal is Truth.FALSE:
        may_have_run_out = (
            holding.issued is None and holding.expires is None and declared.valid_for is not None
        )
        return not valid or not enough or tier_is_open or may_have_run_out
    if not (valid and enough):
        return False
    start = new_since(test, given.as_of)
    if start is None:
        return True
    return not holding.renewal and (holding.issued is None or holding.issued >= start)
