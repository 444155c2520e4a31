"""`huiqi template`: an empty company file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from huiqi.base.source import printable
from huiqi.cli import complete, options
from huiqi.cli.app import app, load
from huiqi.cli.options import AloneOption, AsOf, LangOption, RulesOption, say, summary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huiqi.api import Rulebook
    from huiqi.model.programme import Programme

MOST_FACTS = 30
"""Facts in a template that nothing narrows."""


@app.command(
    help=summary("表头齐备的空白企业名单，最有用的列在前。"),
    epilog=say(
        "示例：huiqi template 企业.xlsx · huiqi template 企业.csv --documents quanzhou-2016",
        "Examples: huiqi template companies.xlsx · "
        "huiqi template companies.csv --documents quanzhou-2016",
    ),
)
def template(
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT",
            readable=False,
            help=say("空表，.csv 或 .xlsx", "empty file, .csv or .xlsx"),
        ),
    ],
    programmes: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--programmes",
            metavar="ID",
            callback=options.separated,
            help=say(
                "只要这些项目用到的，可重复或用逗号隔开",
                "only what these programmes ask; repeatable, or a,b",
            ),
            autocompletion=complete.programmes,
        ),
    ] = None,
    documents: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--documents",
            metavar="ID",
            callback=options.separated,
            help=say(
                "只要这些文件用到的，可重复或用逗号隔开",
                "only what these documents ask; repeatable, or a,b",
            ),
            autocompletion=complete.documents,
        ),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option(
            "--all",
            help=say(
                f"规则用到的全部列，不只最常用的 {MOST_FACTS} 列",
                f"every column the rules use, not only the {MOST_FACTS} most used",
            ),
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help=say("覆盖已有的文件", "replace a file that is there"))
    ] = False,
    as_of: AsOf = None,
    lang: LangOption = None,
    rules: RulesOption = None,
    alone: AloneOption = False,
) -> None:
    """An empty company file with the right headers, the most useful columns first."""
    chosen = options.language(lang)
    zh = chosen == "zh"
    if out.suffix.lower() not in (".csv", ".xlsx"):
        said = "请以 .csv 或 .xlsx 结尾" if zh else "end the name in .csv or .xlsx"
        raise typer.BadParameter(said, param_hint="OUT")
    if out.exists() and not force:
        said = (
            "已有这个文件；要覆盖，加 --force" if zh else "the file is there; --force replaces it"
        )
        raise typer.BadParameter(said, param_hint="OUT")
    book = load(rules, alone)
    asked = book.selected(programmes, documents, options.day(as_of))
    ranked = rank_facts(book, asked)
    if not (everything or programmes or documents):
        ranked = ranked[:MOST_FACTS]
    from huiqi.load.companies.template import template_columns
    from huiqi.present.tables.template_file import write_template

    columns = template_columns(ranked, book.vocabulary, chosen)
    write_template(out, columns, chosen)
    count = len(columns)
    shown = printable(str(out))
    typer.echo(f"{shown}：{count} 列" if zh else f"{shown}: {count} columns", err=True)


def rank_facts(book: Rulebook, programmes: Iterable[Programme]) -> list[str]:
    """The facts these programmes rest on, the most used first."""
    from huiqi.model.criteria import facts_of

    uses = Counter(fact for p in programmes for fact in book.book.base_facts(facts_of(p.eligible)))
    return sorted(
        (fact for fact in book.vocabulary.facts if uses[fact]), key=lambda fact: -uses[fact]
    )
