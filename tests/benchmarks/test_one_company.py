"""What one company costs: verdicts by each evaluator, loading the rulebook, starting a process.

Run by `make bench`; no figure is asserted. Where a benchmark says how many programmes, it takes
as many of the bundled ones; beyond their number they are repeated under other ids with other
thresholds, so that their tests are not shared.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from huiqi.api import Rulebook
from huiqi.check.rulebook import CheckedRulebook
from huiqi.compile.to_python import to_python
from huiqi.evaluate.fast import REMEMBERED, FastVerdicts
from huiqi.evaluate.reference import circumstances, prove
from huiqi.evaluate.session import Engine
from huiqi.explain.assessment import assess
from huiqi.model import criteria as ast
from huiqi.model.profile import Certificates, Profile
from huiqi.model.programme import Programme

DAY = date(2024, 7, 1)
ENGINE = Path(__file__).resolve().parents[2] / "engine"
COMPANIES = {
    "much known": {
        "location": "福建省泉州市南安市",
        "zones": ["quanzhou_high_tech_zone"],
        "sector": "C39",
        "entity_kind": "enterprise",
        "registered_on": "2012-03-01",
        "resident_enterprise": True,
        "employees": 120,
        "revenue": "5000万元",
        "revenue_3y": "1.4亿元",
        "total_assets": "3000万元",
        "total_liabilities": "1000万元",
        "rd_spend": "260万元",
        "rd_spend_3y": "700万元",
        "tech_staff": 40,
        "core_technology_field": "electronics",
        "certifications": [
            {"name": "high_tech_enterprise", "issued": "2023-12-01"},
            {"name": "tech_sme", "issued": "2024-05-01"},
            "enterprise_technology_centre",
        ],
    },
    "little known": {"location": "350583", "sector": "C", "employees": 120},
}


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return Rulebook.load()


@pytest.fixture(params=COMPANIES)
def company(request: pytest.FixtureRequest, rulebook: Rulebook) -> Profile:
    return rulebook.profile({"name": "-", **COMPANIES[request.param]})


@pytest.fixture(params=[100, 1000], ids="{} programmes".format, scope="session")
def book(request: pytest.FixtureRequest, rulebook: Rulebook) -> CheckedRulebook:
    return scaled(rulebook.book, request.param)


def scaled(book: CheckedRulebook, size: int) -> CheckedRulebook:
    """So many programmes: the current ones, again and again with their amounts raised a little."""
    current = book.current(DAY)
    rounds = islice(enumerate(cycle(current)), size)
    return replace(
        book,
        programmes=tuple(repeated(programme, i, i // len(current)) for i, programme in rounds),
    )


def repeated(programme: Programme, number: int, round_: int) -> Programme:
    eligible = programme.eligible.model_copy(update=raised(programme.eligible, round_))
    return programme.model_copy(update={"id": f"{programme.id}-{number}", "eligible": eligible})


def raised(node: Any, by: int) -> dict[str, Any]:
    """The changes that raise all thresholds below a criterion."""
    if isinstance(node, ast.Leaf):
        return {"test": raised_test(node.test, by)}
    if isinstance(node, (ast.All, ast.Any, ast.AtLeast)):
        return {"of": tuple(part.model_copy(update=raised(part, by)) for part in node.of)}
    return {}


def raised_test(test: ast.Test, by: int) -> ast.Test:
    bound = test.threshold if isinstance(test, ast.Compare) else None
    more: ast.Threshold
    if isinstance(bound, ast.Money):
        more = ast.Money(fen=bound.fen + by)
    elif isinstance(bound, ast.Share):
        more = ast.Share(value=bound.value + Decimal(by) / 1000)
    elif isinstance(bound, ast.Number):
        more = bound.model_copy(update={"value": bound.value + by})
    else:
        return test
    return test.model_copy(update={"threshold": more})


def test_fast_verdicts(
    benchmark: BenchmarkFixture, book: CheckedRulebook, company: Profile
) -> None:
    """From an already read profile."""
    verdicts = FastVerdicts(book, DAY)
    benchmark(verdicts.truths, company)


def test_fast_verdicts_of_ever_new_certificates(
    benchmark: BenchmarkFixture, book: CheckedRulebook, rulebook: Rulebook
) -> None:
    """Every company has dates of its own, so nothing is remembered of them."""
    first = rulebook.profile({"name": "-", **COMPANIES["much known"]}).answers
    titles = first["certifications"]
    assert isinstance(titles, Certificates)
    companies = []
    for number in range(2 * REMEMBERED):
        issued = DAY - timedelta(days=number)
        held = (replace(titles.held[0], issued=issued), *titles.held[1:])
        companies.append({**first, "certifications": Certificates(held)})
    endless = cycle(companies)
    verdicts = FastVerdicts(book, DAY)
    benchmark(lambda: verdicts.truths(next(endless)))


def test_fast_verdicts_made_ready(benchmark: BenchmarkFixture, book: CheckedRulebook) -> None:
    benchmark(FastVerdicts, book, DAY)


def test_generating_the_code(benchmark: BenchmarkFixture, book: CheckedRulebook) -> None:
    benchmark(to_python, book, DAY)


def test_session(benchmark: BenchmarkFixture, book: CheckedRulebook, company: Profile) -> None:
    """All answers told at once."""
    benchmark(Engine(book).session, DAY, company.answers)


def test_one_more_answer_in_a_session(
    benchmark: BenchmarkFixture, book: CheckedRulebook, company: Profile
) -> None:
    """The number of employees, from which the size class follows."""
    session = Engine(book).session(DAY, company.answers)
    numbers = cycle((10, 1000))
    benchmark(lambda: session.tell({"employees": next(numbers)}))


def test_engine_made_ready(benchmark: BenchmarkFixture, book: CheckedRulebook) -> None:
    benchmark.pedantic(Engine, (book,), rounds=5)


def test_reference(benchmark: BenchmarkFixture, book: CheckedRulebook, company: Profile) -> None:
    """Proofs of all programmes, without reasons."""

    def run() -> None:
        given = circumstances(book, company, DAY)
        for programme in book.current(DAY):
            prove(programme.eligible, given)

    benchmark(run)


def test_reference_with_reasons(
    benchmark: BenchmarkFixture, book: CheckedRulebook, company: Profile
) -> None:
    """Proofs, minimal reasons and missing facts of all programmes."""

    def run() -> None:
        for finding in assess(book, company, DAY):
            _ = finding.reasons, finding.missing, finding.failed

    benchmark(run)


def test_check(benchmark: BenchmarkFixture, rulebook: Rulebook, company: Profile) -> None:
    """`Rulebook.check`: both evaluators, compared."""
    benchmark(rulebook.check, company, DAY)


def test_reading_a_profile(benchmark: BenchmarkFixture, rulebook: Rulebook) -> None:
    benchmark(rulebook.profile, {"name": "-", **COMPANIES["much known"]})


def test_loading_the_rulebook(benchmark: BenchmarkFixture) -> None:
    benchmark.pedantic(Rulebook.load, rounds=5)


def process(*arguments: str) -> Callable[[], None]:
    """A run of the command line in a process of its own."""
    program = (
        f"import sys; sys.path.insert(0, {str(ENGINE)!r}); sys.argv = {['huiqi', *arguments]!r}"
    )
    program += "; import runpy; runpy.run_module('huiqi', run_name='__main__')"
    command = [sys.executable, "-c", program]
    return lambda: subprocess.run(command, check=True, capture_output=True) and None


def test_start_for_help(benchmark: BenchmarkFixture) -> None:
    """`python -m huiqi --help`"""
    benchmark.pedantic(process("--help"), rounds=5, warmup_rounds=1)


def test_start_for_check(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """`python -m huiqi check`: from nothing to the answers."""
    profile = tmp_path / "company.yaml"
    profile.write_text("name: A\nlocation: '350583'\nsector: C39\nemployees: 120\n", "utf-8")
    benchmark.pedantic(process("check", str(profile)), rounds=5, warmup_rounds=1)
