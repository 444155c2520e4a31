"""How much of a programme is met: the share of its conditions on the best path, in per cent.

- A test counts 1 when it holds, 0 when not; while unknown between 0 and 1.
- `all`: the mean of the parts, each weighing as many as it has tests.
- `any`: the best part.
- `at_least` n: how many of the n are met.
- A banded criterion: the part of the band; while that is unknown, from the worst to the best.
- A score table: its points over the threshold, counted as one condition.
- `not` turns `all` into `any` and back.

So the share has a least and a most value. It is 100 exactly when the programme applies, and what
does not apply never reaches 100. A share says how near, not how likely.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from huiqi.base.kleene import Truth
from huiqi.compile.columns.progress import NEARLY, weight
from huiqi.model import criteria as ast
from huiqi.model.verdict import Proof

Share = tuple[float, float]


def progress(proof: Proof) -> tuple[int, int]:
    """The least and the most share of conditions met, in whole per cent."""
    least, most = (int(100 * share + NEARLY) for share in _share(proof, negated=False))
    if proof.truth is Truth.TRUE:
        return 100, 100
    return min(least, 99), min(most, 99) if proof.truth is Truth.FALSE else most


def _share(proof: Proof, negated: bool) -> Share:
    node, truth = proof.criterion, ~proof.truth if negated else proof.truth
    if isinstance(node, ast.Score) and not negated and node.threshold > 0:
        assert proof.points is not None
        threshold = Fraction(node.threshold)
        least, most = (_clipped(float(Fraction(p) / threshold)) for p in proof.points)
        return least, most
    if isinstance(node, (ast.Leaf, ast.Score)):
        return float(truth is Truth.TRUE), float(truth is not Truth.FALSE)
    if isinstance(node, ast.Not):
        assert proof.parts[0] is not None
        return _share(proof.parts[0], not negated)
    parts = [part for part in proof.parts if part is not None]
    if isinstance(node, ast.AtLeast):
        needed = len(parts) - node.n + 1 if negated else node.n
        sought = Truth.FALSE if negated else Truth.TRUE
        met = sum(part.truth is sought for part in parts)
        open_ = sum(part.truth is Truth.UNKNOWN for part in parts)
        return min(1.0, met / needed), min(1.0, (met + open_) / needed)
    shares = [_share(part, negated) for part in parts]
    if isinstance(node, ast.Banded):
        return min(s[0] for s in shares), max(s[1] for s in shares)
    if isinstance(node, ast.All) != negated:
        return _mean([weight(part.criterion) for part in parts], shares)
    return max((s[0] for s in shares), default=0.0), max((s[1] for s in shares), default=0.0)


def _mean(weights: Sequence[int], shares: Sequence[Share]) -> Share:
    total = sum(weights)
    if total == 0:
        return 1.0, 1.0
    least = most = 0.0
    for each, (low, high) in zip(weights, shares, strict=True):
        least += each * low
        most += each * high
    return least / total, most / total


def _clipped(share: float) -> float:
    return min(max(share, 0.0), 1.0)
