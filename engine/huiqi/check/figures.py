"""A lint: a threshold of a rule must stand in the clause it cites.

Targets of a government are easily mistaken for conditions of a company, and digits are easily
mistyped. So every amount, count and share that a leaf takes from the words of a clause must occur
in the registered digest of that clause, whatever its spelling (2亿元, 20000万元).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from huiqi.base.diagnostics import Diagnostic
from huiqi.model import criteria as ast
from huiqi.model.document import Document
from huiqi.model.programme import Programme
from huiqi.model.quantity import normalise, show_money, show_ratio
from huiqi.model.rule_files import RuleFiles

_SCALE = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3, "百": 10**2}
_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(亿|千万|百万|万|千|百)?\s*(%|‰)?")
_CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_CHINESE_FIGURE = re.compile(
    r"([一二三四五六七八九])?(十)([一二三四五六七八九])?|([一二两三四五六七八九])"
)


def check_figures(rulebook: RuleFiles) -> list[Diagnostic]:
    """Findings HQ509, one for each threshold that its clause does not carry."""
    return [
        finding
        for programme in rulebook.programmes
        for finding in _programme(programme, rulebook.documents[programme.document])
    ]


def _programme(programme: Programme, document: Document) -> Iterator[Diagnostic]:
    for leaf in ast.leaves(programme.eligible):
        if leaf.basis == "text" and isinstance(leaf.test, ast.Compare):
            locators = (leaf.clause,) if leaf.clause else programme.clauses
            yield from _leaf(leaf, leaf.test, locators, document)


def _leaf(
    leaf: ast.Leaf, test: ast.Compare, locators: tuple[str, ...], document: Document
) -> Iterator[Diagnostic]:
    figure, shown = _figure(test.threshold)
    if not figure:
        # "More than nothing" needs no figure in the text; dates and periods are not amounts.
        return
    digests = " ".join(document.by_locator[locator].digest.zh for locator in locators)
    if figure not in _figures(digests):
        args = {"figure": shown, "locator": "、".join(locators)}
        yield Diagnostic("HQ509", args, leaf.span, clause=f"{document.id} {locators[0]}")


def _figure(threshold: ast.Threshold) -> tuple[Fraction | None, str]:
    if isinstance(threshold, ast.Money):
        return Fraction(threshold.fen, 100), show_money(threshold.fen)
    if isinstance(threshold, ast.Share):
        return Fraction(threshold.value), show_ratio(threshold.value)
    if isinstance(threshold, ast.Number):
        return Fraction(threshold.value), f"{threshold.value:f}{threshold.unit}"
    return None, ""


def _figures(text: str) -> set[Fraction]:
    """Every figure of a text, in 元, as a share, or plain."""
    plain = normalise(text)
    found = set()
    for number, scale, percent in _FIGURE.findall(plain):
        value = Fraction(number.replace(",", "")) * _SCALE.get(scale, 1)
        found.add(value / {"%": 100, "‰": 1000}.get(percent, 1))
    for tens, ten, ones, single in _CHINESE_FIGURE.findall(plain):
        if ten:
            found.add(Fraction(_CHINESE.get(tens, 1) * 10 + _CHINESE.get(ones, 0)))
        else:
            found.add(Fraction(_CHINESE[single]))
    return found
