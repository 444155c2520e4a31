"""What a combination can come to, from what its parts can come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from huiqi.base.kleene import Truth
from huiqi.explain.reasons import present
from huiqi.model import criteria as ast
from huiqi.model.verdict import Proof

Goals = frozenset[Truth]
EITHER: Goals = frozenset((Truth.TRUE, Truth.FALSE))


def joins_to(node: ast.Criterion, goal: Truth, found: Iterable[bool]) -> bool:
    """Whether an All, Any, Not or AtLeast comes to a goal.

    `found`: of each part, whether it does; of the part of a Not, whether it comes to the opposite.
    """
    if isinstance(node, ast.AtLeast):
        return sum(found) >= (node.n if goal is Truth.TRUE else len(node.of) - node.n + 1)
    one_is_enough = isinstance(node, ast.Any) == (goal is Truth.TRUE)
    return any(found) if one_is_enough else all(found)


def score_items(
    proof: Proof, score: ast.Score
) -> Iterator[list[tuple[tuple[ast.Points, ...], list[Proof]]]]:
    """The alternatives of each item, with the proofs of their rungs."""
    proofs = iter(present(proof))
    for item in score.items:
        yield [(ladder, [next(proofs) for _ in ladder]) for ladder in item.alternatives]


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
