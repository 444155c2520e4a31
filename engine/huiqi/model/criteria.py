"""The abstract syntax of eligibility: what a criterion can say.

A *test* asks one thing of the facts and has no place or citation, so that equal tests of different
programmes are one test. A *criterion* is a leaf (a test with its clause) or a combination of
criteria. Truth is three-valued (`huiqi.base.kleene`); what each node means is defined by
`huiqi.evaluate.reference` and `huiqi.evaluate.leaf`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated, Literal, final

from pydantic import Field

from huiqi.model.node import Model, Place, Placed, Text, place
from huiqi.model.quantity import Period


class Operator(str, Enum):
    """How a quantity is compared with a threshold."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    EQUALS = "equals"

    @property
    def sign(self) -> str:
        return _SIGNS[self]


_SIGNS = {
    Operator.AT_LEAST: "≥",
    Operator.AT_MOST: "≤",
    Operator.MORE_THAN: ">",
    Operator.LESS_THAN: "<",
    Operator.EQUALS: "=",
}


class Money(Model):
    """An amount in 分."""

    kind: Literal["money"] = "money"
    fen: int


class Share(Model):
    """A ratio: 5 % is 0.05."""

    kind: Literal["ratio"] = "ratio"
    value: Decimal


class Number(Model):
    """A plain number or a count; `unit` is the word written behind it, if any."""

    kind: Literal["number"] = "number"
    value: Decimal
    unit: str = ""


class Day(Model):
    """A calendar day."""

    kind: Literal["date"] = "date"
    value: date


class Length(Model):
    """A length of calendar time."""

    kind: Literal["period"] = "period"
    value: Period


Threshold = Annotated[Money | Share | Number | Day | Length, Field(discriminator="kind")]


@final
class Compare(Model):
    """A quantity against a threshold.

    The quantity is the sum of the facts `of`, divided by the sum of the facts `per` if there are
    any. Division is never carried out: a/b ≥ t is decided as a ≥ t·b, which needs b > 0.
    """

    kind: Literal["compare"] = "compare"
    of: tuple[str, ...]
    per: tuple[str, ...] = ()
    op: Operator
    threshold: Threshold


class Is(Model):
    """A yes/no fact has this value; `judged` facts are attested, not measured."""

    kind: Literal["is"] = "is"
    fact: str
    value: bool = True
    judged: bool = False


class OneOf(Model):
    """An enumerated fact has one of the values, or a set-valued fact contains one of them.

    `open`: the list ends in 等, so what it does not name is not thereby refused.
    """

    kind: Literal["one_of"] = "one_of"
    fact: str
    values: tuple[str, ...]
    open: bool = False


class Located(Model):
    """The company's place lies in one of the regions or divisions."""

    kind: Literal["located"] = "located"
    fact: str = "location"
    regions: tuple[str, ...]


class InSector(Model):
    """The company's main sector belongs to one of the groups or codes."""

    kind: Literal["in_sector"] = "in_sector"
    fact: str = "sector"
    sectors: tuple[str, ...]
    open: bool = False


class Holds(Model):
    """A certification is held, valid on the as-of date.

    `tier`: at least of this tier. `newly`: issued within this period before the as-of date
    (and not before `since`, where the text counts from a day); outside it the answer is UNKNOWN,
    because no text says when a recognition stops being new.
    """

    kind: Literal["holds"] = "holds"
    fact: str = "certifications"
    certification: str
    tier: str | None = None
    newly: Period | None = None
    since: date | None = None


@final
class StatedElsewhere(Model):
    """The document leaves this condition to another text; never TRUE."""

    kind: Literal["stated_elsewhere"] = "stated_elsewhere"
    what: Text


Test = Annotated[
    Compare | Is | OneOf | Located | InSector | Holds | StatedElsewhere,
    Field(discriminator="kind"),
]

Basis = Literal["text", "interpretive", "general_knowledge"]


class Citation(Placed):
    """Where a criterion comes from: its clause, and how far the reading goes beyond the words."""

    clause: str | None = None
    clause_at: Place = place()
    basis: Basis = "text"
    because: Text | None = None
    confidence: Literal["verified", "secondary", "memory"] | None = None


class Leaf(Citation):
    """One test with its citation."""

    kind: Literal["leaf"] = "leaf"
    test: Test


class All(Placed):
    """Every part holds."""

    kind: Literal["all"] = "all"
    of: tuple[Criterion, ...]


class Any(Placed):
    """At least one part holds."""

    kind: Literal["any"] = "any"
    of: tuple[Criterion, ...]


class Not(Placed):
    """The part does not hold."""

    kind: Literal["not"] = "not"
    of: Criterion


class AtLeast(Placed):
    """At least `n` parts hold."""

    kind: Literal["at_least"] = "at_least"
    n: int
    of: tuple[Criterion, ...]


class Band(Placed):
    """Up to and including `up_to` (None: no bound), `then` must hold."""

    up_to: Threshold | None
    then: Criterion


class Banded(Placed):
    """Which criterion must hold depends on the band the fact `by` falls in.

    While `by` is unknown the answer is known only if every band agrees.
    """

    kind: Literal["banded"] = "banded"
    by: str
    bands: tuple[Band, ...]


class Points(Placed):
    """So many points when the criterion holds."""

    points: Decimal
    when: Criterion


class ScoreItem(Placed):
    """One item of a score table.

    Each alternative is a ladder of which the first rung that holds counts (0 if none does); the
    item is worth the best of its alternatives ("choose one of the two indicators").
    """

    name: Text
    alternatives: tuple[tuple[Points, ...], ...]


class Score(Placed):
    """The points of all items together reach the threshold."""

    kind: Literal["score"] = "score"
    name: Text
    items: tuple[ScoreItem, ...]
    op: Operator
    threshold: Decimal


Criterion = Annotated[
    Leaf | All | Any | Not | AtLeast | Banded | Score, Field(discriminator="kind")
]

for _model in (All, Any, Not, AtLeast, Band, Banded, Points, ScoreItem, Score):
    _model.model_rebuild()


def parts(criterion: Criterion) -> tuple[Criterion, ...]:
    """The criteria directly below this one, in reading order."""
    if isinstance(criterion, Leaf):
        return ()
    if isinstance(criterion, Not):
        return (criterion.of,)
    if isinstance(criterion, Banded):
        return tuple(band.then for band in criterion.bands)
    if isinstance(criterion, Score):
        return tuple(
            rung.when for item in criterion.items for ladder in item.alternatives for rung in ladder
        )
    return criterion.of


def leaves(criterion: Criterion) -> Iterator[Leaf]:
    """Every leaf below the criterion, in reading order."""
    if isinstance(criterion, Leaf):
        yield criterion
    for part in parts(criterion):
        yield from leaves(part)


def facts_of_test(test: Test) -> tuple[str, ...]:
    """The facts a test reads."""
    if isinstance(test, Compare):
        return test.of + test.per
    if isinstance(test, StatedElsewhere):
        return ()
    return (test.fact,)


def facts_of(criterion: Criterion) -> frozenset[str]:
    """Every fact the criterion reads directly."""
    own = {criterion.by} if isinstance(criterion, Banded) else set()
    tested = facts_of_test(criterion.test) if isinstance(criterion, Leaf) else ()
    return frozenset(own).union(tested, *(facts_of(part) for part in parts(criterion)))
