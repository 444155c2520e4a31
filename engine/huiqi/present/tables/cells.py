"""Cells of a workbook as XML, column by column.

Text is inline text, never a formula or link, so nothing is put before what looks like one. Whole
numbers of more than 15 digits would lose some, so they are text, as are codes that look like
numbers; so are dates before March 1900, which spreadsheets count wrongly, and NaN. Text over the
length of a cell is cut with a mark. A missing value is no cell.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum

import polars as pl

_MOST_UNITS = 32_767
"""UTF-16 units of text that a cell takes."""
_EXACT = 10**15
_FIRST_DAY = date(1900, 3, 1)
_DAY_ZERO = date(1899, 12, 30)

# What XML or Excel would read as something else: markup, control characters, Excel's own escapes
# of these, and two code points that XML does not know.
_SPECIAL = r"[&<>\x00-\x08\x0b-\x1f\x{fffe}\x{ffff}]|_x[0-9A-Fa-f]{4}_"
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "\ufffe": "\ufffd",
    "\uffff": "\ufffd",
    **{chr(c): f"_x{c:04X}_" for c in range(32) if chr(c) not in "\t\n"},
}

_KEEP_SPACE = ' xml:space="preserve"'


class Style(IntEnum):
    """The formats of cells, by their place in the workbook's list of styles."""

    TEXT = 1
    WHOLE = 2
    REAL = 3
    DAY = 4
    FLAG = 5
    WRAPPED = 6
    HEADING = 7
    HEADING_OF_NUMBERS = 8


def letters(column: int) -> str:
    """The name of a column, counted from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(65 + letter) + name
    return name


def style_of(dtype: pl.DataType) -> Style:
    """The format of cells of a type."""
    if dtype.is_integer():
        return Style.WHOLE
    if dtype.is_float() or dtype.is_decimal():
        return Style.REAL
    if dtype == pl.Date:
        return Style.DAY
    return Style.FLAG if dtype == pl.Boolean else Style.TEXT


def cells(column: pl.Series, place: int, row: pl.Expr, text: Style, mark: str) -> pl.Expr:
    """The cells of a column as XML, "" where there is no value.

    `place` counts columns from 0, `row` gives the number of the row as text; `text` is the format
    of text, `mark` what is put behind a text that is cut.
    """
    value = pl.lit(column)
    style = style_of(column.dtype)

    def cell(style: Style, kind: str, before: str, content: pl.Expr, after: str) -> pl.Expr:
        head = pl.lit(f'<c r="{letters(place)}')
        attributes = pl.lit(f'" s="{style.value}"{kind}>{before}')
        whole = pl.concat_str(head, row, attributes, content, pl.lit(f"{after}</c>"))
        return whole.fill_null("")

    def of_text(texts: pl.Series) -> pl.Expr:
        # Said only where it matters, since most of the file is these words.
        spaced = texts.str.contains(r"^\s|\s$").any()
        before = f"<is><t{_KEEP_SPACE if spaced else ''}>"
        content = pl.lit(_escaped(_fitting(texts, mark)))
        return cell(text, ' t="inlineStr"', before, content, "</t></is>")

    if style is Style.TEXT:
        return of_text(column.cast(pl.String))
    if style is Style.FLAG:
        return cell(style, ' t="b"', "<v>", value.cast(pl.UInt8).cast(pl.String), "</v>")
    if style is Style.DAY:
        number = (value - pl.lit(_DAY_ZERO)).dt.total_days().cast(pl.String)
    else:
        number = value.cast(pl.String)
    numbers = cell(style, "", "<v>", number, "</v>")
    countable = _countable(column, style)
    if countable.all():
        return numbers
    return pl.when(pl.lit(countable)).then(numbers).otherwise(of_text(column.cast(pl.String)))


def _countable(column: pl.Series, style: Style) -> pl.Series:
    """Where a spreadsheet keeps the number or day as it is."""
    if style is Style.DAY:
        return column >= _FIRST_DAY
    if column.dtype.is_float():
        return column.is_finite()
    if column.dtype.is_decimal():
        digits = column.cast(pl.String).str.replace_all(r"[-.]", "").str.strip_chars("0")
        return digits.str.len_chars() <= 15
    # Wide enough for the bounds, which not every type of whole numbers is.
    return column.cast(pl.Int128).is_between(-_EXACT, _EXACT, closed="none")


def _escaped(texts: pl.Series) -> pl.Series:
    if not texts.str.contains(_SPECIAL).any():
        return texts
    texts = texts.str.replace_all(r"_(x[0-9A-Fa-f]{4}_)", "_x005F_${1}")
    # The ampersand comes first, before there are any of ours.
    for character, spelled in _ESCAPES.items():
        texts = texts.str.replace_all(character, spelled, literal=True)
    return texts


def escaped(text: str) -> str:
    """A text as it may stand in an element of a sheet."""
    return str(_escaped(pl.Series([text], dtype=pl.String))[0])


def _fitting(texts: pl.Series, mark: str) -> pl.Series:
    """Texts, or as much of each as a cell takes and the mark."""
    long = texts.str.len_chars() > _MOST_UNITS // 2
    if not long.any():
        return texts
    return pl.Series(texts.name, [t and _cut(t, mark) for t in texts], dtype=pl.String)


def _cut(text: str, mark: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _MOST_UNITS:
        return text
    return units[: 2 * (_MOST_UNITS - len(mark))].decode("utf-16-le", errors="ignore") + mark
