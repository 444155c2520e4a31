"""Full-width signs are blamed where YAML has signs, and left alone in prose."""

from __future__ import annotations

import pytest

from huiqi.base.full_width import mend_of_sign, place_of_sign


@pytest.mark.parametrize(
    ("text", "mark", "place"),
    [
        ("name：{zh: 甲, en: a}", (0, 12), (0, 4)),
        ("a: 1\neligible：\n  all: []", (2, 5), (1, 8)),
        ("a: {b：1, c: 2}", (0, 9), (0, 5)),
        ("location: ｛in: x｝", (0, 13), (0, 10)),
        ("location: {in: x｝\nb: 1", (1, 1), (0, 16)),
        ("n: {zh: 甲，en: a}", (0, 12), (0, 9)),
        ("n: “落户: 奖励”", (0, 6), (0, 3)),
        ("\u3000a: 1", (0, 0), (0, 0)),
        ("it: 职工：300人，以上\nzh: “工业”按三个门类理解", (1, 3), None),
        ("a：1\n\n\n\nb: [", (4, 3), None),
        ("", (0, 0), None),
    ],
)
def test_the_sign_that_breaks_the_syntax(
    text: str, mark: tuple[int, int], place: tuple[int, int] | None
) -> None:
    assert place_of_sign(text.split("\n"), *mark) == place


def test_the_mend_names_the_sign() -> None:
    assert (
        mend_of_sign(["exports：{more_than"], "zh") == "这里有全角冒号“：”，改用半角冒号 : 加空格"
    )
    assert mend_of_sign(["a", "“340881”"], "en") == 'here is a curly quote “, write "'
    assert mend_of_sign(["十一(四)"], "zh") is None
