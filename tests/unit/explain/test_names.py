"""Lists in words: each item can be told from the next."""

from __future__ import annotations

import pytest

from huiqi import Rulebook
from huiqi.explain.names import listed
from huiqi.explain.words import Words
from huiqi.model import criteria as ast
from huiqi.model.quantity import Period


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


@pytest.mark.parametrize(
    ("op", "said"),
    [
        ("at_least", "注册成立已满3年"),
        ("less_than", "注册成立不到3年"),
        ("at_most", "注册成立在近3年内"),
    ],
)
def test_what_lasts_is_not_the_date(op, said):
    test = ast.Compare(
        of=("registered_on",),
        op=ast.Operator(op),
        threshold=ast.Length(value=Period(3, "year")),
    )
    assert Words(Rulebook.load().vocabulary, "zh").test(test) == said
