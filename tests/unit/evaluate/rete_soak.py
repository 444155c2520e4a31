"""Long runs of the rule engine in a process of their own; run by test_rete.py.

    python rete_soak.py MODE [ROUNDS]

Each mode checks every answer and prints by how many KiB the process grew after warming up.
"""

from __future__ import annotations

import gc
import random
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from huiqi.compile.rete import And, Condition, Or, Test
from huiqi.evaluate.rete import Network

Fact = dict[str, int]
PAGE_KIB = 4
PROGRAMMES = 20


def programme(k: int) -> tuple[Condition, Condition]:
    met = And((Test("收入", ">=", k), Or((Test("人数", "==", k % 5), Test("研发", ">", k)))))
    failed = Or((Test("收入", "<", k), And((Test("人数", "!=", k % 5), Test("研发", "<=", k)))))
    return met, failed


def expected(k: int, fact: Fact) -> tuple[bool, bool]:
    income, staff, research = fact.get("收入"), fact.get("人数"), fact.get("研发")
    met = (
        income is not None
        and income >= k
        and (staff == k % 5 or (research is not None and research > k))
    )
    failed = (income is not None and income < k) or (
        staff is not None and staff != k % 5 and research is not None and research <= k
    )
    return met, failed


def companies(seed: int, count: int) -> list[Fact]:
    draw = random.Random(seed)
    names = ("收入", "人数", "研发", "别的")
    return [{n: draw.randrange(25) for n in names if draw.random() < 0.8} for _ in range(count)]


def network() -> Network:
    return Network({str(k): programme(k) for k in range(PROGRAMMES)})


def score(net: Network, facts: list[Fact]) -> None:
    for fact in facts:
        for k in range(PROGRAMMES):
            assert net.settle(str(k), fact) == expected(k, fact), (k, fact)


def resident_kib() -> int:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_KIB


def growth(step: Callable[[int], None], rounds: int) -> int:
    """How much `rounds` further steps add after a tenth as many steps to warm up."""
    for i in range(max(1, rounds // 10)):
        step(i)
    before = resident_kib()
    for i in range(rounds):
        step(i)
    return resident_kib() - before


def many_companies(rounds: int) -> int:
    facts = companies(1, 100)
    with network() as net:
        return growth(lambda _: score(net, facts), rounds)


def many_networks(rounds: int) -> int:
    facts = companies(2, 2)

    def build(i: int) -> None:
        net = network()
        score(net, facts)
        if i % 2:  # half are closed, half are only dropped
            net.close()

    return growth(build, rounds)


def many_threads(rounds: int) -> int:
    failures: list[BaseException] = []

    def work(net: Network, seed: int) -> None:
        try:
            score(net, companies(seed, 100))
        except BaseException as error:
            failures.append(error)

    def run(i: int) -> None:
        with network() as net:
            threads = [threading.Thread(target=work, args=(net, 8 * i + t)) for t in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

    sys.setswitchinterval(1e-5)  # hand over in the middle of evaluations, too
    grown = growth(run, rounds)
    assert not failures, failures
    return grown


def left_open(rounds: int) -> int:
    """The process ends while a daemon thread still asks a network nobody closed."""
    net = network()
    facts = companies(3, 50)

    def ask_for_ever() -> None:
        while True:
            score(net, facts)

    threading.Thread(target=ask_for_ever, daemon=True).start()
    return growth(lambda _: score(net, facts), rounds)


if __name__ == "__main__":
    mode = globals()[sys.argv[1]]
    print(mode(int(sys.argv[2])))
