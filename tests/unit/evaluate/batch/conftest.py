"""Generated companies, and what the single-company path says of each."""

from __future__ import annotations

import sys
from datetime import date
from importlib import util
from pathlib import Path

import polars as pl
import pytest

from huiqi.api import Rulebook
from huiqi.load.companies.mapping import propose_mapping
from huiqi.load.companies.rows import RowReader
from huiqi.model.profile import Profile

DAY = date(2017, 6, 1)
MAKER = Path(__file__).parents[3] / "benchmarks/company_files.py"


@pytest.fixture(scope="session")
def day() -> date:
    return DAY


@pytest.fixture(scope="session")
def book() -> Rulebook:
    return Rulebook.load()


@pytest.fixture(scope="session")
def make_companies(book: Rulebook):
    """Companies as rows of text, by their number."""
    before = sys.path[:]
    spec = util.spec_from_file_location("company_files", MAKER)
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.path[:] = before
    return lambda rows: pl.concat(module.company_frames(book.vocabulary, rows, seed=7))


@pytest.fixture(scope="session")
def companies(make_companies) -> pl.DataFrame:
    return make_companies(150)


@pytest.fixture(scope="session")
def profiles(book: Rulebook, companies: pl.DataFrame) -> list[Profile]:
    """The same companies, each read for itself."""
    mapping = propose_mapping(companies.columns, companies, book.vocabulary, DAY)
    reader = RowReader(mapping, book.vocabulary)
    return [reader.row(row).profile for row in companies.iter_rows(named=True)]
