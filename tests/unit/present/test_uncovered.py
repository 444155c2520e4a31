"""Companies where no local document applies are told so, and no others."""

from __future__ import annotations

from datetime import date

import pytest

from huiqi.api import Rulebook
from huiqi.explain.words import Words
from huiqi.present.uncovered import uncovered_note

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def book():
    return Rulebook.load()


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("浙江省杭州市", True),
        ("福建省福州市", True),
        ("河南省郑州市中原区", True),
        ("福建省", False),
        ("河南省郑州市", False),
        ("福建省泉州市", False),
        ("福建省泉州市南安市", False),
        ("吉林省长春市", False),
        (None, False),
    ],
)
def test_a_place_without_local_documents_is_told(book, place, said):
    found = book.check({"name": "甲", "location": place}, DAY)
    for lang in ("zh", "en"):
        note = uncovered_note(found, Words(book.vocabulary, lang))
        assert bool(note) is said
        assert not said or (place in note and "福建省泉州市" in note)


def test_documents_of_the_state_apply_everywhere(book):
    found = book.check({"location": "浙江省杭州市"}, DAY).filter(document="hnte-2016")
    assert uncovered_note(found, Words(book.vocabulary, "zh")) == ""
