"""`huiqi programmes`, `facts` and `documents`: reading the rulebook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Optional

import typer

from huiqi.cli import complete, options
from huiqi.cli.app import app, console, load, print_json
from huiqi.cli.failures import UseError
from huiqi.cli.options import (
    AloneOption,
    AsOf,
    Format,
    FormatOption,
    Lang,
    LangOption,
    RulesOption,
    say,
    summary,
)

documents_app = typer.Typer(
    help=say("政策文件与条款登记册", "policy documents and their clauses"),
    invoke_without_command=True,
)
app.add_typer(documents_app, name="documents")
Search = Annotated[
    Optional[str],  # noqa: UP045
    typer.Argument(metavar="SEARCH", help=say("要找的词", "words to look for")),
]


def pick(words: str, fields: Callable[[], tuple[str, ...]]) -> bool:
    """Whether every word of a search stands in one of the fields."""
    texts = " ".join(fields()).lower()
    return all(word in texts for word in words.lower().split())


@app.command(help=summary("列出或查找项目。"))
def programmes(
    search: Search = None,
    as_of: AsOf = None,
    lang: LangOption = None,
    format: FormatOption = Format.text,
    rules: RulesOption = None,
    alone: AloneOption = False,
) -> None:
    """List or search the programmes."""
    book = load(rules, alone)
    wanted = options.day(as_of)
    found = [
        p
        for p in book.book.current(wanted)
        if pick(search or "", lambda p=p: (p.id, p.document, p.name.zh, p.name.en))  # type: ignore[misc]
    ]
    if format is Format.json:
        from huiqi.present.data import programme_data

        print_json({"programmes": [programme_data(p) for p in found]})
        return
    from huiqi.present.list_views import show_nothing, show_programmes

    chosen = options.language(lang)
    if found:
        show_programmes(console(), found, book.documents, wanted, chosen)
    else:
        show_nothing(console(), "programmes", chosen)


@app.command(help=summary("列出或查找企业档案可以填写的信息。"))
def facts(
    search: Search = None,
    lang: LangOption = None,
    format: FormatOption = Format.text,
    rules: RulesOption = None,
    alone: AloneOption = False,
) -> None:
    """List or search the facts a profile can hold."""
    book = load(rules, alone)
    found = [
        f
        for f in book.vocabulary.facts.values()
        if pick(search or "", lambda f=f: (f.id, f.group, f.label.zh, f.label.en, *f.headers))  # type: ignore[misc]
    ]
    if format is Format.json:
        from huiqi.present.data import fact_data

        print_json({"facts": [fact_data(f) for f in found]})
        return
    from huiqi.present.list_views import show_facts, show_nothing

    chosen = options.language(lang)
    if found:
        show_facts(console(), found, chosen)
    else:
        show_nothing(console(), "facts", chosen)


@dataclass(frozen=True)
class Before:
    """The options of a group that stand before the name of a command; they count for it as well."""

    as_of: str | None
    lang: Lang | None
    format: Format
    rules: list[Path] | None
    alone: bool


@documents_app.callback()
def documents(
    context: typer.Context,
    search: Annotated[
        str,
        typer.Option("--search", metavar="WORDS", help=say("要找的词", "words to look for")),
    ] = "",
    as_of: AsOf = None,
    lang: LangOption = None,
    format: FormatOption = Format.text,
    rules: RulesOption = None,
    alone: AloneOption = False,
) -> None:
    """List or search the policy documents; `huiqi documents show ID` reads one."""
    if context.invoked_subcommand is not None:
        if search:
            raise UseError(say("--search 用于列表，不用于 show", "--search is not for show"))
        context.obj = Before(as_of, lang, format, rules, alone)
        return
    book, wanted, chosen = load(rules, alone), options.day(as_of), options.language(lang)
    found = [
        d
        for d in book.documents.values()
        if pick(search, lambda d=d: (d.id, d.title.zh, d.title.en, d.number or "", d.issuer.zh))  # type: ignore[misc]
    ]
    if format is Format.json:
        from huiqi.present.data import document_data

        print_json({"documents": [document_data(d, wanted) for d in found]})
        return
    from huiqi.present.list_views import show_documents, show_nothing

    if found:
        show_documents(console(), found, wanted, chosen)
    else:
        show_nothing(console(), "documents", chosen)


@documents_app.command("show", help=summary("读一份文件：效力和每个条款。"))
def show_document(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID", help=say("文件编号", "document id"), autocompletion=complete.documents
        ),
    ],
    as_of: AsOf = None,
    lang: LangOption = None,
    format: FormatOption = Format.text,
    rules: RulesOption = None,
    alone: AloneOption = False,
) -> None:
    """Read one document: its standing and every clause."""
    before: Before = context.obj
    book = load([*(before.rules or ()), *(rules or ())], before.alone or alone)
    wanted = options.day(as_of or before.as_of)
    document = book.document(name)
    if Format.json in (format, before.format):
        from huiqi.present.data import document_data

        print_json(document_data(document, wanted))
    else:
        from huiqi.present.list_views import show_clauses

        show_clauses(console(), document, wanted, options.language(lang or before.lang))
