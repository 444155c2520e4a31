"""Writing an empty company file: CSV with the headers, or XLSX with a sheet that explains them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]

from huiqi.base.diagnostics import Language
from huiqi.load.companies.mapping import ID
from huiqi.load.companies.spreadsheet import HELP_SHEETS
from huiqi.load.companies.template import Column
from huiqi.present.save import save_bytes
from huiqi.present.tables.formulas import tamed

FORMS = (".csv", ".xlsx")
_ROWS = 5000
"""Rows below the header that offer the choices of their column."""
_LONGEST_CHOICES = 255
_WORDS: dict[Language, tuple[str, tuple[str, ...]]] = {
    "zh": ("企业", ("列", "含义", "怎么填", "事实编号")),
    "en": ("Companies", ("Column", "Meaning", "How to fill it in", "Fact")),
}


def write_template(path: Path, columns: Sequence[Column], lang: Language) -> None:
    """Write the file; its ending chooses the form.

    Raises: CannotSave: the file cannot be written.
    """
    xlsx = path.suffix.lower() == ".xlsx"
    save_bytes(path, _workbook(columns, lang) if xlsx else _csv(columns))


def _csv(columns: Sequence[Column]) -> bytes:
    text = io.StringIO(newline="")
    # Labels of a rulebook from elsewhere could be formulas.
    headers = tamed(pl.DataFrame({"header": [column.header for column in columns]}))
    csv.writer(text, lineterminator="\r\n").writerow(headers.to_series())
    # The mark tells spreadsheet programs that it is UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _workbook(columns: Sequence[Column], lang: Language) -> bytes:
    content = io.BytesIO()
    title, heads = _WORDS[lang]
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        as_text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(columns):
            # A code of 18 digits would lose its last ones as a number.
            sheet.set_column(place, place, 18, as_text if column.target == ID else None)
            sheet.write_string(0, place, column.header, bold)
            if offered := _offered(column.choices):
                choice = {"validate": "list", "source": offered, "show_error": False}
                sheet.data_validation(1, place, _ROWS, place, choice)
        explained = book.add_worksheet(HELP_SHEETS[lang])
        explained.set_column(0, 0, 28)
        explained.set_column(1, 2, 60)
        explained.set_column(3, 3, 28)
        explained.freeze_panes(1, 0)
        for place, head in enumerate(heads):
            explained.write_string(0, place, head, bold)
        for row, column in enumerate(columns, start=1):
            for place, text in enumerate(
                (column.header, column.meaning, column.how, column.target)
            ):
                explained.write_string(row, place, text, wrap)
    return content.getvalue()


def _offered(choices: Sequence[str]) -> list[str]:
    """The choices as a workbook can list them; none where it cannot: a comma would part one."""
    quoted = [choice.replace('"', '""') for choice in choices]
    fits = len(",".join(quoted)) <= _LONGEST_CHOICES
    return quoted if fits and not any("," in choice for choice in choices) else []
