"""A run over a company file: every row scored or rejected, written batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from huiqi.base.diagnostics import Diagnostic, Language
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.batch import outcome
from huiqi.evaluate.batch.scoring import Scored, Scoring
from huiqi.evaluate.batch.summary import Tally
from huiqi.explain.explainer import Explainer
from huiqi.load.companies.batch import RawBatch, Reject
from huiqi.load.companies.files import CompanyFile, open_companies
from huiqi.load.companies.map_file import read_mapping
from huiqi.load.companies.mapping import ID, NAME, ColumnMapping, known_headers, propose_mapping
from huiqi.load.companies.rows import RowReader
from huiqi.model.programme import Programme, standing_on
from huiqi.present.tables.score_columns import Style, headed, sheets
from huiqi.present.tables.write import open_table

BATCH = 131_072
"""Rows scored at a time."""


@dataclass(frozen=True)
class Wanted:
    """What a run is to do: read `companies`, write `out`, and perhaps `details`.

    `verdicts` writes one column of true, false or empty for each programme, `lists` the programmes
    by name with what is missing. `rejects` takes rows and cells that could not be used.
    """

    companies: Path
    out: Path
    details: Path | None
    rejects: Path
    as_of: date
    lang: Language
    verdicts: bool
    lists: bool
    names: bool
    limit: int | None = None
    sample: int | None = None


@dataclass(frozen=True)
class Opened:
    """A company file, and how its columns are read."""

    file: CompanyFile
    mapping: ColumnMapping

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What was noticed while opening the file and mapping its columns."""
        return (*self.file.warnings, *self.mapping.findings)


def open_mapped(
    path: Path, book: CheckedRulebook, *, sheet: str | None = None, map_file: Path | None = None
) -> Opened:
    """Open a company file and map its columns, by a map file where one is given.

    Raises: CompaniesError.
    """
    words = book.vocabulary
    file = open_companies(path, sheet=sheet, known=known_headers(words))
    if map_file is not None:
        return Opened(file, read_mapping(map_file, file.headers, words))
    return Opened(file, propose_mapping(file.headers, file.sample(), words, file.titles))


def score_file(
    book: CheckedRulebook,
    programmes: Sequence[Programme],
    opened: Opened,
    wanted: Wanted,
    watch: Callable[[int, float | None], None] = lambda rows, done: None,
) -> Tally:
    """Score every row of the file; `watch` is told the rows so far and the share of the file.

    Raises: CompaniesError: the file cannot be read to its end. CannotSave: a result cannot be
    written. Nothing takes its name then.
    """
    run = _Run(book, programmes, opened, wanted)
    with ExitStack() as open_:
        return run.through(open_, watch)


class _Run:
    def __init__(
        self,
        book: CheckedRulebook,
        programmes: Sequence[Programme],
        opened: Opened,
        wanted: Wanted,
    ) -> None:
        self.book = book
        self.wanted = wanted
        self.opened = opened
        self.programmes = programmes
        self.reader = RowReader(opened.mapping, book.vocabulary)
        self.scoring = Scoring(
            book,
            wanted.as_of,
            self.reader,
            Explainer(),
            programmes,
            reasons=wanted.lists or wanted.details is not None,
            why_not=wanted.details is not None,
        )
        self.standings = [
            standing_on(p, book.documents[p.document], wanted.as_of) for p in programmes
        ]
        self.style = Style(book, programmes, self.standings, wanted.lang, wanted.names)
        self.tally = Tally()

    def through(self, open_: ExitStack, watch: Callable[[int, float | None], None]) -> Tally:
        """Every batch read, scored and written; the files take their names at the end."""
        lang = self.wanted.lang
        out = open_.enter_context(open_table(self.wanted.out, lang=lang))
        details = None
        if self.wanted.details is not None:
            details = open_.enter_context(open_table(self.wanted.details, lang=lang))
        refused = open_.enter_context(open_table(self.wanted.rejects, lang=lang))
        refused.write(self.style.rejects([]))
        for batch in self._batches():
            scored = self.scoring.rows(batch.frame)
            waiting = outcome.missing_counts(scored) if scored.patterns is not None else None
            self.tally.rows_in += batch.frame.height + len(batch.rejects)
            self.tally.rejected += len(batch.rejects)
            self.tally.add(scored, self.programmes, waiting)
            out.write(self._main(batch.frame, scored, waiting))
            if details is not None:
                details.write(self._details(batch, scored))
            if batch.rejects or scored.findings:
                refused.write(self._refused(batch, scored))
            watch(self.tally.rows_in, batch.done)
        assert self.tally.rows_in == self.tally.scored + self.tally.rejected
        out.finish(sheets(self.style, self.tally, self.opened.file.name, self.wanted.as_of))
        if details is not None:
            details.finish()
        if refused.rows:
            refused.finish()
        return self.tally

    def _batches(self) -> Iterator[RawBatch]:
        """The rows to score: all, the first `limit`, or `sample` of them at random."""
        if self.wanted.sample is not None:
            yield _sampled(self.opened.file, self.wanted.sample)
            return
        left = self.wanted.limit
        some = False
        for batch in self.opened.file.batches(BATCH):
            if left is not None:
                batch = _cut(batch, left)
                left -= batch.frame.height
            some = True
            yield batch
            if left == 0:
                return
        if not some:
            # The columns are written even where no company follows.
            yield RawBatch(self.opened.file.sample().clear())

    def _main(
        self, frame: pl.DataFrame, scored: Scored, waiting: dict[str, pl.Series] | None
    ) -> pl.DataFrame:
        """The rows as they came, with what was found behind them."""
        columns: dict[str, pl.Series] = {**outcome.counts(scored)}
        if self.wanted.lists and waiting is not None:
            columns |= outcome.lists(scored, self.programmes, self.style.names)
            best = outcome.next_fact(waiting, self.book.vocabulary.facts, scored.height)
            columns[outcome.NEXT] = self.style.facts(best)
        if self.wanted.verdicts:
            columns |= outcome.verdict_columns(scored, self.programmes)
        return headed(frame, columns, self.style, self.wanted.out)

    def _details(self, batch: RawBatch, scored: Scored) -> pl.DataFrame:
        assert scored.scores is not None
        rows = range(batch.frame.height)
        lines = pl.Series([batch.line(row) for row in rows], dtype=pl.UInt32)
        called = next(filter(None, map(self.opened.mapping.at, (NAME, ID))), None)
        label = pl.concat_str(pl.lit("#"), lines.cast(pl.String))
        names = pl.select(label).to_series()
        if called is not None:
            names = pl.select(pl.coalesce(batch.frame[called.header], names)).to_series()
        return outcome.details(scored, self.programmes, self.standings, names, lines, scored.scores)

    def _refused(self, batch: RawBatch, scored: Scored) -> pl.DataFrame:
        """Rejected rows and cells that were not understood, in the order of the file."""
        rows = [(r.line, None, r.text, r.finding) for r in batch.rejects]
        cells = [(batch.line(n.row), n.finding.where, n.text, n.finding) for n in scored.findings]
        return self.style.rejects(sorted([*rows, *cells], key=lambda entry: entry[0]))


def _cut(batch: RawBatch, rows: int) -> RawBatch:
    """The first rows of a batch, and the rejects met before the next."""
    if rows >= batch.frame.height:
        return batch
    end = batch.line(rows)
    rejects: tuple[Reject, ...] = tuple(r for r in batch.rejects if r.line < end)
    return RawBatch(batch.frame.head(rows), rejects, batch.done, batch.line_of)


def _sampled(file: CompanyFile, size: int) -> RawBatch:
    """So many rows drawn evenly from the whole file, in its order; always the same ones."""
    kept: pl.DataFrame | None = None
    for number, batch in enumerate(file.batches(BATCH)):
        rows = range(batch.frame.height)
        lots = pl.int_range(batch.frame.height, eager=True).hash(seed=number)
        drawn = batch.frame.with_columns(
            pl.Series("\0line", [batch.line(row) for row in rows], dtype=pl.UInt32),
            lots.alias("\0lot"),
        )
        kept = (drawn if kept is None else pl.concat([kept, drawn])).bottom_k(size, by="\0lot")
    if kept is None:
        return RawBatch(file.sample().clear())
    kept = kept.sort("\0line")
    lines = kept["\0line"].to_list()
    return RawBatch(kept.drop("\0line", "\0lot"), (), 1.0, lines.__getitem__)
