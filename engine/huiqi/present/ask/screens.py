"""What the questionnaire shows: questions, counts, what an answer changed, why it asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from huiqi.base.diagnostics import Language
from huiqi.base.kleene import Truth
from huiqi.evaluate.session import Settled
from huiqi.explain.words import Words
from huiqi.model.profile import Answer
from huiqi.model.programme import Programme
from huiqi.model.verdict import Standing
from huiqi.model.vocabulary import Fact, Vocabulary
from huiqi.present.ask.hints import hint, lacking, unit_assumed
from huiqi.present.ask.typed import Option
from huiqi.present.style import TRUTH_MARK, safe, standing_flag
from huiqi.present.wrapping import line_starts

_SHOWN = 8
_MOST_COLUMNS, _GAP = 4, 2
_LONG = 16
"""One label in so many may be folded."""
_AROUND = 14
"""Lines that a screen needs besides the choices: the question, the answer, what completes it."""

_KEYS = (
    ("回车 跳过", "Enter skips"), ("dk 不知道", "dk don't know"), ("< 回上一题", "< back"),
    ("= 改以前的答案", "= change an answer"), ("? 为什么问", "? why this question"),
    ("! 看目前结论", "! verdicts so far"), ("h 帮助", "h help"), ("q 结束", "q quit"),
)  # fmt: skip


class Screens:
    """Prints for one console in one language."""

    def __init__(self, console: Console, vocabulary: Vocabulary, lang: Language) -> None:
        self.console = console
        self.voc = vocabulary
        self.words = Words(vocabulary, lang)
        self.lang = lang

    def show(self, *parts: str | tuple[str, str] | Text, style: str = "") -> None:
        """Print a line."""
        self.console.print(Text.assemble(*parts, style=style))

    def say(self, zh: str, en: str, style: str = "") -> None:
        self.show(self.words.pick(zh, en), style=style)

    def say_whole(self, zh: str, en: str) -> None:
        """A line to copy from, with a path or a command in it: for the terminal alone to break."""
        self.console.print(Text(self.words.pick(zh, en)), soft_wrap=True)

    def welcome(self, path: str, resumed: int) -> None:
        if resumed:
            self.say_whole(
                f"接着上次：已有 {resumed} 个回答（{path}）。",
                f"Going on: {resumed} {'answer' if resumed == 1 else 'answers'} so far ({path}).",
            )
        else:
            self.say_whole(f"答案随时存入 {path}。", f"Answers are saved to {path} as you go.")
        self.help()

    def help(self) -> None:
        """What can be typed besides an answer."""
        self.say(
            "直接输入答案；" + " · ".join(_together(zh) for zh, _ in _KEYS),
            "Type the answer; " + " · ".join(_together(en) for _, en in _KEYS),
            "dim",
        )

    def counts(self, truths: Mapping[str, Truth]) -> str:
        """The counts in one line."""
        said = {truth: sum(t is truth for t in truths.values()) for truth in Truth}
        yes, open_, no = said[Truth.TRUE], said[Truth.UNKNOWN], said[Truth.FALSE]
        return self.words.pick(
            f"✔ 符合 {yes}   ? 待定 {open_}   ✘ 不符合 {no}",
            f"✔ eligible {yes}   ? open {open_}   ✘ excluded {no}",
        )

    def question(
        self,
        number: int,
        fact: Fact,
        choices: Sequence[Option],
        now: Answer | None,
        truths: Mapping[str, Truth],
        *,
        waits: bool,
    ) -> None:
        """The question, its help, what can be chosen, and the answer so far if there is one.

        `waits`: programmes still wait for it, so that an answer so far lacks something.
        """
        self.console.print()
        self.show(self.counts(truths), style="dim")
        asked = Text.assemble(
            (f"{number}. ", "bold cyan"), ((fact.question or fact.label)[self.lang], "bold")
        )
        how = hint(fact, self.words)
        self.show(asked)
        if fact.help is not None:
            self.show(fact.help[self.lang], style="dim")
        if how:
            self.show(how, style="dim")
        if choices:
            lines = self._options([choice.label[self.lang] for choice in choices])
            if lines > self.console.height - _AROUND:
                # The list may have pushed the question off the screen.
                self.show(asked)
                self.show(how, style="dim")
        if now is not None:
            said = safe(self.words.answer(fact.id, now))
            self.say(
                f"现在的回答：{said}（回车保留）",
                f"The answer so far: {said} (Enter keeps it)",
                "cyan",
            )
            if waits and (lack := lacking(now, self.words)):
                self.say(f"还缺：{lack}", f"Still missing: {lack}", "cyan")

    def _options(self, labels: Sequence[str]) -> int:
        """The choices, numbered, in as many columns as nearly all of them fit; how many lines.

        Labels too long for their column are folded under themselves, never cut off.
        """
        digits = len(str(len(labels)))
        wide = sorted(map(cell_len, labels))[-1 - len(labels) // _LONG]
        columns = max(1, min(_MOST_COLUMNS, self.console.width // (wide + digits + _GAP)))
        rows = ceil(len(labels) / columns)
        width = self.console.width // columns - digits - _GAP
        lines = 0
        grid = Table.grid(padding=(0, 1))
        for _ in range(columns):
            grid.add_column(justify="right", no_wrap=True)
            grid.add_column(width=width if columns > 1 else None)
        for row in range(rows):
            cells = [(str(i + 1), Text(labels[i])) for i in range(row, len(labels), rows)]
            grid.add_row(*(part for cell in cells for part in cell))
            lines += max(len(line_starts(label.plain, width)) + 1 for _, label in cells)
        self.console.print(grid)
        return lines

    def noted(self, fact: Fact, answer: Answer, typed: str = "") -> None:
        """How an answer was understood, so that a mistake is seen while it is easily mended."""
        said = safe(self.words.answer(fact.id, answer))
        assumed = unit_assumed(fact, typed, self.words)
        self.say(f"记为 {said}{assumed}", f"Noted: {said}{assumed}", "yellow" if assumed else "dim")

    def changed(self, events: Iterable[Settled], truths: Mapping[str, Truth]) -> None:
        """What the last answer changed."""
        gained = dict.fromkeys(Truth, 0)
        for event in events:
            gained[event.after] += 1
        parts = [
            (gained[Truth.TRUE], "新符合 {} 项", "{} now eligible"),
            (gained[Truth.FALSE], "新排除 {} 项", "{} now excluded"),
            (gained[Truth.UNKNOWN], "{} 项重新待定", "{} open again"),
        ]
        said = [self.words.pick(zh, en).format(n) for n, zh, en in parts if n]
        if said:
            self.show("→ " + self.words.pick("，", ", ").join(said), style="green")

    def why(self, fact: Fact, programmes: Sequence[Programme], *, answered: bool) -> None:
        """The open programmes and clauses that hang on the answer.

        `answered`: they would be open if the fact had not been answered.
        """
        aside = ("不算现在的回答，", "Leaving the answer so far aside, ") if answered else ("", "")
        self.say(
            f"{aside[0]}“{fact.label.zh}”关系到 {len(programmes)} 个待定项目"
            + ("：" if programmes else "。"),
            f"{aside[1]}“{fact.label.en}” matters to {len(programmes)} open programmes"
            + (":" if programmes else "."),
        )
        for programme in programmes[:_SHOWN]:
            clauses = self.words.pick("、", ", ").join(programme.clauses[:3])
            source = f"  {programme.document} {clauses}"
            self.show("  ", programme.name[self.lang], (source, "dim"))
        if (more := len(programmes) - _SHOWN) > 0:
            self.say(f"  ……另有 {more} 项", f"  … and {more} more", "dim")

    def verdicts(
        self,
        truths: Mapping[str, Truth],
        programmes: Mapping[str, Programme],
        standings: Mapping[str, Standing],
    ) -> None:
        """The verdicts so far: names of what is eligible and open, the number excluded."""
        for truth in (Truth.TRUE, Truth.UNKNOWN):
            sign, colour = TRUTH_MARK[truth]
            names = [name for name, found in truths.items() if found is truth]
            for name in names[: 3 * _SHOWN]:
                flag = standing_flag(standings[name], self.lang)
                said = (f"  ⚑ {flag}" if flag else "", "magenta")
                self.show((f"{sign} ", f"bold {colour}"), programmes[name].name[self.lang], said)
            if len(names) > 3 * _SHOWN:
                rest = len(names) - 3 * _SHOWN
                self.say(f"  ……另有 {rest} 项", f"  … and {rest} more", "dim")
        self.show(self.counts(truths), style="bold")

    def choices(self, found: list[tuple[str, str]]) -> None:
        """Numbered candidates to choose from."""
        for number, (code, name) in enumerate(found, 1):
            self.show(f"{number:>2} ", name, (f"  {code}", "dim"))

    def offer_to_stop(self, most: int, left: int, settled: int, open_: int, settles: float) -> str:
        """Says that little is to be gained; the question whether to go on, for `most` questions.

        `left`: how many questions could still change something.
        """
        about = max(1, ceil(settles))
        self.console.print()
        self.say(
            f"已有定论 {settled} 项，待定 {open_} 项；往下每题多半只能再确定 {about} 项以内，"
            f"还能影响结论的约有 {left} 题。",
            f"{settled} programmes settled, {open_} open; each further question will hardly settle "
            f"more than {about}, and about {left} could still matter.",
        )
        return self.words.pick(f"再答最多 {most} 题？[y/N] ", f"Answer up to {most} more? [y/N] ")


def _together(words: str) -> str:
    """The words with blanks at which no line is broken."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")
