"""Many companies at once are judged like one: verdict, reasons and shares."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from huiqi.api import Rulebook
from huiqi.base.kleene import Truth
from huiqi.evaluate.batch.scoring import Scored, Scoring
from huiqi.evaluate.fast import FastVerdicts
from huiqi.explain.assessment import assess
from huiqi.explain.explainer import Explainer
from huiqi.explain.progress import progress
from huiqi.load.companies.files import open_companies
from huiqi.load.companies.mapping import known_headers, propose_mapping
from huiqi.load.companies.rows import RowReader
from huiqi.model.profile import Answer, Profile
from huiqi.model.programme import Programme

from .rulebooks import World, chances, worlds
from .test_rule_cases import cases

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from company_files import write_companies

DAY = date(2024, 7, 1)
patient = settings(deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return Rulebook.load(with_cases=True)


def assert_alike(scored: Scored, scoring: Scoring, companies: Sequence[Profile]) -> None:
    """What the batch says of each company is what is found for it alone."""
    book, as_of = scoring.verdicts.book, scoring.verdicts.as_of
    assert scored.patterns is not None
    assert scored.scores is not None
    for row, company in enumerate(companies):
        for place, found in enumerate(assess(book, company, as_of, scoring.programmes)):
            said = scored.told[place][scored.patterns[place][row]]
            least, most = scored.scores[place]
            assert (
                scored.truths[place][row],
                said.truth,
                said.missing,
                said.failed,
                (least[row], most[row]),
            ) == (
                found.proof.truth,
                found.proof.truth,
                found.missing,
                found.failed,
                progress(found.proof),
            ), (found.id, company)


@patient
@given(worlds(), chances)
def test_generated_rulebooks(world: World, chance: Random) -> None:
    """Two batches, so that what the first one taught serves the second."""
    scoring = Scoring(world.book, world.as_of, list(world.facts), Explainer(), why_not=True)
    for _ in range(2):
        companies = [world.company(chance) for _ in range(12)]
        profiles = [Profile("", company) for company in companies]
        assert_alike(scoring.companies(companies), scoring, profiles)


@patient
@given(worlds(), chances)
def test_what_is_missing_without_reasons_for_refusals(world: World, chance: Random) -> None:
    """The shorter way that lists take."""
    scoring = Scoring(world.book, world.as_of, list(world.facts), Explainer())
    for _ in range(2):
        companies = [world.company(chance) for _ in range(12)]
        scored = scoring.companies(companies)
        assert scored.patterns is not None
        for row, company in enumerate(companies):
            found = assess(world.book, Profile("", company), world.as_of)
            said = [scored.told[p][scored.patterns[p][row]] for p in range(len(found))]
            expected = [(one.proof.truth, one.missing) for one in found]
            assert [(one.truth, one.missing) for one in said] == expected, company


@patient
@given(worlds(), chances)
def test_facts_without_a_column_are_unknown(world: World, chance: Random) -> None:
    given_facts = [name for name in world.facts if chance.random() < 0.6]
    scoring = Scoring(world.book, world.as_of, given_facts, Explainer(), why_not=True)
    whole = [world.company(chance) for _ in range(12)]
    companies = [{f: a for f, a in c.items() if f in given_facts} for c in whole]
    assert_alike(scoring.companies(companies), scoring, [Profile("", c) for c in companies])


def test_every_rule_case(rulebook: Rulebook) -> None:
    """The companies of all cases, on the day of each, put to the programme the case is about."""
    by_day: dict[date, list[tuple[Programme, Profile]]] = {}
    for programme, as_of, profile in cases(rulebook):
        by_day.setdefault(as_of, []).append((programme, profile))
    seen = 0
    for as_of, found in by_day.items():
        current = {programme.id: programme for programme in rulebook.book.current(as_of)}
        about: dict[str, list[Profile]] = {}
        for programme, profile in found:
            about.setdefault(programme.id, []).append(profile)
        for name, profiles in about.items():
            scoring = Scoring(
                rulebook.book,
                as_of,
                list(rulebook.vocabulary.facts),
                Explainer(),
                [current[name]],
                why_not=True,
            )
            scored = scoring.companies([profile.answers for profile in profiles])
            assert_alike(scored, scoring, profiles)
            seen += len(profiles)
    assert seen >= len(rulebook.programmes)


@pytest.fixture(scope="module")
def rows(rulebook: Rulebook, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """20,000 companies as a file has them, a tenth of the cells missing, a few odd."""
    path = tmp_path_factory.mktemp("companies") / "companies.csv"
    write_companies(path, rulebook.vocabulary, 20_000, seed=7, dirt=0.04)
    file = open_companies(path, known=known_headers(rulebook.vocabulary))
    return pl.concat([batch.frame for batch in file.batches()])


@pytest.fixture(scope="module")
def reader(rulebook: Rulebook, rows: pl.DataFrame) -> RowReader:
    words = rulebook.vocabulary
    return RowReader(propose_mapping(rows.columns, rows.head(500), words, DAY), words)


def test_all_programmes_for_twenty_thousand_companies(
    rulebook: Rulebook, rows: pl.DataFrame, reader: RowReader
) -> None:
    scoring = Scoring(rulebook.book, DAY, reader, Explainer(), reasons=False)
    scored = scoring.rows(rows)
    fast = FastVerdicts(rulebook.book, DAY)
    found = pl.DataFrame(scored.truths).rows()
    assert rows.height == len(found) == 20_000
    for cells, truths in zip(rows.iter_rows(named=True), found, strict=True):
        alone: Mapping[str, Answer] = reader.row(cells).profile.answers
        assert fast.truths(alone) == truths, cells


def test_reasons_of_file_rows(rulebook: Rulebook, rows: pl.DataFrame, reader: RowReader) -> None:
    some = rows.gather_every(125)
    scoring = Scoring(rulebook.book, DAY, reader, Explainer(), why_not=True)
    profiles = [reader.row(cells).profile for cells in some.iter_rows(named=True)]
    assert_alike(scoring.rows(some), scoring, profiles)


def test_what_was_learnt_in_one_batch_does_not_change_another(
    rulebook: Rulebook, rows: pl.DataFrame, reader: RowReader
) -> None:
    whole = Scoring(rulebook.book, DAY, reader, Explainer(), reasons=False)
    parts = Scoring(rulebook.book, DAY, reader, Explainer(), reasons=False)
    at_once = pl.DataFrame(whole.rows(rows).truths)
    in_parts = pl.concat([pl.DataFrame(parts.rows(p).truths) for p in rows.iter_slices(1_777)])
    assert at_once.equals(in_parts)


def test_amounts_beyond_columns_are_left_to_the_reference(rulebook: Rulebook) -> None:
    """A bank with more revenue than columns reckon with, beside a firm of common size."""
    companies = [
        rulebook.profile({"revenue": revenue, "rd_spend": "1元", "employees": 3}).answers
        for revenue in ("20000000000000元", "100万元")
    ]
    scoring = Scoring(
        rulebook.book, DAY, list(rulebook.vocabulary.facts), Explainer(), why_not=True
    )
    scored = scoring.companies(companies)
    assert_alike(scored, scoring, [Profile("", company) for company in companies])
    assert Truth.FALSE in {truth[0] for truth in scored.truths}
