"""What an open criterion waits for: facts, and sets of facts that do nothing one by one.

Only what can still change the verdict counts. A condition set elsewhere comes to nothing, so an
`all` with it can no longer turn true, and what could only help to make it true is not missing; it
can still turn false. Each part is therefore read with the goals that it can help to reach. Tests
are taken as independent of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import COMPARE, Circumstances
from huiqi.evaluate.reference import ladder_bounds, prove
from huiqi.explain.joining import (
    EITHER,
    Goals,
    ItemProofs,
    best_points,
    choices_reach,
    deciding,
    joins_to,
    score_items,
)
from huiqi.explain.kept import Kept, Need
from huiqi.explain.learnable import can_become
from huiqi.explain.reasons import present
from huiqi.model import criteria as ast
from huiqi.model.profile import Answer, Missing
from huiqi.model.verdict import Proof
from huiqi.model.vocabulary import Cases, Fact, Quotient, SumOf, Whether

_ONLY = {goal: frozenset((goal,)) for goal in EITHER}


def missing_facts(proof: Proof, given: Circumstances) -> tuple[str, ...]:
    """The facts whose answers can still decide an unknown proof, in reading order, each once.

    A derived fact is replaced by the facts it rests on; where those cannot decide it and it can be
    asked for itself, it stands for itself.
    """
    return Needs(given).missing(proof)


class Needs:
    """Reads open proofs; `closed` are facts that will not be answered.

    `kept`: where to look what derived facts rest on, and to keep it for others.
    """

    def __init__(
        self, given: Circumstances, closed: Container[str] = (), kept: Kept | None = None
    ) -> None:
        self.given = given
        self._closed = closed
        self._facts = given.book.vocabulary.facts
        self._known: dict[tuple[object, Goals], tuple[Need, ...]] = {}
        # By identity, which is quick; that the proof is kept as well keeps it unique.
        self._reached: dict[tuple[int, Truth], tuple[Proof, bool]] = {}
        self._kept = kept or Kept()
        # Nothing refers to itself: what was needed for one company is let go of at once.
        self._unclosed = Needs(given, (), self._kept) if closed else None

    def __reduce__(self) -> tuple[object, ...]:
        """Copied without what is remembered by identity, which is another one in the copy."""
        return Needs, (self.given, self._closed)

    def of(self, proof: Proof, goals: Goals = EITHER) -> tuple[Need, ...]:
        """What can bring an unknown proof to one of the goals, in reading order, each once."""
        return tuple(dict.fromkeys(self._open(proof, goals)))

    def missing(self, proof: Proof) -> tuple[str, ...]:
        """The same fact by fact."""
        return tuple(dict.fromkeys(fact for need in self.of(proof) for fact in need))

    def comes_to(self, proof: Proof, goal: Truth) -> bool:
        """Whether answers can bring the proof to TRUE, or to FALSE, or have done so."""
        node = proof.criterion
        if proof.truth is not Truth.UNKNOWN:
            return proof.truth is goal
        if isinstance(node, ast.Leaf):
            return bool(self._of_test(node.test, _ONLY[goal]))
        key = id(proof), goal
        if key not in self._reached:
            self._reached[key] = proof, self._comes_to(proof, goal)
        return self._reached[key][1]

    def _comes_to(self, proof: Proof, goal: Truth) -> bool:
        """The same of the proof of several parts."""
        node = proof.criterion
        if isinstance(node, ast.Score):
            return self._points_come_to(proof, node, goal)
        of_parts = ~goal if isinstance(node, ast.Not) else goal
        found = (self.comes_to(part, of_parts) for part in present(proof))
        if isinstance(node, ast.Banded):
            return any(found) if self._of_band(node) else all(found)
        return joins_to(node, goal, found)

    def _open(self, proof: Proof, goals: Goals) -> Iterator[Need]:
        node = proof.criterion
        if proof.truth is not Truth.UNKNOWN:
            return
        if isinstance(node, ast.Leaf):
            yield from self._of_test(node.test, goals)
            return
        goals = frozenset(goal for goal in goals if self.comes_to(proof, goal))
        if not goals:
            return
        if isinstance(node, ast.Score):
            yield from self._of_score(proof, node)
            return
        if isinstance(node, ast.Not):
            goals = frozenset(~goal for goal in goals)
        if isinstance(node, ast.Banded):
            yield from self._of_band(node)
        for part in present(proof):
            if part.truth is Truth.UNKNOWN:
                yield from self._open(part, goals)

    def _of_band(self, node: ast.Banded) -> tuple[Need, ...]:
        """What tells the band. One limit stands for all: they read the same fact."""
        limit = next((band.up_to for band in node.bands if band.up_to is not None), None)
        if limit is None:
            return ()
        by = ast.Compare(of=(node.by,), op=ast.Operator.AT_MOST, threshold=limit)
        return self._of_test(by, EITHER)

    # scores

    def _of_score(self, proof: Proof, score: ast.Score) -> Iterator[Need]:
        for item, tips in self.items(proof, score):
            sure = max(ladder_bounds(ladder, _truths(rungs))[0] for ladder, rungs in item)
            for ladder, rungs in item:
                if tips and ladder_bounds(ladder, _truths(rungs))[1] > sure:
                    yield from self.of_ladder(ladder, rungs)

    def items(self, proof: Proof, score: ast.Score) -> Iterator[tuple[ItemProofs, bool]]:
        """The items of a score, and of each whether it can still tip it."""
        items = list(score_items(proof, score))
        worths = [best_points(self._points(*ladder) for ladder in item) for item in items]
        tips = deciding(worths, lambda points: COMPARE[score.op](points, score.threshold))
        return zip(items, tips, strict=True)

    def of_ladder(self, ladder: tuple[ast.Points, ...], rungs: Sequence[Proof]) -> tuple[Need, ...]:
        """What tells the points of a ladder that are not certain yet."""
        low, high = ladder_bounds(ladder, _truths(rungs))
        return (
            ()
            if low == high
            else tuple(dict.fromkeys(need for rung in rungs for need in self._open(rung, EITHER)))
        )

    def _points_come_to(self, proof: Proof, score: ast.Score, goal: Truth) -> bool:
        best: Callable[[Sequence[Decimal]], Decimal] = max if goal is Truth.TRUE else min
        points = sum(
            (
                max(best(self._points(ladder, rungs)) for ladder, rungs in item)
                for item in score_items(proof, score)
            ),
            Decimal(),
        )
        return COMPARE[score.op](points, score.threshold) is (goal is Truth.TRUE)

    def _points(self, ladder: tuple[ast.Points, ...], rungs: Sequence[Proof]) -> list[Decimal]:
        """The points that a ladder can come to, the first rung that holds counting."""
        found = []
        for rung, proof in zip(ladder, rungs, strict=True):
            if proof.truth is Truth.UNKNOWN or proof.truth is Truth.TRUE:
                found.append(rung.points)
            if proof.truth is Truth.TRUE:
                return found
        return [*found, Decimal(0)]

    # tests

    def _of_test(self, test: ast.Test, goals: Goals) -> tuple[Need, ...]:
        """What can bring an unknown test to one of the goals."""
        key = _key(test), goals
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = tuple(self._for_test(test, goals))
        return found

    def _for_test(self, test: ast.Test, goals: Goals) -> Iterator[Need]:
        if isinstance(test, ast.StatedElsewhere):
            return
        if isinstance(test, ast.Compare):
            yield from self._of_comparison(test, goals)
            return
        fact = self._facts[test.fact]
        if fact.derive is not None:
            inputs = (self._unclosed or self).inputs(fact, test, goals)
            if inputs and not (
                fact.question is not None
                and any(name in self._closed for need in inputs for name in need)
            ):
                yield from self.inputs(fact, test, goals)
                return
        can_be_asked = fact.derive is None or fact.question is not None
        if (
            can_be_asked
            and fact.id not in self._closed
            and any(can_become(test, goal, self.given) for goal in goals)
        ):
            yield (fact.id,)

    def inputs(self, fact: Fact, test: ast.Test, goals: Goals) -> tuple[Need, ...]:
        """What a derived fact rests on, as far as it can bring the test to one of the goals."""
        key = _key(test), goals, *self._behind(fact), *self._closed_behind(fact)
        found = self._kept.needs.get(key)
        if found is None:
            found = tuple(dict.fromkeys(self._inputs(fact, test, goals)))
            self._kept.needs[key] = found
        return found

    def _behind(self, fact: Fact) -> tuple[Answer | None, ...]:
        """The answers that a derived fact rests on."""
        return tuple(map(self.given.answers.get, self.given.book.facts_behind[fact.id]))

    def _closed_behind(self, fact: Fact) -> Iterator[bool]:
        return (name in self._closed for name in self.given.book.facts_behind[fact.id])

    def _inputs(self, fact: Fact, test: ast.Test, goals: Goals) -> Iterator[Need]:
        derive = fact.derive
        if isinstance(derive, Whether):
            if isinstance(test, ast.Is) and not test.value:
                goals = frozenset(~goal for goal in goals)
            yield from self._open(next(self._proofs(fact, (derive.when,))), goals)
        elif isinstance(derive, Cases):
            wanted = test.values if isinstance(test, ast.OneOf) else ()
            left: list[bool | None] = [choice.value in wanted for choice in derive.choices]
            left.append(derive.otherwise in wanted if derive.otherwise is not None else None)
            criteria = [choice.when for choice in derive.choices]
            if not choices_reach(test, goals, left, self._proofs(fact, criteria)):
                return
            proofs = self._proofs(fact, criteria)
            key = fact.id, *self._behind(fact), *self._closed_behind(fact)
            known = self._kept.choices.setdefault(key, {})
            for number, proof in enumerate(proofs):
                if len(set(left[number:])) == 1 or proof.truth is Truth.TRUE:
                    return
                if number not in known:
                    known[number] = self.of(proof)
                yield from known[number]

    def _proofs(self, fact: Fact, criteria: Sequence[ast.Criterion]) -> Iterator[Proof]:
        """The proofs of the criteria that a derived fact rests on, each made when first asked."""
        proofs = self._kept.proofs.setdefault((fact.id, *self._behind(fact)), {})
        for number, criterion in enumerate(criteria):
            if number not in proofs:
                proofs[number] = prove(
                    self._kept.left(fact, number, criterion, self.given), self.given
                )
            yield proofs[number]

    # quantities

    def _of_comparison(self, test: ast.Compare, goals: Goals) -> Iterator[Need]:
        """The amounts not yet known, together; "does not apply" settles it by itself."""
        compared = (*test.of, *test.per)
        if Missing.NOT_APPLICABLE in map(self.given.answers.get, compared):
            return
        names = self._amounts(compared)
        if names and self._can_divide(test.per):
            yield names
        elif Truth.FALSE in goals:
            for name in compared:
                fact = self._facts[name]
                inapplicable = fact.may_not_apply and fact.derive is None and self._is_open(name)
                if inapplicable and name not in self._closed:
                    yield (name,)

    def _amounts(self, facts: Sequence[str]) -> Need:
        """What is to be asked so that all are known; nothing if they cannot, or are, all known."""
        found: dict[str, None] = {}
        for name in facts:
            if self._is_open(name):
                needed = self._amount(self._facts[name])
                if not needed:
                    return ()
                found.update(dict.fromkeys(needed))
        return tuple(found)

    def _amount(self, fact: Fact) -> Need:
        """The fact itself, or what it is reckoned from; itself where part of that is closed."""
        derive = fact.derive
        if isinstance(derive, SumOf) and (names := self._amounts(derive.of)):
            return names
        if isinstance(derive, Quotient) and self._can_divide((derive.per,)):
            names = self._amounts((derive.of, derive.per))
            if names:
                return names
        can_be_asked = derive is None or fact.question is not None
        return (fact.id,) if can_be_asked and fact.id not in self._closed else ()

    def _can_divide(self, divisors: Sequence[str]) -> bool:
        """Whether the divisor is positive, or may turn out so."""
        amounts: list[Any] = [self.given.answers.get(name) for name in divisors]
        if not divisors or any(map(self._is_open, divisors)):
            return True
        return Missing.NOT_APPLICABLE not in amounts and sum(map(Fraction, amounts)) > 0

    def _is_open(self, name: str) -> bool:
        return self.given.answers.get(name) in (None, Missing.DONT_KNOW)


def _key(test: ast.Test) -> object:
    """Equal for tests that wait for the same; quicker to look up than the test itself."""
    if isinstance(test, ast.Compare):
        return test.of, test.per
    if isinstance(test, ast.Is):
        return test.fact, test.value
    if isinstance(test, ast.OneOf):
        return test.fact, test.values, test.open
    if isinstance(test, ast.InSector):
        return test.sectors, test.open
    return test.regions if isinstance(test, ast.Located) else test


def _truths(proofs: Sequence[Proof]) -> list[Truth]:
    return [proof.truth for proof in proofs]
