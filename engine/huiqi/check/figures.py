"""A lint: a figure of a rule must stand in the clause it cites.

Targets of a government are easily mistaken for conditions of a company, and digits are easily
mistyped. So every amount, count, share and period that a condition takes from the words of a
clause, and every amount that the programme is said to give, must occur in the registered digest of
that clause, whatever its spelling (2亿元, 20000万元, 两亿元).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from huiqi.base.diagnostics import Diagnostic
from huiqi.base.source import Span
from huiqi.check.figures_in_text import figures_in, measured_in
from huiqi.model import criteria as ast
from huiqi.model.document import Document
from huiqi.model.programme import Programme
from huiqi.model.quantity import Period, show_money, show_ratio
from huiqi.model.rule_files import RuleFiles

_UNITS = {"day": "天", "month": "个月", "year": "年"}
_MONTHS_OF_A_YEAR = 12
_DAYS_OF_A_YEAR = 365


def check_figures(rulebook: RuleFiles) -> list[Diagnostic]:
    """Findings HQ509 and HQ513, one for each figure that its clause does not carry."""
    return [
        finding
        for programme in rulebook.programmes
        for finding in _Figures(programme, rulebook.documents[programme.document]).findings()
    ]


class _Figures:
    def __init__(self, programme: Programme, document: Document) -> None:
        self.programme = programme
        self.document = document

    def findings(self) -> Iterator[Diagnostic]:
        benefit = self.programme.benefit
        if benefit.amount is not None:
            for value, written in measured_in(benefit.amount.zh).items():
                at = benefit.span or self.programme.span
                yield from self._stands("HQ513", {value}, written, self.programme.clauses, at)
        yield from self._criterion(self.programme.eligible)

    def _criterion(self, node: ast.Criterion) -> Iterator[Diagnostic]:
        if isinstance(node, ast.Leaf):
            if node.basis == "text":
                values, shown = _figure(node.test)
                yield from self._stands("HQ509", values, shown, self._cited([node]), node.span)
            return
        # What has no citation of its own rests where its conditions rest.
        if on_text := [leaf for leaf in ast.leaves(node) if leaf.basis == "text"]:
            cited = self._cited(on_text)
            if isinstance(node, ast.AtLeast) and 1 < node.n < len(node.of):
                yield from self._stands("HQ509", {Fraction(node.n)}, f"{node.n}", cited, node.span)
            elif isinstance(node, ast.Banded):
                for band in node.bands:
                    if band.up_to is not None:
                        values, shown = _limit(band.up_to)
                        yield from self._stands("HQ509", values, shown, cited, band.span)
        for part in ast.parts(node):
            yield from self._criterion(part)

    def _cited(self, leaves: Iterable[ast.Leaf]) -> tuple[str, ...]:
        named = (
            locator
            for leaf in leaves
            for locator in ((leaf.clause,) if leaf.clause else self.programme.clauses)
        )
        return tuple(dict.fromkeys(named))

    def _stands(
        self,
        code: str,
        values: set[Fraction],
        shown: str,
        locators: tuple[str, ...],
        span: Span | None,
    ) -> Iterator[Diagnostic]:
        """Nothing, if one of the values stands in one of the clauses or there is none to find."""
        digests = (self.document.by_locator[locator].digest.zh for locator in locators)
        if values and not values & figures_in(" ".join(digests)):
            args = {"figure": shown, "locator": "、".join(locators)}
            clause = f"{self.document.id} {locators[0]}"
            yield Diagnostic(code, args, span, clause=clause)


def _figure(test: ast.Test) -> tuple[set[Fraction], str]:
    if isinstance(test, ast.Compare):
        return _threshold(test.threshold)
    if isinstance(test, ast.Holds) and test.newly is not None:
        return _period(test.newly)
    return set(), ""


def _threshold(threshold: ast.Threshold) -> tuple[set[Fraction], str]:
    """The spellings of a threshold as numbers; none for nothing ("more than 0元") and for days."""
    if isinstance(threshold, ast.Length):
        return _period(threshold.value)
    if isinstance(threshold, ast.Day):
        return set(), ""
    if isinstance(threshold, ast.Money):
        value, shown = Fraction(threshold.fen, 100), show_money(threshold.fen)
    elif isinstance(threshold, ast.Share):
        value, shown = Fraction(threshold.value), show_ratio(threshold.value)
    else:
        value, shown = Fraction(threshold.value), f"{threshold.value:f}{threshold.unit}"
    return {value} - {Fraction(0)}, shown


def _limit(up_to: ast.Threshold) -> tuple[set[Fraction], str]:
    """A band goes up to one 分, or one person, below the figure that begins the next."""
    values, shown = _threshold(up_to)
    step = {ast.Money: Fraction(1, 100), ast.Number: Fraction(1)}.get(type(up_to))
    return values | {value + step for value in values if step is not None}, shown


def _period(period: Period) -> tuple[set[Fraction], str]:
    """3年 is 36个月 too, and 365天 a year."""
    length = Fraction(period.length)
    values = {length}
    if period.unit == "year":
        values |= {length * _MONTHS_OF_A_YEAR, length * _DAYS_OF_A_YEAR}
    elif period.unit == "month":
        values |= {length / _MONTHS_OF_A_YEAR}
    else:
        values |= {length / _DAYS_OF_A_YEAR}
    return values, f"{period.length}{_UNITS[period.unit]}"
