"""Answers to what is unknown under which a criterion would be TRUE."""

from __future__ import annotations

from huiqi.base.kleene import Truth
from huiqi.evaluate.reference import prove
from huiqi.explain.changes import Change, Changes, Company, put
from huiqi.explain.repairs import Repairs
from huiqi.model import criteria as ast

MAX_TRIED = 200
"""So many combinations of answers are tried."""


class Assuming:
    """Looks for answers, one way after the other, the first that leads there is taken."""

    def __init__(self, company: Company, repairs: Repairs) -> None:
        self._company = company
        self._repairs = repairs

    def of(self, criterion: ast.Criterion, changes: Changes) -> Changes | None:
        """Answers that are all needed beside the changes; None where none were found."""
        paths: list[Changes] = [()]
        seen: set[frozenset[Change]] = set()
        while paths and len(seen) < MAX_TRIED:
            assumed = paths.pop()
            if frozenset(assumed) in seen:
                continue
            seen.add(frozenset(assumed))
            given = self._company.after((*changes, *assumed))
            needed = self._repairs.of(prove(criterion, given), Truth.TRUE, given)
            if needed is None:
                return self._needed_only(criterion, changes, assumed)
            paths += [put(assumed, change) for change in reversed(needed.changes)]
        return None

    def _needed_only(self, criterion: ast.Criterion, changes: Changes, assumed: Changes) -> Changes:
        for one in assumed:
            fewer = tuple(a for a in assumed if a != one)
            if prove(criterion, self._company.after((*changes, *fewer))).truth is Truth.TRUE:
                assumed = fewer
        return assumed
