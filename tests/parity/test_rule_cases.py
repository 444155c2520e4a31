"""Every case of the bundled rulebook, by every evaluator and for every programme."""

from __future__ import annotations

from datetime import date
from functools import cache

from huiqi.api import Rulebook
from huiqi.evaluate.fast import FastVerdicts
from huiqi.evaluate.reference import circumstances, prove
from huiqi.load.profile import read_profile_node

UNDATED = date(2024, 7, 1)


def test_every_rule_case_is_decided_alike() -> None:
    """Session and fast path put the case's company to all programmes."""
    rulebook = Rulebook.load()
    book = rulebook.book
    fast = cache(lambda as_of: FastVerdicts(book, as_of))
    cases = [(p, case) for p in book.programmes for case in p.cases]
    assert cases
    for programme, case in cases:
        as_of = case.as_of or UNDATED
        profile = read_profile_node(case.given, book.vocabulary).profile
        found = dict(zip(fast(as_of).programmes, fast(as_of).truths(profile), strict=True))
        where = f"{programme.key}: {case.it}"
        assert rulebook.session(as_of, profile).truths == found, where
        current = rulebook.programme(programme.id, as_of)
        proof = prove(current.eligible, circumstances(book, profile, as_of))
        assert found[programme.id] is proof.truth, where
