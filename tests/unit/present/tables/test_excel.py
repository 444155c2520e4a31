"""A workbook that people like to open, and that other programs read alike."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from huiqi.present.save import CannotSave
from huiqi.present.tables import excel
from huiqi.present.tables.cells import letters
from huiqi.present.tables.write import open_table

from .frames import sheet, written

RESULTS = pl.DataFrame(
    {
        "企业名称": ["闽南数控装备有限公司", "晋江=海丝=鞋业有限公司"],
        "统一社会信用代码": ["913505830000000001", "91350582MA2XN1234A"],
        "成立日期": [date(2012, 3, 1), None],
        "可能金额（万元）": [1234567.891, None],
        "符合项目数": [12345, 0],
        "是否有风险": [True, False],
        "尚缺": [["employees", "revenue"], []],
    }
)
SUMMARY = pl.DataFrame(
    {
        "项目": [
            "新认定高新技术企业奖补",
            "研发费用分段补助，按实际投入分档，由市、县两级财政分担" * 2,
        ],
        "符合": [12345, 7],
    }
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("excel") / "结果.xlsx"
    with open_table(path, lang="zh") as table:
        table.write(RESULTS)
        table.write(RESULTS)
        table.finish({"汇总": SUMMARY, "A & <B> 'C' D": SUMMARY.head(1)})
    return path


@pytest.fixture(scope="module")
def book(path):
    book = openpyxl.load_workbook(path)
    yield book
    book.close()


def test_summaries_come_first_and_are_what_is_shown(book):
    assert book.sheetnames == ["汇总", "A & <B> 'C' D", "结果"]
    assert book.active.title == "汇总"


def test_the_sheet_of_rows_is_named_in_the_language_asked_for(tmp_path):
    with open_table(tmp_path / "a.xlsx", lang="en") as table:
        table.write(RESULTS)
        table.finish()
    assert sheet(tmp_path / "a.xlsx", "results")[0] == RESULTS.columns


@pytest.mark.parametrize(("title", "area"), [("汇总", "A1:B3"), ("结果", "A1:G5")])
def test_the_heading_stays_in_view_filters_and_is_printed_on_every_page(book, title, area):
    found = book[title]
    assert found.freeze_panes == "B2"
    assert found.auto_filter.ref == area
    assert found.print_title_rows == "$1:$1"
    assert found.page_setup.orientation == "landscape"
    heading = found["A1"]
    assert heading.font.bold
    assert heading.alignment.wrap_text
    assert found["A2"].font.bold is False


def test_titles_are_made_to_fit(tmp_path):
    path = tmp_path / "a.xlsx"
    titles = ["结果", "a/b:[c]*?", "A B  C", "", "'", "数" * 40, "数" * 41]
    with open_table(path, lang="zh") as table:
        table.write(RESULTS)
        table.finish(dict.fromkeys(titles, SUMMARY))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[-1] == "结果"
    assert book.sheetnames[:2] == ["结果 2", "a b  c"]
    assert len({name.casefold() for name in book.sheetnames}) == len(titles) + 1
    assert all(1 <= len(name) <= 31 for name in book.sheetnames)
    book.close()


def test_rows_are_no_taller_than_a_row_can_be(tmp_path):
    path = tmp_path / "a.xlsx"
    long = pl.DataFrame({"标题" * 500: ["字" * 9_000, "字\n" * 500]})
    with open_table(path, lang="zh") as table:
        table.write(long)
        table.finish({"a": long})
    book = openpyxl.load_workbook(path)
    assert {row.height for row in book["a"].row_dimensions.values()} == {405}
    assert book["结果"].row_dimensions[1].height == 405
    book.close()


def test_columns_are_as_wide_as_they_need(book):
    widths = {key: column.width for key, column in book["结果"].column_dimensions.items()}
    assert widths["A"] >= 2 * len("晋江=海丝=鞋业有限公司") - 2
    assert widths["B"] >= 18
    assert max(widths.values()) < 50


def test_long_text_of_a_summary_takes_several_lines(book):
    found = book["汇总"]
    assert found["A3"].alignment.wrap_text
    assert found.row_dimensions[2].height < found.row_dimensions[3].height


def test_numbers_and_days_show_as_such(book):
    formats = [cell.number_format for cell in book["结果"][2]]
    assert formats == ["@", "@", "yyyy\\-mm\\-dd", "#,##0.00", "#,##0", "General", "@"]
    assert book["结果"]["C2"].is_date


def test_codes_of_digits_are_text(book):
    assert book["结果"]["B2"].value == "913505830000000001"
    assert book["结果"]["B2"].data_type == "s"


def test_another_reader_agrees(path):
    found = CalamineWorkbook.from_path(str(path))
    assert found.sheet_names == ["汇总", "A & <B> 'C' D", "结果"]
    rows = found.get_sheet_by_name("结果").to_python()
    assert rows[0] == RESULTS.columns
    assert rows[1] == [
        "闽南数控装备有限公司", "913505830000000001", date(2012, 3, 1), 1234567.891, 12345.0, True,
        "employees;revenue",
    ]  # fmt: skip
    assert rows[1:3] == rows[3:5]


@pytest.mark.parametrize("dtype", [pl.Int8, pl.UInt8, pl.Int32, pl.UInt64, pl.Int128, pl.Float32])
def test_numbers_of_any_width(tmp_path, dtype):
    path = written(tmp_path / "a.xlsx", pl.DataFrame({"a": [None, 7]}, schema={"a": dtype}))
    assert sheet(path) == [["a"], [None], [7]]


def test_other_types_are_text(tmp_path):
    frame = pl.DataFrame({"a": [datetime(2024, 7, 1, 9, 30)], "b": [None], "c": [[1, 2]]})
    found = sheet(written(tmp_path / "a.xlsx", frame))[1]
    assert found == ["2024-07-01 09:30:00.000000", None, "1;2"]


def test_nothing_is_a_formula_or_a_link(tmp_path):
    texts = ["=1+1", "{=1}", "@a", "https://x.cn", "mailto:a@b.cn", "<r><t>x</t></r>", "<f>1</f>"]
    path = written(tmp_path / "a.xlsx", pl.DataFrame({"=1": texts}))
    assert sheet(path) == [["=1"], *([text] for text in texts)]
    with zipfile.ZipFile(path) as archive:
        content = archive.read("xl/worksheets/rows.xml").decode("utf-8")
        assert not any("hyperlink" in name for name in archive.namelist())
    assert "<f>" not in content
    assert "hyperlink" not in content


@pytest.mark.parametrize("text", ["x" * 40_000, "𠀀" * 20_000, "数" * 32_768])
@pytest.mark.parametrize(("lang", "mark"), [("zh", "……（已截断）"), ("en", "… (cut)")])
def test_text_longer_than_a_cell_is_cut_with_a_mark(tmp_path, text, lang, mark):
    with open_table(tmp_path / "a.xlsx", lang=lang) as table:
        table.write(pl.DataFrame({"a": [text, "x" * 32_767]}))
        table.finish()
    (_, (cut,), (whole,)) = sheet(tmp_path / "a.xlsx", "结果" if lang == "zh" else "results")
    assert whole == "x" * 32_767
    assert isinstance(cut, str)
    assert cut.endswith(mark)
    assert text.startswith(cut.removesuffix(mark))
    assert 32_765 <= len(cut.encode("utf-16-le")) // 2 <= 32_767


def test_names_of_columns():
    assert [letters(n) for n in (0, 25, 26, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


def test_more_rows_than_a_sheet_takes_are_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_text("old", "utf-8")
    most = pl.DataFrame({"a": pl.repeat(1, 1_048_575, eager=True)})
    with open_table(path, lang="en") as table:
        table.write(most.head(10))
        with pytest.raises(CannotSave, match=r"1048585 rows.*choose \.csv or \.parquet") as caught:
            table.write(most)
    assert "请改用 .csv 或 .parquet" in caught.value.message("zh")
    assert path.read_text("utf-8") == "old"


def test_as_many_rows_as_a_sheet_takes(tmp_path):
    path = tmp_path / "a.xlsx"
    written(path, pl.DataFrame({"a": pl.int_range(1_048_575, eager=True)}))
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("结果").to_python()
    assert (len(rows), rows[-1]) == (1_048_576, [1_048_574.0])


def test_rows_that_are_foreseen_are_refused_before_any_work(tmp_path):
    with pytest.raises(CannotSave, match="1048576 rows"):
        open_table(tmp_path / "a.xlsx", lang="en", rows=1_048_576)
    assert list(tmp_path.iterdir()) == []
    open_table(tmp_path / "a.csv", lang="en", rows=1_048_576).abandon()
    open_table(tmp_path / "a.xlsx", lang="en", rows=1_048_575).abandon()


def test_more_columns_than_a_sheet_takes_are_refused(tmp_path):
    wide = pl.DataFrame({f"c{n}": [1] for n in range(16_385)})
    with (
        open_table(tmp_path / "a.xlsx", lang="en") as table,
        pytest.raises(CannotSave, match=r"16385 columns.*choose \.csv"),
    ):
        table.write(wide)


def test_more_text_than_a_sheet_takes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(excel, "_MOST_BYTES", 100_000)
    with (
        open_table(tmp_path / "a.xlsx", lang="en") as table,
        pytest.raises(CannotSave, match=r"its first 0 rows fill it; choose \.csv"),
    ):
        table.write(pl.DataFrame({"a": ["x" * 30_000] * 8}))
    assert list(tmp_path.iterdir()) == []
