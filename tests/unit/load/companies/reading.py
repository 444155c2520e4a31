"""What a company file comes to when it is read to its end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from huiqi.load.companies.batch import RawBatch


class Whole(NamedTuple):
    """All rows with their lines, and all rejects as (line, code)."""

    rows: list[tuple[str | None, ...]]
    lines: list[int]
    rejects: list[tuple[int, str]]


def read_all(batches: Iterable[RawBatch]) -> Whole:
    whole = Whole([], [], [])
    for batch in batches:
        whole.rows.extend(batch.frame.rows())
        whole.lines.extend(batch.line(row) for row in range(batch.frame.height))
        whole.rejects.extend((reject.line, reject.finding.code) for reject in batch.rejects)
    return whole
