"""Company files as Spark reads them: directories of CSV or Parquet, rows that are none apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StringType, StructField, StructType

from huiqi.base.diagnostics import CompaniesError, Diagnostic
from huiqi.evaluate.batch.frames import SAMPLED
from huiqi.evaluate.batch.kinds import refuse_names
from huiqi.load.companies.delimited import Delimited, open_delimited
from huiqi.load.companies.head import unique_headers
from huiqi.load.companies.mapping import known_headers
from huiqi.load.companies.records import fields
from huiqi.model.vocabulary import Vocabulary

RAW, CODE = "\0raw", "\0code"
_DELIMITED = (".csv", ".tsv", ".txt")
_MOST_FILES = 100_000


@dataclass(frozen=True)
class Rows:
    """The rows that are not blank; `columns` are those of the companies.

    Besides them stand in each row the finding that rejects it (`CODE`, null for a company) and,
    for such a row, its text (`RAW`).
    """

    frame: DataFrame
    columns: tuple[str, ...]

    @property
    def companies(self) -> DataFrame:
        return self.frame.where(F.col(quoted(CODE)).isNull()).drop(RAW, CODE)

    @property
    def rejects(self) -> DataFrame:
        found = self.frame.where(F.col(quoted(CODE)).isNotNull())
        return found.select(quoted(CODE), quoted(RAW))


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
        none = F.lit(None).cast("string")
        return Rows(frame.withColumns({CODE: none, RAW: none}), tuple(frame.columns))
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
    columns = [F.col(quoted(name)) for name in shape.headers]
    text = F.concat_ws(separator, *columns)
    raw = F.coalesce(F.col(quoted(RAW)), text)
    code = _code(header, columns, text)
    told = frame.withColumns({CODE: code, RAW: F.when(code.isNotNull(), F.substring(raw, 1, 1000))})
    blank = F.length(F.regexp_replace(raw, f"[\\s{separator}]", "")) == 0
    return Rows(told.where(~blank), tuple(shape.headers))


def _code(header: Sequence[str], columns: Sequence[Column], text: Column) -> Column:
    """Why a row is no company; null if it is one."""
    repeated = F.lit(True)
    unclosed = F.lit(False)
    for name, column in zip(header, columns, strict=True):
        repeated = repeated & column.eqNullSafe(F.lit(name))
        # Spark keeps the quote only where it found no end to it.
        unclosed = unclosed | F.coalesce(column.startswith('"'), F.lit(False))
    return (
        F.when(F.col(quoted(RAW)).isNotNull() | unclosed, "HQ664")
        .when(repeated, "HQ639")
        .when(text.contains("\ufffd"), "HQ637")
        .when(text.contains("\0"), "HQ638")
    )


def _shape(spark: SparkSession, first: str, vocabulary: Vocabulary) -> Delimited:
    """How the text is written, found from the first lines as for any other file."""
    lines = [row.value for row in spark.read.text(first).limit(SAMPLED).collect()]
    with TemporaryDirectory() as folder:
        sample = Path(folder) / "sample"
        sample.write_bytes("".join(f"{line}\n" for line in lines).encode())
        return open_delimited(sample, first, known_headers(vocabulary))


def quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"
