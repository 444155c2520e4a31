"""What reading cells came to beside the answers: repairs to count, findings to list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from huiqi.base.diagnostics import Diagnostic


@dataclass(frozen=True)
class Note:
    """What is to be said of a cell or a combination of cells, whichever rows it stands in."""

    repairs: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.repairs or self.findings)


@dataclass(frozen=True)
class Noted:
    """A finding in one row of a batch."""

    row: int
    text: str
    finding: Diagnostic


@dataclass
class FactRead:
    """What one fact of a batch came to: columns of the prepared frame, and what there is to say.

    `beyond` tells where an amount is not for columns (None: nowhere).
    """

    columns: dict[str, pl.Series] = field(default_factory=dict)
    beyond: pl.Series | None = None
    repairs: Counter[str] = field(default_factory=Counter)
    findings: list[Noted] = field(default_factory=list)

    def note(
        self, rows: Sequence[int], notes: Sequence[Note], columns: Sequence[pl.Series]
    ) -> None:
        """Count the repairs of rows, and list their findings with what stands in the columns."""
        for note in notes:
            self.repairs.update(note.repairs)
        told = [(row, note) for row, note in zip(rows, notes, strict=True) if note.findings]
        cells = [column.gather([row for row, _ in told]).to_list() for column in columns]
        for place, (row, note) in enumerate(told):
            text = " · ".join(texts[place] for texts in cells if texts[place] is not None)
            self.findings += [Noted(row, text, finding) for finding in note.findings]
