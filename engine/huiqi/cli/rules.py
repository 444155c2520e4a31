"""`huiqi rules …`: for those who write rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huiqi.base.diagnostics import Diagnostic, QueryError, as_json, as_line, as_text
from huiqi.cli import options
from huiqi.cli.app import app, console, load, print_json, progress
from huiqi.cli.failures import FINDINGS, exit_code, warn
from huiqi.cli.options import (
    AloneOption,
    Format,
    FormatOption,
    LangOption,
    RulesOption,
    say,
    summary,
)

if TYPE_CHECKING:
    from huiqi.check.rulebook import CheckedRulebook

rules_app = typer.Typer(
    no_args_is_help=True, help=say("写规则的人用的工具", "tools for rule authors")
)
app.add_typer(rules_app, name="rules")


@rules_app.command(
    "check",
    help=summary("检查规则文件；有错误时以 1 退出。"),
    epilog=say(
        "示例：huiqi rules check · huiqi rules check --rules 我的规则 --format json",
        "Examples: huiqi rules check · huiqi rules check --rules my-rules --format json",
    ),
)
def check_rules(
    rules: RulesOption = None,
    alone: AloneOption = False,
    lang: LangOption = None,
    format: FormatOption = Format.text,
    short: Annotated[
        bool, typer.Option("--short", help=say("每条一行", "one line per finding"))
    ] = False,
    notes: Annotated[
        bool,
        typer.Option("--warnings/--no-warnings", help=say("也列出提示", "warnings as well")),
    ] = True,
    prove: Annotated[
        bool,
        typer.Option(
            "--prove",
            help=say(
                "用求解器证明每个分支都可能起作用（需 pip install huiqi\\[author]）",
                "prove that every branch can matter (needs pip install huiqi\\[author])",
            ),
        ),
    ] = False,
) -> None:
    """Check rule files; exit code 1 if there is an error."""
    from huiqi.check.rulebook import check_rulebook
    from huiqi.load.rulebook import Layer, bundled, read_rulebook
    from huiqi.present.style import counted

    options.check_alone(rules, alone)
    layers = [] if alone else [bundled()]
    layers += [Layer.at(Path(folder)) for folder in rules or ()]
    files, read = read_rulebook(layers)
    book, findings = check_rulebook(files, read)
    if book is not None and prove:
        findings += _branches(book)
    shown = [f for f in findings if notes or f.severity == "error"]
    chosen = options.language(lang)
    errors = sum(f.severity == "error" for f in findings)
    if format is Format.json:
        print_json({"findings": [as_json(f) for f in shown], "errors": errors})
    else:
        for finding in shown:
            typer.echo(as_line(finding, chosen) if short else as_text(finding, chosen) + "\n")
        programmes, warnings = len(files.programmes), len(findings) - errors
        en = (counted(programmes, "programme"), counted(errors, "error"))
        summary = {
            "zh": f"{programmes} 个项目 · {errors} 个错误 · {warnings} 条提示",
            "en": " · ".join((*en, counted(warnings, "warning"))),
        }
        typer.echo(summary[chosen], err=True)
    if errors:
        raise typer.Exit(exit_code(f for f in findings if f.severity == "error"))


def _branches(book: CheckedRulebook) -> list[Diagnostic]:
    try:
        from huiqi.author.satisfiability import check_branches
    except ModuleNotFoundError:
        raise QueryError([Diagnostic("HQ804", {"extra": "author"})]) from None
    return list(check_branches(book))


@rules_app.command(
    "test",
    help=summary("运行规则文件里的用例；有一个不符即以 1 退出。"),
    epilog=say(
        "示例：huiqi rules test qz16-hnte-award", "Example: huiqi rules test qz16-hnte-award"
    ),
)
def test_rules(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PROGRAMME|DOCUMENT", help=say("只跑这些", "only the cases of these")
        ),
    ] = None,
    rules: RulesOption = None,
    alone: AloneOption = False,
    lang: LangOption = None,
    format: FormatOption = Format.text,
) -> None:
    """Run the cases in the rule files; exit code 1 if one differs from what it expects."""
    from huiqi.author.cases import run_cases
    from huiqi.model.criteria import leaves
    from huiqi.present.style import counted

    book = load(rules, alone, with_cases=True)
    chosen = options.language(lang)
    for name in names or ():
        if name not in book.documents:
            book.programme(name)
    wanted = [p for p in book.programmes if not names or p.id in names or p.document in names]
    total = sum(len(p.cases) for p in wanted)
    label = "运行用例" if chosen == "zh" else "running cases"
    results = list(progress(run_cases(book.engine, date.today(), wanted), total, label))
    failed = [result for result in results if not result.passed]
    programmes = {result.programme.key: result.programme for result in results}
    count = sum(len(list(leaves(p.eligible))) for p in programmes.values())
    if format is Format.json:
        print_json(
            {
                "programmes": len(programmes),
                "cases": len(results),
                "leaf_criteria": count,
                "failed": [
                    {
                        "programme": result.programme.id,
                        "case": result.case.it,
                        "findings": [as_json(f) for f in result.findings],
                    }
                    for result in failed
                ],
            }
        )
    else:
        for result in failed:
            warn(result.findings, chosen)
        zh = (
            f"{len(programmes)} 个项目 · {count} 个单项条件 · {len(results)} 个用例 · "
            f"{len(failed)} 个不符"
        )
        criteria = counted(count, "leaf criterion", "leaf criteria")
        en = (
            f"{counted(len(programmes), 'programme')} · {criteria} · "
            f"{counted(len(results), 'case')} · {len(failed)} failed"
        )
        typer.echo(zh if chosen == "zh" else en)
    if failed:
        raise typer.Exit(FINDINGS)


@rules_app.command("coverage", help=summary("条款、项目和用例各覆盖了多少；有遗漏时以 1 退出。"))
def cover_rules(
    rules: RulesOption = None,
    alone: AloneOption = False,
    lang: LangOption = None,
    format: FormatOption = Format.text,
) -> None:
    """What clauses, programmes and cases cover; exit code 1 where something is left out."""
    from huiqi.author.cases import run_cases
    from huiqi.author.coverage import coverage

    book = load(rules, alone, with_cases=True)
    total = sum(len(p.cases) for p in book.programmes)
    cases = run_cases(book.engine, date.today())
    found = coverage(book.book, progress(cases, total, say("运行用例", "running cases")))
    if format is Format.json:
        from huiqi.present.data import coverage_data

        print_json(coverage_data(found))
    else:
        from huiqi.present.coverage_view import show_coverage

        show_coverage(console(), found, book.vocabulary, options.language(lang))
    if not found.complete:
        raise typer.Exit(FINDINGS)
