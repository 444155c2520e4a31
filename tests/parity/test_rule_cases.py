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
    return Rulebook.load(with_cases=True)


def cases(rulebook: Rulebook, most: int | None = None) -> Iterator[tuple[Programme, date, Profile]]:
    """The companies of the cases, at most so many of each programme version."""
    for programme in rulebook.programmes:
        for case in programme.cases[:most]:
            profile = read_profile_node(case.given, rulebook.vocabulary).profile
            yield programme, case.as_of or UNDATED, profile


def test_every_case_is_decided_alike(rulebook: Rulebook) -> None:
    """Each company by the programme that its case is about."""
    alone = cache(lambda name: replace(rulebook.book, programmes=rulebook.book.versions[name]))
    engine = cache(lambda name: Engine(alone(name)))
    fast = cache(lambda name, as_of: FastVerdicts(alone(name), as_of))
    seen = 0
    for programme, as_of, profile in cases(rulebook):
        book = alone(programme.id)
        (current,) = book.current(as_of)
        proof = prove(current.eligible, circumstances(book, profile, as_of))
        (settled,) = engine(programme.id).session(as_of, profile.answers).truths.values()
        (quick,) = fast(programme.id, as_of).truths(profile)
        assert (settled, quick) == (proof.truth, proof.truth), (programme.key, profile)
        seen += 1
    assert seen >= len(rulebook.programmes)


def test_a_company_is_decided_alike_by_all_programmes(rulebook: Rulebook) -> None:
    """The first company of every fifth programme, put to all programmes."""
    fast = cache(lambda as_of: FastVerdicts(rulebook.book, as_of))
    for programme, as_of, profile in list(cases(rulebook, most=1))[::5]:
        quick = dict(zip(fast(as_of).programmes, fast(as_of).truths(profile), strict=True))
        found = rulebook.check(profile, as_of)
        assert quick == {finding.id: finding.proof.truth for finding in found}, programme.key
