"""Which question next: the one that settles most for its cost.

The candidates are what open programmes wait for: single facts, and the facts of a sum or ratio
together. For each candidate its likely answers are tried out; for every programme that waits for
it, the chance that they settle it is divided by the effort of answering. Facts that settle nothing
alone (one of many conditions, one of several alternatives that must all fail) count by what they
belong to: the chance that all of it together settles the programme, divided by its whole effort.
The better of the two counts for the programme, and a question is worth the sum over programmes
times the root of its effort, which among the parts of one whole puts the telling ones first.

What has to be asked sooner or later costs nothing extra now and may spare other questions. The
worth is therefore divided by the part of the effort that may yet be spared: the chance that every
programme which waits for the fact is settled by what would be asked before it.

A programme left open only by conditions that no answer settles (set elsewhere, or outside a list
that ends in 等) counts as settled; one that does not stand on the day counts for less.
That the place comes first follows from all this; nothing is hard-wired.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import sqrt

from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.reference import circumstances, prove
from huiqi.explain.ends import Ends
from huiqi.explain.kept import Kept, Need
from huiqi.explain.likely_answers import LikelyAnswers
from huiqi.explain.needs import Needs
from huiqi.explain.outlook import Outlook, Outlooks, Rates, best
from huiqi.model.criteria import facts_of
from huiqi.model.profile import Answer, Missing, Profile
from huiqi.model.programme import standing_on
from huiqi.model.verdict import Standing

_SURE = 0.02
"""Added to the chance that a question is spared, so that sure ones are compared too."""

_STANDING: Mapping[Standing, float] = {
    Standing.IN_FORCE: 1.0,
    # Nobody is known to have ended them: worth a question, but less than what surely stands.
    Standing.HORIZON_PASSED: 0.75,
    Standing.UNKNOWN: 0.75,
    Standing.NOT_YET: 0.5,
    # Of use to who claims for a time past.
    Standing.SUPERSEDED: 0.25,
    Standing.CLOSED: 0.25,
}
"""What settling a programme counts for, by its standing on the day."""

_KEPT = 4096
"""So many views of programmes are kept of late, and as many of before."""


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


_Known = tuple[object, ...]
"""A programme's number, and what is known of each fact that bears on it."""


@dataclass
class _View:
    """An open programme under what is known of its own facts.

    `rates`: for each fact the chance per effort that asking through it settles the programme;
    `asked`: how likely the fact has to be asked; `chances`: how likely answers to these facts
    alone settle it.
    """

    needs: Sequence[Need]
    rates: Rates
    asked: Rates
    chances: dict[Need, float] = field(default_factory=dict)


class NextQuestion:
    """Ranks the questions for any company on a day. To make one takes a third of a second.

    Immutable apart from bounded caches: a programme is looked at again only when an answer bears
    on what it waits for.
    """

    def __init__(self, book: CheckedRulebook, as_of: date) -> None:
        self._book = book
        self._as_of = as_of
        self._programmes = book.current(as_of)
        self._counts = [
            _STANDING[standing_on(p, book.documents[p.document], as_of)] for p in self._programmes
        ]
        self._likely = LikelyAnswers(book, as_of)
        self._ends = Ends(book, as_of)
        self._order = {fact: number for number, fact in enumerate(book.vocabulary.facts)}
        self._read = [self._facts_behind(facts_of(p.eligible)) for p in self._programmes]
        self._views: dict[_Known, _View] = {}
        self._older: dict[_Known, _View] = {}
        self._kept = Kept()
        # What can be known beforehand of answers and tests is then known to the first who ask.
        self.rank({})

    def _facts_behind(self, facts: frozenset[str]) -> tuple[str, ...]:
        """All facts that bear on what a criterion waits for, and on how likely it is met."""
        behind = {f for fact in facts for f in self._book.facts_behind.get(fact, (fact,))}
        return tuple(behind.union(*map(self._likely.beside, behind)))

    def rank(
        self, answers: Mapping[str, Answer], leave_out: Container[str] = ()
    ) -> tuple[Question, ...]:
        """The questions worth asking, best first; none when no answer can change a verdict.

        `answers` as profiles hold them; a fact answered "do not know" is not asked again, nor is
        one that is to be left out. Ties go to what more programmes wait for, then to less effort,
        then to the order of the vocabulary.
        """
        views = self._open(answers, leave_out)
        needs = dict.fromkeys(need for view in views.values() for need in view.needs)
        waiting: dict[str, set[int]] = {fact: set() for need in needs for fact in need}
        spared = dict.fromkeys(waiting, 1.0)
        for number, view in views.items():
            for need in view.needs:
                for fact in need:
                    waiting[fact].add(number)
            for fact, chance in view.asked.items():
                spared[fact] *= 1 - chance
        ranked = []
        for need in needs:
            numbers = sorted(set().union(*(waiting[fact] for fact in need)))
            question, worth = self._weigh(need, {n: views[n] for n in numbers}, answers)
            spare = sum(self._effort(fact) * spared[fact] for fact in need) / question.effort
            # Rounded, so that equal worth is a tie whatever the order of adding.
            ranked.append((round(worth / (spare + _SURE), 9), question))
        ranked.sort(key=lambda pair: self._key(*pair))
        return tuple(question for _, question in ranked)

    def waiting(self, fact: str, answers: Mapping[str, Answer]) -> tuple[str, ...]:
        """Ids of the open programmes whose verdict an answer to the fact can still change."""
        views = self._open(answers, ())
        open_ = (n for n, view in views.items() if any(fact in need for need in view.needs))
        return tuple(self._programmes[number].id for number in sorted(open_))

    def _effort(self, fact: str) -> int:
        return self._book.vocabulary.facts[fact].effort

    def _key(self, worth: float, question: Question) -> tuple[float, int, int, list[int]]:
        places = [self._order[fact] for fact in question.facts]
        return -worth, -len(question.programmes), question.effort, places

    def _open(self, answers: Mapping[str, Answer], leave_out: Container[str]) -> dict[int, _View]:
        """The programmes that wait for something, by number."""
        closed = {f for f in self._order if f in leave_out or answers.get(f) is Missing.DONT_KNOW}
        settled = set(self._ends.closed(range(len(self._programmes)), answers))
        keys = {
            number: (number, *((answers.get(f), f in closed) for f in facts))
            for number, facts in enumerate(self._read)
            if number not in settled
        }
        fresh = [number for number, key in keys.items() if not self._recall(key)]
        if fresh:
            given = circumstances(self._book, Profile("", dict(answers)), self._as_of)
            needs = Needs(given, closed, self._kept)
            outlooks = Outlooks(given, needs, self._likely)
            for number in fresh:
                proof = prove(self._programmes[number].eligible, given)
                self._views[keys[number]] = _view(needs.of(proof), outlooks.of(proof))
        found = {number: self._views[key] for number, key in keys.items()}
        if len(self._views) > _KEPT:
            # What is asked for again moves over: no company has to be looked at anew as a whole.
            self._older, self._views = self._views, {}
            self._kept = Kept()
        return {number: view for number, view in found.items() if view.needs}

    def _recall(self, key: _Known) -> bool:
        """Whether there is a view, which then is one of late."""
        if key not in self._views and key in self._older:
            self._views[key] = self._older[key]
        return key in self._views

    def _weigh(
        self, need: Need, views: Mapping[int, _View], answers: Mapping[str, Answer]
    ) -> tuple[Question, float]:
        """A question, and what it is worth whatever else will be asked."""
        self._try_out(need, {n: v for n, v in views.items() if need not in v.chances}, answers)
        effort = sum(map(self._effort, need))
        worth = sum(
            self._counts[number]
            * max(view.chances[need] / effort, *(view.rates.get(fact, 0.0) for fact in need))
            for number, view in views.items()
        )
        settles = sum(view.chances[need] for view in views.values())
        ids = tuple(self._programmes[number].id for number in views)
        return Question(need, settles, effort, ids), worth * sqrt(effort)

    def _try_out(
        self, need: Need, views: Mapping[int, _View], answers: Mapping[str, Answer]
    ) -> None:
        """How likely answers to the need settle each of the programmes, kept in its view."""
        chances = dict.fromkeys(views, 0.0)
        for weight, scenario in self._likely.of(need, answers) if views else ():
            for number in self._ends.closed(views, {**answers, **scenario}):
                chances[number] += weight
        for number, view in views.items():
            view.chances[need] = chances[number]


def _view(needs: Sequence[Need], outlook: Outlook) -> _View:
    facts = {fact for need in needs for fact in need}
    asked = {fact: chance for fact, chance in outlook.asked.items() if fact in facts}
    return _View(needs, best((outlook.by_true, outlook.by_false)), asked)
