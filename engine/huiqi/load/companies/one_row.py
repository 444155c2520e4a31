"""One row of cells by header, as a caller's own reader hands it over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from huiqi.base.diagnostics import CompaniesError, Diagnostic
from huiqi.load.companies.mapping import propose_mapping
from huiqi.load.companies.rows import RowReader
from huiqi.load.profile import ProfileReading
from huiqi.model.vocabulary import Vocabulary


def read_row(
    cells: Mapping[str, str | None], vocabulary: Vocabulary, as_of: date
) -> ProfileReading:
    """A company from its cells; warnings name columns not used and cells not understood.

    Raises: CompaniesError: there are cells without a header, as `csv.DictReader` hands them over
    under the key None. TypeError: a header or cell that is no text.
    """
    beyond: object = cells.get(None)  # type: ignore[call-overload]
    if isinstance(beyond, list):
        width = len(cells) - 1
        args = {"found": width + len(beyond), "expected": width}
        raise CompaniesError([Diagnostic("HQ634", args)])
    parts: tuple[object, ...] = (*cells, *cells.values())
    for part in parts:
        if not isinstance(part, (str, type(None))):
            raise TypeError(f"headers and cells are text or None, not {part!r}")
    texts = {header: cell or None for header, cell in cells.items()}
    sample = pl.DataFrame(
        {h: [t] for h, t in texts.items()}, schema=dict.fromkeys(texts, pl.String)
    )
    mapping = propose_mapping(list(texts), sample, vocabulary, as_of)
    row = RowReader(mapping, vocabulary).row(texts)
    unused = (Diagnostic("HQ648", {"header": header}) for header in mapping.unmapped)
    return ProfileReading(row.profile, (*mapping.findings, *unused, *row.findings))
