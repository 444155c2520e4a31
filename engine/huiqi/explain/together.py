"""Whether the amounts of a comparison may have to move together to bring it about.

Each amount alone is solved for (`explain.amounts_to_reach`). That finds every way as long as only
one amount of a comparison can move to its good; where several can, none of them may do alone, or
each only as far as other conditions let it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Protocol

from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import Circumstances, threshold_value
from huiqi.explain.changes import Company, is_known
from huiqi.model import criteria as ast
from huiqi.model.profile import Missing
from huiqi.model.vocabulary import Fact, FactType, Quotient

_Op = ast.Operator
_UP = frozenset({(_Op.AT_LEAST, Truth.TRUE), (_Op.MORE_THAN, Truth.TRUE)}) | frozenset(
    {(_Op.AT_MOST, Truth.FALSE), (_Op.LESS_THAN, Truth.FALSE)}
)
_EITHER_WAY = (1, -1)


class Movers(Protocol):
    """Tells which facts of a company can change."""

    company: Company

    def may_move(self, fact: Fact, given: Circumstances) -> bool: ...


def may_move_together(test: ast.Test, want: Truth, ways: Movers, given: Circumstances) -> bool:
    """Whether changes of several amounts may bring the test about that no single one begins."""
    if not isinstance(test, ast.Compare):
        return False
    names = tuple(dict.fromkeys((*test.of, *test.per)))
    facts = [given.book.vocabulary.facts[name] for name in names]
    if len(facts) == 1 or facts[0].type is FactType.DATE:
        return False
    if any(_is_ratio_of_others(fact, ways.company) for fact in facts):
        return True
    moving = [fact for fact in facts if ways.may_move(fact, given)]
    inapplicable = [f for f in facts if given.answers.get(f.id) is Missing.NOT_APPLICABLE]
    if any(fact not in moving for fact in inapplicable):
        return False
    if inapplicable and any(not is_known(given.answers.get(name)) for name in names):
        return True
    if len(moving) < 2:
        return bool(moving) and _divides_by_less_than_nothing(test, moving[0], given)
    directions = _directions(test, want)
    helping = [fact for fact in moving if _helps(fact, test, directions, ways.company)]
    return len(helping) > 1 or _divisor(test, given) is not None


def _is_ratio_of_others(fact: Fact, company: Company) -> bool:
    return isinstance(fact.derive, Quotient) and not company.states(fact.id)


def _directions(test: ast.Compare, want: Truth) -> Sequence[int]:
    """Where the whole must go, +1 or -1; an equation can miss on either side."""
    if test.op is _Op.EQUALS:
        return _EITHER_WAY
    return (1,) if (test.op, want) in _UP else (-1,)


def _helps(fact: Fact, test: ast.Compare, directions: Sequence[int], company: Company) -> bool:
    """Whether the amount can move to where the whole must go."""
    now = company.now.answers.get(fact.id)
    bound = threshold_value(test.threshold)
    slope = test.of.count(fact.id) - bound * test.per.count(fact.id)
    if now is Missing.NOT_APPLICABLE or (fact.id in test.of and fact.id in test.per):
        return True
    if not isinstance(fact.changeable, str):
        return slope != 0
    own = 1 if fact.changeable == "more" else -1
    return any(slope * own * direction > 0 for direction in directions)


def _divisor(test: ast.Compare, given: Circumstances) -> Fraction | None:
    """What is divided by, where that is known and no more than nothing."""
    amounts: list[Any] = [given.answers.get(name) for name in test.per]
    if not amounts or not all(is_known(a) and not isinstance(a, Missing) for a in amounts):
        return None
    total = sum(map(Fraction, amounts), Fraction())
    return total if total <= 0 else None


def _divides_by_less_than_nothing(test: ast.Compare, moving: Fact, given: Circumstances) -> bool:
    """Whether the one amount that moves may have to pass other amounts first to divide by."""
    divisor = _divisor(test, given)
    if divisor is None or moving.id not in test.per:
        return False
    counted = moving.type in (FactType.MONEY, FactType.COUNT)
    return not counted or divisor < 0 or len(test.per) > 1
