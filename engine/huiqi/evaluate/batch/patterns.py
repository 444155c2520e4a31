"""Reasons for many companies: each distinct situation of a programme is explained once.

A *pattern* is all that verdict and reasons of a programme depend on. It is found in two steps: what
each of its conditions comes to (from the classes of the answers it reads, and how its sums and
ratios compare), and all of these together. Companies share patterns, so the explanation of one
company serves all others of its pattern; it is made by the same code as for a single company.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

import polars as pl

from huiqi.base.kleene import Truth
from huiqi.compile.columns.layout import reach
from huiqi.compile.columns.truth import UNKNOWN, Pair
from huiqi.compile.inventory import Inventory, take_inventory
from huiqi.evaluate.batch.classes import Classes
from huiqi.evaluate.batch.company_answers import CompanyAnswers
from huiqi.evaluate.batch.explained import Explained, Explainer
from huiqi.evaluate.batch.part_patterns import PartPatterns, shape
from huiqi.evaluate.batch.situations import FALSE, Situations, Source
from huiqi.evaluate.batch.verdicts import BatchVerdicts, Results
from huiqi.evaluate.fast import FastDerivations
from huiqi.evaluate.leaf import Circumstances
from huiqi.model import criteria as ast
from huiqi.model.programme import Programme


class ProgrammePatterns:
    """The patterns of one programme met so far, each explained."""

    def __init__(
        self, programme: Programme, wanted: Inventory, parts: Sequence[PartPatterns],
        pair: Pair, why_not: bool,
    ) -> None:  # fmt: skip
        self.programme = programme
        self.parts = parts
        self.explained = [Explained(Truth.TRUE), Explained(Truth.FALSE)]
        self.situations = Situations(parts, pair, why_not)
        self._wanted = wanted

    def number(self, explained: Explained) -> int:
        """The number of what is explained."""
        if explained not in self.explained:
            self.explained.append(explained)
        return self.explained.index(explained)

    def numbers(
        self, keys: Sequence[pl.Series], answers: CompanyAnswers, explainer: Explainer
    ) -> pl.Series:
        """The number of what is explained of every company."""

        def meet(rows: pl.Series) -> Iterator[int]:
            for given in answers.of(rows, self._wanted):
                yield self.number(explainer.explain(self.programme, given))

        return self.situations.numbers(keys, meet)


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

    def _programme(self, programme: Programme) -> ProgrammePatterns:
        columns = self._verdicts.columns
        node, pair = programme.eligible, columns.programmes[programme.id]
        joined = isinstance(node, ast.All) and bool(node.of)
        nodes = ast.parts(node) if joined else (node,)
        pairs = columns.parts[programme.id] if joined else (pair,)
        parts = [self._part(programme, *each) for each in zip(nodes, pairs, strict=True)]
        wanted = take_inventory(self._verdicts.book, [programme])
        return ProgrammePatterns(programme, wanted, parts, pair, self._why_not)

    def _part(self, programme: Programme, node: ast.Criterion, pair: Pair) -> PartPatterns:
        """The patterns of a condition, after those of the conditions it combines."""
        key = shape(node)
        if key not in self._parts:
            below: list[PartPatterns] = []
            # Why a combination fails is told from all of its parts at once.
            if isinstance(node, (ast.All, ast.Any, ast.Not, ast.AtLeast)) and not self._why_not:
                below = [self._part(programme, n, self._pair(n)) for n in ast.parts(node)]
            alone = programme.model_copy(update={"eligible": node})
            wanted = take_inventory(self._verdicts.book, [alone])
            facts = [fact for fact in wanted.facts if fact in self._verdicts.coding]
            sources: Sequence[Source] = below or [self._class(fact, wanted) for fact in facts]
            self._parts[key] = PartPatterns(
                self._verdicts, node, pair, wanted, sources, self._why_not
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

        Numbers index `programmes[…].explained`. Companies that are `beyond` columns have one that
        means nothing.
        """
        verdicts = self._verdicts
        answers = CompanyAnswers(verdicts, results.frame, self._derivations)
        given = Circumstances(verdicts.book, {}, verdicts.as_of)
        classes = {
            id(one): one.table(verdicts.book, given).gather(results.frame[one.fact])
            for one in self._classes.values()
        }
        numbers: dict[int, pl.Series] = {}
        for depth in range(1 + max((part.depth for part in self._parts.values()), default=0)):
            level = [part for part in self._parts.values() if part.depth == depth]
            known = numbers if depth else classes
            for part, key in zip(
                level, _keys([p.situations for p in level], known, results), strict=True
            ):
                numbers[id(part)] = part.numbers(key, answers, self._explainer.part)
        keys = _keys([p.situations for p in self.programmes], numbers, results)
        return [
            programme.numbers(key, answers, self._explainer)
            for programme, key in zip(self.programmes, keys, strict=True)
        ]


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
