"""The commands: arguments and exit codes only."""

from __future__ import annotations

import gc
import json
import os
import re
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional, TypeVar

import typer

from huiqi import __version__
from huiqi.base.source import printable
from huiqi.cli import complete, options
from huiqi.cli.options import (
    AloneOption,
    AsOf,
    Format,
    FormatOption,
    LangOption,
    RulesOption,
    say,
    summary,
)

if TYPE_CHECKING:
    from rich.console import Console

    from huiqi.api import Rulebook
    from huiqi.base.diagnostics import Language
    from huiqi.explain.advice import Advice
    from huiqi.explain.assessment import Assessment

T = TypeVar("T")

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

    options.check_alone(rules, alone)
    book = Rulebook.load(*(rules or ()), with_bundled=not alone, with_cases=with_cases)
    stays()
    return book


def stays() -> None:
    """Spare the garbage collector what is loaded by now: it is needed until the process ends.

    To look through all of it takes a tenth of a second now and then, between two questions.
    """
    gc.freeze()


def console(*, stderr: bool = False) -> Console:
    """Standard output or error; text as it is, nothing highlighted or read as markup."""
    from rich.console import Console

    from huiqi.present.wrapping import break_well

    break_well()
    # A pipe has no width of its own; COLUMNS decides for results, else a comfortable page.
    known = sys.stderr.isatty() if stderr else sys.stdout.isatty() or "COLUMNS" in os.environ
    width = None if known else 100
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False, width=width)


def progress(items: Iterable[T], total: int, label: str) -> Iterable[T]:
    """The items, with a bar on standard error while they come; none where nobody watches."""
    if not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, label, total, console=Console(stderr=True), transient=True)


def working(label: str) -> AbstractContextManager[object]:
    """Says on standard error what takes a while, until it is done; not where nobody watches."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(label)


def print_json(data: Any) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=2)
    # Of these JSON escapes few, and a terminal may obey the others.
    typer.echo(_OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


_OBEYED = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def check_report(path: Path, profile: Path, lang: Language | None = None) -> None:
    """Refuse, before any work is done, an ending of no form of report, and the profile itself."""
    from huiqi.present.report.write import has_form

    if os.path.realpath(path) == os.path.realpath(profile):
        same = {
            "zh": "与企业档案是同一个文件，请换个名字",
            "en": "is the file of the profile; choose another name",
        }
        raise typer.BadParameter(same[lang or options.locale_language()], param_hint="--report")
    if not has_form(path):
        shown = printable(path.name)
        said = {
            "zh": f"{shown} 的结尾不是报告的格式，请写成 .html 或 .md 结尾",
            "en": f"{shown} has no ending of a report; end it in .html or .md",
        }
        raise typer.BadParameter(said[lang or options.locale_language()], param_hint="--report")


def save_report(
    path: Path, found: Assessment, book: Rulebook, lang: Language, advice: Advice | None = None
) -> None:
    """Write the report and tell where it is; exit with USAGE where it cannot be written."""
    from huiqi.cli.failures import USAGE
    from huiqi.present.report.write import write_report
    from huiqi.present.save import CannotSave

    zh = lang == "zh"
    try:
        write_report(path, found, book.vocabulary, lang, advice)
    except CannotSave as error:
        typer.echo(("错误：" if zh else "error: ") + error.message(lang), err=True)
        raise typer.Exit(USAGE) from None
    typer.echo(("报告：" if zh else "report: ") + printable(str(path)), err=True)


ProfileArgument = Annotated[
    Path,
    typer.Argument(
        metavar="PROFILE",
        readable=False,
        help=say("企业档案，YAML 或 JSON", "company profile, YAML or JSON"),
    ),
]


@app.command(
    help=summary("一家企业：符合哪些、哪些待定、哪些不符合，逐项说明理由。"),
    epilog=say(
        "示例：huiqi check 企业.yaml --as-of 2017-06-01 · huiqi check 企业.yaml --format json",
        "Examples: huiqi check company.yaml --as-of 2017-06-01 · "
        "huiqi check company.yaml --format json",
    ),
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
            help=say(
                "逐个列出不符合的项目及理由", "list every ineligible programme with its reason"
            ),
        ),
    ] = False,
    report: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--report",
            metavar="FILE",
            readable=False,
            help=say(
                "另写一份报告，.html 或 .md",
                "also write a report to hand over, .html or .md",
            ),
        ),
    ] = None,
) -> None:
    """One company: what applies, what is open, what does not apply, with reasons."""
    from huiqi.cli.failures import warn

    if report is not None:
        check_report(report, profile, options.language(lang))
    book = load(rules, alone)
    reading = book.read_profile(profile)
    warn(reading.warnings, options.language(lang))
    found = book.check(reading.profile, options.day(as_of))
    if report is not None:
        save_report(report, found, book, options.language(lang))
    if format is Format.json:
        from huiqi.present.data import assessment_data

        print_json(assessment_data(found, book.vocabulary))
    else:
        from huiqi.present.check_view import CheckView

        view = CheckView(book.vocabulary, options.language(lang), everything=everything)
        view.show(console(), found)


@app.command(
    help=summary("用文字说明一个项目的规则和条款；或者对一家企业逐条论证。"),
    epilog=say(
        "示例：huiqi explain cn-hnte · huiqi explain cn-hnte --for 企业.yaml",
        "Examples: huiqi explain cn-hnte · huiqi explain cn-hnte --for company.yaml",
    ),
)
def explain(
    programme: Annotated[
        str,
        typer.Argument(
            metavar="PROGRAMME",
            help=say("项目编号", "programme id"),
            autocompletion=complete.programmes,
        ),
    ],
    profile: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--for",
            metavar="PROFILE",
            readable=False,
            help=say("对这家企业逐条论证", "the proof for this company"),
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
