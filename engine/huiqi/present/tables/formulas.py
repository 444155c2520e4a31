"""Text that a spreadsheet would take for a formula, and its taming by an apostrophe.

A spreadsheet that opens a CSV file computes every cell that begins with = + - or @, and whoever
filled in a company file could so run commands on the machine of whoever reads the results (OWASP,
"CSV Injection"). Blanks before the sign, full-width signs, and a tab or line break at the start
count too. So does what follows a semicolon, tab or line break inside a cell, because a reader with
other settings begins a new cell there. A plain number stays: "-5.2" computes to itself; and so does
"-", which is no formula and stands in many lists where nothing is known.
"""

from __future__ import annotations

import polars as pl

_BREAK = r"[;\t\r\n]"
_BLANKS = r"[\p{Z}\p{C}--;\t\r\n]*"
_SIGN = "[=+\\-@＝＋－＠]"
_START = rf"^(?:[\t\r\n]|{_BLANKS}{_SIGN})"
_WITHIN = rf"({_BREAK})({_BLANKS}{_SIGN})"
_HARMLESS = r"^(?:[+-]?[0-9][0-9,]*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?%?|-+)$"

# Digits, Latin letters and Chinese characters begin nearly every cell and every item of a list, and
# one look tells so.
_SUSPICIOUS = rf"(?:^|{_BREAK})[^0-9:-<A-~\x{{3400}}-\x{{9fff}}]"


def tamed(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with no text or category that a spreadsheet would compute.

    See `tamed_text` for what becomes of a cell. Nearly all cells cost one look, and columns of
    categories only a look at these.
    """
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    suspicious = frame.select(pl.col(texts).str.contains(_SUSPICIOUS).fill_null(False))
    changed = []
    for column in suspicious:
        if column.any():
            rows = column.arg_true()
            whole = frame[column.name]
            tame = whole.gather(rows).to_frame().select(tamed_text(pl.all())).to_series()
            changed.append(whole.scatter(rows, tame))
    for name, dtype in frame.schema.items():
        if isinstance(dtype, (pl.Categorical, pl.Enum)):
            categories = frame[name].unique().cast(pl.String)
            if categories.str.contains(_SUSPICIOUS).any():
                changed.append(frame.select(tamed_text(pl.col(name).cast(pl.String))).to_series())
    return frame.with_columns(changed)


def tamed_text(text: pl.Expr) -> pl.Expr:
    """The text with an apostrophe before everything that a spreadsheet would compute.

    >>> pl.select(tamed_text(pl.lit("=1+1"))).item()
    "'=1+1"
    """
    within = text.str.replace_all(_WITHIN, "${1}'${2}")
    safe = pl.when(within.str.contains(_START)).then(pl.lit("'") + within).otherwise(within)
    return pl.when(text.str.contains(_HARMLESS)).then(text).otherwise(safe)
