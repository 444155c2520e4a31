"""The questionnaire: asks what settles most, saves every answer, and can be left at any time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from huiqi.api import Rulebook
from huiqi.base.kleene import Truth
from huiqi.explain.next_question import Question
from huiqi.model.profile import Profile
from huiqi.present.ask.answering import Answering
from huiqi.present.ask.prompt import Back, Change, Quit
from huiqi.present.ask.readers import Reader
from huiqi.present.ask.record import Record
from huiqi.present.ask.screens import Screens
from huiqi.present.style import safe

WORTH = 0.5
"""Questions expected to settle less than this many programmes are offered, not pressed."""
MORE = 5


class Dialogue:
    """One run of the questionnaire about the company of one profile file.

    Raises: ProfileError: the file cannot be used.
    """

    def __init__(
        self, book: Rulebook, path: Path, as_of: date, reader: Reader, screens: Screens
    ) -> None:
        self.record = Record(book, path, as_of)
        self.screens = screens
        for finding in self.record.findings:
            screens.say(finding.message("zh"), finding.message("en"), "red")
        self.answering = Answering(self.record, reader, screens)
        self.history: list[str] = []
        self.patience = 0

    def run(self) -> Profile:
        """Ask until nothing more can change a verdict, or the person has had enough."""
        self.screens.welcome(safe(str(self.record.file.path)), len(self.record.answers))
        begins = not (self.record.name or self.record.answers)
        try:
            if begins:
                self._ask_name()
            while questions := self.record.questions():
                question = questions[0]
                try:
                    if question.settles < WORTH and not self._go_on(question):
                        break
                    self._put(question)
                except Back:
                    self._go_back()
                except Change:
                    self.answering.change(self._number)
            else:
                self._nothing_left()
        except (Quit, EOFError, KeyboardInterrupt):
            self.screens.say("", "")
            if self.record.answers or self.record.name:
                self.screens.say(
                    "先到这里，答过的都已保存。", "Stopping here; what was answered is saved."
                )
        return Profile(self.record.name, self.record.answers)

    def _ask_name(self) -> None:
        while True:
            try:
                self.answering.ask_name()
            except (Back, Change):
                self._at_the_start()
            else:
                return

    def _nothing_left(self) -> None:
        """The end of the questions; those left open by skipping may still count."""
        left = len(self.record.facts_left_open())
        if not left:
            self.screens.say(
                "没有能再改变结论的问题了。", "No further answer can change a verdict."
            )
            return
        self.screens.say(
            f"要问的都问完了；跳过、不知道或只答了一部分的还有 {left} 题，答了仍可能改变结论。",
            f"No further question; {left} that were skipped, not known or answered in part could "
            "still change a verdict.",
        )

    def _go_on(self, question: Question) -> bool:
        """Whether to go on although little is to be gained; asked once every few questions."""
        if len(question.facts) > self.patience:
            left = len(self.record.facts_to_ask())
            open_ = sum(truth is Truth.UNKNOWN for truth in self.record.session.truths.values())
            settled = len(self.record.session.truths) - open_
            most = max(min(left, MORE), len(question.facts))
            if not self.answering.prompt.yes(
                self.screens.offer_to_stop(most, left, settled, open_, question.settles)
            ):
                return False
            self.patience = most
        self.patience -= len(question.facts)
        return True

    def _put(self, question: Question) -> None:
        """The facts of a question, one after the other."""
        for number, name in enumerate(question.facts):
            if not number or name in self.record.facts_to_ask():
                self.answering.ask(name, self._number)
                self.history.append(name)

    def _go_back(self) -> None:
        """Ask the last fact again, and so on further back; the first one stays."""
        name = None
        while True:
            if self.history:
                name = self.history.pop()
            else:
                self._at_the_start()
            if name is None:
                return
            self.record.skipped.discard(name)
            try:
                self.answering.ask(name, self._number)
            except Back:
                continue
            self.history.append(name)
            return

    def _at_the_start(self) -> None:
        self.screens.say(
            "这是第一题；以前的答案用 = 改。",
            "This is the first question; = changes earlier answers.",
            "dim",
        )

    @property
    def _number(self) -> int:
        """The number of the question that is put next."""
        return len(self.history) + 1
