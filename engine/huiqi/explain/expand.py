"""A test of a derived fact, said in terms of what the fact derives from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from huiqi.model import criteria as ast
from huiqi.model.vocabulary import Cases, Fact, Quotient, SumOf, Whether


def expand(
    test: ast.Test, facts: Mapping[str, Fact], stated: Callable[[str], bool]
) -> ast.Criterion | None:
    """A criterion that is met as the test is; None where nothing in it can be taken apart.

    What is `stated` is not derived.
    """
    if isinstance(test, ast.Compare):
        return _expand_comparison(test, facts, stated)
    if isinstance(test, ast.StatedElsewhere) or stated(test.fact):
        return None
    derive = facts[test.fact].derive
    if isinstance(derive, Whether) and isinstance(test, ast.Is):
        return derive.when if test.value else ast.Not(of=derive.when)
    if isinstance(derive, Cases) and isinstance(test, ast.OneOf):
        return ast.Any(of=tuple(_chosen(derive, test.values)))
    return None


def _expand_comparison(
    test: ast.Compare, facts: Mapping[str, Fact], stated: Callable[[str], bool]
) -> ast.Leaf | None:
    """The comparison with the parts of sums in their place; a ratio only where it stands alone."""

    def summands(name: str) -> tuple[str, ...]:
        derive = facts[name].derive
        return derive.of if isinstance(derive, SumOf) and not stated(name) else (name,)

    of = tuple(part for name in test.of for part in summands(name))
    per = tuple(part for name in test.per for part in summands(name))
    if not per and len(of) == 1 and not stated(of[0]):
        derive = facts[of[0]].derive
        if isinstance(derive, Quotient):
            of, per = (derive.of,), (derive.per,)
    if (of, per) == (test.of, test.per):
        return None
    return ast.Leaf(test=test.model_copy(update={"of": of, "per": per}))


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
