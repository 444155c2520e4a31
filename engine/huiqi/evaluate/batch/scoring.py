"""Batches of company rows through the compiled rulebook: truths, reasons, repairs, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import polars as pl

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.batch.cells.noted import Noted
from huiqi.evaluate.batch.cells.reading import CellsReader, given_facts
from huiqi.evaluate.batch.explained import Explainer, Told
from huiqi.evaluate.batch.patterns import Patterns
from huiqi.evaluate.batch.prepared import Prepared, prepare_answers
from huiqi.evaluate.batch.verdicts import BatchVerdicts, Results
from huiqi.evaluate.fast import FastDerivations
from huiqi.evaluate.leaf import Circumstances
from huiqi.evaluate.reference import prove
from huiqi.load.companies.rows import RowReader
from huiqi.model.profile import Answer
from huiqi.model.programme import Programme


@dataclass(frozen=True)
class Scored:
    """What a batch of companies came to: for each programme a truth per company (0, 1, 2).

    `patterns` number, per programme, what is `told` of it; None where no reasons were asked.
    `scores` are the least and the most share of conditions met, in per cent, where asked for.
    """

    truths: Sequence[pl.Series]
    patterns: Sequence[pl.Series] | None
    told: Sequence[Told]
    scores: Sequence[tuple[pl.Series, pl.Series]] | None
    repairs: Counter[str]
    findings: Sequence[Noted]

    @property
    def height(self) -> int:
        return len(self.truths[0]) if self.truths else 0

    def slice(self, start: int, rows: int) -> Scored:
        """What some of the companies came to; repairs and findings stay those of all."""

        def cut(columns: Sequence[pl.Series]) -> list[pl.Series]:
            return [column.slice(start, rows) for column in columns]

        return replace(
            self,
            truths=cut(self.truths),
            patterns=None if self.patterns is None else cut(self.patterns),
            scores=self.scores and [(low.slice(start, rows), high.slice(start, rows))
                                    for low, high in self.scores],
        )  # fmt: skip


class Scoring:
    """The programmes of one day, for batch after batch.

    With `reasons` what is missing of open programmes is told, with `why_not` also what failed and
    how much is met.
    Not to be shared between threads.
    """

    def __init__(
        self,
        book: CheckedRulebook,
        as_of: date,
        given: Sequence[str] | RowReader,
        explainer: Explainer,
        programmes: Sequence[Programme] | None = None,
        *,
        reasons: bool = True,
        why_not: bool = False,
    ) -> None:
        self._reader = given if isinstance(given, RowReader) else None
        facts = given_facts(given) if isinstance(given, RowReader) else given
        self.verdicts = BatchVerdicts(book, as_of, facts, programmes, scores=why_not)
        self.programmes = self.verdicts.programmes
        self._explainer = explainer
        self._why_not = why_not
        self._patterns = Patterns(self.verdicts, explainer, why_not) if reasons else None
        self._cells = CellsReader(self.verdicts, given) if isinstance(given, RowReader) else None

    def rows(self, frame: pl.DataFrame) -> Scored:
        """Companies as rows of text, with the columns of the mapping."""
        assert self._cells is not None and self._reader is not None, "made without a mapping"
        reading = self._cells.read(frame)
        results = self.verdicts.results(reading.prepared)
        answers: dict[int, Mapping[str, Answer]] = {}
        if results.beyond is not None:
            for row in results.beyond.arg_true():
                cells = frame.row(row, named=True)
                answers[row] = self._reader.row(cells).profile.answers
        return self._scored(results, answers, reading.repairs, reading.findings)

    def companies(self, companies: Sequence[Mapping[str, Answer]]) -> Scored:
        """Companies as answers by fact id."""
        prepared: Prepared = prepare_answers(companies, self.verdicts.coding, self.verdicts.layout)
        results = self.verdicts.results(prepared)
        answers: dict[int, Mapping[str, Answer]] = {}
        if results.beyond is not None:
            given = self.verdicts.layout.given
            for row in results.beyond.arg_true():
                answers[row] = {f: a for f, a in companies[row].items() if f in given}
        return self._scored(results, answers, Counter(), [])

    @cached_property
    def _derivations(self) -> FastDerivations:
        return FastDerivations(self.verdicts.book, self.verdicts.as_of)

    def _scored(
        self,
        results: Results,
        answers: Mapping[int, Mapping[str, Answer]],
        repairs: Counter[str],
        findings: Sequence[Noted],
    ) -> Scored:
        """The results, with companies whose amounts are beyond columns put to the reference."""
        columns = self.verdicts.columns
        found = results.truths(columns.programmes[p.id] for p in self.programmes)
        truths = found.get_columns()
        patterns = None if self._patterns is None else self._patterns.of(results)
        scores = self.verdicts.scores(results) if self._why_not else None
        for row, given in answers.items():
            complete = self._derivations.complete(given)
            known = Circumstances(self.verdicts.book, complete, self.verdicts.as_of)
            for place, programme in enumerate(self.programmes):
                if self._patterns is None or patterns is None:
                    truth: Truth = prove(programme.eligible, known).truth
                else:
                    explained = self._explainer.explain(programme.eligible, known, True)
                    number = self._patterns.programmes[place].told.number(explained)
                    patterns[place] = patterns[place].scatter(row, number)
                    truth = explained.truth
                if scores is not None:
                    ends = self._explainer.share(programme, known)
                    least, most = scores[place]
                    scores[place] = least.scatter(row, ends[0]), most.scatter(row, ends[1])
                truths[place] = truths[place].scatter(row, int(truth))
        told = [] if self._patterns is None else [p.told for p in self._patterns.programmes]
        return Scored(truths, patterns, told, scores, repairs, findings)
