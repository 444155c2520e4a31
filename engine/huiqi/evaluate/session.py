"""One company in the rule engine: answers are asserted, facts derived, verdicts settled.

Forward chaining by stages: an answer re-derives the facts that rest on it, in their order, and
re-asserts the programmes that read any of them. A programme is settled as soon as its "met" or its
"failed" rule fires, whatever is still unanswered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.compile import units
from huiqi.compile.network import Plan, plan_network
from huiqi.evaluate.leaf import Circumstances
from huiqi.evaluate.reference import derived
from huiqi.evaluate.rete import Network
from huiqi.load.own_answers import require_known
from huiqi.model.criteria import facts_of
from huiqi.model.profile import Answer, Members, Missing, OneAmong
from huiqi.model.programme import Programme
from huiqi.model.verdict import Verdict, tallied
from huiqi.model.vocabulary import Cases, Whether


class Engine:
    """A rulebook loaded into the rule engine; any number of sessions share it, in any thread."""

    def __init__(self, book: CheckedRulebook) -> None:
        self.book = book
        self.plan: Plan = plan_network(book)
        self.network = Network({u.name: (u.met, u.failed) for u in self.plan.units.values()})

    @cached_property
    def inputs(self) -> Mapping[str, frozenset[str]]:
        """The facts that each programme version reads directly, by its key."""
        return {p.key: facts_of(p.eligible) for p in self.book.programmes}

    def session(
        self,
        as_of: date,
        answers: Mapping[str, Answer] | None = None,
        programmes: Sequence[Programme] | None = None,
    ) -> Session:
        """A session for one company, with the answers it has given so far.

        Without `programmes` it is about every programme, in the version that counts on the day.
        """
        chosen = self.book.current(as_of) if programmes is None else tuple(programmes)
        return Session(self, as_of, answers or {}, chosen)


@dataclass(frozen=True)
class Settled:
    """A programme, by id, whose truth changed with an answer.

    Answers that are changed or taken back can open it again: `after` is UNKNOWN then.
    """

    programme: str
    before: Truth
    after: Truth

    @property
    def verdict(self) -> Verdict:
        """The verdict it has now."""
        return Verdict.of(self.after)


Subscriber = Callable[[Settled], object]


class Session:
    """One company's answers so far and the truth of every programme under them.

    Not to be shared between threads; the engine behind it may be.
    """

    def __init__(
        self,
        engine: Engine,
        as_of: date,
        answers: Mapping[str, Answer],
        programmes: tuple[Programme, ...],
    ) -> None:
        self._engine = engine
        self._programmes = programmes
        self._stated = dict(answers)
        self._answers = dict(answers)
        self._given = Circumstances(engine.book, self._answers, as_of)
        self._subscribers: list[Subscriber] = []
        self._fields: dict[str, int | None] = {}
        self._readers_of_field: dict[str, set[str]] = {}
        for fact in engine.book.order:
            self._derive(fact)
        self._truths = {programme.id: self._settle(programme) for programme in self._programmes}

    def __repr__(self) -> str:
        """One line: day and counts."""
        counts = tallied(self.verdicts.values())
        return f"<Session on {self.as_of}: {len(self._stated)} answers; {counts}>"

    @property
    def as_of(self) -> date:
        """The day on which the programmes are judged."""
        return self._given.as_of

    @property
    def truths(self) -> Mapping[str, Truth]:
        """The truth of every programme's criterion, by id."""
        return dict(self._truths)

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """The verdict of every programme so far, by id."""
        return {name: Verdict.of(truth) for name, truth in self._truths.items()}

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Have every change of a verdict told to `subscriber`; calling the result ends that.

        It is called within `tell`, once for each event, after all answers have been taken; what
        it raises comes out of `tell`, and the answers stay taken.
        """
        self._subscribers.append(subscriber)

        def end() -> None:
            if subscriber in self._subscribers:
                self._subscribers.remove(subscriber)

        return end

    def tell(self, answers: Mapping[str, Answer | None]) -> tuple[Settled, ...]:
        """Assert answers by fact id (None takes an answer back); what changed by them.

        Answers come from `Rulebook.profile`, which reads plain values. Takes up to some
        milliseconds, by how many programmes rest on the facts.

        Raises: ProfileError: a fact or a value that is not declared, or a number out of bounds.
        TypeError: an answer of another type than the fact has. No answer is taken then.
        """
        told = {f: Missing.DONT_KNOW if a is None else a for f, a in answers.items()}
        require_known(told, self._engine.book.vocabulary, "<answers>")
        changed = set(answers)
        for fact, answer in answers.items():
            if answer is None:
                self._stated.pop(fact, None)
            else:
                self._stated[fact] = answer
        self._forget(changed)
        for fact in changed:
            self._put(fact, self._stated.get(fact))
        affected = set().union(*(self._engine.book.readers[fact] for fact in changed))
        for fact in self._engine.book.order:
            if fact in affected or fact in changed:
                before = self._answers.get(fact)
                self._derive(fact)
                if self._answers.get(fact) != before:
                    changed.add(fact)
                    self._forget({fact})
        events = tuple(self._resettle(changed))
        for event in events:
            for subscriber in tuple(self._subscribers):
                subscriber(event)
        return events

    def _put(self, fact: str, answer: Answer | None) -> None:
        if answer is None:
            self._answers.pop(fact, None)
        else:
            self._answers[fact] = answer

    def _resettle(self, changed: set[str]) -> list[Settled]:
        events = []
        for programme in self._programmes:
            if not changed.isdisjoint(self._engine.inputs[programme.key]):
                before = self._truths[programme.id]
                after = self._settle(programme)
                if after is not before:
                    self._truths[programme.id] = after
                    events.append(Settled(programme.id, before, after))
        return events

    def _settle(self, programme: Programme) -> Truth:
        return self._decide(self._engine.plan.programmes[programme.key])

    def _derive(self, fact: str) -> None:
        """A derived fact: by rules where it asks criteria, else by its arithmetic."""
        stated = self._stated.get(fact)
        if stated is not None and stated is not Missing.DONT_KNOW:
            return
        derive = self._engine.book.vocabulary.facts[fact].derive
        assert derive is not None
        value: Answer | None
        if isinstance(derive, (Whether, Cases)):
            truths = map(self._decide, self._engine.plan.derivations[fact])
            if isinstance(derive, Whether):
                truth = next(truths)
                value = None if truth is Truth.UNKNOWN else truth is Truth.TRUE
            else:
                value = self._first(derive, list(truths))
        else:
            value = derived(derive, self._given)
        self._put(fact, stated if value is None else value)

    @staticmethod
    def _first(derive: Cases, truths: list[Truth]) -> Answer | None:
        certain = truths.index(Truth.TRUE) if Truth.TRUE in truths else None
        reached = truths if certain is None else truths[: certain + 1]
        choices = derive.choices[: len(reached)]
        names = {c.value for c, t in zip(choices, reached, strict=True) if t is not Truth.FALSE}
        if certain is None:
            if derive.otherwise is None:
                return None
            names.add(derive.otherwise)
        return OneAmong(frozenset(names)) if len(names) > 1 else names.pop()

    def _decide(self, name: str) -> Truth:
        """The truth of a unit, its tallies tallied first."""
        unit = self._engine.plan.units[name]
        fact = {key: self._read(key, made) for key, made in unit.fields.items()}
        for tally in unit.tallies:
            low = high = 0
            for item in tally.items:
                bounds = [self._bounds(ladder) for ladder in item]
                low += max(b[0] for b in bounds)
                high += max(b[1] for b in bounds)
            fact[tally.low], fact[tally.high] = low, high
        met, failed = self._engine.network.settle(name, fact)
        if met and failed:
            raise AssertionError(f"{name} is both met and failed")
        return Truth.TRUE if met else Truth.FALSE if failed else Truth.UNKNOWN

    def _bounds(self, ladder: tuple[units.Rung, ...]) -> tuple[int, int]:
        """The least and most points of a ladder of which the first rung that holds counts."""
        reached: list[int] = []
        for rung in ladder:
            truth = self._decide(rung.unit)
            if truth is not Truth.FALSE:
                reached.append(rung.points)
            if truth is Truth.TRUE:
                break
        else:
            reached.append(0)
        return min(reached), max(reached)

    def _forget(self, facts: set[str]) -> None:
        for fact in facts:
            for key in self._readers_of_field.pop(fact, ()):
                self._fields.pop(key, None)

    def _read(self, key: str, made: units.Field) -> int | None:
        """A field's value; kept until a fact it reads changes."""
        if key not in self._fields:
            self._fields[key] = read_field(made, self._given)
            for fact in _facts(made):
                self._readers_of_field.setdefault(fact, set()).add(key)
        return self._fields[key]


def read_field(made: units.Field, given: Circumstances) -> int | None:
    """The integer the rule engine compares, read off the answers; None while it is not known."""
    if isinstance(made, units.Membership):
        truth = given.truth(made.test)
        return None if truth is Truth.UNKNOWN else int(truth is Truth.TRUE)
    answers: list[Any] = [given.answers.get(fact) for fact in _facts(made)]
    if isinstance(made, units.Inapplicable):
        return int(Missing.NOT_APPLICABLE in answers)
    if any(answer is None or isinstance(answer, Missing) for answer in answers):
        return None
    answer = answers[0]
    if isinstance(made, units.Possible):
        if isinstance(answer, Members):
            inside = answer.has(made.value)
            return None if inside is None else int(inside)
        values = answer.possible if isinstance(answer, OneAmong) else {answer}
        return int(made.value in values)
    if isinstance(made, units.Excess):
        return _excess(made, answers)
    if isinstance(made, units.Since):
        return made.period.after(answer).toordinal() - given.as_of.toordinal()
    return answer.toordinal() if isinstance(answer, date) else int(answer)


def _excess(made: units.Excess, answers: list[Any]) -> int | None:
    total = sum(map(Fraction, answers[: len(made.of)]))
    divisor = sum(map(Fraction, answers[len(made.of) :])) if made.per else Fraction(1)
    if divisor <= 0:
        return None
    # Only the sign is compared, so the common denominator can be left out.
    excess = total * made.denominator - made.numerator * divisor
    return excess.numerator


def _facts(made: units.Field) -> tuple[str, ...]:
    if isinstance(made, units.Membership):
        return (made.test.fact,)
    if isinstance(made, units.Excess):
        return made.of + made.per
    return made.facts if isinstance(made, units.Inapplicable) else (made.fact,)
