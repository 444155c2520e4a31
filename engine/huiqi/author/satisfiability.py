"""Which branches of a rule can never matter, decided over the typed facts by the solver Z3.

A rule is translated to two-valued logic over complete facts (`huiqi.author.terms`). Z3
(https://github.com/Z3Prover/z3) then decides, not samples: a criterion that cannot be met, one that
cannot fail, parts that change nothing, and bands and rungs that are never reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import z3

from huiqi.author.terms import Translation
from huiqi.base.diagnostics import Diagnostic
from huiqi.base.source import Span
from huiqi.check.rulebook import CheckedRulebook
from huiqi.model import criteria as ast
from huiqi.model.programme import Programme


def check_branches(book: CheckedRulebook) -> Iterator[Diagnostic]:
    """Findings HQ510 (never met), HQ511 (never failed), HQ512 (changes nothing), HQ514 (never
    reached)."""
    for programme in book.programmes:
        yield from _Branches(book, programme).findings()


class _Branches:
    def __init__(self, book: CheckedRulebook, programme: Programme) -> None:
        self.programme = programme
        self.terms = Translation(book)
        self.whole = self.terms.criterion(programme.eligible)
        self.solver = z3.Solver()
        self.solver.add(*self.terms.constraints)

    def findings(self) -> Iterator[Diagnostic]:
        eligible = self.programme.eligible
        if not self._possible(self.whole):
            yield self._contradiction()
        elif not self._possible(z3.Not(self.whole)):
            yield self._finding("HQ511", eligible.span)
        else:
            yield from self._within(eligible, [])

    def _contradiction(self) -> Diagnostic:
        """Which conditions cannot hold together: as few as will do, and the last is pointed at."""
        needed = _conjuncts(self.programme.eligible)
        for part in list(needed):
            others = [other for other in needed if other is not part]
            if not self._possible(*map(self.terms.criterion, others)):
                needed = others
        places = [part.span for part in needed if part.span is not None]
        last = max(places, key=lambda place: place.line, default=None)
        lines = [str(line) for line in sorted({place.line for place in places})]
        zh, en = "、".join(lines), ", ".join(lines)
        return self._finding("HQ510", last, lines_zh=zh, lines_en=en)

    def _within(self, node: ast.Criterion, context: list[Any]) -> Iterator[Diagnostic]:
        """Parts that, under what surrounds them, never decide."""
        children = ast.parts(node)
        if isinstance(node, (ast.All, ast.Any)) and len(children) > 1:
            terms = [self.terms.criterion(child) for child in children]
            for index, child in enumerate(children):
                others = terms[:index] + terms[index + 1 :]
                # A part decides where the others leave it open: all true, or all false.
                leave_open = others if isinstance(node, ast.All) else [z3.Not(o) for o in others]
                around = [*context, *leave_open]
                if not (
                    self._possible(*around, terms[index])
                    and self._possible(*around, z3.Not(terms[index]))
                ):
                    yield self._finding("HQ512", child.span)
                else:
                    yield from self._within(child, around)
        elif isinstance(node, ast.Banded):
            for index, band in enumerate(node.bands):
                inside = [*context, self.terms.in_band(node, index)]
                if self._possible(*inside):
                    yield from self._within(band.then, inside)
                else:
                    yield self._finding("HQ514", band.span)
        elif isinstance(node, ast.Score):
            for item in node.items:
                for ladder in item.alternatives:
                    yield from self._rungs(ladder, context)
        elif isinstance(node, (ast.Not, ast.AtLeast)):
            for child in children:
                yield from self._within(child, context)

    def _rungs(self, ladder: tuple[ast.Points, ...], context: list[Any]) -> Iterator[Diagnostic]:
        """Rungs that never count, since an earlier one holds wherever they do."""
        before: list[Any] = []
        for rung in ladder:
            holds = self.terms.criterion(rung.when)
            if self._possible(*context, *before, holds):
                yield from self._within(rung.when, context)
            else:
                yield self._finding("HQ514", rung.span)
            before.append(z3.Not(holds))

    def _possible(self, *terms: Any) -> bool:
        return bool(self.solver.check(*terms) != z3.unsat)

    def _finding(self, code: str, span: Span | None, **args: object) -> Diagnostic:
        return Diagnostic(code, {"id": self.programme.id, **args}, span or self.programme.span)


def _conjuncts(node: ast.Criterion) -> list[ast.Criterion]:
    """The criteria that must all hold: the parts of `all`, however deep."""
    if isinstance(node, ast.All):
        return [conjunct for part in node.of for conjunct in _conjuncts(part)]
    return [node]
