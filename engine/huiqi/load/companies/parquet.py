"""Reading Parquet: typed columns become the text a person would have written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from huiqi.base.diagnostics import CompaniesError, Diagnostic
from huiqi.load.companies.batch import MOST_COLUMNS, RawBatch
from huiqi.load.companies.head import unique_headers

_LIST_SEPARATOR = ";"


@dataclass(frozen=True)
class Parquet:
    """A Parquet file; its rows are numbered from 1."""

    path: Path
    name: str
    columns: Mapping[str, pl.Expr]
    """Each column as text, by its header."""
    rows: int

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(self.columns)

    def read(self, rows: int) -> Iterator[RawBatch]:
        """Batches of at most so many rows."""
        read = 0
        try:
            chunks = _scan(self.path).select(**self.columns).collect_batches(chunk_size=rows)
            for chunk in chunks:
                for frame in chunk.iter_slices(rows):
                    first = read + 1
                    read += frame.height
                    yield RawBatch(frame, (), read / self.rows, first.__add__)
        except PolarsError as error:
            raise _broken(error, self.name) from None


def open_parquet(path: Path, name: str) -> Parquet:
    """The columns of a Parquet file.

    Raises: CompaniesError: broken, without columns, or with a column that no cell can show.
    """
    try:
        schema = _scan(path).collect_schema()
        rows = _scan(path).select(pl.len()).collect().item()
    except PolarsError as error:
        raise _broken(error, name) from None
    return Parquet(path, name, text_columns(schema, name), rows)


def text_columns(schema: Mapping[str, pl.DataType], name: str) -> dict[str, pl.Expr]:
    """The columns of a typed table as text, by header.

    Raises: CompaniesError: no columns, too many of them, or one that no cell can show.
    """
    if not 0 < len(schema) <= MOST_COLUMNS:
        args = {"found": len(schema), "limit": MOST_COLUMNS}
        raise CompaniesError([Diagnostic("HQ625", args, where=name)])
    unfit = [column for column, kind in schema.items() if not _fits(kind)]
    if unfit:
        raise CompaniesError(
            [
                Diagnostic("HQ632", {"column": column, "kind": schema[column]}, where=name)
                for column in unfit
            ]
        )
    headers = unique_headers(list(schema))
    return {
        header: as_text(column, kind)
        for header, (column, kind) in zip(headers, schema.items(), strict=True)
    }


def as_text(column: str, kind: pl.DataType) -> pl.Expr:
    """A column as text: whole numbers and decimals exact, floats in their shortest exact spelling,
    dates in ISO form, truth as 是 and 否, lists joined by semicolons, empty text as null."""
    values = pl.col(column)
    if kind == pl.Boolean:
        return pl.when(values).then(pl.lit("是")).when(~values).then(pl.lit("否"))
    if isinstance(kind, pl.Datetime):
        midnight = values.dt.time() == pl.time(0, 0, 0)
        exact = values.dt.strftime("%Y-%m-%d %H:%M:%S%.f")
        return pl.when(midnight).then(values.dt.strftime("%Y-%m-%d")).otherwise(exact)
    if isinstance(kind, pl.List):
        items = values.cast(pl.List(pl.String)).list.join(_LIST_SEPARATOR)
        return pl.when(items != "").then(items)
    text = values.cast(pl.String)
    return pl.when(text != "").then(text)


def _fits(kind: pl.DataType) -> bool:
    if isinstance(kind, pl.List):
        inner = kind.inner
        return inner in (pl.String, pl.Categorical) or isinstance(inner, pl.Enum)
    return not kind.is_nested() and kind not in (pl.Binary, pl.Object)


def _scan(path: Path) -> pl.LazyFrame:
    return pl.scan_parquet(path, glob=False, hive_partitioning=False)


def _broken(error: Exception, name: str) -> CompaniesError:
    lines = str(error).splitlines() or ["?"]
    return CompaniesError([Diagnostic("HQ628", {"reason": lines[0]}, where=name)])
