"""Parquet: typed columns as the text a person would have written."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pyarrow
import pyarrow.parquet
import pytest

from huiqi.base.diagnostics import CompaniesError
from huiqi.load.companies.files import open_companies

from .reading import read_all


@pytest.fixture
def parquet(tmp_path):
    def write(frame: pl.DataFrame):
        path = tmp_path / "companies.parquet"
        frame.write_parquet(path, row_group_size=2)
        return path

    return write


def test_every_type_becomes_the_text_a_person_would_write(parquet):
    columns = {
        "名称": (["甲", "", None], ["甲", None, None]),
        "人数": ([5, -1, None], ["5", "-1", None]),
        "收入": ([0.1, 1e-7, None], ["0.1", "1e-7", None]),
        "元": ([Decimal("1.20"), Decimal("0.05"), None], ["1.20", "0.05", None]),
        "高企": ([True, False, None], ["是", "否", None]),
        "成立": ([date(2016, 8, 27), date(1999, 1, 2), None], ["2016-08-27", "1999-01-02", None]),
        "登记": (
            [datetime(2016, 8, 27), datetime(2016, 8, 27, 1, 2, 3), None],
            ["2016-08-27", "2016-08-27 01:02:03", None],
        ),
        "资质": ([["a", "b"], [], None], ["a;b", None, None]),
    }
    frame = pl.DataFrame({name: given for name, (given, _) in columns.items()})
    file = open_companies(parquet(frame))
    assert (file.kind, file.headers) == ("parquet", tuple(columns))
    whole = read_all(file.batches(2))
    assert [list(column) for column in zip(*whole.rows, strict=True)] == [
        text for _, text in columns.values()
    ]
    assert whole.lines == [1, 2, 3]


def test_batches_are_bounded_and_tell_how_far_they_are(parquet):
    batches = list(open_companies(parquet(pl.DataFrame({"名称": list("abcdefg")}))).batches(3))
    assert max(batch.frame.height for batch in batches) <= 3
    assert sum(batch.frame.height for batch in batches) == 7
    assert batches[-1].done == 1.0


def test_a_column_that_no_cell_can_show_is_named(parquet):
    frame = pl.DataFrame({"名称": ["甲"], "位置": [{"x": 1}], "章": [b"\0"]})
    with pytest.raises(CompaniesError) as caught:
        open_companies(parquet(frame))
    assert [(f.code, f.args["column"]) for f in caught.value.findings] == [
        ("HQ632", "位置"),
        ("HQ632", "章"),
    ]


def test_a_day_that_no_calendar_has_loses_no_row(parquet):
    """Databases write such days for "never"; Polars cannot look at one and live."""
    days = pl.Series([0, 2**31 - 1, -(2**31), None], dtype=pl.Int32).cast(pl.Date)
    times = pl.Series([0, 2**63 - 1, None, 43_200_000_000], dtype=pl.Int64)
    frame = pl.DataFrame({"日": days, "时": times.cast(pl.Datetime("us", "Asia/Shanghai"))})
    file = open_companies(parquet(frame))
    assert read_all(file.batches()).rows == [
        ("1970-01-01", "1970-01-01 08:00:00"),
        ("2147483647 days since 1970-01-01", "106751991 days since 1970-01-01"),
        ("-2147483648 days since 1970-01-01", None),
        (None, "1970-01-01 20:00:00"),
    ]


def test_no_companies_is_a_warning(parquet):
    file = open_companies(parquet(pl.DataFrame({"名称": []}, schema={"名称": pl.String})))
    assert [warning.code for warning in file.warnings] == ["HQ626"]
    assert read_all(file.batches()).rows == []


def test_a_broken_file_is_named(write):
    with pytest.raises(CompaniesError) as caught:
        open_companies(write(b"PAR1 and no more", "companies.parquet"))
    assert [finding.code for finding in caught.value.findings] == ["HQ628"]


def test_a_time_zone_that_is_nowhere_is_a_damaged_file(tmp_path):
    column = pyarrow.array([0], pyarrow.timestamp("us", "No/Where"))
    path = tmp_path / "companies.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"name": ["甲"], "founded": column}), path)
    with pytest.raises(CompaniesError) as caught:
        read_all(open_companies(path).batches())
    assert [finding.code for finding in caught.value.findings] == ["HQ628"]
