"""A run over directories of company files with Spark: every row scored or rejected."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from huiqi.base.diagnostics import CompaniesError, Diagnostic, Language
from huiqi.evaluate.batch.job import Job
from huiqi.evaluate.batch.spark.failures import as_findings
from huiqi.evaluate.batch.spark.frame import distribute, map_frame
from huiqi.evaluate.batch.spark.kit import NOT_UNDERSTOOD, TALLY, Kit
from huiqi.evaluate.batch.spark.read import Rows, quoted, read_rows
from huiqi.evaluate.batch.spark.sorting import BLANK, CODE, CODES, RAW
from huiqi.evaluate.batch.summary import Tally
from huiqi.load.companies.head import unique_headers
from huiqi.load.companies.map_file import read_mapping
from huiqi.load.companies.mapping import ID, NAME, ColumnMapping


@dataclass(frozen=True)
class Places:
    """Where a run reads and writes: directories by path or address (hdfs://, s3a:// …)."""

    companies: str
    out: str
    rejects: str
    details: str | None = None


@contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """A Spark session, stopped at the end.

    Raises: CompaniesError: Spark does not start.
    """
    # Workers run the Python that this process runs, unless the cluster says otherwise.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with as_findings(master):
        spark = (
            SparkSession.builder.master(master)
            .appName("huiqi")
            .config("spark.sql.caseSensitive", "true")
            .config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower())
            .config("spark.log.level", "ERROR")
            .getOrCreate()
        )
    try:
        yield spark
    finally:
        spark.stop()


def score_directories(
    spark: SparkSession,
    job: Job,
    places: Places,
    lang: Language,
    show: Callable[[ColumnMapping], None] = lambda mapping: None,
    map_file: Path | None = None,
) -> Tally:
    """Score every row and write Parquet; `show` is told how the columns are read.

    Raises: CompaniesError: something cannot be read or written, or Spark fails.
    """
    with as_findings(places.companies):
        _refuse_existing(spark, places)
        rows = read_rows(spark, places.companies, job.book.vocabulary)
        mapping = _mapping(job, rows, map_file)
        show(mapping)
        return _Run(job, rows, mapping, places, lang).through()


def _mapping(job: Job, rows: Rows, map_file: Path | None) -> ColumnMapping:
    if map_file is None:
        return map_frame(job, rows.frame.select(*map(quoted, rows.columns)), None)
    return read_mapping(map_file, unique_headers(rows.columns), job.book.vocabulary)


def _refuse_existing(spark: SparkSession, places: Places) -> None:
    """Raises: CompaniesError: results stand there already; no directory is ever written over."""
    assert spark.sparkContext._jvm is not None
    paths = spark.sparkContext._jvm.org.apache.hadoop.fs.Path
    for place in filter(None, (places.out, places.rejects, places.details)):
        path = paths(place)
        if path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration()).exists(path):
            raise CompaniesError([Diagnostic("HQ667", where=place)])


class _Run:
    def __init__(
        self, job: Job, rows: Rows, mapping: ColumnMapping, places: Places, lang: Language
    ) -> None:
        self.job = job
        self.rows = rows
        self.mapping = mapping
        self.places = places
        self.lang: Language = lang

    def through(self) -> Tally:
        """Scored once and kept, then counted, then written; the counts must agree."""
        kit = Kit(replace(self.job, details=False), self.mapping, self.lang, self.rows.sorting)
        scored = distribute(kit, self.rows.frame).persist(StorageLevel.MEMORY_AND_DISK)
        try:
            tally = Tally()
            for row in scored.select(TALLY).where(F.col(TALLY).isNotNull()).collect():
                tally.merge(json.loads(row[TALLY]))
            code = F.col(quoted(CODE))
            blank = scored.where(code == BLANK).count()
            read = self.rows.frame.count()
            assert read == tally.scored + tally.rejected + blank, "rows were lost"
            if tally.has_findings:
                self._rejects(scored).write.parquet(self.places.rejects)
            companies = scored.where(code.isNull()).drop(NOT_UNDERSTOOD, TALLY, CODE, RAW)
            companies.write.parquet(self.places.out)
        finally:
            scored.unpersist()
        if self.places.details is not None:
            details = replace(kit, job=replace(self.job, details=True))
            distribute(details, self.rows.frame).write.parquet(self.places.details)
        return tally

    def _rejects(self, scored: DataFrame) -> DataFrame:
        """Rows and cells that could not be used, with the reason."""
        code, none = F.col(quoted(CODE)), F.lit(None).cast("string")
        reason = none
        for one in CODES:
            said = f"[{one}] {Diagnostic(one).message(self.lang)}"
            reason = F.when(code == one, F.lit(said)).otherwise(reason)
        rows = scored.where(code != BLANK).select(
            none.alias("company"),
            none.alias("column"),
            F.col(quoted(RAW)).alias("text"),
            reason.alias("reason"),
        )
        called = next(filter(None, map(self.mapping.at, (NAME, ID))), None)
        columns = dict(zip(unique_headers(self.rows.columns), self.rows.columns, strict=True))
        name = none if called is None else F.col(quoted(columns[called.header])).cast("string")
        cells = scored.select(name.alias("company"), F.explode(NOT_UNDERSTOOD).alias("one"))
        return rows.unionByName(cells.select("company", "one.column", "one.text", "one.reason"))
