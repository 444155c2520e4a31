"""What a report says: plain data in one language, which every writer sets in its own form.

All texts are as they were found; writers make them safe for their form.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiqi.base.diagnostics import Language
from huiqi.base.kleene import Truth
from huiqi.model.verdict import Verdict
from huiqi.present.advice.content import AdviceContent
from huiqi.present.report.wording import Headings


@dataclass(frozen=True)
class Pair:
    """Something and what is said of it."""

    label: str
    text: str


@dataclass(frozen=True)
class Line:
    """A condition with its truth for the company.

    `truth` is None where a band is out of reach. `answer`: what the company answered, or the
    points; `remark`: how far the condition goes beyond the words of its clause, why, how sure.
    """

    truth: Truth | None
    text: str
    answer: str = ""
    clauses: tuple[str, ...] = ()
    remark: str = ""
    parts: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Question:
    """A fact that is still missing.

    Where it stands by itself, `choices` are the answers it allows and `open_programmes` says how
    many wait for it.
    """

    fact: str
    label: str
    question: str
    help: str
    choices: tuple[str, ...] = ()
    open_programmes: int = 0


@dataclass(frozen=True)
class ClauseNote:
    """A clause a programme rests on: its locator, its digest, what is unsure and how sure."""

    locator: str
    digest: str
    remark: str


@dataclass(frozen=True)
class Source:
    """A document: what it is, how it stands, and what is known of that."""

    id: str
    title: str
    number: str
    issuer: str
    issued: str
    flag: str
    evidence: str
    coverage: str


@dataclass(frozen=True)
class Entry:
    """One programme for the company.

    `reasons`: the smallest set of conditions that settles the verdict, or of an undetermined one
    the open conditions apart from those `elsewhere`, which other texts set.
    """

    id: str
    name: str
    verdict: Verdict
    verdict_word: str
    source: Source
    clauses: tuple[ClauseNote, ...]
    flag: str
    advice: str
    gives: str
    amount: str
    note: str
    reasons: tuple[Line, ...]
    further: str
    missing: tuple[Question, ...]
    elsewhere: tuple[Line, ...]
    attested: str
    proof: Line


@dataclass(frozen=True)
class Group:
    """Programmes that belong together; `reasons` are shared by all of them."""

    title: str
    entries: tuple[Entry, ...]
    reasons: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Section:
    """All programmes of one verdict."""

    verdict: Verdict
    title: str
    intro: str
    groups: tuple[Group, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for group in self.groups for entry in group.entries)


@dataclass(frozen=True)
class Answers:
    """The facts of one group by what is known of them; no state is taken for another."""

    title: str
    given: tuple[Pair, ...]
    derived: tuple[Pair, ...]
    unknown: tuple[str, ...]
    inapplicable: tuple[str, ...]
    not_asked: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """The whole report. `first`: the eligible programmes that the summary names, with `others`."""

    lang: Language
    headings: Headings
    company: str
    about: tuple[Pair, ...]
    summary: tuple[str, ...]
    first: tuple[Entry, ...]
    others: str
    standings: tuple[Pair, ...]
    next: tuple[Question, ...]
    answers: tuple[Answers, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    legend: tuple[Pair, ...]
    legal: tuple[str, ...]
    advice: AdviceContent | None = None
