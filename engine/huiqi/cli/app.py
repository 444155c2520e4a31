"""The commands: arguments and exit codes only."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from huiqi import __version__
from huiqi.cli import options
from huiqi.cli.options import (
    AloneOption,
    AsOf,
    Format,
    FormatOption,
    LangOption,
    RulesOption,
    say,
)

if TYPE_CHECKING:
    from rich.console import Console

    from huiqi.api import Rulebook

app = typer.Typer(
    name="huiqi",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=say(
        "惠企：这家企业适用哪些补贴和项目，为什么，还缺什么。",
        "Which grants and subsidies apply to this company, why, why not, and what is unknown.",
    ),
    epilog=say(
        "示例：huiqi check 企业档案.yaml · huiqi explain qz16-hnte-award --for 企业档案.yaml",
        "Examples: huiqi check company.yaml · huiqi explain qz16-hnte-award --for company.yaml",
    ),
)
documents_app = typer.Typer(
    help=say("政策文件与条款登记册", "policy documents and their clauses"),
    invoke_without_command=True,
)
app.add_typer(documents_app, name="documents")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"huiqi {__version__}")
        raise typer.Exit


@app.callback()
def top(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help=say("版本", "print the version")
        ),
    ] = False,
) -> None:
    """Options before any command."""


def load(rules: list[Path] | None, alone: bool = False, with_cases: bool = False) -> Rulebook:
    """The rulebook of the options."""
    from huiqi.api import Rulebook

    with_bundled = not (alone and rules)
    return Rulebook.load(*(rules or ()), with_bundled=with_bundled, with_cases=with_cases)


def console() -> Console:
    """Standard output; text as it is, nothing highlighted or read as markup."""
    from rich.console import Console

    # A pipe has no width of its own; COLUMNS decides there, else a comfortable page.
    piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Console(highlight=False, markup=False, emoji=False, width=100 if piped else None)


def print_json(data: Any) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def pick(words: str, fields: Callable[[], tuple[str, ...]]) -> bool:
    """Whether every word of a search stands in one of the fields."""
    texts = " ".join(fields()).lower()
    return all(word in texts for word in words.lower().split())


ProfileArgument = Annotated[
    Path,
    typer.Argument(
        metavar="PROFILE", help=say("企业档案，YAML 或 JSON", "company profile, YAML or JSON")
    ),
]
Search = Annotated[
    Optional[str],  # noqa: UP045
    typer.Argument(metavar="[SEARCH]", help=say("要找的词", "words to look for")),
]


@app.command(
    epilog=say(
        "示例：huiqi check 企业.yaml --as-of 2017-06-01 · huiqi check 企业.yaml --format json",
        "Examples: huiqi check company.yaml --as-of 2017-06-01 · huiqi check company.yaml --format json",
    )
)
def check(
    profile: ProfileArgument,
    as_of: AsOf = None,
    lang: LangOption = None,
    format: FormatOption = Format.text,
    rules: RulesOption = None,
    alone: AloneOption = False,
    everything: Annotated[
        bool,
        typer.Option(
            "--all",
            help=say("逐个列出不符合的项目及理由", "list every ineligible programme with its reason"),
        ),
    ] = False,
) -> None:
    """One company: what applies, what is open, what does not apply, with reasons."""
    from huiqi.cli.failures import warn

    book = load(rules, alone)
    reading = book.read_profile(profile)
    warn(reading.warnings, options.language(lang))
    found = book.check(reading.profile, options.day(as_of))
    if format is Format.json:
        from huiqi.present.data import assessment_data

        print_json(assessment_data(found, book.vocabulary))
    else:
        from huiqi.present.check_view import CheckView

        view = CheckView(book.vocabulary, options.language(lang), everything=everything)
        view.show(console(), found)


@app.command(
    epilog=say(
        "示例：huiqi explain cn-hnte · huiqi explain cn-hnte --for 企业.yaml",
        "Examples: huiqi explain cn-hnte · huiqi explain cn-hnte --for company.yaml",
    )
)
def explain(
    programme: Annotated[
        str, typer.Argument(metavar="PROGRAMME", help=say("项目编号", "programme id"))
    ],
    profile: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--for", metavar="PROFILE", help=say("对这家企业逐条论证", "the proof for this company")
        ),
    ] = None,
    as_of: AsOf = None,
    lang: LangOption = None,
    format: FormatOption = Format.text,
    rules: RulesOption = None,
    alone: AloneOption = False,
) -> None:
    """A programme's rule in words, with its clauses; or its proof for one company."""
    from huiqi.cli.failures import warn

    book = load(rules, alone)
    wanted = options.day(as_of)
    version = book.programme(programme, wanted)
    chosen = options.language(lang)
    if profile is not None:
        reading = book.read_profile(profile)
        warn(reading.warnings, chosen)
        found = book.check(reading.profile, wanted)[programme]
    if format is Format.json:
        from huiqi.present.data import finding_data, programme_data

        rule = programme_data(version)
        print_json(finding_data(found, book.vocabulary) if profile is not None else rule)
        return
    from huiqi.model.programme import standing_on
    from huiqi.present.explain_view import ExplainView

    view = ExplainView(book.vocabulary, chosen)
    if profile is not None:
        view.show_proof(console(), found)
    else:
        document = book.documents[version.document]
        view.show_rule(console(), version, document, standing_on(version, document, wanted))


@app.command()
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
    else:
        from huiqi.present.list_views import show_programmes

        show_programmes(console(), found, book.documents, wanted, options.language(lang))


@app.command()
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
    else:
        from huiqi.present.list_views import show_facts

        show_facts(console(), found, options.language(lang))


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
        return
    book = load(rules, alone)
    found = [
        d
        for d in book.documents.values()
        if pick(search, lambda d=d: (d.id, d.title.zh, d.title.en, d.number or "", d.issuer.zh))  # type: ignore[misc]
    ]
    if format is Format.json:
        from huiqi.present.data import document_data

        print_json({"documents": [document_data(d) for d in found]})
    else:
        from huiqi.present.list_views import show_documents

        show_documents(console(), found, options.language(lang))


@documents_app.command("show")
def show_document(
    name: Annotated[str, typer.Argument(metavar="ID", help=say("文件编号", "document id"))],
    lang: LangOption = None,
    format: FormatOption = Format.text,
    rules: RulesOption = None,
    alone: AloneOption = False,
) -> None:
    """Read one document: its standing and every clause."""
    book = load(rules, alone)
    document = book.document(name)
    if format is Format.json:
        from huiqi.present.data import document_data

        print_json(document_data(document))
    else:
        from huiqi.present.list_views import show_clauses

        show_clauses(console(), document, options.language(lang))
