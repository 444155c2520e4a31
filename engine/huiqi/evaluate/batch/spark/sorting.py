"""Telling companies from broken and blank rows of CSV files, as Spark hands them over."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

RAW, CODE = "(huiqi) raw", "(huiqi) code"
"""Columns of a run over files: the text of a rejected row, and the finding that rejects it."""
BLANK = ""
"""The code of rows that hold nothing and count as none."""
CODES = ("HQ637", "HQ638", "HQ639", "HQ664")
_LONGEST = 1000


@dataclass(frozen=True)
class Sorting:
    """How the files are written: the header as it stands there, and the separator.

    Without a header there is nothing to sort: every row is a company.
    """

    header: tuple[str, ...] = ()
    separator: str = ","

    def sort(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`CODE` (null for companies) and `RAW` (null for them too) of each row.

        The frame has the text columns of the file, and behind them `RAW` with the text of rows that
        Spark could not split.
        """
        if not self.header:
            none = pl.lit(None, dtype=pl.String)
            return frame.select(pl.repeat(none, pl.len()).alias(n) for n in (CODE, RAW))
        cells = [pl.col(name) for name in frame.columns[:-1]]
        raw = pl.col(frame.columns[-1])
        text = pl.concat_str([c.fill_null("") for c in cells], separator=self.separator)
        whole = pl.coalesce(raw, text)
        repeated = [c.eq_missing(pl.lit(h)) for c, h in zip(cells, self.header, strict=True)]
        # Spark keeps a quote in front only where it found no end to it.
        unclosed = pl.any_horizontal([c.str.starts_with('"').fill_null(False) for c in cells])
        code = (
            pl.when(whole.str.strip_chars(f" \t\r\u3000{self.separator}") == "")
            .then(pl.lit(BLANK))
            .when(raw.is_not_null() | unclosed)
            .then(pl.lit("HQ664"))
            .when(pl.all_horizontal(repeated))
            .then(pl.lit("HQ639"))
            .when(text.str.contains("\ufffd", literal=True))
            .then(pl.lit("HQ637"))
            .when(text.str.contains("\0", literal=True))
            .then(pl.lit("HQ638"))
        )
        kept = pl.when(code.is_not_null()).then(whole.str.slice(0, _LONGEST))
        return frame.select(code.alias(CODE), kept.alias(RAW))
