"""Which question next: the one that settles most for its cost.

The candidates are what open programmes wait for: single facts, and the facts of a sum or ratio
together. For each candidate its likely answers are tried out; for every programme that waits for
it, the chance that they settle it is divided by the effort of answering. Facts that settle nothing
alone (one of many conditions, one of several alternatives that must all fail) count by what they
belong to: the chance that all of it together settles the programme, divided by its whole effort.
The better of the two counts for the programme, and a question is worth the sum over programmes
times the root of its effort, which among the parts of one whole puts the telling ones first.
A programme left open only by conditions that no answer settles (set elsewhere, or outside a list
that ends in 等) counts as settled.
That the place comes first follows from this; nothing is hard-wired.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.fast import FastVerdicts
from huiqi.evaluate.reference import circumstances, prove
from huiqi.explain.ends import both_ends
from huiqi.explain.likely_answers import LikelyAnswers
from huiqi.explain.needs import Need, Needs
from huiqi.explain.outlook import Outlooks, Rates
from huiqi.model.profile import Answer, Missing, Profile


@dataclass(frozen=True)
class Question:
    """Facts to ask for together, none of them known in full.

    `settles`: the expected number of programmes that need nothing more once they are answered;
    `effort`: the sum of the facts' efforts (1 to 5 each); `programmes`: ids of the open programmes
    that wait for any of them, in the order of the rulebook.
    """

    facts: tuple[str, ...]
    settles: float
    effort: int
    programmes: tuple[str, ...]


@dataclass(frozen=True)
class _Open:
    """The open programmes by number: what each candidate is needed by, and its rates."""

    waiting: Mapping[Need, Sequence[int]]
    rates: Mapping[int, Rates]


class NextQuestion:
    """Ranks the questions for any company on a day. To make one takes a tenth or two of a second.

    Immutable apart from bounded caches.
    """

    def __init__(self, book: CheckedRulebook, as_of: date) -> None:
        self._book = book
        self._as_of = as_of
        self._programmes = book.current(as_of)
        self._likely = LikelyAnswers(book, as_of)
        ended = both_ends(book, as_of)
        self._ended = ended
        self._ends = FastVerdicts(ended, as_of)
        self._order = {fact: number for number, fact in enumerate(book.vocabulary.facts)}
        # What can be known beforehand of answers and tests is then known to the first who ask.
        self.rank({})

    def rank(
        self, answers: Mapping[str, Answer], leave_out: Container[str] = ()
    ) -> tuple[Question, ...]:
        """The questions worth asking, best first; none when no answer can change a verdict.

        `answers` as profiles hold them; a fact answered "do not know" is not asked again, nor is
        one that is to be left out. Ties go to what more programmes wait for, then to less effort,
        then to the order of the vocabulary.
        """
        found = self._open(answers, leave_out)
        users: dict[str, set[int]] = {}
        for need, numbers in found.waiting.items():
            for fact in need:
                users.setdefault(fact, set()).update(numbers)
        ranked = []
        for need in found.waiting:
            waiting = sorted(set().union(*(users[fact] for fact in need)))
            ranked.append(self._weigh(need, waiting, found.rates, answers))
        ranked.sort(key=lambda pair: self._key(*pair))
        return tuple(question for _, question in ranked)

    def _key(self, worth: float, question: Question) -> tuple[float, int, int, list[int]]:
        places = [self._order[fact] for fact in question.facts]
        return -worth, -len(question.programmes), question.effort, places

    def _open(self, answers: Mapping[str, Answer], leave_out: Container[str]) -> _Open:
        given = circumstances(self._ended, Profile("", dict(answers)), self._as_of)
        closed = {
            fact
            for fact in self._order
            if fact in leave_out or answers.get(fact) is Missing.DONT_KNOW
        }
        needs = Needs(given, closed)
        outlooks = Outlooks(given, needs, self._likely)
        waiting: dict[Need, list[int]] = {}
        rates: dict[int, Rates] = {}
        ends = self._ends.truths(answers)
        for number, programme in enumerate(self._programmes):
            if self._is_closed(number, ends):
                continue
            proof = prove(programme.eligible, given)
            found = needs.of(proof)
            for need in found:
                waiting.setdefault(need, []).append(number)
            if found:
                rates[number] = outlooks.rates(proof)
        return _Open(waiting, rates)

    def _is_closed(self, number: int, ends: Sequence[Truth]) -> bool:
        best = ends[len(self._programmes) + number]
        return ends[number] is not Truth.UNKNOWN and best is not Truth.UNKNOWN

    def _weigh(
        self,
        need: Need,
        waiting: Sequence[int],
        rates: Mapping[int, Rates],
        answers: Mapping[str, Answer],
    ) -> tuple[float, Question]:
        """What a question is worth, and the question."""
        chances = dict.fromkeys(waiting, 0.0)
        for weight, scenario in self._likely.of(need, answers):
            ends = self._ends.truths({**answers, **scenario})
            for number in waiting:
                if self._is_closed(number, ends):
                    chances[number] += weight
        effort = sum(self._book.vocabulary.facts[fact].effort for fact in need)
        worth = sum(
            max(chance / effort, *(rates[number].get(fact, 0.0) for fact in need))
            for number, chance in chances.items()
        )
        ids = tuple(self._programmes[number].id for number in waiting)
        question = Question(need, sum(chances.values()), effort, ids)
        # Rounded, so that equal worth is a tie whatever the order of adding.
        return round(worth * sqrt(effort), 9), question
