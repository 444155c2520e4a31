"""What every cell has in common: its plain text, marks for "nothing known", lost results."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

LONGEST_CELL = 20_000
MISSING = frozenset((
    "", "-", "--", "---", "—", "——", "–", "/", "//", "\\", ".", "*", "?", "n/a", "na", "null",
    "none", "nan", "nil", "n.a.", "<na>", "unknown", "无", "不详", "未知", "暂无", "暂无数据",
    "无数据", "未填", "未填写", "未填报", "未公示", "未披露", "不公示", "企业选择不公示",
    "选择不公示", "不知道", "不清楚", "待补充", "空",
))  # fmt: skip
"""What people write where they know nothing (after NFKC, in lower case)."""
NOTHING_HELD = frozenset(("无", "没有", "否"))
"""What says of a list that nothing is in it."""
NOT_APPLICABLE = frozenset(("不适用", "not_applicable", "not applicable"))
_ERROR = re.compile(
    r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|#+)|=.+", re.IGNORECASE
)
_AS_TEXT = re.compile(r"""'(.+)|="(.*)\"""")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


class Plain(NamedTuple):
    """A cell in half-width characters without outer blanks, and what was repaired for that."""

    text: str
    repairs: tuple[str, ...] = ()

    @property
    def is_missing(self) -> bool:
        return self.text.lower() in MISSING

    @property
    def is_not_applicable(self) -> bool:
        return self.text.lower() in NOT_APPLICABLE

    @property
    def is_error(self) -> bool:
        """Whether a formula stands there without its result."""
        return _ERROR.fullmatch(self.text) is not None

    @property
    def says_something(self) -> bool:
        """Whether it is none of the three."""
        return not (self.is_missing or self.is_not_applicable or self.is_error)


def plain(text: str) -> Plain:
    """The cell without its spreadsheet dress: full-width forms, `'123`, `="123"`.

    >>> plain("５０ 人")
    Plain(text='50 人', repairs=('full_width',))
    """
    # Few texts need any of this, and it is quicker to ask than to do it.
    bare = (text if text.isprintable() else _INVISIBLE.sub("", text)).strip()
    half, repairs = bare, []
    if not unicodedata.is_normalized("NFKC", bare):
        half, repairs = unicodedata.normalize("NFKC", bare).strip(), ["full_width"]
    if match := _AS_TEXT.fullmatch(half):
        half = (match[1] or match[2] or "").strip()
        repairs.append("text_mark")
    return Plain(half, tuple(repairs))
