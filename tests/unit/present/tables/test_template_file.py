"""Empty company files of a rulebook from elsewhere, whose labels may hold anything."""

from __future__ import annotations

import csv

import openpyxl

from huiqi.load.companies.template import Column
from huiqi.present.tables.template_file import write_template


def test_a_header_is_no_formula_in_csv(tmp_path):
    path = tmp_path / "companies.csv"
    headers = ["企业名称", "=cmd|' /C calc'!A0", 'a,"b"', ""]
    write_template(path, [Column(header, "fact", "") for header in headers], "zh")
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.reader(file)
    assert row == ["企业名称", "'=cmd|' /C calc'!A0", 'a,"b"', ""]


def test_only_choices_that_a_workbook_can_list_are_offered(tmp_path):
    path = tmp_path / "companies.xlsx"
    choices = [("是", "否"), ('"A" 类', "B"), ("a, b", "c"), ('"' * 100, "x" * 100)]
    columns = [Column(f"c{n}", "fact", "", choices=some) for n, some in enumerate(choices)]
    write_template(path, columns, "zh")
    offered = openpyxl.load_workbook(path)["企业"].data_validations.dataValidation
    assert {str(one.sqref): one.formula1 for one in offered} == {
        "A2:A5001": '"是,否"',
        "B2:B5001": '"""A"" 类,B"',
    }
