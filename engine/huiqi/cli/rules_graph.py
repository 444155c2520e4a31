"""`huiqi rules graph`: conditions, facts and derivations as a drawing."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from huiqi.base.diagnostics import Diagnostic
from huiqi.cli import complete, options
from huiqi.cli.app import load
from huiqi.cli.failures import UseError, warn
from huiqi.cli.options import AloneOption, AsOf, LangOption, RulesOption, say, summary
from huiqi.cli.rules import rules_app

if TYPE_CHECKING:
    from huiqi.author.graph import Graph
    from huiqi.base.diagnostics import Language


class GraphFormat(str, Enum):
    """How a graph is written."""

    mermaid = "mermaid"
    dot = "dot"
    svg = "svg"


_ENDINGS = {
    ".svg": GraphFormat.svg,
    ".dot": GraphFormat.dot,
    ".gv": GraphFormat.dot,
    ".mmd": GraphFormat.mermaid,
    ".mermaid": GraphFormat.mermaid,
}


@rules_app.command(
    "graph",
    help=summary("画出一个项目的条件、各项目依据的信息，或推算出的信息。"),
    epilog=say(
        "示例：huiqi rules graph cn-hnte -o cn-hnte.svg · huiqi rules graph --facts hnte-2016",
        "Examples: huiqi rules graph cn-hnte -o cn-hnte.svg · huiqi rules graph --facts hnte-2016",
    ),
)
def graph(
    name: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(
            metavar="PROGRAMME|DOCUMENT",
            help=say(
                "项目编号；与 --facts 一起也可以是文件编号",
                "id of a programme; with --facts also of a document",
            ),
            autocompletion=complete.programmes,
        ),
    ] = None,
    facts: Annotated[
        bool,
        typer.Option(
            "--facts",
            help=say("事实与用到它们的项目", "facts and the programmes that rest on them"),
        ),
    ] = False,
    derived: Annotated[
        bool,
        typer.Option(
            "--derived",
            help=say("推导出的事实从何而来", "what derived facts are derived from"),
        ),
    ] = False,
    format: Annotated[
        Optional[GraphFormat],  # noqa: UP045
        typer.Option(
            "--format",
            help=say(
                "写成什么，默认看文件结尾，否则 mermaid",
                "how it is written (default: by the ending of the file, else mermaid)",
            ),
        ),
    ] = None,
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            readable=False,
            help=say("写入的文件", "file to write"),
        ),
    ] = None,
    as_of: AsOf = None,
    lang: LangOption = None,
    rules: RulesOption = None,
    alone: AloneOption = False,
) -> None:
    """Draw a programme's conditions, the facts behind programmes, or derived facts."""
    from huiqi.author import graph as graphs

    if derived == (name is not None or facts):
        said = say(
            "写出项目编号，或用 --facts，或用 --derived",
            "name a programme, or give --facts, or --derived",
        )
        raise UseError(said)
    book, chosen = load(rules, alone), options.language(lang)
    day = options.day(as_of)
    if derived:
        drawn = graphs.derivation_graph(book.book, chosen)
    elif name is None or (facts and name in book.documents):
        wanted = [p for p in book.book.current(day) if name in (None, p.document)]
        drawn = graphs.fact_graph(book.book, wanted, chosen)
    elif facts:
        drawn = graphs.fact_graph(book.book, [book.programme(name, day)], chosen)
    else:
        drawn = graphs.criterion_graph(book.book, book.programme(name, day), chosen)
    ending = _ENDINGS.get(output.suffix.lower()) if output else None
    if output is not None and output.suffix and ending is None and format is None:
        zh, en = "、".join(_ENDINGS), ", ".join(_ENDINGS)
        said = say(f"不认识扩展名，请用 {zh}", f"unknown ending; use {en}")
        raise typer.BadParameter(said, param_hint="-o")
    _write_graph(drawn, format or ending or GraphFormat.mermaid, output, chosen)


def _write_graph(drawn: Graph, form: GraphFormat, output: Path | None, lang: Language) -> None:
    from huiqi.present.graph.dot import to_dot
    from huiqi.present.graph.mermaid import MOST_EDGES, to_mermaid
    from huiqi.present.graph.svg import to_svg
    from huiqi.present.save import save_text

    if form is GraphFormat.mermaid and len(drawn.edges) > MOST_EDGES:
        args = {"edges": len(drawn.edges), "limit": MOST_EDGES}
        warn([Diagnostic("HQ834", args)], lang)
    write = {GraphFormat.mermaid: to_mermaid, GraphFormat.dot: to_dot, GraphFormat.svg: to_svg}
    text = write[form](drawn)
    if output is None:
        typer.echo(text, nl=False)
    else:
        save_text(output, text)
