"""What a person types, by the kind of fact, as an answer of a profile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from huiqi import Rulebook
from huiqi.base.diagnostics import Language
from huiqi.model.vocabulary import FactType
from huiqi.present.ask.certificates import Details
from huiqi.present.ask.completion import suggester
from huiqi.present.ask.prompt import Prompt
from huiqi.present.ask.readers import Suggest
from huiqi.present.ask.screens import Screens
from huiqi.present.ask.typed import options, understood


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
        ("introduced_as", "1-2、4", ["fortune_500", "corporate_rd_institution", "leading_company"]),
        ("introduced_as", "3-1", ["3-1"]),
        ("introduced_as", "1-9", ["1-9"]),
        ("introduced_as", "3，1、3", ["university_or_institute", "fortune_500"]),
        ("introduced_as", "企业研发机构", ["企业研发机构"]),
        ("introduced_as", "１，３", ["fortune_500", "university_or_institute"]),
        ("introduced_as", "国内外高校、科研院所、1", ["国内外高校、科研院所", "fortune_500"]),
        ("entity_kind", "Enterprise", "enterprise"),
        ("entity_kind", "Other Public Institution", "public_institution"),
        ("entity_kind", "１", "enterprise"),
        ("rd_reserve", "是的", True),
        ("rd_reserve", "愿意", True),
        ("rd_reserve", "ｙ", True),
        ("rd_reserve", "不是", False),
        ("rd_reserve", "没有", False),
        ("revenue", "9.8m", "9800000 yuan"),
        ("revenue", "98 million", "98000000 yuan"),
        ("revenue", "1.25 Billion yuan", "1250000000 yuan"),
        ("revenue", "98,000,000", "98,000,000"),
        ("revenue", "1,250 million", "1250000000 yuan"),
        ("revenue", "1,2 million", "1,2 million"),
        ("revenue", "5 miles", "5 miles"),
        ("introduced_as", "无", []),
        ("introduced_as", "none", []),
        ("certifications", "高企，专精特新", ["high_tech_enterprise", "srdi_sme"]),
        (
            "certifications",
            "高企 2025年11月28日",
            [{"name": "high_tech_enterprise", "issued": "2025-11-28"}],
        ),
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
    declared = book.vocabulary.facts[fact]
    choices = options(declared, book.vocabulary)
    assert understood(declared, typed, choices, book.vocabulary) == answer


class Lines:
    """Types these lines, and keeps the prompts."""

    def __init__(self, *lines: str) -> None:
        self._lines = iter(lines)
        self.prompts: list[str] = []

    def read(self, prompt: str, suggest: Suggest | None, status: Callable[[], str]) -> str:
        self.prompts.append(prompt)
        return next(self._lines)


def detailed(
    book: Rulebook, lines: Lines, titles: list[object], known: list[object] | None = None
) -> list[list[object]]:
    """What would be written, one after the other, while the details are asked for."""
    screens = Screens(Console(file=StringIO()), book.vocabulary, "en")
    prompt = Prompt(lines, screens, str, {})
    held = book.profile({"certifications": titles})["certifications"].held
    before = book.profile({"certifications": known or []})["certifications"]
    details = Details(book.vocabulary, screens, prompt, date(2026, 11, 22))
    return list(details.of(held, before))


def test_titles_get_tier_and_date(book):
    lines = Lines("4", "2", "yesterday", "2025年11月28日", "", "dk")
    named = {"name": "专精特新", "issued": "2024-12-01"}
    names = ["enterprise_technology_centre", "高企", "省级重点实验室", named]
    written = detailed(book, lines, names)
    assert written[0] == [
        {"name": "enterprise_technology_centre"},
        {"name": "high_tech_enterprise"},
        {"name": "key_laboratory", "tier": "provincial"},
        {"name": "srdi_sme", "issued": "2024-12-01"},
    ]
    assert written[-1] == [
        {"name": "enterprise_technology_centre", "tier": "provincial", "issued": "2025-11-28"},
        *written[0][1:],
    ]
    assert len(written) == 3
    assert len(lines.prompts) == 6


def test_what_was_known_of_titles_is_kept(book):
    known = [
        {"name": "高企", "issued": "2023-11-28", "expires": "2026-11-27", "renewal": True},
        {"name": "企业技术中心", "tier": "provincial", "issued": "2020-01-01"},
    ]
    lines = Lines("", "3", "")
    written = detailed(book, lines, ["企业技术中心", "高企"][::-1], known)
    assert "Enter keeps 2023-11-28" in lines.prompts[0]
    assert written[0] == [
        {**known[0], "name": "high_tech_enterprise"},
        {**known[1], "name": "enterprise_technology_centre"},
    ]
    assert written[-1][1]["tier"] == "national"
    renewed = detailed(book, Lines(), [{"name": "高企", "issued": "2026-11-20"}], known)
    assert renewed == [[{"name": "high_tech_enterprise", "issued": "2026-11-20", "renewal": True}]]


def test_a_day_of_issue_to_come_is_asked_back(book):
    lines = Lines("2027-01-01", "maybe", "n", "2028-01-01", "是的")
    assert detailed(book, lines, ["高企"])[-1] == [
        {"name": "high_tech_enterprise", "issued": "2028-01-01"}
    ]
    assert "2027-01-01 is after 2026-11-22" in lines.prompts[1]
    typed = [{"name": "高企", "issued": "2027-01-01"}]
    assert detailed(book, Lines("n", ""), typed)[-1] == [{"name": "high_tech_enterprise"}]


def test_zones_are_those_of_the_place(book):
    zones = book.vocabulary.facts["zones"]

    def offered(place: str | None) -> set[str]:
        known = book.profile({"location": place})["location"] if place else None
        return {zone.id for zone in options(zones, book.vocabulary, known)}

    assert offered("福建泉州晋江") == {
        "quanzhou_high_tech_zone", "quanzhou_taiwanese_investment_zone",
        "jinjiang_smart_equipment_park", "china_international_it_park_fujian",
        "quanzhou_software_park",
    }  # fmt: skip
    assert "luojiang_smart_equipment_park" in offered("泉州")
    assert offered("浙江杭州") == set()
    assert offered(None) == set(book.vocabulary.zones)
    choices = options(zones, book.vocabulary, book.profile({"location": "长春"})["location"])
    assert understood(zones, "高新区", choices, book.vocabulary) == ["changchun_high_tech_zone"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_label_is_understood_as_the_completion_gives_it(book, lang):
    """Labels with commas too; alone, and two in a line."""
    for fact in book.vocabulary.facts.values():
        choices = options(fact, book.vocabulary)
        if fact.id == "zones" or not choices:
            continue
        suggest = suggester(fact, choices, lang)
        labels = [label for label, _ in suggest("")]
        several = fact.type in (FactType.SET, FactType.CERTIFICATIONS)
        for label, following in zip(labels, [*labels[1:], labels[0]], strict=True):
            line = f"{label}，{following}" if several else label
            plain = understood(fact, line, choices, book.vocabulary)
            whole = [label, following] if several else label
            wanted = book.profile({fact.id: whole})[fact.id]
            assert book.profile({fact.id: plain})[fact.id] == wanted, line


def test_completion_finds_places_sectors_and_choices(book):
    facts, vocabulary = book.vocabulary.facts, book.vocabulary

    def found(fact: str, word: str, lang: Language = "zh") -> list[str]:
        suggest = suggester(facts[fact], options(facts[fact], vocabulary), lang)
        assert suggest is not None
        return [text for text, _ in suggest(word)]

    assert "福建省泉州市晋江市" in found("location", "晋江")
    assert "C39" in found("sector", "C")
    assert any(code.startswith("C39") for code in found("sector", "计算机"))
    assert found("introduced_as", "500")[0].endswith("500强企业")
    assert found("entity_kind", "ent", "en")[0] == "enterprise"
    assert found("rd_reserve", "", "en") == ["yes", "no"]
    assert suggester(facts["revenue"], (), "zh") is None
    assert options(facts["size_class"], vocabulary)[0].label.zh == "大型"
