"""Lines of Chinese end where Chinese lines may, and go on below their beginning."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from huiqi.present.wrapping import Hanging, line_starts


def lines(text: str, width: int) -> list[str]:
    starts = [0, *line_starts(text, width), len(text)]
    return [text[a:b].rstrip() for a, b in pairwise(starts)]


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        (
            "[已编码] 上年度营业收入不低于一千万元",
            16,
            ["[已编码] 上年度", "营业收入不低于一", "千万元"],
        ),
        ("注册在泉州、南安", 10, ["注册在泉", "州、南安"]),
        ("泉州（福建）的企业", 10, ["泉州（福", "建）的企业"]),
        ("认定为“专精特新”企业", 8, ["认定为", "“专精特", "新”企业"]),
        ("投入不少于2000万元", 12, ["投入不少于", "2000万元"]),
        ("自主创新示范区  ⚑ 目标期已过", 18, ["自主创新示范区", "⚑ 目标期已过"]),
        ("结果 .csv .tsv .xlsx", 10, ["结果 .csv", ".tsv .xlsx"]),
        ("编号 · 名称", 6, ["编号 ·", "名称"]),
        ("help: h\N{NO-BREAK SPACE}help · q", 10, ["help:", "h\N{NO-BREAK SPACE}help · q"]),
        ("one or two words", 7, ["one or", "two", "words"]),
        ("a-word-longer-than-the-line", 10, ["a-word-lon", "ger-than-t", "he-line"]),
        ("  行首的空白不自成一行", 8, ["  行首的", "空白不自", "成一行"]),
        ("", 8, [""]),
    ],
)
def test_lines_end_where_they_may(text: str, width: int, shown: list[str]) -> None:
    assert lines(text, width) == shown


@given(st.text("企业年研发，。（）“”、 1a5%⚑—·"), st.integers(8, 30))
def test_no_line_is_wider_and_no_character_lost(text: str, width: int) -> None:
    starts = line_starts(text, width)
    assert starts == sorted(set(starts))
    assert all(0 < start < len(text) for start in starts)
    assert all(cell_len(line) <= width for line in lines(text, width))


def test_further_lines_stand_below_the_first() -> None:
    console = Console(width=14, file=None, color_system=None)
    with console.capture() as captured:
        console.print(Hanging("✔ ", Text("泉州市新认定的企业奖励")))
        console.print(Hanging("  ", Text("one two three four"), further=2))
    assert captured.get() == ("✔ 泉州市新认定\n  的企业奖励\n  one two\n    three four\n")


def test_the_library_leaves_rich_as_it_is() -> None:
    program = "import huiqi, rich.text; huiqi.Rulebook.load(); print(rich.text.divide_line)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "line_starts" not in done.stdout
