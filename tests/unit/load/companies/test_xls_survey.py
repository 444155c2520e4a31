"""Looking through an XLS before it is opened: it cannot ask for more than it holds."""

from __future__ import annotations

import io
import random
import struct

import pytest
import python_calamine as calamine

from huiqi.base.diagnostics import CompaniesError
from huiqi.load.companies.compound_file import CompoundFile, write_stream
from huiqi.load.companies.files import open_companies
from huiqi.load.companies.survey import TooLarge
from huiqi.load.companies.xls_survey import survey_xls

from .reading import read_all
from .xls import COMPANY, HEADER, book, formula, number, record, shared, shared_texts, text, xls

NO_NUMBER = b"\xff\xff"


def refused(path):
    with pytest.raises(CompaniesError) as caught:
        open_companies(path)
    (finding,) = caught.value.findings
    return finding.code, str(finding.args.get("reason_en", finding.args.get("size")))


def test_cells_of_every_kind_are_read(write, known):
    cells = [
        number(1, 1, 12.5),
        record(0x27E, struct.pack("<HHHI", 2, 1, 0, 7 << 2 | 2)),
        record(0xBD, struct.pack("<HHHIHIH", 3, 0, 0, 5 << 2 | 2, 0, 6 << 2 | 2, 1)),
        shared(4, 1, 1),
        record(0x205, struct.pack("<HHHBB", 5, 1, 0, 1, 0)),
        formula(6, 1, struct.pack("<d", 3.5)),
        formula(7, 1, b"\0\0\0\0\0\0" + NO_NUMBER)
        + record(0x207, b"\1\0\1" + "丁".encode("utf-16-le")),
        formula(8, 1, b"\1\0\0\0\0\0" + NO_NUMBER),
        formula(9, 1, b"\2\0\x07\0\0\0" + NO_NUMBER),
        record(0x205, struct.pack("<HHHBB", 10, 1, 0, 0x2A, 1)),
        formula(11, 1, b"\3\0\0\0\0\0" + NO_NUMBER),
    ]
    names = b"".join(text(row, 0, f"c{row}") for row in range(1, 12) if row != 3)
    content = xls(HEADER + names + b"".join(cells), more=shared_texts("甲", "乙丙"))
    rows = read_all(open_companies(write(content, "companies.xls"), known=known).batches()).rows
    assert [count for _, count in rows] == [
        *["12.5", "7", "6", "乙丙", "是", "3.5", "丁", "否", "#DIV/0!", "#N/A", None],
    ]
    assert rows[2] == ("5", "6")


@pytest.mark.parametrize(
    "far",
    [
        number(65535, 65535, 1),
        text(65535, 65535, "x"),
        shared(65535, 65535, 0),
        formula(65535, 65535, struct.pack("<d", 1)),
        record(0x205, struct.pack("<HHHBB", 65535, 65535, 0, 1, 0)),
        record(0x27E, struct.pack("<HHHI", 65535, 65535, 0, 6)),
        record(0xBD, struct.pack("<HHHIH", 65535, 65535, 0, 6, 65535)),
    ],
)
def test_a_far_cell_is_seen_whatever_it_holds(write, far):
    content = xls(HEADER + COMPANY + far, more=shared_texts("甲"))
    assert refused(write(content, "companies.xls")) == ("HQ631", "65536 rows × 65536 columns")


def test_the_cells_of_all_sheets_are_counted():
    sheet = number(999, 9, 1)
    assert survey_xls(xls(sheet, sheet), most_cells=20_000)
    with pytest.raises(TooLarge):
        survey_xls(xls(sheet, sheet, sheet), most_cells=20_000)


def test_what_is_only_announced_takes_no_room(write, known):
    far = record(0x200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))
    blank = record(0x201, struct.pack("<HHH", 65535, 65535, 0))
    content = xls(far + HEADER + COMPANY + blank)
    file = open_companies(write(content, "companies.xls"), known=known)
    assert read_all(file.batches()).rows == [("甲", "12")]


def test_a_text_has_no_more_characters_than_bytes():
    long = record(0x204, struct.pack("<HHHHB", 1, 0, 0, 0xFFFF, 0) + b"ab")
    content = survey_xls(xls(HEADER + long)).content
    stream = CompoundFile(content).stream("Workbook")
    assert struct.pack("<HHHHB", 1, 0, 0, 3, 0) + b"ab" in stream


def test_a_text_that_many_cells_share_counts_for_each():
    many = b"".join(shared(row, 0, 0) for row in range(100))
    more = shared_texts("长" * 1000)
    assert survey_xls(xls(many, more=more), most_text=100_000)
    with pytest.raises(TooLarge):
        survey_xls(xls(many, more=more), most_text=99_999)


def test_shared_texts_run_on_in_the_next_record(write, known):
    more = shared_texts("甲乙", announced=3)
    head = struct.pack("<HBHI", 4, 0b1101, 1, 2) + "丙丁".encode("utf-16-le")
    more = record(0xFC, more[4:] + head)
    more += record(0x3C, b"\0ab" + b"1234")
    more += record(0x3C, b"56" + struct.pack("<HB", 1, 0) + b"z")
    content = xls(HEADER + shared(1, 0, 1) + shared(1, 1, 2), more=more)
    file = open_companies(write(content, "companies.xls"), known=known)
    assert read_all(file.batches()).rows == [("丙丁ab", "z")]


def test_values_of_a_chart_are_no_cells(write, known):
    chart = record(0x809, struct.pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 0))
    chart += number(1, 1, 99) + number(65535, 65535, 1) + record(0x0A)
    content = xls(HEADER + COMPANY + chart)
    file = open_companies(write(content, "companies.xls"), known=known)
    assert read_all(file.batches()).rows == [("甲", "12")]


def test_no_formula_is_spelled_out():
    """Each of these would be written out as 255 blanks, one by one, before all others."""
    blanks = b"\x16" + b"\x19\x40\x00\xff" * 16_000
    content = survey_xls(xls(HEADER + formula(1, 0, struct.pack("<d", 5), blanks))).content
    assert blanks[:5] not in content


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (xls(HEADER, more=shared_texts("甲", announced=0x7FFFFFFF)), "the shared texts break off"),
        (xls(HEADER, more=shared_texts("甲", "乙乙", announced=3)), "the shared texts break off"),
        (xls(HEADER, places=[900_000]), "a sheet lies behind the end"),
        (xls(HEADER * 100, places=[150] * 9), "its sheets lie upon each other"),
        (xls(HEADER + record(0x203, b"\0\0")), "a record 0x203 is cut off"),
        (xls(HEADER + record(0xE5, b"\xff\xff\0")), "a record 0xe5 is cut off"),
        (write_stream("Workbook", book(HEADER)[:60]), "a record 0x204 is cut off"),
        (write_stream("Workbook", book(HEADER)[:20]), "its records break off"),
        (write_stream("Workbook", b"\0" * 5000), "it does not begin like a workbook"),
        (write_stream("WordDocument", b"\0" * 5000), "there is no workbook in it"),
    ],
)
def test_what_is_wrong_with_the_records_is_named(write, content, found):
    code, reason = refused(write(content, "companies.xls"))
    assert code == "HQ628"
    assert reason == f"XLS: {found}"


@pytest.mark.parametrize(
    "content",
    [
        xls(HEADER, more=record(0x2F, b"\1\0" + bytes(50))),
        xls(HEADER, more=record(0x2F, b"\0\0" + bytes(4))),
        write_stream("EncryptedPackage", bytes(5000)),
    ],
)
def test_a_password_is_named(write, content):
    assert refused(write(content, "companies.xls"))[0] == "HQ659"


def test_no_change_of_bytes_breaks_the_reader(write):
    """What the survey hands on the reader opens or refuses, without a panic."""
    sound = book(HEADER + COMPANY + shared(2, 0, 1), more=shared_texts("甲", "乙丙丁"))
    chance = random.Random(20260101)
    for _ in range(300):
        spoiled = bytearray(sound)
        for _ in range(chance.randint(1, 5)):
            spoiled[chance.randrange(len(spoiled))] = chance.choice([0, 1, 255])
        try:
            content = survey_xls(write_stream("Workbook", bytes(spoiled))).content
        except (ValueError, TooLarge):
            continue
        try:
            calamine.load_workbook(io.BytesIO(content))
        except calamine.CalamineError:
            continue
