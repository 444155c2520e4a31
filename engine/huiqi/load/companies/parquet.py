"""Reading Parquet: typed columns become the text a person would have written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from polars.exceptions import PanicException, PolarsError

from huiqi.base.diagnostics import CompaniesError, Diagnostic
from huiqi.load.companies.batch import MOST_COLUMNS, RawBatch
from huiqi.load.companies.damage import damaged
from huiqi.load.companies.encoding import has_utf8_name
from huiqi.load.companies.head import unique_headers

_LIST_SEPARATOR = ";"
_FIRST, _LAST = ((day - date(1970, 1, 1)).days for day in (date.min, date.max))
"""The days that have a date, since 1970."""
_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


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
        except (PolarsError, PanicException) as error:
            raise damaged(str(error), self.name) from None
        if read != self.rows:
            raise damaged(f"{read} of {self.rows} rows", self.name)


def open_parquet(path: Path, name: str) -> Parquet:
    """The columns of a Parquet file.

    Raises: CompaniesError: broken, without columns, or with a column that no cell can show.
    """
    try:
        schema = _scan(path).collect_schema()
        rows = _scan(path).select(pl.len()).collect().item()
    except (PolarsError, PanicException) as error:
        raise damaged(str(error), name) from None
    return Parquet(path, name, text_columns(schema, name), rows)


def text_columns(schema: Mapping[str, pl.DataType], name: str) -> dict[str, pl.Expr]:
    """The columns of a typed table as text, by header.

    Raises: CompaniesError: no columns, too many of them, or one that no cell can show.
    """
    columns, unfit = readable_columns(schema, {}, name)
    if unfit:
        raise CompaniesError(unfit)
    return columns


def readable_columns(
    schema: Mapping[str, pl.DataType], lost: Mapping[str, object], name: str
) -> tuple[dict[str, pl.Expr], list[Diagnostic]]:
    """The columns of a typed table as text, by header; those that no cell can show are empty.

    `lost` are columns that the table has besides, with their types. Each that is empty is named in
    a finding.

    Raises: CompaniesError: no columns, none that a cell can show, or too many of them.
    """
    unfit = {column: kind for column, kind in schema.items() if not _fits(kind)} | dict(lost)
    width = len(schema) + len(lost)
    if not 0 < width <= MOST_COLUMNS:
        args = {"found": width, "limit": MOST_COLUMNS}
        raise CompaniesError([Diagnostic("HQ625", args, where=name)])
    nothing = pl.repeat(None, pl.len(), dtype=pl.String)
    columns = {c: nothing if c in unfit else as_text(c, kind) for c, kind in schema.items()}
    columns |= dict.fromkeys(lost, nothing)
    findings = [
        Diagnostic("HQ632", {"column": column, "kind": kind}, where=name)
        for column, kind in unfit.items()
    ]
    if len(unfit) == width:
        raise CompaniesError(findings)
    return dict(zip(unique_headers(list(columns)), columns.values(), strict=True)), findings


def as_text(column: str, kind: pl.DataType) -> pl.Expr:
    """A column as text: whole numbers and decimals exact, floats in their shortest exact spelling,
    dates in ISO form, truth as 是 and 否, lists joined by semicolons, empty text as null."""
    values = pl.col(column)
    if isinstance(kind, (pl.Date, pl.Datetime)):
        return _day_text(values, kind)
    if kind == pl.Boolean:
        return pl.when(values).then(pl.lit("是")).when(~values).then(pl.lit("否"))
    if isinstance(kind, pl.Duration):
        return values.dt.to_string("polars")
    if isinstance(kind, pl.List):
        items = values.cast(pl.List(pl.String)).list.join(_LIST_SEPARATOR)
        return pl.when(items != "").then(items)
    text = values.cast(pl.String)
    return pl.when(text != "").then(text)


def _day_text(values: pl.Expr, kind: pl.Date | pl.Datetime) -> pl.Expr:
    """A day that no calendar has, as databases write for "never", is told in days since 1970."""
    ticks = values.to_physical()
    days = ticks if isinstance(kind, pl.Date) else ticks // _DAY[kind.time_unit]
    has_date = days.is_between(_FIRST, _LAST)
    # To look at such a value as a date ends the process, so it is taken away before.
    dates = pl.when(has_date).then(ticks).cast(kind)
    text = dates.dt.strftime("%Y-%m-%d")
    if isinstance(kind, pl.Datetime):
        exact = dates.dt.strftime("%Y-%m-%d %H:%M:%S%.f")
        text = pl.when(dates.dt.time() == pl.time(0, 0, 0)).then(text).otherwise(exact)
    never = pl.format("{} days since 1970-01-01", days)
    return pl.when(has_date).then(text).when(has_date.not_()).then(never)


def _fits(kind: pl.DataType) -> bool:
    if isinstance(kind, pl.List):
        inner = kind.inner
        return inner in (pl.String, pl.Categorical) or isinstance(inner, pl.Enum)
    foreign = isinstance(kind, pl.BaseExtension) or kind in (pl.Binary, pl.Object)
    return not (foreign or kind.is_nested())


def _scan(path: Path) -> pl.LazyFrame:
    # By its name it is read piece by piece; what polars cannot name has to be held whole.
    source = path if has_utf8_name(path) else path.read_bytes()
    return pl.scan_parquet(source, glob=False, hive_partitioning=False)
