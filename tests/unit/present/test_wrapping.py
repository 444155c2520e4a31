"""Lines of Chinese and Latin text are full, lose nothing, and keep punctuation where it belongs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from huiqi.present.wrapping import wrapped

QUESTION = (
    "23. 对重点实验室、工程技术研究中心等研发平台的主要产品，是否拥有“核心”知识产权（含受让）？"
)


def test_a_long_run_of_chinese_does_not_leave_its_number_alone():
    lines = wrapped(Text(QUESTION), 40).plain.split("\n")
    assert lines[0].startswith("23. 对重点实验室")
    assert all(36 <= cell_len(line) <= 40 for line in lines[:-1])


@pytest.mark.parametrize("width", range(8, 60))
def test_no_line_begins_or_ends_with_the_wrong_punctuation(width: int):
    lines = wrapped(Text(QUESTION), width).plain.split("\n")
    assert not any(line[0] in "，、。？）”" or line[-1] in "（“" for line in lines)


def test_latin_words_and_no_break_spaces_stay_together():
    text = Text("help: h\N{NO-BREAK SPACE}help · q\N{NO-BREAK SPACE}quit")
    assert wrapped(text, 18).plain == "help: h\N{NO-BREAK SPACE}help ·\nq\N{NO-BREAK SPACE}quit"


def test_styles_stay():
    text = Text.assemble(("红" * 6, "red"), ("蓝" * 6, "blue"))
    spans = [(s.start, s.end, s.style) for s in wrapped(text, 8).spans]
    assert sum(end - start for start, end, style in spans if style == "red") == 6


@given(st.text("汉字，。（“ ab1\n", max_size=60), st.integers(4, 30))
def test_nothing_is_lost_and_no_line_is_too_long(text: str, width: int):
    found = wrapped(Text(text), width).plain
    assert "".join(found.split()) == "".join(text.split())
    assert all(cell_len(line.rstrip()) <= width for line in found.split("\n"))
