"""From the bytes of a text file to UTF-8: which encoding it is in, and reading it in blocks."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from huiqi.base.diagnostics import CompaniesError, Diagnostic

BLOCK = 32 << 20
"""Bytes read at a time: what polars parses fastest, and little memory."""

Encoding = Literal["utf-8", "utf-16", "gb18030"]
_WINDOW = 1 << 20
_PROBED = 1 << 16
_QUOTED = re.compile(rb'"[^"]*"')
_FOREIGN = re.compile(rb"[\x80-\xff]")
_BOMS: tuple[tuple[bytes, Encoding], ...] = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


@dataclass(frozen=True)
class Text:
    """How the bytes of a file become text; `old_mac`: its lines end with a bare CR."""

    encoding: Encoding
    old_mac: bool = False


def recognise(file: IO[bytes], name: str) -> Text:
    """The encoding and line ends of a file, whose position is lost.

    What holds more than half of the bytes beyond ASCII decides: text in UTF-8 with some characters
    cut in half is still UTF-8, and GB18030 hardly ever passes for it.

    Raises: CompaniesError: neither UTF-8, nor GB18030, nor UTF-16 with its mark.
    """
    head = file.read(_WINDOW)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return Text(encoding, _is_old_mac(head, encoding))
    if head.count(b"\0") * 8 > len(head):
        raise CompaniesError([Diagnostic("HQ623", where=name)])
    old_mac = _is_old_mac(head, "utf-8")
    offset, window = 0, head
    while window.isascii() and (following := file.read(BLOCK)):
        offset, window = offset + len(window), following
    end = b"\r" if old_mac else b"\n"
    first = match.start() if (match := _FOREIGN.search(window)) else 0
    start = window.rfind(end, 0, first) + 1
    lines = window[start : start + _WINDOW].split(end)
    if len(lines) > 1 and len(window) - start >= _WINDOW:
        del lines[-1]
    foreign = [line for line in lines if not line.isascii()]
    total = sum(map(_beyond_ascii, foreign))
    for encoding in ("utf-8", "gb18030"):
        sound = sum(_beyond_ascii(line) for line in foreign if _decodes(line, encoding))
        if sound * 2 >= total:
            return Text(encoding, old_mac)
    raise CompaniesError(
        [Diagnostic("HQ622", {"offset": offset + _first_undecodable(window)}, where=name)]
    )


def utf8_blocks(file: IO[bytes], text: Text, size: int = BLOCK) -> Iterator[tuple[bytes, int]]:
    """The whole file as UTF-8 without its mark, in blocks, each with the bytes read so far.

    What cannot be decoded stays invalid, so that the rows concerned can be told.
    """
    file.seek(0)
    read, decoder, first = 0, None, True
    if text.encoding != "utf-8":
        errors = "surrogateescape" if text.encoding == "gb18030" else "surrogatepass"
        decoder = codecs.getincrementaldecoder(text.encoding)(errors)
    while block := _up_to_a_line_end(file, size):
        read += len(block)
        if decoder is not None:
            decoded = decoder.decode(block)
            block = decoded.encode("utf-8", decoder.errors)
        if first:
            block, first = block.removeprefix(codecs.BOM_UTF8), False
        yield block.replace(b"\r", b"\n") if text.old_mac else block, read
    if decoder is not None and decoder.getstate()[0]:
        yield b"\xff", read


def has_utf8_name(path: Path) -> bool:
    """Whether libraries that take names as UTF-8 can open the file by its own."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _up_to_a_line_end(file: IO[bytes], size: int) -> bytes:
    """The next bytes, ending with a line where one ends near; such a block is never copied."""
    start = file.tell()
    probed = min(_PROBED, size)
    file.seek(start + size - probed)
    newline = file.read(probed).rfind(b"\n")
    file.seek(start)
    return file.read(size - probed + newline + 1 if newline >= 0 else size)


def _is_old_mac(head: bytes, encoding: Encoding) -> bool:
    """Whether lines end with CR: there is no LF but in quotes, where it belongs to a cell."""
    if encoding == "utf-16":
        head = head.decode(encoding, "ignore").encode()
    return b"\r" in head and b"\n" not in _QUOTED.sub(b"", head)


def _beyond_ascii(line: bytes) -> int:
    return len(line) - len(line.decode("ascii", "ignore"))


def _decodes(line: bytes, encoding: Encoding) -> bool:
    """Whether the bytes are text; the last character may be cut off."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(line)
    except UnicodeDecodeError:
        return False
    return True


def _first_undecodable(window: bytes) -> int:
    try:
        window.decode()
    except UnicodeDecodeError as error:
        return error.start
    return 0
