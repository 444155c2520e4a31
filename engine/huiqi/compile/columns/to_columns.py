"""A rulebook on one day as dataframe expressions: the programmes of many companies at once.

The same Kleene truth as everywhere: each criterion is a pair of Boolean columns. The expressions
are built by narwhals, and so run on Polars, Arrow, DuckDB and Spark, or by polars itself, whose
API narwhals follows; they read the columns of `huiqi.compile.columns.layout`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.compile.columns.amounts import (
    LIMITS,
    ONE,
    SCALE,
    Amount,
    Overflow,
    Whole,
    either_amount,
    quotient,
    total,
)
from huiqi.compile.columns.columns import Columns
from huiqi.compile.columns.criteria import Bands, Criteria
from huiqi.compile.columns.layout import (
    INAPPLICABLE,
    KNOWN,
    RATIONAL,
    SILENT,
    Layout,
    lay_out,
    reach,
)
from huiqi.compile.columns.progress import Shares
from huiqi.compile.columns.thresholds import threshold_pair
from huiqi.compile.columns.truth import (
    FALSE,
    TRUE,
    UNKNOWN,
    Bool,
    Expr,
    Frames,
    Pair,
    agreed,
    all_of,
    both,
    choose,
    either,
    negation,
)
from huiqi.compile.inventory import BandKey, Inventory, take_inventory
from huiqi.model import criteria as ast
from huiqi.model.programme import Programme
from huiqi.model.vocabulary import Cases, Fact, Quotient, SumOf, Whether

RATIONAL_UNDER = Whole(2 * SCALE, 2 * SCALE)
NOTHING = Amount(ONE, ONE, False)


def to_columns(
    book: CheckedRulebook,
    programmes: Sequence[Programme],
    given: Iterable[str],
    frames: Frames,
    scores: bool = False,
) -> Columns:
    """The programmes for companies of which at most the facts `given` are stated.

    With `scores` the share of conditions met is reckoned too.
    """
    wanted = take_inventory(book, programmes)
    layout = lay_out(book, wanted, frozenset(given) & frozenset(wanted.facts))
    return _Builder(book, programmes, wanted, layout, frames, scores).build()


class _Builder:
    def __init__(
        self,
        book: CheckedRulebook,
        programmes: Sequence[Programme],
        wanted: Inventory,
        layout: Layout,
        frames: Frames,
        scores: bool,
    ) -> None:
        self.scores = scores
        self.facts = book.vocabulary.facts
        self.programmes = programmes
        self.wanted = wanted
        self.layout = layout
        self.frames = frames
        self.stages: list[dict[str, Expr]] = [{}]
        self.tests: dict[ast.Test, Pair] = {}
        self.bands: dict[BandKey, Bands] = {}
        self.positive: dict[tuple[str, ...], Bool] = {}
        self.criteria = Criteria(frames, self.tests, self.bands)
        self.amounts: dict[str, Amount] = {}
        self.too_much: list[Bool] = []

    def build(self) -> Columns:
        for name in self.wanted.facts:
            self._fact(self.facts[name])
            for test in self.wanted.joint.get(name, ()):
                self.tests[test] = self._named(self._number(test), self._joint(test))
        self._next_stage()
        parts = {
            programme.id: self._parts(number, programme.eligible)
            for number, programme in enumerate(self.programmes)
        }
        self._next_stage()
        found = {}
        for number, programme in enumerate(self.programmes):
            eligible = programme.eligible
            joins = isinstance(eligible, ast.All)
            pair = all_of(parts[programme.id]) if joins else self.criteria.pair(eligible)
            found[programme.id] = self._named(f"p{number}", pair)
        beyond = self._one("beyond", either(self.too_much))
        stages = tuple(stage for stage in self.stages if stage)
        shares = Shares(self.frames, self.criteria)
        reached = {p.id: shares.of(p.eligible) for p in self.programmes} if self.scores else {}
        return Columns(
            self.layout,
            stages,
            found,
            parts,
            self.tests,
            self.bands,
            self.positive,
            beyond,
            reached,
        )

    def _parts(self, number: int, eligible: ast.Criterion) -> tuple[Pair, ...]:
        """The conditions a programme joins; a single test is its own column already."""
        found = []
        for place, part in enumerate(ast.parts(eligible) if isinstance(eligible, ast.All) else ()):
            pair = self.criteria.pair(part)
            found.append(
                pair if isinstance(part, ast.Leaf) else self._named(f"p{number}_{place}", pair)
            )
        return tuple(found)

    # facts

    def _fact(self, fact: Fact) -> None:
        """The pairs of all tests that ask this fact alone, and its amount."""
        asked = self.wanted.alone.get(fact.id, ())
        given = fact.id in self.layout.given
        derived: Mapping[ast.Test, Pair] = {}
        if fact.derive is not None:
            self._next_stage()
        computed = NOTHING
        if isinstance(fact.derive, (SumOf, Quotient)):
            computed = self.amounts[fact.id] = self._arithmetic(fact)
            derived = {test: self._compared(fact.id, test) for test in asked}
        elif isinstance(fact.derive, Whether):
            derived = self._whether(fact.derive, asked)
        elif isinstance(fact.derive, Cases):
            derived = self._cases(fact.derive, asked)
        for test in asked:
            pair = derived.get(test, UNKNOWN)
            if given:
                said = self._looked_up(test)
                pair = choose(self._said(fact.id), said, pair) if fact.derive else said
            self.tests[test] = self._named(self._number(test), pair)
        if given and fact.id in self.layout.amounts:
            stated = self._stated(fact)
            derived_amount = self.amounts.get(fact.id)
            self.amounts[fact.id] = (
                stated
                if derived_amount is None
                else either_amount(self.frames, stated, derived_amount)
            )
        for key in self.wanted.bands:
            if key[0] == fact.id:
                self.bands[key] = self._bands(key, computed)

    def _said(self, fact: str) -> Bool:
        """Whether the fact has an answer of its own."""
        return self.frames.col(self.layout.state(fact)) != SILENT

    def _looked_up(self, test: ast.Test) -> Pair:
        truth = self.frames.col(self.layout.truth(test))
        return Pair(truth == Truth.TRUE.value, truth == Truth.FALSE.value)

    def _stated(self, fact: Fact) -> Amount:
        """The amount that is given; rows whose digits are too fine are left to the reference."""
        state = self.frames.col(self.layout.state(fact.id))
        value = self.frames.col(self.layout.amount(fact.id))
        known = state == KNOWN
        under, most = ONE, LIMITS[fact.type]
        if fact.type in RATIONAL:
            under, most = RATIONAL_UNDER, 2 * SCALE * most
            self.too_much.append(both((known, value % 2 != 0)))
        return Amount(Whole(value, most), under, known, state == INAPPLICABLE)

    def _amount(self, fact: str) -> Amount:
        return self.amounts.get(fact, NOTHING)

    def _arithmetic(self, fact: Fact) -> Amount:
        """The sum or quotient a fact derives from."""
        derive = fact.derive
        if isinstance(derive, SumOf):
            parts = [self._amount(name) for name in derive.of]
        else:
            assert isinstance(derive, Quotient)
            parts = [self._amount(derive.of), self._divisor((derive.per,))]
        try:
            return total(parts) if isinstance(derive, SumOf) else quotient(*parts)
        except Overflow:
            known = both(part.known for part in parts)
            self.too_much.append(known)
            return Amount(ONE, ONE, False, either(part.inapplicable for part in parts))

    def _whether(self, derive: Whether, asked: Iterable[ast.Test]) -> dict[ast.Test, Pair]:
        found = self.criteria.pair(derive.when)
        return {
            test: found if test.value else negation(found)
            for test in asked
            if isinstance(test, ast.Is)
        }

    def _cases(self, derive: Cases, asked: Iterable[ast.Test]) -> dict[ast.Test, Pair]:
        """Whether the value is one of those asked for, reckoned from the last branch."""
        branches = [(choice.value, self.criteria.pair(choice.when)) for choice in derive.choices]
        derived: dict[ast.Test, Pair] = {}
        for test in asked:
            assert isinstance(test, ast.OneOf)
            end = derive.otherwise
            found = UNKNOWN if end is None else TRUE if end in test.values else FALSE
            for value, when in reversed(branches):
                found = agreed(when, TRUE if value in test.values else FALSE, found)
            derived[test] = Pair(found.true, False) if test.open else found
        return derived

    # comparisons

    def _joint(self, test: ast.Compare) -> Pair:
        """A comparison of a sum or a ratio of facts."""
        parts = [self._amount(name) for name in (*test.of, *test.per)]
        try:
            if test.per:
                divisor = self._divisor(test.per)
                amount = quotient(total(parts[: len(test.of)]), divisor)
            else:
                amount = total(parts)
            return threshold_pair(amount, test.op, test.threshold)
        except Overflow:
            return self._left_alone(parts)

    def _divisor(self, facts: tuple[str, ...]) -> Amount:
        """The sum that is divided by; noted is where it is known to be positive."""
        parts = [self._amount(name) for name in facts]
        try:
            divisor = total(parts)
        except Overflow:
            self._left_alone(parts)
            raise
        if facts not in self.positive:
            positive = False if divisor.known is False else divisor.over.value > 0
            name = f"d{len(self.positive)}"
            self.positive[facts] = self._one(name, both((divisor.known, positive)))
        return divisor

    def _compared(self, fact: str, test: ast.Test) -> Pair:
        """A comparison of one derived amount."""
        assert isinstance(test, ast.Compare)
        amount = self._amount(fact)
        try:
            return threshold_pair(amount, test.op, test.threshold)
        except Overflow:
            return self._left_alone([amount])

    def _left_alone(self, amounts: Sequence[Amount]) -> Pair:
        """Where all amounts are known, the comparison is not for columns."""
        self.too_much.append(both(amount.known for amount in amounts))
        return Pair(False, either(amount.inapplicable for amount in amounts))

    def _bands(self, key: BandKey, computed: Amount) -> Bands:
        """Whether the amount of a fact is known, and up to which bounds it reaches.

        `computed` is the amount as far as it is derived; what is stated goes before it.
        """
        by, bounds = key
        name = f"b{self.wanted.bands[key]}"
        known, silent = computed.known, True
        if by in self.layout.given:
            state = self.frames.col(self.layout.state(by))
            silent = state == SILENT
            known = either((state == KNOWN, both((silent, known))))
        within: list[Bool] = []
        for place, bound in enumerate(bounds):
            inside: Bool = True
            if bound is not None:
                inside = both((silent, self._within(computed, bound)))
                if by in self.layout.given:
                    inside = either((self._looked_up(reach(by, bound)).true, inside))
            within.append(self._one(f"{name}_{place}", inside))
        return Bands(self._one(f"{name}k", known), tuple(within))

    def _within(self, amount: Amount, bound: ast.Threshold) -> Bool:
        try:
            return threshold_pair(amount, ast.Operator.AT_MOST, bound).true
        except Overflow:
            return self._left_alone([amount]).true

    # names

    def _number(self, test: ast.Test) -> str:
        return f"x{self.layout.test_numbers[test]}"

    def _named(self, name: str, pair: Pair) -> Pair:
        """The pair as columns of the current stage; what is known while compiling stays so."""
        return Pair(self._one(f"{name}t", pair.true), self._one(f"{name}f", pair.false))

    def _one(self, name: str, part: Bool) -> Bool:
        if isinstance(part, bool):
            return part
        self.stages[-1][name] = part
        return self.frames.col(name)

    def _next_stage(self) -> None:
        if self.stages[-1]:
            self.stages.append({})
