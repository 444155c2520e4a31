"""What is known of the company: in the file, in the session, and the same in both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from huiqi.api import Rulebook
from huiqi.base.diagnostics import Diagnostic
from huiqi.evaluate.session import Settled
from huiqi.explain.next_question import NextQuestion, Question
from huiqi.load.profile_edit import Plain
from huiqi.model.profile import Answer, Missing
from huiqi.model.programme import standing_on
from huiqi.present.ask.profile_file import ProfileFile


class Record:
    """The answers so far, their verdicts, and the questions they leave.

    `skipped` are facts that are not to be asked again, though answers to them may still count.

    Raises: ProfileError: the file cannot be used.
    """

    def __init__(self, book: Rulebook, path: Path, as_of: date) -> None:
        self.book = book
        self.as_of = as_of
        self.file = ProfileFile(book, path)
        reading = self.file.read()
        self.findings: Sequence[Diagnostic] = reading.warnings
        self.name = reading.profile.name
        self.answers: dict[str, Answer] = dict(reading.profile.answers)
        self.programmes = {p.id: p for p in book.book.current(as_of)}
        documents = book.book.documents
        self.standings = {
            p.id: standing_on(p, documents[p.document], as_of) for p in self.programmes.values()
        }
        self.session = book.session(as_of, reading.profile)
        self.skipped: set[str] = set()
        self._chooser = NextQuestion(book.book, as_of)

    def write(self, key: str, value: Plain) -> list[Settled]:
        """Put an answer, or the name, into the file and, with whatever else that now says, into
        the session; the verdicts that changed.

        Raises: ProfileError, CannotSave: as `ProfileFile.put`.
        """
        profile = self.file.put(key, value)
        known = profile.answers
        changed = [n for n in {**self.answers, **known} if known.get(n) != self.answers.get(n)]
        events = self.session.tell({n: known.get(n) for n in changed})
        self.name, self.answers = profile.name, dict(known)
        return list(events)

    def questions(self) -> tuple[Question, ...]:
        """What is worth asking, best first."""
        return self._chooser.rank(self.answers, self.skipped)

    def facts_to_ask(self) -> set[str]:
        """The facts of all these questions."""
        return {fact for question in self.questions() for fact in question.facts}

    def facts_left_open(self) -> set[str]:
        """The facts that could change a verdict, were none skipped and none not known."""
        known = {f: a for f, a in self.answers.items() if a is not Missing.DONT_KNOW}
        return {fact for question in self._chooser.rank(known) for fact in question.facts}

    def waiting(self, fact: str, *, unanswered: bool = False) -> tuple[str, ...]:
        """The open programmes that an answer can still change, or could, were there none yet."""
        left_out = fact if unanswered else None
        answers = {f: answer for f, answer in self.answers.items() if f != left_out}
        return self._chooser.waiting(fact, answers)
