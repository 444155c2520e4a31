"""Lists in words: each item can be told from the next."""

from __future__ import annotations

import pytest

from huiqi.explain.names import listed


@pytest.mark.parametrize(
    ("lang", "items", "said"),
    [
        ("zh", [], ""),
        ("zh", ["限制、淘汰类"], "限制、淘汰类"),
        ("zh", ["行业", "规模"], "行业、规模"),
        ("zh", ["行业", "产品属于限制、淘汰类"], "行业；产品属于限制、淘汰类"),
        ("zh", ["行业", "上一年，或本年"], "行业；上一年，或本年"),
        ("en", ["sector", "size"], "sector, size"),
        ("en", ["sector", "built, run or planned"], "sector; built, run or planned"),
    ],
)
def test_items_that_hold_a_comma_are_parted_by_a_stronger_mark(lang, items, said):
    assert listed(items, lang) == said
