"""What a combination can come to, from what its parts can come to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from huiqi.base.kleene import Truth
from huiqi.explain.reasons import present
from huiqi.model import criteria as ast
from huiqi.model.verdict import Proof

Goals = frozenset[Truth]
ItemProofs = list[tuple[tuple[ast.Points, ...], list[Proof]]]
"""The alternatives of an item of a score, with the proofs of their rungs."""
EITHER: Goals = frozenset((Truth.TRUE, Truth.FALSE))
_MOST_TOTALS = 2000
"""So many totals of a score are told apart."""


def joins_to(node: ast.Criterion, goal: Truth, found: Iterable[bool]) -> bool:
    """Whether an All, Any, Not or AtLeast comes to a goal.

    `found`: of each part, whether it does; of the part of a Not, whether it comes to the opposite.
    """
    if isinstance(node, ast.AtLeast):
        return sum(found) >= (node.n if goal is Truth.TRUE else len(node.of) - node.n + 1)
    one_is_enough = isinstance(node, ast.Any) == (goal is Truth.TRUE)
    return any(found) if one_is_enough else all(found)


def score_items(proof: Proof, score: ast.Score) -> Iterator[ItemProofs]:
    """The proofs of each item."""
    proofs = iter(present(proof))
    for item in score.items:
        yield [(ladder, [next(proofs) for _ in ladder]) for ladder in item.alternatives]


def best_points(ladders: Iterable[Sequence[Decimal]]) -> set[Decimal]:
    """The points that an item can come to, by those of its ladders, of which the best counts.

    >>> sorted(best_points([[Decimal(0), Decimal(3)], [Decimal(1), Decimal(5)]]))
    [Decimal('1'), Decimal('3'), Decimal('5')]
    """
    first, *rest = map(set, ladders)
    for other in rest:
        first = {max(one, points) for one in first for points in other}
    return first


def deciding(
    worths: Sequence[Collection[Decimal]], reaches: Callable[[Decimal], bool]
) -> Iterator[bool]:
    """For each item of a score whether it can still tip it, by the points that each can come to.

    Where too many totals are possible to count, it can.
    """
    for number, own in enumerate(worths):
        totals = {Decimal()}
        for other in (*worths[:number], *worths[number + 1 :]):
            if len(totals) <= _MOST_TOTALS:
                totals = {total + points for total in totals for points in other}
        tipped = (len({reaches(total + points) for points in own}) > 1 for total in totals)
        yield len(totals) > _MOST_TOTALS or any(tipped)


def choices_reach(
    test: ast.Test, goals: Goals, wanted: Sequence[bool | None], proofs: Iterable[Proof]
) -> bool:
    """Whether a choice that may still hold brings the test to one of the goals.

    `wanted` says of each choice, and of none holding, whether the test asks for its value.
    """
    left = set()
    for is_wanted, proof in zip(wanted, proofs, strict=False):
        if proof.truth is not Truth.FALSE:
            left.add(is_wanted)
        if proof.truth is Truth.TRUE:
            break
    else:
        left.add(wanted[-1])
    is_open = isinstance(test, ast.OneOf) and test.open
    comes_false = False in left and not is_open
    return (Truth.TRUE in goals and True in left) or (Truth.FALSE in goals and comes_false)
