"""From numbers back to answers, for the few companies by which patterns are explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import polars as pl

from huiqi.compile.columns.amounts import SCALE
from huiqi.compile.columns.layout import RATIONAL, reckoned
from huiqi.compile.inventory import Inventory
from huiqi.evaluate.batch.classes import Classes
from huiqi.evaluate.batch.verdicts import BatchVerdicts
from huiqi.evaluate.fast import FastDerivations
from huiqi.evaluate.leaf import Circumstances
from huiqi.model.profile import Answer


class CompanyAnswers:
    """The answers of single companies, read back from their numbers."""

    def __init__(
        self,
        verdicts: BatchVerdicts,
        frame: pl.DataFrame,
        classes: Mapping[int, pl.Series],
        derivations: FastDerivations,
    ) -> None:
        self._verdicts = verdicts
        self._frame = frame
        self._classes = classes
        self._derivations = derivations

    def of(
        self, rows: pl.Series, wanted: Inventory, read: Sequence[Classes]
    ) -> Iterator[Circumstances]:
        """What the facts that a criterion reads are for some companies.

        Any answer of the same class will do, so that fewer differ; an amount is given exactly only
        where it is reckoned with.
        """
        book, layout = self._verdicts.book, self._verdicts.layout
        exactly = reckoned(book, wanted) & layout.amounts
        columns = []
        for one in read:
            numbers = self._classes[id(one)].gather(rows)
            answers = [one.examples[number] for number in numbers]
            if one.fact in exactly:
                amounts = self._frame[layout.amount(one.fact)].gather(rows)
                answers = [
                    answer if amount is None else self._amount(one.fact, amount)
                    for answer, amount in zip(answers, amounts, strict=True)
                ]
            columns.append(answers)
        derives = any(book.vocabulary.facts[fact].derive is not None for fact in wanted.facts)
        for place in range(len(rows)):
            found: dict[str, Answer] = {}
            for one, answers in zip(read, columns, strict=True):
                if (answer := answers[place]) is not None:
                    found[one.fact] = answer
            complete = self._derivations.complete(found) if derives else found
            yield Circumstances(book, complete, self._verdicts.as_of)

    def _amount(self, fact: str, amount: int) -> Answer:
        rational = self._verdicts.book.vocabulary.facts[fact].type in RATIONAL
        return Fraction(amount, 2 * SCALE) if rational else amount
