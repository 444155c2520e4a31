"""Minimal reasons: the fewest tests that settle a verdict, or that could still settle it.

For a criterion that is TRUE the reasons are its smallest supporting sets of true tests; for one
that is FALSE its smallest failing sets; for one that is UNKNOWN the unknown tests that can still
decide it. `(a and b) or (c and d)` with a and c false fails by {a, c}: mending either is enough to
open one branch, and neither alone is to blame. A score counts as one test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from huiqi.base.kleene import Truth
from huiqi.model import criteria as ast
from huiqi.model.verdict import Proof

MAX_SETS = 64
"""So many alternative sets are kept while they are combined, the smallest first."""

Atoms = tuple[Proof, ...]
"""Proofs of leaves and scores, each test once, in reading order."""

A = TypeVar("A")
Sets = tuple[tuple[A, ...], ...]
Key = Callable[[A], object]


@dataclass(frozen=True)
class Reasons:
    """Why a criterion has its truth.

    `sets`: alternative minimal sets of proofs of leaves and scores, the smallest first; each by
    itself settles the truth. For UNKNOWN it is the one set of those that can still decide it.
    """

    truth: Truth
    sets: tuple[Atoms, ...]

    @property
    def smallest(self) -> Atoms:
        """The first of the smallest sets."""
        return self.sets[0] if self.sets else ()


def reasons(proof: Proof) -> Reasons:
    """The minimal reasons of a proof's truth."""
    if proof.truth is Truth.UNKNOWN:
        return Reasons(proof.truth, (_unique(_open(proof), atom_key),))
    return Reasons(proof.truth, _settling(proof, proof.truth))


def _settling(proof: Proof, truth: Truth) -> tuple[Atoms, ...]:
    """The minimal sets of atoms that hold the proof at its truth (TRUE or FALSE)."""
    node = proof.criterion
    if isinstance(node, (ast.Leaf, ast.Score)):
        return ((proof,),)
    if isinstance(node, ast.Not):
        return _settling(present(proof)[0], ~truth)
    agreeing = [_settling(part, truth) for part in present(proof) if part.truth is truth]
    return settling(node, truth, agreeing, atom_key)


def settling(
    node: ast.Criterion, truth: Truth, agreeing: Sequence[Sets[A]], key: Key[A]
) -> Sets[A]:
    """The minimal sets that hold a combination at its truth, from those of the parts of that truth.

    `key` tells atoms apart.
    """
    if isinstance(node, ast.AtLeast):
        enough = node.n if truth is Truth.TRUE else len(node.of) - node.n + 1
        return _choose(agreeing, enough, key)
    one_is_enough = not isinstance(node, ast.Banded) and (
        isinstance(node, ast.Any) == (truth is Truth.TRUE)
    )
    if one_is_enough:
        return _minimal((atoms for sets in agreeing for atoms in sets), key)
    return _choose(agreeing, len(agreeing), key)


def _choose(alternatives: Sequence[Sets[A]], n: int, key: Key[A]) -> Sets[A]:
    """Every way to unite one set of each of `n` alternatives, kept minimal after every step."""
    ways: list[Sets[A]] = [((),), *([()] * n)]
    for seen, sets in enumerate(alternatives, start=1):
        still_needed = n - (len(alternatives) - seen)
        for count in range(n, max(still_needed, 1) - 1, -1):
            grown = [(*a, *b) for a, b in product(ways[count - 1], sets)]
            ways[count] = _minimal([*ways[count], *grown], key)
    return ways[n]


def _minimal(sets: Iterable[tuple[A, ...]], key: Key[A]) -> Sets[A]:
    """The sets that contain no other, the smallest first; at most `MAX_SETS`."""
    kept: dict[frozenset[object], tuple[A, ...]] = {}
    for atoms in sorted((_unique(some, key) for some in sets), key=len):
        keys = frozenset(map(key, atoms))
        if not any(other <= keys for other in kept):
            kept[keys] = atoms
            if len(kept) == MAX_SETS:
                break
    return tuple(kept.values())


def _unique(atoms: Iterable[A], key: Key[A]) -> tuple[A, ...]:
    """Each test once, where it is met first."""
    found: dict[object, A] = {}
    for atom in atoms:
        found.setdefault(key(atom), atom)
    return tuple(found.values())


def atom_key(atom: Proof) -> object:
    """What a leaf tests, or the whole score: by it atoms are told apart."""
    return atom.criterion.test if isinstance(atom.criterion, ast.Leaf) else atom.criterion


def _open(proof: Proof) -> Iterator[Proof]:
    """The unknown atoms below an unknown criterion."""
    if isinstance(proof.criterion, (ast.Leaf, ast.Score)):
        yield proof
    else:
        for part in present(proof):
            if part.truth is Truth.UNKNOWN:
                yield from _open(part)


def bands(proof: Proof) -> Iterator[tuple[object, tuple[ast.Banded, int]]]:
    """The tests, by `atom_key`, that stand in a band that is known to be the company's."""
    node = proof.criterion
    reached = [place for place, part in enumerate(proof.parts) if part is not None]
    if isinstance(node, ast.Banded) and len(reached) == 1 < len(node.bands):
        inside = proof.parts[reached[0]]
        assert inside is not None
        yield from ((atom_key(leaf), (node, reached[0])) for leaf in inside.leaves())
    for part in present(proof):
        yield from bands(part)


def present(proof: Proof) -> list[Proof]:
    """The parts that were evaluated; bands out of reach were not."""
    return [part for part in proof.parts if part is not None]


def is_elsewhere(atom: Proof) -> bool:
    """Whether another text sets the condition."""
    node = atom.criterion
    return isinstance(node, ast.Leaf) and isinstance(node.test, ast.StatedElsewhere)
