"""What advice says: plain data in one language, for the terminal and for reports.

All texts are as they were found; whoever shows them makes them safe for their place.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiqi.base.diagnostics import Language
from huiqi.explain.proposing import Kind
from huiqi.present.advice.wording import Headings


@dataclass(frozen=True)
class Row:
    """Something and what is said of it."""

    label: str
    text: str


@dataclass(frozen=True)
class Step:
    """A change; `notes`: the conditions it mends, and how the company stands to them now."""

    text: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """A set of changes; `rows` say what is still open once they are made."""

    steps: tuple[Step, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Target:
    """A programme with the ways that lead to it; `more` where not all of them are here."""

    id: str
    name: str
    flag: str
    source: str
    ways: tuple[Way, ...]
    more: str


@dataclass(frozen=True)
class Group:
    """Programmes that changes bring equally far; `more` where not all of them are here."""

    kind: Kind
    title: str
    intro: str
    targets: tuple[Target, ...]
    more: str


@dataclass(frozen=True)
class Stage:
    """A recognition on the way: the programme that grants it, what it takes, and what leads on."""

    text: str
    rows: tuple[Row, ...]
    onward: tuple[Stage, ...]


@dataclass(frozen=True)
class Lever:
    """A single change, what it does by itself, and the way to the recognition it asks for."""

    text: str
    rows: tuple[Row, ...]
    route: Stage | None


@dataclass(frozen=True)
class AdviceContent:
    """The whole of it.

    `left_out`: how many programmes are not considered; empty for none. `beyond`: why no change
    helps, with how many programmes that concerns.
    """

    lang: Language
    headings: Headings
    summary: tuple[str, ...]
    left_out: str
    levers: tuple[Lever, ...]
    more_levers: str
    groups: tuple[Group, ...]
    beyond: tuple[Row, ...]
