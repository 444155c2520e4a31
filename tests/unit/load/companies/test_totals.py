"""Rows of totals are no companies."""

from __future__ import annotations

from datetime import date

import pytest

from huiqi.load.companies.files import open_companies
from huiqi.load.companies.mapping import propose_mapping
from huiqi.load.companies.totals import without_totals


@pytest.fixture
def read(write, vocabulary, known):
    """`read("甲,5\\n合计,5")` → the names left, their lines, and the rejects."""

    def rows(body: str, header: str = "企业名称,员工人数"):
        file = open_companies(write(f"{header}\n{body}\n"), known=known)
        mapping = propose_mapping(file.headers, file.sample(), vocabulary, date(2024, 7, 1))
        [batch] = [without_totals(batch, mapping) for batch in file.batches()]
        names = batch.frame[file.headers[0]].to_list()
        return names, batch.lines.to_list(), [(r.line, r.text) for r in batch.rejects]

    return rows


@pytest.mark.parametrize(
    "name",
    ["合计", "合 计：", "总计", "小计", "共计", "总数", "Total", "grand total:", " subtotal ",
     "合计（2家）", "共2家企业", "制表人：张三", "注：数据截至年底", "备注: 未审计"],
)  # fmt: skip
def test_a_row_of_totals_is_rejected(read, name):
    names, lines, rejects = read(f"甲公司,5\n{name},12\n乙公司,7")
    assert (names, lines) == (["甲公司", "乙公司"], [2, 4])
    assert [line for line, _ in rejects] == [3]
    assert rejects[0][1].endswith(" · 12")


@pytest.mark.parametrize(
    "name", ["合计科技有限公司", "泉州总计商贸行", "Total Energies (China)", "计"]
)
def test_a_company_may_be_called_much_like_it(read, name):
    assert read(f"{name},12") == ([name], [2], [])


def test_totals_may_stand_under_another_heading(read):
    names, lines, rejects = read("1,甲公司,5\n合计,,5\n2,,7", header="序号,企业名称,员工人数")
    assert names == ["1", "2"]
    assert (lines, [line for line, _ in rejects]) == ([2, 4], [3])


def test_broken_rows_and_totals_come_in_the_order_of_the_file(read):
    names, lines, rejects = read("小计,1\n甲公司,5\n乙公司\n合计,6\n丙公司,2")
    assert (names, lines) == (["甲公司", "丙公司"], [3, 6])
    assert [line for line, _ in rejects] == [2, 4, 5]


def test_without_a_column_of_names_nothing_is_known_of_totals(read):
    assert read("合计,12", header="行业,员工人数") == (["合计"], [2], [])
