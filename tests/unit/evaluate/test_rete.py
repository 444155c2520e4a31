"""The rule engine's driver: what a condition means, how it is cut up, and that nothing leaks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import durable_rules_engine as engine
import pytest

import huiqi
from huiqi.compile import rete
from huiqi.compile.rete import And, Condition, LimitExceeded, Or, Test
from huiqi.evaluate.rete import Network

LARGEST = 2**63 - 1


def holds(condition: Condition, fact: Mapping[str, int | None]) -> bool:
    """Whether the engine finds `condition` met; asked as "failed" too, it must say the same."""
    with Network({"p": (condition, condition)}) as network:
        met, failed = network.settle("p", fact)
    assert met is failed
    return met


# What a test means


@pytest.mark.parametrize(
    ("op", "below", "equal", "above"),
    [
        ("==", False, True, False),
        ("!=", True, False, True),
        ("<", True, False, False),
        ("<=", True, True, False),
        (">", False, False, True),
        (">=", False, True, True),
    ],
)
def test_each_operator_around_its_threshold(
    op: rete.Operator, below: bool, equal: bool, above: bool
) -> None:
    assert [holds(Test("x", op, 5), {"x": x}) for x in (4, 5, 6)] == [below, equal, above]


@pytest.mark.parametrize("op", ["==", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("fact", [{}, {"x": None}, {"y": 5}])
def test_an_absent_field_fails_every_test(op: rete.Operator, fact: dict[str, int | None]) -> None:
    assert not holds(Test("x", op, 5), fact)


def test_met_failed_and_unknown() -> None:
    with Network({"p": (Test("x", ">=", 5), Test("x", "<", 5))}) as network:
        assert network.settle("p", {"x": 5}) == (True, False)
        assert network.settle("p", {"x": 4}) == (False, True)
        assert network.settle("p", {}) == (False, False)


def test_several_satisfied_alternatives_are_one_outcome() -> None:
    either = Or((Test("x", ">", 0), Test("x", ">", 1), Test("x", ">", 2)))
    with Network({"p": (either, either), "q": (either, False)}) as network:
        assert network.settle("p", {"x": 9}) == (True, True)
        assert network.settle("q", {"x": 9}) == (True, False)


@pytest.mark.parametrize("met", [True, False])
@pytest.mark.parametrize("failed", [True, False])
def test_constants(met: bool, failed: bool) -> None:
    with Network({"p": (met, failed)}) as network:
        assert network.fields("p") == frozenset()
        assert network.settle("p", {"x": 1}) == (met, failed)


@pytest.mark.parametrize(
    "name", ["研发费用占比", "a.b", "a@b", "$and", "id", "sid", 'q"\\', "", " "]
)
def test_field_names_may_be_any_text(name: str) -> None:
    condition = And((Test(name, ">", 1), Test("other", "==", 0)))
    assert holds(condition, {name: 2, "other": 0})
    assert not holds(condition, {name: 1, "other": 0})


def test_fields_are_those_the_outcome_depends_on() -> None:
    met = And((Test("甲", ">", 1), Or((Test("丙", "==", 1), True))))
    with Network({"p": (met, Test("乙", "<", 0))}) as network:
        assert network.fields("p") == {"甲", "乙"}
        assert network.settle("p", {"甲": 2, "乙": 1, "丁": 7}) == (True, False)


# Integers


@pytest.mark.parametrize("value", [LARGEST, LARGEST - 1, 2**53 + 1, 0, -(2**53) - 1, -LARGEST])
def test_integers_are_compared_exactly(value: int) -> None:
    threshold = max(-LARGEST + 1, min(value, LARGEST - 1))
    for op, right in [
        ("==", value == threshold),
        ("!=", value != threshold),
        ("<", value < threshold),
        ("<=", value <= threshold),
        (">", value > threshold),
        (">=", value >= threshold),
    ]:
        assert holds(Test("x", op, threshold), {"x": value}) is right  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "beyond",
    [LARGEST + 1, 2**64, 10**40, pytest.param(10**5000, id="more digits than Python prints")],
)
def test_facts_beyond_64_bits_compare_as_what_they_are(beyond: int) -> None:
    for threshold in (LARGEST - 1, 0, 1 - LARGEST):
        assert holds(Test("x", ">", threshold), {"x": beyond})
        assert holds(Test("x", "<", threshold), {"x": -beyond})
        assert not holds(Test("x", "==", threshold), {"x": beyond})
        assert not holds(Test("x", ">=", threshold), {"x": -beyond})


@pytest.mark.parametrize("threshold", [LARGEST, -LARGEST, 10**40])
def test_thresholds_beyond_64_bits_are_refused(threshold: int) -> None:
    with pytest.raises(LimitExceeded, match="补贴: threshold of x") as caught:
        Network({"补贴": (Test("x", ">", threshold), False)})
    assert (caught.value.programme, caught.value.found) == ("补贴", threshold)


@pytest.mark.parametrize("threshold", [True, 1.0, "1"])
def test_other_thresholds_than_ints_are_refused(threshold: object) -> None:
    with pytest.raises(TypeError, match=r"p: threshold of x is .*, not an int"):
        Network({"p": (Test("x", ">", threshold), False)})  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [True, 1.0, "1", float("nan")])
def test_other_values_than_ints_are_refused(value: object) -> None:
    with (
        Network({"p": (Test("x", "==", 1), False)}) as network,
        pytest.raises(TypeError, match=r"p: x is .*, not an int"),
    ):
        network.settle("p", {"x": value})  # type: ignore[dict-item]


# Simplifying

A, B, C = (Test(name, ">", 0) for name in "abc")


@pytest.mark.parametrize(
    ("condition", "simpler"),
    [
        (And(()), True),
        (Or(()), False),
        (And((A, True)), A),
        (And((A, False)), False),
        (Or((A, False)), A),
        (Or((A, Or((True, B)))), True),
        (And((A, And((B, And((C,)))))), And((A, B, C))),
        (Or((A, Or((B, A)))), Or((A, B))),
        (And((Or((A, B)), Or((A, B)))), Or((A, B))),
        (And((A, Or((B, And((C, False)))))), And((A, B))),
    ],
)
def test_simplify(condition: Condition, simpler: Condition) -> None:
    assert rete.simplify(condition) == simpler


# Limits and stages


def test_what_fits_is_one_stage() -> None:
    met = And((A, B, Or((A, C))))
    (stage,) = rete.plan("p", met, A).stages
    assert stage.rules == (("met", met), ("failed", A))
    assert stage.fields == ("a", "b", "c")


def wide(group: type[And | Or], count: int) -> Condition:
    return group(tuple(Test(f"x{i}", ">", 0) for i in range(count)))


def many_alternatives(count: int) -> Condition:
    pairs = (Or((Test(f"a{i}", "==", 1), Test(f"b{i}", "==", 1))) for i in range(count))
    return And(tuple(pairs))


def alternating(depth: int) -> Condition:
    condition: Condition = Test("x0", ">", 0)
    for i in range(1, depth):
        condition = (And if i % 2 else Or)((Test(f"x{i}", ">", 0), condition))
    return condition


@pytest.mark.parametrize(
    ("limit", "condition"),
    [
        ("pending", wide(Or, 31)),
        ("matches", many_alternatives(7)),
        ("groups", alternating(16)),
        ("tests", Or(tuple(Test("x", "==", i) for i in range(241)))),
        ("fields", wide(And, 121)),
    ],
)
def test_each_limit_is_checked_and_kept_by_planning(limit: str, condition: Condition) -> None:
    with pytest.raises(LimitExceeded, match=f"p: {limit}: "):
        rete.to_ruleset("p", rete.Stage.of([("met", condition)]))
    stages = rete.plan("p", condition, False).stages
    assert len(stages) > 1
    for stage in stages:
        rete.to_ruleset("p", stage)


def test_equal_parts_are_decided_once() -> None:
    condition = wide(Or, 31)
    both = rete.plan("p", And((A, condition)), And((B, condition)))
    alone = rete.plan("p", And((A, condition)), False)
    assert len(both.stages) == len(alone.stages)


def test_internal_names_have_distinct_hashes() -> None:
    """The engine compares names by 32-bit FNV-1a only."""

    def fnv1a(text: str) -> int:
        value = 2166136261
        for byte in text.encode():
            value = (value ^ byte) * 16777619 % 2**32
        return value

    words = "all any pri count cap dist $lt $lte $gt $gte $eq $neq $ex $nex $or $and $forward"
    names = [*words.split(), "$m", "$s", "$i", "id", "sid", rete.MARKER]
    names += [rete.column(i) for i in range(rete.RULESET.fields)]
    assert len({fnv1a(name) for name in names}) == len(names)


@pytest.mark.parametrize("count", [62, 100, 300])
def test_wide_groups(count: int) -> None:
    everything = {f"x{i}": 1 for i in range(count)}
    last = f"x{count - 1}"
    assert holds(wide(And, count), everything)
    assert not holds(wide(And, count), everything | {last: 0})
    assert holds(wide(Or, count), everything)
    assert holds(wide(Or, count), {last: 1})
    assert not holds(wide(Or, count), dict.fromkeys(everything, 0))


def test_long_lists_of_codes() -> None:
    listed = Or(tuple(Test("code", "==", i) for i in range(0, 3000, 2)))
    unlisted = And(tuple(Test("code", "!=", i) for i in range(0, 3000, 2)))
    with Network({"p": (listed, unlisted)}) as network:
        for code in (0, 1, 479, 480, 481, 1500, 2998, 2999, 4000):
            inside = code % 2 == 0 and code < 3000
            assert network.settle("p", {"code": code}) == (inside, not inside)
        assert network.settle("p", {}) == (False, False)


def test_many_alternatives_need_no_exponential_time() -> None:
    condition = many_alternatives(30)  # one ruleset would match in 2**30 ways
    every_a, every_b = ({f"{letter}{i}": 1 for i in range(30)} for letter in "ab")
    assert holds(condition, every_a | every_b)
    assert holds(condition, every_a)
    assert not holds(condition, (every_a | every_b) | {"a29": 0, "b29": 0})
    assert not holds(condition, {f"a{i}": 1 for i in range(29)})


@pytest.mark.parametrize("depth", [14, 15, 16, 40])
def test_deep_nesting(depth: int) -> None:
    condition = alternating(depth)
    top = depth - 1
    outer_or = {f"x{i}": 1 for i in (top, top - 1)}
    assert holds(condition, {f"x{i}": 1 for i in range(depth)})
    assert holds(condition, outer_or)
    assert not holds(condition, {"x0": 1, f"x{top}": 0, f"x{top - 1}": 0, f"x{top - 2}": 0})


def test_reserved_field_names_are_refused() -> None:
    with pytest.raises(ValueError, match="begins with NUL"):
        Network({"p": (Test("\0x", ">", 1), False)})


# Many programmes, closing, interruption


def test_two_hundred_programmes_do_not_disturb_each_other() -> None:
    conditions = {f"p{i}": (Test("x", ">=", i), Test("x", "<", i)) for i in range(200)}
    with Network(conditions) as network:
        for x in (-1, 0, 99, 199, 200):
            outcomes = [network.settle(name, {"x": x}) for name in conditions]
            assert outcomes == [(x >= i, x < i) for i in range(200)]


def test_unknown_programme() -> None:
    with Network({}) as network, pytest.raises(KeyError):
        network.settle("p", {})


def test_a_closed_network_says_so() -> None:
    network = Network({"p": (A, B)})
    network.close()
    network.close()
    with pytest.raises(ValueError, match="closed"):
        network.settle("p", {"a": 1})


@pytest.mark.parametrize(
    "call", ["assert_fact", "start_action_for_state", "complete_and_start_action", "delete_state"]
)
@pytest.mark.parametrize("completed", [True, False])
def test_an_interrupted_evaluation_leaves_nothing_behind(
    call: str, completed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = getattr(engine, call)

    def interrupted(*arguments: object) -> object:
        if completed:
            original(*arguments)
        raise KeyboardInterrupt

    with Network({"p": (A, B)}) as network:
        with monkeypatch.context() as patch:
            patch.setattr(engine, call, interrupted)
            with pytest.raises(KeyboardInterrupt):
                network.settle("p", {"a": 1})
        assert network.settle("p", {"b": 1}) == (False, True)
        assert network.settle("p", {"a": 1}) == (True, False)


# Long runs, each in its own process


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux process statistics")
@pytest.mark.parametrize(
    ("mode", "rounds", "poisoned", "most_kib"),
    [
        ("many_companies", 200, False, 2048),  # 20 000 companies x 20 programmes
        ("many_companies", 40, True, 2048),
        ("many_networks", 200, False, 4096),  # x 20 rulesets
        ("many_networks", 50, True, 4096),
        ("many_threads", 4, False, 4096),  # x 8 threads x 2000 evaluations
        ("many_threads", 2, True, 4096),
        ("left_open", 2, True, 4096),
    ],
)
def test_answers_stay_right_and_memory_stays_flat(
    mode: str, rounds: int, poisoned: bool, most_kib: int
) -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(huiqi.__file__).parents[1])}
    if poisoned:
        environment["MALLOC_PERTURB_"] = "165"  # glibc fills fresh and freed memory
    finished = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("rete_soak.py")), mode, str(rounds)],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert (finished.returncode, finished.stderr) == (0, "")
    assert int(finished.stdout) < most_kib
