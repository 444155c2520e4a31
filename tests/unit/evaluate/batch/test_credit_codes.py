"""Credit codes of a column are judged like one by one."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from huiqi.evaluate.batch.credit_codes import DIGITS, right

FRONT = st.from_regex(r"\A[0-9]{8}[0-9A-HJ-NPQRTUWXY]{9}\Z")


@given(st.lists(FRONT, min_size=1, max_size=20), st.integers(0, 30))
def test_only_the_right_check_digit_passes(fronts: list[str], other: int) -> None:
    codes = [front + uscc.calc_check_digit(front) for front in fronts]
    assert right(pl.Series(codes)).all()
    changed = [code[:-1] + DIGITS[other] for code in codes]
    assert right(pl.Series(changed)).to_list() == [uscc.is_valid(code) for code in changed]


@given(st.lists(st.none() | st.text(max_size=20) | st.from_regex(r"\A[0-9A-Z]{18}\Z"), max_size=9))
def test_nothing_else_passes(texts: list[str | None]) -> None:
    found = right(pl.Series(texts, dtype=pl.String)).to_list()
    for text, passed in zip(texts, found, strict=True):
        assert not passed or (text is not None and uscc.is_valid(text))
