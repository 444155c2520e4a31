"""Addresses without their house numbers: nearly as few as there are streets.

Where a company sits is read from the front of its address. Every house has another text, and each
would be read anew; but the digits at the end, with what stands between them, decide nothing: no
name of a division or zone holds a digit, and what comes before is read as it is.
"""

from __future__ import annotations

import polars as pl

_HOUSE = "0-9A-Za-z号栋幢座楼层室单元之#-"
# A code may stand first, also behind the name of the state; so the digits need a word before them.
_TAIL = rf"([\p{{Han}}--国])[0-9][{_HOUSE}]*$"
_LONGEST = 500
"""Bytes; what is longer is no address and read as it is."""


def street(addresses: pl.Series) -> pl.Series:
    """The texts without outer blanks, with the digit 1 for their house numbers; null stays null.

    >>> street(pl.Series(["泉州市洛江区万荣街12号3栋1205室", "350504"])).to_list()
    ['泉州市洛江区万荣街1', '350504']
    """
    text = pl.col("")
    bare = text.str.strip_chars().str.replace(_TAIL, "${1}1")
    short = pl.when(text.str.len_bytes() <= _LONGEST).then(bare)
    return addresses.alias("").to_frame().select(short.otherwise(text).alias("")).to_series()


def stands_apart(parts: pl.Series) -> bool:
    """Whether parts of a place before the address cannot be found again in its house number."""
    apart = parts.str.contains(rf"^[^0-9]*[^{_HOUSE}][^0-9]*$")
    return bool(apart.all())
