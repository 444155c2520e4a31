"""`huiqi programmes`, `documents` and `facts` on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from huiqi.base.diagnostics import Language
from huiqi.model.document import Clause, Document
from huiqi.model.programme import Programme, standing_on
from huiqi.model.vocabulary import Fact
from huiqi.present.style import confidence_word, standing_flag

DISPOSITIONS = {
    "encoded": ("已编码", "encoded"),
    "definition": ("定义", "definition"),
    "target": ("目标", "target"),
    "organisational": ("组织实施", "organisational"),
    "rhetoric": ("宣示", "rhetoric"),
    "heading": ("标题", "heading"),
    "parent": ("分项另列", "parent"),
}


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
            console.print(Text(f"\n{document.id} · {document.title[lang]}", style="bold"))
            current = document
        line = Text.assemble("  ", (programme.id, "cyan"), "  ", programme.name[lang])
        if flag := standing_flag(standing_on(programme, document, as_of), lang):
            line.append(f"  ⚑ {flag}", style="magenta")
        console.print(line)
        count += 1
    console.print(
        Text(f"\n{count} 个项目" if lang == "zh" else f"\n{count} programmes", style="dim")
    )


def show_facts(console: Console, facts: Iterable[Fact], lang: Language) -> None:
    """One line per fact, by group, and the values of enumerated ones."""
    group = None
    for fact in facts:
        if fact.group != group:
            console.print(Text(f"\n{fact.group}", style="bold"))
            group = fact.group
        line = Text.assemble("  ", (fact.id, "cyan"), "  ", fact.label[lang])
        line.append(f"  {fact.type.value}{' ' + fact.unit if fact.unit else ''}", style="dim")
        if fact.derive is not None:
            line.append("  可推算" if lang == "zh" else "  derived", style="dim italic")
        console.print(line)
        for value, label in fact.values.items():
            console.print(Text(f"      {value}  {label[lang]}", style="dim"))


def show_documents(console: Console, documents: Iterable[Document], lang: Language) -> None:
    """A table of the documents."""
    heads = {
        "zh": ("编号", "文号", "标题", "发文日期", "条款", "已编码"),
        "en": ("id", "number", "title", "issued", "clauses", "encoded"),
    }[lang]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold")
    for document in documents:
        encoded = sum(clause.disposition == "encoded" for clause in document.clauses)
        table.add_row(
            Text(document.id, style="cyan"),
            Text(document.number or "—"),
            Text(document.title[lang]),
            Text(document.issued.isoformat() if document.issued else "—"),
            Text(str(len(document.clauses))),
            Text(str(encoded)),
        )
    console.print(table)


def show_clauses(console: Console, document: Document, lang: Language) -> None:
    """One document: what it is, how it stands, and every clause with what became of it."""
    console.print(Text(document.title[lang], style="bold"))
    number = document.number or ("文号未知" if lang == "zh" else "number not known")
    issued = document.issued.isoformat() if document.issued else "—"
    console.print(Text(f"{document.issuer[lang]} · {number} · {issued}", style="dim"))
    evidence = document.standing.evidence
    sure = confidence_word(evidence.confidence, lang)
    notes = Table.grid("", Column(overflow="fold"), padding=(0, 1))
    notes.add_row("⚑", Text(f"{evidence.text[lang]} ({sure})", style="magenta"))
    if document.source_note is not None:
        notes.add_row("", Text(document.source_note[lang], style="dim"))
    console.print(notes)
    console.print()
    clauses = Table.grid(Column(no_wrap=True), Column(overflow="fold"), padding=(0, 1))
    for clause in document.clauses:
        clauses.add_row(Text(clause.locator, style="bold cyan"), _clause(clause, lang))
    console.print(clauses)


def _clause(clause: Clause, lang: Language) -> Text:
    zh, en = DISPOSITIONS[clause.disposition]
    line = Text()
    line.append(f"[{zh if lang == 'zh' else en}] ", style="dim")
    line.append(clause.digest[lang])
    if clause.encoded:
        line.append(f"\n→ {', '.join(clause.encoded)}", style="green")
    if clause.defines is not None:
        line.append(f"\n= {clause.defines[lang]}", style="yellow")
    if clause.uncertain is not None:
        line.append(f"\n~ {clause.uncertain[lang]}", style="dim italic")
    return line
