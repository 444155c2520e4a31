"""Looking through one sheet of an XLSX: how far its cells reach, and which have lost their result.

Nearly all sheets write `<c r="B2" …>` for a cell, and patterns read them fast; a sheet that holds
any cell written otherwise is read as the XML it is. Neither may take longer than the sheet is long:
no pattern reads past a tag, or backtracks further than a bound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from operator import itemgetter
from typing import IO
from xml.parsers import expat

from huiqi.load.companies.shared_texts import SharedTexts

Place = tuple[int, int]
"""Row and column from 0."""
_CHUNK = 4 << 20
MOST_LOST = 100_000
_LONGEST = {"v": 40, "f": 2000}
"""Characters kept of an error and of a formula."""
_USUAL = b"<c "
_ODD = (
    b":c ",
    *(mark + end for mark in (b"<c", b":c") for end in (b">", b"/", b"\t", b"\r", b"\n")),
)
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[\s/>]')
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]{0,500}?\st\s*=\s*["\']e["\'][^<>]{0,500}>\s*'
    rb"(?:<f(?:\s[^<>]{0,500})?(?:/>|>[^<]{0,2000}</f\s*>)\s*)?<v(?:\s[^<>]{0,500})?>([^<]{1,40})<"
)
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^<>]{0,500})>\s*'
    rb"<f(?:\s[^<>]{0,500})?(?:/>|>([^<]{0,2000})</f\s*>)\s*"
    rb"(?:<v\s*/>\s*|<v\s*>\s*</v\s*>\s*)?</c\s*>"
)
"""A formula without its result. One whose result is an empty text is marked as a text."""
_TEXT = re.compile(rb"\st\s*=\s*[\"']str[\"']")
_REFERENCE = re.compile(r"([A-Za-z]+)([0-9]+)")
_LONGEST_REFERENCE = 20


class SheetError(ValueError):
    """The sheet is no sound XML, or a cell of it is nowhere."""


class Reach:
    """The rows and columns from A1 to the last cell, and the cells without a result."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0
        self.text = 0
        """Bytes of the shared texts that cells name, each counted once for each cell."""
        self.lost: dict[Place, str] = {}


def survey_sheet(open_part: Callable[[], IO[bytes]], texts: SharedTexts) -> Reach | None:
    """Look through a part of a workbook; None where it is no sheet.

    Raises: SheetError: it cannot be told where its cells are.
    """
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    reach = Reach()
    is_sheet = odd = False
    with open_part() as stream:
        for chunk in chunks(stream):
            is_sheet = is_sheet or b"sheetData" in chunk
            if is_sheet and not odd:
                found = _CELL.findall(chunk)
                columns.update(map(itemgetter(0), found))
                rows.update(map(itemgetter(1), found))
                odd = len(found) < chunk.count(_USUAL) or any(mark in chunk for mark in _ODD)
                reach.text += texts.named_in(chunk)
                if len(reach.lost) < MOST_LOST:
                    reach.lost.update(_lost(chunk))
    if not is_sheet:
        return None
    if odd:
        with open_part() as stream:
            return _Reader(texts).read(stream)
    reach.columns = max((column_number(column.decode()) for column in columns), default=-1) + 1
    reach.rows = max(map(int, rows), default=0)
    return reach


def _lost(chunk: bytes) -> Iterator[tuple[Place, str]]:
    """The cells of a piece that hold no result."""
    if b'"e"' in chunk or b"'e'" in chunk:
        for column, row, text in _ERROR.findall(chunk):
            yield _place(column, row), text.decode("utf-8", "replace").strip()
    if b"<f" in chunk:
        for column, row, attributes, formula in _FORMULA.findall(chunk):
            if not _TEXT.search(attributes):
                text = unescape(formula.decode("utf-8", "replace")).strip()
                yield _place(column, row), f"={text or '?'}"


def _place(column: bytes, row: bytes) -> Place:
    return int(row) - 1, column_number(column.decode())


def column_number(letters: str) -> int:
    """The number of a column from 0.

    >>> column_number("A"), column_number("XFD"), column_number("xfd")
    (0, 16383, 16383)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """The part in pieces that each end before a cell or at least a tag, so that none is cut."""
    rest: list[bytes] = []
    while piece := stream.read(_CHUNK):
        cut = max(piece.rfind(_USUAL), 0) or piece.rfind(b"<")
        if cut >= 0:
            yield b"".join([*rest, piece[:cut]])
            rest = []
        rest.append(piece[max(cut, 0) :])
    yield b"".join(rest)


class _Reader:
    """Reads a sheet as XML: attributes in any order and either quote, blanks anywhere."""

    def __init__(self, texts: SharedTexts) -> None:
        self._reach = Reach()
        self._shared = texts
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._row = -1
        self._place = (-1, -1)
        self._type = ""
        self._texts: dict[str, str] = {}
        self._inside = ""

    def read(self, stream: IO[bytes]) -> Reach:
        try:
            self._parser.ParseFile(stream)
            return self._reach
        except expat.ExpatError as error:
            raise SheetError(str(error)) from None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _local(tag)
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            given = attributes.get("r", "").strip()
            # A row without a number follows the one before; so does a cell, within its row.
            self._row = int(given) - 1 if _is_number(given) else self._row + 1
            self._place = (self._row, -1)
        elif tag in _LONGEST:
            if tag == "f":
                self._listen()
            self._inside = tag
            self._texts.setdefault(tag, "")

    def _start_cell(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        if given is None:
            self._place = (self._place[0], self._place[1] + 1)
        elif len(given) <= _LONGEST_REFERENCE and (match := _REFERENCE.fullmatch(given.strip())):
            self._place = (int(match[2]) - 1, column_number(match[1]))
        else:
            raise SheetError(f'<c r="{given[:_LONGEST_REFERENCE]}">')
        self._reach.rows = max(self._reach.rows, self._place[0] + 1)
        self._reach.columns = max(self._reach.columns, self._place[1] + 1)
        self._type = attributes.get("t", "")
        self._texts = {}
        if self._type in ("e", "s"):
            self._listen()

    def _listen(self) -> None:
        """Only of cells that share a text or may be lost it is wanted; all others pass faster."""
        if len(self._reach.lost) < MOST_LOST or self._type == "s":
            self._parser.EndElementHandler = self._end
            self._parser.CharacterDataHandler = self._text

    def _text(self, text: str) -> None:
        if self._inside:
            so_far = self._texts[self._inside]
            self._texts[self._inside] = so_far + text[: _LONGEST[self._inside] - len(so_far)]

    def _end(self, tag: str) -> None:
        self._inside = ""
        if _local(tag) != "c":
            return
        self._parser.EndElementHandler = None
        self._parser.CharacterDataHandler = None
        value, formula = self._texts.get("v", ""), self._texts.get("f")
        if self._type == "s":
            self._reach.text += self._shared.length(value.encode())
            return
        value = value.strip()
        if self._type == "e" and value:
            self._reach.lost[self._place] = value
        elif formula is not None and not value and self._type != "str":
            # One whose result is an empty text is marked as a text.
            self._reach.lost[self._place] = f"={formula.strip() or '?'}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_REFERENCE


def _local(tag: str) -> str:
    return tag.rpartition(":")[2] if ":" in tag else tag
