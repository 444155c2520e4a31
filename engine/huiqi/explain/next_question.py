"""Which question next: the one that settles most for its cost."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, replace
from datetime import date

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.fast import FastVerdicts
from huiqi.evaluate.reference import circumstances, prove
from huiqi.explain.likely_answers import LikelyAnswers
from huiqi.explain.needs import Need, Needs, not_known
from huiqi.model import criteria as ast
from huiqi.model.profile import Answer, Profile

CLOSED = 0.5


@dataclass(frozen=True)
class Question:
    """Facts asked together.

    `settles`: the expected number of programmes settled; `effort`: the sum of the facts' efforts;
    `programmes`: ids of the open programmes that wait for these facts.
    """

    facts: tuple[str, ...]
    settles: float
    effort: int
    programmes: tuple[str, ...]


class NextQuestion:
    """Ranks questions."""

    def __init__(self, book: CheckedRulebook, as_of: date) -> None:
        self._book = book
        self._as_of = as_of
        self._programmes = book.current(as_of)
        self._likely = LikelyAnswers(book, as_of)
        versions = [
            p.model_copy(update={"id": f"{p.id}/{end}", "eligible": _closed(p.eligible, end)})
            for end in (False, True)
            for p in self._programmes
        ]
        sets = {
            test.model_copy(update={"open": False}) if isinstance(test, ast.InSector) else test: s
            for test, s in book.code_sets.items()
        }
        copy = replace(book, programmes=tuple(versions), code_sets={**book.code_sets, **sets})
        self._fast = FastVerdicts(copy, as_of)
        self._place = {name: i for i, name in enumerate(book.vocabulary.facts)}

    def waiting(
        self, answers: Mapping[str, Answer], leave_out: Container[str] = ()
    ) -> dict[Need, list[int]]:
        given = circumstances(self._book, Profile("", dict(answers)), self._as_of)
        unknown = not_known(given)
        needs = Needs(given, _Union(unknown, leave_out))
        waiting: dict[Need, list[int]] = {}
        for number, programme in enumerate(self._programmes):
            for need in needs.of(prove(programme.eligible, given)):
                waiting.setdefault(need, []).append(number)
        return waiting

    def rank(
        self, answers: Mapping[str, Answer], leave_out: Container[str] = ()
    ) -> tuple[Question, ...]:
        waiting = self.waiting(answers, leave_out)
        questions = []
        for need in waiting:
            touched = {n for other, ns in waiting.items() if set(other) & set(need) for n in ns}
            settled = self._value(need, answers, touched)
            effort = sum(self._book.vocabulary.facts[f].effort for f in need)
            names = tuple(self._programmes[n].id for n in sorted(touched))
            questions.append(Question(need, settled, effort, names))
        return tuple(sorted(questions, key=self._key))

    def _key(self, q: Question) -> tuple[float, int, int, int]:
        return (-q.settles / q.effort, -len(q.programmes), q.effort, self._place[q.facts[0]])

    def _value(self, need: Need, answers: Mapping[str, Answer], open_: Collection[int]) -> float:
        n = len(self._programmes)
        value = 0.0
        for weight, scenario in self._likely.of(need, answers):
            truths = self._fast.truths({**answers, **scenario})
            gain = 0.0
            for i in open_:
                worst, best = truths[i], truths[n + i]
                if worst is not Truth.UNKNOWN and best is not Truth.UNKNOWN:
                    gain += 1 if worst is best else CLOSED
            value += weight * gain
        return value


class _Union:
    def __init__(self, *parts: Container[str]) -> None:
        self.parts = parts

    def __contains__(self, item: object) -> bool:
        return any(item in part for part in self.parts)


TRUE, FALSE = ast.All(of=()), ast.Any(of=())


def _closed(node: ast.Criterion, end: bool) -> ast.Criterion:
    """The criterion with what no answer settles taken as met (`end`), or as not met."""
    if isinstance(node, ast.Leaf):
        test = node.test
        if isinstance(test, ast.StatedElsewhere):
            return TRUE if end else FALSE
        if isinstance(test, (ast.OneOf, ast.InSector)) and test.open:
            said = ast.Leaf(test=test.model_copy(update={"open": False}))
            return ast.Any(of=(said, ast.Not(of=said))) if end else said
        return node
    if isinstance(node, ast.Not):
        return ast.Not(of=_closed(node.of, end))
    if isinstance(node, (ast.All, ast.Any, ast.AtLeast)):
        return node.model_copy(update={"of": tuple(_closed(p, end) for p in node.of)})
    if isinstance(node, ast.Banded):
        bands = tuple(b.model_copy(update={"then": _closed(b.then, end)}) for b in node.bands)
        return node.model_copy(update={"bands": bands})
    items = tuple(
        i.model_copy(
            update={
                "alternatives": tuple(
                    tuple(r.model_copy(update={"when": _closed(r.when, end)}) for r in ladder)
                    for ladder in i.alternatives
                )
            }
        )
        for i in node.items
    )
    return node.model_copy(update={"items": items})
