"""An address without what stands behind its first digit is read as the whole address is."""

from __future__ import annotations

from datetime import date
from itertools import product

import polars as pl

from huiqi.api import Rulebook
from huiqi.evaluate.batch.cells.addresses import front, street
from huiqi.load.companies.mapping import propose_mapping
from huiqi.load.companies.rows import RowReader

PLACES = (
    "福建省泉州市洛江区", "福建泉州洛江", "泉州", "泉州市", "晋江", "郑州市新郑市", "济南市中区",
    "吉林", "延边州", "莱芜市莱城区", "朝阳区", "中国", "中国福建", "泉州市（丰泽区）", "350504",
    "350504泉州",
    "某地", "", " 南京", '="泉州', "'泉州市", "江苏省晋江市",
)  # fmt: skip
STREETS = (
    "", "万荣街", "罗溪镇", "高新区", "经济开发区创新路", "中山路", "软件园", "一", "县", "市场",
    "道", "东路", "大道", "福建省", "（东侧）",
)  # fmt: skip
HOUSES = (
    "", "1", "12号", "12号3栋1205室", "1路", "12号（自主申报）", "１２号", "1号１栋",
    "12号东侧泉州软件园", "3号晋江市", "5开发区",
    "12号 3栋", "12号\u3000", "12\u200b号", '12号"', "12号'", "Ⅱ区2号",
    "二区1-3层", "1、2号", "12号,福建省", "0", "附1号〔2〕", "1镇", "2街道",
)  # fmt: skip


def reader_of(book: Rulebook, *headers: str) -> RowReader:
    nothing = pl.DataFrame(schema=dict.fromkeys(headers, pl.String))
    return RowReader(
        propose_mapping(list(headers), nothing, book.vocabulary, date(2024, 7, 1)), book.vocabulary
    )


def test_what_stands_behind_the_first_digit_decides_nothing(book: Rulebook) -> None:
    """The same place, the same zones, the same repairs; where a finding names the text, another."""
    reader = reader_of(book, "注册地址")
    zones = [zone.label.zh for zone in book.vocabulary.zones.values()]
    texts = ["".join(parts) for parts in product(PLACES, STREETS, HOUSES)]
    texts += ["".join(parts) for parts in product(("郑州市", "泉州市"), zones, HOUSES[:6])]
    shorter = 0
    for text, alike in zip(texts, front(pl.Series(texts)), strict=True):
        if alike == text:
            continue
        shorter += 1
        whole, part = reader.fact("location", [text]), reader.fact("location", [alike])
        assert (part.answer, part.zones, part.repairs) == (
            whole.answer, whole.zones, whole.repairs
        ), (text, alike)  # fmt: skip
        assert [f.code for f in part.findings] == [f.code for f in whole.findings], (text, alike)
    assert shorter > len(texts) / 2


def test_other_parts_of_a_place_are_found_as_before(book: Rulebook) -> None:
    """An address that repeats the city behind its number keeps all of it."""
    reader = reader_of(book, "城市", "注册地址")
    texts = ["".join(parts) for parts in product(("", "泉州市", "洛江区"), STREETS, HOUSES)]
    for text, alike in zip(texts, street(pl.Series(texts)), strict=True):
        for city in ("泉州市", "晋江"):
            whole = reader.fact("location", [city, text])
            part = reader.fact("location", [city, alike])
            assert (part.answer, part.zones, part.repairs) == (
                whole.answer, whole.zones, whole.repairs
            ), (city, text, alike)  # fmt: skip
