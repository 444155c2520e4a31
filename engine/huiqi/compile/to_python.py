"""A rulebook on one day as the text of one Python function, for verdicts without reasons.

Every distinct test is decided once into two booleans, t "it is TRUE" and f "it is FALSE"; neither
means UNKNOWN. Criteria become short-circuit expressions over them. Quantities are compared as
integers, ratios cross-multiplied; tests of places, sectors, certificates and enumerated values
are looked up per answer.

Rule files come from anyone. The text therefore holds nothing of theirs: only identifiers made from
counters and whole numbers; everything else stands in the constants, `k0`, `k1`, … in the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from math import lcm

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.compile.amounts import ONE, RATIONAL, SIGNS, Amounts, compare, times
from huiqi.compile.expressions import Pair, all_of, any_of, elapsed
from huiqi.compile.inventory import BandKey, band_key, take_inventory
from huiqi.model import criteria as ast
from huiqi.model.profile import Missing
from huiqi.model.programme import Programme
from huiqi.model.rule_files import criteria_of
from huiqi.model.vocabulary import Cases, Fact, FactType, Quotient, SumOf, Whether

_QUANTITIES = (FactType.COUNT, FactType.MONEY, FactType.NUMBER, FactType.RATIO)
_BELOW = {ast.Operator.AT_LEAST: "<", ast.Operator.MORE_THAN: "<="}


@dataclass(frozen=True)
class Lookup:
    """A function of the answer (or None) to one fact: t and f of each test, in this order."""

    fact: str
    tests: tuple[ast.Test, ...]


@dataclass(frozen=True)
class Possibilities:
    """A function of a bit mask: the answer that is one of these values, None for -1."""

    values: tuple[str, ...]


@dataclass(frozen=True)
class Generated:
    """The text of `decide(get)` and the constants it names.

    `get` gives an answer by fact id, or None. The result has a Truth for each of `names`, which
    are programmes; or an answer, where they are derived facts (a ratio as a pair of integers).
    `Lookup` and `Possibilities` among the constants stand for functions still to be put there.
    """

    source: str
    constants: tuple[object, ...]
    names: tuple[str, ...]


def to_python(book: CheckedRulebook, as_of: date) -> Generated:
    """The function that decides the programme versions which count on a day."""
    return _Generator(book, as_of, book.current(as_of)).generate()


def derivations_to_python(book: CheckedRulebook, as_of: date) -> Generated:
    """The function that derives every derived fact."""
    return _Generator(book, as_of, ()).generate_derivations()


class _Generator:
    def __init__(
        self, book: CheckedRulebook, as_of: date, programmes: tuple[Programme, ...]
    ) -> None:
        self.book = book
        self.facts = book.vocabulary.facts
        self.as_of = as_of
        self.programmes = programmes
        self.lines: list[str] = []
        self.constants: list[object] = []
        self.wanted = take_inventory(book, programmes, () if programmes else book.order)
        self.numbers = self.wanted.facts
        self.amounts = Amounts(self.facts, self.numbers)
        self.ladders = count()

    def generate_derivations(self) -> Generated:
        self._decide_facts()
        self._line(1, "return (")
        for name in self.book.order:
            answer = self._answer(name)
            if self.facts[name].type in RATIONAL:
                n, (d,) = self.amounts.of(name)
                answer = f"({n}, {d}) if {answer} is True else {answer}"
            self._line(2, f"{answer},")
        self._line(1, ")")
        return self._generated(self.book.order)

    def _decide_facts(self) -> None:
        self.unknown, self.inapplicable = map(self._constant, Missing)
        for name in self.numbers:
            self._fact(self.facts[name], self.wanted.alone.get(name, []))
            for test in self.wanted.joint.get(name, []):
                self._joint_comparison(test)

    def generate(self) -> Generated:
        self._decide_facts()
        true, false, open_ = map(self._constant, (Truth.TRUE, Truth.FALSE, Truth.UNKNOWN))
        pairs = [self._criterion(programme.eligible) for programme in self.programmes]
        self._line(1, "return (")
        for pair in pairs:
            self._line(2, f"{true} if {pair.true} else {false} if {pair.false} else {open_},")
        self._line(1, ")")
        return self._generated(tuple(programme.id for programme in self.programmes))

    def _generated(self, names: tuple[str, ...]) -> Generated:
        source = "\n".join(("def decide(get):", *self.lines, ""))
        return Generated(source, tuple(self.constants), names)

    # facts

    def _fact(self, fact: Fact, tests: list[ast.Test]) -> None:
        """What decides the tests of one fact; leaves its answer in a variable."""
        a = self._answer(fact.id)
        self._line(1, f"{a} = get({self._constant(fact.id)})")
        if fact.type in _QUANTITIES or fact.type is FactType.DATE:
            self._quantity(fact, a)
            self._comparisons(fact, tests)
            return
        if isinstance(fact.derive, (Whether, Cases)):
            self._ask(a, fact.derive)
        if fact.type is FactType.BOOL:
            for test in tests:
                assert isinstance(test, ast.Is)
                t, f = self._truth(test)
                self._line(1, f"{t} = {a} is {test.value}")
                self._line(1, f"{f} = {a} is {not test.value} or {a} is {self.inapplicable}")
        elif tests:
            found = ", ".join(variable for test in tests for variable in self._truth(test))
            self._line(1, f"{found} = {self._constant(Lookup(fact.id, tuple(tests)))}({a})")

    def _quantity(self, fact: Fact, a: str) -> None:
        """Makes the answer None while unknown.

        Of a number or ratio it then only tells the state; the value is numerator and denominator.
        """
        self._line(1, f"if {a} is None or {a} is {self.unknown}:")
        if isinstance(fact.derive, (SumOf, Quotient)):
            self._arithmetic(fact, fact.derive)
        else:
            self._line(2, f"{a} = None")
        if fact.type in RATIONAL:
            n, (d,) = self.amounts.of(fact.id)
            self._line(1, f"elif {a} is not {self.inapplicable}:")
            self._line(2, f"{n}, {d} = {a}.as_integer_ratio()")

    def _ask(self, a: str, derive: Whether | Cases) -> None:
        """Derives an answer that was not given from the criteria it rests on."""
        pairs = [self._criterion(criterion) for criterion in criteria_of(derive)]
        self._line(1, f"if {a} is None or {a} is {self.unknown}:")
        if isinstance(derive, Whether):
            [pair] = pairs
            self._line(2, f"{a} = True if {pair.true} else False if {pair.false} else None")
        else:
            self._choose(a, derive, pairs)

    def _arithmetic(self, fact: Fact, derive: SumOf | Quotient) -> None:
        a = self._answer(fact.id)
        of, per = (derive.of, ()) if isinstance(derive, SumOf) else ((derive.of,), (derive.per,))
        total, divisor = self.amounts.sum(of), self.amounts.sum(per) if per else ONE
        self._line(2, f"if {self._is_any(of + per, self.inapplicable)}:")
        self._line(3, f"{a} = {self.inapplicable}")
        self._line(2, f"elif {self._is_any(of + per, 'None')}:")
        self._line(3, f"{a} = None")
        if per:
            self._line(2, f"elif {divisor.over} <= 0:")
            self._line(3, f"{a} = None")
        self._line(2, "else:")
        if fact.type in RATIONAL:
            n, (d,) = self.amounts.of(fact.id)
            self._line(3, f"{a} = True")
            self._line(3, f"{n} = {times(total.over, *divisor.under)}")
            self._line(3, f"{d} = {times(divisor.over, *total.under)}")
        else:
            self._line(3, f"{a} = {total.over}")

    def _choose(self, a: str, derive: Cases, pairs: list[Pair]) -> None:
        """Collects the possible values as bits, from the last branch to the first."""
        values = tuple(dict.fromkeys(c.value for c in derive.choices))
        if derive.otherwise is not None and derive.otherwise not in values:
            values += (derive.otherwise,)
        none = -1 if derive.otherwise is None else 1 << values.index(derive.otherwise)
        self._line(2, f"m = {none}")
        for choice, pair in reversed(list(zip(derive.choices, pairs, strict=True))):
            bit = 1 << values.index(choice.value)
            self._line(2, f"if {pair.true}:")
            self._line(3, f"m = {bit}")
            self._line(2, f"elif not {pair.false}:")
            self._line(3, f"m |= {bit}")
        self._line(2, f"{a} = {self._constant(Possibilities(values))}(m)")

    def _comparisons(self, fact: Fact, tests: list[ast.Test]) -> None:
        """The comparisons of one quantity or date, and the bands it selects."""
        a = self._answer(fact.id)
        pairs = [self._truth(test) for test in tests]
        bands = [key for key in self.wanted.bands if key[0] == fact.id]
        beyond = [self._beyond(key, i) for key in bands for i in range(len(key[1]))]
        trues, falses = [p.true for p in pairs], [p.false for p in pairs]
        if not (pairs or beyond):
            return
        self._line(1, f"if {a} is None:")
        self._line(2, " = ".join((*trues, *falses, *beyond, "False")))
        self._line(1, f"elif {a} is {self.inapplicable}:")
        self._line(2, " = ".join((*trues, *beyond, "False")))
        if falses:
            self._line(2, " = ".join((*falses, "True")))
        self._line(1, "else:")
        for test, (t, f) in zip(tests, pairs, strict=True):
            assert isinstance(test, ast.Compare)
            if fact.type is FactType.DATE:
                self._line(2, f"{t} = {self._day(a, test)}")
            else:
                self._line(2, f"{t} = {self.amounts.test(test)}")
            self._line(2, f"{f} = not {t}")
        for key in bands:
            self._reach(key)

    def _reach(self, key: BandKey) -> None:
        """Which bands are out of reach: those the amount has not come to, or has gone beyond."""
        fact, bounds = key
        below = ""
        for i, bound in enumerate(bounds):
            ways = [below] if below else []
            if bound is not None:
                amount = self.amounts.of(fact)
                ways.append(compare(amount, ">", bound))
                below = compare(amount, "<=", bound)
            self._line(2, f"{self._beyond(key, i)} = {' or '.join(ways) or 'False'}")

    def _joint_comparison(self, test: ast.Compare) -> None:
        """A comparison of a sum or a ratio of facts."""
        t, f = self._truth(test)
        names = test.of + test.per
        self._line(1, f"if {self._is_any(names, self.inapplicable)}:")
        self._line(2, f"{t} = False")
        self._line(2, f"{f} = True")
        unknown = self._is_any(names, "None")
        if test.per:
            unknown += f" or {self.amounts.sum(test.per).over} <= 0"
        self._line(1, f"elif {unknown}:")
        self._line(2, f"{t} = {f} = False")
        self._line(1, "else:")
        self._line(2, f"{t} = {self.amounts.test(test)}")
        self._line(2, f"{f} = not {t}")

    # expressions

    def _day(self, a: str, test: ast.Compare) -> str:
        """A date against a date, or against the day from which a period ends on the as-of date."""
        if isinstance(test.threshold, ast.Day):
            return f"{a} {SIGNS[test.op]} {self._constant(test.threshold.value)}"
        assert isinstance(test.threshold, ast.Length)
        period, today = test.threshold.value, self.as_of
        marks = (period.complete_since(today), period.running_since(today), today)
        return elapsed(a, test.op, *map(self._constant, marks))

    def _criterion(self, node: ast.Criterion) -> Pair:
        if isinstance(node, ast.Leaf):
            stated = not isinstance(node.test, ast.StatedElsewhere)
            return self._truth(node.test) if stated else Pair("False", "False")
        if isinstance(node, ast.Score):
            return self._score(node)
        pairs = [self._criterion(part) for part in ast.parts(node)]
        true, false = [p.true for p in pairs], [p.false for p in pairs]
        if isinstance(node, ast.Not):
            return Pair(pairs[0].false, pairs[0].true)
        if isinstance(node, ast.All):
            return Pair(all_of(true), any_of(false))
        if isinstance(node, ast.Any):
            return Pair(any_of(true), all_of(false))
        if isinstance(node, ast.AtLeast):
            too_many = len(pairs) - node.n + 1
            return Pair(f"({' + '.join(true)} >= {node.n})", f"({' + '.join(false)} >= {too_many})")
        beyond = [self._beyond(band_key(node), i) for i in range(len(pairs))]
        return Pair(
            all_of(any_of(ways) for ways in zip(beyond, true, strict=True)),
            all_of(any_of(ways) for ways in zip(beyond, false, strict=True)),
        )

    def _score(self, node: ast.Score) -> Pair:
        """The least and the most points, counted before any expression that asks for them."""
        rungs = [rung for item in node.items for ladder in item.alternatives for rung in ladder]
        amounts = (node.threshold, *(rung.points for rung in rungs))
        scale = lcm(*(amount.as_integer_ratio()[1] for amount in amounts))
        items = []
        for item in node.items:
            first, *others = [self._ladder(ladder, scale) for ladder in item.alternatives]
            for other in others:
                self._line(1, f"if l{other} > l{first}: l{first} = l{other}")
                self._line(1, f"if h{other} > h{first}: h{first} = h{other}")
            items.append(first)
        least, most = (" + ".join(f"{bound}{item}" for item in items) for bound in "lh")
        points = _scaled(node.threshold, scale)
        return Pair(f"({least} {SIGNS[node.op]} {points})", f"({most} {_BELOW[node.op]} {points})")

    def _ladder(self, ladder: tuple[ast.Points, ...], scale: int) -> int:
        """The least and the most points of a ladder, reckoned from its last rung to its first."""
        pairs = [self._criterion(rung.when) for rung in ladder]
        number = next(self.ladders)
        low, high = f"l{number}", f"h{number}"
        self._line(1, f"{low} = {high} = 0")
        for rung, pair in reversed(list(zip(ladder, pairs, strict=True))):
            points = _scaled(rung.points, scale)
            self._line(1, f"if {pair.true}: {low} = {high} = {points}")
            self._line(1, f"elif not {pair.false}:")
            self._line(2, f"if {points} < {low}: {low} = {points}")
            self._line(2, f"if {points} > {high}: {high} = {points}")
        return number

    # names and lines

    def _answer(self, fact: str) -> str:
        return f"a{self.numbers[fact]}"

    def _truth(self, test: ast.Test) -> Pair:
        number = self.wanted.tests[test]
        return Pair(f"t{number}", f"f{number}")

    def _beyond(self, key: BandKey, band: int) -> str:
        return f"b{self.wanted.bands[key]}_{band}"

    def _is_any(self, names: tuple[str, ...], state: str) -> str:
        return " or ".join(f"{self._answer(name)} is {state}" for name in dict.fromkeys(names))

    def _constant(self, value: object) -> str:
        self.constants.append(value)
        return f"k{len(self.constants) - 1}"

    def _line(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)


def _scaled(points: Decimal, scale: int) -> int:
    """Points times a multiple of their denominator, without decimal rounding."""
    over, under = points.as_integer_ratio()
    return over * scale // under
