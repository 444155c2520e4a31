"""Answers that a program made by itself: taken if a reader could have made them, else refused."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from huiqi import Profile, ProfileError, Rulebook
from huiqi.load.own_answers import require_known
from huiqi.model.place import Location
from huiqi.model.profile import Certificates, Holding, Members, Missing, OneAmong
from huiqi.model.sector import Sector

EXAMPLES = Path(__file__).parents[3] / "examples"
HNTE = "high_tech_enterprise"


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook.load()


def held(**known: Any) -> Certificates:
    return Certificates((Holding(HNTE, **known),))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("0*.yaml")), ids=lambda path: path.stem)
def test_what_is_read_is_taken(book: Rulebook, path: Path) -> None:
    require_known(book.profile(path).answers, book.vocabulary)


TAKEN: list[tuple[str, Any]] = [
    ("employees", Missing.DONT_KNOW),
    ("debt_ratio", Fraction(1, 3)),
    ("revenue_growth_2y", Decimal(-1)),
    ("zones", Members(frozenset(), frozenset(["quanzhou_high_tech_zone"]))),
    ("location", Location(("100000",))),
    ("certifications", Certificates((), frozenset([HNTE]))),
]

REFUSED: list[tuple[str, Any, str, str | None]] = [
    ("employes", 3, "HQ601", "employees"),
    ("entity_kind", "zzz", "HQ208", None),
    ("entity_kind", "企业", "HQ208", "enterprise"),
    ("zones", Members(frozenset(["泉州高新技术产业开发区"])), "HQ208", None),
    ("zones", Members(frozenset(), frozenset(["quanzhou_high_tech_zon"])), "HQ208",
     "quanzhou_high_tech_zone"),
    ("employees", Missing.NOT_APPLICABLE, "HQ610", None),
    ("employees", -1, "HQ603", None),
    ("employees", 2**53 + 1, "HQ612", None),
    ("revenue", 2**62 + 1, "HQ612", None),
    ("market_share", Decimal("NaN"), "HQ605", None),
    ("market_share", Decimal("Infinity"), "HQ605", None),
    ("location", Location(("999999",)), "HQ618", None),
    ("sector", Sector("C99"), "HQ618", None),
    ("certifications", Certificates((Holding("高新技术企业"),)), "HQ606", None),
    ("certifications", Certificates((), frozenset(["high_tech_enterprize"])), "HQ606", HNTE),
    ("certifications", held(tier="municipal"), "HQ304", None),
    ("certifications", held(issued=date(2025, 1, 2), expires=date(2025, 1, 1)), "HQ616", None),
]  # fmt: skip

OF_ANOTHER_TYPE: list[tuple[str, Any]] = [
    ("employees", "120"),
    ("employees", 120.5),
    ("employees", True),
    ("employees", None),
    ("revenue", Decimal(5)),
    ("resident_enterprise", 1),
    ("registered_on", datetime(2020, 1, 1)),
    ("registered_on", "2020-01-01"),
    ("size_class", OneAmong(frozenset(["small"]))),
    ("zones", ["quanzhou_high_tech_zone"]),
    ("zones", Members({"quanzhou_high_tech_zone"})),  # type: ignore[arg-type]
    ("zones", Members(frozenset(), {"quanzhou_high_tech_zone"})),  # type: ignore[arg-type]
    ("location", "350582"),
    ("sector", "C39"),
    ("certifications", [HNTE]),
    ("certifications", held(issued="2025-01-01")),
    ("certifications", Certificates([Holding(HNTE)])),  # type: ignore[arg-type]
    ("certifications", Certificates((HNTE,))),  # type: ignore[arg-type]
    ("certifications", Certificates((), {HNTE})),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("fact", "answer"), TAKEN)
def test_answers_that_are_taken(book: Rulebook, fact: str, answer: Any) -> None:
    require_known({fact: answer}, book.vocabulary)


@pytest.mark.parametrize(("fact", "answer", "code", "near"), REFUSED)
def test_undeclared_answers(
    book: Rulebook, fact: str, answer: Any, code: str, near: str | None
) -> None:
    with pytest.raises(ProfileError) as caught:
        require_known({fact: answer}, book.vocabulary, "<company 3>")
    [finding] = caught.value.findings
    assert finding.code == code
    assert finding.where == "<company 3>"
    assert near in (None, finding.near)


@pytest.mark.parametrize(("fact", "answer"), OF_ANOTHER_TYPE)
def test_answers_of_another_type(book: Rulebook, fact: str, answer: Any) -> None:
    with pytest.raises(TypeError, match=f"^<profile>: {fact} cannot be .*read by Rulebook.profile"):
        require_known({fact: answer}, book.vocabulary)


def test_every_way_in_refuses_them(book: Rulebook) -> None:
    """Also what a rulebook with facts of its own has read, where these are not declared."""
    own = Rulebook.load(EXAMPLES / "09-own-rules").profile({"lakeside_tenant": True})
    for wrong in (own, Profile("甲", {"entity_kind": "企业"})):
        for ask in (book.check, book.verdicts, lambda p: book.session(profile=p)):
            with pytest.raises(ProfileError):
                ask(wrong)
        with pytest.raises(ProfileError):
            book.session().tell(wrong)
        with pytest.raises(ProfileError, match="<company 2>"):
            book.score([Profile(), wrong])
