"""Workbooks: the sheet meant, titles above the header, merged cells, dates, lost results."""

from __future__ import annotations

import zipfile
from datetime import datetime

import openpyxl
import pytest
import xlsxwriter

from huiqi.base.diagnostics import CompaniesError
from huiqi.load.companies.files import open_companies
from huiqi.load.companies.spreadsheet import _Cells

from .reading import read_all


def replace_sheet(path, change):
    """Change the XML of the first sheet of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = change(parts[sheet].decode()).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.fixture
def workbook(tmp_path):
    """`with workbook() as book:` writes companies.xlsx; its path is book.filename."""
    return lambda: xlsxwriter.Workbook(tmp_path / "companies.xlsx")


def test_a_sheet_as_offices_make_them(workbook, known):
    with workbook() as book:
        book.add_worksheet("说明").write_column(0, 0, ["填表说明", "请逐项填写"])
        sheet = book.add_worksheet("企业")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range("B2:F2", "2023年企业汇总表（单位：万元）")
        sheet.write_row("B4", ["企业名称", "所属地区", "成立日期", "营业收入", "高企"])
        sheet.write_row("B5", ["甲", "", "", 1200.0, True])
        sheet.merge_range("C5:C6", "泉州市")
        sheet.write_datetime("D5", datetime(2016, 8, 27), day)
        sheet.write_row("B6", ["乙", None, 42609, 0.1, False])
        sheet.write_formula("E8", "=1/0", None, "#DIV/0!")
        sheet.write("B8", "丙")
        sheet.write_row("B9", ["企业名称", "所属地区", "成立日期", "营业收入", "高企"])
        book.add_worksheet("空")
    file = open_companies(book.filename, known=known)
    assert file.kind == "spreadsheet"
    assert file.headers == ("企业名称", "所属地区", "成立日期", "营业收入", "高企")
    assert file.titles == ("2023年企业汇总表（单位：万元）",)
    assert [(w.code, w.args["others"]) for w in file.warnings] == [("HQ630", "说明")]
    whole = read_all(file.batches())
    assert whole.rows == [
        ("甲", "泉州市", "2016-08-27", "1200", "是"),
        ("乙", "泉州市", "42609", "0.1", "否"),
        ("丙", None, None, "#DIV/0!", None),
    ]
    assert whole.lines == [5, 6, 8]
    assert whole.rejects == [(9, "HQ639")]


def test_formulas_that_nothing_has_worked_out_are_named(tmp_path, known):
    """Programs that write workbooks store formulas only; spreadsheet programs store the result."""
    book = openpyxl.Workbook()
    book.active.append(["企业名称", "员工人数", "营业收入", "研发费用"])
    book.active.append(["甲", 50, '=B2*10 & "<"', "=C2/2"])
    book.save(tmp_path / "companies.xlsx")
    whole = read_all(open_companies(tmp_path / "companies.xlsx", known=known).batches())
    assert whole.rows == [("甲", "50", '=B2*10 & "<"', "=C2/2")]


def test_a_formula_may_result_in_nothing(workbook, known):
    with workbook() as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["企业名称", "员工人数", "营业收入"])
        sheet.write(1, 0, "甲")
        sheet.write_formula(1, 1, '=IF(A2="","",7)', None, 7)
        sheet.write_formula(1, 2, '=IF(A2="甲","",7)', None, "")
    # As Excel stores an empty text.
    replace_sheet(book.filename, lambda sheet: sheet.replace('r="C2"', 'r="C2" t="str"'))
    assert read_all(open_companies(book.filename, known=known).batches()).rows == [
        ("甲", "7", None)
    ]


@pytest.mark.parametrize(
    ("group", "parts", "headers"),
    [
        ("财务指标", ["营业收入", "研发费用"], ("营业收入", "研发费用")),
        (
            "经济指标（万元）",
            ["营业收入", "资产总额（亿元）"],
            ("营业收入（万元）", "资产总额（亿元）"),
        ),
    ],
)
def test_a_group_above_the_header_gives_its_unit(workbook, known, group, parts, headers):
    with workbook() as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:A2", "企业名称")
        sheet.merge_range("B1:C1", group)
        sheet.write_row("B2", parts)
        sheet.write_row("A3", ["甲", 5, 1])
    file = open_companies(book.filename, known=known)
    assert file.headers == ("企业名称", *headers)
    assert read_all(file.batches()).rows == [("甲", "5", "1")]


@pytest.mark.parametrize("title", ["A1:C1", "B1:C1"])
def test_a_title_is_no_group(workbook, known, title):
    with workbook() as book:
        sheet = book.add_worksheet()
        sheet.merge_range(title, "企业汇总表（单位：万元）")
        sheet.write_row("A2", ["企业名称", "营业收入", "员工人数", "注册地址"])
        sheet.write_row("A3", ["甲", 98000, 5, "泉州"])
    file = open_companies(book.filename, known=known)
    assert file.headers == ("企业名称", "营业收入", "员工人数", "注册地址")


@pytest.mark.parametrize(
    ("parts", "headers"),
    [
        (["2023年", "2025年"], ("2023年营业收入（万元）", "2025年营业收入（万元）")),
        (["研发费用", "境外"], ("研发费用（万元）", "营业收入（万元）·境外")),
    ],
)
def test_a_group_is_parted_by_the_row_beneath(workbook, known, parts, headers):
    with workbook() as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:A2", "企业名称")
        sheet.merge_range("B1:B2", "注册地址")
        sheet.merge_range("C1:D1", "营业收入（万元）")
        sheet.write_row("C2", parts)
        sheet.write_row("A3", ["甲", "泉州", 1000, 98000])
        sheet.write_row("A4", ["乙", "晋江", 1, 2])
    file = open_companies(book.filename, known=known)
    assert file.headers == ("企业名称", "注册地址", *headers)
    whole = read_all(file.batches())
    assert whole.rows == [("甲", "泉州", "1000", "98000"), ("乙", "晋江", "1", "2")]
    assert whole.lines == [3, 4]


def test_what_computing_leaves_behind_the_fifteenth_digit_is_no_figure(workbook, known):
    with workbook() as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["企业名称", "营业收入（万元）"])
        sheet.write_row("A2", ["甲", 1234.3000000000002])
        sheet.write_row("A3", ["乙", 0.1 + 0.2])
    rows = read_all(open_companies(book.filename, known=known).batches()).rows
    assert rows == [("甲", "1234.3"), ("乙", "0.3")]


def test_a_sheet_by_name(workbook, known):
    with workbook() as book:
        for title, company in (("一月", "甲"), ("二月", "乙")):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, ["企业名称", "城市"])
            sheet.write_row(1, 0, [company, "泉州"])
    assert read_all(open_companies(book.filename, known=known).batches()).rows == [("甲", "泉州")]
    chosen = open_companies(book.filename, sheet="二月", known=known)
    assert (read_all(chosen.batches()).rows, chosen.warnings) == ([("乙", "泉州")], ())
    with pytest.raises(CompaniesError) as caught:
        open_companies(book.filename, sheet="三月", known=known)
    assert caught.value.findings[0].code == "HQ629"
    assert caught.value.findings[0].args["known"] == "一月 · 二月"


def test_batches_of_a_sheet_are_bounded(workbook):
    with workbook() as book:
        sheet = book.add_worksheet()
        for row in range(8):
            sheet.write_row(row, 0, ["企业名称", "城市"] if row == 0 else [f"c{row}", row])
    batches = list(open_companies(book.filename).batches(3))
    assert [batch.frame.height for batch in batches] == [3, 3, 1]
    assert [batch.line(0) for batch in batches] == [2, 5, 8]
    assert batches[-1].done == 1.0


def test_a_header_alone_is_a_warning(workbook):
    with workbook() as book:
        book.add_worksheet().write_row(0, 0, ["企业名称", "城市"])
    file = open_companies(book.filename)
    assert [warning.code for warning in file.warnings] == ["HQ626"]
    assert read_all(file.batches()).rows == []


def sheet_xml(cell: str) -> str:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="{cell}"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )


def test_a_cell_in_the_last_corner_cannot_fill_the_memory(workbook):
    with workbook() as book:
        book.add_worksheet().write(0, 0, "企业名称")
    replace_sheet(book.filename, lambda sheet: sheet_xml("XFD1048576"))
    with pytest.raises(CompaniesError) as caught:
        open_companies(book.filename)
    assert [finding.code for finding in caught.value.findings] == ["HQ631"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 no archive", "HQ628"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), "HQ628"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "HQ659"),
    ],
)
def test_a_broken_or_protected_workbook_is_named(write, content, code):
    with pytest.raises(CompaniesError) as caught:
        open_companies(write(content, "companies.xlsx"))
    assert [finding.code for finding in caught.value.findings] == [code]


def test_an_archive_that_is_no_workbook_is_named(tmp_path):
    path = tmp_path / "companies.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("companies.csv", "name,city\n")
    with pytest.raises(CompaniesError) as caught:
        open_companies(path)
    assert [finding.code for finding in caught.value.findings] == ["HQ628"]


@pytest.mark.parametrize("name", ["companies.xls", "companies.ods", "companies.csv", "companies"])
def test_a_workbook_may_be_called_otherwise(workbook, tmp_path, known, name):
    with workbook() as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["企业名称", "城市"])
        sheet.write_row("A2", ["甲", "泉州"])
    renamed = (tmp_path / "companies.xlsx").rename(tmp_path / name)
    assert read_all(open_companies(renamed, known=known).batches()).rows == [("甲", "泉州")]


@pytest.mark.parametrize("rows_before", [1, 30])
def test_a_duration_that_nothing_can_hold_is_named(workbook, known, rows_before):
    with workbook() as book:
        sheet = book.add_worksheet("企业")
        sheet.write_row("A1", ["企业名称", "员工人数"])
        for row in range(1, rows_before):
            sheet.write_row(row, 0, [f"c{row}", 1])
        span = book.add_format({"num_format": "[h]:mm:ss"})
        sheet.write_row(rows_before, 0, ["乙", 2147483647], span)
    with pytest.raises(CompaniesError) as caught:
        read_all(open_companies(book.filename, known=known).batches())
    (finding,) = caught.value.findings
    assert finding.code == "HQ628"
    assert f"企业, row {rows_before + 1}: " in finding.args["reason_en"]


def test_a_panic_while_reading_is_a_damaged_file():
    class PanicException(BaseException):
        pass

    class Sheet:
        name, start = "S", None

        def iter_rows(self):
            yield ["甲"]
            raise PanicException("index out of bounds")

    with pytest.raises(CompaniesError) as caught:
        list(_Cells("companies.xlsx", Sheet(), {})._values())
    assert caught.value.findings[0].args["reason_en"] == "S, row 2: index out of bounds"


def test_a_hidden_sheet_comes_after_those_seen(workbook, known):
    with workbook() as book:
        for title, company in (("旧", "甲"), ("新", "乙")):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, ["企业名称", "城市"])
            sheet.write_row(1, 0, [company, "泉州"])
        book.get_worksheet_by_name("新").activate()
        book.get_worksheet_by_name("新").set_first_sheet()
        book.get_worksheet_by_name("旧").hide()
    file = open_companies(book.filename, known=known)
    assert read_all(file.batches()).rows == [("乙", "泉州")]
    assert [warning.args["others"] for warning in file.warnings] == ["旧"]
