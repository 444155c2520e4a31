"""Reading XLSX, XLS and ODS through calamine: one sheet of a workbook as rows of text."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO

import python_calamine as calamine

from huiqi.base.diagnostics import CompaniesError, Diagnostic, Language, nearest
from huiqi.load.companies.batch import MOST_COLUMNS, RawBatch, Reject, text_frame
from huiqi.load.companies.compound_file import MARK, MOST_BYTES
from huiqi.load.companies.damage import damaged
from huiqi.load.companies.encoding import has_utf8_name
from huiqi.load.companies.head import SEARCHED, find_header, unique_headers
from huiqi.load.companies.header_rows import Group, join_header
from huiqi.load.companies.headers import header_key
from huiqi.load.companies.survey import IsXlsb, Locked, Survey, TooLarge
from huiqi.load.companies.xls_survey import survey_xls
from huiqi.load.companies.xlsx_survey import survey_xlsx

Value = int | float | str | bool | date | datetime | time | timedelta
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SURE_HITS = 2
HELP_SHEETS: dict[Language, str] = {"zh": "填表说明", "en": "Help"}
"""The sheets of our own templates that explain the columns."""


@dataclass(frozen=True)
class Spreadsheet:
    """The sheet chosen: its header stands in sheet row `header_row` (from 1)."""

    name: str
    sheet: str
    headers: tuple[str, ...]
    hits: int
    """Known words in the header."""
    header_row: int
    header_depth: int
    """How many rows the header takes."""
    rows: int
    """The last row of the sheet that is in use."""
    titles: tuple[str, ...]
    """What stands above the header."""
    cells: _Cells = field(repr=False)
    warnings: tuple[Diagnostic, ...] = ()

    @property
    def has_companies(self) -> bool:
        return self.rows > self.header_row + self.header_depth - 1

    @property
    def worth(self) -> tuple[bool, bool, bool]:
        """How likely this is the sheet meant; of equals the first is."""
        return self.hits >= _SURE_HITS, self.has_companies and len(self.headers) > 1, self.hits > 0

    def read(self, rows: int) -> Iterator[RawBatch]:
        """Batches of at most so many rows."""
        header = tuple(self.cells.header(self.header_row))
        numbered = enumerate(self.cells, start=1)
        below = islice(numbered, self.header_row + self.header_depth - 1, None)
        while stretch := list(islice(below, rows)):
            lines, found, rejects = [], [], []
            for line, cells in stretch:
                if tuple(cell or "" for cell in cells) == header:
                    rejects.append(Reject.of(line, "\t".join(header).encode(), "HQ639"))
                elif any(cells):
                    lines.append(line)
                    found.append(cells)
            columns = zip(*found, strict=True) if found else ([] for _ in self.headers)
            frame = text_frame(
                {name: list(column) for name, column in zip(self.headers, columns, strict=True)}
            )
            done = stretch[-1][0] / max(self.rows, 1)
            yield RawBatch(frame, tuple(rejects), done, lines.__getitem__)


@dataclass(frozen=True)
class _Cells:
    """The rows of a sheet from its first, as text; merged stretches filled, lost results named."""

    name: str
    sheet: calamine.CalamineSheet
    lost: Mapping[tuple[int, int], str]

    def __iter__(self) -> Iterator[list[str | None]]:
        first = self.sheet.start[1] if self.sheet.start else 0
        spread = _Spread(self.sheet.merged_cell_ranges or [])
        for row, values in enumerate(self._values()):
            cells: list[str | None] = [None] * len(values)
            if values.count("") < len(values):  # with a stray cell far out most rows are blank
                cells = [as_text(value) for value in values]
            if self.lost:
                for column in range(len(cells)):
                    cells[column] = cells[column] or self.lost.get((row, column + first))
            spread.fill(row, first, cells)
            yield cells

    def _values(self) -> Iterator[list[Value]]:
        row = 1
        try:
            for values in self.sheet.iter_rows():
                yield values
                row += 1
        except BaseException as error:
            # Some cells no reader can hold, such as a duration of a million years.
            if not _is_damage(error):
                raise
            raise damaged(f"{self.sheet.name}, row {row}: {error}", self.name) from None

    def header(self, row: int) -> list[str]:
        """The cells of a row (from 1)."""
        return [cell or "" for cell in next(islice(iter(self), row - 1, None))]


class _Spread:
    """Carries the value of a merged stretch down to the rows it covers."""

    def __init__(self, ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
        tall = [(top, left, bottom) for (top, left), (bottom, _) in ranges if bottom > top]
        self._coming = sorted(tall, reverse=True)
        self._open: dict[int, tuple[int, str | None]] = {}

    def fill(self, row: int, first: int, cells: list[str | None]) -> None:
        while self._coming and self._coming[-1][0] <= row:
            _, column, bottom = self._coming.pop()
            if 0 <= column - first < len(cells):
                self._open[column] = bottom, cells[column - first]
        for column, (bottom, value) in list(self._open.items()):
            if bottom < row:
                del self._open[column]
            elif not cells[column - first]:
                cells[column - first] = value


def as_text(value: Value) -> str | None:
    """A cell as a person would write it; an empty cell is None.

    >>> as_text(12.0), as_text(0.1), as_text(True), as_text(date(2016, 8, 27)), as_text("")
    ('12', '0.1', '是', '2016-08-27', None)
    """
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        # Spreadsheets count with 15 digits; what is behind them is noise of the binary system.
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def open_spreadsheet(
    path: Path, name: str, sheet: str | None, known: Collection[str]
) -> Spreadsheet:
    """Open a workbook and choose its sheet.

    Without a name it is the first sheet with a header of known words, else the first with any
    header; other sheets that hold something are named in a warning.

    Raises: CompaniesError: broken, encrypted, too large, no such sheet, or no header row.
    """
    try:
        with path.open("rb") as file:
            survey = _survey(file)
            file.seek(0)
            content = file if survey.content is None else BytesIO(survey.content)
            with _load(content, path) as book:
                return _choose(book, name, sheet, known, survey)
    except TooLarge as found:
        args = {"size": found.size, "limit": found.limit}
        raise CompaniesError([Diagnostic("HQ631", args, where=name)]) from None
    except IsXlsb:
        args = {"kind_zh": " XLSB 工作簿", "kind_en": "an XLSB workbook"}
        raise CompaniesError([Diagnostic("HQ627", args, where=name)]) from None
    except (Locked, calamine.PasswordError):
        raise CompaniesError([Diagnostic("HQ659", where=name)]) from None
    except BaseException as error:
        if not _is_damage(error):
            raise
        raise _broken(error, path, name) from None


def _survey(file: IO[bytes]) -> Survey:
    head = file.read(len(MARK))
    file.seek(0)
    if head != MARK:
        return survey_xlsx(file)
    size = os.fstat(file.fileno()).st_size
    if size > MOST_BYTES:
        raise TooLarge(f"{size} bytes", MOST_BYTES)
    return survey_xls(file.read())


def _load(file: IO[bytes], path: Path) -> calamine.CalamineWorkbook:
    # By a path it goes by the ending, and what systems export often has a wrong one; but only then
    # does it tell what is wrong with a file.
    try:
        return calamine.load_workbook(file)
    except calamine.CalamineError:
        if isinstance(file, BytesIO) or not has_utf8_name(path):
            raise
        return calamine.load_workbook(path)


def _choose(
    book: calamine.CalamineWorkbook,
    name: str,
    wanted: str | None,
    known: Collection[str],
    survey: Survey,
) -> Spreadsheet:
    names = book.sheet_names
    if wanted is not None and wanted not in names:
        args = {"sheet": wanted, "known": " · ".join(names)}
        raise CompaniesError([Diagnostic("HQ629", args, where=name, near=nearest(wanted, names))])
    candidates: list[Spreadsheet] = []
    others = []
    hidden = [sheet.visible != calamine.SheetVisibleEnum.Visible for sheet in book.sheets_metadata]
    # Of equals the first is chosen, and hidden sheets hold what drop-down lists offer.
    for place in sorted(range(len(names)), key=hidden.__getitem__):
        title = names[place]
        sheet = book.get_sheet_by_name(title)
        if sheet.height and title != wanted and title not in HELP_SHEETS.values():
            others.append(title)
        sure = any(candidate.hits >= _SURE_HITS for candidate in candidates)
        if sheet.height and (title == wanted if wanted is not None else not sure):
            candidates += _with_header(sheet, name, known, survey.lost.get(place, {}))
    if not candidates:
        where = name if wanted is None else f"{name}:{wanted}"
        raise CompaniesError([Diagnostic("HQ624", {"searched": SEARCHED}, where=where)])
    chosen = max(candidates, key=lambda candidate: candidate.worth)
    warnings = []
    others = [title for title in others if title != chosen.sheet]
    if others and wanted is None:
        args = {"sheet": chosen.sheet, "others": "、".join(others)}
        warnings.append(Diagnostic("HQ630", args, where=name))
    if not chosen.has_companies:
        warnings.append(Diagnostic("HQ626", where=name))
    return replace(chosen, warnings=tuple(warnings))


def _with_header(
    sheet: calamine.CalamineSheet,
    name: str,
    known: Collection[str],
    lost: Mapping[tuple[int, int], str],
) -> list[Spreadsheet]:
    """The sheet with its header; nothing where there is none."""
    cells = _Cells(name, sheet, lost)
    top = [[cell or "" for cell in row] for row in islice(cells, SEARCHED)]
    index = find_header(top, known)
    if index is None:
        return []
    first = sheet.start[1] if sheet.start else 0
    groups = [
        Group(row, left - first, right - first)
        for (row, left), (bottom, right) in sheet.merged_cell_ranges or []
        if row == bottom and first <= left < right
    ]
    header, depth = join_header(top, index, known, groups)
    if len(header) > MOST_COLUMNS:
        args = {"found": len(header), "limit": MOST_COLUMNS}
        raise CompaniesError([Diagnostic("HQ625", args, where=f"{name}:{sheet.name}")])
    return [
        Spreadsheet(
            name=name,
            sheet=sheet.name,
            headers=unique_headers(header),
            hits=sum(header_key(cell) in known for cell in header),
            header_row=index + 1,
            header_depth=depth,
            rows=sheet.end[0] + 1 if sheet.end else 0,
            titles=tuple(cell.strip() for row in top[:index] for cell in row if cell.strip()),
            cells=cells,
        )
    ]


def _broken(error: BaseException, path: Path, name: str) -> CompaniesError:
    with path.open("rb") as file:
        encrypted = _ENCRYPTED in file.read(64 << 20)
    if encrypted:
        return CompaniesError([Diagnostic("HQ659", where=name)])
    return damaged(str(error), name)


def _is_damage(error: BaseException) -> bool:
    """Whether the file is to blame; a panic of the reader's Rust code is no Exception."""
    named = isinstance(error, (calamine.CalamineError, OverflowError, ValueError))
    return named or type(error).__name__ == "PanicException"
