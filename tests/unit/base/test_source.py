"""Excerpts: the carets stand under what is meant, whatever the width of the characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.base.source import Source, Span, display_width, excerpt, printable


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("revenue", 7),
        ("营业收入", 8),
        ("R&D研发", 7),
        ("５００", 6),
        ("￥500", 5),
        ("（）", 4),
        ("e\u0301", 1),
        ("ｶﾅ", 2),
    ],
)
def test_chinese_takes_two_columns(text: str, columns: int) -> None:
    assert display_width(text) == columns


# The marked part stands between 〔 and 〕 in the line; below it the excerpt as it must look.
EXCERPTS = [
    ("revenue: 〔500〕", "revenue: 500", "         ^^^"),
    ("〔营业收入〕: 500万元", "营业收入: 500万元", "^^^^^^^^"),
    ("营业收入: 〔500万元〕", "营业收入: 500万元", "          ^^^^^^^"),
    ("{名称: 高企, 〔isued〕: 1}", "{名称: 高企, isued: 1}", "             ^^^^^"),
    ("\t〔a〕: 1", " a: 1", " ^"),
    ("e\u0301: 〔x〕", "e\u0301: x", "   ^"),
    ("a: 〔\u202e元〕", "a: �元", "   ^^^"),
]


@pytest.mark.parametrize(("marked", "shown", "carets"), EXCERPTS)
def test_carets_stand_under_the_marked_part(marked: str, shown: str, carets: str) -> None:
    line = marked.replace("〔", "").replace("〕", "")
    start, stop = marked.index("〔"), marked.index("〕") - 1
    span = Span(Source("x.yaml", f"first\n{line}\nlast"), 2, start + 1, stop - start)
    assert excerpt(span) == (shown, carets)


def test_a_long_line_is_cut_around_the_place() -> None:
    span = Span(Source("x.yaml", "字" * 500 + "目标" + "字" * 500), 1, 501, 2)
    shown, carets = excerpt(span)
    assert shown == "…" + "字" * 50 + "目标" + "字" * 48 + "…"
    assert carets == " " * 101 + "^^^^"


def test_a_mark_longer_than_the_excerpt_ends_with_it() -> None:
    shown, carets = excerpt(Span(Source("x.yaml", "x" * 1000), 1, 1, 1000))
    assert (shown, carets) == ("x" * 100 + "…", "^" * 100)


@pytest.mark.parametrize(("line", "column"), [(1, 99), (7, 1), (0, 1)])
def test_a_place_past_the_end_still_gets_a_caret(line: int, column: int) -> None:
    shown, carets = excerpt(Span(Source("x.yaml", "short"), line, column))
    assert carets.strip() == "^"
    assert len(carets) <= len(shown) + 1


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb", ["a", "b"]),
        ("a\r\nb", ["a", "b"]),
        ("a\rb", ["a", "b"]),
        ("a\u2028b", ["a", "b"]),
        ("a\x0cb", ["a\x0cb", ""]),
        ("a\x1cb", ["a\x1cb", ""]),
    ],
)
def test_lines_end_as_in_yaml(text: str, lines: list[str]) -> None:
    source = Source("x.yaml", text)
    assert [source.line(1), source.line(2)] == lines


def test_a_place_is_written_as_editors_read_it() -> None:
    assert str(Span(Source("rules/a.yaml", ""), 12, 3)) == "rules/a.yaml:12:3"
    assert str(Span(Source("a\x1b[2J\n.yaml", ""), 1, 1)) == "a�[2J�.yaml:1:1"


@given(st.text(), st.integers(0, 5), st.integers(1, 300), st.integers(0, 300))
def test_every_excerpt_is_two_harmless_lines(
    text: str, line: int, column: int, length: int
) -> None:
    shown, carets = excerpt(Span(Source("x", text), line, column, length))
    assert printable(shown) == shown
    assert set(carets) <= {" ", "^"}
    assert "^" in carets
    assert len(shown) <= 102
