"""What a run over a company file came to, as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from huiqi.base.kleene import Truth
from huiqi.evaluate.batch.scoring import Scored
from huiqi.model.programme import Programme
from huiqi.model.verdict import Verdict


@dataclass
class Tally:
    """Counts that grow batch by batch: `rows_in` is always `scored` plus `rejected`.

    `repaired` counts cells by kind of repair, `not_understood` cells by column; `programmes` gives
    for each programme how many companies have each verdict; `missing` counts, for each fact, the
    open verdicts that wait for it.
    """

    rows_in: int = 0
    scored: int = 0
    rejected: int = 0
    repaired: Counter[str] = field(default_factory=Counter)
    not_understood: Counter[str] = field(default_factory=Counter)
    programmes: dict[str, Counter[Verdict]] = field(default_factory=dict)
    missing: Counter[str] = field(default_factory=Counter)

    def add(
        self,
        scored: Scored,
        programmes: Sequence[Programme],
        waiting: Mapping[str, pl.Series] | None,
    ) -> None:
        """Count a scored batch."""
        self.scored += scored.height
        self.repaired.update(+scored.repairs)
        self.not_understood.update(noted.finding.where or "" for noted in scored.findings)
        sums = [
            pl.DataFrame(scored.truths).select((pl.all() == truth.value).sum()).row(0)
            for truth in (Truth.TRUE, Truth.FALSE)
        ]
        for programme, met, refused in zip(programmes, *sums, strict=True):
            counted = self.programmes.setdefault(programme.id, Counter())
            counted[Verdict.ELIGIBLE] += met
            counted[Verdict.INELIGIBLE] += refused
            counted[Verdict.UNDETERMINED] += scored.height - met - refused
        for fact, count in (waiting or {}).items():
            self.missing[fact] += int(count.cast(pl.UInt64).sum())

    def merge(self, data: Mapping[str, Any]) -> None:
        """Count what another tally counted, given as its `data`."""
        self.rows_in += data["rows_in"]
        self.scored += data["scored"]
        self.rejected += data["rejected"]
        self.repaired.update(data["repaired"])
        self.not_understood.update(data["not_understood"])
        self.missing.update(data["missing"])
        for name, counted in data["programmes"].items():
            own = self.programmes.setdefault(name, Counter())
            own.update({Verdict(verdict): count for verdict, count in counted.items()})

    @property
    def has_findings(self) -> bool:
        """Whether a row was rejected or a cell was not understood."""
        return bool(self.rejected or self.not_understood)

    def of(self, programme: str) -> Counter[Verdict]:
        """How many companies have each verdict on a programme."""
        return self.programmes.get(programme, Counter())

    def data(self) -> dict[str, Any]:
        """The counts as JSON takes them, the most frequent first."""
        return {
            "rows_in": self.rows_in,
            "scored": self.scored,
            "rejected": self.rejected,
            "repaired": dict(self.repaired.most_common()),
            "not_understood": dict(self.not_understood.most_common()),
            "programmes": {
                name: {verdict.value: counted[verdict] for verdict in Verdict}
                for name, counted in self.programmes.items()
            },
            "missing": dict(self.missing.most_common()),
        }
