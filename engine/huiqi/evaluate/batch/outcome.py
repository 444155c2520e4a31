"""What is written of scored companies: counts, lists, one verdict column each, or a long table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from huiqi.base.kleene import Truth
from huiqi.evaluate.batch.explained import Explained
from huiqi.evaluate.batch.scoring import Scored
from huiqi.model.programme import Programme
from huiqi.model.verdict import Standing, Verdict
from huiqi.model.vocabulary import Fact

ELIGIBLE, UNDETERMINED, INELIGIBLE = "eligible", "undetermined", "ineligible"
PROGRAMMES, OPEN, ELSEWHERE = "eligible_programmes", "open_programmes", "set_elsewhere"
NEXT = "next_fact"
SEPARATOR = ";"
FLAG = "⚑"
"""Stands behind a programme that is not in force on the day."""

_ORDER = (Verdict.INELIGIBLE, Verdict.UNDETERMINED, Verdict.ELIGIBLE)
_VERDICTS = pl.Enum([verdict.value for verdict in _ORDER])
_STANDINGS = pl.Enum([standing.value for standing in Standing])


def counts(scored: Scored) -> dict[str, pl.Series]:
    """How many programmes apply, are open, and do not apply."""
    if not scored.truths:
        none = pl.repeat(0, scored.height, dtype=pl.UInt16, eager=True)
        return dict.fromkeys((ELIGIBLE, UNDETERMINED, INELIGIBLE), none)
    frame = _side_by_side(scored.truths).select(
        pl.sum_horizontal(pl.all() == truth.value).cast(pl.UInt16).alias(name)
        for name, truth in (
            (ELIGIBLE, Truth.TRUE), (UNDETERMINED, Truth.UNKNOWN), (INELIGIBLE, Truth.FALSE)
        )
    )  # fmt: skip
    return {column.name: column for column in frame}


def verdict_columns(scored: Scored, programmes: Sequence[Programme]) -> dict[str, pl.Series]:
    """A column for each programme: true eligible, false ineligible, null undetermined."""
    known = pl.when(pl.all() != Truth.UNKNOWN.value).then(pl.all() == Truth.TRUE.value)
    frame = _side_by_side(scored.truths).select(known)
    return {p.id: column for p, column in zip(programmes, frame.get_columns(), strict=True)}


def _side_by_side(columns: Sequence[pl.Series]) -> pl.DataFrame:
    return pl.DataFrame([column.alias(str(place)) for place, column in enumerate(columns)])


@dataclass(frozen=True)
class Names:
    """What programmes and facts are called in lists."""

    programme: Callable[[Programme], str]
    fact: Callable[[str], str]


def flagged(name: str, standing: Standing) -> str:
    """A programme as lists call it."""
    return name if standing is Standing.IN_FORCE else f"{name}{FLAG}"


def called(facts: pl.Series, names: Names) -> pl.Series:
    """A column of fact ids as lists call them."""
    known = facts.drop_nulls().unique()
    return facts.replace_strict(known, [names.fact(f) for f in known], return_dtype=pl.String)


def lists(scored: Scored, programmes: Sequence[Programme], names: Names) -> dict[str, pl.Series]:
    """The programmes that apply, those open with the facts they wait for, those set elsewhere."""
    assert scored.patterns is not None, "scored without reasons"
    met, open_, elsewhere = [], [], []
    for programme, truth, pattern, told in zip(
        programmes, scored.truths, scored.patterns, scored.told, strict=True
    ):
        called = names.programme(programme)
        if (truth == Truth.TRUE.value).any():
            met.append(
                pl.select(pl.when(truth == Truth.TRUE.value).then(pl.lit(called))).to_series()
            )
        if (truth == Truth.UNKNOWN.value).any():
            listed = told.gathered((names, called), lambda: _Listed(called, names))  # noqa: B023
            if any(listed.open):
                open_.append(pl.Series(listed.open, dtype=pl.String).gather(pattern))
            if any(listed.elsewhere):
                elsewhere.append(pl.Series(listed.elsewhere, dtype=pl.String).gather(pattern))
    columns = {PROGRAMMES: met, OPEN: open_, ELSEWHERE: elsewhere}
    return {name: _joined(parts, scored.height) for name, parts in columns.items()}


class _Listed:
    """What lists say of an open programme: what it waits for, or that no answer would do."""

    def __init__(self, called: str, names: Names) -> None:
        self._called = called
        self._names = names
        self.open: list[str | None] = []
        self.elsewhere: list[str | None] = []

    def add(self, one: Explained) -> None:
        is_open = one.truth is Truth.UNKNOWN
        waits = f"{self._called}({'+'.join(map(self._names.fact, one.missing))})"
        self.open.append(waits if is_open and one.missing else None)
        self.elsewhere.append(self._called if is_open and not one.missing else None)


class _Waits:
    """For each fact whether it is missing, of everything told."""

    def __init__(self) -> None:
        self.facts: dict[str, list[bool]] = {}
        self._count = 0

    def add(self, one: Explained) -> None:
        for fact in one.missing:
            self.facts.setdefault(fact, [False] * self._count)
        for fact, waits in self.facts.items():
            waits.append(fact in one.missing)
        self._count += 1


class _Reasons:
    """What the long table says of everything told: the facts missing, and those that fail."""

    def __init__(self) -> None:
        self.missing: list[str] = []
        self.failed: list[str] = []

    def add(self, one: Explained) -> None:
        self.missing.append(SEPARATOR.join(one.missing))
        self.failed.append(SEPARATOR.join(one.failed))


def _joined(parts: Sequence[pl.Series], height: int) -> pl.Series:
    if not parts:
        return pl.repeat("", height, dtype=pl.String, eager=True)
    frame = _side_by_side(parts)
    return frame.select(pl.concat_str(pl.all(), separator=SEPARATOR, ignore_nulls=True)).to_series()


def missing_counts(scored: Scored) -> dict[str, pl.Series]:
    """For each fact that is missing anywhere, how many open programmes of a company wait for it."""
    assert scored.patterns is not None, "scored without reasons"
    waiting: dict[str, list[pl.Expr]] = {}
    for place, told in enumerate(scored.told):
        for fact, waits in told.gathered(_Waits, _Waits).facts.items():
            table = pl.lit(pl.Series(waits, dtype=pl.Boolean))
            waiting.setdefault(fact, []).append(table.gather(pl.col(str(place))))
    counts = (pl.sum_horizontal(parts).alias(fact) for fact, parts in waiting.items())
    frame = _side_by_side(scored.patterns).select(counts)
    return {column.name: column for column in frame}


_PLACES = 2**20
"""More than there are facts: of equals, the place among them decides."""


def next_fact(
    waiting: Mapping[str, pl.Series], facts: Mapping[str, Fact], height: int
) -> pl.Series:
    """The fact to collect next: the most open programmes wait for it, for the effort of asking.

    Among equals the first of the vocabulary; null where nothing is missing.
    """
    order = [name for name in facts if name in waiting]
    if not order:
        return pl.repeat(None, height, dtype=pl.String, eager=True)
    gains = (waiting[name].cast(pl.UInt64) * 60 // facts[name].effort for name in order)
    worth = pl.DataFrame(
        [
            (gain * _PLACES + (_PLACES - 1 - place)).alias(str(place))
            for place, gain in enumerate(gains)
        ]
    )
    best = worth.select(pl.max_horizontal(pl.all())).to_series()
    place = _PLACES - 1 - best % _PLACES
    chosen = pl.Series(order, dtype=pl.String).gather(place)
    return pl.select(pl.when(best >= _PLACES).then(chosen)).to_series()


def details(
    scored: Scored,
    programmes: Sequence[Programme],
    standings: Sequence[Standing],
    companies: pl.Series,
    lines: pl.Series,
    scores: Sequence[tuple[pl.Series, pl.Series]],
) -> pl.DataFrame:
    """The long table: a row for each company and programme, programme after programme.

    `scores` are the least and the most share of conditions met, in per cent.
    """
    assert scored.patterns is not None, "scored without reasons"
    verdicts = pl.Series([v.value for v in _ORDER], dtype=_VERDICTS)
    frames = []
    for place, programme in enumerate(programmes):
        pattern = scored.patterns[place]
        reasons = scored.told[place].gathered(_Reasons, _Reasons)
        missing = pl.Series(reasons.missing, dtype=pl.String)
        failed = pl.Series(reasons.failed, dtype=pl.String)
        low, high = scores[place]
        frames.append(
            pl.DataFrame(
                {
                    "company": companies,
                    "programme": pl.repeat(programme.id, scored.height, eager=True),
                    "verdict": verdicts.gather(scored.truths[place]),
                    "standing": pl.repeat(
                        standings[place].value, scored.height, dtype=_STANDINGS, eager=True
                    ),
                    "score": low,
                    "missing": missing.gather(pattern),
                    "failed": failed.gather(pattern),
                    "score_max": high,
                    "line": lines,
                }
            )
        )
    return pl.concat(frames)
