"""The figures that stand in a Chinese text: 5000万元, 两亿元, 百分之十, 一百五十人, 三项, 5%."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction

from huiqi.model.quantity import normalise

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_PARTS = {"百分之": 100, "千分之": 1000, "万分之": 10000}
_SIGNS = {"%": 100, "‰": 1000, "个百分点": 100}
_RANGE = re.compile(r"\s*(?:至|到|~|-|—+|–)\s*")
_FIGURE = re.compile(
    rf"(?P<part>{'|'.join(_PARTS)})?"
    r"(?:(?P<digits>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>[十百千]?[万亿]+|[十百千](?![瓦克米]))?"
    r"|(?P<words>(?!百分|千分|万分)[零〇一二两三四五六七八九十百千]"
    r"(?:(?!百分|千分|万分)[零〇一二两三四五六七八九十百千万亿点])*))"
    rf"\s*(?P<sign>{'|'.join(_SIGNS)})?\s*(?P<unit>元|人民币)?"
)


def figures_in(text: str) -> set[Fraction]:
    """Every figure of a text: amounts in 元, shares as fractions, the rest plain."""
    return {value for value, _, _ in _read(text)}


def measured_in(text: str) -> dict[Fraction, str]:
    """The amounts of money and shares of a text, each as it is written."""
    return {value: written for value, written, measured in _read(text) if measured}


def _read(text: str) -> Iterator[tuple[Fraction, str, bool]]:
    """Each figure, as written, and whether it is one of money or a share."""
    plain = normalise(text)
    before: re.Match[str] | None = None
    for match in _FIGURE.finditer(plain):
        value, measured = _value(match), bool(match["part"] or match["sign"] or match["unit"])
        yield value, match[0], measured
        if before is not None:
            between = plain[before.end() : match.start()]
            if not between and before["scale"]:
                # 1亿5000万元 is one figure.
                yield _value(before) + value, before[0] + match[0], measured
            elif _RANGE.fullmatch(between) and not (before["sign"] or before["unit"]):
                # 1000至5000万元, 百分之三至五: scale, share and unit belong to both ends.
                yield _value(before, other=match), _shared(before, match), measured
                yield _value(match, other=before), match[0], bool(before["part"])
        before = match


def _value(match: re.Match[str], other: re.Match[str] | None = None) -> Fraction:
    """The figure, with what it leaves to the other end of a range."""
    digits, words = match["digits"], match["words"]
    number = Fraction(digits.replace(",", "")) if digits else _in_words(words)
    part, sign, scale = match["part"], match["sign"], _scale(match)
    if other is not None:
        part, sign, scale = part or other["part"], sign or other["sign"], scale or _scale(other)
        if words and not _scale(match):
            number *= _times(scale)
    return number * (_times(scale) if digits else 1) / _PARTS.get(part, 1) / _SIGNS.get(sign, 1)


def _scale(match: re.Match[str]) -> str:
    """万 of 5000万; of 两千万 too, though its words hold the scale already."""
    return match["scale"] or (match["words"] or "")[len((match["words"] or "").rstrip("万亿")) :]


def _shared(first: re.Match[str], last: re.Match[str]) -> str:
    """The lower end of a range as if it stood alone."""
    scale = "" if _scale(first) else _scale(last)
    return first[0] + scale + (last["sign"] or "") + (last["unit"] or "")


def _times(scale: str) -> int:
    return math.prod({**_TENS, **_MYRIADS}[c] for c in scale)


def _in_words(words: str) -> Fraction:
    """一百五十 is 150, 两亿 200 million, 二点五 2.5, 二〇二〇 2020; 千亿 begins with a one."""
    whole, _, decimals = words.partition("点")
    places = "".join(str(_DIGITS[c]) for c in decimals if c in _DIGITS)
    return Fraction(f"{_whole(whole)}.{places or 0}")


def _whole(words: str) -> int:
    for c in reversed(_MYRIADS):
        if c in words:
            high, _, low = words.rpartition(c)
            return (_whole(high) or 1) * _MYRIADS[c] + _whole(low)
    if all(c in _DIGITS for c in words):
        return int("".join(str(_DIGITS[c]) for c in words) or 0)
    total = digit = 0
    for c in words:
        if c in _DIGITS:
            digit = _DIGITS[c]
        else:
            total += (digit or 1) * _TENS[c]
            digit = 0
    return total + digit
