"""From numbers back to answers, for the few companies by which patterns are explained."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import polars as pl

from huiqi.compile.columns.amounts import SCALE
from huiqi.compile.columns.layout import RATIONAL, reckoned
from huiqi.compile.inventory import Inventory
from huiqi.evaluate.batch.verdicts import BatchVerdicts
from huiqi.evaluate.fast import FastDerivations
from huiqi.evaluate.leaf import Circumstances
from huiqi.model.profile import Answer


class CompanyAnswers:
    """The answers of single companies, read back from their numbers."""

    def __init__(
        self, verdicts: BatchVerdicts, frame: pl.DataFrame, derivations: FastDerivations
    ) -> None:
        self._verdicts = verdicts
        self._frame = frame
        self._derivations = derivations

    def of(self, rows: pl.Series, wanted: Inventory) -> Iterator[Circumstances]:
        """What the facts that a criterion reads are for some companies.

        Of an amount it does not reckon with, any that compares alike will do: so fewer differ.
        """
        verdicts, layout = self._verdicts, self._verdicts.layout
        facts = [fact for fact in wanted.facts if fact in verdicts.coding]
        numbers = [self._frame[fact].gather(rows).to_list() for fact in facts]
        exactly = reckoned(verdicts.book, wanted) & layout.amounts
        amounts = [
            self._frame[layout.amount(fact)].gather(rows).to_list()
            if fact in exactly
            else [None] * len(rows)
            for fact in facts
        ]
        derives = any(verdicts.book.vocabulary.facts[f].derive is not None for f in wanted.facts)
        for place in range(len(rows)):
            found: dict[str, Answer] = {}
            for fact, number, amount in zip(facts, numbers, amounts, strict=True):
                answer = verdicts.coding[fact].answers[number[place]]
                if (exact := amount[place]) is not None:
                    answer = self._amount(fact, exact)
                if answer is not None:
                    found[fact] = answer
            complete = self._derivations.complete(found) if derives else found
            yield Circumstances(verdicts.book, complete, verdicts.as_of)

    def _amount(self, fact: str, amount: int) -> Answer:
        rational = self._verdicts.book.vocabulary.facts[fact].type in RATIONAL
        return Fraction(amount, 2 * SCALE) if rational else amount
