"""What is shown on the screen before and after a company file is scored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from huiqi.base.diagnostics import Language
from huiqi.base.source import printable
from huiqi.evaluate.batch.summary import Tally
from huiqi.explain.names import listed
from huiqi.load.companies.mapping import ID, NAME, Binding, ColumnMapping
from huiqi.model.programme import Programme
from huiqi.model.verdict import Verdict
from huiqi.model.vocabulary import Vocabulary

_SHOWN = 10
_HOW = {
    "id": ("编号", "id"),
    "label": ("名称", "label"),
    "synonym": ("同义词", "synonym"),
    "near": ("相近", "near"),
    "map": ("对照表", "mapping file"),
}
_REPAIRS = {
    "certificate_number": ("证书编号作“有”", "certificate numbers as yes"),
    "date_form": ("日期写法", "forms of dates"),
    "date_of_issue": ("认定日期作“有”", "dates of issue as yes"),
    "excel_serial_date": ("日期序列号", "serial numbers of dates"),
    "full_width": ("全角字符", "full-width characters"),
    "missing_mark": ("空缺标记", "marks for nothing"),
    "scientific": ("科学计数", "scientific notation"),
    "text_mark": ("文本标记", "text marks"),
    "thousands": ("千分位", "thousands separators"),
    "trailing_zero": ("多余的零", "trailing zeros"),
    "unit_in_cell": ("带单位", "units"),
    "value_word": ("同义说法", "words for a value"),
    "yes_no_word": ("是否的写法", "words for yes and no"),
}
_PARTS = {
    "province": ("省", "province"),
    "city": ("市", "city"),
    "county": ("区县", "county"),
    "address": ("地址", "address"),
    "issued": ("认定日期", "issued"),
    "expires": ("有效期至", "expires"),
}


class ScoreView:
    """Shows the mapping of columns and the tally of a run, in one language."""

    def __init__(self, vocabulary: Vocabulary, lang: Language) -> None:
        self._words = vocabulary
        self._lang = lang

    def _say(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def show_mapping(self, console: Console, mapping: ColumnMapping, used: Collection[str]) -> None:
        """Which column tells what, which are not read, how many of the facts used have none."""
        table = Table(box=None, pad_edge=False)
        for title in (self._say("列", "column"), self._say("读作", "read as"),
                      self._say("单位", "unit"), self._say("依据", "found by")):  # fmt: skip
            table.add_column(title, overflow="fold")
        for binding in mapping.bindings:
            how = _HOW[binding.how][self._lang == "en"]
            header = " ".join(binding.header.split())
            cells = (header, self._target(binding), binding.scale, how)
            table.add_row(*(Text(printable(cell)) for cell in cells))
        console.print(table)
        if mapping.unmapped:
            headers = (" ".join(header.split()) for header in mapping.unmapped)
            unread = listed(headers, self._lang)
            console.print(Text(printable(self._say("未用到的列：", "columns not read: ") + unread)))
        if count := sum(fact in used for fact in mapping.missing):
            said = self._say(
                f"规则还会用到 {count} 项没有列的信息，一律按未知处理",
                "1 further fact that rules use has no column and counts as unknown"
                if count == 1
                else f"{count} further facts that rules use have no column and count as unknown",
            )
            console.print(Text(said))
        console.print()

    def _target(self, binding: Binding) -> str:
        if binding.target == NAME:
            return self._say("企业名称", "name of the company")
        if binding.target == ID:
            return self._say("统一社会信用代码", "social credit code")
        label = self._words.facts[binding.fact].label[self._lang]
        if not binding.part:
            return label
        title, _, detail = binding.part.partition(".")
        held = self._words.certifications.get(title)
        part = held.label[self._lang] if held else self._part(title)
        return " · ".join(filter(None, (label, part, self._part(detail))))

    def _part(self, part: str) -> str:
        return self._say(*_PARTS.get(part, (part, part)))

    def show_tally(
        self,
        console: Console,
        tally: Tally,
        programmes: Sequence[Programme],
        rejects: Path,
        seconds: float,
    ) -> None:
        """What the run came to."""
        rate = tally.rows_in / max(seconds, 1e-6)
        console.print(
            Text(
                self._say(
                    f"读入 {tally.rows_in:,} 行 = 已评 {tally.scored:,} + 退回 {tally.rejected:,}"
                    f"（{seconds:.1f} 秒，每秒 {rate:,.0f} 家）",
                    f"rows in {tally.rows_in:,} = scored {tally.scored:,} + rejected "
                    f"{tally.rejected:,} ({seconds:.1f} s, {rate:,.0f} companies/s)",
                )
            )
        )
        repaired = {_REPAIRS[k][self._lang == "en"]: n for k, n in tally.repaired.items()}
        self._counted(console, self._say("修正的单元格", "cells repaired"), repaired)
        self._counted(
            console, self._say("看不懂的单元格", "cells not understood"), tally.not_understood
        )
        missing = {self._words.facts[f].label[self._lang]: n for f, n in tally.missing.items()}
        self._counted(console, self._say("最缺的信息", "most missing"), missing)
        self._programmes(console, tally, programmes)
        if tally.has_findings:
            console.print(
                Text(
                    self._say("退回的行和看不懂的单元格：", "rows and cells not used: ")
                    + printable(str(rejects))
                )
            )

    def _counted(self, console: Console, title: str, counted: dict[str, int]) -> None:
        if not counted:
            return
        most = sorted(counted.items(), key=lambda item: -item[1])
        shown = [f"{name} {count:,}" for name, count in most[:_SHOWN]]
        more = len(most) - len(shown)
        if more:
            shown.append(self._say(f"另 {more} 种", f"{more} more"))
        console.print(Text(printable(f"{title}{self._say('：', ': ')}{' · '.join(shown)}")))

    def _programmes(self, console: Console, tally: Tally, programmes: Sequence[Programme]) -> None:
        ranked = sorted(programmes, key=lambda p: -tally.of(p.id)[Verdict.ELIGIBLE])
        applying = [p for p in ranked if tally.of(p.id)[Verdict.ELIGIBLE]]
        if not applying:
            console.print(
                Text(self._say("没有企业符合任何项目的全部条件", "no programme applies to any"))
            )
            return
        table = Table(box=None, pad_edge=False)
        table.add_column(self._say("符合最多的项目", "programmes that apply most"), overflow="fold")
        for verdict in (Verdict.ELIGIBLE, Verdict.UNDETERMINED, Verdict.INELIGIBLE):
            table.add_column(verdict.label(self._lang), justify="right")
        for programme in applying[:_SHOWN]:
            counted = tally.of(programme.id)
            name = f"{programme.id} {programme.name[self._lang]}"
            table.add_row(
                Text(printable(name)),
                *(f"{counted[v]:,}" for v in
                  (Verdict.ELIGIBLE, Verdict.UNDETERMINED, Verdict.INELIGIBLE)),
            )  # fmt: skip
        console.print(table)
