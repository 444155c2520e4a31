"""A run over a company file: every row scored or rejected, written batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from huiqi.base.diagnostics import Language
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.batch import outcome
from huiqi.evaluate.batch.job import BATCH, Job, company_names
from huiqi.evaluate.batch.scoring import Scored
from huiqi.evaluate.batch.summary import Tally
from huiqi.explain.explainer import Explainer
from huiqi.load.companies.batch import RawBatch, Reject
from huiqi.load.companies.mapped import Opened
from huiqi.load.companies.rows import RowReader
from huiqi.load.companies.totals import without_totals
from huiqi.model.programme import Programme
from huiqi.present.tables.score_columns import Style, headed, sheets
from huiqi.present.tables.write import TableWriter, open_table
from huiqi.present.undisturbed import clear_up


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
    open_ = ExitStack()
    try:
        tally = run.through(open_, watch)
    except BaseException:
        # An interruption may be due once more, at the first call from here.
        try:
            clear_up(open_.close)
        except KeyboardInterrupt:
            clear_up(open_.close)
        raise
    open_.close()
    return tally


class _Run:
    def __init__(
        self,
        book: CheckedRulebook,
        programmes: Sequence[Programme],
        opened: Opened,
        wanted: Wanted,
    ) -> None:
        self.wanted = wanted
        self.opened = opened
        self.job = Job(
            book,
            tuple(programmes),
            wanted.as_of,
            Explainer(),
            wanted.verdicts,
            wanted.lists,
            wanted.details is not None,
        )
        self.scoring = self.job.scoring(RowReader(opened.mapping, book.vocabulary))
        self.style = Style(book, programmes, self.job.standings, wanted.lang, wanted.names)
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
        # Written while the next batch is scored.
        behind = open_.enter_context(ThreadPoolExecutor(1))
        written: Future[None] | None = None
        # Closed here: an interruption that comes twice must not meet it when it is forgotten.
        for batch in open_.enter_context(closing(_ahead(self._batches()))):
            scored = self.scoring.rows(batch.frame)
            waiting = outcome.missing_counts(scored) if scored.patterns is not None else None
            self.tally.rows_in += batch.frame.height + len(batch.rejects)
            self.tally.rejected += len(batch.rejects)
            self.tally.add(scored, self.job.programmes, waiting)
            tables = [(out, iter([self._main(batch.frame, scored, waiting)]))]
            if details is not None:
                tables.append((details, self._details(batch, scored)))
            if batch.rejects or scored.findings:
                tables.append((refused, iter([self._refused(batch, scored)])))
            if written is not None:
                written.result()
            written = behind.submit(_write, tables)
            watch(self.tally.rows_in, batch.done)
        if written is not None:
            written.result()
        assert self.tally.rows_in == self.tally.scored + self.tally.rejected
        source, unread = self.opened.file.name, self.opened.mapping.unmapped
        out.finish(sheets(self.style, self.tally, source, self.wanted.as_of, unread))
        if details is not None:
            details.finish()
        # The rejects of an earlier run would pass for those of this one.
        if refused.rows or self.wanted.rejects.exists():
            refused.finish()
        return self.tally

    def _batches(self) -> Iterator[RawBatch]:
        """The rows to score: all, the first `limit`, or `sample` of them at random."""
        mapping = self.opened.mapping
        if self.wanted.sample is not None:
            companies = (without_totals(b, mapping) for b in self.opened.file.batches(BATCH))
            drawn = _sampled(companies, self.wanted.sample)
            yield drawn or RawBatch(self.opened.file.sample().clear())
            return
        left = self.wanted.limit
        some = False
        for batch in self.opened.file.batches(self.job.batch):
            if left is not None:
                batch = _cut(batch, left)
                left -= batch.frame.height
            some = True
            yield without_totals(batch, mapping)
            if left == 0:
                return
        if not some:
            # The columns are written even where no company follows.
            yield RawBatch(self.opened.file.sample().clear())

    def _main(
        self, frame: pl.DataFrame, scored: Scored, waiting: dict[str, pl.Series] | None
    ) -> pl.DataFrame:
        """The rows as they came, with what was found behind them."""
        columns = self.job.columns(scored, waiting, self.style.names)
        return headed(frame, columns, self.style, self.wanted.out)

    def _details(self, batch: RawBatch, scored: Scored) -> Iterator[pl.DataFrame]:
        names = company_names(batch.frame, self.opened.mapping, batch.lines)
        return self.job.long_tables(scored, names, batch.lines)

    def _refused(self, batch: RawBatch, scored: Scored) -> pl.DataFrame:
        """Rejected rows and cells that were not understood, in the order of the file."""
        rows = [(r.line, None, r.text, r.finding) for r in batch.rejects]
        cells = [(batch.line(n.row), n.finding.where, n.text, n.finding) for n in scored.findings]
        return self.style.rejects(sorted([*rows, *cells], key=lambda entry: entry[0]))


def _write(tables: Sequence[tuple[TableWriter, Iterator[pl.DataFrame]]]) -> None:
    for table, frames in tables:
        for frame in frames:
            table.write(frame)


def _ahead(batches: Iterator[RawBatch]) -> Generator[RawBatch, None, None]:
    """The batches, each being read while the one before is scored."""
    with ThreadPoolExecutor(1) as reader:
        following = reader.submit(next, batches, None)
        while (batch := following.result()) is not None:
            following = reader.submit(next, batches, None)
            yield batch


def _cut(batch: RawBatch, rows: int) -> RawBatch:
    """The first rows of a batch, and the rejects met before the last of them."""
    if rows > batch.frame.height:
        return batch
    end = batch.line(rows - 1)
    rejects: tuple[Reject, ...] = tuple(r for r in batch.rejects if r.line < end)
    return RawBatch(batch.frame.head(rows), rejects, batch.done, batch.line_of)


def _sampled(batches: Iterator[RawBatch], size: int) -> RawBatch | None:
    """So many rows drawn evenly from all, in their order, always the same; None without any."""
    kept: pl.DataFrame | None = None
    for number, batch in enumerate(batches):
        lots = pl.int_range(batch.frame.height, eager=True).hash(seed=number)
        drawn = batch.frame.with_columns(
            batch.lines.alias("\0line"),
            lots.alias("\0lot"),
        )
        both = drawn if kept is None else pl.concat([kept, drawn])
        # Polars takes no number beyond 32 bits, however few rows there are.
        kept = both.bottom_k(min(size, both.height), by="\0lot")
    if kept is None:
        return None
    kept = kept.sort("\0line")
    lines = kept["\0line"].to_list()
    return RawBatch(kept.drop("\0line", "\0lot"), (), 1.0, lines.__getitem__)
