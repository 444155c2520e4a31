"""Data frames of any kind as rows of text, and results put beside them in the same kind.

Each kind is taken to Arrow or Polars without a change of values; what was there stays untouched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import narwhals as nw
import polars as pl
from polars.exceptions import PanicException, PolarsError

from huiqi.base.diagnostics import CompaniesError, Diagnostic

_VIEW = "huiqi_scored_companies"
_NO_SUCH_TYPE = (PolarsError, PanicException, TypeError, ValueError, NotImplementedError)
"""What Polars, PyArrow and narwhals raise over a type of column that they do not have."""
_NUMPY = ("numpy", "numpy.dtypes")


@dataclass(frozen=True)
class Given:
    """A frame as Polars holds it, and the way back.

    `beside` puts columns to the right of the frame that was given, `alone` turns a new frame into
    the same kind. `lost` are columns of types that Polars does not have, by name.
    """

    frame: pl.DataFrame
    beside: Callable[[pl.DataFrame], Any]
    alone: Callable[[pl.DataFrame], Any]
    lost: Mapping[str, object] = field(default_factory=dict)


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

    frame, lost = from_arrow(table)
    return Given(frame, beside, lambda frame: back(as_arrow(frame)), lost)


def from_arrow(table: Any) -> tuple[pl.DataFrame, dict[str, object]]:
    """An Arrow table in Polars, and the types of columns that Polars does not have."""
    frame, lost = _polars(table.column_names, table.select)
    return frame, {name: table.schema.field(name).type for name in lost}


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

    found, lost = _polars(frame.columns, lambda names: nw.from_native(frame[names]).to_arrow())
    return Given(found, beside, alone, {name: frame.dtypes[name] for name in lost})


def _polars(
    names: Iterable[str], table: Callable[[list[str]], Any]
) -> tuple[pl.DataFrame, list[str]]:
    """The Arrow table of these columns in Polars, without those of types that it does not have."""
    kept, lost = [*names], []
    try:
        return _taken(table(kept)), []
    except _NO_SUCH_TYPE:
        for name in names:
            try:
                _taken(table([name]))
            except _NO_SUCH_TYPE:
                lost.append(name)
    kept = [name for name in names if name not in lost]
    return _taken(table(kept)), lost


def _taken(table: Any) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame


def as_arrow(frame: pl.DataFrame) -> Any:
    """An Arrow table that every reader of Arrow understands: plain text instead of enumerations."""
    texts = frame.with_columns(pl.col(pl.Enum).cast(pl.String))
    return texts.to_arrow(compat_level=pl.CompatLevel.oldest())
