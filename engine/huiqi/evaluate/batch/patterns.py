"""Reasons for many companies: each distinct situation of a programme is explained once.

A *pattern* is all that verdict and reasons of a programme depend on: the classes of the answers it
reads, and how its sums and ratios compare. Companies share patterns, so the explanation of one
company serves all others of its pattern; it is made by the same code as for a single company.
"""

from __future__ import annotations

import polars as pl

from huiqi.compile.columns.layout import reach
from huiqi.compile.inventory import take_inventory
from huiqi.evaluate.batch.classes import Classes
from huiqi.evaluate.batch.company_answers import CompanyAnswers
from huiqi.evaluate.batch.explained import Explain
from huiqi.evaluate.batch.programme_patterns import ASIDE, ProgrammePatterns
from huiqi.evaluate.batch.verdicts import BatchVerdicts, Results
from huiqi.evaluate.fast import FastDerivations
from huiqi.evaluate.leaf import Circumstances
from huiqi.model import criteria as ast
from huiqi.model.programme import Programme


class Patterns:
    """Explains every programme for batch after batch; what was explained once is kept.

    With `why_not` ineligible verdicts are explained too, else only what is missing of open ones.
    """

    def __init__(self, verdicts: BatchVerdicts, explain: Explain, why_not: bool) -> None:
        self._verdicts = verdicts
        self._explain = explain
        self._why_not = why_not
        self._derivations = FastDerivations(verdicts.book, verdicts.as_of)
        self._classes: dict[tuple[str, tuple[ast.Test, ...]], Classes] = {}
        self.programmes = [self._programme(programme) for programme in verdicts.programmes]

    def _programme(self, programme: Programme) -> ProgrammePatterns:
        wanted = take_inventory(self._verdicts.book, [programme])
        classes = []
        for fact in wanted.facts:
            if fact in self._verdicts.coding:
                tests = tuple(wanted.alone.get(fact, ()))
                tests += tuple(
                    reach(fact, bound)
                    for by, bounds in wanted.bands
                    for bound in bounds
                    if by == fact and bound is not None
                )
                key = (fact, tests)
                if key not in self._classes:
                    self._classes[key] = Classes(self._verdicts.coding[fact], tests)
                classes.append(self._classes[key])
        return ProgrammePatterns(self._verdicts, programme, wanted, classes, self._why_not)

    def of(self, results: Results) -> list[pl.Series]:
        """For each programme the pattern number of every company.

        Numbers index `programmes[…].explained`. Companies that are `beyond` columns have one that
        means nothing.
        """
        verdicts = self._verdicts
        given = Circumstances(verdicts.book, {}, verdicts.as_of)
        numbers = {}
        for place, classes in enumerate(self._classes.values()):
            table = classes.table(verdicts.book, given)
            numbers[f"g{place}"] = table.gather(results.frame[classes.fact])
        names = {id(c): f"g{place}" for place, c in enumerate(self._classes.values())}
        frame = results.frame.with_columns(**numbers)
        keys = [p.keys([names[id(c)] for c in p.classes]) for p in self.programmes]
        named = {
            f"y{place}_{n}": key for place, some in enumerate(keys) for n, key in enumerate(some)
        }
        found = frame.with_columns(**named).select(*named)
        if results.beyond is not None:
            # Their columns mean nothing, and nothing is to be learnt from them.
            settled = [f"y{p}_0" for p in range(len(keys))]
            aside = pl.when(~results.beyond).then(pl.col(settled)).otherwise(ASIDE)
            found = found.with_columns(aside)
        answers = CompanyAnswers(verdicts, results.frame, self._derivations)
        return [
            p.numbers(
                [found[f"y{place}_{n}"] for n in range(len(keys[place]))], answers, self._explain
            )
            for place, p in enumerate(self.programmes)
        ]
