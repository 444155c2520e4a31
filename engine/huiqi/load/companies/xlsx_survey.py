"""Looking through an XLSX before it is opened: its size once unpacked, its reach, lost results.

The spreadsheet reader lays a sheet out as a full rectangle in memory; a few bytes can claim the
cell in the last corner. And it reads `#N/A` as an empty cell, and a formula that no spreadsheet
program has worked out yet. So the reach is measured first, in a stream, and such cells are noted.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from huiqi.base.diagnostics import CompaniesError, Diagnostic
from huiqi.load.companies.damage import damaged

MOST_BYTES = 2 << 30
"""Bytes a workbook may have once unpacked."""
MOST_CELLS = 60_000_000
"""Cells of the rectangle from A1 to the last cell in use."""
_CHUNK = 4 << 20
_OVERLAP = 4096
_MOST_LOST = 100_000
_CELL = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?\bt="e"[^>]*>'
    rb"(?:<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]{0,2000}</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]{1,20})<"
)
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\b([^>]*?)\br="([A-Z]{1,3})(\d{1,7})"([^>]*)>'
    rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]{0,2000})</(?:\w+:)?f>)"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?</(?:\w+:)?c>"
)
"""A formula without its result. One whose result is an empty text is marked as a text."""
_SHEET = re.compile(rb'<(?:\w+:)?sheet\b[^>]*?\br:id="([^"]+)"')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb'\b(Id|Target)="([^"]*)"')


@dataclass(frozen=True)
class Survey:
    """Per sheet, by its place in the workbook: cells without a result, (row, column) from 0 → text.

    The text is that of the error (`#N/A`) or of the formula (`=B2*2`).
    """

    lost: dict[int, dict[tuple[int, int], str]] = field(default_factory=dict)


def survey_xlsx(path: Path, name: str) -> Survey | None:
    """Look through the file; None where it is no XLSX.

    Raises: CompaniesError: too large, or broken.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            if size > MOST_BYTES:
                raise _too_large(name, bytes=size, limit=MOST_BYTES)
            names = archive.namelist()
            sheets = [
                one for one in names if one.startswith("xl/worksheets/") and one[-4:] == ".xml"
            ]
            if not sheets:
                return None
            places = _places(archive)
            found = {places.get(one): _survey_sheet(archive, one, name) for one in sheets}
            return Survey({place: lost for place, lost in found.items() if place is not None})
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, KeyError) as error:
        raise damaged(str(error), name) from None
    except RuntimeError:
        raise CompaniesError([Diagnostic("HQ659", where=name)]) from None


def column_number(letters: bytes) -> int:
    """The number of a column from 0.

    >>> column_number(b"A"), column_number(b"XFD")
    (0, 16383)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _places(archive: zipfile.ZipFile) -> dict[str, int]:
    """The place of each sheet file in the workbook."""
    try:
        order = _SHEET.findall(archive.read("xl/workbook.xml"))
        relations = _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    except KeyError:
        return {}
    targets: dict[bytes, bytes] = {}
    for relation in relations:
        attributes = dict(_ATTRIBUTE.findall(relation))
        targets[attributes.get(b"Id", b"")] = attributes.get(b"Target", b"")
    return {
        _full_name(targets.get(identity, b"").decode("utf-8", "replace")): place
        for place, identity in enumerate(order)
    }


def _full_name(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _survey_sheet(archive: zipfile.ZipFile, sheet: str, name: str) -> dict[tuple[int, int], str]:
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    lost: dict[tuple[int, int], str] = {}
    for chunk in _chunks(archive, sheet):
        for column, row in _CELL.findall(chunk):
            columns.add(column)
            rows.add(row)
        if len(lost) < _MOST_LOST:
            lost.update(_lost(chunk))
    width = max(map(column_number, columns), default=0) + 1
    height = max(map(int, rows), default=0)
    if width * height > MOST_CELLS:
        raise _too_large(name, rows=height, columns=width, limit=MOST_CELLS)
    return lost


def _lost(chunk: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """The cells of a piece that hold no result."""
    if b't="e"' in chunk:
        for column, row, text in _ERROR.findall(chunk):
            yield (int(row) - 1, column_number(column)), text.decode("utf-8", "replace")
    if b"</f>" in chunk or b":f>" in chunk or b"<f " in chunk:
        for before, column, row, behind, formula in _FORMULA.findall(chunk):
            if b't="str"' not in before + behind:
                text = unescape(formula.decode("utf-8", "replace"))
                yield (int(row) - 1, column_number(column)), f"={text or '?'}"


def _chunks(archive: zipfile.ZipFile, sheet: str) -> Iterator[bytes]:
    """The sheet in pieces that overlap, so that no cell is cut in two."""
    tail = b""
    with archive.open(sheet) as stream:
        while piece := stream.read(_CHUNK):
            yield tail + piece
            tail = piece[-_OVERLAP:]


def _too_large(name: str, **args: object) -> CompaniesError:
    what = "{bytes} bytes once unpacked" if "bytes" in args else "{rows} rows × {columns} columns"
    shown = what.format(**args)
    finding = Diagnostic("HQ631", {"size": shown, "limit": args["limit"]}, where=name)
    return CompaniesError([finding])
