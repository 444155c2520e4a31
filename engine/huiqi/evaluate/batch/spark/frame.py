"""Spark data frames, scored lazily: Spark distributes the rows, each worker runs the kit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from huiqi.base.diagnostics import Diagnostic
from huiqi.evaluate.batch.columns import SAMPLED, MappingGiven, map_columns
from huiqi.evaluate.batch.findings import Told
from huiqi.evaluate.batch.job import Job
from huiqi.evaluate.batch.kinds import refuse_names
from huiqi.evaluate.batch.spark.kit import Kit, text_rows
from huiqi.load.companies.mapping import ColumnMapping


def score_lazily(job: Job, frame: DataFrame, mapping: MappingGiven, told: Told) -> DataFrame:
    """The rows with their results behind them, or the long table; nothing runs but a sample.

    Raises: CompaniesError: the columns or the mapping cannot be used.
    """
    bound = map_frame(job, frame, mapping)
    told.add(bound.findings)
    if bound.tells_nothing:
        told.add([Diagnostic("HQ663", where="<frame>")])
    told.warn()
    return distribute(Kit(job, bound), frame)


def map_frame(job: Job, frame: DataFrame, mapping: MappingGiven) -> ColumnMapping:
    """How the columns are read, judged by the first rows; findings name those no cell can show.

    Raises: CompaniesError: names that stand twice, or a mapping that does not fit.
    """
    refuse_names(frame.columns)
    sample, unfit = text_rows(frame.limit(SAMPLED).toArrow())
    bound = map_columns(sample, mapping, job)
    return replace(bound, findings=(*unfit, *bound.findings))


def distribute(kit: Kit, frame: DataFrame) -> DataFrame:
    """The frame through the kit, partition by partition."""
    held = frame.sparkSession.sparkContext.broadcast(kit)

    def run(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        # The broadcast object stays in the worker process, and with it what the kit compiled.
        yield from held.value.run(batches)

    empty = frame.limit(0).toArrow()
    made = kit.score(empty).schema
    pairs = zip(frame.columns, made.names, strict=False)
    own = 0 if kit.job.details else sum(before == after for before, after in pairs)
    added = from_arrow_schema(pa.schema(list(made)[own:]))
    return frame.mapInArrow(run, StructType([*frame.schema.fields[:own], *added.fields]))
