"""What a column header says: the name, apart from its unit and its trimmings.

>>> read_header("营业收入（万元）")
HeaderReading(name='营业收入', unit='万元')
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

UNITS = (
    "元", "千元", "万元", "百万元", "亿元", "万", "亿", "%", "‰",
    "人", "名", "个", "项", "件", "家", "年", "分",
)  # fmt: skip
_CURRENCY = re.compile(r"(?:人民币|rmb|cny|yuan|/|:|单位)+", re.IGNORECASE)
_BRACKETED = re.compile(r"^(.*?)[(\[]([^()\[\]]*)[)\]]$")
_TRAILING = re.compile(r"^(.+?)[,/_:\-]((?:人民币)?(?:元|千元|万元|百万元|亿元|%|‰|人))$")
_HINT = re.compile(
    r"[(\[](?:[省市区县、/]+|是[/或、]?否|\d+位|级别|等级|盖章|公章|必填|选填|全称|如有|可?[单多]选)[)\]]$"
)
"""What a form asks of whoever fills it in."""
_YEAR_AND_UNIT = re.compile(r"\(((?:19|20)\d\d年?度?)[,、;](?=[^()]+\)$)")
_NOISE = re.compile(r"[\s*#:?\"'“”_]+")


class HeaderReading(NamedTuple):
    """The name in a header, and the unit behind it ("" for none)."""

    name: str
    unit: str


@lru_cache(maxsize=65_536)
def read_header(header: str) -> HeaderReading:
    """Split a header into its name and the unit in brackets, or behind a comma, at its end."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", header)).rstrip("*#:?").lstrip("*#")
    text = _YEAR_AND_UNIT.sub(r"(\1)(", _HINT.sub("", text) or text)
    for pattern in (_BRACKETED, _TRAILING):
        if match := pattern.match(text):
            unit = _CURRENCY.sub("", match[2]) or ("元" if _CURRENCY.fullmatch(match[2]) else "")
            if unit in UNITS:
                return HeaderReading(match[1], {"万": "万元", "亿": "亿元"}.get(unit, unit))
    return HeaderReading(text, "")


def header_key(header: str) -> str:
    """What two headers have in common that mean the same: name in lower case, nothing else."""
    return _NOISE.sub("", read_header(header).name).casefold()
