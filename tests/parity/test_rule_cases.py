"""Every case of the bundled rulebook, by every evaluator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from huiqi.api import Rulebook
from huiqi.evaluate.fast import FastVerdicts
from huiqi.evaluate.reference import circumstances, prove
from huiqi.evaluate.session import Engine
from huiqi.load.profile import read_profile_node
from huiqi.model.profile import Profile
from huiqi.model.programme import Programme

UNDATED = date(2024, 7, 1)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return Rulebook.load()


def cases(rulebook: Rulebook, most: int | None = None) -> Iterator[tuple[Programme, date, Profile]]:
    """The companies of the cases, at most so many of each programme version."""
    for programme in rulebook.programmes:
        for case in programme.cases[:most]:
            profile = read_profile_node(case.given, rulebook.vocabulary).profile
            yield programme, case.as_of or UNDATED, profile


def test_every_case_is_decided_alike(rulebook: Rulebook) -> None:
    """Each company by the programme that its case is about."""
    book = rulebook.book
    fast = cache(lambda as_of: FastVerdicts(book, as_of))
    engine = cache(lambda name: Engine(replace(book, programmes=book.versions[name])))
    seen = 0
    for programme, as_of, profile in cases(rulebook):
        session = engine(programme.id).session(as_of, profile.answers)
        quick = dict(zip(fast(as_of).programmes, fast(as_of).truths(profile), strict=True))
        current = rulebook.programme(programme.id, as_of)
        proof = prove(current.eligible, circumstances(book, profile, as_of))
        found = (session.truths[programme.id], quick[programme.id])
        assert found == (proof.truth, proof.truth), (programme.key, profile)
        seen += 1
    assert seen >= len(rulebook.programmes)


def test_a_company_is_decided_alike_by_all_programmes(rulebook: Rulebook) -> None:
    """The first company of each programme, put to all of them."""
    fast = cache(lambda as_of: FastVerdicts(rulebook.book, as_of))
    for programme, as_of, profile in cases(rulebook, most=1):
        quick = dict(zip(fast(as_of).programmes, fast(as_of).truths(profile), strict=True))
        found = rulebook.check(profile, as_of)
        assert quick == {finding.id: finding.proof.truth for finding in found}, programme.key
