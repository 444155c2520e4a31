"""Rows that add up the others: they stand in lists of companies and are none."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from huiqi.load.companies.batch import RawBatch, Reject
from huiqi.load.companies.mapping import NAME, ColumnMapping

_TOTAL = r"(?i)^\s*(?:[合总小共]\s*计|总\s*[数和]|(?:grand |sub-?)?totals?)\s*[:：]?\s*$"
_LONGEST = 40
"""Bytes that such a name has at most; most names of companies are longer."""


def rows_of_totals(frame: pl.DataFrame, mapping: ColumnMapping) -> pl.Series:
    """The rows whose names say that they are no companies."""
    binding = mapping.at(NAME)
    if binding is None:
        return pl.Series(dtype=pl.UInt32)
    names = frame[binding.header]
    short = (names.str.len_bytes() <= _LONGEST).fill_null(False).arg_true()
    return short.filter(names.gather(short).str.contains(_TOTAL))


def without_totals(batch: RawBatch, mapping: ColumnMapping) -> RawBatch:
    """The rows that are companies, by their names; rows of totals are among the rejects then."""
    totals = rows_of_totals(batch.frame, mapping)
    if totals.is_empty():
        return batch
    kept = pl.int_range(batch.frame.height, dtype=pl.UInt32, eager=True)
    kept = kept.filter(~kept.is_in(totals.implode()))
    rejects = [_reject(batch, row) for row in totals]
    return replace(
        batch,
        frame=batch.frame[kept],
        rejects=tuple(sorted([*batch.rejects, *rejects], key=lambda reject: reject.line)),
        line_of=lambda row: batch.line(kept[row]),
    )


def _reject(batch: RawBatch, row: int) -> Reject:
    line = batch.line(row)
    text = " · ".join(cell for cell in batch.frame.row(row) if cell is not None)
    return Reject.of(line, text.encode(), "HQ658")
