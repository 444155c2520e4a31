"""The definition of the semantics: a plain walk of the tree that yields a proof.

Strong Kleene logic throughout (`huiqi.base.kleene`). The other evaluators must agree with this one
on every rulebook and profile; `tests/parity` holds them to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from huiqi.base.kleene import Truth, all_of, any_of, at_least
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.leaf import COMPARE, Circumstances, exact_sum, threshold_value
from huiqi.model import criteria as ast
from huiqi.model.profile import Answer, Missing, OneAmong, Profile
from huiqi.model.verdict import Proof
from huiqi.model.vocabulary import Cases, Derivation, Quotient, SumOf, Whether


def circumstances(book: CheckedRulebook, profile: Profile, as_of: date) -> Circumstances:
    """The profile's answers with all derived facts that follow from them.

    A derived fact that the profile states itself keeps the stated value.
    """
    answers: dict[str, Answer] = dict(profile.answers)
    found = Circumstances(book, answers, as_of)
    for name in book.order:
        if answers.get(name) in (None, Missing.DONT_KNOW):
            derive = book.vocabulary.facts[name].derive
            assert derive is not None
            if (value := derived(derive, found)) is not None:
                answers[name] = value
    return found


def prove(criterion: ast.Criterion, given: Circumstances) -> Proof:
    """The truth of a criterion with the proofs of its parts."""
    if isinstance(criterion, ast.Leaf):
        return Proof(criterion, given.truth(criterion.test))
    if isinstance(criterion, ast.Banded):
        return _prove_banded(criterion, given)
    if isinstance(criterion, ast.Score):
        return _prove_score(criterion, given)
    proofs = tuple(prove(part, given) for part in ast.parts(criterion))
    truth = joined(criterion, [proof.truth for proof in proofs])
    return Proof(criterion, truth, proofs)


def joined(criterion: ast.Criterion, truths: Sequence[Truth]) -> Truth:
    """The truth of an All, Any, Not or AtLeast by those of its parts."""
    if isinstance(criterion, ast.All):
        return all_of(truths)
    if isinstance(criterion, ast.Any):
        return any_of(truths)
    if isinstance(criterion, ast.Not):
        return ~truths[0]
    assert isinstance(criterion, ast.AtLeast)
    return at_least(criterion.n, truths)


def _prove_banded(criterion: ast.Banded, given: Circumstances) -> Proof:
    """The criterion of the band; while the band is not known, what all bands agree on."""
    amount: Any = given.answers.get(criterion.by)
    known = amount is not None and not isinstance(amount, Missing)
    proofs: list[Proof | None] = []
    for band in criterion.bands:
        reached = known and (band.up_to is None or Fraction(amount) <= threshold_value(band.up_to))
        if reached or not known:
            proofs.append(prove(band.then, given))
        else:
            proofs.append(None)
        if reached:
            break
    proofs += [None] * (len(criterion.bands) - len(proofs))
    truths = {proof.truth for proof in proofs if proof is not None}
    return Proof(criterion, truths.pop() if len(truths) == 1 else Truth.UNKNOWN, tuple(proofs))


def _prove_score(criterion: ast.Score, given: Circumstances) -> Proof:
    """The least and the most points still possible, against the threshold."""
    proofs: list[Proof] = []
    least = most = Decimal(0)
    for item in criterion.items:
        bounds = []
        for ladder in item.alternatives:
            rungs = [prove(rung.when, given) for rung in ladder]
            proofs += rungs
            bounds.append(ladder_bounds(ladder, [rung.truth for rung in rungs]))
        least += max(low for low, _ in bounds)
        most += max(high for _, high in bounds)
    reaches = COMPARE[criterion.op]
    truth = Truth.of(
        True
        if reaches(least, criterion.threshold)
        else None
        if reaches(most, criterion.threshold)
        else False
    )
    return Proof(criterion, truth, tuple(proofs), (least, most))


def ladder_bounds(ladder: tuple[ast.Points, ...], truths: list[Truth]) -> tuple[Decimal, Decimal]:
    """The least and the most points of a ladder of which the first rung that holds counts."""
    possible: list[Decimal] = []
    for rung, truth in zip(ladder, truths, strict=True):
        if truth is not Truth.FALSE:
            possible.append(rung.points)
        if truth is Truth.TRUE:
            return min(possible), max(possible)
    possible.append(Decimal(0))
    return min(possible), max(possible)


def derived(derive: Derivation, given: Circumstances) -> Answer | None:
    """The value that follows from the other answers; None while it does not follow."""
    if isinstance(derive, SumOf):
        return _sum([given.answers.get(name) for name in derive.of])
    if isinstance(derive, Quotient):
        return _quotient(given.answers.get(derive.of), given.answers.get(derive.per))
    if isinstance(derive, Whether):
        truth = prove(derive.when, given).truth
        return None if truth is Truth.UNKNOWN else truth is Truth.TRUE
    return _choose(derive, given)


def _sum(answers: list[Any]) -> Answer | None:
    if Missing.NOT_APPLICABLE in answers:
        return Missing.NOT_APPLICABLE
    if any(answer is None or isinstance(answer, Missing) for answer in answers):
        return None
    return exact_sum(answers)


def _quotient(dividend: Any, divisor: Any) -> Answer | None:
    if Missing.NOT_APPLICABLE in (dividend, divisor):
        return Missing.NOT_APPLICABLE
    known = not isinstance(dividend, (Missing, type(None))) and not isinstance(
        divisor, (Missing, type(None))
    )
    return Fraction(dividend) / Fraction(divisor) if known and divisor > 0 else None


def _choose(derive: Cases, given: Circumstances) -> Answer | None:
    """The first choice that holds, or the set of those that still may be the first."""
    possible: set[str] = set()
    for choice in derive.choices:
        truth = prove(choice.when, given).truth
        if truth is not Truth.FALSE:
            possible.add(choice.value)
        if truth is Truth.TRUE:
            break
    else:
        if derive.otherwise is None:
            return None
        possible.add(derive.otherwise)
    return possible.pop() if len(possible) == 1 else OneAmong(frozenset(possible))
