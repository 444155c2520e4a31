"""Credit codes of a column are judged like one by one."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc

from huiqi.api import Rulebook
from huiqi.evaluate.batch.cells.credit_codes import DIGITS, right
from huiqi.evaluate.batch.cells.id_column import IdColumn
from huiqi.load.companies.mapping import propose_mapping
from huiqi.load.companies.rows import RowReader

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


spelt = st.builds(
    lambda front, cut, between, spell: spell(
        between.join(("", front[:cut], front[cut:] + uscc.calc_check_digit(front), ""))
    ),
    FRONT,
    st.integers(1, 16),
    st.sampled_from(("", " ", "-", "\u3000", "\t", "\u200b", ".")),
    st.sampled_from((str, str.lower, lambda code: code.replace("9", "９"), lambda code: code[:15])),
)


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(st.none() | spelt | st.sampled_from(("-", "无", "", "#N/A", "91ﬀ")), max_size=9))
def test_codes_are_told_of_like_alone(book: Rulebook, texts: list[str | None]) -> None:
    """However they are written: repairs and findings of each are those of its own cell."""
    words = book.vocabulary
    column = pl.DataFrame({"信用代码": texts}, schema={"信用代码": pl.String})
    reader = RowReader(propose_mapping(column.columns, column, words, date(2024, 7, 1)), words)
    [binding] = reader.mapping.bindings
    found = IdColumn(reader, binding).read(column)
    cells = [reader.read_cell(binding, text) for text in texts]
    assert [(noted.row, noted.finding) for noted in found.findings] == [
        (row, finding) for row, cell in enumerate(cells) for finding in cell.findings
    ]
    assert sorted(found.repairs.elements()) == sorted(r for cell in cells for r in cell.repairs)
