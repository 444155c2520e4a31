"""Company files as Spark reads them: directories of CSV or Parquet, rows that are none apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StringType, StructField, StructType

from huiqi.base.diagnostics import CompaniesError, Diagnostic
from huiqi.evaluate.batch.columns import SAMPLED
from huiqi.evaluate.batch.kinds import refuse_names
from huiqi.evaluate.batch.spark.sorting import RAW, Sorting
from huiqi.load.companies.delimited import Delimited, open_delimited
from huiqi.load.companies.head import unique_headers
from huiqi.load.companies.mapping import known_headers
from huiqi.load.companies.records import fields
from huiqi.model.vocabulary import Vocabulary

_DELIMITED = (".csv", ".tsv", ".txt")
_MOST_FILES = 100_000


@dataclass(frozen=True)
class Rows:
    """All rows; `columns` are those of the companies, by which the sorting tells what is none."""

    frame: DataFrame
    columns: tuple[str, ...]
    sorting: Sorting


def read_rows(spark: SparkSession, source: str, vocabulary: Vocabulary) -> Rows:
    """The rows of a directory, or of a single file.

    Raises: CompaniesError: neither CSV nor Parquet, both, or a CSV file without a fit header.
    """
    listed = spark.read.format("binaryFile").load(source).select("path").limit(_MOST_FILES)
    files = sorted(row.path for row in listed.collect())
    kinds = {PurePosixPath(file).suffix.lower() for file in files}
    if kinds == {".parquet"}:
        frame = spark.read.parquet(source)
        refuse_names(frame.columns)
        return Rows(frame, tuple(frame.columns), Sorting())
    if not kinds or not kinds <= set(_DELIMITED):
        found = " · ".join(sorted(kind or "—" for kind in kinds)) or "—"
        raise CompaniesError([Diagnostic("HQ665", {"found": found}, where=source)])
    return _delimited(spark, source, files[0], vocabulary)


def _delimited(spark: SparkSession, source: str, first: str, vocabulary: Vocabulary) -> Rows:
    shape = _shape(spark, first, vocabulary)
    separator = shape.shape.separator.decode()
    header = [cell.decode() for cell in fields(shape.shape.header, shape.shape.separator)]
    if shape.line != 2 or unique_headers(header) != tuple(cell.strip() for cell in header):
        reason = separator.join(header)
        raise CompaniesError([Diagnostic("HQ666", {"reason": reason}, where=first)])
    frame = spark.read.csv(
        source,
        schema=StructType([StructField(name, StringType()) for name in (*header, RAW)]),
        sep=separator,
        header=True,
        # The header of every file is held against the schema; another one ends the run.
        enforceSchema=False,
        escape='"',
        mode="PERMISSIVE",
        columnNameOfCorruptRecord=RAW,
    ).toDF(*shape.headers, RAW)
    return Rows(frame, shape.headers, Sorting(tuple(header), separator))


def _shape(spark: SparkSession, first: str, vocabulary: Vocabulary) -> Delimited:
    """How the text is written, found from the first lines as for any other file."""
    lines = [row.value for row in spark.read.text(first).limit(SAMPLED).collect()]
    with TemporaryDirectory() as folder:
        sample = Path(folder) / "sample"
        sample.write_bytes("".join(f"{line}\n" for line in lines).encode())
        return open_delimited(sample, first, known_headers(vocabulary))


def quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"
