"""One sheet of a workbook as XML, in stretches: its head, rows frame by frame, its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from huiqi.base.diagnostics import Language
from huiqi.base.source import display_width
from huiqi.present.tables.cells import Style, cells, escaped, letters, style_of
from huiqi.present.tables.lists import joined

_CUTS: Mapping[Language, str] = {"zh": "……（已截断）", "en": "… (cut)"}
_SAMPLE = 500
"""Rows that are looked at for the width of columns."""
_NARROWEST, _WIDEST, _WIDEST_HEADING = 9, 46, 18
_LINE, _TALLEST = 15, 405
"""The height of a line and the most that a row takes, in points."""
_STRETCH = 4096
"""Rows that are made into XML at a time, so that memory stays flat."""

_HEAD = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\
<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>\
<sheetViews><sheetView workbookViewId="0">\
<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>\
<selection pane="topRight"/><selection pane="bottomLeft"/><selection pane="bottomRight"/>\
</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>"""
_END = """</sheetData><autoFilter ref="{area}"/>\
<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>\
<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>"""


class Sheet:
    """A sheet that grows downwards; `wraps`: long text takes several lines.

    The heading stays in view and filters the rows; columns are as wide as their first rows need.
    """

    def __init__(self, title: str, lang: Language, wraps: bool = False) -> None:
        self.title = title
        self.rows = 0
        self._lang = lang
        self._wraps = wraps
        self._widths: list[int] = []

    def add(self, frame: pl.DataFrame) -> Iterator[str]:
        """The XML of the rows of the frame, and of the head before the first."""
        for stretch in joined(frame).iter_slices(_STRETCH):
            if not self._widths:
                yield self._head(stretch)
            if stretch.height:
                yield self._body(stretch)
                self.rows += stretch.height
        if not self._widths:
            yield self._head(joined(frame))

    def end(self) -> str:
        """The XML after the rows."""
        return _END.format(area=self.area.replace("$", ""))

    @property
    def area(self) -> str:
        """Where heading and rows stand, such as $A$1:$C$10."""
        return f"$A$1:${letters(max(len(self._widths), 1) - 1)}${self.rows + 1}"

    def _head(self, frame: pl.DataFrame) -> str:
        columns = frame.get_columns()
        self._widths = [_width(column) for column in columns]
        widths = "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
            for n, width in enumerate(self._widths, start=1)
        )
        heads = "".join(_heading(number, column) for number, column in enumerate(columns))
        lines = max(map(_lines, frame.columns, self._widths), default=1)
        row = f'<row r="1"{_height(lines)}>{heads}</row>'
        return _HEAD.format(columns=widths) + row

    def _body(self, frame: pl.DataFrame) -> str:
        number = pl.int_range(self.rows + 2, self.rows + 2 + frame.height, eager=True)
        row = pl.lit(number.cast(pl.String))
        text = Style.WRAPPED if self._wraps else Style.TEXT
        made = [
            cells(column, place, row, text, _CUTS[self._lang])
            for place, column in enumerate(frame.get_columns())
        ]
        start = pl.concat_str(pl.lit('<row r="'), row, pl.lit('"'), self._heights(frame))
        rows = pl.concat_str(start, pl.lit(">"), *made, pl.lit("</row>"))
        return str(pl.select(rows.alias("")).to_series().str.join("").item())

    def _heights(self, frame: pl.DataFrame) -> pl.Expr:
        """Rows of one line take the usual height; not every program measures wrapped ones."""
        if not self._wraps:
            return pl.lit("")
        lines = [
            max((_lines(str(value), width) for value, width in zip(row, self._widths, strict=True)))
            for row in frame.iter_rows()
        ]
        return pl.lit(pl.Series([_height(n) for n in lines]))


def _height(lines: int) -> str:
    return f' ht="{min(lines * _LINE, _TALLEST)}" customHeight="1"'


def _heading(number: int, column: pl.Series) -> str:
    numeric = style_of(column.dtype) in (Style.WHOLE, Style.REAL)
    style = Style.HEADING_OF_NUMBERS if numeric else Style.HEADING
    return (
        f'<c r="{letters(number)}1" s="{style.value}" t="inlineStr">'
        f'<is><t xml:space="preserve">{escaped(column.name)}</t></is></c>'
    )


def _width(column: pl.Series) -> int:
    """Columns of text that show a column's first cells, within bounds; the heading wraps."""
    shown = column.head(_SAMPLE).drop_nulls().cast(pl.String)
    widest = max((display_width(line) for text in shown for line in text.splitlines()), default=0)
    heading = min(display_width(column.name), _WIDEST_HEADING)
    # Three more for the button of the filter.
    return min(max(widest, heading + 3, _NARROWEST), _WIDEST) + 1


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a column; the last characters of a line may not fit."""
    return sum(max(1, -(-display_width(line) // (width - 2))) for line in text.split("\n"))
