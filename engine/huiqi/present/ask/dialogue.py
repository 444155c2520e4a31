"""The questionnaire: asks what settles most, saves every answer, and can be left at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from huiqi.api import Rulebook
from huiqi.base.diagnostics import Diagnostic, ProfileError, as_text
from huiqi.base.kleene import Truth
from huiqi.explain.next_question import NextQuestion, Question
from huiqi.load.profile_edit import Plain, with_answer
from huiqi.model.profile import Answer, Certificates, Profile
from huiqi.model.vocabulary import Fact, FactType
from huiqi.present.ask.certificates import with_details
from huiqi.present.ask.choosing import Choosing
from huiqi.present.ask.readers import Reader, Suggest
from huiqi.present.ask.screens import Screens
from huiqi.present.ask.typed import suggester, understood
from huiqi.present.save import save_text

Outcome = Literal["answered", "skipped", "back", "quit"]
WORTH = 0.5
"""Questions expected to settle less than this many programmes are offered, not pressed."""
MORE = 5
_NEW = "# 企业档案，由 huiqi ask 写成，可以手工修改 · company profile written by huiqi ask\n"


class Quit(Exception):
    """The person wants to stop."""


@dataclass
class Asked:
    """A fact that was put to the person, in the order of asking."""

    fact: str
    outcome: Outcome


class Dialogue:
    """One run of the questionnaire about the company of one profile file."""

    def __init__(
        self, book: Rulebook, path: Path, as_of: date, reader: Reader, screens: Screens
    ) -> None:
        self.book = book
        self.path = path
        self.as_of = as_of
        self.reader = reader
        self.screens = screens
        self.words = screens.words
        self.facts = book.vocabulary.facts
        self.programmes = {p.id: p for p in book.book.current(as_of)}
        self.chooser = NextQuestion(book.book, as_of)
        exists = path.exists()
        self.profile = self._read() if exists else Profile()
        self.text = path.read_text(encoding="utf-8-sig") if exists else _NEW
        self.session = book.session(as_of, self.profile)
        self.answers: dict[str, Answer] = dict(self.profile.answers)
        self.choosing = Choosing(book, screens, self._line)
        self.history: list[Asked] = []
        self.skipped: set[str] = set()
        self.patience = 0

    def run(self) -> Profile:
        """Ask until nothing more can change a verdict, or the person has had enough."""
        self.screens.welcome(str(self.path), len(self.answers))
        try:
            while (question := self._next()) is not None:
                if question.settles < WORTH and not self._go_on(question):
                    break
                self._put(question)
            else:
                self.screens.say(
                    "没有能再改变结论的问题了。", "No further answer can change a verdict."
                )
        except (Quit, EOFError, KeyboardInterrupt):
            self.screens.say("", "")
            self.screens.say(
                "先到这里，答过的都已保存。", "Stopping here; what was answered is saved."
            )
        return Profile(self.profile.name, self.answers)

    def _read(self) -> Profile:
        reading = self.book.read_profile(self.path)
        for finding in reading.warnings:
            self._complain(finding)
        return reading.profile

    def _next(self) -> Question | None:
        ranked = self.chooser.rank(self.answers, self.skipped)
        return ranked[0] if ranked else None

    def _go_on(self, question: Question) -> bool:
        """Whether to go on although little is to be gained; asked once every few questions."""
        if self.patience > 0:
            self.patience -= 1
            return True
        left = len(self.chooser.rank(self.answers, self.skipped))
        open_ = sum(truth is Truth.UNKNOWN for truth in self.session.truths.values())
        settled = len(self.session.truths) - open_
        prompt = self.screens.offer_to_stop(min(left, MORE), settled, open_, question.settles)
        answer = self._line(prompt, None).strip().lower()
        self.patience = MORE - 1
        return answer in ("y", "yes", "是", "好", "继续")

    def _put(self, question: Question) -> None:
        """The facts of a question, one after the other; back goes to the one asked before."""
        for number, name in enumerate(question.facts):
            if number and not self._matters(name):
                continue
            outcome = self._ask(name, question)
            if outcome == "back":
                self._go_back()
                return
            self.history.append(Asked(name, outcome))

    def _matters(self, name: str) -> bool:
        """Whether the answer can still change a verdict."""
        ranked = self.chooser.rank(self.answers, self.skipped)
        return any(name in question.facts for question in ranked)

    def _go_back(self) -> None:
        """Ask the last fact again, and so on further back."""
        if not self.history:
            self.screens.say("这是第一题。", "This is the first question.", "dim")
            return
        last = self.history.pop()
        self.skipped.discard(last.fact)
        outcome = self._ask(last.fact, None)
        if outcome == "back":
            self._go_back()
        self.history.append(Asked(last.fact, outcome))

    def _ask(self, name: str, question: Question | None) -> Outcome:
        """One fact, until it is answered, skipped or left."""
        fact = self.facts[name]
        number = len(self.history) + 1
        self.screens.question(number, fact, self.answers.get(name), self.session.truths)
        while True:
            typed = self._line("› ", suggester(fact, self.book.vocabulary)).strip()
            command = self._command(typed, fact, question)
            if command == "again":
                continue
            if command is not None:
                return command
            value = self._resolved(fact, understood(fact, typed, self.book.vocabulary))
            if value is not None and self._take(fact, value):
                return "answered"

    def _command(
        self, typed: str, fact: Fact, question: Question | None
    ) -> Outcome | Literal["again"] | None:
        word = typed.lower()
        if word in ("", "-"):
            if fact.id not in self.answers:
                self.skipped.add(fact.id)
            return "skipped"
        if word == "<":
            return "back"
        if word in ("q", "quit", "退出", "结束"):
            raise Quit
        if word in ("?", "？"):
            names = question.programmes if question else tuple(self.programmes)
            self.screens.why(fact, [self.programmes[n] for n in names])
        elif word in ("!", "！"):
            self.screens.verdicts(self.session.truths, self.programmes)
        elif word in ("h", "help", "帮助"):
            self.screens.help()
        elif word == "=":
            self._change()
            self.screens.question(
                len(self.history) + 1, fact, self.answers.get(fact.id), self.session.truths
            )
        else:
            return None
        return "again"

    def _change(self) -> None:
        """Ask any earlier fact again, chosen by number."""
        given = list(self.answers)
        if not given:
            self.screens.say("还没有回答过。", "Nothing has been answered yet.", "dim")
            return
        said = [
            (n, f"{self.words.label(n)}: {self.words.answer(n, self.answers[n])}") for n in given
        ]
        self.screens.choices(said)
        typed = self._line(
            self.words.pick("改哪一个（编号）：", "which one (number): "), None
        ).strip()
        if typed.isascii() and typed.isdigit() and 0 < int(typed) <= len(given):
            self._ask(given[int(typed) - 1], None)

    def _resolved(self, fact: Fact, value: Plain) -> Plain | None:
        """Places and sectors narrowed down with the person; titles with tier and date."""
        if fact.type is FactType.LOCATION and isinstance(value, str):
            return self.choosing.place(value)
        if fact.type is FactType.SECTOR and isinstance(value, str):
            return self.choosing.sector(value)
        if fact.type is FactType.CERTIFICATIONS and isinstance(value, list):
            titles = self.choosing.read(fact.id, value)
            if isinstance(titles, Certificates):
                return with_details(
                    titles.held, self.book.vocabulary, self.screens, self._plain_line
                )
        return value

    def _take(self, fact: Fact, value: Plain) -> bool:
        """Check, assert, save and say what changed; False if the answer cannot be used."""
        text = with_answer(self.text, fact.id, value)
        try:
            reading = self.book.read_profile({fact.id: value})
            # Read as a whole, since one answer may tell others (a place its zone) or tell them no
            # longer: what is known is what the file says, now and when it is resumed.
            known = self.book.read_profile(text).profile.answers
        except ProfileError as error:
            for finding in error.findings:
                self._complain(finding)
            return False
        answer = reading.profile.get(fact.id)
        if answer is None:
            for finding in reading.warnings:
                self._complain(finding)
            return False
        if answer == self.answers.get(fact.id) or fact.type is FactType.CERTIFICATIONS:
            # The same again, or titles whose dates were asked for: nothing finer is to be had.
            self.skipped.add(fact.id)
        changed = [n for n in {**self.answers, **known} if known.get(n) != self.answers.get(n)]
        events = self.session.tell({n: known.get(n) for n in changed})
        self.answers, self.text = dict(known), text
        save_text(self.path, self.text)
        self.screens.changed(events, self.session.truths)
        return True

    def _complain(self, finding: Diagnostic) -> None:
        """A finding without its place, which means nothing to who typed the answer."""
        if finding.code == "HQ208":
            typed = str(finding.args["value"])
            self.screens.say(f"没有“{typed}”这个选项", f"there is no choice “{typed}”", "red")
            return
        bare = Diagnostic(finding.code, finding.args, near=finding.near)
        self.screens.console.print(as_text(bare, self.screens.lang), style="red", markup=False)

    def _plain_line(self, prompt: str) -> str:
        return self._line(prompt, None).strip()

    def _line(self, prompt: str, suggest: Suggest | None) -> str:
        return self.reader.read(prompt, suggest, lambda: self.screens.counts(self.session.truths))
