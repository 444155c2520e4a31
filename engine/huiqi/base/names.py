"""Names that a caller asks by: ids, as texts, of which only some are known."""

from __future__ import annotations

import reprlib
from collections.abc import Collection, Iterable
from typing import Literal

from huiqi.base.diagnostics import Diagnostic, QueryError, nearest

What = Literal["programme", "document"]
_CODES: dict[What, str] = {"programme": "HQ801", "document": "HQ802"}


def require_id(
    name: object, known: Collection[str], what: What, words: Iterable[tuple[str, str]] = ()
) -> str:
    """The name, if it is one of those known; `words` are other ones, each with what it stands for.

    Raises: TypeError: it is no text. QueryError: there is no such one; a near name is suggested.
    """
    if not isinstance(name, str):
        raise TypeError(f"a {what} is named by its id, a text, not by {reprlib.repr(name)}")
    if name not in known:
        meant = next((stands_for for word, stands_for in words if word == name), None)
        near = meant or nearest(name.lower(), known)
        raise QueryError([Diagnostic(_CODES[what], {"name": name}, near=near)])
    return name


def each(names: str | Iterable[str] | None) -> tuple[str, ...]:
    """The names, of which a single one may come without a list around it.

    Raises: TypeError: these are no names.
    """
    if names is None or isinstance(names, str):
        return () if names is None else (names,)
    if isinstance(names, Iterable):
        return tuple(names)
    raise TypeError(f"names come as a text or a list of texts, not as {reprlib.repr(names)}")
