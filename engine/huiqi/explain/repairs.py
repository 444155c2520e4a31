"""What stands between a criterion and the truth wanted of it: the changes of which one is needed.

At every point where a criterion is not yet as wanted there are tests of which at least one must
come out otherwise. `Repairs.of` lists the single changes that move one of those tests; whatever
brings the criterion to the wanted truth contains, for each point, one of them. Of several points
the one with the fewest changes is taken: none at all means that nothing helps.

Where amounts may have to move together (`explain.together`), single changes do not tell it all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import Circumstances
from huiqi.evaluate.reference import ladder_bounds, prove
from huiqi.explain.changes import Change
from huiqi.explain.expand import expand
from huiqi.explain.needs import missing_facts
from huiqi.explain.reasons import present
from huiqi.explain.together import may_move_together
from huiqi.explain.ways import Ways
from huiqi.model import criteria as ast
from huiqi.model.verdict import Proof


@dataclass(frozen=True)
class Needed:
    """Changes of which one is needed; `all_of_them` unless others may do as well."""

    changes: tuple[Change, ...] = ()
    all_of_them: bool = True


class Repairs:
    """Finds the needed changes, by one kind of ways.

    `hopeful`: a test that answers could still decide counts as decided the way it is wanted.
    """

    def __init__(self, ways: Ways, hopeful: bool = False) -> None:
        self._ways = ways
        self._hopeful = hopeful

    def of(self, proof: Proof, want: Truth, given: Circumstances) -> Needed | None:
        """What is needed to bring the proof to the wanted truth; None where it has it."""
        if proof.truth is want:
            return None
        node = proof.criterion
        if isinstance(node, ast.Leaf):
            return self._leaf(proof, node.test, want, given)
        if isinstance(node, ast.Score):
            return self._score(proof, node, want, given)
        if isinstance(node, ast.Banded):
            return self._banded(proof, node, want, given)
        if isinstance(node, ast.Not):
            return self.of(present(proof)[0], ~want, given)
        parts = [self.of(part, want, given) for part in present(proof)]
        return _needed(parts, _how_many(node, len(parts), want))

    def _leaf(
        self, proof: Proof, test: ast.Test, want: Truth, given: Circumstances
    ) -> Needed | None:
        if self._hopes(proof, given):
            return None
        company = self._ways.company
        own = Needed(
            tuple(dict.fromkeys(self._ways.of(test, want, given))),
            not may_move_together(test, want, self._ways, given),
        )
        if (expanded := expand(test, given.book.vocabulary.facts, company.states)) is None:
            return own
        below = self.of(prove(expanded, given), want, given)
        return _united((own, below or Needed()))

    def _hopes(self, proof: Proof, given: Circumstances) -> bool:
        return self._hopeful and proof.truth is Truth.UNKNOWN and bool(missing_facts(proof, given))

    def _score(
        self, proof: Proof, node: ast.Score, want: Truth, given: Circumstances
    ) -> Needed | None:
        """Rungs that would add points, or take some away where too many are reached."""
        if self._hopes(proof, given):
            return None
        found: list[Needed | None] = []
        rungs = iter(present(proof))
        for item in node.items:
            for ladder in item.alternatives:
                proofs = [next(rungs) for _ in ladder]
                low, high = ladder_bounds(ladder, [rung.truth for rung in proofs])
                for index, (rung, part) in enumerate(zip(ladder, proofs, strict=True)):
                    after = [r.points for r in ladder[index + 1 :]] + [rung.points * 0]
                    if want is Truth.TRUE:
                        gains, loses = rung.points > low, rung.points < max(after)
                    else:
                        gains, loses = rung.points < high, rung.points > min(after)
                    for useful, truth in ((gains, Truth.TRUE), (loses, Truth.FALSE)):
                        if useful:
                            found.append(self.of(part, truth, given))
        return _united(found)

    def _banded(
        self, proof: Proof, node: ast.Banded, want: Truth, given: Circumstances
    ) -> Needed | None:
        """What the band asks for, or another band."""
        reached = [self.of(part, want, given) for part in present(proof)]
        if None in reached and (self._hopeful or len(reached) == 1):
            return None
        # While the band is not known all must be met for certain, and any that is may do.
        within = _needed(reached, 1 if self._hopeful else len(reached))
        other = (self._to_band(node, index, given) for index in range(len(node.bands)))
        return _united((within, *other))

    def _to_band(self, node: ast.Banded, index: int, given: Circumstances) -> Needed | None:
        """Changes of the banded amount that lead into one of the bands."""
        above = node.bands[index - 1].up_to if index else None
        limits = ((ast.Operator.MORE_THAN, above), (ast.Operator.AT_MOST, node.bands[index].up_to))
        tests = tuple(
            ast.Leaf(test=ast.Compare(of=(node.by,), op=op, threshold=limit))
            for op, limit in limits
            if limit is not None
        )
        return self.of(prove(ast.All(of=tests), given), Truth.TRUE, given)


def _how_many(node: ast.All | ast.Any | ast.AtLeast, count: int, want: Truth) -> int:
    """How many parts must have the wanted truth for the whole to have it."""
    least = node.n if isinstance(node, ast.AtLeast) else 1 if isinstance(node, ast.Any) else count
    return least if want is Truth.TRUE else count - least + 1


def _needed(parts: Sequence[Needed | None], enough: int) -> Needed | None:
    """Of the parts that are not as wanted, all but so many as may stay so: one of them must move.

    Those with the fewest changes are taken, first those of which no others may do.
    """
    open_ = [part for part in parts if part is not None]
    met = len(parts) - len(open_)
    if met >= enough:
        return None
    open_.sort(key=lambda part: (len(part.changes), not part.all_of_them))
    may_stay = len(parts) - enough
    return _united(open_[: may_stay + 1])


def _united(parts: Iterable[Needed | None]) -> Needed:
    found = [part for part in parts if part is not None]
    changes = dict.fromkeys(change for part in found for change in part.changes)
    return Needed(tuple(changes), all(part.all_of_them for part in found))
