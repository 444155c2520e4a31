"""Which column tells which fact."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from huiqi.base.diagnostics import CompaniesError
from huiqi.load.companies.map_file import chosen_mapping, read_mapping, write_mapping
from huiqi.load.companies.mapping import Binding, propose_mapping


@pytest.fixture
def propose(vocabulary):
    """`propose("营业收入", cells=["5"])` → the mapping of these headers."""

    def mapping(
        *headers: str,
        cells: list[str] | None = None,
        titles: tuple[str, ...] = (),
        as_of: date = date(2024, 7, 1),
    ):
        sample = pl.DataFrame({header: cells or [] for header in headers}, strict=False)
        sample = sample.cast(pl.String)
        return propose_mapping(headers, sample, vocabulary, as_of, titles)

    return mapping


@pytest.mark.parametrize(
    ("header", "target", "scale", "how"),
    [
        ("企业名称", "name", "", "synonym"),
        ("统一社会信用代码", "id", "", "synonym"),
        ("revenue", "revenue", "元", "id"),
        ("上年度营业收入", "revenue", "元", "label"),
        ("营业收入（万元）", "revenue", "万元", "synonym"),
        ("营业收入\n(单位：亿元)", "revenue", "亿元", "synonym"),
        ("营业收入,万元", "revenue", "万元", "synonym"),
        ("2023年营业收入(万元)", "revenue", "万元", "near"),
        ("*员工人数（人）", "employees", "", "synonym"),
        ("营业收入（2023年）", "revenue", "元", "near"),
        ("营业收入（2023年，万元）", "revenue", "万元", "near"),
        ("统一社会信用代码（18位）", "id", "", "synonym"),
        ("企业（机构）类型", "entity_kind", "", "synonym"),
        ("国标行业小类", "sector", "", "synonym"),
        ("所在县市区", "location.county", "", "synonym"),
        ("市场占有率(%)", "market_share", "%", "synonym"),
        ("成立日期", "registered_on", "", "synonym"),
        ("省份", "location.province", "", "synonym"),
        ("地区", "location.city", "", "synonym"),
        ("区(县)", "location.county", "", "synonym"),
        ("注册地址", "location.address", "", "synonym"),
        ("所属地区", "location", "", "synonym"),
        ("行业小类", "sector", "", "synonym"),
        ("资质荣誉", "certifications", "", "synonym"),
        ("是否高新技术企业", "certifications.high_tech_enterprise", "", "label"),
        ("高企", "certifications.high_tech_enterprise", "", "synonym"),
        ("高新证书编号", "certifications.high_tech_enterprise", "", "synonym"),
        ("高企认定时间", "certifications.high_tech_enterprise.issued", "", "synonym"),
        ("高新技术企业发证日期", "certifications.high_tech_enterprise.issued", "", "synonym"),
        ("高新技术企业证书有效期至", "certifications.high_tech_enterprise.expires", "", "synonym"),
        ("专精特新级别", "certifications.srdi_sme", "", "synonym"),
        ("泉州高新技术产业开发区", "zones.quanzhou_high_tech_zone", "", "label"),
        ("zones.quanzhou_high_tech_zone", "zones.quanzhou_high_tech_zone", "", "id"),
        ("是否有信贷融资需求", "needs_credit", "", "label"),
        ("近三年研发费用合汁", "rd_spend_3y", "元", "near"),
    ],
)
def test_a_header_is_understood(propose, header, target, scale, how):
    assert propose(header, cells=["5"]).bindings == (Binding(header, target, scale, how),)


@pytest.mark.parametrize(
    "header",
    ["注册资本(万元)", "实缴资本", "工商注册号", "注册号", "组织机构代码", "有效期至", "认定时间",
     "非研发人员数量", "营业收入增长率", "人均营业收入", "年产值", "经营范围", "研发人员占比",
     "预计营业收入", "其中：发明专利申请数", "备注", "#7"],
)  # fmt: skip
def test_what_means_something_else_stays_unmapped(propose, header):
    mapping = propose(header, cells=["5"])
    assert (mapping.bindings, mapping.unmapped) == ((), (header,))


@pytest.mark.parametrize(
    ("header", "cells", "code"),
    [
        ("市场占有率", ["5", "12"], "HQ641"),
        ("市场占有率(%)", ["0.05", "0.12"], "HQ641"),
        ("营业收入(%)", ["5"], "HQ645"),
        ("研发人员(%)", ["5"], "HQ645"),
        ("企业名称(万元)", ["5"], "HQ645"),
    ],
)
def test_a_unit_that_is_doubtful_or_does_not_fit_is_reported_and_not_read(
    propose, header, cells, code
):
    mapping = propose(header, cells=cells)
    assert (mapping.bindings, mapping.unmapped) == ((), (header,))
    assert [finding.code for finding in mapping.findings] == [code]


def test_ratios_with_their_own_sign_need_no_unit(propose):
    assert propose("市场占有率", cells=["5%", "0.2"]).bindings[0].scale == ""


def test_a_title_may_state_the_unit_of_all_money(propose):
    mapping = propose("营业收入", "资产总额(元)", "员工人数", titles=("2023年", "单位：万元"))
    assert [binding.scale for binding in mapping.bindings] == ["万元", "元", ""]


@pytest.mark.parametrize(
    ("headers", "winner"),
    [
        (("年营收", "营业收入"), "营业收入"),
        (("2023年营业收入", "上年营业收入"), "2023年营业收入"),
        (("2021年高新技术企业", "2023年高新技术企业", "2025年高新技术企业"), "2023年高新技术企业"),
        (("社保人数", "employees"), "employees"),
        (("人员规模", "参保人数"), "参保人数"),
        (("办公地址", "注册地址"), "注册地址"),
        (("公司名称", "企业名称"), "企业名称"),
    ],
)
def test_of_two_columns_for_one_fact_the_more_exact_is_read(propose, headers, winner):
    mapping = propose(*headers)
    assert [binding.header for binding in mapping.bindings] == [winner]
    assert [finding.code for finding in mapping.findings] == ["HQ640"]


def test_companies_that_are_no_more_are_noticed(propose):
    [finding] = propose("登记状态", cells=["存续（在营、开业、在册）", "吊销，未注销"]).findings
    assert finding.code == "HQ649"
    assert finding.args == {"header": "登记状态", "text": "吊销，未注销"}
    assert propose("登记状态", cells=["存续", "在业"]).findings == ()


def test_several_columns_may_tell_the_sector_and_the_place(propose):
    mapping = propose("行业门类", "行业大类", "省份", "城市")
    assert [b.target for b in mapping.bindings] == [
        "sector", "sector", "location.province", "location.city",
    ]  # fmt: skip
    assert mapping.findings == ()


def test_facts_without_a_column_are_listed_but_not_derived_ones(propose, vocabulary):
    missing = propose("营业收入").missing
    assert "employees" in missing
    assert "revenue" not in missing
    assert not any(vocabulary.facts[fact].derive for fact in missing)


def test_a_written_map_reads_back(propose, vocabulary, tmp_path):
    headers = ("企业名称", "营业收入(万元)", "市场占有率(%)", "高企认定时间", '备注: "x" #1')
    mapping = propose(*headers, cells=["5"])
    path = tmp_path / "map.yaml"
    path.write_text(write_mapping(mapping, vocabulary), encoding="utf-8")
    again = read_mapping(path, headers, vocabulary)
    assert [b._replace(how="map") for b in mapping.bindings] == list(again.bindings)
    assert again.unmapped == mapping.unmapped


@pytest.mark.parametrize(
    ("text", "code", "near"),
    [
        ("企业名稱: name", "HQ643", "企业名称"),
        ("企业名称: nam", "HQ642", "name"),
        ("营业收入: {target: revenue, unit: 人}", "HQ646", None),
        ("企业名称: {target: name, unit: 元}", "HQ646", None),
        ("企业名称: revenue\n营业收入: revenue", "HQ644", None),
        ("企业名称: [name]", "HQ120", None),
        ("- name", "HQ120", None),
        ("", "HQ104", None),
        ("企业名称: {to: name}", "HQ121", None),
    ],
)
def test_every_slip_in_a_map_is_named(vocabulary, tmp_path, text, code, near):
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CompaniesError) as caught:
        read_mapping(path, ("企业名称", "营业收入"), vocabulary)
    assert code in [finding.code for finding in caught.value.findings]
    assert near in [finding.near for finding in caught.value.findings]


def test_a_map_may_say_that_a_ratio_is_a_plain_number(vocabulary, tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text('市占: {target: market_share, unit: "1"}', encoding="utf-8")
    assert read_mapping(path, ("市占",), vocabulary).bindings[0].scale == ""


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("2025年营业收入（万元）", "revenue"),
        ("营业收入2025", "revenue"),
        ("去年营业收入", "revenue"),
        ("2024年度营业收入", "revenue_prev"),
        ("前年营业收入", "revenue_prev"),
        ("上上年度研发投入", "rd_spend_prev"),
        ("2024年末资产总额", (2024, "2025")),
        ("2023年营业收入", (2023, "2025 · 2024")),
        ("2026年营业收入", (2026, "2025 · 2024")),
        ("本年营业收入", (2026, "2025 · 2024")),
        ("2026年技术转让所得", "tech_transfer_income"),
        ("2025年专精特新发展评价得分", "platform_score_prev"),
    ],
)
def test_figures_tell_the_year_they_are_of(propose, header, told):
    mapping = propose(header, as_of=date(2026, 11, 22))
    found = [binding.target for binding in mapping.bindings]
    found += [(f.args["year"], f.args["wanted"]) for f in mapping.findings]
    assert found == [told]


def test_another_day_of_judging_asks_for_another_year(propose):
    headers = ("2024年营业收入", "2025年营业收入", "2026年营业收入")
    for day, last, before in ((date(2026, 12, 31), 1, 0), (date(2027, 1, 1), 2, 1)):
        mapping = propose(*headers, as_of=day)
        assert mapping.at("revenue").header == headers[last]
        assert mapping.at("revenue_prev").header == headers[before]


HEADERS = st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=4, unique=True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HEADERS)
@example(["a\x00\x1b\x7f\x80b", "\x85", "\u2028 \u2029", "\ufeff"])
@example(["\ufffe\uffff", "\U0001f600\U0001ffff", ' "#: ', "\\u0041", "? x", "\r\n\t"])
@example(["长" * 5000, "\x7f" * 300])
def test_any_header_is_written_and_read_back(tmp_path, vocabulary, headers):
    first, *others = headers
    said = {first: {"target": "revenue", "unit": "万元"}, **dict.fromkeys(others, "ignore")}
    mapping = chosen_mapping(said, headers, vocabulary)
    assert mapping.bindings == (Binding(first, "revenue", "万元", "map"),)
    path = tmp_path / "map.yaml"
    path.write_text(write_mapping(mapping, vocabulary), encoding="utf-8")
    assert read_mapping(path, headers, vocabulary) == mapping
