"""One question: put, answered as people answer, narrowed down, doubted, and written."""

from __future__ import annotations

from collections.abc import Sequence

from huiqi.base.diagnostics import Diagnostic, ProfileError, as_text
from huiqi.load.profile import NAME
from huiqi.load.profile_edit import Plain
from huiqi.model.profile import Certificates
from huiqi.model.vocabulary import Fact, FactType
from huiqi.present.ask.certificates import Details
from huiqi.present.ask.choosing import Choosing
from huiqi.present.ask.completion import suggester
from huiqi.present.ask.hints import doubt
from huiqi.present.ask.prompt import Back, Change, Prompt, command
from huiqi.present.ask.readers import Reader
from huiqi.present.ask.record import Record
from huiqi.present.ask.refusals import refusal
from huiqi.present.ask.screens import Screens
from huiqi.present.ask.sectors import sections
from huiqi.present.ask.typed import UNKNOWN_TYPED, Option, number_in, options, understood
from huiqi.present.style import safe


class Answering:
    """Asks for facts by name, and obeys what is typed instead of answers."""

    def __init__(self, record: Record, reader: Reader, screens: Screens) -> None:
        self._record = record
        self._screens = screens
        self._words = screens.words
        self._voc = record.book.vocabulary
        shows = {"?": self._why, "!": self._verdicts, "h": screens.help}
        self.prompt = Prompt(reader, screens, self._status, shows)
        self._choosing = Choosing(record.book, screens, self.prompt)
        self._details = Details(self._voc, screens, self.prompt, record.as_of)
        self._about: Fact | None = None

    def ask(self, name: str, number: int) -> None:
        """One fact, until it is answered or skipped; Enter keeps the answer there is.

        Raises: Back: the person wants the question before. Quit and the like: as `Prompt.line`.
        """
        fact = self._voc.facts[name]
        while True:
            choices = options(fact, self._voc, self._record.answers.get("location"))
            self._show(fact, number, choices)
            try:
                while not self._is_answered(fact, choices):
                    pass
            except Change:
                self.change(number)
            except _Anew:
                continue
            else:
                return

    def _show(self, fact: Fact, number: int, choices: Sequence[Option]) -> None:
        self._about = fact
        now = self._record.answers.get(fact.id)
        waits = now is not None and bool(self._record.waiting(fact.id))
        self._screens.question(number, fact, choices, now, self._record.session.truths, waits=waits)

    def _is_answered(self, fact: Fact, choices: Sequence[Option]) -> bool:
        """Whether the line that is typed answers the fact, or leaves it as it is.

        Raises: Back, and _Anew where it was about a part of the answer.
        """
        suggest = suggester(fact, choices, self._screens.lang)
        # The letters of sections are answers, though small ones are commands.
        own = [code for code, _ in sections()] if fact.type is FactType.SECTOR else ()
        typed = self.prompt.line("› ", suggest, own)
        if command(typed) in ("", "-"):
            self._record.skipped.add(fact.id)
            return True
        value = understood(fact, typed, choices, self._voc)
        try:
            return self._settled(fact, value, typed)
        except Back:
            raise _Anew from None

    def _settled(self, fact: Fact, value: Plain, typed: str) -> bool:
        """Narrow the answer down with the person where it needs that, and take it."""
        if fact.type is FactType.CERTIFICATIONS and isinstance(value, list):
            return self._titles(fact, value, typed)
        found: Plain | None = value
        if fact.type is FactType.LOCATION and isinstance(value, str):
            found = self._choosing.place(value)
        if fact.type is FactType.SECTOR and isinstance(value, str):
            found = self._choosing.sector(value)
        return found is not None and self._take(fact, found, typed)

    def _titles(self, fact: Fact, value: list[object], typed: str) -> bool:
        """The titles named, each with its details; saved with every one of them."""
        titles = self._choosing.read(fact.id, list(value))
        if not isinstance(titles, Certificates):
            return self._take(fact, list(value), typed)
        before = self._record.answers.get(fact.id)
        known = before if isinstance(before, Certificates) else Certificates(())
        # Their dates were asked for: nothing finer is to be had.
        self._record.skipped.add(fact.id)
        if not all(self._take(fact, one) for one in self._details.of(titles.held, known)):
            return False
        self._screens.noted(fact, self._record.answers[fact.id])
        return True

    def _take(self, fact: Fact, value: Plain, typed: str = "") -> bool:
        """Check, write, assert and say what changed; False if the answer cannot be used."""
        try:
            reading = self._record.book.read_profile({fact.id: value})
        except ProfileError as error:
            self._refuse(fact, error.findings)
            return False
        answer = reading.profile.get(fact.id)
        if answer is None:
            self._refuse(fact, reading.warnings)
            return False
        doubtful = doubt(
            fact, answer, self._record.answers.get("location"), self._record.as_of, self._words
        )
        if doubtful and not self.prompt.yes(doubtful):
            return False
        if answer == self._record.answers.get(fact.id):
            # The same again: nothing finer is to be had.
            self._record.skipped.add(fact.id)
        if typed and not isinstance(answer, bool):
            self._screens.noted(fact, answer, typed)
        return self.write(fact.id, value)

    def write(self, key: str, value: Plain) -> bool:
        """Write an answer or the name, and say what it changed; False if the file was spoilt."""
        try:
            if self._record.file.reload():
                self._screens.say(
                    "档案刚才在别处改过，以改后的为准。",
                    "The profile was edited meanwhile; what it says now counts.",
                    "yellow",
                )
        except ProfileError as error:
            self._screens.say(
                "档案刚才在别处改过，现在读不了；请改好它，再答一次：",
                "The profile was edited meanwhile and cannot be read; mend it, then answer again:",
                "red",
            )
            for finding in error.findings:
                self._screens.show(as_text(finding, self._screens.lang), style="red")
            return False
        events = self._record.write(key, value)
        self._screens.changed(events, self._record.session.truths)
        return True

    def _refuse(self, fact: Fact, findings: Sequence[Diagnostic]) -> None:
        lang = self._screens.lang
        labels = {option.id: option.label[lang] for option in options(fact, self._voc)}
        for finding in findings:
            self._screens.show(refusal(finding, fact.type, lang, labels), style="red")

    def ask_name(self) -> None:
        """What the company is called; it heads the screen and the report.

        Raises: as `Prompt.line`.
        """
        self._about = None
        prompt = self._words.pick("企业名称（回车跳过）：", "Name of the company (Enter skips): ")
        typed = self.prompt.line(prompt)
        if command(typed) not in ("", "-", *UNKNOWN_TYPED):
            self.write(NAME, typed)

    def change(self, number: int) -> None:
        """Ask any earlier fact again, or the name, chosen by number."""
        given = list(self._record.answers)
        if not (given or self._record.name):
            self._screens.say("还没有回答过。", "Nothing has been answered yet.", "dim")
            return
        said = [
            (
                n,
                self._words.pick("{}：{}", "{}: {}").format(
                    self._words.label(n), self._words.answer(n, self._record.answers[n])
                ),
            )
            for n in given
        ]
        name = self._words.pick("企业名称", "Name of the company")
        said.append((NAME, f"{name}: {safe(self._record.name) or '—'}"))
        most = len(said)
        self._screens.choices(said)
        prompt = self._words.pick(
            "改哪一个（编号，回车不改）：", "which one (number, Enter for none): "
        )
        try:
            while typed := command(self.prompt.detail(prompt)):
                chosen = number_in(typed, most)
                if chosen == most:
                    self.ask_name()
                    return
                if chosen is not None:
                    self.ask(given[chosen - 1], number)
                    return
                self._screens.say(f"请输入 1 到 {most} 的编号", f"a number from 1 to {most}", "red")
        except (Back, Change):
            return

    def _why(self) -> None:
        """Why the present question is asked: what waits for it, or would without its answer."""
        if self._about is None:
            self._screens.say(
                "名称写在屏幕和报告的开头，不影响结论。",
                "The name heads the screen and the report; it changes no verdict.",
            )
            return
        name = self._about.id
        now = self._record.waiting(name)
        answered = not now and name in self._record.answers
        waiting = now or self._record.waiting(name, unanswered=True)
        programmes = [self._record.programmes[p] for p in waiting]
        self._screens.why(self._about, programmes, answered=answered)

    def _verdicts(self) -> None:
        record = self._record
        self._screens.verdicts(record.session.truths, record.programmes, record.standings)

    def _status(self) -> str:
        return self._screens.counts(self._record.session.truths)


class _Anew(Exception):
    """The person wants the same question again, back from a part of its answer."""
