"""What a cell says: exact, every repair named, and nothing where it is not certain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.load.companies.mapping import Binding, settle
from huiqi.load.companies.rows import RowReader
from huiqi.load.companies.write_cell import write_cell
from huiqi.load.rulebook import bundled, read_rulebook
from huiqi.load.tables import divisions, industries
from huiqi.model.place import Location
from huiqi.model.profile import Certificates, Holding, Members, Missing
from huiqi.model.quantity import MAX_FEN, MAX_NUMBER
from huiqi.model.sector import Sector
from huiqi.model.vocabulary import Fact, FactType

VOCABULARY = read_rulebook([bundled()], with_cases=False)[0].vocabulary
WAN = 10_000 * 100
HNTE, SRDI = "high_tech_enterprise", "srdi_sme"
ALL = None
NONE_ELSE_KNOWN: frozenset[str] = frozenset()


def read(target: str, text: str | None, scale: str = ""):
    """The reading of a fact from one column of a target."""
    mapping = settle([Binding("列", target, scale)], ["列"], VOCABULARY)
    return RowReader(mapping, VOCABULARY).fact(mapping.bindings[0].fact, [text])


FIGURES = [
    ("revenue", "万元", "1200", 1200 * WAN, []),
    ("revenue", "元", "1200", 1200 * 100, []),
    ("revenue", "亿元", "1.2", 12_000 * WAN, []),
    ("revenue", "万元", "50万人民币", 50 * WAN, ["unit_in_cell"]),
    ("revenue", "元", "1,200(万元)", 1200 * WAN, ["thousands", "unit_in_cell"]),
    ("revenue", "元", "１２００万元整", 1200 * WAN, ["full_width", "unit_in_cell"]),
    ("revenue", "万元", "1.2E+05", 120_000 * WAN, ["scientific"]),
    ("revenue", "元", "￥5.20", 520, ["full_width", "unit_in_cell"]),
    ("employees", "", "5 人", 5, ["unit_in_cell"]),
    ("employees", "", "５０ 人", 50, ["full_width", "unit_in_cell"]),
    ("employees", "", "12.0", 12, ["trailing_zero"]),
    ("employees", "", "'12", 12, ["text_mark"]),
    ("employees", "", '="12"', 12, ["text_mark"]),
    ("market_share", "%", "5", Decimal("0.05"), []),
    ("market_share", "", "5%", Decimal("0.05"), ["unit_in_cell"]),
    ("market_share", "‰", "5", Decimal("0.005"), []),
    ("market_share", "", "0.05", Decimal("0.05"), []),
    ("registered_on", "", "2016-08-27", date(2016, 8, 27), []),
    ("registered_on", "", "2016/8/27", date(2016, 8, 27), ["date_form"]),
    ("registered_on", "", "20160827", date(2016, 8, 27), ["date_form"]),
    ("registered_on", "", "2016年8月27日", date(2016, 8, 27), ["date_form"]),
    ("registered_on", "", "2016-08-27 00:00:00", date(2016, 8, 27), ["date_form"]),
    ("registered_on", "", "42609", date(2016, 8, 27), ["excel_serial_date"]),
    ("venture_capital_firm", "", "是", True, []),
    ("venture_capital_firm", "", "√", True, ["yes_no_word"]),
    ("venture_capital_firm", "", "0", False, ["yes_no_word"]),
    ("venture_capital_firm", "", "无", False, ["yes_no_word"]),
    ("size_class", "", "中型企业", "medium", ["value_word"]),
    ("size_class", "", "XS(微型)", "micro", ["value_word"]),
    ("entity_kind", "", "全民所有制", "enterprise", ["value_word"]),
    ("rd_institution", "", "none", "none", []),
    ("entity_kind", "", "有限责任公司(自然人独资)", "enterprise", ["value_word"]),
    ("location", "", "福建泉州南安", Location(("350583",)), []),
    ("location", "", "350500|350583", Location(("350500", "350583")), []),
    ("sector", "", "C3921", Sector("C3921"), []),
    ("introduced_as", "", "不适用", Missing.NOT_APPLICABLE, []),
    ("introduced_as", "", "无", Members(frozenset()), []),
]


@pytest.mark.parametrize(("target", "scale", "text", "answer", "repairs"), FIGURES)
def test_a_cell_is_read_exactly(target, scale, text, answer, repairs):
    reading = read(target, text, scale)
    assert (reading.answer, list(reading.repairs), reading.findings) == (answer, repairs, ())


@pytest.mark.parametrize(
    ("target", "scale", "text", "code"),
    [
        ("revenue", "元", "约50", "HQ653"),
        ("revenue", "元", "inf", "HQ605"),
        ("revenue", "元", "-5", "HQ603"),
        ("revenue", "元", "0.001", "HQ615"),
        ("revenue", "元", "1,20", "HQ602"),
        ("revenue", "元", "50美元", "HQ602"),
        ("revenue", "万元", "¥50", "HQ602"),
        ("revenue", "元", "#DIV/0!", "HQ652"),
        ("revenue", "元", "=B2*C2", "HQ652"),
        ("revenue", "元", "9" * 30, "HQ612"),
        ("revenue", "元", "x" * 30_000, "HQ602"),
        ("employees", "", "50-99人", "HQ653"),
        ("employees", "", "100人以上", "HQ653"),
        ("employees", "", "500+", "HQ653"),
        ("employees", "", "少于50人", "HQ653"),
        ("employees", "", "12.5", "HQ602"),
        ("market_share", "", "5", "HQ617"),
        ("registered_on", "", "2016", "HQ650"),
        ("registered_on", "", "2016年8月", "HQ650"),
        ("registered_on", "", "2016-02-30", "HQ604"),
        ("registered_on", "", "27/8/2016", "HQ602"),
        ("venture_capital_firm", "", "也许", "HQ602"),
        ("size_class", "", "超大", "HQ208"),
        ("entity_kind", "", "有限责任公司分公司", "HQ208"),
        ("location", "", "朝阳区", "HQ607"),
        ("location", "", "火星", "HQ608"),
        ("location", "", "999999|350500", "HQ608"),
        ("sector", "", "111", "HQ611"),
        ("industry_fields", "", "炼金术", "HQ651"),
        (f"certifications.{HNTE}", "", "申报中", "HQ656"),
        (f"certifications.{HNTE}", "", "2021", "HQ650"),
        (f"certifications.{HNTE}", "", "省级", "HQ656"),
    ],
)
def test_what_is_not_certain_is_unknown_and_reported(target, scale, text, code):
    reading = read(target, text, scale)
    assert reading.answer is None
    assert [(f.code, f.where) for f in reading.findings] == [(code, "列")]


@pytest.mark.parametrize("mark", ["", "-", "--", "—", "/", "N/A", "NA", "null", "None", "nan", "无",
                                  "不详", "未知", "暂无", "企业选择不公示", " ", "　"])  # fmt: skip
@pytest.mark.parametrize("target", ["revenue", "registered_on", "sector", "location"])
def test_a_missing_mark_is_nothing_known_and_no_finding(target, mark):
    reading = read(target, mark, "元" if target == "revenue" else "")
    assert (reading.answer, reading.findings) == (None, ())
    assert list(reading.repairs) == (["missing_mark"] if mark.strip() else [])


def held(title: str, tier: str | None = None, issued: date | None = None) -> Holding:
    tiers = VOCABULARY.certifications[title].tiers
    return Holding(title, tier or (tiers[0] if len(tiers) == 1 else None), issued)


DATED = Holding(HNTE, "national", date(2020, 12, 1), date(2023, 11, 30))


@pytest.mark.parametrize("text", ["；", " ; ", "、、", "|"])
def test_separators_alone_tell_nothing(text):
    reading = read("certifications", text)
    assert (reading.answer, reading.findings) == (None, ())


@pytest.mark.parametrize(
    ("text", "titles", "absent", "codes"),
    [
        ("高新技术企业;专精特新", [held(HNTE), held(SRDI)], ALL, []),
        ("高企，专精特新／省级企业技术中心",
         [held(HNTE), held(SRDI), held("enterprise_technology_centre", "provincial")], ALL, []),
        ("高新技术企业（2021-12-01）", [held(HNTE, issued=date(2021, 12, 1))], ALL, []),
        ("国家级专精特新小巨人", [held("srdi_little_giant")], ALL, []),
        ("工程（技术）研究中心", [held("engineering_research_centre")], ALL, []),
        ("无", [], ALL, []),
        ("高新技术企业等", [held(HNTE)], NONE_ELSE_KNOWN, []),
        ("高新技术企业（2020/12/1 ~ 2023/11/30）", [DATED], ALL, []),
        ("高新技术企业（2020年12月1日至2023年11月30日）", [DATED], ALL, []),
        ("高新技术企业(2020-12-01 2023-11-30);专精特新", [held(SRDI)], NONE_ELSE_KNOWN, ["HQ656"]),
        ("高新技术企业;瞪羚企业", [held(HNTE)], NONE_ELSE_KNOWN, ["HQ651"]),
        ("高新技术企业;专精特新(申报中)", [held(HNTE)], NONE_ELSE_KNOWN, ["HQ656"]),
        ("高新技术企业(2021)", [held(HNTE)], ALL, ["HQ650"]),
        ("!高新技术企业;...", [], frozenset((HNTE,)), []),
    ],
)  # fmt: skip
def test_a_list_of_titles(text, titles, absent, codes):
    reading = read("certifications", text)
    assert reading.answer == Certificates(tuple(titles), absent)
    assert [finding.code for finding in reading.findings] == codes


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("是", held(HNTE)),
        ("有效", held(HNTE)),
        ("国家级", held(HNTE)),
        ("高企", held(HNTE)),
        ("2021-12-01", held(HNTE, issued=date(2021, 12, 1))),
        ("GR202135000123", replace(held(HNTE), expires=date(2024, 12, 31))),
        ("第GR202135000123号", held(HNTE)),
        ("2021350582A8000123", held(HNTE)),
        ("否", None),
        ("无", None),
    ],
)
def test_a_column_of_one_title(text, answer):
    whole = (
        Certificates((answer,), NONE_ELSE_KNOWN) if answer else Certificates((), frozenset((HNTE,)))
    )
    assert read(f"certifications.{HNTE}", text).answer == whole


@pytest.mark.parametrize(
    ("others", "issued", "expires"),
    [
        ({}, None, date(2021, 12, 31)),
        ({"": "高新技术企业"}, None, date(2021, 12, 31)),
        ({"": "高新技术企业（2018-11-30）"}, date(2018, 11, 30), None),
        ({".issued": "2018-11-30"}, date(2018, 11, 30), None),
        ({".expires": "2021-11-29"}, None, date(2021, 11, 29)),
        ({".issued": "2018年"}, None, date(2021, 12, 31)),
    ],
)
def test_the_number_of_a_certificate_tells_its_end_where_no_date_does(others, issued, expires):
    """GR2018…: issued in 2018, so it ends by 2021."""
    cells = {f"certifications.{HNTE}": "GR201835000123"}
    for part, text in others.items():
        cells[f"certifications.{HNTE}{part}" if part else "certifications"] = text
    mapping = settle([Binding(target, target) for target in cells], list(cells), VOCABULARY)
    certificates = RowReader(mapping, VOCABULARY).row(cells).profile.answers["certifications"]
    assert isinstance(certificates, Certificates)
    assert certificates.held == (replace(held(HNTE, issued=issued), expires=expires),)


# Every answer that a profile can hold, fact by fact.


def answers(fact: Fact) -> st.SearchStrategy:
    return {
        FactType.BOOL: st.booleans(),
        FactType.COUNT: st.integers(0, MAX_NUMBER),
        FactType.NUMBER: st.decimals(0, 10**6, places=4),
        FactType.MONEY: st.integers(0, MAX_FEN),
        FactType.RATIO: st.decimals(0, 100, places=6),
        FactType.DATE: st.dates(date(1000, 1, 1)),
        FactType.ENUM: st.sampled_from(list(fact.values) or [""]),
        FactType.SET: members(fact),
        FactType.LOCATION: st.sets(st.sampled_from(list(divisions())), min_size=1, max_size=3).map(
            lambda codes: Location(tuple(codes))
        ),
        FactType.SECTOR: st.sampled_from(list(industries())).map(Sector),
        FactType.CERTIFICATIONS: certificates(),
    }[fact.type]


def members(fact: Fact) -> st.SearchStrategy:
    known = list(VOCABULARY.zones if fact.id == "zones" else fact.values)
    some = st.frozensets(st.sampled_from(known), max_size=4) if known else st.just(frozenset())
    return st.builds(Members, some, st.none() | some)


@st.composite
def holdings(draw: st.DrawFn) -> Holding:
    one = draw(st.sampled_from(list(VOCABULARY.certifications.values())))
    tier = draw(st.none() | st.sampled_from(one.tiers))
    days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
    issued, expires = draw(st.none() | days), draw(st.none() | days)
    if issued and expires:
        issued, expires = min(issued, expires), max(issued, expires)
    return Holding(one.id, tier, issued, expires, draw(st.booleans()))


def certificates() -> st.SearchStrategy:
    titles = st.frozensets(st.sampled_from(list(VOCABULARY.certifications)), max_size=5)
    return st.builds(Certificates, st.lists(holdings(), max_size=5).map(tuple), st.none() | titles)


@pytest.mark.parametrize("fact", VOCABULARY.facts.values(), ids=lambda fact: fact.id)
@given(data=st.data())
def test_every_answer_reads_back_from_its_cell(fact, data):
    special = [Missing.NOT_APPLICABLE] if fact.may_not_apply else []
    answer = data.draw(st.sampled_from(special) | answers(fact) if special else answers(fact))
    reading = read(fact.id, write_cell(fact, answer, VOCABULARY), "万元")
    assert (reading.answer, reading.findings) == (answer, ())


def test_what_is_not_known_is_an_empty_cell():
    fact = VOCABULARY.facts["revenue"]
    assert write_cell(fact, Missing.DONT_KNOW, VOCABULARY) == ""
    assert write_cell(fact, None, VOCABULARY) == ""
