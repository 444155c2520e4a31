"""Foreign text in Markdown (CommonMark)."""

from __future__ import annotations

import re

from huiqi.base.source import printable

_SPECIAL = re.compile(r"([\\`*_\[\]|~$!]|(?<!\S)#|#(?!\S))")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LEADING = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")
_AUTOLINK = re.compile(r"(?i)(www)(\.)|(:)(?=//)")


def escape(text: str) -> str:
    """Foreign text that shows as it is and means nothing to Markdown.

    >>> print(escape("<b> a|b [x](http://y) `c`"))
    &lt;b&gt; a\\|b \\[x\\](http\\://y) \\`c\\`
    """
    plain = _ENTITY.sub("&amp;", printable(text)).replace("<", "&lt;").replace(">", "&gt;")
    plain = _SPECIAL.sub(r"\\\1", plain.strip())
    plain = _AUTOLINK.sub(lambda m: f"{m[1]}\\." if m[1] else "\\:", plain)
    return _LEADING.sub(_guarded, plain)


def _guarded(match: re.Match[str]) -> str:
    """What would open a list at the start of a line, with its sign disarmed."""
    mark = match[2]
    return f"{match[1]}\\{mark}" if not mark.isdecimal() else f"{match[1]}{mark}\\"


def code(text: str) -> str:
    """Foreign text as code."""
    return f"`{printable(text).replace('`', '')}`"
