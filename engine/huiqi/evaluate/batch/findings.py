"""What a program is told of rows, columns and cells that could not be used."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import replace

from huiqi.base.diagnostics import CompaniesWarning, Diagnostic, as_text
from huiqi.evaluate.batch.cells.noted import Noted
from huiqi.load.companies.batch import RawBatch

_CALLER = 4
"""How far up the program stands from here, so that the warning names its line."""


class Told:
    """Collects findings into the list that was given; without one, counts them for a warning."""

    def __init__(self, findings: list[Diagnostic] | None) -> None:
        self._into = findings
        self._first: Diagnostic | None = None
        self._count = 0

    def add(self, findings: Iterable[Diagnostic]) -> None:
        """Take findings that already name their place."""
        for finding in findings:
            self._first = self._first or finding
            self._count += 1
            if self._into is not None:
                self._into.append(finding)

    def batch(self, name: str, batch: RawBatch, noted: Iterable[Noted]) -> None:
        """Take the rejected rows and the cells of a batch: `name:line`, `name:line:column`."""
        self.add(replace(r.finding, where=f"{name}:{r.line}") for r in batch.rejects)
        for one in noted:
            where = f"{name}:{batch.line(one.row)}:{one.finding.where or ''}"
            self.add([replace(one.finding, where=where)])

    def warn(self) -> None:
        """Warn, once, of what nobody has asked to be told."""
        if self._into is None and self._first is not None:
            said = (
                "rows, columns or cells that could not be used and count as unknown: "
                f"{self._count}; give findings=[] to be told of each. The first:\n"
                f"{as_text(self._first)}"
            )
            warnings.warn(said, CompaniesWarning, stacklevel=_CALLER)
