"""Addresses without their house numbers: nearly as few as there are streets.

Where a company sits is read from the front of its address, and every house has another text. But no
name of a division or zone holds a digit, names are read one after the other from the start, and a
zone is noticed only where the place ends: so what stands behind the first digit decides nothing,
unless the digit may begin a code. A digit 1 in its place is read alike.
"""

from __future__ import annotations

import polars as pl

# A code may stand first, also behind the name of the state; so the digit needs a word before it.
_WORD = r"([\x{4e00}-\x{9fff}--国])"
# What is no blank, no quotation mark, and stays what it is in half-width characters (NFKC).
_PLAIN = r"!#-&(-~、。·—\x{4e00}-\x{9fff}"
_WIDE = "！-～"
_REST = rf"{_WORD}[0-9][{_PLAIN}]*$"
_WIDE_REST = rf"{_WORD}(?:[0-9][{_PLAIN}]*[{_WIDE}]|[０-９])[{_PLAIN}{_WIDE}]*$"
_HOUSE = "0-9A-Za-z号栋幢座楼层室单元之#-"
_HOUSE_NUMBER = rf"{_WORD}[0-9][{_HOUSE}]*$"
_LONGEST = 500
"""Bytes; what is longer is no address and read as it is."""


def front(addresses: pl.Series) -> pl.Series:
    """The texts without outer blanks, up to their first digit; null stays null.

    A full-width digit stands for what holds full-width characters, since these are repaired.

    >>> front(pl.Series(["泉州市万荣街12号东侧（自主申报）", "晋江市2路", "350504"])).to_list()
    ['泉州市万荣街１', '晋江市1', '350504']
    """
    text = pl.col("").str.strip_chars()
    return _short(addresses, text.str.replace(_REST, "${1}1").str.replace(_WIDE_REST, "${1}１"))


def street(addresses: pl.Series) -> pl.Series:
    """The same for addresses that stand beside other parts of the place: without house numbers.

    A part that the address repeats is left out of the place, so nothing else may be lost here.

    >>> street(pl.Series(["万荣街12号3栋1205室", "万荣街12号东侧"])).to_list()
    ['万荣街1', '万荣街12号东侧']
    """
    return _short(addresses, pl.col("").str.strip_chars().str.replace(_HOUSE_NUMBER, "${1}1"))


def stands_apart(parts: pl.Series) -> bool:
    """Whether other parts of a place cannot be found again in a house number."""
    apart = parts.str.contains(rf"^[^0-9]*[^{_HOUSE}][^0-9]*$")
    return bool(apart.all())


def _short(addresses: pl.Series, shortened: pl.Expr) -> pl.Series:
    text = pl.col("")
    short = pl.when(text.str.len_bytes() <= _LONGEST).then(shortened).otherwise(text)
    return addresses.alias("").to_frame().select(short.alias("")).to_series()
