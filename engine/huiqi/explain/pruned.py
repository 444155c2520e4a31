"""Criteria without the parts that decide nothing more once some facts are known.

Which size a company has depends on its sector first: of sixteen rows of limits one is left. Under
Kleene's truth tables a part that is FALSE adds nothing to an `any`, and one that is TRUE nothing to
an `all`, whatever the others come to.
"""

from __future__ import annotations

from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import Circumstances
from huiqi.evaluate.reference import prove
from huiqi.model import criteria as ast


def pruned(criterion: ast.Criterion, known: Circumstances) -> ast.Criterion:
    """A criterion with the same truth for all companies of which at least so much is known."""
    if not isinstance(criterion, (ast.All, ast.Any)):
        return criterion
    neutral = Truth.TRUE if isinstance(criterion, ast.All) else Truth.FALSE
    left = [part for part in criterion.of if prove(part, known).truth is not neutral]
    if not left:
        return criterion
    return criterion.model_copy(update={"of": tuple(pruned(part, known) for part in left)})
