"""What derived facts rest on, kept from one company to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from huiqi.evaluate.leaf import Circumstances
from huiqi.explain.pruned import pruned
from huiqi.model import criteria as ast
from huiqi.model.verdict import Proof
from huiqi.model.vocabulary import Fact, FactType

Need = tuple[str, ...]
"""Facts that matter only together."""

_FEW_ANSWERS = (FactType.SECTOR, FactType.ENUM, FactType.BOOL)


@dataclass
class Kept:
    """What derived facts rest on under given answers.

    For one rulebook and one day; who keeps it bounds it.
    """

    proofs: dict[tuple[object, ...], dict[int, Proof]] = field(default_factory=dict)
    needs: dict[tuple[object, ...], tuple[Need, ...]] = field(default_factory=dict)
    choices: dict[tuple[object, ...], dict[int, tuple[Need, ...]]] = field(default_factory=dict)
    criteria: dict[tuple[object, ...], ast.Criterion] = field(default_factory=dict)

    def left(
        self, fact: Fact, number: int, criterion: ast.Criterion, given: Circumstances
    ) -> ast.Criterion:
        """Criterion `number` behind a derived fact, as far as what has few answers leaves it."""
        facts = given.book.vocabulary.facts
        known = {
            name: answer
            for name in given.book.facts_behind[fact.id]
            if facts[name].type in _FEW_ANSWERS and (answer := given.answers.get(name)) is not None
        }
        key = fact.id, number, *known.items()
        found = self.criteria.get(key)
        if found is None:
            found = pruned(criterion, Circumstances(given.book, known, given.as_of))
            self.criteria[key] = found
        return found
