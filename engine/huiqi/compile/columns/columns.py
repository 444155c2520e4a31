"""What a rulebook is compiled to: expressions in stages, and where to find what they decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huiqi.compile.columns.criteria import Bands
from huiqi.compile.columns.layout import Layout
from huiqi.compile.columns.progress import Share
from huiqi.compile.columns.truth import Bool, Expr, Pair
from huiqi.compile.inventory import BandKey
from huiqi.model import criteria as ast


@dataclass(frozen=True)
class Columns:
    """Expressions in the order they must be added, each stage reading those before it.

    `programmes`, `tests`, `bands` and `positive` (of divisors) refer to the columns added; `parts`
    gives for a programme that joins several conditions by `all` the pair of each. `beyond` is true
    where a company's amounts are too large or too fine for columns; its other results then mean
    nothing. `shares` are, per programme, expressions over the finished frame.
    """

    layout: Layout
    stages: tuple[Mapping[str, Expr], ...]
    programmes: Mapping[str, Pair]
    parts: Mapping[str, tuple[Pair, ...]]
    tests: Mapping[ast.Test, Pair]
    bands: Mapping[BandKey, Bands]
    positive: Mapping[tuple[str, ...], Bool]
    beyond: Bool
    shares: Mapping[str, Share]

    def add_to(self, frame: Any) -> Any:
        """The frame (of the engine that built the expressions) with all results added."""
        for stage in self.stages:
            frame = frame.with_columns(**stage)
        return frame
