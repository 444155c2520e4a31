"""`huiqi rules diff` on a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from huiqi.author.diff import Changed, FieldChange, Named, RulebookDiff
from huiqi.author.rows import MarkedRow
from huiqi.author.verdict_changes import CompanyChanges, VerdictChange
from huiqi.base.diagnostics import Language
from huiqi.explain.assessment import Finding
from huiqi.explain.words import Words
from huiqi.model.node import Text as TwoLanguages
from huiqi.model.quantity import Period
from huiqi.model.verdict import Standing
from huiqi.model.vocabulary import Vocabulary
from huiqi.present.diff_data import plain_value
from huiqi.present.diff_fields import field_in_chinese
from huiqi.present.style import mark, safe

TITLES = {
    "programmes": ("项目", "Programmes"),
    "documents": ("文件", "Documents"),
    "clauses": ("条款", "Clauses"),
    "facts": ("事实", "Facts"),
    "certifications": ("资质", "Certifications"),
    "regions": ("区域", "Regions"),
    "sectors": ("行业组", "Sector groups"),
    "zones": ("园区", "Zones"),
    "tiers": ("级别", "Tiers"),
}
_STYLES = {" ": "dim", "-": "red", "+": "green"}


class DiffView:
    """Renders the differences of two rulebooks in one language."""

    def __init__(self, old: Vocabulary, new: Vocabulary, lang: Language) -> None:
        self.old, self.new = Words(old, lang), Words(new, lang)
        self.lang = lang

    def show(self, console: Console, found: RulebookDiff) -> None:
        """The tables that differ, and a closing line with the counts."""
        pick = self.new.pick
        for name, table in found.tables.items():
            if not table:
                continue
            console.print(Text(pick(*TITLES[name]), style="bold"))
            for entry in table.added:
                console.print(self._head("+", entry))
            for entry in table.removed:
                console.print(self._head("-", entry))
            for changed in table.changed:
                console.print(self._head("~", changed))
                for line in self._changed(changed):
                    console.print(Padding(line, (0, 0, 0, 6), expand=False))
            console.print()
        counts = [
            sum(len(getattr(table, kind)) for table in found.tables.values())
            for kind in ("added", "removed", "changed")
        ]
        said = zip(
            counts, (("新增", "added"), ("删去", "removed"), ("改动", "changed")), strict=True
        )
        console.print(Text(" · ".join(f"{n} {pick(*words)}" for n, words in said), style="dim"))

    def show_companies(self, console: Console, companies: Iterable[CompanyChanges]) -> int:
        """The companies for which something changes, as they come; how many they are."""
        pick = self.new.pick
        console.print()
        console.print(Text(pick("企业", "Companies"), style="bold"))
        total = changing = 0
        for company in companies:
            total += 1
            if company.changes:
                changing += 1
                console.print(Text(f"  {safe(company.name)}"))
                for change in company.changes:
                    for line in self._change(change):
                        console.print(Padding(line, (0, 0, 0, 4), expand=False))
        zh = f"{total} 家企业中 {changing} 家结论有变"
        en = f"verdicts change for {changing} of {total} compan{'y' if total == 1 else 'ies'}"
        console.print(Text(pick(zh, en), style="dim"))
        return changing

    def _head(self, sign: str, entry: Named) -> Text:
        style = {"+": "green", "-": "red", "~": "yellow"}[sign]
        name = entry.name[self.lang]
        shown = name if len(name) <= 60 else name[:59] + "…"
        return Text.assemble("  ", (sign, f"bold {style}"), " ", (entry.id, "cyan"), f"  {shown}")

    def _changed(self, entry: Changed) -> Iterator[Text]:
        for change in entry.fields:
            yield self._field(change)
        if entry.rows:
            yield Text(self.new.pick("条件", "conditions"), style="dim")
            for marked in with_context(entry.rows):
                indent = "  " * marked.row.depth
                text = f"{marked.mark} {indent}{marked.row.text[self.lang]}"
                yield Text(text, style=_STYLES[marked.mark])

    def _field(self, change: FieldChange) -> Text:
        before, after = change.before, change.after
        lang = self.lang
        if isinstance(before, TwoLanguages) and isinstance(after, TwoLanguages):
            # Where only the other language differs, that one is shown.
            other: Language = "en" if lang == "zh" else "zh"
            lang = lang if before[lang] != after[lang] else other
        zh = self.lang == "zh"
        name = field_in_chinese(change.field) if zh else change.field
        line = Text.assemble((name, "dim"), "：" if zh else ": ")
        if isinstance(before, tuple) and isinstance(after, tuple) and set(before) != set(after):
            for sign, style, ours, others in (
                ("−", "red", before, after),
                ("+", "green", after, before),
            ):
                for entry in ours:
                    if entry not in others:
                        line.append(f"{sign}{self._value(entry, lang)} ", style=style)
            return line
        if change.field == "standing":
            before, after = (Standing(str(value)).label(lang) for value in (before, after))
        line.append(self._value(before, lang), style="red")
        line.append(" → ", style="dim")
        line.append(self._value(after, lang), style="green")
        return line

    def _value(self, value: object, lang: Language) -> str:
        if value is None or value == ():
            return "—"
        if isinstance(value, TwoLanguages):
            return value[lang]
        if isinstance(value, Period):
            return self.new.period(value)
        if isinstance(value, tuple) and all(isinstance(entry, str) for entry in value):
            return self.new.listed(value)
        plain = plain_value(value)
        return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)

    def _change(self, change: VerdictChange) -> Iterator[Text]:
        finding = change.after or change.before
        assert finding is not None
        name = finding.programme.name[self.lang] + self.new.pick("：", ": ")
        line = Text.assemble((change.programme, "cyan"), f"  {name}")
        line.append(self._verdict(change.before)).append(" → ").append(self._verdict(change.after))
        yield line
        for side, words, said in (
            (change.before, self.old, self.new.pick("原先：", "before: ")),
            (change.after, self.new, self.new.pick("如今：", "after:  ")),
        ):
            if side is not None and side.reasons.smallest:
                yield Text(f"  {said}{self._why(side, words)}", style="dim")

    def _verdict(self, finding: Finding | None) -> Text:
        if finding is None:
            return Text(self.new.pick("（没有此项目）", "(no such programme)"), style="dim")
        return Text.assemble(mark(finding.verdict), " ", finding.verdict.label(self.lang))

    def _why(self, finding: Finding, words: Words) -> str:
        """The facts still missing, else the smallest reasons with the answers they rest on."""
        if finding.missing:
            labels = words.listed(map(words.label, finding.missing))
            return words.pick("还缺：", "missing: ") + labels
        said = []
        for atom in finding.reasons.smallest:
            answer = safe(words.answers(atom.criterion, finding.given))
            reason = words.reason(finding, atom)
            said.append(reason + (words.pick(f"（{answer}）", f" ({answer})") if answer else ""))
        return words.pick("；", "; ").join(said)


def with_context(rows: tuple[MarkedRow, ...]) -> Iterator[MarkedRow]:
    """The rows that differ, and of the others those they stand below."""
    wanted: set[int] = set()
    for index, marked in enumerate(rows):
        if marked.mark == " ":
            continue
        wanted.add(index)
        depth = marked.row.depth
        for above in range(index - 1, -1, -1):
            if rows[above].mark == " " and rows[above].row.depth < depth:
                wanted.add(above)
                depth = rows[above].row.depth
    return (marked for index, marked in enumerate(rows) if index in wanted)
