"""统计上大中小微型企业划分办法(2017) (国统字〔2017〕213号) as a derivation.

Note 2 of its table: large, medium and small need every listed indicator to reach the minimum, else
the firm is one class lower; micro is what stays below small in any of them.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from huiqi.load.tables import size_classes
from huiqi.model import criteria as ast
from huiqi.model.quantity import FEN_PER_YUAN
from huiqi.model.sector import SizeThreshold
from huiqi.model.vocabulary import Cases, Choice

FACTS = {"employees": "employees", "revenue": "revenue", "assets": "total_assets"}
"""The fact that each indicator of the table is measured by."""


def size_class_cases() -> Cases:
    """The first of large, medium, small and micro that holds; unknown for unlisted sectors."""
    lines = [list(rows) for _, rows in groupby(size_classes(), key=lambda row: row.line)]
    choices = [
        Choice(value=size, when=ast.Any(of=tuple(_reaches(line, size) for line in lines)))
        for size in ("large", "medium", "small")
    ]
    covered = tuple(code for line in lines for code in line[0].industries)
    choices.append(Choice(value="micro", when=_leaf(ast.InSector(sectors=covered))))
    return Cases(choices=tuple(choices))


def _reaches(line: list[SizeThreshold], size: str) -> ast.Criterion:
    sector = _leaf(ast.InSector(sectors=line[0].industries))
    return ast.All(of=(sector, *(_leaf(_minimum(row, size)) for row in line)))


def _minimum(row: SizeThreshold, size: str) -> ast.Compare:
    minimum: int = getattr(row, f"{size}_min")
    threshold: ast.Money | ast.Number
    if row.unit == "万元":
        threshold = ast.Money(fen=minimum * 10_000 * FEN_PER_YUAN)
    else:
        threshold = ast.Number(value=Decimal(minimum), unit="人")
    return ast.Compare(of=(FACTS[row.indicator],), op=ast.Operator.AT_LEAST, threshold=threshold)


def _leaf(test: ast.Test) -> ast.Leaf:
    return ast.Leaf(test=test, clause="国统字〔2017〕213号")
