"""A change to one fact of a company, and the company with some changes made.

A change sets a whole answer, or one part of it: a value of a set, a certification. Two changes of
different parts go together; of one part the later stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.leaf import Circumstances
from huiqi.evaluate.reference import circumstances, derived
from huiqi.model.profile import Answer, Certificates, Holding, Members, Missing, OneAmong, Profile
from huiqi.model.vocabulary import Fact, FactType

Slot = tuple[str, str]
"""What a change changes: a fact, and the part of it ("" for the whole answer)."""

_KEPT = 2048
"""So many circumstances after changes are kept."""
_PLACES = (FactType.LOCATION, FactType.SECTOR)


@dataclass(frozen=True)
class Change:
    """A new answer to a fact, or to one part of it.

    `part` empty: `to` is the answer. Of a set `part` is a value, and `to` whether it is in. Of the
    certifications `part` is a title, and `to` how it is held (None: it is not).
    """

    fact: str
    to: Answer | Holding | None
    part: str = ""

    @property
    def slot(self) -> Slot:
        return self.fact, self.part

    def after(self, answer: Answer | None) -> Answer:
        """The answer to the fact once this change is made; nothing else of it is touched."""
        if self.to is None or isinstance(self.to, Holding):
            return self._certificates(self.to, answer)
        return self._members(answer) if self.part else self.to

    def _members(self, answer: Answer | None) -> Members:
        if not isinstance(answer, Members):
            nothing_known = answer is not Missing.NOT_APPLICABLE
            answer = Members(frozenset(), frozenset() if nothing_known else None)
        one = frozenset({self.part})
        inside = answer.inside | one if self.to else answer.inside - one
        if answer.outside is None:
            return Members(inside)
        return Members(inside, answer.outside - one if self.to else answer.outside | one)

    def _certificates(self, told: Holding | None, answer: Answer | None) -> Certificates:
        if not isinstance(answer, Certificates):
            nothing_known = answer is not Missing.NOT_APPLICABLE
            answer = Certificates((), frozenset() if nothing_known else None)
        absent = answer.absent
        if told is None:
            return Certificates(answer.held, absent if absent is None else absent | {self.part})
        held = tuple(h for h in answer.held if not _completes(told, h))
        return Certificates((*held, told), absent if absent is None else absent - {self.part})


def _completes(told: Holding, known: Holding) -> bool:
    """Whether the one holding is the other with more told of it."""
    return (
        known.certification == told.certification
        and known.tier in (None, told.tier)
        and known.issued in (None, told.issued)
        and (known.expires, known.renewal) == (told.expires, told.renewal)
    )


Changes = tuple[Change, ...]


def put(changes: Changes, change: Change) -> Changes:
    """The changes with one more, which stands for an earlier one of the same part."""
    return (*(c for c in changes if c.slot != change.slot), change)


def can_change(fact: Fact) -> bool:
    """Whether a company can bring about another answer to the fact.

    What an expert or authority decides is not its to change.
    """
    return bool(fact.changeable) and not fact.judged and fact.type not in _PLACES


def is_known(answer: Answer | None) -> bool:
    """Whether there is an answer that could be another ("does not apply" is one)."""
    return answer not in (None, Missing.DONT_KNOW) and not isinstance(answer, OneAmong)


class Company:
    """One company on one day: as it stands, and as it would stand after changes."""

    def __init__(self, book: CheckedRulebook, stated: Mapping[str, Answer], as_of: date) -> None:
        self.book = book
        self.stated = stated
        self.as_of = as_of
        self.now = circumstances(book, Profile("", stated), as_of)
        self._known: dict[frozenset[Change], Circumstances] = {}

    def answers(self, changes: Iterable[Change]) -> dict[str, Answer]:
        """The stated answers, with the changes made."""
        answers = dict(self.stated)
        for change in changes:
            answers[change.fact] = change.after(answers.get(change.fact))
        return answers

    def after(self, changes: Changes) -> Circumstances:
        """The circumstances once the changes are made; as `circumstances`, but quick."""
        key = frozenset(changes)
        if key not in self._known:
            if len(self._known) == _KEPT:
                self._known.clear()
            self._known[key] = self._derive(changes)
        return self._known[key]

    def states(self, fact: str) -> bool:
        """Whether the profile itself answers the fact."""
        return is_known(self.stated.get(fact))

    def _derive(self, changes: Changes) -> Circumstances:
        stated = self.answers(changes)
        changed = {change.fact for change in changes}
        answers = dict(self.now.answers) | {fact: stated[fact] for fact in changed}
        found = Circumstances(self.book, answers, self.as_of)
        affected = frozenset().union(*(self.book.readers[fact] for fact in changed))
        for fact in self.book.order:
            if fact in affected and stated.get(fact) in (None, Missing.DONT_KNOW):
                derive = self.book.vocabulary.facts[fact].derive
                assert derive is not None
                value = derived(derive, found)
                value = stated.get(fact) if value is None else value
                if value is None:
                    answers.pop(fact, None)
                else:
                    answers[fact] = value
        return found
