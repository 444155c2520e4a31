"""Which answers to a fact are the same to a programme: those its tests cannot tell apart.

Two companies whose answers fall into the same classes, and whose sums and ratios compare alike, get
the same verdict for the same reasons. What an answer leaves open counts too, since reasons name
what is still missing.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import polars as pl

from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.batch.coding import FactCodes
from huiqi.evaluate.leaf import Circumstances
from huiqi.load.tables import divisions, industries
from huiqi.model import criteria as ast
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Members, Missing
from huiqi.model.sector import Sector


class Classes:
    """The classes of the answers to one fact under some tests, numbered as they are met.

    `examples`: of each class the answer met first.
    """

    def __init__(self, codes: FactCodes, tests: Sequence[ast.Test]) -> None:
        self.fact = codes.fact.id
        self._codes = codes
        self._tests = tuple(tests)
        self.examples: list[Answer | None] = []
        self._numbers: dict[Hashable, int] = {}
        self._classes: list[int] = []
        self._table: pl.Series | None = None

    def table(self, book: CheckedRulebook, given: Circumstances) -> pl.Series:
        """The class of each answer number; grows with the coding. `given` lends day and book."""
        if self._table is None or len(self._classes) < len(self._codes.answers):
            for answer in self._codes.answers[len(self._classes) :]:
                key = self._key(answer, book, given)
                number = self._numbers.setdefault(key, len(self._numbers))
                if number == len(self.examples):
                    self.examples.append(answer)
                self._classes.append(number)
            self._table = pl.Series(self._classes, dtype=pl.UInt32)
        return self._table

    @property
    def count(self) -> int:
        return len(self._numbers)

    def _key(self, answer: Answer | None, book: CheckedRulebook, given: Circumstances) -> Hashable:
        if answer is None or isinstance(answer, (bool, Missing)):
            return answer
        if isinstance(answer, Certificates):
            asked = [test for test in self._tests if isinstance(test, ast.Holds)]
            titles = {title for test in asked for title in book.answered_by[test.certification]}
            held = tuple(h for h in answer.held if h.certification in titles)
            return held, frozenset(title for title in titles if answer.lacks(title))
        named = {v for test in self._tests if isinstance(test, ast.OneOf) for v in test.values}
        if isinstance(answer, Members):
            outside = answer.outside
            return answer.inside & named, None if outside is None else outside & named
        if isinstance(answer, str):
            return answer if answer in named else ""
        if _is_partial(answer):
            return answer
        alone = Circumstances(book, {self.fact: answer}, given.as_of)
        return tuple(alone.truth(test) for test in self._tests)


def _is_partial(answer: Answer) -> bool:
    """Whether a place or sector could be told more finely."""
    if isinstance(answer, Location):
        return len(answer.codes) > 1 or bool(divisions().children(answer.codes[0]))
    return isinstance(answer, Sector) and bool(industries().children(answer.code))
