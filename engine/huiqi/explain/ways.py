"""Single changes by which a test comes out as wanted, for one company as it stands.

`Ways` give a known fact that can change another answer; `Assumptions` give an unknown fact an
answer, to see what would follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import Circumstances, is_valid
from huiqi.explain.amounts_to_reach import amounts_to_reach
from huiqi.explain.changes import Change, Company, can_change, is_known
from huiqi.explain.likely_answers import LikelyAnswers
from huiqi.load.tables import divisions
from huiqi.model import criteria as ast
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Holding, Members, Missing, OneAmong
from huiqi.model.vocabulary import Certification, Fact, FactType

_LEAST: dict[FactType, Answer] = {FactType.MONEY: 100, FactType.COUNT: 1}
"""The least amounts that anybody would state: 1 元, 1 人."""


class Ways:
    """Changes to what is known of a company and can change."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.voc = company.book.vocabulary

    def of(self, test: ast.Test, want: Truth, given: Circumstances) -> Iterator[Change]:
        """Changes that bring the test to the wanted truth, or a needed part of the way."""
        if isinstance(test, ast.StatedElsewhere):
            return
        if isinstance(test, ast.Compare):
            yield from self._compare(test, want, given)
        elif isinstance(test, ast.Holds):
            if self.may_move(self.voc.facts[test.fact], given):
                yield from self._titles(test, want, given)
        elif self.may_move(self.voc.facts[test.fact], given):
            fact = self.voc.facts[test.fact]
            if isinstance(test, ast.OneOf) and fact.type is FactType.SET:
                yield from self._members(test, want, given)
            else:
                for answer in self.answers(test, fact, given):
                    yield from self._if_it_does(test, want, given, Change(fact.id, answer))

    def _if_it_does(
        self, test: ast.Test, want: Truth, given: Circumstances, change: Change
    ) -> Iterator[Change]:
        answer = change.after(given.answers.get(change.fact))
        told = {**given.answers, change.fact: answer}
        if Circumstances(given.book, told, given.as_of).truth(test) is want:
            yield change

    # what may be moved

    def may_move(self, fact: Fact, given: Circumstances) -> bool:
        """Whether something about the fact can be changed."""
        return can_change(fact) and is_known(given.answers.get(fact.id)) and self._is_own(fact)

    def may_become(self, fact: Fact, amount: Answer) -> bool:
        """Whether the amount lies in the direction in which the fact can change."""
        now: Any = self.company.now.answers.get(fact.id)
        to: Any = amount
        if isinstance(now, Missing) or not isinstance(fact.changeable, str):
            return True
        return bool(to > now if fact.changeable == "more" else to < now)

    def may_move_value(self, fact: Fact, value: str) -> bool:
        """Whether the fact could come to be, or to hold, this value."""
        return value not in fact.fixed

    def may_move_member(self, answer: Answer | None, member: str) -> bool:
        """Whether it is known that the set holds the value, or that it does not."""
        return not isinstance(answer, Members) or answer.has(member) is not None

    def _is_own(self, fact: Fact) -> bool:
        """Whether the company answers it; what is derived changes by what it derives from."""
        return fact.derive is None or self.company.states(fact.id)

    # by kind of test

    def answers(self, test: ast.Test, fact: Fact, given: Circumstances) -> Iterator[Answer]:
        """Whole answers to try."""
        if fact.type is FactType.BOOL:
            yield from (True, False)
        elif fact.type is FactType.ENUM:
            yield from (value for value in fact.values if self.may_move_value(fact, value))

    def _compare(self, test: ast.Compare, want: Truth, given: Circumstances) -> Iterator[Change]:
        for name in dict.fromkeys((*test.of, *test.per)):
            fact = self.voc.facts[name]
            if self.may_move(fact, given):
                for answer in self.amounts(test, want, fact, given):
                    if self.may_become(fact, answer):
                        yield from self._if_it_does(test, want, given, Change(name, answer))
        yield from self._to_divide_by(test, given)

    def _to_divide_by(self, test: ast.Compare, given: Circumstances) -> Iterator[Change]:
        """Where it is divided by nothing, a least amount: only then is there a share to change."""
        divisors = [given.answers.get(name) for name in test.per]
        if not divisors or not all(map(is_known, divisors)) or sum(map(_amount, divisors)) > 0:
            return
        for name in dict.fromkeys(test.per):
            fact = self.voc.facts[name]
            least = _LEAST.get(fact.type)
            if least is not None and self.may_move(fact, given) and self.may_become(fact, least):
                yield Change(name, least)

    def amounts(
        self, test: ast.Compare, want: Truth, fact: Fact, given: Circumstances
    ) -> Iterator[Answer]:
        """Amounts, or days, to try. A day can only be made today."""
        if fact.type is FactType.DATE:
            yield self.company.as_of
        else:
            yield from amounts_to_reach(test, want is Truth.TRUE, fact, given.answers)

    def _members(self, test: ast.OneOf, want: Truth, given: Circumstances) -> Iterator[Change]:
        answer = given.answers.get(test.fact)
        if answer is Missing.NOT_APPLICABLE and want is Truth.FALSE:
            return
        fact = self.voc.facts[test.fact]
        for value in (v for v in test.values if self.may_move_value(fact, v)):
            inside = isinstance(answer, Members) and answer.has(value)
            if self.may_move_member(answer, value) and inside is not (want is Truth.TRUE):
                if want is Truth.TRUE and test.fact == "zones" and not self._is_near(value, given):
                    continue
                yield Change(test.fact, want is Truth.TRUE, value)

    def _is_near(self, zone: str, given: Circumstances) -> bool:
        """Whether a company of this place can be in the zone without moving elsewhere."""
        place, tree = given.answers.get("location"), divisions()
        if not isinstance(place, Location):
            return True
        return any(
            tree.within(code, area) or tree.within(area, code)
            for code in place.codes
            for area in self.voc.zones[zone].within
        )

    def _titles(self, test: ast.Holds, want: Truth, given: Circumstances) -> Iterator[Change]:
        """Certificates that count; none is ever proposed to be given up."""
        if want is Truth.FALSE:
            return
        answer = given.answers.get(test.fact)
        for name in sorted(self.company.book.answered_by[test.certification], key=_last(test)):
            declared = self.voc.certifications[name]
            if declared.abolished is not None and declared.abolished <= self.company.as_of:
                continue
            held = answer.of(name) if isinstance(answer, Certificates) else ()
            if isinstance(answer, Certificates) and not held and not answer.lacks(name):
                continue
            if any(self._may_do(holding, declared) for holding in held):
                continue
            holding = Holding(
                name, self._tier(test, declared), self.company.as_of, renewal=bool(held)
            )
            yield from self._if_it_does(test, want, given, Change(test.fact, holding, name))

    def _may_do(self, holding: Holding, declared: Certification) -> bool:
        """Whether a valid holding lacks nothing but that its tier is told."""
        several = len(declared.tiers) > 1
        return several and holding.tier is None and is_valid(holding, declared, self.company.as_of)

    def _tier(self, test: ast.Holds, declared: Certification) -> str | None:
        """The tier to reach: the one asked for, else the lowest there is."""
        if test.tier is None or len(declared.tiers) == 1:
            return declared.tiers[0] if declared.tiers else None
        ranks = self.voc.tiers
        enough = [t for t in declared.tiers if ranks[t].rank >= ranks[test.tier].rank]
        return enough[0] if enough else None


class Assumptions(Ways):
    """Answers to what is not known of a company."""

    def __init__(self, company: Company, likely: LikelyAnswers) -> None:
        super().__init__(company)
        self._likely = likely
        self._known: dict[tuple[object, ...], tuple[Change, ...]] = {}

    def of(self, test: ast.Test, want: Truth, given: Circumstances) -> Iterator[Change]:
        """Changes that bring the test to the wanted truth, or a needed part of the way."""
        # Tests come back with each combination that is tried, and depend on few answers.
        answers = (given.answers.get(fact) for fact in ast.facts_of_test(test))
        key = test, want, *answers
        if key not in self._known:
            self._known[key] = tuple(super().of(test, want, given))
        yield from self._known[key]

    def may_move(self, fact: Fact, given: Circumstances) -> bool:
        """Whether something about the fact is open, and the company could say it."""
        if fact.derive is not None and fact.question is None:
            return False
        answer = given.answers.get(fact.id)
        partly = isinstance(answer, (Members, Certificates, Location)) or (
            fact.type is FactType.SECTOR
        )
        if partly or not is_known(answer):
            return True
        # What was only assumed may turn out too little for another test.
        return fact.derive is None and not is_known(self.company.now.answers.get(fact.id))

    def may_become(self, fact: Fact, amount: Answer) -> bool:
        return True

    def may_move_value(self, fact: Fact, value: str) -> bool:
        return True

    def may_move_member(self, answer: Answer | None, member: str) -> bool:
        return not isinstance(answer, Members) or answer.has(member) is None

    def answers(self, test: ast.Test, fact: Fact, given: Circumstances) -> Iterator[Answer]:
        answer = given.answers.get(fact.id)
        if isinstance(answer, OneAmong):
            yield from (value for value in fact.values if value in answer.possible)
        elif fact.type in (FactType.LOCATION, FactType.SECTOR):
            for _, scenario in self._likely.of((fact.id,), given.answers):
                yield scenario[fact.id]
        else:
            yield from super().answers(test, fact, given)

    def amounts(
        self, test: ast.Compare, want: Truth, fact: Fact, given: Circumstances
    ) -> Iterator[Answer]:
        if fact.type is FactType.DATE:
            for _, scenario in self._likely.of((fact.id,), given.answers):
                yield scenario[fact.id]
        else:
            yield from super().amounts(test, want, fact, given)

    def _compare(self, test: ast.Compare, want: Truth, given: Circumstances) -> Iterator[Change]:
        """Of several unknown amounts all but one are set to likely ones; the last decides."""
        names = tuple(dict.fromkeys((*test.of, *test.per)))
        open_ = [n for n in names if self.may_move(self.voc.facts[n], given)]
        if len(open_) < 2:
            yield from super()._compare(test, want, given)
            return
        for _, scenario in self._likely.of((open_[-1],), {}):
            answer: Any = scenario[open_[-1]]
            yield Change(open_[-1], answer)

    def _titles(self, test: ast.Holds, want: Truth, given: Circumstances) -> Iterator[Change]:
        answer = given.answers.get(test.fact)
        known = answer if isinstance(answer, Certificates) else Certificates((), frozenset())
        issued = self.company.as_of if test.newly is not None else None
        for name in sorted(self.company.book.answered_by[test.certification], key=_last(test)):
            declared = self.voc.certifications[name]
            tier = self._tier(test, declared)
            held = known.of(name)
            if want is Truth.FALSE:
                if not held and not known.lacks(name):
                    yield Change(test.fact, None, name)
                continue
            told = [Holding(name, tier, issued)] if not held and not known.lacks(name) else []
            told += [
                Holding(name, h.tier or tier, h.issued or issued, h.expires, h.renewal)
                for h in held
            ]
            for holding in told:
                yield from self._if_it_does(test, want, given, Change(test.fact, holding, name))


def _amount(answer: Any) -> Fraction:
    return Fraction() if isinstance(answer, Missing) else Fraction(answer)


def _last(test: ast.Holds) -> Any:
    """Sorts the title asked for before those that imply it."""
    return lambda name: name != test.certification
