"""Companies as numbers: what the compiled rulebook is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from huiqi.compile.columns.layout import Layout, encoded
from huiqi.evaluate.batch.coding import AmountCodes, FactCodes, days_since_epoch
from huiqi.model.profile import Answer, Missing

Coding = Mapping[str, FactCodes]
ROW = "row"
"""The number of the company within its batch."""


@dataclass(frozen=True)
class Prepared:
    """Of each company the number of its answer to each given fact, and the amounts to reckon with.

    `frame` has a column named like the fact for its number, the amount columns of the layout, and
    `ROW`, so that there is one where nothing is known;
    `beyond` tells which companies have amounts that columns cannot hold (None: none of them).
    """

    frame: pl.DataFrame
    beyond: pl.Series | None = None


def prepare_answers(
    companies: Sequence[Mapping[str, Answer]], coding: Coding, layout: Layout
) -> Prepared:
    """Answers as profiles hold them."""
    columns = {ROW: pl.int_range(len(companies), dtype=pl.UInt32, eager=True)}
    beyond = pl.Series([False] * len(companies), dtype=pl.Boolean)
    for name, codes in coding.items():
        answers = [company.get(name) for company in companies]
        if not isinstance(codes, AmountCodes):
            columns[name] = pl.Series([codes.number(a) for a in answers], dtype=pl.UInt32)
            continue
        amounts, too_large = _amounts(codes, answers)
        columns[name] = codes.codes(amounts, _where(answers, Missing.NOT_APPLICABLE))
        unclear = codes.unclear(amounts)
        beyond |= too_large if unclear is None else too_large | unclear.fill_null(False)
        if name in layout.amounts:
            columns[layout.amount(name)] = amounts
    return Prepared(pl.DataFrame(columns), beyond if beyond.any() else None)


def _amounts(codes: AmountCodes, answers: Sequence[Answer | None]) -> tuple[pl.Series, pl.Series]:
    """The amounts as columns hold them, and which are too large for that."""
    found: list[int | None] = []
    too_large: list[bool] = []
    for answer in answers:
        amount: int | None = None
        known: Any = None if isinstance(answer, Missing) else answer
        if isinstance(known, date):
            amount = days_since_epoch(known)
        elif known is not None:
            amount = encoded(codes.fact, known)
        found.append(amount)
        too_large.append(known is not None and amount is None)
    return pl.Series(found, dtype=pl.Int64), pl.Series(too_large, dtype=pl.Boolean)


def _where(answers: Sequence[Answer | None], state: Missing) -> pl.Series:
    return pl.Series([answer is state for answer in answers], dtype=pl.Boolean)
