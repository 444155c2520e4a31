"""Delimited text is read as written, however it is cut into blocks and whichever path it takes."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.load.companies.delimited import Delimited, open_delimited
from huiqi.load.companies.files import open_companies
from huiqi.load.companies.records import clean

from .reading import Whole, read_all

HEADERS = ("名称", "city", "备注")
CELLS = st.text(st.sampled_from('ab中😀 ,;"\n\t|x1'), max_size=6)
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=12)


def opened(content: bytes, folder: str) -> Delimited:
    path = Path(folder) / "companies.csv"
    path.write_bytes(content)
    return open_delimited(path, path.name, {"名称", "city", "备注"})


def expected(rows: list[tuple[str, ...]]) -> list[tuple[str | None, ...]]:
    """An empty cell is null, and a row of nothing else is no row."""
    return [tuple(cell or None for cell in row) for row in rows if any(row)]


@given(
    rows=TABLES,
    separator=st.sampled_from(",;\t|"),
    end=st.sampled_from(("\n", "\r\n", "\r")),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "gb18030")),
    block=st.sampled_from((7, 40, 1000, 1 << 20)),
)
def test_what_a_csv_writer_wrote_is_read_back(rows, separator, end, quoting, encoding, block):
    text = io.StringIO(newline="")
    if end == "\r":
        quoting = csv.QUOTE_ALL  # Python's writer leaves a cell with an LF without quotes
    writer = csv.writer(text, delimiter=separator, lineterminator=end, quoting=quoting)
    writer.writerows([HEADERS, *rows])
    with TemporaryDirectory() as folder:
        table = replace(opened(text.getvalue().encode(encoding), folder), block=block)
        assert table.headers == HEADERS
        assert table.shape.separator == separator.encode()
        whole = read_all(table.read(5))
    assert whole.rows == expected(rows)
    assert whole.rejects == []


@given(
    body=st.text(st.sampled_from('a,"\n\r b中'), max_size=60),
    block=st.sampled_from((1, 3, 10, 25, 1 << 20)),
)
def test_no_row_is_lost_however_the_text_is_broken(body, block):
    with TemporaryDirectory() as folder:
        table = opened("名称,city,备注\n".encode() + body.encode(), folder)
        at_once = read_all(table.read(1000))
        assert read_all(replace(table, block=block).read(2)) == at_once
    assert carefully(table, body.encode()) == at_once


def carefully(table: Delimited, body: bytes) -> Whole:
    """The careful path alone."""
    cleaned = clean(body, table.shape, 2, final=True)
    schema = dict.fromkeys(table.headers, pl.String)
    frame = pl.read_csv(cleaned.data, has_header=False, schema=schema, null_values=[""])
    return Whole(
        frame.rows(),
        cleaned.lines,
        [(reject.line, reject.finding.code) for reject in cleaned.rejects],
    )


def test_undecodable_and_nul_rows_are_rejected_and_the_rest_is_read(write):
    content = "名称,city\n甲,泉州\n乙,".encode() + b"\xe6\xb3\n" + "丙,a\0b\n丁,晋江\n".encode()
    whole = read_all(open_companies(write(content)).batches())
    assert whole == Whole([("甲", "泉州"), ("丁", "晋江")], [2, 5], [(3, "HQ637"), (4, "HQ638")])


def test_a_row_longer_than_a_megabyte_is_rejected_alone(write):
    huge = b"x" * (10 << 20)
    whole = read_all(open_companies(write(b"name,city\na,b\n" + huge + b",c\nd,e\n")).batches())
    assert whole == Whole([("a", "b"), ("d", "e")], [2, 4], [(3, "HQ636")])


def test_a_quote_that_is_never_closed_costs_its_own_line_only(write):
    rows = "".join(f"c{n},{n}\n" for n in range(100_000))
    whole = read_all(open_companies(write('name,city\n"a,b\n' + rows)).batches())
    assert len(whole.rows) == 100_000
    assert whole.lines[:2] == [3, 4]
    assert whole.rejects == [(2, "HQ635")]


def test_line_numbers_count_the_lines_inside_quotes(write):
    whole = read_all(open_companies(write('name,city\n"a\nb",1\n\nc,2\n')).batches())
    assert whole == Whole([("a\nb", "1"), ("c", "2")], [2, 5], [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(write, end):
    content = end.join(["name,city", "a,1", "b,2", ""])
    assert read_all(open_companies(write(content)).batches()).rows == [("a", "1"), ("b", "2")]


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("a,1,x\rb,2,\nc,3,z\n", ["a1x", "b2", "c3z"]),
        ("a,1,\rb,,\n", ["a1", "b"]),
        ('a,"1\r2",x\rb,2,y\n', ["a1\r2x", "b2y"]),
        ("a,1,x\r\r\nb,2,y\r\r\n", ["a1x", "b2y"]),
        ("a,1,泉\r州\nb,2,y\n", ["a1泉\r州", "b2y"]),
        ('24" a,1,x\rb,2,19"\n', ['24" a1x', 'b219"']),
    ],
)
def test_a_bare_cr_parts_rows_and_nothing_else(write, body, rows):
    whole = read_all(open_companies(write("name,n,city\n" + body)).batches())
    assert ["".join(filter(None, row)) for row in whole.rows] == rows
    assert whole.rejects == []


def test_of_a_single_column_a_bare_cr_parts_rows_too(write):
    whole = read_all(open_companies(write("企业名称\n甲\r乙\n丙\n")).batches())
    assert whole.rows == [("甲",), ("乙",), ("丙",)]


def test_batches_are_bounded_and_tell_how_far_they_are(write):
    file = open_companies(write("name,city\n" + "a,b\n" * 10))
    batches = list(file.batches(4))
    assert [batch.frame.height for batch in batches] == [4, 4, 2]
    assert batches[-1].done == 1.0
    assert [batch.line(0) for batch in batches] == [2, 6, 10]
