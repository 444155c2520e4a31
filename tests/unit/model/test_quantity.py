"""Quantities as policy texts and companies write them: tables of text and exact value."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.model.quantity import (
    MAX_FEN,
    MAX_NUMBER,
    NoSuchDay,
    NotAQuantity,
    Period,
    TooFine,
    TooLarge,
    has_money_unit,
    read_count,
    read_date,
    read_money,
    read_number,
    read_period,
    read_ratio,
    show_money,
    show_ratio,
)

YUAN = 100
WAN = 10_000 * YUAN
YI = 10_000 * WAN

MONEY = [
    ("0", 0),
    ("500", 500 * YUAN),
    ("500元", 500 * YUAN),
    ("0.01元", 1),
    (".5元", 50),
    ("1500万元", 1500 * WAN),
    ("1,500万元", 1500 * WAN),
    ("1，500万元", 1500 * WAN),
    ("1500万", 1500 * WAN),
    ("1500 万元", 1500 * WAN),
    ("１５００万元", 1500 * WAN),
    ("2亿元", 2 * YI),
    ("1.2亿元", 120_000_000 * YUAN),
    ("3千万元", 3000 * WAN),
    ("5百万元", 500 * WAN),
    ("1万亿元", 10_000 * YI),
    ("50万人民币", 50 * WAN),
    ("人民币50万元", 50 * WAN),
    ("¥1,234.56", 1234_56),
    ("￥1234.56元", 1234_56),
    ("RMB 500", 500 * YUAN),
    ("500 yuan", 500 * YUAN),
    ("-300万元", -300 * WAN),
    ("+300万元", 300 * WAN),
]


@pytest.mark.parametrize(("text", "fen"), MONEY)
def test_money_in_fen(text: str, fen: int) -> None:
    assert read_money(text) == fen


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", NotAQuantity),
        ("万元", NotAQuantity),
        ("很多", NotAQuantity),
        ("500美元", NotAQuantity),
        ("$500", NotAQuantity),
        ("500%", NotAQuantity),
        ("5 00元", NotAQuantity),
        ("1,50万元", NotAQuantity),
        ("1,5000元", NotAQuantity),
        ("1.2.3元", NotAQuantity),
        ("100-200万元", NotAQuantity),
        ("1e6", NotAQuantity),
        ("nan", NotAQuantity),
        ("inf", NotAQuantity),
        ("五百万元", NotAQuantity),
        ("0x10", NotAQuantity),
        ("5元" + " " * 100_000 + "x", NotAQuantity),
        ("0.001元", TooFine),
        ("1234.567元", TooFine),
        ("0.00000001万元", TooFine),
        (f"{MAX_FEN // 100 + 1}元", TooLarge),
        ("999999999999亿元", TooLarge),
        ("9" * 30, TooLarge),
        ("9" * 300, TooLarge),
    ],
)
def test_what_is_no_money(text: str, error: type[Exception]) -> None:
    with pytest.raises(NotAQuantity) as caught:
        read_money(text)
    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("text", "named"),
    [("500元", True), ("500万元", True), ("RMB 500", False), ("500", False), ("500万", False)],
)
def test_rules_must_name_the_unit_of_money(text: str, named: bool) -> None:
    assert has_money_unit(text) is named


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5%", "0.05"),
        ("5％", "0.05"),
        ("5 %", "0.05"),
        ("0.05", "0.05"),
        ("3.1%", "0.031"),
        ("5‰", "0.005"),
        ("百分之5", "0.05"),
        ("百分之 3.1", "0.031"),
        ("120%", "1.2"),
        ("-5%", "-0.05"),
        ("0.1%", "0.001"),
        ("33.333333333333333333%", "0.33333333333333333333"),
    ],
)
def test_ratios_are_exact(text: str, value: str) -> None:
    assert read_ratio(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "%", "5%%", "百分之5%", "百分之五", "5 per cent", "1/20", "nan"]
)
def test_what_is_no_ratio(text: str) -> None:
    with pytest.raises(NotAQuantity):
        read_ratio(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("60", "60"), ("1,200", "1200"), ("3.5", "3.5"), ("5万", "50000"), ("-2", "-2")],
)
def test_numbers(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


def test_numbers_beyond_exact_reckoning() -> None:
    assert read_number(str(MAX_NUMBER)) == MAX_NUMBER
    for text in (str(MAX_NUMBER + 1), "-" + str(MAX_NUMBER + 1), "1" * 30):
        with pytest.raises(TooLarge):
            read_number(text)


@pytest.mark.parametrize(
    ("text", "unit", "count"),
    [("5", "", 5), ("5人", "人", 5), ("5 人", "人", 5), ("1,200人", "人", 1200), ("5.0", "", 5)],
)
def test_counts_with_their_unit(text: str, unit: str, count: int) -> None:
    assert read_count(text, unit) == count


@pytest.mark.parametrize(
    ("text", "unit"), [("5.5", ""), ("5件", "人"), ("人", "人"), ("五人", "人")]
)
def test_what_is_no_count(text: str, unit: str) -> None:
    with pytest.raises(NotAQuantity):
        read_count(text, unit)


@pytest.mark.parametrize(
    "text",
    [
        "2016-08-27",
        "2016/8/27",
        "2016.8.27",
        "2016年8月27日",
        "2016年08月27",
        "２０１６－０８－２７",
    ],
)
def test_dates(text: str) -> None:
    assert read_date(text) == date(2016, 8, 27)


@pytest.mark.parametrize(
    "text", ["2023-02-31", "2023-02-29", "2023年13月1日", "2023-00-10", "0000-01-01", "2023-4-31"]
)
def test_days_the_calendar_lacks(text: str) -> None:
    with pytest.raises(NoSuchDay):
        read_date(text)


@pytest.mark.parametrize(
    "text", ["", "2016", "2016-08", "27/08/2016", "20160827", "16-8-27", "2016-08-27 10:00", "今天"]
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(NotAQuantity) as caught:
        read_date(text)
    assert type(caught.value) is NotAQuantity


@pytest.mark.parametrize(
    ("text", "length", "unit"),
    [
        ("365天", 365, "day"),
        ("365日", 365, "day"),
        ("1 day", 1, "day"),
        ("12个月", 12, "month"),
        ("12月", 12, "month"),
        ("12 months", 12, "month"),
        ("3年", 3, "year"),
        ("3周年", 3, "year"),
        ("1 year", 1, "year"),
    ],
)
def test_periods(text: str, length: int, unit: str) -> None:
    period = read_period(text)
    assert (period.length, period.unit) == (length, unit)


@pytest.mark.parametrize("text", ["", "3", "年", "三年", "3季度", "3年6个月", "-3年", "123456天"])
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(NotAQuantity):
        read_period(text)


# period, day, the day so long before, the day so long after
CALENDAR = [
    ("1个月", "2023-03-31", "2023-02-28", "2023-04-30"),
    ("1个月", "2024-03-31", "2024-02-29", "2024-04-30"),
    ("1个月", "2023-01-15", "2022-12-15", "2023-02-15"),
    ("12个月", "2023-12-01", "2022-12-01", "2024-12-01"),
    ("1年", "2024-02-29", "2023-02-28", "2025-02-28"),
    ("4年", "2024-02-29", "2020-02-29", "2028-02-29"),
    ("365天", "2024-03-01", "2023-03-02", "2025-03-01"),
    ("366天", "2024-03-01", "2023-03-01", "2025-03-02"),
    ("0天", "2024-02-29", "2024-02-29", "2024-02-29"),
    ("99999年", "2024-02-29", "0001-01-01", "9999-12-31"),
    ("99999个月", "2024-02-29", "0001-01-01", "9999-12-31"),
    ("99999天", "0200-01-01", "0001-01-01", "0473-10-15"),
    ("99999天", "9900-01-01", "9626-03-19", "9999-12-31"),
]


@pytest.mark.parametrize(("period", "day", "before", "after"), CALENDAR)
def test_the_calendar_at_month_ends(period: str, day: str, before: str, after: str) -> None:
    length, start = read_period(period), date.fromisoformat(day)
    assert length.before(start).isoformat() == before
    assert length.after(start).isoformat() == after


# period, day, the last day since which it is complete, the first since which it still runs
MONTH_ENDS = [
    ("1年", "2021-02-28", "2020-02-29", "2020-02-28"),
    ("1年", "2021-03-01", "2020-03-01", "2020-03-01"),
    ("1个月", "2023-04-30", "2023-03-31", "2023-03-30"),
    ("1个月", "2023-03-30", "2023-02-28", "2023-03-01"),
    ("1个月", "2023-03-31", "2023-02-28", "2023-03-01"),
    ("365天", "2021-02-28", "2020-02-29", "2020-02-29"),
]


@pytest.mark.parametrize(("period", "day", "complete", "running"), MONTH_ENDS)
def test_a_period_ends_with_its_month_where_that_lacks_the_day(
    period: str, day: str, complete: str, running: str
) -> None:
    """民法典第二百零二条：没有对应日的，月末日为期间的最后一日。"""
    length, today = read_period(period), date.fromisoformat(day)
    assert length.complete_since(today).isoformat() == complete
    assert length.running_since(today).isoformat() == running


@given(
    st.builds(Period, st.integers(0, 600), st.sampled_from(["day", "month", "year"])),
    st.dates(date(1000, 1, 1), date(3000, 1, 1)),
    st.integers(-40, 40),
)
def test_what_is_complete_or_runs_is_told_by_the_end(period: Period, day: date, off: int) -> None:
    since = period.before(day) + timedelta(days=off)
    assert (since <= period.complete_since(day)) is (period.after(since) <= day)
    assert (since >= period.running_since(day)) is (period.after(since) >= day)


@given(
    st.builds(Period, st.integers(0, 99_999), st.sampled_from(["day", "month", "year"])),
    st.dates(),
)
def test_periods_go_back_and_forth_and_never_break(period: Period, day: date) -> None:
    assert period.before(day) <= day <= period.after(day)
    if period.unit == "day" and period.after(day) < date.max:
        assert period.before(period.after(day)) == day


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (0, "0元", "0 yuan"),
        (1, "0.01元", "0.01 yuan"),
        (12_50, "12.5元", "12.50 yuan"),
        (9_999 * YUAN, "9999元", "9,999 yuan"),
        (5000 * WAN, "5000万元", "50,000,000 yuan"),
        (12_345 * YUAN, "1.2345万元", "12,345 yuan"),
        (123_456_78, "123456.78元", "123,456.78 yuan"),
        (120_000_000 * YUAN, "1.2亿元", "120,000,000 yuan"),
        (-300 * WAN, "-300万元", "-3,000,000 yuan"),
    ],
)
def test_money_is_shown_exactly(fen: int, zh: str, en: str) -> None:
    assert (show_money(fen), show_money(fen, "en")) == (zh, en)


@given(st.integers(-MAX_FEN, MAX_FEN))
def test_what_is_shown_of_money_reads_back(fen: int) -> None:
    assert read_money(show_money(fen)) == fen
    assert read_money(show_money(fen, "en")) == fen


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0.05", "5%"), ("0.031", "3.1%"), ("0", "0%"), ("1", "100%"), ("-0.05", "-5%")],
)
def test_ratios_are_shown_in_per_cent(value: str, shown: str) -> None:
    assert show_ratio(Decimal(value)) == shown


@given(st.decimals(-1000, 1000, places=6))
def test_what_is_shown_of_a_ratio_reads_back(value: Decimal) -> None:
    assert read_ratio(show_ratio(value)) == value


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_money, read_ratio, read_number, read_count, read_date, read_period):
        try:
            read(text)
        except NotAQuantity:
            continue


def test_the_precision_of_the_caller_makes_no_difference():
    with localcontext() as context:
        context.prec = 3
        assert read_money("200000000.01元") == 20_000_000_001
        assert read_ratio("12.3456%") == Decimal("0.123456")
        assert read_number("1.23456万") == Decimal("12345.6")
        assert show_money(1_234_567_800) == "1234.5678万元"
        assert show_money(12_345_678, "en") == "123,456.78 yuan"
        assert show_ratio(Decimal("0.123456")) == "12.3456%"
