"""Boolean expressions as text: pairs that say when something is TRUE and when it is FALSE."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from huiqi.model import criteria as ast


class Pair(NamedTuple):
    """Boolean expressions: the criterion is TRUE, it is FALSE."""

    true: str
    false: str


def all_of(expressions: Iterable[str]) -> str:
    """The conjunction, without neutral parts."""
    return _joined("and", expressions, neutral="True", decisive="False")


def any_of(expressions: Iterable[str]) -> str:
    """The disjunction, without neutral parts."""
    return _joined("or", expressions, neutral="False", decisive="True")


def _joined(word: str, expressions: Iterable[str], neutral: str, decisive: str) -> str:
    parts = [part for part in dict.fromkeys(expressions) if part != neutral]
    if decisive in parts:
        return decisive
    if len(parts) < 2:
        return parts[0] if parts else neutral
    return f"({f' {word} '.join(parts)})"


def elapsed(day: str, op: ast.Operator, complete: str, running: str, today: str) -> str:
    """How long ago a day is, by the days from which a period is complete, or still runs, today."""
    if op is ast.Operator.AT_LEAST:
        return f"{day} <= {complete}"
    if op is ast.Operator.MORE_THAN:
        return f"{day} < {running}"
    since = f"{running} <=" if op is ast.Operator.AT_MOST else f"{complete} <"
    return f"{since} {day} <= {today}"
