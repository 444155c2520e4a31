"""The size class that follows from sector, staff and revenue by the table of 2017."""

from __future__ import annotations

from datetime import date

import pytest

from huiqi import Rulebook
from huiqi.evaluate.reference import circumstances
from huiqi.model.profile import Answer, OneAmong


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook.load()


def size(
    book: Rulebook, sector: str, employees: int, revenue: str, fact: str = "size_class"
) -> Answer | None:
    company = {"sector": sector, "employees": employees, "revenue": revenue}
    return circumstances(book.book, book.profile(company), date(2026, 6, 1)).answers.get(fact)


LOADING = ("G591", "G5910")
STORAGE = ("G592", "G5930", "G594", "G5941", "G595", "G5960", "G599")


@pytest.mark.parametrize(
    ("employees", "revenue", "loading", "storage"),
    [
        (1000, "3亿元", "large", "large"),
        (999, "3亿元", "medium", "large"),
        (300, "3000万元", "medium", "medium"),
        (299, "3000万元", "small", "medium"),
        (100, "1000万元", "small", "medium"),
        (99, "1000万元", "small", "small"),
        (20, "200万元", "small", "small"),
        (20, "199万元", "micro", "small"),
        (20, "99万元", "micro", "micro"),
    ],
)
def test_loading_and_unloading_is_transport_and_the_rest_of_its_division_storage(
    book: Rulebook, employees: int, revenue: str, loading: str, storage: str
) -> None:
    assert {size(book, sector, employees, revenue) for sector in LOADING} == {loading}
    assert {size(book, sector, employees, revenue) for sector in STORAGE} == {storage}


def test_the_division_alone_leaves_the_size_open_where_the_two_lines_differ(
    book: Rulebook,
) -> None:
    among = size(book, "G59", 150, "4000万元")
    assert isinstance(among, OneAmong)
    assert {"small", "medium"} <= among.possible
    assert "large" not in among.possible
    assert size(book, "G59", 150, "4000万元", "small_or_medium") is True
    assert size(book, "G59", 999, "3亿元", "small_or_medium") is None


def test_the_division_alone_is_enough_where_both_lines_say_micro(book: Rulebook) -> None:
    assert size(book, "G59", 5, "50万元") == "micro"
