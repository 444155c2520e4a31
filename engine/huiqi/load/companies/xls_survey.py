"""Looking through an XLS before it is opened, and handing on only what was looked at.

The spreadsheet reader believes an XLS: it lays a sheet out up to its last cell, makes room for as
many cells and texts as are announced, copies a shared text for each cell that names it, and spells
out formulas. So its records are walked first ([MS-XLS]); values, shared texts, formats and merged
stretches go into a new file, with formulas replaced by their results and all else left out.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass

from huiqi.load.companies.compound_file import CompoundError, CompoundFile, write_stream
from huiqi.load.companies.sheet_survey import MOST_LOST, Place
from huiqi.load.companies.survey import Load, Locked, Survey
from huiqi.load.companies.xls_texts import TextsError, text_lengths

_BOF, _EOF, _SHEET, _SHARED, _CONTINUE, _PASSWORD = 0x809, 0x0A, 0x85, 0xFC, 0x3C, 0x2F
_BOOK = {0x42: 2, 0x22: 2, 0x41E: 6, 0xE0: 4, _SHEET: 8, _SHARED: 8}
"""Records kept of the book, with the bytes each must have: code page, date system, formats …"""
_NUMBER, _LABEL, _FLAG, _SMALL, _NAMED, _SMALLS = 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xBD
_FORMULA, _RESULT, _MERGED = 0x06, 0x207, 0xE5
_PLAIN = {_NUMBER, _SMALL, _NAMED}
_CELLS = {_LABEL, _FLAG, _SMALLS, _FORMULA}
_LEAST = {
    _NUMBER: 14,
    _SMALL: 10,
    _NAMED: 10,
    _LABEL: 10,
    _FLAG: 8,
    _SMALLS: 12,
    _FORMULA: 14,
    _RESULT: 4,
    _MERGED: 2,
}
"""Records kept of a sheet, with the bytes each must have."""
_NO_NUMBER = b"\xff\xff"
"""Marks the result of a formula that is a text, a flag, an error or nothing."""
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_NOT_AVAILABLE = 0x2A
MOST_CELLS = 1 << 24
"""Cells of one full sheet of the format; the reader holds all of them twice."""
MOST_TEXT = 200_000_000
"""Characters in all cells; a text that many cells share is held twice for each."""
_HEAD = struct.Struct("<HH")
_CELL = struct.Struct("<HHHH2xI")
"""Kind and length of a record, row and column, and which of the shared texts it names."""


class XlsError(ValueError):
    """The file is no sound XLS."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"XLS: {reason}")


def survey_xls(data: bytes, most_cells: int = MOST_CELLS, most_text: int = MOST_TEXT) -> Survey:
    """Look through the bytes of a file.

    Raises: XlsError, Locked or TooLarge.
    """
    try:
        file = CompoundFile(data)
        stream = next(filter(None, map(file.stream, ("Workbook", "Book"))), None)
        if stream is None and "EncryptedPackage" in file:
            raise Locked
        if stream is None:
            raise XlsError("there is no workbook in it")
        return _Book(stream, most_cells, most_text).survey()
    except (CompoundError, TextsError) as error:
        raise XlsError(str(error)) from None


@dataclass
class _Sheet:
    """What is kept of a sheet."""

    records: bytearray
    lost: dict[Place, str]
    end: int
    """Where its records end in the old file."""
    rows: int = 0
    columns: int = 0
    text: int = 0
    """Characters of the shared texts that its cells name, each counted once for each cell."""


class _Book:
    def __init__(self, stream: bytes, most_cells: int, most_text: int) -> None:
        self._stream, self._padded = stream, stream + bytes(_CELL.size)
        self._most_cells, self._most_text = most_cells, most_text
        self._lengths = array("H")

    def survey(self) -> Survey:
        records, places = self._globals()
        sheets: list[_Sheet] = []
        # The reader holds all sheets at once, and reads one anew wherever it is named.
        walked, load = 0, Load(self._most_cells, self._most_text)
        for _, start in places:
            sheet = self._sheet(start)
            sheets.append(sheet)
            load.add(sheet.rows, sheet.columns, sheet.text)
            walked += sheet.end - start
            if walked > len(self._stream):
                raise XlsError("its sheets lie upon each other")
        start = len(records)
        for (place, _), sheet in zip(places, sheets, strict=True):
            struct.pack_into("<I", records, place, start)
            start += len(sheet.records)
        content = b"".join([records, *(sheet.records for sheet in sheets)])
        lost = {place: sheet.lost for place, sheet in enumerate(sheets)}
        return Survey(lost, write_stream("Workbook", content))

    def _record(self, at: int) -> tuple[int, int, int]:
        """The kind of the record at a place, where its content begins and where it ends."""
        if at + 4 > len(self._stream):
            raise XlsError("its records break off")
        kind, length = _HEAD.unpack_from(self._stream, at)
        if at + 4 + length > len(self._stream):
            raise XlsError("its records break off")
        return kind, at + 4, at + 4 + length

    def _globals(self) -> tuple[bytearray, list[tuple[int, int]]]:
        """What is kept of the book, and for each sheet where its place is told and what it is."""
        stream, records, places = self._stream, bytearray(), []
        kind, start, at = self._record(0)
        if kind != _BOF or at - start < 4:
            raise XlsError("it does not begin like a workbook")
        records += stream[:at]
        while kind != _EOF:
            before = at
            kind, start, at = self._record(at)
            if kind == _PASSWORD:
                raise Locked
            if at - start < _BOOK.get(kind, 0):
                raise XlsError(f"a record {kind:#x} is too short")
            if kind == _SHEET:
                places.append((len(records) + 4, struct.unpack_from("<I", stream, start)[0]))
            elif kind == _SHARED:
                at = self._shared(start, at)
            if kind in _BOOK or kind == _EOF:
                records += stream[before:at]
        return records, places

    def _shared(self, start: int, end: int) -> int:
        """Measure the shared texts; where the records end that hold them."""
        view = memoryview(self._stream)
        parts = [view[start:end]]
        while end < len(self._stream):
            kind, start, stop = self._record(end)
            if kind != _CONTINUE:
                break
            parts.append(view[start:stop])
            end = stop
        self._lengths = text_lengths(parts)
        return end

    def _sheet(self, at: int) -> _Sheet:
        sheet = _Sheet(bytearray(), {}, at)
        stream, size, lengths = self._stream, len(self._stream), self._lengths
        if at >= size:
            raise XlsError("a sheet lies behind the end")
        padded, begin, depth, text, place = self._padded, at, 0, 0, b""
        last_row = last_column = -1
        while at < size:
            before = at
            kind, length, row, column, value = _CELL.unpack_from(padded, at)
            at += 4 + length
            if at > size or length < _LEAST.get(kind, 0):
                raise XlsError(f"a record {kind:#x} is cut off")
            if kind in _PLAIN and depth < 2:
                last_row = row if row > last_row else last_row
                last_column = column if column > last_column else last_column
                if kind == _NAMED and value < len(lengths):
                    text += lengths[value]
                continue
            sheet.records += stream[begin:before]
            begin = at
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth < 1:
                    break
            elif depth > 1:
                continue  # a chart within the sheet, with values of its own
            elif kind in _LEAST:
                content = stream[before + 4 : at]
                sheet.records += _kept(kind, content, place)
                if kind == _FORMULA:
                    place = content[:6]
                if kind in _CELLS:
                    last_row = max(last_row, row)
                    last_column = max(
                        last_column, column + (length // 6 - 2 if kind == _SMALLS else 0)
                    )
                error = _error(kind, content)
                if error and len(sheet.lost) < MOST_LOST:
                    sheet.lost[row, column] = error
        else:
            sheet.records += stream[begin:at]
        sheet.records += _HEAD.pack(_EOF, 0)
        sheet.text, sheet.end = text, at
        sheet.rows, sheet.columns = last_row + 1, last_column + 1
        return sheet


def _kept(kind: int, content: bytes, place: bytes) -> bytes:
    """What is kept of a record; `place` is that of the last formula."""
    if kind == _FORMULA:
        return _result(content)
    if kind == _LABEL:
        return _label(content[:6], content[6:])
    if kind == _RESULT:
        return _label(place, content) if place else b""
    if kind == _MERGED and len(content) < 2 + 8 * int.from_bytes(content[:2], "little"):
        raise XlsError(f"a record {kind:#x} is cut off")
    return _HEAD.pack(kind, len(content)) + content


def _label(place: bytes, text: bytes) -> bytes:
    """A text in a cell, which announces no more characters than it has."""
    said = min(struct.unpack_from("<H", text)[0], len(text) - 2)
    return b"".join([_HEAD.pack(_LABEL, 6 + len(text)), place, struct.pack("<H", said), text[2:]])


def _result(formula: bytes) -> bytes:
    """The result of a formula as a cell of its own; a text follows in the next record."""
    if formula[12:14] != _NO_NUMBER:
        return _HEAD.pack(_NUMBER, 14) + formula[:14]
    if formula[6] == 1:
        return _HEAD.pack(_FLAG, 8) + formula[:6] + formula[8:9] + b"\0"
    if formula[6] == 2:
        return _HEAD.pack(_FLAG, 8) + formula[:6] + bytes([_NOT_AVAILABLE, 1])
    return b""


def _error(kind: int, content: bytes) -> str | None:
    """The error that a cell holds, if any."""
    if kind == _FLAG and content[7] == 1:
        return _ERRORS.get(content[6], "#?")
    if kind == _FORMULA and content[12:14] == _NO_NUMBER and content[6] == 2:
        return _ERRORS.get(content[8], "#?")
    return None
