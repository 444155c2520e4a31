"""`huiqi score --engine spark`: directories of companies through the rulebook on a cluster."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import typer

from huiqi.api import Rulebook
from huiqi.base.diagnostics import CompaniesError, Diagnostic, Language
from huiqi.base.source import printable
from huiqi.cli.app import print_json
from huiqi.cli.failures import FINDINGS, warn
from huiqi.cli.template import rank_facts
from huiqi.load.companies.mapping import ColumnMapping
from huiqi.model.programme import Programme

_SCHEME = re.compile(r"^(?!file:)([A-Za-z][A-Za-z0-9+.-]+):/(?!/)")


@dataclass(frozen=True)
class SparkRun:
    """What was asked for on the command line."""

    master: str
    companies: Path
    out: Path
    details: Path | None
    rejects: Path | None
    map_file: Path | None
    as_of: date
    lang: Language
    verdicts: bool
    lists: bool
    as_json: bool


def address(path: Path) -> str:
    """A path as Spark is told it; a path folds the slashes of an address.

    >>> address(Path("s3a://bucket/companies"))
    's3a://bucket/companies'
    """
    return _SCHEME.sub(r"\1://", path.as_posix())


def score_on_spark(
    book: Rulebook, programmes: Sequence[Programme], run: SparkRun, strict: bool, console: Any
) -> None:
    """Score, show the summary on the console, and exit with 1 on findings where `strict`."""
    try:
        from huiqi.evaluate.batch.spark.files import Places, score_directories, session
    except ImportError as error:
        raise CompaniesError([Diagnostic("HQ668", {"reason": str(error)})]) from None
    from huiqi.evaluate.batch.job import Job
    from huiqi.explain.explainer import Explainer
    from huiqi.present.score_view import ScoreView

    view = ScoreView(book.vocabulary, run.lang)
    explainer = Explainer()
    chosen = tuple(programmes)
    job = Job(book.book, chosen, run.as_of, explainer, run.verdicts, run.lists)
    beside = run.out.with_name(f"{run.out.name}.rejects")
    places = Places(
        address(run.companies),
        address(run.out),
        address(run.rejects or beside),
        None if run.details is None else address(run.details),
    )
    mappings: list[ColumnMapping] = []
    used = rank_facts(book, chosen)

    def show(mapping: ColumnMapping) -> None:
        mappings.append(mapping)
        warn(mapping.findings, run.lang)
        view.show_mapping(console, mapping, used)

    began = time.perf_counter()
    with session(run.master) as spark:
        tally = score_directories(spark, job, places, run.lang, show, run.map_file)
    seconds = time.perf_counter() - began
    if run.as_json:
        [mapping] = mappings
        print_json(
            {
                "as_of": run.as_of.isoformat(),
                "file": places.companies,
                "out": places.out,
                "details": places.details,
                "rejects": places.rejects if tally.has_findings else None,
                "mapping": {b.header: b.target for b in mapping.bindings},
                "unmapped": list(mapping.unmapped),
                "unknown_facts": [fact for fact in mapping.missing if fact in used],
                **tally.data(),
                "seconds": round(seconds, 3),
            }
        )
    else:
        view.show_tally(console, tally, chosen, Path(places.rejects), seconds)
        typer.echo(printable(places.out))
    if strict and tally.has_findings:
        raise typer.Exit(FINDINGS)
