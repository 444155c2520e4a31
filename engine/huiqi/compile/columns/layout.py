"""What a prepared frame of companies holds: which columns, and what they mean.

Every fact is coded: its distinct answers are numbered, and whatever asks one fact alone is looked
up by that number, answered by the reference semantics. Only what relates several facts (sums,
ratios, combinations of criteria) is computed column by column. So a prepared frame holds

- `u7`, unsigned bytes: the truth of test 7 as 0, 1, 2 (`Truth`), for tests of one given fact;
- `k3`, unsigned bytes: what is known of fact 3: `SILENT`, `INAPPLICABLE` or `KNOWN`;
- `q3`, 64-bit integers: the amount of fact 3, null unless known: 分, heads, or for numbers and
  ratios twice the billionths, odd where there are finer digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from huiqi.check.rulebook import CheckedRulebook
from huiqi.compile.columns.amounts import LIMITS, SCALE
from huiqi.compile.inventory import Inventory
from huiqi.model import criteria as ast
from huiqi.model.vocabulary import Fact, FactType, Quotient, SumOf

SILENT, INAPPLICABLE, KNOWN = 0, 1, 2
RATIONAL = (FactType.NUMBER, FactType.RATIO)


@dataclass(frozen=True)
class Layout:
    """The columns that are wanted: `tests` by the given fact they ask, `states` and `amounts`.

    `given` are the facts that may have an answer of their own; all others are silent everywhere.
    """

    given: frozenset[str]
    numbers: Mapping[str, int]
    tests: Mapping[str, tuple[ast.Test, ...]]
    test_numbers: Mapping[ast.Test, int]
    states: frozenset[str]
    amounts: frozenset[str]

    def truth(self, test: ast.Test) -> str:
        return f"u{self.test_numbers[test]}"

    def state(self, fact: str) -> str:
        return f"k{self.numbers[fact]}"

    def amount(self, fact: str) -> str:
        return f"q{self.numbers[fact]}"


def lay_out(book: CheckedRulebook, wanted: Inventory, given: frozenset[str]) -> Layout:
    """The columns that the wanted tests need of companies of which `given` facts are known."""
    facts = book.vocabulary.facts
    test_numbers = dict(wanted.tests)
    tests = {fact: list(alone) for fact, alone in wanted.alone.items() if fact in given}
    states: set[str] = set()
    for by, bounds in wanted.bands:
        if by in given:
            for bound in bounds:
                if bound is not None and (test := reach(by, bound)) not in tests.get(by, ()):
                    test_numbers.setdefault(test, len(test_numbers))
                    tests.setdefault(by, []).append(test)
            states.add(by)
    states |= {name for name in wanted.facts if facts[name].derive is not None}
    amounts = reckoned(book, wanted) & given
    return Layout(
        given,
        wanted.facts,
        {fact: tuple(asked) for fact, asked in tests.items()},
        test_numbers,
        frozenset((states & given) | amounts),
        frozenset(amounts),
    )


def reckoned(book: CheckedRulebook, wanted: Inventory) -> set[str]:
    """The facts whose exact amounts matter, because they stand in sums and ratios."""
    amounts = {f for joint in wanted.joint.values() for t in joint for f in ast.facts_of_test(t)}
    for name in wanted.facts:
        derive = book.vocabulary.facts[name].derive
        if isinstance(derive, SumOf):
            amounts |= set(derive.of)
        elif isinstance(derive, Quotient):
            amounts |= {derive.of, derive.per}
    return amounts


def reach(fact: str, bound: ast.Threshold) -> ast.Compare:
    """Whether an amount lies in the band up to a bound."""
    return ast.Compare(of=(fact,), op=ast.Operator.AT_MOST, threshold=bound)


def encoded(fact: Fact, value: int | Decimal | Fraction) -> int | None:
    """An amount as a prepared frame holds it; None where it is too large for columns."""
    if not -LIMITS[fact.type] <= value <= LIMITS[fact.type]:
        return None
    if fact.type not in RATIONAL:
        return int(value)
    scaled = Fraction(value) * SCALE
    whole = scaled.numerator // scaled.denominator
    return 2 * whole + (scaled.denominator != 1)
