"""Figures of Chinese texts, and which of them a rule's own figure may be."""

from __future__ import annotations

from fractions import Fraction

import pytest

from huiqi.check.figures_in_text import figures_in, measured_in


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("5000万元", [50_000_000]),
        ("1,200万元以上", [12_000_000]),
        ("１亿元", [100_000_000]),
        ("一千万元", [10_000_000]),
        ("1千万元", [10_000_000]),
        ("两亿元", [200_000_000]),
        ("十万元", [100_000]),
        ("千亿元", [100_000_000_000]),
        ("一亿五千万元", [150_000_000]),
        ("1亿5000万元", [100_000_000, 150_000_000, 50_000_000]),
        ("一百人", [100]),
        ("一百五十人", [150]),
        ("一百零五人", [105]),
        ("十五项", [15]),
        ("三年内", [3]),
        ("二〇二〇年", [2020]),
        ("二点五倍", ["2.5"]),
        ("1.5倍", ["1.5"]),
        ("5%", ["0.05"]),
        ("2‰", ["0.002"]),
        ("百分之十", ["0.1"]),
        ("百分之五点五", ["0.055"]),
        ("千分之五", ["0.005"]),
        ("10个百分点", ["0.1"]),
        ("满分按百分制", []),
        ("1000至5000万元", [1000, 10_000_000, 50_000_000]),
        ("5-10万元", [5, 50_000, 100_000]),
        ("一千至两千万元", [1000, 10_000_000, 20_000_000]),
        ("3至5%", [3, "0.03", "0.05"]),
        ("百分之三至五", ["0.03", 5, "0.05"]),
        ("5000万至1亿元", [50_000_000, 100_000_000]),
        ("2016—2020年", [2016, 2020]),
        ("没有数字", []),
    ],
)
def test_the_figures_of_a_text(text: str, figures: list[int | str]) -> None:
    assert figures_in(text) == {Fraction(figure) for figure in figures}


def test_a_unit_that_begins_like_a_scale_is_none() -> None:
    assert Fraction(5) in figures_in("装机5千瓦以上")


def test_amounts_and_shares_as_they_are_written() -> None:
    assert measured_in("一次性奖励20万元，第二年3至5%，最高两百万元") == {
        Fraction(200_000): "20万元",
        Fraction(3, 100): "3%",
        Fraction(5, 100): "5%",
        Fraction(2_000_000): "两百万元",
    }
    assert list(measured_in("每家20万至50万元").values()) == ["50万元", "20万元"]
