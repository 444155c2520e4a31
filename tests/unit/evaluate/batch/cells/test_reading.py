"""Columns are read as the exact reader reads each cell."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from unittest import mock

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from huiqi.api import Rulebook
from huiqi.base.diagnostics import Diagnostic
from huiqi.base.kleene import Truth
from huiqi.compile.columns.layout import encoded
from huiqi.evaluate.batch.cells import figures as figures_of_columns
from huiqi.evaluate.batch.cells.amount_reader import Read
from huiqi.evaluate.batch.cells.figures import FigureReader
from huiqi.evaluate.batch.cells.noted import Note
from huiqi.evaluate.batch.cells.reading import CellsReader, given_facts
from huiqi.evaluate.batch.cells.texts import Texts
from huiqi.evaluate.batch.coding import AmountCodes, days_since_epoch
from huiqi.evaluate.batch.verdicts import BatchVerdicts
from huiqi.evaluate.leaf import Circumstances
from huiqi.load.companies.cell_text import plain
from huiqi.load.companies.figures import figure
from huiqi.load.companies.mapping import propose_mapping
from huiqi.load.companies.rows import RowReader
from huiqi.model.node import Text
from huiqi.model.profile import Answer, Missing
from huiqi.model.quantity import NotAQuantity, read_money
from huiqi.model.vocabulary import Fact, FactType

DAY = date(2024, 7, 1)
REVENUE = Fact(id="revenue", type=FactType.MONEY, label=Text(zh="", en=""), group="all")
patient = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)

figures = st.one_of(
    st.sampled_from(
        ("0", "1", "5%", "0.05", "12.0", "1,234", "12,34", "1,234.50", "１２３", "1.5e3", "5人",
         "50万人民币", "12.5万元", "3亿元", "7元", "5.0人", "1.5万", "2 万元",
         "约50", "50-99人", "-3", "+5", "007", "5.", ".5", "nan", "inf", "1e400",
         "100000000000000000000", "0.0000001", "3.14159265358979", "9007199254740993", "不适用",
         "-", "无", " 12 ", "1001e-9", "0.1.2", "1_000", "万", "4.99999999999999999999%")
    ),
    st.decimals(0, 10**7, places=2).map(str),
    st.integers(0, 10**16).map(str),
    st.decimals(0, 100, places=8).map(str),
)  # fmt: skip
days = st.sampled_from(
    ("2021-12-01", "2021/12/1", "2023年7月1日", "45000", "2021", "20211201", "2021-02-30", "-",
     " 2016-08-27\u3000", "0999-12-31", "2021-12-1",
     "2018-06-30", "2030-01-01")
)  # fmt: skip
houses = st.from_regex(
    r"\A([东西]?(街|大道|路|软件园|高新区|县|楼|镇))?[0-9A-B０号栋楼室单元之# -]{0,8}"
    r"(（自主申报）|\(东侧\)|路|泉州软件园|开发区| |\u3000|\u200b|\"|'|洛江区|福建省|Ⅱ)?"
    r"[0-9号]{0,2}\Z"
)
addresses = st.builds(
    "{}{}".format,
    st.sampled_from(
        ("福建省泉州市南安市柳城街道", "泉州高新技术产业开发区", "朝阳区", "新郑市", "某地",
         "350504", "中国350504", "河南郑州", " 泉州市洛江区", "南京", "3栋", "0",
         '="泉州', "'泉州", "泉州市南安市", "郑州市高新技术产业开发区")
    ),
    houses,
)  # fmt: skip
COLUMNS: dict[str, SearchStrategy[str]] = {
    "省份": st.sampled_from(("福建省", "吉林", "山东", "不详", "3栋", "楼")),
    "城市": st.sampled_from(("泉州市", "吉林市", "济南", "莱芜市")),
    "注册地址": addresses,
    "行业": st.sampled_from(("C3911", "制造业", "计算机整机制造", "C", "9999", "无")),
    "成立日期": days,
    "营业收入（万元）": figures,
    "资产总额（元）": figures,
    "研发费用（万元）": figures,
    "员工人数": figures,
    "市场占有率": figures,
    "资质": st.sampled_from(
        ("高新技术企业;专精特新", "高新技术企业（2021-12-01）", "无", "小巨人", "不知名奖", "-",
         "高新技术企业(2018-05-04)、小巨人(2023-01-02~2026-01-01)", "高新\n技术企业、专精特新",
         "高新技术企业(2023-12-01 renewal);!专精特新;...", "小巨人(2024)等")
    )
    | st.lists(
        st.sampled_from(
            ("高新技术企业（2021-12-01）", "高新技术企业(2022-11-30)", "高新技术企业(2018-01-01)",
             "小巨人(2023-07-14~2026-07-13)", "小巨人(2023-07-15~2026-07-14)", "专精特新",
             "省级专精特新", "专精特新（省级 2024-06-30）", "科技型中小企业", "'科技型中小企业",
             "!小巨人", "无", "等", "不知名奖", "\u3000小巨人 ", "高新技术企业\uff1d",
             "\u0338小巨人", "ＳＲＤＩ＿ＳＭＥ", "高新技术企业(2021-12-01，renewal)")
        ),
        min_size=1,
        max_size=4,
    ).flatmap(lambda items: st.sampled_from(("、", ";", "；", "\n", ", ", "，", "／")).map(
        lambda separator: separator.join(items)
    )),
    "高新技术企业": st.sampled_from(("是", "否", "有", "2022-11-30", "GR202135001234",
                              "GR201835001234", "省级")),
    "高新技术企业发证日期": days,
    "高新技术企业有效期至": days,
    "专精特新": st.sampled_from(("是", "否", "国家级", "√", "1", "待定")),
    "园区": st.sampled_from(("泉州高新技术产业开发区", "无", "火星园")),
    "企业类型": st.sampled_from(("企业", "有限责任公司", "个体户", "?")),
    "居民企业": st.sampled_from(("是", "否", "Y", "0", "或许")),
}  # fmt: skip
PARTS = ("省份", "城市", "高新技术企业", "高新技术企业发证日期", "高新技术企业有效期至", "专精特新")
"""Columns beside others that tell of the same fact."""


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return Rulebook.load()


tables = st.integers(1, 12).flatmap(
    lambda height: st.fixed_dictionaries(
        {
            header: st.lists(st.none() | texts, min_size=height, max_size=height)
            for header, texts in COLUMNS.items()
        }
    )
)


@patient
@given(st.lists(tables, min_size=1, max_size=3), st.booleans(), st.booleans())
def test_every_cell_is_read_like_alone(
    rulebook: Rulebook, batches: list[dict[str, list[str | None]]], in_parts: bool, many: bool
) -> None:
    """Answers as far as tests can tell them, amounts to the last digit, findings and repairs."""
    # As if there were too many odd figures to read them one by one.
    with mock.patch.object(figures_of_columns, "FEW", 0 if many else figures_of_columns.FEW):
        compare_cells(rulebook, batches, in_parts)


def compare_cells(
    rulebook: Rulebook, batches: list[dict[str, list[str | None]]], in_parts: bool
) -> None:
    words = rulebook.vocabulary
    kept = [header for header in COLUMNS if in_parts or header not in PARTS]
    schema = dict.fromkeys(kept, pl.String)
    reader = RowReader(propose_mapping(kept, pl.DataFrame(schema=schema), words, DAY), words)
    verdicts = BatchVerdicts(rulebook.book, DAY, given_facts(reader))
    cells = CellsReader(verdicts, reader)
    for columns in batches:
        frame = pl.DataFrame({header: columns[header] for header in kept}, schema=schema)
        found = cells.read(frame)
        beyond = found.prepared.beyond
        expected: list[tuple[int, Diagnostic]] = []
        repairs: Counter[str] = Counter()
        for row, texts in enumerate(frame.iter_rows(named=True)):
            for fact in reader.facts:
                if fact not in verdicts.coding:
                    continue
                alone = reader.fact(fact, [texts[b.header] for b in reader.mapping.of(fact)])
                expected += [(row, finding) for finding in alone.findings]
                repairs.update(alone.repairs)
            answers = reader.row(texts).profile.answers
            for fact in verdicts.coding:
                if beyond is None or not beyond[row]:
                    assert_same(verdicts, found.prepared.frame, row, fact, answers.get(fact))
        assert sorted(map(str, expected)) == sorted(
            str((noted.row, noted.finding)) for noted in found.findings
        )
        assert +found.repairs == repairs


def assert_same(
    verdicts: BatchVerdicts, frame: pl.DataFrame, row: int, fact: str, answer: Answer | None
) -> None:
    """The numbered answer passes and fails the same tests; an amount is the same to the digit."""
    codes, layout = verdicts.coding[fact], verdicts.layout
    number = frame[fact][row] if fact in frame.columns else 0
    kept = codes.answers[number]
    assert (kept is None) == (answer is None), (fact, kept, answer)
    assert (kept is Missing.NOT_APPLICABLE) == (answer is Missing.NOT_APPLICABLE)
    for test in layout.tests.get(fact, ()):
        truths: list[Truth] = [
            Circumstances(verdicts.book, {} if a is None else {fact: a}, DAY).truth(test)
            for a in (kept, answer)
        ]
        assert truths[0] is truths[1], (fact, test, kept, answer)
    if isinstance(codes, AmountCodes) and fact in layout.amounts:
        amount = frame[layout.amount(fact)][row]
        if answer is None or isinstance(answer, Missing):
            assert amount is None
        elif isinstance(answer, date):
            assert amount == days_since_epoch(answer)
        else:
            assert isinstance(answer, (int, Decimal))
            assert amount == encoded(codes.fact, answer)


def in_fen(text: str) -> int:
    return read_money(figure(REVENUE, "万元", plain(text).text).text)


def money(text: str) -> Read:
    try:
        return Read(in_fen(text))
    except NotAQuantity:
        return Read(note=Note(("misread",)))


@patient
@mock.patch.object(figures_of_columns, "FEW", 0)
@given(
    st.lists(
        st.from_regex(r"\A[0-9]{1,16}([.,e+-][0-9]{1,9}){0,2}\Z")
        | st.from_regex(
            r"\A[ \u3000]?[0-9０-９]{1,9}([.,．，][0-9０-９]{1,4}){0,2}(万|元|亿|％)*\Z"
        )
        | figures,
        max_size=8,
    )
)
def test_plain_numbers_are_exact(texts: list[str]) -> None:
    """What is read at once is what the exact reader reads, to the last 分."""
    found = FigureReader(REVENUE, "万元", money).read(pl.Series(texts, dtype=pl.String))
    for text, amount in zip(texts, found.values, strict=True):
        if amount is not None:
            assert amount == in_fen(text), text


def test_a_text_is_looked_at_once() -> None:
    asked: list[str] = []

    def number(text: str) -> int:
        asked.append(text)
        return len(asked)

    texts = Texts(number)
    many = [f"t{n}" for n in range(20)]
    for column in (["a", None, "b", "a"], many, ["b", "t3"], many):
        texts.numbers(pl.Series(column, dtype=pl.String))
    assert asked == ["a", "b", *many]
    again = texts.numbers(pl.Series(["t3", None, "a"], dtype=pl.String))
    assert again.to_list() == [6, 0, 1]
