"""`huiqi advise`: what to change so that programmes apply."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from huiqi.cli import complete, options
from huiqi.cli.app import (
    ProfileArgument,
    app,
    check_report,
    console,
    load,
    print_json,
    save_report,
    working,
)
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


@app.command(
    help=summary("怎样的最小改变能让项目变为符合，每项改变又带来什么。"),
    epilog=say(
        "示例：huiqi advise 企业.yaml · huiqi advise 企业.yaml --programme cn-hnte · "
        "huiqi advise 企业.yaml --report 建议.html",
        "Examples: huiqi advise company.yaml · huiqi advise company.yaml --programme cn-hnte · "
        "huiqi advise company.yaml --report advice.html",
    ),
)
def advise(
    profile: ProfileArgument,
    programme: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--programme",
            metavar="ID",
            help=say("只看这个项目，可重复", "about this programme only; repeatable"),
            autocompletion=complete.programmes,
        ),
    ] = None,
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
                "已停止、已被取代、尚未施行的项目也列入",
                "closed, superseded and not yet opened programmes as well",
            ),
        ),
    ] = False,
    limit: Annotated[
        int,
        typer.Option(
            "--limit",
            metavar="N",
            min=0,
            help=say(
                "改变、办法、仍待定的项目各最多列几个，0 为全部",
                "at most so many changes, ways, and programmes that stay open; 0 for all",
            ),
        ),
    ] = 5,
    report: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--report",
            metavar="FILE",
            readable=False,
            help=say(
                "另写一份含建议的报告，.html 或 .md",
                "also write a report with the advice in it, .html or .md",
            ),
        ),
    ] = None,
) -> None:
    """The smallest changes that would make programmes apply, and what each unlocks."""
    from huiqi.cli.failures import warn

    chosen, day = options.language(lang), options.day(as_of)
    if report is not None:
        check_report(report, profile, chosen)
    book = load(rules, alone)
    for name in programme or ():
        book.programme(name, day)
    reading = book.read_profile(profile)
    warn(reading.warnings, chosen)
    found = book.check(reading.profile, day)
    with working("在找改变的办法……" if chosen == "zh" else "Looking for changes …"):
        advice = found.advice(programme or None, everything)
    if report is not None:
        save_report(report, found, book, chosen, advice)
    if format is Format.json:
        from huiqi.present.advice.data import advice_data

        print_json(advice_data(advice, book.vocabulary))
        return
    from huiqi.present.advice.build import build_advice
    from huiqi.present.advice.view import AdviceView
    from huiqi.present.check_view import CheckView

    title = CheckView(book.vocabulary, chosen).title(found)
    content = build_advice(advice, book.vocabulary, chosen, limit or None)
    AdviceView(content).show(console(), title)
