"""What is asked of every company, and the columns and rows that say so, in every way in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.batch import outcome
from huiqi.evaluate.batch.explained import Explainer
from huiqi.evaluate.batch.scoring import Scored, Scoring
from huiqi.load.companies.mapping import ID, NAME, ColumnMapping
from huiqi.load.companies.rows import RowReader
from huiqi.model.programme import Programme, standing_on
from huiqi.model.verdict import Standing

BATCH, EXPLAINED = 131_072, 16_384
"""Companies scored at a time; lists of what is missing are long texts."""
DETAILED = 8_192
"""Companies in the long table at a time: they have a row for every programme."""


@dataclass(frozen=True)
class Job:
    """The programmes to score on a day, and what is wanted of each.

    `verdicts` asks for one column of true, false or null for each programme, `lists` for the
    programmes that apply or are open with what is missing, `details` for the long table.
    """

    book: CheckedRulebook
    programmes: tuple[Programme, ...]
    as_of: date
    explainer: Explainer
    verdicts: bool = True
    lists: bool = False
    details: bool = False

    @property
    def batch(self) -> int:
        """How many companies to score at a time, so that memory stays small."""
        return EXPLAINED if self.details or self.lists else BATCH

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """The standing of each programme on the day."""
        documents = self.book.documents
        return tuple(standing_on(p, documents[p.document], self.as_of) for p in self.programmes)

    @cached_property
    def ids(self) -> outcome.Names:
        """Programmes and facts by id in lists; a programme not in force has its mark."""
        standing = {p.id: s for p, s in zip(self.programmes, self.standings, strict=True)}
        return outcome.Names(lambda p: outcome.flagged(p.id, standing[p.id]), lambda fact: fact)

    def scoring(self, given: Iterable[str] | RowReader) -> Scoring:
        """The compiled programmes, for one thread."""
        return Scoring(
            self.book,
            self.as_of,
            given if isinstance(given, RowReader) else tuple(given),
            self.explainer,
            self.programmes,
            reasons=self.lists or self.details,
            why_not=self.details,
        )

    def columns(
        self, scored: Scored, waiting: Mapping[str, pl.Series] | None, names: outcome.Names
    ) -> dict[str, pl.Series]:
        """What is said of each company; `waiting` are the counts of missing facts, for lists."""
        columns: dict[str, pl.Series] = {**outcome.counts(scored)}
        if self.lists and waiting is not None:
            columns |= outcome.lists(scored, self.programmes, names)
            best = outcome.next_fact(waiting, self.book.vocabulary.facts, scored.height)
            columns[outcome.NEXT] = outcome.called(best, names)
        if self.verdicts:
            columns |= outcome.verdict_columns(scored, self.programmes)
        return columns

    def long_tables(
        self, scored: Scored, companies: pl.Series, lines: pl.Series
    ) -> Iterator[pl.DataFrame]:
        """The long table of a batch, some companies after the other."""
        for start in range(0, max(scored.height, 1), DETAILED):
            part = scored.slice(start, DETAILED)
            yield self.long_table(
                part, companies.slice(start, DETAILED), lines.slice(start, DETAILED)
            )

    def long_table(self, scored: Scored, companies: pl.Series, lines: pl.Series) -> pl.DataFrame:
        """A row for each company and programme, programme after programme."""
        assert scored.scores is not None, "scored without details"
        return outcome.details(
            scored, self.programmes, self.standings, companies, lines, scored.scores
        )


def company_names(frame: pl.DataFrame, mapping: ColumnMapping, lines: pl.Series) -> pl.Series:
    """What to call each row: its name or else its credit code, without either its line (`#12`)."""
    labels = numbered(lines)
    called = next(filter(None, map(mapping.at, (NAME, ID))), None)
    if called is None:
        return labels
    return pl.select(pl.coalesce(frame[called.header], labels)).to_series()


def numbered(lines: pl.Series) -> pl.Series:
    """Labels for companies without a name."""
    return pl.select(pl.concat_str(pl.lit("#"), lines.cast(pl.String))).to_series()


def free_names(wanted: Iterable[str], taken: Iterable[str]) -> list[str]:
    """The result columns under names of their own; one that is taken gets ` (huiqi)` behind it.

    Databases take `Eligible` and `eligible` for one name.
    """
    used = {name.casefold() for name in taken}
    found = []
    for name in wanted:
        while name.casefold() in used:
            name += " (huiqi)"
        used.add(name.casefold())
        found.append(name)
    return found
