"""A test of a derived fact, said in terms of what the fact derives from."""

from __future__ import annotations

from huiqi.model import criteria as ast
from huiqi.model.vocabulary import Cases, Fact, Quotient, SumOf, Whether


def expand(test: ast.Test, fact: Fact) -> ast.Criterion | None:
    """A criterion that is met as the test is; None where the fact cannot be taken apart."""
    derive = fact.derive
    if isinstance(derive, Whether) and isinstance(test, ast.Is):
        return derive.when if test.value else ast.Not(of=derive.when)
    if isinstance(derive, Cases) and isinstance(test, ast.OneOf):
        return ast.Any(of=tuple(_chosen(derive, test.values)))
    if isinstance(test, ast.Compare) and test.of == (fact.id,) and not test.per:
        if isinstance(derive, SumOf):
            return ast.Leaf(test=test.model_copy(update={"of": derive.of}))
        if isinstance(derive, Quotient):
            parts = {"of": (derive.of,), "per": (derive.per,)}
            return ast.Leaf(test=test.model_copy(update=parts))
    return None


def _chosen(derive: Cases, values: tuple[str, ...]) -> list[ast.Criterion]:
    """That one of the values is chosen: its branch holds, and none before it of another value."""
    found: list[ast.Criterion] = []
    before: list[ast.Criterion] = []
    for choice in derive.choices:
        if choice.value in values:
            found.append(ast.All(of=(*before, choice.when)))
        else:
            before.append(ast.Not(of=choice.when))
    if derive.otherwise in values:
        found.append(ast.All(of=tuple(ast.Not(of=choice.when) for choice in derive.choices)))
    return found
