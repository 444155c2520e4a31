"""No text of a CSV file is computed by the spreadsheet that opens it."""

from __future__ import annotations

import re
import unicodedata

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiqi.present.tables.formulas import tamed, tamed_text

from .frames import TEXTS, cells, written

SIGNS = set("=+-@＝＋－＠")
HARMLESS = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?([eE][+-]?[0-9]+)?%?|-+")


def computes(cell: str) -> bool:
    """Whether a spreadsheet might take the cell for a formula; told apart from our own pattern."""
    if HARMLESS.fullmatch(cell):
        return False
    if cell[:1] in ("\t", "\r", "\n"):
        return True
    return starts(cell)


def starts(cell: str) -> bool:
    """Whether the first character that shows is a sign."""
    shown = (c for c in cell if unicodedata.category(c)[0] not in "ZC")
    return next(shown, "") in SIGNS


@pytest.mark.parametrize(
    ("text", "written_as"),
    [
        ("=1+1", "'=1+1"),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+86 595", "'+86 595"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("＠x", "'＠x"),
        ("  =1", "'  =1"),
        ("\u3000\u00a0－1", "'\u3000\u00a0－1"),
        ("\u200b=1", "'\u200b=1"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\n=x", "'\n'=x"),
        ("a;=1", "a;'=1"),
        ("a; @b;c", "a;' @b;c"),
        ("a\n=1", "a\n'=1"),
        ("- ", "'- "),
        ("--1", "'--1"),
        # as they are
        ("-", "-"),
        ("--", "--"),
        ("-5.2", "-5.2"),
        ("+3", "+3"),
        ("-1,200.50", "-1,200.50"),
        ("-12.5%", "-12.5%"),
        ("-1e-7", "-1e-7"),
        ("福建=厦门", "福建=厦门"),
        ("a-b@c.cn", "a-b@c.cn"),
        ("'=1", "'=1"),
        ("（中国）有限公司", "（中国）有限公司"),
        ("", ""),
        (None, None),
    ],
)
def test_taming(text, written_as):
    assert pl.select(tamed_text(pl.lit(text, dtype=pl.String))).item() == written_as
    frame = pl.DataFrame({"a": ["企业", text]}, schema={"a": pl.String})
    assert tamed(frame)["a"][1] == written_as


@given(text=TEXTS)
def test_tamed_text_computes_nothing_and_loses_nothing(text):
    tame = pl.select(tamed_text(pl.lit(text))).item()
    assert not computes(tame)
    if not HARMLESS.fullmatch(text):
        assert not any(starts(part) for part in re.split("[;\t\r\n]", tame)[1:])
    assert tame.replace("'", "") == text.replace("'", "")
    assert tamed(pl.DataFrame({"a": [text]}))["a"][0] == tame


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(TEXTS, min_size=2, max_size=2, unique=True), texts=st.lists(TEXTS))
def test_no_cell_of_a_file_computes(tmp_path, names, texts):
    frame = pl.DataFrame(
        {
            names[0]: pl.Series(texts, dtype=pl.String),
            names[1]: pl.Series([[text, text] for text in texts], dtype=pl.List(pl.String)),
        }
    )
    path = written(tmp_path / "a.csv", frame, frame)
    found = cells(path)
    assert len(found) == 1 + 2 * len(texts)
    assert not any(computes(cell) for row in found for cell in row)


def test_items_of_a_list_are_tame_each(tmp_path):
    frame = pl.DataFrame({"missing": [["=1", "@b", "c", None], ["c"]]})
    assert cells(written(tmp_path / "a.csv", frame)) == [["missing"], ["'=1;'@b;c"], ["c"]]


def test_categories_are_tame(tmp_path):
    frame = pl.DataFrame(
        {"a": ["=1"], "b": ["-x"]}, schema={"a": pl.Enum(["=1"]), "b": pl.Categorical}
    )
    assert cells(written(tmp_path / "a.csv", frame))[1] == ["'=1", "'-x"]


def test_numbers_are_numbers(tmp_path):
    frame = pl.DataFrame({"a": [-5], "b": [-0.5]})
    assert written(tmp_path / "a.csv", frame).read_bytes().endswith(b"\n-5,-0.5\n")


def test_headings_are_tame(tmp_path):
    frame = pl.DataFrame({"=a": [1], "'=a": [2]})
    assert cells(written(tmp_path / "a.csv", frame))[0] == ["'=a", "'=a"]
