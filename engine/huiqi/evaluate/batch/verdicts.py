"""The truth of every programme for many companies at once.

Lookups by answer number give the truth of what asks one fact; the compiled expressions do the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import polars as pl

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.compile.columns.progress import NEARLY
from huiqi.compile.columns.to_columns import to_columns
from huiqi.compile.columns.truth import Bool, Frames, Pair
from huiqi.evaluate.batch.coding import code_facts
from huiqi.evaluate.batch.prepared import Prepared
from huiqi.model.programme import Programme


@dataclass(frozen=True)
class Results:
    """The prepared companies with every column that was computed for them."""

    frame: pl.DataFrame
    beyond: pl.Series | None
    """Which companies must be put to the reference evaluator instead; None: none of them."""

    def bools(self, part: Bool) -> pl.Series:
        """A Boolean that the compiled rulebook refers to, for every company."""
        if isinstance(part, bool):
            return pl.repeat(part, self.frame.height, dtype=pl.Boolean, eager=True)
        return self.frame[str(part.meta.output_name())]

    def truths(self, pairs: Iterable[Pair]) -> pl.DataFrame:
        """The truth of each pair for every company, as `Truth` numbers it, in unsigned bytes."""
        one = Truth.UNKNOWN.value
        truths = {
            str(place): _lifted(pair.true).cast(pl.UInt8) + one - _lifted(pair.false).cast(pl.UInt8)
            for place, pair in enumerate(pairs)
        }
        return self.frame.with_columns(**truths).select(*truths)


class BatchVerdicts:
    """A rulebook on one day, compiled for companies of which at most the facts `given` are stated.

    Not to be shared between threads while companies are prepared: the coding grows.
    """

    def __init__(
        self,
        book: CheckedRulebook,
        as_of: date,
        given: Iterable[str],
        programmes: Sequence[Programme] | None = None,
        scores: bool = False,
    ) -> None:
        self.book = book
        self.as_of = as_of
        self.programmes = tuple(book.current(as_of) if programmes is None else programmes)
        self.columns = to_columns(book, self.programmes, given, cast(Frames, pl), scores)
        self.layout = self.columns.layout
        used = [name for name in self.layout.numbers if name in self.layout.given]
        self.coding = code_facts(book, as_of, self.layout, used)

    def results(self, prepared: Prepared) -> Results:
        """Everything the rulebook says of the prepared companies."""
        looked_up = [
            codes.table(self.layout)[prepared.frame[name]]
            for name, codes in self.coding.items()
            if codes.table(self.layout).width
        ]
        frame = pl.concat([prepared.frame, *looked_up], how="horizontal")
        results = Results(cast(pl.DataFrame, self.columns.add_to(cast(Any, frame))), None)
        beyond = results.bools(self.columns.beyond)
        if prepared.beyond is not None:
            beyond |= prepared.beyond
        return Results(results.frame, beyond if beyond.any() else None)

    def scores(self, results: Results) -> list[tuple[pl.Series, pl.Series]]:
        """For each programme the least and the most share of conditions met, in whole per cent."""
        wanted: dict[str, pl.Expr] = {}
        for place, programme in enumerate(self.programmes):
            share, pair = self.columns.shares[programme.id], self.columns.programmes[programme.id]
            # 100 exactly where the programme applies, and never where it does not.
            most = pl.when(_lifted(pair.false)).then(99).otherwise(100)
            for name, part, limit in (("l", share.least, 99), ("m", share.most, most)):
                capped = pl.min_horizontal((_lifted(part) * 100 + NEARLY).cast(pl.Int32), limit)
                exact = pl.when(_lifted(pair.true)).then(100).otherwise(capped)
                wanted[f"{name}{place}"] = exact.cast(pl.UInt8)
        frame = results.frame.with_columns(**wanted)
        return [(frame[f"l{place}"], frame[f"m{place}"]) for place in range(len(self.programmes))]


def _lifted(value: Any) -> pl.Expr:
    return value if isinstance(value, pl.Expr) else pl.lit(value)
