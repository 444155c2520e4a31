"""`huiqi rules diff`: what differs between two rulebooks, and for whom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from huiqi.cli import options
from huiqi.cli.app import console, print_json
from huiqi.cli.failures import FINDINGS, USAGE, as_usage, warn
from huiqi.cli.options import AsOf, Format, FormatOption, LangOption, say, summary
from huiqi.cli.rules import rules_app

_MOST_FINDINGS = 20


@rules_app.command(
    "diff",
    help=summary(
        "两套规则的差别；没有以 0 退出，有则以 1 退出，读不了以 2 退出。\n\n"
        "登记了内置文件的目录（例如检出的源码）独立成册；其他目录叠加在内置规则之上。"
        "`bundled` 指内置规则。"
    ),
    epilog=say(
        "示例：huiqi rules diff 旧目录 . --companies 档案 · huiqi rules diff bundled 我的规则",
        "Examples: huiqi rules diff old-checkout . --companies profiles/ · "
        "huiqi rules diff bundled my-rules",
    ),
)
def diff_rules(
    old: Annotated[
        Path,
        typer.Argument(
            metavar="OLD", readable=False, help=say("原先的规则目录", "folder of the rules before")
        ),
    ],
    new: Annotated[
        Path,
        typer.Argument(
            metavar="NEW", readable=False, help=say("如今的规则目录", "folder of the rules after")
        ),
    ],
    companies: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--companies",
            metavar="PATH",
            readable=False,
            help=say(
                "企业档案、档案目录或企业名单（CSV、XLSX 等）：哪些企业结论有变",
                "a profile, a folder of them or a company file (CSV, XLSX …): "
                "whose verdicts change",
            ),
        ),
    ] = None,
    as_of: AsOf = None,
    alone: Annotated[
        bool,
        typer.Option(
            "--alone",
            help=say(
                "两边都不叠加在内置规则之上",
                "neither is layered over the bundled rules",
            ),
        ),
    ] = False,
    lang: LangOption = None,
    format: FormatOption = Format.text,
) -> None:
    """What differs between two rulebooks; exit code 0 if nothing does, 1 if something, 2 if unread.

    A folder that registers bundled documents, such as a checkout, stands alone; any other is
    layered over the bundled rules. `bundled` names these.
    """
    from huiqi.author.diff import diff_rulebooks
    from huiqi.author.folders import companies_at, rulebook_of
    from huiqi.author.verdict_changes import shared_vocabulary, verdict_changes

    day, chosen = options.day(as_of), options.language(lang)
    with as_usage(chosen):
        before, after = (rulebook_of(folder, alone=alone) for folder in (old, new))
        words = shared_vocabulary(before.vocabulary, after.vocabulary)
        profiles = companies_at(companies, words, day) if companies else None
    found = diff_rulebooks(before.book, after.book, day)
    changes = verdict_changes(before, after, profiles or (), day)
    if format is Format.json:
        from huiqi.present.diff_data import companies_data, diff_data

        data = diff_data(found)
        if profiles:
            data["companies"] = companies_data(changes, before.vocabulary, after.vocabulary)
        print_json(data)
        differs = bool(found) or bool(data.get("companies"))
    else:
        from huiqi.present.diff_view import DiffView

        view = DiffView(before.vocabulary, after.vocabulary, chosen)
        view.show(console(), found)
        differs = bool(found)
        if profiles:
            differs |= view.show_companies(console(), changes) > 0
    if profiles:
        warn(profiles.findings[:_MOST_FINDINGS], chosen)
        if more := len(profiles.findings[_MOST_FINDINGS:]):
            said = (
                f"另有 {more} 条；`huiqi score` 把它们逐条写进退回表"
                if chosen == "zh"
                else f"and {more} more; `huiqi score` lists each in its file of rejects"
            )
            typer.echo(said, err=True)
        if profiles.left_out:
            raise typer.Exit(USAGE)
    if differs:
        raise typer.Exit(FINDINGS)
