"""The smallest sets of changes that bring a criterion to TRUE.

A search from the fewest changes upwards. Every set found is tried out on the company: the whole of
it suffices, no part of it does, and each amount in it is the least that will do beside the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from heapq import heappop, heappush
from itertools import combinations, count
from typing import Any

from huiqi.base.kleene import Truth
from huiqi.evaluate.reference import prove
from huiqi.explain.changes import Change, Changes, Company, Slot, put
from huiqi.explain.repairs import Needed, Repairs
from huiqi.model import criteria as ast
from huiqi.model.profile import Holding
from huiqi.model.quantity import FEN_PER_YUAN
from huiqi.model.vocabulary import FactType

MAX_CHANGES = 6
"""Sets of more changes are not looked for: nobody follows such advice."""
MAX_SETS = 32
"""So many alternative sets are kept for one programme."""
MAX_TRIED = 600
"""So many combinations of changes are tried for one programme."""


@dataclass(frozen=True)
class Mended:
    """Alternative smallest sets, the smallest first; `complete` unless a limit was met, or amounts
    may have to move together, which is not looked for.

    Of sets that change the same parts to other values only the least is kept.
    """

    sets: tuple[Changes, ...]
    complete: bool


class Mending:
    """Looks for sets of changes to one company."""

    def __init__(self, company: Company, repairs: Repairs) -> None:
        self._company = company
        self._repairs = repairs
        self._order = {fact: n for n, fact in enumerate(company.book.vocabulary.facts)}

    def of(self, criterion: ast.Criterion) -> Mended:
        """The smallest sets that bring the criterion to TRUE, as far as the repairs tell."""
        return _Search(self, criterion).run()

    def needed(self, criterion: ast.Criterion, changes: Changes) -> Needed | None:
        """What is still needed once the changes are made; None when nothing is."""
        given = self._company.after(changes)
        return self._repairs.of(prove(criterion, given), Truth.TRUE, given)

    def size(self, changes: Changes) -> tuple[int, int, list[int]]:
        """Sorts sets: the fewest changes, the least effort, the order of the vocabulary."""
        places = sorted(self._order[change.fact] for change in changes)
        return len(changes), sum(map(effort, changes)), places

    def distance(self, change: Change) -> Fraction:
        """How far an amount moves; 0 for what is no amount."""
        before: Any = self._company.now.answers.get(change.fact)
        after: Any = change.to
        amounts = isinstance(before, _AMOUNTS) and isinstance(after, _AMOUNTS)
        return abs(Fraction(after) - Fraction(before)) if amounts else Fraction(0)

    def is_nearer(self, change: Change, far: Fraction) -> bool:
        """Whether an amount moves less far; not for the sake of parts of a 元."""
        fact = self._company.book.vocabulary.facts[change.fact]
        grain = FEN_PER_YUAN if fact.type is FactType.MONEY else 0
        moved = self.distance(change)
        return moved < far and far - moved >= grain


class _Search:
    def __init__(self, mending: Mending, criterion: ast.Criterion) -> None:
        self._mending = mending
        self._criterion = criterion
        self._found: dict[frozenset[Slot], Changes] = {}
        self._complete = True

    def run(self) -> Mended:
        number = count()
        waiting: list[tuple[Any, int, Changes]] = [((), next(number), ())]
        seen: set[frozenset[Change]] = {frozenset()}
        tried = 0
        while waiting:
            changes = heappop(waiting)[-1]
            if self._is_beyond(changes):
                continue
            tried += 1
            if tried > MAX_TRIED or len(self._found) == MAX_SETS:
                self._complete = False
                break
            needed = self._mending.needed(self._criterion, changes)
            if needed is None:
                self._keep(changes)
                continue
            self._complete = self._complete and needed.all_of_them
            for change in needed.changes:
                grown = put(changes, change)
                key = frozenset(grown)
                if len(grown) > MAX_CHANGES:
                    self._complete = False
                elif key not in seen and not self._is_beyond(grown):
                    seen.add(key)
                    heappush(waiting, (self._mending.size(grown), next(number), grown))
        found = sorted(self._found.values(), key=self._mending.size)
        return Mended(tuple(found), self._complete)

    def _is_beyond(self, changes: Changes) -> bool:
        """Whether a part of the changes is known to suffice."""
        slots = {change.slot for change in changes}
        return any(found <= slots for found in self._found)

    def _keep(self, changes: Changes) -> None:
        least = self._tighten(self._smallest_part(changes))
        slots = frozenset(change.slot for change in least)
        self._found = {s: c for s, c in self._found.items() if not slots < s}
        self._found.setdefault(slots, least)

    def _smallest_part(self, changes: Changes) -> Changes:
        for size in range(len(changes)):
            for part in combinations(changes, size):
                if self._suffice(part):
                    return part
        return changes

    def _suffice(self, changes: Changes) -> bool:
        return self._mending.needed(self._criterion, changes) is None

    def _tighten(self, changes: Changes) -> Changes:
        """The same parts changed, each amount no more than it must be."""
        for change in changes:
            for other in self._nearer(changes, change):
                if self._suffice(other):
                    changes = other
                    break
        return changes

    def _nearer(self, changes: Changes, change: Change) -> Iterator[Changes]:
        """The set with the one amount changed less, step by step from where it is now."""
        tried = tuple(c for c in changes if c.slot != change.slot)
        far = self._mending.distance(change)
        seen: set[Change] = set()
        while far:
            needed = self._mending.needed(self._criterion, tried) or Needed()
            steps = [c for c in needed.changes if c.slot == change.slot and c not in seen]
            steps = [c for c in steps if self._mending.is_nearer(c, far)]
            if not steps:
                return
            step = min(steps, key=self._mending.distance)
            seen.add(step)
            tried = put(tried, step)
            yield tried


_AMOUNTS = (int, Fraction, Decimal)


def effort(change: Change) -> int:
    """What a change roughly costs: 1 to do or to leave something, 2 an amount, 3 a recognition.

    Only a rule of thumb to put alternatives in order; it decides nothing.
    """
    if isinstance(change.to, Holding):
        return 3
    if change.fact == "zones":
        return 4
    return 1 if isinstance(change.to, bool) else 2
