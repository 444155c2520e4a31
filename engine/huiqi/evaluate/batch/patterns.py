"""Reasons for many companies: each distinct situation of a programme is explained once.

A *pattern* is all that verdict and reasons of a criterion depend on: of a test the classes of the
answers it reads, and how its sums and ratios compare; of a combination what its parts come to.
Companies share patterns, so what is told of one company serves all others of its pattern.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import polars as pl

from huiqi.compile.columns.layout import reach
from huiqi.compile.columns.truth import UNKNOWN, Pair
from huiqi.compile.inventory import Inventory, take_inventory
from huiqi.evaluate.batch.classes import Classes
from huiqi.evaluate.batch.company_answers import CompanyAnswers
from huiqi.evaluate.batch.explained import Explainer
from huiqi.evaluate.batch.part_patterns import PartPatterns, shape
from huiqi.evaluate.batch.situations import FALSE, Situations, Source
from huiqi.evaluate.batch.verdicts import BatchVerdicts, Results
from huiqi.evaluate.fast import FastDerivations
from huiqi.evaluate.leaf import Circumstances
from huiqi.model import criteria as ast
from huiqi.model.programme import Programme


class Patterns:
    """Explains every programme for batch after batch; what was explained once is kept.

    With `why_not` ineligible verdicts are explained too, else only what is missing of open ones.
    """

    def __init__(self, verdicts: BatchVerdicts, explainer: Explainer, why_not: bool) -> None:
        self._verdicts = verdicts
        self._explainer = explainer
        self._why_not = why_not
        self._derivations = FastDerivations(verdicts.book, verdicts.as_of)
        self._classes: dict[tuple[str, tuple[ast.Test, ...]], Classes] = {}
        self._parts: dict[Hashable, PartPatterns] = {}
        self.programmes = [self._programme(programme) for programme in verdicts.programmes]

    def _programme(self, programme: Programme) -> PartPatterns:
        columns = self._verdicts.columns
        pairs = columns.parts[programme.id]
        pair = columns.programmes[programme.id]
        return self._part(programme, programme.eligible, pair, True, pairs)

    def _part(
        self,
        programme: Programme,
        node: ast.Criterion,
        pair: Pair,
        whole: bool,
        pairs: Sequence[Pair] = (),
    ) -> PartPatterns:
        """The patterns of a criterion, after those of its parts; `pairs`: where these are decided.

        `whole`: whether nothing asks for more than its smallest failing set, as of a programme; and
        so of the parts of an All, of which the smallest fails it.
        """
        joins: tuple[type, ...] = (ast.All, ast.Any, ast.AtLeast)
        if not self._why_not:
            joins = (*joins, ast.Not)
        nodes = ast.parts(node) if isinstance(node, joins) else ()
        key = shape(node), whole and self._why_not
        if key not in self._parts:
            each_whole = whole and isinstance(node, ast.All)
            known = pairs or [self._pair(part) for part in nodes]
            parts = [
                self._part(programme, part, decided, each_whole)
                for part, decided in zip(nodes, known, strict=True)
            ]
            alone = programme.model_copy(update={"eligible": node})
            wanted = take_inventory(self._verdicts.book, [alone])
            facts = [fact for fact in wanted.facts if fact in self._verdicts.coding]
            sources: Sequence[Source] = parts or [self._class(fact, wanted) for fact in facts]
            self._parts[key] = PartPatterns(
                self._verdicts, node, pair, wanted, sources, self._why_not, whole
            )
        return self._parts[key]

    def _pair(self, node: ast.Criterion) -> Pair:
        """Where a test is decided; of a combination its parts tell."""
        known = self._verdicts.columns.tests
        return known.get(node.test, UNKNOWN) if isinstance(node, ast.Leaf) else UNKNOWN

    def _class(self, fact: str, wanted: Inventory) -> Classes:
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
        return self._classes[key]

    def of(self, results: Results) -> list[pl.Series]:
        """For each programme the number of what is explained of every company.

        Numbers index what is `told` of `programmes`. Companies that are `beyond` columns have one
        that means nothing.
        """
        verdicts = self._verdicts
        given = Circumstances(verdicts.book, {}, verdicts.as_of)
        classes = {
            id(one): one.table(verdicts.book, given).gather(results.frame[one.fact])
            for one in self._classes.values()
        }
        answers = CompanyAnswers(verdicts, results.frame, classes, self._derivations)
        numbers: dict[int, pl.Series] = {}
        for depth in range(1 + max((part.depth for part in self._parts.values()), default=0)):
            level = [part for part in self._parts.values() if part.depth == depth]
            keys = _keys([p.situations for p in level], numbers if depth else classes, results)
            for part, key in zip(level, keys, strict=True):
                numbers[id(part)] = part.numbers(key, answers, numbers, self._explainer)
        return [numbers[id(programme)] for programme in self.programmes]


def _keys(
    situations: Sequence[Situations], numbers: Mapping[int, pl.Series], results: Results
) -> list[list[pl.Series]]:
    """The keys of all situations; `numbers` are those of the sources, by the identity of each."""
    names = {source: f"g{place}" for place, source in enumerate(numbers)}
    frame = results.frame.with_columns(**{names[s]: column for s, column in numbers.items()})
    wanted = [some.keys([names[id(source)] for source in some.sources]) for some in situations]
    named = {f"y{p}_{n}": key for p, some in enumerate(wanted) for n, key in enumerate(some)}
    found = frame.with_columns(**named).select(*named)
    if results.beyond is not None:
        # Their columns mean nothing, and nothing is to be learnt from them.
        settled = [f"y{p}_0" for p in range(len(wanted))]
        found = found.with_columns(pl.when(~results.beyond).then(pl.col(settled)).otherwise(FALSE))
    return [[found[f"y{p}_{n}"] for n in range(len(some))] for p, some in enumerate(wanted)]
