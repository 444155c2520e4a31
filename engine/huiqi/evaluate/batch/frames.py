"""Companies that a program holds or names, scored: files, lists of profiles, frames of any kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from huiqi.base.diagnostics import CompaniesError, Diagnostic
from huiqi.evaluate.batch import kinds, outcome
from huiqi.evaluate.batch.columns import SAMPLED, MappingGiven, map_columns
from huiqi.evaluate.batch.findings import Told
from huiqi.evaluate.batch.job import Job, company_names, free_names, numbered
from huiqi.evaluate.batch.scoring import Scored
from huiqi.load.companies.batch import RawBatch
from huiqi.load.companies.map_file import chosen_mapping
from huiqi.load.companies.mapped import Opened, open_mapped
from huiqi.load.companies.mapping import ColumnMapping
from huiqi.load.companies.parquet import readable_columns
from huiqi.load.companies.rows import RowReader
from huiqi.load.companies.totals import rows_of_totals, without_totals
from huiqi.load.own_answers import require_known
from huiqi.load.profile import read_profile_data
from huiqi.model.profile import Profile

_COMPANY = "company"
_FRAME = "<frame>"


def score(job: Job, source: Any, mapping: MappingGiven, findings: list[Diagnostic] | None) -> Any:
    """The companies of a source with what is said of them, in the kind of the source.

    Raises: CompaniesError, ProfileError: the source, a profile in it or the mapping cannot be used.
    """
    told = Told(findings)
    found: Any
    if isinstance(source, (str, Path)):
        found = _file(job, Path(source), mapping, told)
    elif kinds.is_spark(source):
        from huiqi.evaluate.batch.spark.frame import score_lazily

        return score_lazily(job, source, mapping, told)
    elif (given := kinds.take(source)) is not None:
        found = _frame(job, given, mapping, told)
    elif isinstance(source, Iterable) and not isinstance(source, (Mapping, bytes)):
        found = _profiles(job, source, told)
    else:
        raise _no_companies(source)
    told.warn()
    return found


def _no_companies(source: object) -> CompaniesError:
    return CompaniesError([Diagnostic("HQ661", {"kind": type(source).__name__})])


def _file(job: Job, path: Path, mapping: MappingGiven, told: Told) -> pl.DataFrame:
    opened = open_mapped(path, job.book.vocabulary, job.as_of)
    if mapping is not None:
        chosen = chosen_mapping(mapping, opened.file.headers, job.book.vocabulary)
        opened = Opened(opened.file, chosen)
    told.add(opened.warnings)
    name = opened.file.name
    empty = opened.file.sample().clear()
    batches = _scored(
        job,
        opened.mapping,
        (without_totals(batch, opened.mapping) for batch in opened.file.batches(job.batch)),
        name, told, empty,
    )  # fmt: skip
    done = [
        _long(job, opened.mapping, batch, scored) if job.details
        else _beside(batch.frame, _columns(job, scored))
        for batch, scored in batches
    ]  # fmt: skip
    return pl.concat(done)


def _frame(job: Job, given: kinds.Given, mapping: MappingGiven, told: Told) -> Any:
    # The frame comes back as it is, so a column that no cell can show does no harm.
    columns, unfit = readable_columns(given.frame.schema, given.lost, _FRAME)
    told.add(unfit)
    sample = given.frame.head(SAMPLED).select(**columns)
    bound = map_columns(sample, mapping, job)
    told.add(bound.findings)

    def slices() -> Iterator[RawBatch]:
        for number, part in enumerate(given.frame.iter_slices(job.batch)):
            frame = part.select(**columns)
            batch = RawBatch(frame, (), None, (1 + number * job.batch).__add__)
            # A frame keeps its rows, so these are scored too.
            totals = map(batch.line, rows_of_totals(frame, bound))
            told.add(Diagnostic("HQ658", where=f"{_FRAME}:{line}") for line in totals)
            yield batch

    found = _scored(job, bound, slices(), _FRAME, told, sample.clear())
    if job.details:
        return given.alone(pl.concat([_long(job, bound, b, s) for b, s in found]))
    results = pl.concat([pl.DataFrame(_columns(job, scored)) for _, scored in found])
    results.columns = free_names(results.columns, [*given.frame.columns, *given.lost])
    return given.beside(results)


def _scored(
    job: Job,
    mapping: ColumnMapping,
    batches: Iterable[RawBatch],
    name: str,
    told: Told,
    empty: pl.DataFrame,
) -> Iterator[tuple[RawBatch, Scored]]:
    """Every batch with what it came to; one without rows where there are none."""
    if mapping.tells_nothing:
        told.add([Diagnostic("HQ663", where=name)])
    scoring = job.scoring(RowReader(mapping, job.book.vocabulary))
    some = False
    for batch in batches:
        scored = scoring.rows(batch.frame)
        told.batch(name, batch, scored.findings)
        some = True
        yield batch, scored
    if not some:
        yield RawBatch(empty), scoring.rows(empty)


def _profiles(job: Job, source: Iterable[Any], told: Told) -> pl.DataFrame:
    scoring = job.scoring(job.book.vocabulary.facts)
    done: list[pl.DataFrame] = []
    companies = iter(source)
    while True:
        start = sum(frame.height for frame in done)
        stretch = list(islice(companies, job.batch))
        if not stretch and done:
            return pl.concat(done)
        read = [_profile(one, start + n, job, told) for n, one in enumerate(stretch, start=1)]
        scored = scoring.companies([profile.answers for profile in read])
        lines = pl.Series(range(start + 1, start + len(read) + 1), dtype=pl.UInt32)
        called = pl.Series([profile.name or None for profile in read], dtype=pl.String)
        names = called.zip_with(called.is_not_null(), numbered(lines)).alias(_COMPANY)
        done.append(
            job.long_table(scored, names, lines) if job.details
            else _beside(names.to_frame(), _columns(job, scored))
        )  # fmt: skip


def _profile(one: Any, number: int, job: Job, told: Told) -> Profile:
    if isinstance(one, Profile):
        require_known(one.answers, job.book.vocabulary, f"<company {number}>")
        return one
    if not isinstance(one, Mapping):
        raise _no_companies(one)
    read = read_profile_data(one, job.book.vocabulary, f"<company {number}>")
    told.add(read.warnings)
    return read.profile


def _columns(job: Job, scored: Scored) -> dict[str, pl.Series]:
    waiting = outcome.missing_counts(scored) if job.lists else None
    return job.columns(scored, waiting, job.ids)


def _beside(frame: pl.DataFrame, columns: Mapping[str, pl.Series]) -> pl.DataFrame:
    named = zip(free_names(columns, frame.columns), columns.values(), strict=True)
    return frame.with_columns(values.alias(name) for name, values in named)


def _long(job: Job, mapping: ColumnMapping, batch: RawBatch, scored: Scored) -> pl.DataFrame:
    names = company_names(batch.frame, mapping, batch.lines)
    return job.long_table(scored, names, batch.lines)
