"""`huiqi score`: a file of companies through the rulebook."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from huiqi.base.source import printable
from huiqi.cli import options
from huiqi.cli.app import app, console, load, print_json
from huiqi.cli.failures import UseError
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
from huiqi.cli.score_options import (
    CompaniesArgument,
    DetailsOption,
    DocumentsOption,
    EngineOption,
    LimitOption,
    ListsOption,
    MapOption,
    MasterOption,
    NamesOption,
    OutOption,
    ProgrammesOption,
    RejectsOption,
    SampleOption,
    ScoreEngine,
    SheetOption,
    StrictOption,
    VerdictsOption,
    WriteMapOption,
)
from huiqi.cli.template import rank_facts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from huiqi.base.diagnostics import Language


@app.command(
    help=summary("评一份企业名单：一行不丢，每个结论都有理由。"),
    epilog=say(
        "示例：huiqi score 企业.csv -o 结果.xlsx · huiqi score 企业.xlsx -o 结果.csv "
        "--details 明细.parquet · huiqi score 企业.csv --write-map 对照.yaml",
        "Examples: huiqi score companies.csv -o scored.xlsx · huiqi score companies.xlsx "
        "-o scored.csv --details details.parquet · huiqi score companies.csv --write-map map.yaml",
    ),
)
def score(
    companies: CompaniesArgument,
    out: OutOption = None,
    details: DetailsOption = None,
    rejects: RejectsOption = None,
    map_file: MapOption = None,
    write_map: WriteMapOption = None,
    sheet: SheetOption = None,
    programmes: ProgrammesOption = None,
    documents: DocumentsOption = None,
    verdicts: VerdictsOption = None,
    lists: ListsOption = None,
    names: NamesOption = None,
    limit: LimitOption = None,
    sample: SampleOption = None,
    strict: StrictOption = False,
    engine: EngineOption = ScoreEngine.local,
    master: MasterOption = "local[*]",
    as_of: AsOf = None,
    lang: LangOption = None,
    format: FormatOption = Format.text,
    rules: RulesOption = None,
    alone: AloneOption = False,
) -> None:
    """Score a file of companies: no row is lost, every verdict with its reason."""
    chosen, day = options.language(lang), options.day(as_of)
    if out is None and write_map is None:
        said = (
            "缺少选项 '-o'：请用它指定结果文件"
            if chosen == "zh"
            else "Missing option '-o': name a file for the results with it."
        )
        raise UseError(said)
    if out is not None and out.name in ("", ".."):
        said = "要写文件名，不能只写文件夹" if chosen == "zh" else "name a file, not a folder alone"
        raise typer.BadParameter(said, param_hint="-o")
    on_spark = engine is ScoreEngine.spark
    if on_spark:
        only_local = {"--sheet": sheet, "--write-map": write_map, "--limit": limit,
                      "--sample": sample, "--names": names}  # fmt: skip
        for option, value in only_local.items():
            if value:
                said = "不能与 --engine spark 同用" if chosen == "zh" else "not with --engine spark"
                raise typer.BadParameter(said, param_hint=option)
    book = load(rules, alone)
    asked = book.selected(programmes, documents, day)
    if on_spark and out is not None:
        from huiqi.cli.score_spark import SparkRun, score_on_spark

        run = SparkRun(
            master, companies, out, details, rejects, map_file, day, chosen,
            verdicts is not False, bool(lists), format is Format.json,
        )  # fmt: skip
        score_on_spark(book, asked, run, strict, console(stderr=True))
        return
    rejected = rejects or (out and out.with_name(f"{out.stem}.rejects.csv"))
    _keep_apart(
        {"COMPANIES": companies, "--map": map_file},
        {"-o": out, "--details": details, "--rejects": rejected, "--write-map": write_map},
        chosen,
    )
    if write_map is not None and write_map.exists():
        said = (
            "文件已存在，可能改过；请换个名字或先删掉"
            if chosen == "zh"
            else "is there already, and may have been edited; choose another name or delete it"
        )
        raise typer.BadParameter(said, param_hint="--write-map")
    from huiqi.base.diagnostics import Diagnostic
    from huiqi.cli.failures import FINDINGS, warn
    from huiqi.load.companies.mapped import open_mapped
    from huiqi.present.score_view import ScoreView
    from huiqi.present.tables.score_run import Wanted, score_file

    opened = open_mapped(companies, book.vocabulary, day, sheet=sheet, map_file=map_file)
    nothing = (Diagnostic("HQ663", where=opened.file.name),) if opened.mapping.tells_nothing else ()
    warn((*opened.warnings, *nothing), chosen)
    if write_map is not None:
        from huiqi.load.companies.map_file import write_mapping
        from huiqi.present.save import save_text

        save_text(write_map, write_mapping(opened.mapping, book.vocabulary))
        typer.echo(
            ("对照表：" if chosen == "zh" else "mapping: ") + printable(str(write_map)), err=True
        )
    if out is None or rejected is None:
        return
    view = ScoreView(book.vocabulary, chosen)
    used = rank_facts(book, asked)
    view.show_mapping(console(stderr=True), opened.mapping, used)
    for_programs = out.suffix.lower() in (".parquet", ".jsonl")
    wanted = Wanted(
        companies,
        out,
        details,
        rejected,
        day,
        chosen,
        verdicts=for_programs if verdicts is None else verdicts,
        lists=not for_programs if lists is None else lists,
        names=not for_programs if names is None else names,
        limit=limit,
        sample=sample,
    )
    began = time.perf_counter()
    with _watched(chosen) as watch:
        tally = score_file(book.book, asked, opened, wanted, watch)
    seconds = time.perf_counter() - began
    if format is Format.json:
        print_json(
            {
                "as_of": day.isoformat(),
                "file": opened.file.name,
                "out": str(out),
                "details": None if details is None else str(details),
                "rejects": str(wanted.rejects) if tally.has_findings else None,
                "mapping": {b.header: b.target for b in opened.mapping.bindings},
                "unmapped": list(opened.mapping.unmapped),
                "unknown_facts": [fact for fact in opened.mapping.missing if fact in used],
                **tally.data(),
                "seconds": round(seconds, 3),
            }
        )
    else:
        view.show_tally(console(stderr=True), tally, asked, wanted.rejects, seconds)
        typer.echo(printable(str(out)))
    if strict and tally.has_findings:
        raise typer.Exit(FINDINGS)


def _keep_apart(
    read: Mapping[str, Path | None], written: Mapping[str, Path | None], lang: Language
) -> None:
    """Raises: BadParameter: a file that is written is another one as well."""
    taken = {os.path.realpath(path): option for option, path in read.items() if path is not None}
    for option, path in written.items():
        if path is None:
            continue
        first = taken.setdefault(os.path.realpath(path), option)
        if first != option:
            said = (
                f"与 {first} 是同一个文件，请换个名字"
                if lang == "zh"
                else f"is the same file as {first}; choose another name"
            )
            raise typer.BadParameter(said, param_hint=option)


@contextmanager
def _watched(lang: Language) -> Iterator[Callable[[int, float | None], None]]:
    """A progress bar with rate and time left on a terminal; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda rows, done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[rows]:,} " + ("家" if lang == "zh" else "companies")),
        TextColumn("{task.fields[rate]:,.0f}/" + ("秒" if lang == "zh" else "s")),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("", total=1.0, rows=0, rate=0.0)
        began = time.perf_counter()

        def watch(rows: int, done: float | None) -> None:
            rate = rows / max(time.perf_counter() - began, 1e-6)
            bar.update(task, completed=done or 0.0, rows=rows, rate=rate)

        yield watch
