"""Looking through an XLSX or ODS before it is opened: its size, its reach, lost results.

The spreadsheet reader lays a sheet out as a full rectangle in memory; a few bytes can claim the
cell in the last corner. And it reads `#N/A` as an empty cell, and a formula that no spreadsheet
program has worked out yet. So the reach is measured first, in a stream, and such cells are noted.
"""

from __future__ import annotations

import zipfile
import zlib
from array import array
from contextlib import suppress
from functools import partial
from typing import IO
from xml.parsers import expat

from huiqi.load.companies.ods_survey import survey_ods
from huiqi.load.companies.shared_texts import SharedTexts
from huiqi.load.companies.sheet_survey import SheetError, chunks, survey_sheet
from huiqi.load.companies.survey import IsXlsb, Load, Locked, Survey, TooLarge

MOST_BYTES = 2 << 30
"""Bytes a workbook may have once unpacked."""
MOST_SHARED_BYTES = 512 << 20
"""Bytes the texts that cells share may have; all are held in memory, the empty ones too."""
_SHARED = "sharedstrings.xml"
_XLSB = "xl/workbook.bin"
_TABLES = "content.xml"
"""The part of an ODS that holds its cells."""


def survey_xlsx(file: IO[bytes]) -> Survey:
    """Look through the file; of an archive that is neither XLSX nor ODS only the size is looked at.

    Raises: TooLarge, Locked, IsXlsb, or SheetError: it is broken.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            if any(_place_of(entry) == _XLSB for entry in archive.infolist()):
                raise IsXlsb
            _check_sizes(archive)
            if _TABLES in archive.namelist():
                with archive.open(_TABLES) as stream:
                    survey_ods(stream, Load())
            return _survey(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise SheetError(str(error)) from None
    except RuntimeError:
        raise Locked from None


def _place_of(entry: zipfile.ZipInfo) -> str:
    return entry.filename.replace("\\", "/").lstrip("/").lower()


def _check_sizes(archive: zipfile.ZipFile) -> None:
    sizes = [(entry.filename.lower(), entry.file_size) for entry in archive.infolist()]
    whole = sum(size for _, size in sizes)
    shared = sum(size for part, size in sizes if part.endswith(_SHARED))
    for size, limit in ((whole, MOST_BYTES), (shared, MOST_SHARED_BYTES)):
        if size > limit:
            raise TooLarge(f"{size} bytes once unpacked", limit)


def _survey(archive: zipfile.ZipFile) -> Survey:
    places, load, lost = _places(archive), Load(), {}
    texts = _shared_texts(archive)
    # A sheet may have any name: whichever part holds cells is one.
    for entry in archive.infolist():
        reach = survey_sheet(partial(archive.open, entry), texts)
        if reach is None:
            continue
        load.add(reach.rows, reach.columns, reach.text)
        place = places.get(entry.filename.lower())
        if place is not None:
            lost[place] = reach.lost
    return Survey(lost)


def _shared_texts(archive: zipfile.ZipFile) -> SharedTexts:
    for entry in archive.infolist():
        if entry.filename.lower().endswith(_SHARED):
            with archive.open(entry) as stream:
                return SharedTexts.measured(chunks(stream))
    return SharedTexts(array("L"))


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
