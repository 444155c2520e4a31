"""What a person types, by the kind of fact, as an answer of a profile."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from huiqi import Rulebook
from huiqi.present.ask.certificates import with_details
from huiqi.present.ask.screens import Screens
from huiqi.present.ask.typed import options, suggester, understood


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook.load()


@pytest.mark.parametrize(
    ("fact", "typed", "answer"),
    [
        ("rd_reserve", "y", True),
        ("rd_reserve", "是", True),
        ("rd_reserve", "no", False),
        ("rd_reserve", "无", False),
        ("rd_reserve", "maybe", "maybe"),
        ("rd_reserve", "dk", "unknown"),
        ("rd_reserve", "不知道", "unknown"),
        ("platforms_run", "n/a", "not_applicable"),
        ("size_class", "2", "medium"),
        ("size_class", "小型", "小型"),
        ("size_class", "9", "9"),
        ("revenue", " 1.2亿 ", "1.2亿"),
        ("employees", "0", "0"),
        ("introduced_as", "1 3", ["fortune_500", "university_or_institute"]),
        ("introduced_as", "3，1、3", ["university_or_institute", "fortune_500"]),
        ("introduced_as", "企业研发机构", ["企业研发机构"]),
        ("introduced_as", "无", []),
        ("introduced_as", "none", []),
        ("certifications", "高企，专精特新", ["高企", "专精特新"]),
        ("certifications", "高企 2025年11月28日", [{"name": "高企", "issued": "2025-11-28"}]),
        (
            "certifications",
            "企业技术中心 省级 2024-12-1、1 2025-11-28",
            [
                {"name": "企业技术中心", "tier": "provincial", "issued": "2024-12-01"},
                {"name": "high_tech_enterprise", "issued": "2025-11-28"},
            ],
        ),
        (
            "certifications",
            "High and New Technology Enterprise, nothing 2025-13-01",
            ["High and New Technology Enterprise", "nothing 2025-13-01"],
        ),
    ],
)
def test_understood(book, fact, typed, answer):
    assert understood(book.vocabulary.facts[fact], typed, book.vocabulary) == answer


def test_titles_get_tier_and_date(book):
    lines = iter(["4", "2", "yesterday", "2025年11月28日", "", ""])
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return next(lines)

    screens = Screens(Console(file=StringIO()), book.vocabulary, "en")
    named = {"name": "专精特新", "issued": "2024-12-01"}
    names = ["enterprise_technology_centre", "高企", "省级重点实验室", named]
    held = book.profile({"certifications": names})["certifications"].held
    assert with_details(held, book.vocabulary, screens, ask) == [
        {"name": "enterprise_technology_centre", "tier": "provincial", "issued": "2025-11-28"},
        {"name": "high_tech_enterprise"},
        {"name": "key_laboratory", "tier": "provincial"},
        {"name": "srdi_sme", "issued": "2024-12-01"},
    ]
    assert len(asked) == 6


def test_completion_finds_places_sectors_and_choices(book):
    facts, vocabulary = book.vocabulary.facts, book.vocabulary

    def found(fact: str, word: str) -> list[str]:
        suggest = suggester(facts[fact], vocabulary)
        assert suggest is not None
        return [text for text, _ in suggest(word)]

    assert "福建省泉州市晋江市" in found("location", "晋江")
    assert "C39" in found("sector", "C")
    assert any(code.startswith("C39") for code in found("sector", "计算机"))
    assert found("introduced_as", "500")[0].endswith("500强企业")
    assert suggester(facts["revenue"], vocabulary) is None
    assert options(facts["size_class"], vocabulary)[0][1] == "大型"
