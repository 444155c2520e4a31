"""Data frames of any kind as rows of text, and results put beside them in the same kind.

Each kind is taken to Arrow or Polars without a change of values; what was there stays untouched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

import narwhals as nw
import polars as pl

from huiqi.base.diagnostics import CompaniesError, Diagnostic

_VIEW = "huiqi_scored_companies"
_NUMPY = ("numpy", "numpy.dtypes")


@dataclass(frozen=True)
class Given:
    """A frame as Polars holds it, and the way back.

    `beside` puts columns to the right of the frame that was given, `alone` turns a new frame into
    the same kind.
    """

    frame: pl.DataFrame
    beside: Callable[[pl.DataFrame], Any]
    alone: Callable[[pl.DataFrame], Any]


def is_spark(source: object) -> bool:
    """Whether this is a Spark data frame (of a session of its own, not of Spark Connect)."""
    found = _known(source)
    return found is not None and found.implementation.is_pyspark()


def take(source: object) -> Given | None:
    """A frame of Polars, PyArrow, pandas or DuckDB; None if it is none of them.

    Raises: CompaniesError: NumPy-backed pandas, or column names that are not text or stand twice.
    """
    found = _known(source)
    if found is None:
        return None
    kind, native = found.implementation, found.to_native()
    if kind.is_polars():
        if isinstance(native, pl.LazyFrame):
            frame = native.collect()
            return Given(frame, lambda c: frame.hstack(c).lazy(), lambda f: f.lazy())
        return Given(native, native.hstack, lambda f: f)
    if kind.is_pyarrow():
        return _arrow(native, lambda table: table)
    if kind.is_duckdb():
        refuse_names(native.columns)
        return _arrow(native.to_arrow_table(), lambda table: _relation(native, table))
    if kind.is_pandas():
        return _pandas(native)
    return None


def _known(source: object) -> Any:
    """The frame in narwhals' hands; None if it is no frame."""
    found: Any
    try:
        found = nw.from_native(cast(Any, source), pass_through=True)
    except nw.exceptions.DuplicateError:
        refuse_names(getattr(source, "column_names", getattr(source, "columns", ())))
        raise
    return found if isinstance(found, (nw.DataFrame, nw.LazyFrame)) else None


def refuse_names(names: Iterable[object]) -> None:
    """Raises: CompaniesError: column names that are not text or stand twice."""
    wrong = [n for n, count in Counter(names).items() if count > 1 or not isinstance(n, str)]
    if wrong:
        raise CompaniesError([Diagnostic("HQ662", {"names": " · ".join(map(repr, wrong))})])


def _arrow(table: Any, back: Callable[[Any], Any]) -> Given:
    """An Arrow table; `back` makes of such a table what was given."""

    def beside(columns: pl.DataFrame) -> Any:
        found, wide = as_arrow(columns), table
        for name in found.column_names:
            wide = wide.append_column(found.schema.field(name), found.column(name))
        return back(wide)

    return Given(_polars(table), beside, lambda frame: back(as_arrow(frame)))


def _relation(relation: Any, scored: Any) -> Any:
    """The table as a relation of the same connection, which only the relation itself knows.

    DuckDB finds the table by the name of the variable.
    """
    return relation.query(_VIEW, "SELECT * FROM scored")


def _pandas(frame: Any) -> Given:
    """A pandas frame whose columns are not NumPy's; its index stays."""
    refuse_names(frame.columns)
    plain = [name for name, kind in frame.dtypes.items() if type(kind).__module__ in _NUMPY]
    if plain:
        raise CompaniesError([Diagnostic("HQ660", {"columns": " · ".join(plain)})])
    pandas = nw.dependencies.get_pandas()

    def alone(columns: pl.DataFrame) -> Any:
        return as_arrow(columns).to_pandas(types_mapper=pandas.ArrowDtype)

    def beside(columns: pl.DataFrame) -> Any:
        return pandas.concat([frame, alone(columns).set_index(frame.index)], axis=1)

    return Given(_polars(nw.from_native(frame).to_arrow()), beside, alone)


def _polars(table: Any) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame


def as_arrow(frame: pl.DataFrame) -> Any:
    """An Arrow table that every reader of Arrow understands: plain text instead of enumerations."""
    texts = frame.with_columns(pl.col(pl.Enum).cast(pl.String))
    return texts.to_arrow(compat_level=pl.CompatLevel.oldest())
