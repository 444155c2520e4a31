"""Conditions over whole numbers, and the rulesets of the C rule engine that decide them.

A condition is a monotone formula (and, or) over tests of one integer field. A field that is absent
makes every test on it false, so `x < 5` and `x >= 5` both fail when x is not known; that is how
"met" and "failed" of one programme can both stay silent.

The engine (durable_rules 2.0.28) is right only inside limits that it does not itself check: beyond
them it hangs, crashes or needs exponential time. `plan` therefore cuts a pair of conditions into
stages that keep the limits: what is too wide or too deep for one ruleset is decided by an earlier
one, and its outcome becomes a field of the next. No condition is too large; only thresholds that
do not fit the engine's integers are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import ClassVar, Literal, NamedTuple, TypeAlias

Operator: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]

LARGEST = 2**63 - 1
"""Facts are clipped to ±LARGEST; thresholds must lie strictly inside, so clipping never shows."""

MARKER = "company"
"""A field that every fact carries, so that one rule always fires."""


@dataclass(frozen=True, slots=True)
class Test:
    """`field op value`; false when the field is absent."""

    __test__: ClassVar[bool] = False  # the name must not make pytest collect the class

    field: str
    op: Operator
    value: int


@dataclass(frozen=True, slots=True)
class And:
    """Every part holds; of no parts it is true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Some part holds; of no parts it is false."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = Test | And | Or | bool


class LimitExceeded(ValueError):
    """A programme cannot be put to the rule engine: which limit, how much, how much is allowed."""

    def __init__(self, programme: str, limit: str, found: int, allowed: int) -> None:
        super().__init__(f"{programme}: {limit}: {found}, at most {allowed}")
        self.programme = programme
        self.limit = limit
        self.found = found
        self.allowed = allowed


def simplify(condition: Condition) -> Condition:
    """The same condition without inner constants, nested like groups, repeats or lone groups."""
    if isinstance(condition, bool | Test):
        return condition
    conjunctive = isinstance(condition, And)
    parts: dict[Condition, None] = {}
    for part in map(simplify, condition.parts):
        if isinstance(part, bool):
            if part is not conjunctive:
                return part
        elif isinstance(part, And | Or) and isinstance(part, And) is conjunctive:
            parts.update(dict.fromkeys(part.parts))
        else:
            parts[part] = None
    if not parts:
        return conjunctive
    if len(parts) == 1:
        return next(iter(parts))
    return And(tuple(parts)) if conjunctive else Or(tuple(parts))


def fields_of(condition: Condition) -> frozenset[str]:
    """The fields that `condition` tests."""
    return frozenset(test.field for test in _tests(condition))


def _tests(condition: Condition) -> Iterator[Test]:
    if isinstance(condition, Test):
        yield condition
    elif isinstance(condition, And | Or):
        for part in condition.parts:
            yield from _tests(part)


class Load(NamedTuple):
    """What a rule asks of the engine, as an upper bound.

    pending: nodes waiting at once while a fact is matched (the engine's stack holds 64).
    matches: ways in which one fact can satisfy the rule; each is stored and fires.
    groups: `$and` and `$or` groups (a rule's buffer holds 15; a node's list, 127 of all rules).
    tests: tests written (a node's table holds 511, and hangs when it is full).
    fields: distinct fields (a fact holds 254 properties; the ids and the marker are three).
    """

    pending: int
    matches: int
    groups: int
    tests: int
    fields: int


RULE = Load(pending=30, matches=64, groups=14, tests=240, fields=120)
"""The most one rule may ask. Two rules, met and failed, then fit in one ruleset."""

RULESET = Load(pending=61, matches=1024, groups=120, tests=480, fields=240)
"""The most the rules of one ruleset may ask together."""

_RULES_PER_STAGE = 16  # each rule costs about 1 µs per fact, fired or not
_RESERVED = "\0"  # begins the names of fields that stand for the outcome of an earlier stage


def load_of(condition: Condition) -> Load:
    """What `condition` asks of the engine as one rule."""
    pending, matches, groups, tests = _shape(condition)
    return Load(pending, matches, groups, tests, len(fields_of(condition)))


def _shape(condition: Condition) -> tuple[int, int, int, int]:
    if isinstance(condition, bool | Test):
        return 1, 1, 0, 1
    # Of several `field == value` with one field at most one can match.
    equals = {p.field for p in condition.parts if isinstance(p, Test) and p.op == "=="}
    shapes = [_shape(part) for part in condition.parts]
    groups = 1 + sum(s[2] for s in shapes)
    tests = sum(s[3] for s in shapes)
    if isinstance(condition, And):
        return 1 + sum(s[0] - 1 for s in shapes), prod(s[1] for s in shapes), groups, tests
    others = [
        s
        for s, p in zip(shapes, condition.parts, strict=True)
        if not (isinstance(p, Test) and p.op == "==")
    ]
    pending = len(equals) + sum(s[0] for s in others)
    return pending, len(equals) + sum(s[1] for s in others), groups, tests


def _fits(load: Load, most: Load) -> bool:
    return all(a <= b for a, b in zip(load, most, strict=True))


@dataclass(frozen=True, slots=True)
class Stage:
    """One ruleset: outcome name and condition of each rule, and the fields its facts may hold.

    An outcome of an earlier stage is a field of a later one: 1 when its rule fired, else absent.
    """

    rules: tuple[tuple[str, Condition], ...]
    fields: tuple[str, ...]

    @classmethod
    def of(cls, rules: Iterable[tuple[str, Condition]]) -> Stage:
        rules = tuple(rules)
        return cls(rules, tuple(sorted({f for _, c in rules for f in fields_of(c)})))


@dataclass(frozen=True, slots=True)
class Plan:
    """Stages in order of evaluation; the outcomes of the last are among "met" and "failed"."""

    stages: tuple[Stage, ...]
    fields: frozenset[str]


def plan(name: str, met: Condition, failed: Condition) -> Plan:
    """The stages that decide `met` and `failed` of programme `name`, each within the limits.

    :raises LimitExceeded: a threshold is not strictly between -LARGEST and LARGEST.
    :raises TypeError: a threshold is not an int.
    :raises ValueError: a field name begins with NUL.
    """
    met, failed = simplify(met), simplify(failed)
    _check_tests(name, (met, failed))
    splitter = _Splitter()
    last = [("met", splitter.fit(met)), ("failed", splitter.fit(failed))]
    stages = [*splitter.stages(), Stage.of((n, c) for n, c in last if c is not False)]
    return Plan(tuple(stages), fields_of(met) | fields_of(failed))


def _check_tests(name: str, conditions: Iterable[Condition]) -> None:
    for test in (t for c in conditions for t in _tests(c)):
        if type(test.value) is not int:
            raise TypeError(f"{name}: threshold of {test.field} is {test.value!r}, not an int")
        if not -LARGEST < test.value < LARGEST:
            raise LimitExceeded(name, f"threshold of {test.field}", test.value, LARGEST - 1)
        if test.field.startswith(_RESERVED):
            raise ValueError(f"{name}: field name {test.field!r} begins with NUL")


class _Splitter:
    """Moves what does not fit into one rule to earlier stages; equal conditions only once."""

    def __init__(self) -> None:
        self._names: dict[Condition, str] = {}
        self._levels: dict[str, int] = {}

    def fit(self, condition: Condition) -> Condition:
        """`condition` within the limits of one rule, over its own fields and earlier outcomes."""
        if isinstance(condition, bool | Test) or _fits(load_of(condition), RULE):
            return condition
        group = type(condition)
        parts = [self.fit(part) for part in condition.parts]
        while not _fits(load_of(group(tuple(parts))), RULE):
            parts = [self._earlier(bin_) for bin_ in _bins(group, parts)]
        return parts[0] if len(parts) == 1 else group(tuple(parts))

    def _earlier(self, condition: Condition) -> Test:
        if isinstance(condition, Test):
            return condition
        if condition not in self._names:
            name = f"{_RESERVED}{len(self._names)}"
            self._names[condition] = name
            self._levels[name] = 1 + max(self._levels.get(f, 0) for f in fields_of(condition))
        return Test(self._names[condition], "==", 1)

    def stages(self) -> Iterator[Stage]:
        """The stages before the last, in order of evaluation."""
        level, rules = 1, list[tuple[str, Condition]]()
        for condition, name in sorted(self._names.items(), key=lambda item: self._levels[item[1]]):
            wider = [*rules, (name, condition)]
            if rules and (self._levels[name] > level or not _fits_together(wider)):
                yield Stage.of(rules)
                wider = wider[-1:]
            level, rules = self._levels[name], wider
        if rules:
            yield Stage.of(rules)


def _bins(group: type[And | Or], parts: Sequence[Condition]) -> Iterator[Condition]:
    """The parts in groups as large as fit one rule; plain tests first, so that they share one."""
    held: list[Condition] = []
    for part in sorted(parts, key=lambda p: not isinstance(p, Test)):
        if held and not _fits(load_of(group((*held, part))), RULE):
            yield held[0] if len(held) == 1 else group(tuple(held))
            held = []
        held.append(part)
    yield held[0] if len(held) == 1 else group(tuple(held))


def _together(rules: Sequence[tuple[str, Condition]]) -> Load:
    loads = [load_of(condition) for _, condition in rules]
    return Load(
        sum(load.pending for load in loads),
        sum(load.matches for load in loads),
        sum(load.groups for load in loads),
        sum(load.tests for load in loads),
        len({field for _, condition in rules for field in fields_of(condition)}),
    )


def _fits_together(rules: Sequence[tuple[str, Condition]]) -> bool:
    return len(rules) <= _RULES_PER_STAGE and _fits(_together(rules), RULESET)


def check_limits(name: str, stage: Stage) -> None:
    """Pass when the engine decides `stage` rightly.

    :raises LimitExceeded: naming the programme and the limit.
    """
    bounds = [(load_of(condition), RULE) for _, condition in stage.rules]
    for load, most in (*bounds, (_together(stage.rules), RULESET)):
        for limit, found, allowed in zip(Load._fields, load, most, strict=True):
            if found > allowed:
                raise LimitExceeded(name, limit, found, allowed)


def column(index: int) -> str:
    """The engine's name of field number `index`: callers' names may be any text."""
    return f"f{index}"


def to_ruleset(name: str, stage: Stage) -> dict[str, object]:
    """`stage` of programme `name` as the engine's JSON: rules "0", "1", … and a last catch-all.

    One pattern per rule, groups inside the pattern only: the one shape without joins. `cap`
    hands over all matches of a rule as one action; `dist: 0` lets several rules match one fact.

    :raises LimitExceeded: see `check_limits`.
    """
    check_limits(name, stage)
    columns = {field: column(i) for i, field in enumerate(stage.fields)}
    patterns = [_pattern(condition, columns) for _, condition in stage.rules]
    rules: dict[str, object] = {
        str(i): {"all": [{"m": pattern}], "pri": i, "dist": 0, "cap": RULE.matches}
        for i, pattern in enumerate([*patterns, {MARKER: 1}])
    }
    return rules


_ENGINE_OPERATORS: dict[Operator, str] = {
    "!=": "$neq",
    "<": "$lt",
    "<=": "$lte",
    ">": "$gt",
    ">=": "$gte",
}


def _pattern(condition: Condition, columns: Mapping[str, str]) -> dict[str, object]:
    if isinstance(condition, bool):
        return {MARKER: 1}
    if isinstance(condition, Test):
        test: dict[str, object] = {columns[condition.field]: condition.value}
        return test if condition.op == "==" else {_ENGINE_OPERATORS[condition.op]: test}
    if isinstance(condition, Or):
        return {"$or": [_pattern(part, columns) for part in condition.parts]}
    # Narrow parts first: a fact that fails them is not matched against the wide ones.
    narrow_first = sorted(condition.parts, key=_matches)
    return {"$and": [_pattern(part, columns) for part in narrow_first]}


def _matches(condition: Condition) -> int:
    return _shape(condition)[1]
