"""What a file costs without any rules: the yardsticks of `score.py`, each run as a whole process.

    python tests/benchmarks/floors.py back companies.csv out.parquet

Each is polars streaming from file to file, with nothing of huiqi:

- `back`: all columns as they came. This is the floor.
- `wider`: with 207 columns of true, false and empty besides, as many as there are programmes.
- `understood`: with these, and every cell but names and codes looked at once: amounts made numbers,
  equal texts numbered alike, the numbers of a row added up. Reading cells for rules needs no less.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

import polars as pl

PROGRAMMES = 207
NAMES = 2
"""The first columns tell who a company is, and no rule asks that."""


def back(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The same rows."""
    return rows


def wider(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Columns that stand for verdicts: of every kind, and different from row to row."""
    length = pl.nth(0).str.len_bytes()
    return rows.with_columns(
        pl.when(length % (n + 3) > 1).then(length % (n + 2) == 0).alias(f"p{n}")
        for n in range(PROGRAMMES)
    )


def understood(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The least that can be done with every cell before a rule can ask for it."""
    sample = rows.head(1_000).collect()
    return wider(rows.with_columns(total=pl.sum_horizontal(_numbers(sample))))


def _numbers(sample: pl.DataFrame) -> Iterable[pl.Expr]:
    for column in sample.get_columns()[NAMES:]:
        amounts = column.cast(pl.Float64, strict=False)
        cells = pl.col(column.name)
        if amounts.null_count() - column.null_count() < len(column) / 10:
            yield cells.cast(pl.Float64, strict=False)
        else:
            yield cells.cast(pl.Categorical).to_physical()


KINDS = {"back": back, "wider": wider, "understood": understood}


def main() -> None:
    """Stream one file into another."""
    kind, source, out = sys.argv[1:]
    if source.endswith("parquet"):
        rows = pl.scan_parquet(source)
    else:
        rows = pl.scan_csv(source, infer_schema=False)
    rows = KINDS[kind](rows)
    (rows.sink_csv if out.endswith("csv") else rows.sink_parquet)(out)


if __name__ == "__main__":
    main()
