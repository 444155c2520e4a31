"""Looking through an XLSX or ODS before it is opened: its size, its reach, lost results.

The spreadsheet reader lays a sheet out as a full rectangle in memory; a few bytes can claim the
cell in the last corner. And it reads `#N/A` as an empty cell, and a formula that no spreadsheet
program has worked out yet. So the reach is measured first, in a stream, and such cells are noted.
"""

from __future__ import annotations

import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import IO
from xml.parsers import expat

from huiqi.base.diagnostics import CompaniesError, Diagnostic
from huiqi.load.companies.damage import damaged
from huiqi.load.companies.ods_survey import TooFar, survey_ods
from huiqi.load.companies.sheet_survey import Place, SheetError, survey_sheet

MOST_BYTES = 2 << 30
"""Bytes a workbook may have once unpacked."""
MOST_SHARED_BYTES = 512 << 20
"""Bytes the texts that cells share may have; all are held in memory, the empty ones too."""
MOST_CELLS = 60_000_000
"""Cells of the rectangle from A1 to the last cell in use."""
_SHARED = "sharedstrings.xml"
_TABLES = "content.xml"
"""The part of an ODS that holds its cells."""


@dataclass(frozen=True)
class Survey:
    """Per sheet, by its place in the workbook: cells without a result, (row, column) from 0 → text.

    The text is that of the error (`#N/A`) or of the formula (`=B2*2`).
    """

    lost: dict[int, dict[Place, str]] = field(default_factory=dict)


def survey_xlsx(file: IO[bytes], name: str) -> Survey:
    """Look through the file; of an archive that is neither XLSX nor ODS only the size is looked at.

    Raises: CompaniesError: too large, or broken.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            _check_sizes(archive, name)
            if _TABLES in archive.namelist():
                with archive.open(_TABLES) as stream:
                    survey_ods(stream, MOST_CELLS)
            return _survey(archive, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, SheetError) as error:
        raise damaged(str(error), name) from None
    except TooFar as far:
        raise _too_far(name, far.rows, far.columns) from None
    except RuntimeError:
        raise CompaniesError([Diagnostic("HQ659", where=name)]) from None


def _check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    sizes = [(entry.filename.lower(), entry.file_size) for entry in archive.infolist()]
    whole = sum(size for _, size in sizes)
    shared = sum(size for part, size in sizes if part.endswith(_SHARED))
    for size, limit in ((whole, MOST_BYTES), (shared, MOST_SHARED_BYTES)):
        if size > limit:
            raise _too_large(name, f"{size} bytes once unpacked", limit)


def _survey(archive: zipfile.ZipFile, name: str) -> Survey:
    places = _places(archive)
    lost = {}
    # A sheet may have any name: whichever part holds cells is one.
    for entry in archive.infolist():
        reach = survey_sheet(partial(archive.open, entry))
        if reach is None:
            continue
        if reach.rows * reach.columns > MOST_CELLS:
            raise _too_far(name, reach.rows, reach.columns)
        place = places.get(entry.filename.lower())
        if place is not None:
            lost[place] = reach.lost
    return Survey(lost)


def _places(archive: zipfile.ZipFile) -> dict[str, int]:
    """The place of each sheet file in the workbook, by its name in small letters."""
    targets: dict[str, str] = {}
    order: list[str] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            ids = [value for key, value in attributes.items() if key.endswith(":id")]
            order.append(ids[0] if ids else "")

    for part, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        parser = expat.ParserCreate()
        parser.StartElementHandler = handler
        # The spreadsheet reader says what is wrong with a part, or passes over it.
        with suppress(KeyError, expat.ExpatError), archive.open(part) as stream:
            parser.ParseFile(stream)
    return {_full_name(targets.get(one, "")): place for place, one in enumerate(order)}


def _full_name(target: str) -> str:
    return (target[1:] if target.startswith("/") else f"xl/{target}").lower()


def _too_far(name: str, rows: int, columns: int) -> CompaniesError:
    return _too_large(name, f"{rows} rows × {columns} columns", MOST_CELLS)


def _too_large(name: str, size: str, limit: int) -> CompaniesError:
    return CompaniesError([Diagnostic("HQ631", {"size": size, "limit": limit}, where=name)])
