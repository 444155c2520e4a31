"""Opening a company file of any kind, by what it holds and not by what it is called."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import polars as pl

from huiqi.base.diagnostics import CompaniesError, Diagnostic
from huiqi.base.unreadable import unreadable
from huiqi.load.companies.batch import RawBatch
from huiqi.load.companies.delimited import open_delimited
from huiqi.load.rulebook import shown_name

Kind = Literal["delimited", "spreadsheet", "parquet"]
_SAMPLED = 500
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF", "a PDF"),
    (b"\x1f\x8b", "gzip 压缩包", "compressed with gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd 压缩包", "compressed with zstd"),
    (b"Rar!", "RAR 压缩包", "a RAR archive"),
    (b"7z\xbc\xaf", "7z 压缩包", "a 7z archive"),
    (b"\x89PNG", "图片", "an image"),
    (b"\xff\xd8\xff", "图片", "an image"),
)
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")


@dataclass(frozen=True)
class CompanyFile:
    """A table of companies, found readable; its rows are read when `batches` is run through.

    `warnings` are what was noticed while opening it (other sheets, no companies), `titles` the
    cells above the header ("单位：万元").
    """

    name: str
    kind: Kind
    headers: tuple[str, ...]
    _read: Callable[[int], Iterator[RawBatch]] = field(repr=False)
    warnings: tuple[Diagnostic, ...] = ()
    titles: tuple[str, ...] = ()

    def batches(self, rows: int = 65_536) -> Iterator[RawBatch]:
        """All rows in order, at most `rows` at a time; each call reads the file anew.

        Every row of the file that is not blank is in a frame or among the rejects.

        Raises: CompaniesError: the file cannot be read to its end.
        """
        try:
            yield from self._read(rows)
        except OSError as error:
            raise CompaniesError([unreadable(error, self.name)]) from None

    def sample(self, rows: int = _SAMPLED) -> pl.DataFrame:
        """The first companies, by which the meaning of a column is judged."""
        for batch in self.batches(rows):
            if not batch.frame.is_empty():
                return batch.frame
        return pl.DataFrame(schema=dict.fromkeys(self.headers, pl.String))


def open_companies(
    path: Path, *, sheet: str | None = None, known: Collection[str] = ()
) -> CompanyFile:
    """Open a file of companies: CSV and its kin, XLSX, XLS, ODS or Parquet.

    `known` are the header keys by which the header row is told from titles above it
    (`mapping.known_headers`); `sheet` names a sheet of a spreadsheet.

    Raises: CompaniesError: no such file, not readable, not a table, or no header row.
    """
    name = shown_name(path)
    try:
        return _open(path, name, sheet, known)
    except (OSError, ValueError) as error:
        raise CompaniesError([unreadable(error, name)]) from None


def _open(path: Path, name: str, sheet: str | None, known: Collection[str]) -> CompanyFile:
    path.stat()
    if not path.is_file():
        raise CompaniesError([Diagnostic("HQ620", where=name)])
    with path.open("rb") as file:
        head = file.read(512)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise CompaniesError([Diagnostic("HQ621", where=name)])
    if head.startswith(b"PAR1"):
        from huiqi.load.companies.parquet import open_parquet

        table = open_parquet(path, name)
        return CompanyFile(name, "parquet", table.headers, table.read, _none(table.rows, name))
    if head.startswith(_SPREADSHEETS):
        from huiqi.load.companies.spreadsheet import open_spreadsheet

        book = open_spreadsheet(path, name, sheet, known)
        return CompanyFile(name, "spreadsheet", book.headers, book.read, book.warnings, book.titles)
    _refuse_foreign(head, name)
    if sheet is not None:
        raise CompaniesError([Diagnostic("HQ629", {"sheet": sheet, "known": "—"}, where=name)])
    text = open_delimited(path, name, known)
    return CompanyFile(name, "delimited", text.headers, text.read, (), text.titles)


def _none(rows: int, name: str) -> tuple[Diagnostic, ...]:
    return () if rows else (Diagnostic("HQ626", where=name),)


def _refuse_foreign(head: bytes, name: str) -> None:
    for mark, zh, en in _FOREIGN:
        if head.startswith(mark):
            raise CompaniesError([Diagnostic("HQ627", {"kind_zh": zh, "kind_en": en}, where=name)])
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        args = {"kind_zh": "网页", "kind_en": "a web page"}
        raise CompaniesError([Diagnostic("HQ627", args, where=name)])
