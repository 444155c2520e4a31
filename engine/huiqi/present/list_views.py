"""`huiqi programmes`, `documents` and `facts` on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from huiqi.base.diagnostics import Language
from huiqi.explain.names import listed
from huiqi.model.document import Clause, Document
from huiqi.model.programme import Programme, document_standing, standing_on
from huiqi.model.verdict import Standing
from huiqi.model.vocabulary import Fact, FactType
from huiqi.present.report.wording import FACT_GROUPS
from huiqi.present.style import confidence_word, counted, standing_flag, standing_note
from huiqi.present.wrapping import Hanging

DISPOSITIONS = {
    "encoded": ("已编码", "encoded"),
    "definition": ("定义", "definition"),
    "target": ("目标", "target"),
    "organisational": ("组织实施", "organisational"),
    "rhetoric": ("宣示", "rhetoric"),
    "heading": ("标题", "heading"),
    "parent": ("分项另列", "parent"),
}
_TYPES = {
    FactType.BOOL: "是或否",
    FactType.COUNT: "整数",
    FactType.NUMBER: "数字",
    FactType.MONEY: "金额",
    FactType.RATIO: "比例",
    FactType.DATE: "日期",
    FactType.ENUM: "取值之一",
    FactType.SET: "可取多值",
    FactType.LOCATION: "地点",
    FactType.SECTOR: "行业",
    FactType.CERTIFICATIONS: "资质",
}


def show_nothing(console: Console, command: str, lang: Language) -> None:
    """That a search found nothing, and what to try."""
    said = {
        "zh": f"没有找到。少写几个字，或换个说法；huiqi {command} 列出全部。",
        "en": f"Nothing found. Try fewer or other words; huiqi {command} lists all.",
    }
    console.print(Text(said[lang]))


def show_programmes(
    console: Console,
    programmes: Iterable[Programme],
    documents: Mapping[str, Document],
    as_of: date,
    lang: Language,
) -> None:
    """One line per programme, under its document."""
    current = None
    count = 0
    for programme in sorted(programmes, key=lambda p: list(documents).index(p.document)):
        document = documents[programme.document]
        if document is not current:
            title = Text(f"{document.id} · {document.title[lang]}", style="bold")
            console.print()
            console.print(Hanging("", title, further=4))
            current = document
        line = Text.assemble((programme.id, "cyan"), "  ", programme.name[lang])
        if flag := standing_flag(standing_on(programme, document, as_of), lang):
            line.append(f"  ⚑ {flag}", style="magenta")
        console.print(Hanging("  ", line, further=4))
        count += 1
    said = f"\n{count} 个项目" if lang == "zh" else f"\n{counted(count, 'programme')}"
    console.print(Text(said, style="dim"))


def show_facts(console: Console, facts: Iterable[Fact], lang: Language) -> None:
    """One line per fact, by group, and the values of enumerated ones."""
    zh = lang == "zh"
    group = None
    for fact in facts:
        if fact.group != group:
            # A layer of one's own may have groups that nobody has named.
            title = FACT_GROUPS.get(fact.group, (fact.group, fact.group))[not zh]
            console.print(Text(f"\n{title}", style="bold"))
            group = fact.group
        line = Text.assemble((fact.id, "cyan"), "  ", fact.label[lang])
        kind = _TYPES[fact.type] if zh else fact.type.value
        line.append(f"  {kind}{' ' + fact.unit if fact.unit else ''}", style="dim")
        if fact.derive is not None:
            line.append("  可推算" if zh else "  derived", style="dim italic")
        console.print(Hanging("  ", line, further=8))
        for value, label in fact.values.items():
            console.print(Hanging("      ", Text(f"{value}  {label[lang]}", "dim"), further=4))


def show_documents(
    console: Console, documents: Iterable[Document], as_of: date, lang: Language
) -> None:
    """A table of the documents, and how they stand on a day."""
    heads = {
        "zh": ("编号", "文号", "标题", "发文日期", "效力", "条款", "已编码"),
        "en": ("id", "number", "title", "issued", "standing", "clauses", "encoded"),
    }[lang]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold", no_wrap=head in (heads[0], heads[3]))
    for document in documents:
        encoded = sum(clause.disposition == "encoded" for clause in document.clauses)
        standing = document_standing(document, as_of)
        table.add_row(
            Text(document.id, style="cyan"),
            Text(document.number or "—"),
            Text(document.title[lang]),
            Text(document.issued.isoformat() if document.issued else "—"),
            _standing(standing, lang),
            Text(str(len(document.clauses))),
            Text(str(encoded)),
        )
    console.print(table)


def show_clauses(console: Console, document: Document, as_of: date, lang: Language) -> None:
    """One document: what it is, how it stands on a day, and what became of every clause."""
    zh = lang == "zh"
    console.print(Text(document.title[lang], style="bold"))
    number = document.number or ("文号未知" if zh else "number not known")
    issued = document.issued.isoformat() if document.issued else "—"
    console.print(Text(f"{document.issuer[lang]} · {number} · {issued}", style="dim"))
    standing = document_standing(document, as_of)
    line = _standing(standing, lang)
    line.append(" · ".join(["", *_days(document, lang)]))
    console.print(line)
    if standing in (Standing.HORIZON_PASSED, Standing.UNKNOWN):
        note = standing_note(standing, document, lang)
        console.print(Hanging("  ", Text(note, style="magenta")))
    evidence = document.standing.evidence
    sure = confidence_word(evidence.confidence, lang)
    text = evidence.text[lang] + (f"（{sure}）" if zh else f" ({sure})")
    console.print(Hanging("  ", Text(text, style="dim")))
    if document.source_note is not None:
        console.print(Hanging("  ", Text(document.source_note[lang], style="dim")))
    console.print()
    clauses = Table.grid(Column(no_wrap=True), Column(overflow="fold"), padding=(0, 1))
    for clause in document.clauses:
        clauses.add_row(Text(clause.locator, style="bold cyan"), _clause(clause, lang))
    console.print(clauses)


def _standing(standing: Standing, lang: Language) -> Text:
    """How a document stands, with the flag of those that do not simply stand."""
    if flag := standing_flag(standing, lang):
        return Text(f"⚑ {flag}", style="magenta")
    return Text(standing.label(lang))


def _days(document: Document, lang: Language) -> Iterator[str]:
    """From when to when a document speaks, and what comes after it, as far as the register says."""
    record = document.standing
    said: Sequence[tuple[object, str, str]] = (
        (record.from_, "自 {} 起", "from {}"),
        (record.goals_until, "目标期至 {}", "targets until {}"),
        (record.ends, "至 {} 止", "last day {}"),
        (record.superseded_by, "由 {} 取代", "superseded by {}"),
    )
    for value, zh, en in said:
        if value is not None:
            yield (zh if lang == "zh" else en).format(value)


def _clause(clause: Clause, lang: Language) -> Text:
    zh, en = DISPOSITIONS[clause.disposition]
    line = Text()
    line.append(f"[{zh if lang == 'zh' else en}] ", style="dim")
    line.append(clause.digest[lang])
    if clause.encoded:
        line.append(f"\n→ {listed(clause.encoded, lang)}", style="green")
    if clause.defines is not None:
        line.append(f"\n= {clause.defines[lang]}", style="yellow")
    if clause.uncertain is not None:
        line.append(f"\n~ {clause.uncertain[lang]}", style="dim italic")
    return line
