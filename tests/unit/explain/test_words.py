"""What is said beside a condition: the answers that decided it, in both languages."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from huiqi.api import Rulebook
from huiqi.explain.names import percent
from huiqi.explain.words import Words

DAY = date(2026, 2, 1)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook.load()


def said(book: Rulebook, company: dict[str, object], programme: str, day: date = DAY) -> list[str]:
    """Each condition in Chinese, with the answers beside it."""
    finding = book.check({"location": "350582", "entity_kind": "enterprise", **company}, day)[
        programme
    ]
    words = Words(book.vocabulary, "zh")
    return [
        f"{words.reason(finding, atom)} | {words.answers(atom.criterion, finding.given)}"
        for atom in finding.proof.leaves()
    ]


def test_a_title_may_be_held_by_one_that_counts_as_it(book):
    company = {"certifications": [{"name": "srdi_little_giant", "issued": "2025-01-10"}]}
    [line] = [
        s for s in said(book, company, "cn-srdi-little-giant") if s.startswith("持有专精特新")
    ]
    assert line == (
        "持有专精特新中小企业（在有效期内） | 专精特新“小巨人”企业 国家级 2025-01-10 发证 3年有效"
    )


@pytest.mark.parametrize(
    ("zones", "told"),
    [
        ({"quanzhou_taiwanese_investment_zone": False}, "不含泉州台商投资区，其余未填"),
        ([], "无"),
    ],
)
def test_a_set_known_in_part_is_not_called_empty(book, zones, told):
    found = said(book, {"zones": zones}, "qz16-hightech-zone", date(2018, 2, 1))
    assert found[1] == f"所在园区：泉州高新技术产业开发区 | {told}"


def test_what_is_derived_names_its_grounds(book):
    company = {"sector": "C34", "employees": 2000, "revenue": "10亿元"}
    [line] = [s for s in said(book, company, "cn-srdi-sme") if s.startswith("中小微企业")]
    assert line == (
        "中小微企业 | 否（从业人员 2000人、上年度营业收入 10亿元、所属行业 C34 通用设备制造业）"
    )


def test_a_condition_of_a_band_names_the_band(book):
    company = {"revenue": "8000万元", "revenue_3y": "1亿元", "rd_spend_3y": "350万元"}
    [line] = [
        s for s in said(book, company, "cn-hnte") if "近三年研发费用合计 /" in s and "4%" in s
    ]
    assert line == (
        "近三年研发费用合计 / 近三年营业收入合计 ≥ 4%（5000万元 < 上年度营业收入 ≤ 2亿元）"
        " | 近三年研发费用合计 350万元、近三年营业收入合计 1亿元 = 3.5%"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1/20", "5%"), ("0.01995", "1.995%"), ("1/3", "≈33.33%"), ("0.0199999", "1.99999%")],
)
def test_no_share_is_rounded_to_a_threshold(value, shown):
    assert percent(Fraction(value)) == shown


def test_reasons_in_words_name_clauses(book):
    company = {"revenue": "8000万元", "revenue_3y": "1亿元", "rd_spend_3y": "350万元"}
    assert "= 3.5%） [十一(五)2]" in book.check(company, DAY).explain("cn-hnte", "zh")
