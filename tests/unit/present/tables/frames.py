"""Result tables for tests: one of every type, and such as hypothesis draws."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from huiqi.present.tables.write import open_table

VERDICTS = pl.Enum(["eligible", "undetermined", "ineligible"])
SCHEMA = {
    "企业名称": pl.String,
    "verdict": VERDICTS,
    "kind": pl.Categorical,
    "met": pl.Boolean,
    "registered_on": pl.Date,
    "employees": pl.Int64,
    "score": pl.Float64,
    "amount": pl.Decimal(20, 2),
    "missing": pl.List(pl.String),
}
SAMPLE = pl.DataFrame(
    {
        "企业名称": ["闽南数控装备有限公司", "", None, "a,\"b\"\n;'c'"],
        "verdict": ["eligible", "undetermined", None, "ineligible"],
        "kind": ["x", None, "y", "x"],
        "met": [True, False, None, True],
        "registered_on": [date(2012, 3, 1), date(1899, 12, 31), None, date(2024, 7, 1)],
        "employees": [120, -1, None, 2**53 + 1],
        "score": [0.1, 1e-7, None, 1e20],
        "amount": [Decimal("12.50"), Decimal("0.00"), None, Decimal("-123456789012345678.90")],
        "missing": [["employees", "location"], [], None, ["数据"]],
    },
    schema=SCHEMA,
)

# What can stand in a text of a company file: markup, signs, quotes, controls, blanks of all kinds.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("=+-@＝＋－＠;,\t\r\n\"' \u00a0\u3000\u200b<>&_x0D企业09.%eE/\x00\x1b"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=12,
)
_VALUES = {
    "企业名称": TEXTS,
    "verdict": st.sampled_from(VERDICTS.categories.to_list()),
    "kind": TEXTS,
    "met": st.booleans(),
    "registered_on": st.dates(date(1, 1, 1), date(9999, 12, 31)),
    "employees": st.integers(-(2**63), 2**63 - 1),
    "score": st.floats(allow_nan=False, allow_infinity=False),
    "amount": st.decimals(-(10**17), 10**17, places=2, allow_nan=False, allow_infinity=False),
    "missing": st.lists(st.text("abc数 ", min_size=1), max_size=3),
}
ROWS = st.lists(
    st.fixed_dictionaries({name: st.none() | value for name, value in _VALUES.items()}), max_size=6
)


def frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    """A frame with the columns of the sample."""
    return pl.DataFrame(rows, schema=SCHEMA)


def written(path: Path, *frames: pl.DataFrame) -> Path:
    """The table of the frames, written."""
    with open_table(path, lang="zh") as table:
        for one in frames:
            table.write(one)
        table.finish()
    return path


_NUL = "\ue000stands for NUL\ue000"


def cells(path: Path, separator: str = ",") -> list[list[str]]:
    """Every field of a CSV file, heading included; its byte order mark must be there."""
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        # Before Python 3.11 the module refuses NUL, which a text may hold.
        lines = (line.replace("\0", _NUL) for line in file)
        rows = csv.reader(lines, delimiter=separator, strict=True)
        return [[field.replace(_NUL, "\0") for field in row] for row in rows]


def sheet(path: Path, title: str = "结果") -> list[list[object]]:
    """Every cell of a sheet, heading included, as openpyxl reads it."""
    book = openpyxl.load_workbook(path)
    values = [[cell.value for cell in row] for row in book[title].iter_rows()]
    book.close()
    return [[unescape(v) if isinstance(v, str) else v for v in row] for row in values]
