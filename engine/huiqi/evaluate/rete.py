"""The driver of the C rule engine: which of two conditions hold for one company.

The engine is used in the one way that proved right: one fact per evaluation in a state of its own,
single-pattern rules, an action started before the state is deleted, no timers and no threads.

The engine tells states and messages apart by 32-bit hashes only, and crashes when the fact's id and
the id it makes for the state ("sid-…") share one. So every evaluation uses the same two ids, which
do not, and a lock per ruleset keeps a second evaluation out until the state is deleted.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterable, Mapping
from threading import Lock
from types import TracebackType

import durable_rules_engine as engine

from huiqi.compile.rete import LARGEST, MARKER, Condition, Stage, column, plan, to_ruleset

_STATE = "1"
_FACT = f'{{"sid":{_STATE},"id":1,"{MARKER}":1'


class Network:
    """Programmes compiled into the engine, by name: `(met, failed)` conditions of each.

    Safe to use from several threads. The engine's memory is freed by `close`, at the end of a
    `with` block, or when the network is dropped.

    :raises LimitExceeded: a threshold is beyond the engine's integers.
    """

    def __init__(self, conditions: Mapping[str, tuple[Condition, Condition]]) -> None:
        self._fields: dict[str, frozenset[str]] = {}
        self._rulesets: dict[str, tuple[_Ruleset, ...]] = {}
        every: list[_Ruleset] = []
        # Not at interpreter exit: memory goes with the process, and a daemon thread may still ask.
        weakref.finalize(self, _free, every).atexit = False
        for name, (met, failed) in conditions.items():
            planned = plan(name, met, failed)
            self._fields[name] = planned.fields
            self._rulesets[name] = tuple(_Ruleset(name, stage) for stage in planned.stages)
            every.extend(self._rulesets[name])

    def fields(self, name: str) -> frozenset[str]:
        """The fields on which programme `name` depends."""
        return self._fields[name]

    def settle(self, name: str, fact: Mapping[str, int | None]) -> tuple[bool, bool]:
        """Whether "met" and whether "failed" of programme `name` holds for `fact`.

        Fields that are absent or None match no test; fields the programme does not test are
        ignored. Integers of any size are compared rightly.

        :raises KeyError: there is no such programme.
        :raises TypeError: a tested field holds something else than an int (a bool, a float).
        :raises ValueError: the network is closed.
        """
        *earlier, last = self._rulesets[name]
        if earlier:
            known = {field: fact.get(field) for field in self._fields[name]}
            for ruleset in earlier:
                known.update(dict.fromkeys(ruleset.fire(known), 1))
            fact = known
        fired = last.fire(fact)
        return "met" in fired, "failed" in fired

    def close(self) -> None:
        """Free the engine's memory; afterwards `settle` raises ValueError."""
        _free(ruleset for rulesets in self._rulesets.values() for ruleset in rulesets)

    def __enter__(self) -> Network:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _free(rulesets: Iterable[_Ruleset]) -> None:
    for ruleset in rulesets:
        ruleset.free()


class _Ruleset:
    """One ruleset in the engine."""

    def __init__(self, name: str, stage: Stage) -> None:
        self._name = name
        self._definition = json.dumps(to_ruleset(name, stage), separators=(",", ":"))
        self._columns = tuple((f, f',"{column(i)}":') for i, f in enumerate(stage.fields))
        self._outcomes = tuple(outcome for outcome, _ in stage.rules)
        self._lock = Lock()
        self._handle: int | None = engine.create_ruleset(name, self._definition)

    def fire(self, fact: Mapping[str, int | None]) -> list[str]:
        """The outcomes of the rules that match `fact`, in the order of the stage."""
        text = self._text(fact)
        with self._lock:
            handle = self._handle
            if handle is None:
                raise ValueError("the network is closed")
            try:
                return self._evaluate(handle, text)
            except BaseException:
                # An interrupted evaluation may leave a state that must be neither met again nor
                # deleted (deleting one whose action never started crashes): begin afresh.
                engine.delete_ruleset(handle)
                self._handle = engine.create_ruleset(self._name, self._definition)
                raise

    def _text(self, fact: Mapping[str, int | None]) -> str:
        parts = list[str]()
        for field, label in self._columns:
            value = fact.get(field)
            if value is None:
                continue
            if type(value) is not int:
                raise TypeError(f"{self._name}: {field} is {value!r}, not an int")
            if not -LARGEST <= value <= LARGEST:
                value = LARGEST if value > 0 else -LARGEST
            parts.append(f"{label}{value}")
        return f"{_FACT}{''.join(parts)}}}"

    def _evaluate(self, handle: int, fact: str) -> list[str]:
        code, offset = engine.assert_fact(handle, fact)
        if code:
            raise RuntimeError(f"{self._name}: the rule engine did not take the fact ({code})")
        catch_all = len(self._outcomes)
        fired = []
        _, result = engine.start_action_for_state(handle, offset)
        while (rule := int(result[2 : result.index('"', 2)])) < catch_all:
            fired.append(self._outcomes[rule])
            if rule == catch_all - 1:
                break
            result = engine.complete_and_start_action(handle, offset)
        engine.delete_state(handle, _STATE)
        return fired

    def free(self) -> None:
        """Give the ruleset's memory back; `fire` raises from then on."""
        with self._lock:
            if self._handle is not None:
                engine.delete_ruleset(self._handle)
                self._handle = None
