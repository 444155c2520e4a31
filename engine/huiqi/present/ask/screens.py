"""What the questionnaire shows: questions, counts, what an answer changed, why it asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil

from rich.columns import Columns
from rich.console import Console
from rich.table import Table
from rich.text import Text

from huiqi.base.diagnostics import Language
from huiqi.base.kleene import Truth
from huiqi.evaluate.session import Settled
from huiqi.explain.words import Words
from huiqi.model.profile import Answer
from huiqi.model.programme import Programme
from huiqi.model.vocabulary import Fact, FactType, Vocabulary
from huiqi.present.ask.typed import options
from huiqi.present.style import TRUTH_MARK, safe

_SHOWN = 8


class Screens:
    """Prints for one console in one language."""

    def __init__(self, console: Console, vocabulary: Vocabulary, lang: Language) -> None:
        self.console = console
        self.voc = vocabulary
        self.words = Words(vocabulary, lang)
        self.lang = lang

    def say(self, zh: str, en: str, style: str = "") -> None:
        self.console.print(Text(self.words.pick(zh, en), style=style))

    def welcome(self, path: str, resumed: int) -> None:
        if resumed:
            self.say(
                f"接着上次：已有 {resumed} 个回答（{path}）。",
                f"Going on: {resumed} {'answer' if resumed == 1 else 'answers'} so far ({path}).",
            )
        else:
            self.say(f"答案随时存入 {path}。", f"Answers are saved to {path} as you go.")
        self.help()

    def help(self) -> None:
        """What can be typed besides an answer."""
        self.say(
            "直接输入答案；回车 跳过 · dk 不知道 · n/a 不适用 · < 回上一题 · = 改以前的答案 · "
            "? 为什么问 · ! 看目前结论 · h 帮助 · q 结束",
            "Type the answer; Enter skips · dk don't know · n/a does not apply · < back · "
            "= change an answer · ? why this question · ! verdicts so far · h help · q quit",
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
        self, number: int, fact: Fact, now: Answer | None, truths: Mapping[str, Truth]
    ) -> None:
        """The question, its help, what can be chosen, and the answer so far if there is one."""
        self.console.print()
        self.console.print(Text(self.counts(truths), style="dim"))
        asked = (fact.question or fact.label)[self.lang]
        self.console.print(Text.assemble((f"{number}. ", "bold cyan"), (asked, "bold")))
        if fact.help is not None:
            self.console.print(Text(fact.help[self.lang], style="dim"))
        if (hint := self._hint(fact)) is not None:
            self.console.print(Text(hint, style="dim"))
        self._options(fact)
        if now is not None:
            said = safe(self.words.answer(fact.id, now))
            self.say(f"现在的回答：{said}", f"The answer so far: {said}", "cyan")

    def _hint(self, fact: Fact) -> str | None:
        hints = {
            FactType.BOOL: ("是 / 否", "yes / no (y / n)"),
            FactType.MONEY: (
                "如 3200万、1.2亿、3,200,000 元",
                "such as 3200万, 1.2亿, 3,200,000 元",
            ),
            FactType.RATIO: ("如 3.5%", "such as 3.5%"),
            FactType.DATE: ("如 2016-08-27、2016年8月27日", "such as 2016-08-27"),
            FactType.LOCATION: ("输入地名的一部分或代码", "part of a name, or a code"),
            FactType.SECTOR: (
                "输入关键词或代码，如 C39；输入 . 从门类逐层选，说不准就停在那一层",
                "a keyword in Chinese or a code such as C39; `.` to choose level by level, "
                "stopping where you are not sure",
            ),
        }
        if fact.type in hints:
            return self.words.pick(*hints[fact.type])
        if fact.type in (FactType.SET, FactType.CERTIFICATIONS):
            return self.words.pick(
                "可选多项，用编号或名称；没有就输入“无”",
                "several at a time, by number or name; none if there is none",
            )
        return None

    def _options(self, fact: Fact) -> None:
        choices = options(fact, self.voc)
        if not choices:
            return
        labels = [zh if self.lang == "zh" else en for _, zh, en in choices]
        texts = [Text(f"{i:>2} {label}") for i, label in enumerate(labels, 1)]
        if 2 * max(text.cell_len for text in texts) + 3 <= self.console.width:
            self.console.print(Columns(texts, padding=(0, 3), column_first=len(texts) > _SHOWN))
            return
        # Long labels: one a line, folded under themselves and never cut off.
        grid = Table.grid(padding=(0, 1))
        grid.add_column(justify="right", no_wrap=True)
        grid.add_column(overflow="fold")
        for i, label in enumerate(labels, 1):
            grid.add_row(str(i), Text(label))
        self.console.print(grid)

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
            self.console.print(Text("→ " + self.words.pick("，", ", ").join(said), style="green"))

    def why(self, fact: Fact, programmes: Iterable[Programme]) -> None:
        """The open programmes and clauses that hang on the answer."""
        found = list(programmes)
        self.say(
            f"“{fact.label.zh}”关系到 {len(found)} 个待定项目：",
            f"“{fact.label.en}” matters to {len(found)} open programmes:",
        )
        for programme in found[:_SHOWN]:
            clauses = self.words.pick("、", ", ").join(programme.clauses[:3])
            line = Text.assemble("  ", programme.name[self.lang])
            line.append(f"  {programme.document} {clauses}", style="dim")
            self.console.print(line)
        if len(found) > _SHOWN:
            self.say(
                f"  ……另有 {len(found) - _SHOWN} 项", f"  … and {len(found) - _SHOWN} more", "dim"
            )

    def verdicts(self, truths: Mapping[str, Truth], programmes: Mapping[str, Programme]) -> None:
        """The verdicts so far: names of what is eligible and open, the number excluded."""
        for truth in (Truth.TRUE, Truth.UNKNOWN):
            sign, colour = TRUTH_MARK[truth]
            names = [programmes[name].name[self.lang] for name, t in truths.items() if t is truth]
            for name in names[: 3 * _SHOWN]:
                self.console.print(Text.assemble((f"{sign} ", f"bold {colour}"), name))
            if len(names) > 3 * _SHOWN:
                rest = len(names) - 3 * _SHOWN
                self.say(f"  ……另有 {rest} 项", f"  … and {rest} more", "dim")
        self.console.print(Text(self.counts(truths), style="bold"))

    def choices(self, found: list[tuple[str, str]]) -> None:
        """Numbered candidates to choose from."""
        for number, (code, name) in enumerate(found, 1):
            self.console.print(Text.assemble(f"{number:>2} ", name, (f"  {code}", "dim")))

    def offer_to_stop(self, left: int, settled: int, open_: int, settles: float) -> str:
        """Says that little is to be gained; the question whether to go on."""
        about = max(1, ceil(settles))
        self.console.print()
        self.say(
            f"已有定论 {settled} 项，待定 {open_} 项；往下每题多半只能再确定 {about} 项以内。",
            f"{settled} programmes settled, {open_} open; each further question will hardly settle "
            f"more than {about}.",
        )
        return self.words.pick(f"再答 {left} 题？[y/N] ", f"Answer {left} more? [y/N] ")
