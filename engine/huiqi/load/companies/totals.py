"""Rows that add up the others or tell about them: they stand in lists and are no companies."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from huiqi.load.companies.batch import RawBatch, Reject
from huiqi.load.companies.mapping import NAME, ColumnMapping

_TOTAL = (
    r"(?i)^\s*(?:"
    r"(?:[合总小共]\s*计|总\s*[数和]|(?:grand |sub-?)?totals?)\s*(?:[(（][^()（）]*[)）])?\s*[:：]?"
    r"|[合总共]?计?\s*[0-9]+\s*[家户](?:企业|公司)?"
    r"|(?:(?:制|填)表|填报|审核|联系)(?:人|单位)?\s*[:：].*|(?:备?注|说明)\s*[:：].*"
    r")\s*$"
)
_LONGEST = 40
"""Bytes that such a name has at most; most names of companies are longer."""


def rows_of_totals(frame: pl.DataFrame, mapping: ColumnMapping) -> pl.Series:
    """The rows whose names say that they are no companies."""
    binding = mapping.at(NAME)
    if binding is None:
        return pl.Series(dtype=pl.UInt32)
    names = frame[binding.header]
    short = (names.str.len_bytes() <= _LONGEST).fill_null(False).arg_true()
    named = short.filter(names.gather(short).str.contains(_TOTAL))
    # Without a name it may stand under another heading: 序号 comes first in many lists.
    nameless = names.is_null().arg_true()
    if nameless.is_empty():
        return named
    texts = frame[nameless].select(pl.col(pl.String).str.contains(_TOTAL).fill_null(False))
    others = nameless.filter(texts.select(pl.any_horizontal(pl.all())).to_series())
    return pl.concat([named, others]).sort()


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
