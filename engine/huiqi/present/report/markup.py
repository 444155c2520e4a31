"""HTML elements that escape what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from huiqi.base.source import printable


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, *content: str, **attributes: str) -> Markup:
    """An element; content that is no markup is escaped, and so are the attributes.

    >>> tag("p", "a < b", class_="note")
    '<p class="note">a &lt; b</p>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_safe(value)}"'
        for key, value in attributes.items()
        if value
    )
    return Markup(f"<{name}{given}>{join(*content)}</{name}>")


def join(*content: str) -> Markup:
    """The pieces behind one another, escaped where they are no markup."""
    return Markup("".join(c if isinstance(c, Markup) else _safe(c) for c in content))


def items(texts: Iterable[str], **attributes: str) -> Markup:
    """An unordered list; nothing at all if there is nothing to list."""
    entries = [tag("li", text) for text in texts]
    return tag("ul", *entries, **attributes) if entries else Markup()


def pairs(rows: Iterable[tuple[str, str]], **attributes: str) -> Markup:
    """A list of terms with what is said of them; rows without content are left out."""
    entries = [tag("div", tag("dt", term), tag("dd", text)) for term, text in rows if text]
    return tag("dl", *entries, **attributes) if entries else Markup()


def _safe(text: str) -> str:
    return escape(printable(text), quote=True)
