"""How many questions until nothing is open: the ranking against two simpler orders.

    PYTHONPATH=engine .venv/bin/python tests/benchmarks/questions.py --companies 300

Every company is known in full and answers what it is asked. A programme is open while its verdict
is undetermined and a fact not yet asked could still change that; this is judged in the same way for
every order. Facts asked together count one question each. The orders:

- ranking: `huiqi.explain.next_question`
- fixed: the order of the vocabulary, leaving out what can no longer change a verdict
- most missed: the fact that most open programmes wait for
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import mean, median, quantiles
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).parent))

from companies import DAY, area_of, companies

from huiqi.api import Rulebook
from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.fast import FastVerdicts
from huiqi.evaluate.reference import circumstances, prove
from huiqi.explain.ends import both_ends
from huiqi.explain.needs import Needs
from huiqi.explain.next_question import NextQuestion
from huiqi.model.criteria import facts_of
from huiqi.model.profile import Answer, Missing, Profile
from huiqi.model.programme import Programme

NATION = "100000"


class Interview:
    """The answers of one company so far, and what every open programme still waits for."""

    def __init__(self, book: CheckedRulebook, as_of: date, ends: FastVerdicts) -> None:
        self.book = book
        self.as_of = as_of
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.open: dict[str, tuple[str, ...]] = {}
        self._ends = ends
        self._look(book.current(as_of))

    def _look(self, programmes: Sequence[Programme]) -> None:
        given = circumstances(self.book, Profile("", self.answers), self.as_of)
        truths = self._ends.truths(self.answers)
        worst, best = truths[: len(truths) // 2], truths[len(truths) // 2 :]
        needs = Needs(given)
        movable = {
            programme.id
            for programme, ends in zip(
                self.book.current(self.as_of), zip(worst, best, strict=True), strict=True
            )
            if Truth.UNKNOWN in ends
        }
        for programme in programmes:
            proof = prove(programme.eligible, given)
            waits = (fact for need in needs.of(proof) for fact in need)
            missing = [fact for fact in dict.fromkeys(waits) if fact not in self.asked]
            self.open.pop(programme.id, None)
            if programme.id in movable and missing:
                self.open[programme.id] = tuple(missing)

    def tell(self, facts: Sequence[str], known: Mapping[str, Answer]) -> None:
        """The company answers these facts."""
        self.asked += facts
        self.answers.update({fact: known.get(fact, Missing.DONT_KNOW) for fact in facts})
        waiting = {name for name, missing in self.open.items() if not {*missing}.isdisjoint(facts)}
        self._look([p for p in self.book.current(self.as_of) if p.id in waiting])


Order = Callable[[Interview], Sequence[str]]
"""Chooses the facts to ask next while something is open."""


def fixed(interview: Interview) -> Sequence[str]:
    missing = {fact for facts in interview.open.values() for fact in facts}
    return [next(fact for fact in interview.book.vocabulary.facts if fact in missing)]


def most_missed(interview: Interview) -> Sequence[str]:
    missed = Counter(fact for facts in interview.open.values() for fact in facts)
    return [max(interview.book.vocabulary.facts, key=lambda fact: missed[fact])]


class Ranking:
    """The ranking, with the time of each choice in ms: by the clock, and of the processor.

    On a machine that does other things as well only the second says what the choice costs.
    """

    def __init__(self, book: CheckedRulebook, as_of: date) -> None:
        self.next = NextQuestion(book, as_of)
        self.times: list[float] = []
        self.work: list[float] = []

    def __call__(self, interview: Interview) -> Sequence[str]:
        start, started = perf_counter(), process_time()
        ranked = self.next.rank(interview.answers)
        self.times.append(1000 * (perf_counter() - start))
        self.work.append(1000 * (process_time() - started))
        if not ranked:
            raise AssertionError(f"nothing to ask, but open: {interview.open}")
        return ranked[0].facts


@dataclass
class Course:
    """What came of one interview: questions, effort, and how much was closed after each question.

    `local`: questions until every programme of a place was closed.
    """

    questions: int = 0
    effort: int = 0
    local: int = 0
    closed: list[int] = field(default_factory=list)


def run(
    book: CheckedRulebook, ends: FastVerdicts, known: Mapping[str, Answer], order: Order
) -> Course:
    """Asks one company until nothing is open."""
    interview = Interview(book, DAY, ends)
    programmes = len(interview.open)
    local = {p.id for p in book.programmes if book.documents[p.document].jurisdiction != NATION}
    course = Course()
    while interview.open:
        facts = order(interview)
        interview.tell(facts, known)
        course.questions += len(facts)
        course.effort += sum(book.vocabulary.facts[fact].effort for fact in facts)
        course.closed += [programmes - len(interview.open)] * len(facts)
        if not course.local and not local & interview.open.keys():
            course.local = course.questions
    return course


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--companies", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rulebook = Rulebook.load()
    book = rulebook.book
    drawn = list(companies(rulebook.vocabulary, options.companies, options.seed))
    profiles = [rulebook.profile(company).answers for company in drawn]
    places = [area_of(company) for company in drawn]
    ranking, ends = Ranking(book, DAY), FastVerdicts(both_ends(book, DAY), DAY)
    # As `huiqi ask` does: else the garbage collector looks through the rulebook within a choice.
    gc.freeze()
    orders: dict[str, Order] = {"ranking": ranking, "fixed": fixed, "most missed": most_missed}
    courses = {
        name: [run(book, ends, p, order) for p in profiles] for name, order in orders.items()
    }
    read = {f for p in book.current(DAY) for f in book.base_facts(facts_of(p.eligible))}
    print(f"{len(drawn)} companies, {len(book.current(DAY))} programmes, a form: {len(read)} facts")
    _print_orders(courses)
    _print_areas(courses, places)
    away = [
        c.local for c, place in zip(courses["ranking"], places, strict=True) if place == "elsewhere"
    ]
    for limit in (1, 2):
        share = mean(n <= limit for n in away)
        print(f"outside all covered places, done with their programmes after {limit}: {share:.0%}")
    for name, taken in (("by the clock", ranking.times), ("of the processor", ranking.work)):
        times = sorted(taken)
        p99 = times[-len(times) // 100]
        print(f"ms per choice {name}: p50 {median(times):.1f}, p99 {p99:.1f}, max {times[-1]:.1f}")


def _print_orders(courses: Mapping[str, Sequence[Course]]) -> None:
    best = mean(c.questions for c in courses["ranking"])
    print(
        f"\n{'order':12} {'mean':>6} {'p90':>6} {'ranking is':>10} {'effort':>7}"
        "   closed after 1, 2, 5, 10"
    )
    for name, found in courses.items():
        counts = [c.questions for c in found]
        closed = [mean(c.closed[min(n, len(c.closed)) - 1] for c in found) for n in (1, 2, 5, 10)]
        print(
            f"{name:12} {mean(counts):6.1f} {quantiles(counts, n=10)[-1]:6.1f} "
            f"{best / mean(counts):10.1%} {mean(c.effort for c in found):7.1f}   "
            + ", ".join(f"{n:.0f}" for n in closed)
        )


def _print_areas(courses: Mapping[str, Sequence[Course]], places: Sequence[str]) -> None:
    print(f"\n{'mean by place':14}" + "".join(f"{name:>12}" for name in courses))
    for area in dict.fromkeys(places):
        means = [
            mean(c.questions for c, place in zip(found, places, strict=True) if place == area)
            for found in courses.values()
        ]
        print(f"{area:14}" + "".join(f"{m:12.1f}" for m in means))


if __name__ == "__main__":
    main()
