"""Tables as Excel workbooks: the summaries, then a sheet with the rows.

The rows go straight into the file, compressed, so memory and disk hold them only once; what every
cell becomes is told in `cells`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl

from huiqi.base.diagnostics import Language
from huiqi.present.save import CannotSave, Draft
from huiqi.present.tables.sheet import Sheet
from huiqi.present.tables.workbook import fitting_title, parts

_MOST_ROWS = 1_048_575
"""Rows of a sheet of Excel, without the heading."""
_MOST_COLUMNS = 16_384
_MOST_BYTES = 2**31 - 2**24
"""XML of a sheet, uncompressed; beyond it not every program reads the archive."""
_TITLES: Mapping[Language, str] = {"zh": "结果", "en": "results"}
_ROWS = "worksheets/rows.xml"


class Excel:
    """A workbook in the making."""

    def __init__(self, draft: Draft, path: Path, lang: Language) -> None:
        self._path = path
        self._lang = lang
        self._file = _Patient(draft.file)
        # A higher level would make files a quarter smaller and take three times as long.
        self._archive = ZipFile(cast(IO[bytes], self._file), "w", ZIP_DEFLATED, compresslevel=3)
        self._rows: IO[bytes] | None = None
        self._sheet = Sheet(_TITLES[lang], lang)
        self._size = 0

    def begin(self, first: pl.DataFrame) -> None:
        if (columns := first.width) > _MOST_COLUMNS:
            zh, en = f"有 {columns} 列，上限 {_MOST_COLUMNS}", f"{columns} columns"
            raise _too_much(self._path, zh, f"{en}, the limit is {_MOST_COLUMNS}")
        self._rows = self._archive.open(f"xl/{_ROWS}", "w")

    def add(self, frame: pl.DataFrame) -> None:
        check_rows(self._path, self._sheet.rows + frame.height)
        self._put(self._sheet.add(frame))

    def end(self, sheets: Mapping[str, pl.DataFrame]) -> None:
        self._put([self._sheet.end()])
        assert self._rows is not None
        self._rows.close()
        listed: list[tuple[str, Sheet]] = []
        for number, (title, frame) in enumerate(sheets.items(), start=1):
            taken = [self._sheet.title, *(sheet.title for _, sheet in listed)]
            sheet = Sheet(fitting_title(title, taken), self._lang, wraps=True)
            text = "".join(sheet.add(frame)) + sheet.end()
            listed.append((f"worksheets/summary{number}.xml", sheet))
            self._part(f"xl/{listed[-1][0]}", text)
        for name, text in parts([*listed, (_ROWS, self._sheet)]):
            self._part(name, text)
        self._archive.close()

    def drop(self) -> None:
        self._file.silent = True
        if self._rows is not None:
            self._rows.close()
        self._archive.close()

    def _part(self, name: str, text: str) -> None:
        with self._archive.open(name, "w") as part:
            part.write(text.encode("utf-8"))

    def _put(self, stretches: Iterable[str]) -> None:
        assert self._rows is not None
        for stretch in stretches:
            content = stretch.encode("utf-8")
            self._size += len(content)
            if self._size > _MOST_BYTES:
                zh = f"前 {self._sheet.rows} 行已占满"
                en = f"its first {self._sheet.rows} rows fill it"
                raise _too_much(self._path, zh, en)
            self._rows.write(content)


def check_rows(path: Path, rows: int) -> None:
    """Whether so many rows go on a sheet.

    Raises: CannotSave: they do not.
    """
    if rows > _MOST_ROWS:
        zh, en = f"有 {rows} 行，上限 {_MOST_ROWS}", f"{rows} rows, the limit is {_MOST_ROWS}"
        raise _too_much(path, zh, en)


def _too_much(path: Path, zh: str, en: str) -> CannotSave:
    return CannotSave(
        path,
        f"Excel 工作表放不下：{zh}；请改用 .csv 或 .parquet",
        f"too much for a sheet of Excel: {en}; choose .csv or .parquet",
    )


class _Patient:
    """A file that fails once and then takes everything in silence.

    A zip archive that could not be written tries again when it is thrown away, and would print
    the error to the screen.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._position = 0
        """Where it would stand, once it is silent; the archive counts with that."""
        self.silent = False

    def write(self, data: bytes) -> int:
        if self.silent:
            self._position += len(data)
            return len(data)
        try:
            return self._file.write(data)
        except OSError:
            self.silent = True
            raise

    def tell(self) -> int:
        return self._position if self.silent else self._file.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        if not self.silent:
            return self._file.seek(offset, whence)
        self._position = offset
        return offset

    def flush(self) -> None:
        if not self.silent:
            self._file.flush()
