"""Other rule engines on the same programmes and companies: companies a second, and the ratio.

    python tests/benchmarks/peers.py --companies 5000

The programmes are those that all of them can say, see `plain_rules`, and so are the companies.
First each contestant's verdicts are compared with huiqi's reference; one that differs is not timed
and the run fails. Then each decides all companies again and again for some seconds; the best round
counts. What is prepared once (compiling rules, turning profiles into what a peer reads) is not
timed. With more companies than `FastVerdicts` remembers answers (4096) none of their certificates
is remembered from the round before. A peer that is not installed is left out with a note.

A contestant is one function: it takes the task and gives a function that decides all companies.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

import polars as pl
from companies import DAY
from plain_rules import Task, Weighted, plain_task

from huiqi.api import Rulebook
from huiqi.base.kleene import Truth
from huiqi.evaluate.batch.prepared import prepare_answers
from huiqi.evaluate.batch.verdicts import BatchVerdicts
from huiqi.evaluate.fast import FastVerdicts

Verdicts = Sequence[Sequence[object]]
"""A row a company: truths of huiqi, or yes and no."""


class Contestant(NamedTuple):
    """One engine: its name, the package it needs, and how it is set to work."""

    name: str
    package: str
    prepare: Callable[[Task], Callable[[], Verdicts]]


def huiqi_fast(task: Task) -> Callable[[], Verdicts]:
    """Generated Python, with unknown as a third truth."""
    fast = FastVerdicts(task.book, DAY)
    assert fast.programmes == tuple(programme.id for programme in task.programmes)
    return lambda: [fast.truths(profile) for profile in task.profiles]


def huiqi_batch(task: Task) -> Callable[[], Verdicts]:
    """Columns of Polars, with the answers already numbered."""
    given = task.book.vocabulary.facts
    batch = BatchVerdicts(task.book, DAY, given, task.programmes)
    answers = [profile.answers for profile in task.profiles]
    prepared = prepare_answers(answers, batch.coding, batch.layout)
    pairs = [batch.columns.programmes[programme.id] for programme in task.programmes]

    def decide() -> Verdicts:
        truths = batch.results(prepared).truths(pairs)
        return truths.select(pl.all() == Truth.TRUE.value).rows()

    return decide


class InJson:
    """JsonLogic."""

    def every(self, parts: Sequence[Any]) -> Any:
        return {"and": list(parts)}

    def some(self, parts: Sequence[Any]) -> Any:
        return {"or": list(parts)}

    def no(self, part: Any) -> Any:
        return {"!": [part]}

    def compared(self, left: Weighted, sign: str, right: Weighted) -> Any:
        return {sign: [self._sum(left), self._sum(right)]}

    def _sum(self, weighted: Weighted) -> Any:
        facts = [
            {"*": [{"var": name}, weight]} if weight != 1 else {"var": name}
            for name, weight in weighted.facts
        ]
        if not facts:
            return weighted.number
        return facts[0] if len(facts) == 1 else {"+": facts}

    def true(self, fact: str) -> Any:
        return {"var": fact}

    def equal(self, fact: str, word: str) -> Any:
        return {"==": [{"var": fact}, word]}

    def has(self, fact: str, word: str) -> Any:
        return {"in": [word, {"var": fact}]}


def json_logic(task: Task) -> Callable[[], Verdicts]:
    """JsonLogic in Python, which walks the rule every time."""
    from json_logic import jsonLogic

    rules = task.written(InJson())
    return lambda: [[jsonLogic(rule, facts) for rule in rules] for facts in task.facts]


def datalogic(task: Task) -> Callable[[], Verdicts]:
    """JsonLogic compiled, in Rust."""
    from datalogic_py import DataHandle

    evaluate = _datalogic(task)
    return lambda: [evaluate(DataHandle(facts)) for facts in task.facts]


def datalogic_handed_over(task: Task) -> Callable[[], Verdicts]:
    """The same with the facts already where Rust reads them."""
    from datalogic_py import DataHandle

    evaluate = _datalogic(task)
    handles = [DataHandle(facts) for facts in task.facts]
    return lambda: [evaluate(handle) for handle in handles]


def _datalogic(task: Task) -> Callable[[Any], list[bool]]:
    from datalogic_py import Engine

    engine = Engine()
    rules = [engine.compile(rule) for rule in task.written(InJson())]
    session = engine.session()

    def evaluate(handle: Any) -> list[bool]:
        session.reset()
        return [session.evaluate_truthy(rule, handle) for rule in rules]

    return evaluate


class InWords:
    """An expression language such as Python's."""

    def every(self, parts: Sequence[str]) -> str:
        return "(" + " and ".join(parts) + ")"

    def some(self, parts: Sequence[str]) -> str:
        return "(" + " or ".join(parts) + ")"

    def no(self, part: str) -> str:
        return f"not ({part})"

    def compared(self, left: Weighted, sign: str, right: Weighted) -> str:
        return f"{self._sum(left)} {sign} {self._sum(right)}"

    def _sum(self, weighted: Weighted) -> str:
        facts = [f"{name} * {w}" if w != 1 else name for name, w in weighted.facts]
        return " + ".join(facts) or str(weighted.number)

    def true(self, fact: str) -> str:
        return f"{fact} == true"

    def equal(self, fact: str, word: str) -> str:
        return f"{fact} == '{word}'"

    def has(self, fact: str, word: str) -> str:
        return f"'{word}' in {fact}"


def rule_engine(task: Task) -> Callable[[], Verdicts]:
    from rule_engine import Rule

    rules = [Rule(text) for text in task.written(InWords())]
    return lambda: [[rule.matches(facts) for rule in rules] for facts in task.facts]


def zen(task: Task) -> Callable[[], Verdicts]:
    """One decision with an expression for each programme."""
    from zen import ZenDecisionContent, ZenEngine

    expressions = [
        {"id": f"x{n}", "key": f"p{n}", "value": text}
        for n, text in enumerate(task.written(InWords()))
    ]
    nodes = [
        {"id": "facts", "type": "inputNode", "name": "facts", "content": {}},
        {
            "id": "rules",
            "type": "expressionNode",
            "name": "rules",
            "content": {"expressions": expressions},
        },
        {"id": "verdicts", "type": "outputNode", "name": "verdicts", "content": {}},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "facts", "targetId": "rules"},
        {"id": "2", "type": "edge", "sourceId": "rules", "targetId": "verdicts"},
    ]
    content = ZenDecisionContent(json.dumps({"nodes": nodes, "edges": edges}))
    decision = ZenEngine().create_decision(content)
    keys = [expression["key"] for expression in expressions]

    def decide() -> Verdicts:
        results = (decision.evaluate(facts)["result"] for facts in task.facts)
        return [[result[key] for key in keys] for result in results]

    return decide


Column = Callable[[Callable[[str], Any]], Any]
"""A column of truths, from a function that gives the column of a variable."""


class InColumns:
    """Arrays of numpy; a word is a number, a list one yes/no column for each word."""

    def every(self, parts: Sequence[Column]) -> Column:
        def joined(get: Callable[[str], Any]) -> Any:
            found = parts[0](get)
            for part in parts[1:]:
                found = found & part(get)
            return found

        return joined

    def some(self, parts: Sequence[Column]) -> Column:
        inverted = self.every([self.no(part) for part in parts])
        return self.no(inverted)

    def no(self, part: Column) -> Column:
        return lambda get: ~part(get)

    def compared(self, left: Weighted, sign: str, right: Weighted) -> Column:
        from numpy import equal, greater, greater_equal, less, less_equal

        signs = {"==": equal, ">": greater, ">=": greater_equal, "<": less, "<=": less_equal}
        compare = signs[sign]

        def total(weighted: Weighted, get: Callable[[str], Any]) -> Any:
            return sum((get(name) * w for name, w in weighted.facts), start=weighted.number)

        return lambda get: compare(total(left, get), total(right, get))

    def true(self, fact: str) -> Column:
        return lambda get: get(fact)

    def equal(self, fact: str, word: str) -> Column:
        return self.has(fact, word)

    def has(self, fact: str, word: str) -> Column:
        return lambda get: get(f"{fact}__{word}")


def openfisca(task: Task) -> Callable[[], Verdicts]:
    """A tax and benefit system with a variable for each fact and programme; all at once.

    Its whole numbers have 32 bits, too few for 分, so the width is set here to what they need.
    """
    import numpy
    from openfisca_core import periods
    from openfisca_core.entities import Entity
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    entity = Entity("company", "companies", "A company", "")
    system = TaxBenefitSystem([entity])
    month = "2024-07"

    def declare(name: str, type_: type, formula: Column | None = None) -> None:
        has: dict[str, object] = {"value_type": type_, "entity": entity, "label": name}
        has["definition_period"] = periods.DateUnit.MONTH
        if formula is not None:
            has["formula"] = lambda company, period: formula(lambda fact: company(fact, period))
        system.add_variable(type(name, (Variable,), has))
        if type_ is int:
            system.get_variable(name).dtype = numpy.int64

    columns = _columns(task)
    for name, values in columns.items():
        declare(name, type(values[0]))
    for number, formula in enumerate(task.written(InColumns())):
        declare(f"p{number}", bool, formula)
    inputs = {name: numpy.array(values) for name, values in columns.items()}

    def decide() -> Verdicts:
        simulation = SimulationBuilder().build_default_simulation(system, len(task.facts))
        for name, values in inputs.items():
            simulation.set_input(name, month, values)
        programmes = range(len(task.programmes))
        found = [simulation.calculate(f"p{number}", month) for number in programmes]
        return numpy.stack(found, axis=1).tolist()

    return decide


def _columns(task: Task) -> dict[str, list[int] | list[bool]]:
    """The facts as columns; words and lists of words as yes/no columns."""
    columns: dict[str, list[Any]] = {}
    for fact, first in task.facts[0].items():
        values = [facts[fact] for facts in task.facts]
        if not isinstance(first, (str, list)):
            columns[fact] = values
            continue
        lists = [value if isinstance(value, list) else [value] for value in values]
        declared = task.book.vocabulary.facts[fact].values or task.book.vocabulary.certifications
        for word in declared:
            columns[f"{fact}__{word}"] = [word in words for words in lists]
    return columns


CONTESTANTS = (
    Contestant("huiqi, FastVerdicts", "huiqi", huiqi_fast),
    Contestant("huiqi, batch, columns", "huiqi", huiqi_batch),
    Contestant("OpenFisca-Core, columns", "openfisca-core", openfisca),
    Contestant("datalogic, JsonLogic in Rust", "datalogic-py", datalogic),
    Contestant("  with facts handed over", "datalogic-py", datalogic_handed_over),
    Contestant("zen-engine, expressions", "zen-engine", zen),
    Contestant("rule-engine", "rule-engine", rule_engine),
    Contestant("json-logic", "json-logic-qubit", json_logic),
)
"""The first is what the others are measured by."""


def differences(task: Task, found: Verdicts) -> int:
    """Verdicts that are not the reference's; unknown is never right for these companies."""
    return sum(
        verdict is not Truth.of(expected) if isinstance(verdict, Truth) else verdict != expected
        for row, expected_row in zip(found, task.verdicts, strict=True)
        for verdict, expected in zip(row, expected_row, strict=True)
    )


def fastest(decide: Callable[[], Verdicts], seconds: float) -> float:
    """The time of the best of as many rounds as fit, at least two."""
    rounds: list[float] = []
    while len(rounds) < 2 or sum(rounds) < seconds:
        start = time.perf_counter()
        decide()
        rounds.append(time.perf_counter() - start)
    return min(rounds)


def run(task: Task, contestants: Sequence[Contestant], seconds: float) -> bool:
    """Print a line for each contestant; whether all agreed with the reference."""
    agreed, base = True, None
    print(f"{'':30}{'version':>10}{'companies/s':>14}{'ratio':>9}")
    for name, package, prepare in contestants:
        try:
            release = version(package)
        except PackageNotFoundError:
            print(f"{name:30}{'-':>10}  not installed: pip install --group peers")
            continue
        decide = prepare(task)
        if wrong := differences(task, decide()):
            print(f"{name:30}{release:>10}  WRONG: {wrong} verdicts differ from the reference")
            agreed = False
            continue
        speed = len(task.facts) / fastest(decide, seconds)
        base = base or speed
        print(f"{name:30}{release:>10}{speed:>14,.0f}{speed / base:>9.4f}", flush=True)
    return agreed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--companies", type=int, default=5000)
    parser.add_argument("--seconds", type=float, default=3.0, help="for each contestant")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    task = plain_task(Rulebook.load(), given.companies, given.seed)
    met = sum(map(sum, task.verdicts))
    programmes = len(task.programmes)
    print(f"{len(task.facts)} companies × {programmes} plain programmes, {met} verdicts met")
    sys.exit(0 if run(task, CONTESTANTS, given.seconds) else 1)


if __name__ == "__main__":
    main()
