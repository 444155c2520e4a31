"""Which unified social credit codes of a column are right beyond doubt, by their check digit.

GB 32100-2015 法人和其他组织统一社会信用代码编码规则: 18 characters, the first eight of them
digits, the last a check digit modulo 31. What is not right here may be so in another spelling.
"""

from __future__ import annotations

import polars as pl

DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1)
_NONE = 99
_WORD = 8


def right(codes: pl.Series) -> pl.Series:
    """True where a text is a credit code as it should be written; never null."""
    long_enough = (codes.str.len_bytes() == len(WEIGHTS)).fill_null(False)
    found = pl.repeat(False, len(codes), dtype=pl.Boolean, eager=True)
    rows = long_enough.arg_true()
    if rows.is_empty():
        return found
    values = _values(codes.gather(rows).cast(pl.Binary))
    numeric = pl.all_horizontal([pl.col(str(n)) < 10 for n in range(8)])
    known = pl.all_horizontal(pl.all() != _NONE)
    total = pl.sum_horizontal([pl.col(str(n)) * w for n, w in enumerate(WEIGHTS)])
    valid = values.select((numeric & known & (total % len(DIGITS) == 0)).alias("")).to_series()
    return found.scatter(rows, valid)


def _values(codes: pl.Series) -> pl.DataFrame:
    """The value of each character, a column each."""
    table = pl.Series([DIGITS.find(chr(byte)) % 100 for byte in range(256)], dtype=pl.UInt16)
    starts = (0, _WORD, len(WEIGHTS) - _WORD)
    words = {s: codes.bin.slice(s, _WORD).bin.reinterpret(dtype=pl.UInt64) for s in starts}
    columns = []
    for place in range(len(WEIGHTS)):
        start = max(s for s in starts if s <= place)
        byte = words[start] // 256 ** (place - start) % 256
        columns.append(table.gather(byte).alias(str(place)))
    return pl.DataFrame(columns)
