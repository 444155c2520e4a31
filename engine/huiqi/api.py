"""The library behind every way in: load a rulebook, check a company, open a session."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from huiqi.base.diagnostics import Diagnostic, QueryError, RulebookError
from huiqi.base.names import each, require_id
from huiqi.check.rulebook import CheckedRulebook, check_rulebook
from huiqi.evaluate.fast import FastDays
from huiqi.load.profile import AnyProfile, ProfileReading, read_profile
from huiqi.load.rulebook import Layer, bundled, read_rulebook
from huiqi.model.document import Document
from huiqi.model.profile import Profile
from huiqi.model.programme import Programme
from huiqi.model.verdict import Verdict
from huiqi.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from huiqi.evaluate.session import Engine, Session
    from huiqi.explain.assessment import Assessment
    from huiqi.load.companies.mapping import ColumnMapping


class Disagreement(RuntimeError):
    """The two evaluators came to different verdicts: a fault of huiqi, never shown as an answer."""


class Rulebook:
    """A checked rulebook, ready to use. It never changes, and is safe to share between threads.

    The vocabulary, the documents and the programmes in it are for reading.
    """

    def __init__(self, book: CheckedRulebook, warnings: tuple[Diagnostic, ...] = ()) -> None:
        self.book = book
        self.warnings = warnings
        self._lock = Lock()
        self._days = FastDays(book)

    @classmethod
    def load(
        cls, *folders: str | Path, with_bundled: bool = True, with_cases: bool = False
    ) -> Rulebook:
        """The bundled rulebook with the rules of `folders` layered over it, checked.

        Takes about a second: load once and keep it.

        With `with_bundled=False` the folders stand alone and bring their own vocabulary. The cases
        of the rule files are read only `with_cases`, which testing the rules needs.

        Raises: RulebookError: with every finding of the first pass that found an error. ValueError:
        neither the bundled rules nor folders.
        """
        if not (folders or with_bundled):
            raise ValueError("with_bundled=False needs folders with rules")
        layers = [bundled()] if with_bundled else []
        layers += [Layer.at(Path(folder)) for folder in folders]
        book, findings = check_rulebook(*read_rulebook(layers, with_cases=with_cases))
        if book is None:
            raise RulebookError(findings)
        return cls(book, tuple(findings))

    def __repr__(self) -> str:
        """One line: counts."""
        return f"<Rulebook: {len(self.documents)} documents, {len(self.book.versions)} programmes>"

    @property
    def vocabulary(self) -> Vocabulary:
        """The declared facts, certifications, regions, zones and sector groups."""
        return self.book.vocabulary

    @property
    def documents(self) -> Mapping[str, Document]:
        """The registered documents by id."""
        return MappingProxyType(self.book.documents)

    @property
    def programmes(self) -> tuple[Programme, ...]:
        """Every version of every programme."""
        return self.book.programmes

    def programme(self, name: str, as_of: date | None = None) -> Programme:
        """The version of a programme that counts on a day (today unless stated).

        Raises: QueryError: there is no such programme; a near name is suggested. TypeError: a name
        that is no text.
        """
        current = {p.id: p for p in self.book.current(_day(as_of))}
        words = ((word, p.id) for p in self.programmes for word in (p.name.zh, p.name.en))
        return current[require_id(name, current, "programme", words)]

    def document(self, name: str) -> Document:
        """A registered document.

        Raises: QueryError: there is no such document; a near name is suggested. TypeError: a name
        that is no text.
        """
        return self.documents[require_id(name, self.documents, "document")]

    def selected(
        self,
        programmes: Iterable[str] | None = None,
        documents: Iterable[str] | None = None,
        as_of: date | None = None,
    ) -> tuple[Programme, ...]:
        """The programmes named and those of the documents named, on a day (today unless stated).

        All of them where nothing is named.

        Raises: QueryError: there is no such programme or document (a near name is suggested), or
        none of them counts on that day. TypeError: a name that is no text.
        """
        day = _day(as_of)
        names = {self.programme(name, day).id for name in each(programmes)}
        wanted = {self.document(name).id for name in each(documents)}
        current = self.book.current(day)
        everything = not names and not wanted
        found = tuple(p for p in current if everything or p.id in names or p.document in wanted)
        if not found:
            raise QueryError([Diagnostic("HQ805", {"as_of": day})])
        return found

    def profile(self, source: AnyProfile) -> Profile:
        """A company profile from a file path, a mapping of plain values, or YAML or JSON text.

        Plain numbers are yuan, persons or whatever the fact counts in (`huiqi facts`); texts may
        bring their unit: "9800万元", "5%". None and a key left out mean "not asked", and so do NaN,
        NA and NaT, as tables have them; "unknown" means that it is not known. Values of NumPy count
        as Python's. A string is text when it holds a line break or `: ` or begins with a bracket,
        else a path. A `Profile` made by hand is held against the vocabulary. Takes a millisecond or
        two.

        Places and sectors that are not understood count as unknown; one ProfileWarning tells of it.

        Raises: ProfileError: with every finding. TypeError: a value that no profile holds, or that
        its fact cannot have.
        """
        return self._profile(source)

    def read_profile(self, source: AnyProfile) -> ProfileReading:
        """Like `profile`, with the warnings about places and sectors that were not understood.

        Raises: ProfileError, TypeError: as `profile` does.
        """
        return read_profile(source, self.vocabulary)

    def profile_of_row(self, cells: Mapping[str, str | None], as_of: date | None = None) -> Profile:
        """A company profile from the cells of one row by header, as `csv.DictReader` yields them.

        Headers, units and marks of missing values are read as `huiqi score` reads them; a cell that
        is not understood leaves its fact unknown. Which year is last year, as in 2023年营业收入,
        goes by `as_of` (today unless stated). Headers are interpreted anew in every call, which
        takes ten milliseconds: files of companies are for `huiqi score`.

        Raises: CompaniesError: more cells than headers. TypeError: a cell that is no text.
        """
        return self.read_row(cells, as_of).profile

    def read_row(
        self, cells: Mapping[str, str | None], as_of: date | None = None
    ) -> ProfileReading:
        """Like `profile_of_row`, with findings about columns not used and cells not understood.

        Raises: CompaniesError, TypeError: as `profile_of_row` does.
        """
        from huiqi.load.companies.one_row import read_row

        if not isinstance(cells, Mapping):
            raise TypeError(f"a row is a mapping from header to cell, not {reprlib.repr(cells)}")
        return read_row(cells, self.vocabulary, _day(as_of))

    def check(self, profile: AnyProfile, as_of: date | None = None) -> Assessment:
        """Every programme for one company on a day (today unless stated).

        Each verdict is reached twice, by the rule engine and by the reference evaluator. Takes some
        tens of milliseconds; the first call some tenths of a second, for the rules are loaded into
        the engine then.

        What is not understood is told as `profile` does.

        Raises: ProfileError, TypeError: the profile cannot be used. Disagreement: the evaluators
        differ.
        """
        from huiqi.explain.assessment import assess, truths

        given = self._profile(profile)
        day = _day(as_of)
        found = assess(self.book, given, day)
        settled = self.engine.session(day, given.answers).truths
        if settled != truths(found):
            differing = [name for name, t in truths(found).items() if settled[name] is not t]
            raise Disagreement(f"the evaluators disagree on {', '.join(differing)}")
        return found

    def assessment(self, text: str) -> Assessment:
        """The assessment that `Assessment.to_json` made this text of; costs as much as `check`.

        Raises: AssessmentError: it is none, or the rulebook now comes to other verdicts.
        ProfileError: it holds answers this rulebook cannot read. QueryError: it is about a
        programme this rulebook does not have.
        """
        from huiqi.explain.stored import from_json

        stored = from_json(text, self.vocabulary)
        for name in stored.programmes:
            self.programme(name, stored.as_of)
        found = self.check(stored.profile, stored.as_of)
        asked = replace(found, findings=tuple(f for f in found if f.id in stored.programmes))
        stored.require(asked)
        return asked

    def session(self, as_of: date | None = None, profile: AnyProfile | None = None) -> Session:
        """A session that settles verdicts answer by answer; for one thread at a time.

        Takes some ten milliseconds; the first some tenths of a second, as with `check`.

        What is not understood is told as `profile` does.

        Raises: ProfileError, TypeError: the profile cannot be used.
        """
        given = self._profile(Profile() if profile is None else profile)
        return self.engine.session(_day(as_of), given.answers)

    def verdicts(self, profile: AnyProfile, as_of: date | None = None) -> dict[str, Verdict]:
        """The verdict of every programme by id, without reasons.

        About a tenth of a millisecond for a `Profile`, and a millisecond more to read a mapping;
        the first call for a day takes some tens of milliseconds more. A few days are kept.

        What is not understood is told as `profile` does.

        Raises: ProfileError, TypeError: the profile cannot be used.
        """
        given = self._profile(profile)
        fast = self._days.on(_day(as_of))
        truths = fast.truths(given)
        return {name: Verdict.of(t) for name, t in zip(fast.programmes, truths, strict=True)}

    def score(
        self,
        source: Any,
        as_of: date | None = None,
        *,
        programmes: Iterable[str] | None = None,
        documents: Iterable[str] | None = None,
        columns: Literal["verdicts", "lists"] = "verdicts",
        details: bool = False,
        mapping: ColumnMapping | Mapping[str, Any] | None = None,
        findings: list[Diagnostic] | None = None,
    ) -> Any:
        """Many companies on a day (today unless stated), with the verdicts of `check`.

        `source` is a company file by its path, or a list (any iterable) of profiles or plain
        mappings: the result is a Polars DataFrame. Or it is a frame, and the result of its kind:
        Polars (a LazyFrame is collected), PyArrow, pandas with Arrow columns, a DuckDB relation, or
        a Spark DataFrame, which stays lazy. Columns of frames and files are read by the mapping
        that their headers suggest, or by `mapping`: `{header: target}` as in a map file, where a
        target is `name`, `id`, a fact id …, or `{"target": "revenue", "unit": "万元"}`.

        The columns of the source come back unchanged, in its order, with these behind them:
        `eligible`, `undetermined`, `ineligible`, the numbers of programmes; then for "verdicts" a
        column for each programme id: true eligible, false ineligible, null undetermined; for
        "lists" `eligible_programmes`, `open_programmes` with the facts they wait for,
        `set_elsewhere` (`⚑` marks programmes that are not in force) and `next_fact`, the fact to
        collect next. A name that the source has already gets ` (huiqi)` behind it. With `details`
        the result is a long table instead, a row for each company and programme: `company`,
        `programme`, `verdict`, `standing`, `score` and `score_max` (the least and the most share of
        its conditions met, per cent), `missing` and `failed` (fact ids), `line` (of the file, or
        the number of the company from 1).

        What cannot be read counts as unknown and is never dropped silently: each row, column or
        cell of this kind is appended to `findings`, or without that list one CompaniesWarning tells
        how many there are. Rows that are no companies (broken lines of a file) are among the
        findings and not in the result. Spark tells of cells in the column `not_understood` instead;
        its long table has no `line`, and its workers need huiqi too (`pip install huiqi[spark]`).

        Verdicts of 100,000 companies of forty columns take a few seconds. For lists and details
        each distinct situation is explained once, which adds some seconds to the first
        thousands of companies. Batches bound what is worked on; source and result are held in
        memory. Safe to call from several threads at once.

        Raises: CompaniesError: the source or the mapping cannot be used. ProfileError: a profile
        cannot be used. QueryError: there is no such programme or document. ValueError: a mapping
        for a list of companies, which has no columns. TypeError: an argument of another type.
        """
        from huiqi.evaluate.batch.arguments import require_arguments
        from huiqi.evaluate.batch.frames import score
        from huiqi.evaluate.batch.job import Job
        from huiqi.explain.explainer import Explainer

        require_arguments(source, columns, mapping, findings)
        day = _day(as_of)
        job = Job(
            self.book,
            self.selected(programmes, documents, day),
            day,
            Explainer(),
            columns == "verdicts",
            columns == "lists",
            details,
        )
        return score(job, source, mapping, findings)

    def _profile(self, source: AnyProfile) -> Profile:
        """A profile as `read_profile` has it; its warnings as one, told of who called us."""
        reading = self.read_profile(source)
        reading.warn(stacklevel=3)
        return reading.profile

    @property
    def engine(self) -> Engine:
        """The rulebook in the rule engine, loaded when first used."""
        with self._lock:
            return self._engine

    @cached_property
    def _engine(self) -> Engine:
        from huiqi.evaluate.session import Engine

        return Engine(self.book)


def _day(as_of: date | None) -> date:
    """The day asked for, else today. Raises: TypeError: a text, or a time, which has a zone."""
    day: object = date.today() if as_of is None else as_of
    if not isinstance(day, date) or isinstance(day, datetime):
        raise TypeError(f"as_of is a datetime.date, not {day!r}")
    return day
