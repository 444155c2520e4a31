"""Compound files: a stream is found wherever it lies, and no chain of sectors holds the reader."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.load.companies.compound_file import CompoundError, CompoundFile, write_stream

SECTOR = 4096


@given(st.binary(max_size=3 * SECTOR))
def test_what_is_written_is_read(content):
    stream = CompoundFile(write_stream("Workbook", content)).stream("Workbook")
    assert stream[: len(content)] == content
    assert not stream[len(content) :].strip(b"\0")


def test_a_stream_may_need_several_lists():
    content = bytes(range(256)) * (SECTOR // 256) * 2500
    file = CompoundFile(write_stream("Workbook", content))
    assert file.stream("Workbook") == content
    assert "Workbook" in file
    assert file.stream("Book") is None


def test_a_short_stream_lies_in_small_sectors():
    """As some programs write it: sectors of 512 bytes, and of 64 within the root."""
    entries = [
        ("Root Entry", 5, 3, 192),
        ("Book", 2, 1, 100),
    ]
    directory = b"".join(
        struct.pack("<64sHBB12x36xIQ", name.encode("utf-16-le"), 0, kind, 1, start, length)
        for name, kind, start, length in entries
    )
    end, lists = 0xFFFFFFFE, 0xFFFFFFFD
    head = struct.pack("<8s16xHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, 2, 1, end, 0) + struct.pack("<I", 0)
    follow = struct.pack("<4I", lists, end, end, end).ljust(512, b"\xff")
    small = struct.pack("<3I", end, 2, end).ljust(512, b"\xff")
    root = b"a" * 64 + b"b" * 64 + b"c" * 64
    parts = [follow, directory.ljust(512, b"\0"), small, root.ljust(512, b"\0")]
    file = CompoundFile(head.ljust(512, b"\xff") + b"".join(parts))
    assert file.stream("Book") == b"b" * 64 + b"c" * 36


def spoiled(at, value):
    data = bytearray(write_stream("Workbook", bytes(20_000)))
    struct.pack_into("<I", data, at, value)
    return bytes(data)


FOLLOW = 2 * SECTOR
"""Where it stands which sector follows which: the directory, this list, then the stream."""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        spoiled(0, 0),
        spoiled(30, 0x00060020),
        spoiled(48, 77),
        spoiled(76, 0xFFFF),
        spoiled(FOLLOW, 0),  # the directory goes on in itself
        spoiled(FOLLOW + 8, 2),
        spoiled(FOLLOW + 12, 2),
        spoiled(FOLLOW + 16, 0xFFFF),
        spoiled(FOLLOW + 16, 0xFFFFFFFF),
        spoiled(SECTOR + 128 + 116, 0x7FFFFFFF),
        write_stream("Workbook", bytes(20_000))[:SECTOR],
    ],
)
def test_a_broken_chain_is_refused(data):
    with pytest.raises(CompoundError):
        CompoundFile(data).stream("Workbook")


def test_a_list_of_lists_that_goes_on_in_itself_is_refused():
    data = bytearray(write_stream("Workbook", bytes(20_000)))
    struct.pack_into("<II", data, 68, 1, 1)
    struct.pack_into("<I", data, 76, 0xFFFFFFFF)
    data[FOLLOW : FOLLOW + SECTOR] = struct.pack("<I", 1).rjust(SECTOR, b"\xff")
    with pytest.raises(CompoundError, match="circle"):
        CompoundFile(bytes(data))
