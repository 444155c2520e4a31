"""One criterion for many companies: each distinct situation is explained once.

Criteria that say the same are one, in however many programmes they stand; and of all the situations
of a criterion only few differ in what is told of it. What is told of a combination follows from
what is told of its parts, so companies themselves are looked at only for what has no parts.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

import polars as pl

from huiqi.base.kleene import Truth
from huiqi.compile.columns.truth import Pair
from huiqi.compile.inventory import Inventory
from huiqi.evaluate.batch.classes import Classes
from huiqi.evaluate.batch.company_answers import CompanyAnswers
from huiqi.evaluate.batch.explained import Explained, Explainer, Told
from huiqi.evaluate.batch.situations import Situations, Source
from huiqi.evaluate.batch.verdicts import BatchVerdicts
from huiqi.model import criteria as ast
from huiqi.model.vocabulary import Quotient


class PartPatterns:
    """What the situations of one criterion come to, numbered as they are met.

    `sources` are the classes of the answers it reads, or the patterns of its parts; `whole`:
    whether nothing asks for more than its smallest failing set.
    """

    def __init__(
        self,
        verdicts: BatchVerdicts,
        node: ast.Criterion,
        pair: Pair,
        wanted: Inventory,
        sources: Sequence[Source],
        explain_false: bool,
        whole: bool,
    ) -> None:
        self._parts = [source for source in sources if isinstance(source, PartPatterns)]
        self._classes = [source for source in sources if isinstance(source, Classes)]
        self.depth: int = 1 + max((part.depth for part in self._parts), default=-1)
        self.told = Told((Explained(Truth.TRUE), Explained(Truth.FALSE)))
        self._node = node
        self._whole = whole
        self._wanted = wanted
        self._facts = verdicts.book.vocabulary.facts
        columns = verdicts.columns
        compared = [
            columns.tests[test]
            for test in wanted.tests
            if test in columns.tests and self._is_reckoned(test)
        ]
        bools = [
            part
            for key in wanted.bands
            for part in (columns.bands[key].known, *columns.bands[key].within)
            if self._facts[key[0]].derive is not None
        ]
        bools += [columns.positive.get(by, False) for by in dict.fromkeys(self._divisors())]
        varying = [part for part in bools if not isinstance(part, bool)]
        if self._parts:
            compared, varying = [], []
        self.situations = Situations(sources, pair, explain_false, compared, varying)

    @property
    def count(self) -> int:
        return len(self.told)

    def numbers(
        self,
        keys: Sequence[pl.Series],
        answers: CompanyAnswers,
        known: Mapping[int, pl.Series],
        explainer: Explainer,
    ) -> pl.Series:
        """What is told of every company; `known` are the numbers of its parts, by identity."""

        def meet(rows: pl.Series) -> Iterator[int]:
            if self._parts:
                parts = [
                    [part.told[number] for number in known[id(part)].gather(rows)]
                    for part in self._parts
                ]
                for told in zip(*parts, strict=True):
                    yield self.told.number(explainer.join(self._node, told, self._whole))
            else:
                for given in answers.of(rows, self._wanted, self._classes):
                    yield self.told.number(explainer.explain(self._node, given, self._whole))

        return self.situations.numbers(keys, meet)

    def _divisors(self) -> Iterator[tuple[str, ...]]:
        """What its ratios divide by: by nothing positive there is no dividing, whatever is told."""
        for test in self._wanted.tests:
            if isinstance(test, ast.Compare) and test.per:
                yield test.per
        for name in self._wanted.facts:
            derive = self._facts[name].derive
            if isinstance(derive, Quotient):
                yield (derive.per,)

    def _is_reckoned(self, test: ast.Test) -> bool:
        """Whether a test compares sums or ratios of facts."""
        if not isinstance(test, ast.Compare):
            return False
        derived = self._facts[test.of[0]].derive is not None
        return derived or bool(test.per) or len(test.of) > 1


def shape(node: ast.Criterion) -> Hashable:
    """Equal for criteria that say the same, whatever clause they cite."""
    if isinstance(node, ast.Leaf):
        return node.test
    below = tuple(shape(part) for part in ast.parts(node))
    if isinstance(node, ast.AtLeast):
        return node.kind, node.n, below
    if isinstance(node, ast.Banded):
        return node.kind, node.by, tuple(band.up_to for band in node.bands), below
    if isinstance(node, ast.Score):
        points = tuple(
            tuple(tuple(rung.points for rung in ladder) for ladder in item.alternatives)
            for item in node.items
        )
        return node.kind, node.op, node.threshold, points, below
    return node.kind, below
