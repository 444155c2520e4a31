"""`huiqi ask`: the questionnaire."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from huiqi.cli import options
from huiqi.cli.app import app, check_report, console, load, save_report, stays
from huiqi.cli.options import AloneOption, AsOf, LangOption, RulesOption, say, summary


@app.command(
    help=summary("只问值得问的几个问题；每答一题即保存，下次从企业档案接着问。"),
    epilog=say(
        "示例：huiqi ask · huiqi ask 企业.yaml --report 报告.html",
        "Examples: huiqi ask · huiqi ask company.yaml --report report.html",
    ),
)
def ask(
    profile: Annotated[
        Path,
        typer.Argument(
            metavar="[PROFILE]",
            help=say("企业档案；有则接着答，没有则新建", "company profile; resumed if it is there"),
        ),
    ] = Path("company.yaml"),
    as_of: AsOf = None,
    lang: LangOption = None,
    rules: RulesOption = None,
    alone: AloneOption = False,
    plain: Annotated[
        bool,
        typer.Option(
            "--plain",
            help=say(
                "逐行问答，不用补全和底栏；适合读屏软件",
                "line by line, without completion or bar; for screen readers",
            ),
        ),
    ] = False,
    report: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--report",
            metavar="FILE",
            help=say("结束时写报告（.html 或 .md）", "write a report at the end (.html or .md)"),
        ),
    ] = None,
) -> None:
    """A few questions, each worth asking; saved after every answer, resumed from PROFILE."""
    from huiqi.present.ask.dialogue import Dialogue
    from huiqi.present.ask.ending import show_ending
    from huiqi.present.ask.readers import LineReader, Reader, TerminalReader
    from huiqi.present.ask.screens import Screens
    from huiqi.present.save import check_can_save

    chosen, day = options.language(lang), options.day(as_of)
    if report is not None:
        check_report(report, profile, chosen)
        check_can_save(report)
    check_can_save(profile)
    book = load(rules, alone)
    terminal = sys.stdin.isatty() and sys.stdout.isatty() and not plain
    reader: Reader = TerminalReader() if terminal else LineReader()
    screens = Screens(console(), book.vocabulary, chosen)
    dialogue = Dialogue(book, profile, day, reader, screens)
    stays()
    company = dialogue.run()
    if not company.answers:
        screens.say(
            "还没有回答，没有结论可看。", "Nothing was answered, so there is no result to show."
        )
        return
    found = book.check(company, day)
    same = ["--as-of", str(day)] if as_of is not None else []
    same += [word for folder in rules or () for word in ("--rules", str(folder))]
    same += ["--alone"] if alone else []
    same += ["--lang", chosen] if lang is not None else []
    show_ending(screens, found, profile, same)
    if report is not None:
        save_report(report, found, book, chosen)
