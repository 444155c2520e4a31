"""Full-width punctuation where YAML asks for half-width: easily typed, and hard to see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SIGNS = {
    "：": ("全角冒号“：”，改用半角冒号 : 加空格", "full-width colon ：, write : and a blank"),
    "｛": ("全角花括号 ｛，改用半角 {", "full-width brace ｛, write {"),
    "｝": ("全角花括号 ｝，改用半角 }", "full-width brace ｝, write }"),
    "［": ("全角方括号 ［，改用半角 [", "full-width bracket ［, write ["),
    "］": ("全角方括号 ］，改用半角 ]", "full-width bracket ］, write ]"),
    "“": ('中文引号 “，改用半角引号 "', 'curly quote “, write "'),
    "”": ('中文引号 ”，改用半角引号 "', 'curly quote ”, write "'),
    "，": ("全角逗号“，”，改用半角逗号 , 加空格", "full-width comma ，, write , and a blank"),
    "\u3000": ("全角空格，改用半角空格", "full-width blank, write blanks"),
}
_WHERE_YAML_HAS_SIGNS = (
    re.compile(r"^[ \t]*(\u3000)"),
    re.compile(r"^[\s-]*[A-Za-z_][\w-]*(：)"),
    re.compile(r"[{,]\s*[\w%-]+(：)"),
    re.compile(r"(?:[:：,\[]\s*|^[\s-]*)([｛［])"),
    re.compile(r"([｝］])\s*[,}\]]*\s*$"),
    re.compile(r"(，)\s*[A-Za-z_]\w*[:：]"),
    re.compile(r"[:：,\[{]\s*(“)[^”]*[:,] "),
)
"""In prose these signs are right; here a key, a bracket or a quote is meant."""


def place_of_sign(lines: Sequence[str], line: int, column: int) -> tuple[int, int] | None:
    """The full-width sign that most likely broke the syntax at a place, or just before it.

    Lines and columns count from 0.
    """
    found = [
        (number, match.start(1))
        for number in range(max(0, line - 2), min(line + 1, len(lines)))
        for pattern in _WHERE_YAML_HAS_SIGNS
        for match in pattern.finditer(lines[number])
    ]
    before = [place for place in found if place <= (line, column)]
    return max(before) if before else min(found, default=None)


def mend_of_sign(texts: Iterable[str], lang: str) -> str | None:
    """The help for the first full-width sign in a key, a name or the like."""
    for text in texts:
        for c in text:
            if c in _SIGNS:
                zh, en = _SIGNS[c]
                return f"这里有{zh}" if lang == "zh" else f"here is a {en}"
    return None
