"""Writing an XLS record by record, as no program would write it."""

from __future__ import annotations

import struct

from huiqi.load.companies.compound_file import write_stream


def record(kind, content=b""):
    return struct.pack("<HH", kind, len(content)) + content


BEGIN = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
END = record(0x0A)


def text(row, column, words):
    head = struct.pack("<HHHHB", row, column, 0, len(words), 1)
    return record(0x204, head + words.encode("utf-16-le"))


def number(row, column, value):
    return record(0x203, struct.pack("<HHHd", row, column, 0, value))


def shared(row, column, place):
    return record(0xFD, struct.pack("<HHHI", row, column, 0, place))


def formula(row, column, result, words=b"\x16"):
    """`result` are the eight bytes that say what it comes to, `words` what it is."""
    head = struct.pack("<HHH8sHI", row, column, 0, result, 0, 0)
    return record(0x06, head + struct.pack("<H", len(words)) + words)


def shared_texts(*texts, announced=None):
    count = len(texts) if announced is None else announced
    packed = (struct.pack("<HB", len(one), 1) + one.encode("utf-16-le") for one in texts)
    return record(0xFC, struct.pack("<II", count, count) + b"".join(packed))


def book(*sheets, more=b"", places=None):
    """The records of a book of these sheets; `places` are where it says they lie."""
    names = [f"S{number}".encode() for number in range(len(places or sheets))]
    told = sum(len(record(0x85, bytes(8) + name)) for name in names)
    start, found = len(BEGIN + more) + told + len(END), []
    for sheet in sheets:
        found.append(start)
        start += len(BEGIN + sheet + END)
    sheet_records = [
        record(0x85, struct.pack("<IBBBB", place, 0, 0, len(name), 0) + name)
        for place, name in zip(places or found, names, strict=True)
    ]
    lying = b"".join(BEGIN + sheet + END for sheet in sheets)
    return b"".join([BEGIN, *sheet_records, more, END, lying])


HEADER = text(0, 0, "企业名称") + text(0, 1, "员工人数")
COMPANY = text(1, 0, "甲") + number(1, 1, 12)


def xls(*sheets, more=b"", places=None):
    """The bytes of a file of these sheets."""
    return write_stream("Workbook", book(*sheets, more=more, places=places))
