"""What is written in each form reads back as it was."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings

from huiqi.present.save import CannotSave
from huiqi.present.tables.formulas import tamed_text
from huiqi.present.tables.write import FORMS, has_form, open_table

from .frames import ROWS, SAMPLE, cells, frame, sheet, written

several_files = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def test_the_ending_names_the_form():
    assert [has_form(Path(f"结果{ending}")) for ending in FORMS] == [True] * 5
    assert has_form(Path("A.CSV"))
    assert not has_form(Path("csv"))


@pytest.mark.parametrize("name", ["a.xls", "a", "a.csv.gz"])
def test_another_ending_is_refused_with_those_that_are_known(tmp_path, name):
    with pytest.raises(CannotSave, match=r"unknown ending .*; use \.csv, \.tsv, \.xlsx") as caught:
        open_table(tmp_path / name, lang="en")
    assert "请用 .csv" in caught.value.message("zh")
    assert list(tmp_path.iterdir()) == []


def in_csv(value: object) -> str:
    """A value as a field: ISO dates, `true`, plain decimals, lists joined, text tame."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, list):
        value = ";".join(value)
    return pl.select(tamed_text(pl.lit(value))).item() if isinstance(value, str) else str(value)


@pytest.mark.parametrize(("ending", "separator"), [(".csv", ","), (".tsv", "\t")])
@several_files
@given(rows=ROWS)
def test_delimited(tmp_path, ending, separator, rows):
    found = cells(written(tmp_path / f"a{ending}", frame(rows), SAMPLE), separator)
    assert found[0] == SAMPLE.columns
    expected = [list(row) for row in [*frame(rows).iter_rows(), *SAMPLE.iter_rows()]]
    score = SAMPLE.columns.index("score")
    assert [float(row[score]) if row[score] else None for row in found[1:]] == [
        row[score] for row in expected
    ]
    for row in [*found, *expected]:
        del row[score]
    assert found[1:] == [[in_csv(value) for value in row] for row in expected]


def test_a_missing_text_is_no_empty_text(tmp_path):
    frame = pl.DataFrame({"a": ["", None, "x"], "b": [[], None, ["y"]]})
    content = written(tmp_path / "a.csv", frame).read_text("utf-8-sig")
    assert content == 'a,b\n"",""\n,\nx,y\n'


def test_polars_reads_delimited(tmp_path):
    frame = SAMPLE.drop("missing", "企业名称")
    found = pl.read_csv(written(tmp_path / "a.csv", frame), schema=frame.schema)
    assert found.equals(frame)


@several_files
@given(rows=ROWS)
def test_parquet(tmp_path, rows):
    path = written(tmp_path / "a.parquet", frame(rows), SAMPLE)
    assert pl.read_parquet(path).equals(pl.concat([frame(rows), SAMPLE]))


def test_parquet_for_other_readers(tmp_path):
    table = pyarrow.parquet.read_table(written(tmp_path / "a.parquet", SAMPLE, SAMPLE))
    assert table["missing"].to_pylist() == SAMPLE["missing"].to_list() * 2
    assert table["registered_on"].to_pylist() == SAMPLE["registered_on"].to_list() * 2
    assert table["verdict"].to_pylist() == SAMPLE["verdict"].to_list() * 2


def in_json(value: object) -> object:
    return str(value) if isinstance(value, (date, Decimal)) else value


@several_files
@given(rows=ROWS)
def test_json_lines(tmp_path, rows):
    path = written(tmp_path / "a.jsonl", frame(rows), SAMPLE)
    found = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    expected = [*frame(rows).iter_rows(named=True), *SAMPLE.iter_rows(named=True)]
    assert found == [{name: in_json(value) for name, value in row.items()} for row in expected]


def in_excel(value: object) -> object:
    """A value as a cell: what a spreadsheet would not keep is text."""
    if isinstance(value, date) and value >= date(1900, 3, 1):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, (int, float)) and (isinstance(value, float) or abs(value) < 10**15):
        return value
    if isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) <= 15:
        return float(value)
    if isinstance(value, str):
        return value.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    return value if value is None else str(value)


@several_files
@given(rows=ROWS)
def test_excel(tmp_path, rows):
    found = sheet(written(tmp_path / "a.xlsx", frame(rows), SAMPLE))
    expected = [*frame(rows).iter_rows(), *SAMPLE.iter_rows()]
    assert found[0] == SAMPLE.columns
    assert found[1:] == [[in_excel(value) for value in row] for row in expected]


@pytest.mark.parametrize("ending", FORMS)
def test_a_table_without_rows_still_has_its_columns(tmp_path, ending):
    path = written(tmp_path / f"a{ending}", SAMPLE.clear())
    if ending == ".parquet":
        assert pl.read_parquet(path).schema == SAMPLE.schema
    elif ending == ".xlsx":
        assert sheet(path) == [SAMPLE.columns]
    elif ending == ".jsonl":
        assert path.read_bytes() == b""
    else:
        assert cells(path, "\t" if ending == ".tsv" else ",") == [SAMPLE.columns]


@pytest.mark.parametrize("ending", FORMS)
def test_columns_are_those_of_the_first_frame(tmp_path, ending):
    with open_table(tmp_path / f"a{ending}", lang="en") as table:
        table.write(SAMPLE)
        with pytest.raises(ValueError, match="columns"):
            table.write(SAMPLE.drop("met"))
        with pytest.raises(ValueError, match="columns"):
            table.write(SAMPLE.with_columns(pl.col("employees").cast(pl.String)))
    assert list(tmp_path.iterdir()) == []


def test_a_table_needs_columns(tmp_path):
    with (
        open_table(tmp_path / "a.csv", lang="en") as table,
        pytest.raises(ValueError, match="names"),
    ):
        table.finish()
    with open_table(tmp_path / "a.csv", lang="en") as table, pytest.raises(ValueError, match="col"):
        table.write(pl.DataFrame())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", FORMS)
def test_rows_are_counted(tmp_path, ending):
    with open_table(tmp_path / f"a{ending}", lang="en") as table:
        table.write(SAMPLE)
        table.write(SAMPLE.clear())
        table.write(SAMPLE.head(1))
        assert table.rows == SAMPLE.height + 1
        table.finish()


@pytest.mark.parametrize("ending", FORMS)
def test_equal_tables_are_equal_files(tmp_path, ending):
    one, two = (written(tmp_path / f"{name}{ending}", SAMPLE, SAMPLE) for name in "ab")
    assert one.read_bytes() == two.read_bytes()
