"""Writing a result table frame by frame, in the form that the ending of its file names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import polars as pl

from huiqi.base.diagnostics import Language
from huiqi.base.source import printable
from huiqi.present.save import CannotSave, Draft, saving
from huiqi.present.tables.delimited import Delimited
from huiqi.present.tables.excel import Excel, check_rows
from huiqi.present.tables.jsonl import JsonLines
from huiqi.present.tables.parquet import Parquet

Sheets = Mapping[str, pl.DataFrame]
"""Summaries to go with a table, by title."""


class Form(Protocol):
    """One way to write a table into a draft; `begin` comes first, then `end` or `drop`.

    `begin` sees the first frame, which fixes the columns; `add` gets it once more.
    """

    def begin(self, first: pl.DataFrame) -> None:
        """Take the columns."""

    def add(self, frame: pl.DataFrame) -> None:
        """Take further rows."""

    def end(self, sheets: Sheets) -> None:
        """Bring everything into the draft."""

    def drop(self) -> None:
        """Let go of what is in use; harmless at any time."""


FORMS: Mapping[str, Callable[[Draft, Path, Language], Form]] = MappingProxyType(
    {
        ".csv": lambda draft, *_: Delimited(draft, ","),
        ".tsv": lambda draft, *_: Delimited(draft, "\t"),
        ".xlsx": Excel,
        ".parquet": lambda draft, *_: Parquet(draft),
        ".jsonl": lambda draft, *_: JsonLines(draft),
    }
)
"""The forms a table can take, by the ending of the file."""


def has_form(path: Path) -> bool:
    """Whether the ending of the file names a form a table can take."""
    return path.suffix.lower() in FORMS


def open_table(path: Path, *, lang: Language, rows: int | None = None) -> TableWriter:
    """A writer for a table at the path; `lang` is that of the titles huiqi itself gives.

    `rows`: how many there will be, where it is known; too many for a workbook are then refused
    before any work is done.

    Raises: CannotSave: the ending names no form of a table, or nothing can be written there.
    """
    if not has_form(path):
        ending = printable(path.suffix) or "-"
        zh = f"不认识扩展名 {ending}，请用 {'、'.join(FORMS)}"
        en = f"unknown ending {ending}; use {', '.join(FORMS)}"
        raise CannotSave(path, zh, en)
    if rows is not None and path.suffix.lower() == ".xlsx":
        check_rows(path, rows)
    return TableWriter(path, lang)


class TableWriter:
    """A table being written; the file takes its name when `finish` has made it whole.

    The first frame fixes the columns. Memory holds a few frames at a time, whatever their number.
    As a context it abandons the table unless it was finished.
    """

    def __init__(self, path: Path, lang: Language) -> None:
        self.path = path
        self.rows = 0
        self._draft = Draft(path)
        self._form = FORMS[path.suffix.lower()](self._draft, path, lang)
        self._schema: pl.Schema | None = None

    def write(self, frame: pl.DataFrame) -> None:
        """Add the rows of a frame with the columns of the first.

        Raises: CannotSave: they cannot be written (disk, permission, too many for the form).
        ValueError: the columns or their types differ from those of the first frame.
        """
        if not frame.columns:
            raise ValueError("a table has columns")
        with saving(self.path):
            if self._schema is None:
                self._form.begin(frame)
                self._schema = frame.schema
            elif frame.schema != self._schema:
                raise ValueError(f"columns {frame.schema} instead of {self._schema}")
            self._form.add(frame)
        self.rows += frame.height

    def finish(self, sheets: Sheets | None = None) -> None:
        """Make the file whole under its name; `sheets` come first in a workbook, else nowhere.

        Titles are made to fit where a workbook takes them otherwise.

        A table without rows still needs a frame, which names its columns.

        Raises: CannotSave: it cannot be written; what was there before is untouched.
        ValueError: there was no frame.
        """
        if self._schema is None:
            raise ValueError("a table needs a frame that names its columns")
        with saving(self.path):
            self._form.end(sheets or {})
        self._draft.publish()

    def abandon(self) -> None:
        """Leave what was there before; harmless after `finish`."""
        try:
            self._form.drop()
        finally:
            self._draft.discard()

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(self, *_: Any) -> None:
        self.abandon()
