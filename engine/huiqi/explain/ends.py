"""Both ends to which a rulebook may turn out where no answer reaches.

Conditions set elsewhere, and membership of a list that ends in 等 for what it does not name, stay
unknown whatever is answered. Taken at their worst and at their best they leave unknown only what
an answer could still change: between two settled ends nothing moves any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.fast import FastVerdicts
from huiqi.model import criteria as ast
from huiqi.model.profile import Answer, Missing
from huiqi.model.programme import Programme
from huiqi.model.taxonomy import CodeSet
from huiqi.model.vocabulary import Vocabulary

_MET, _NOT_MET = ast.All(of=()), ast.Any(of=())


class Ends:
    """Tells which programmes of a day, by number, are closed to further answers.

    The programmes of a document are decided together, and those of other documents not at all: once
    the place is known, few documents are left to ask about.
    """

    def __init__(self, book: CheckedRulebook, as_of: date) -> None:
        ends = both_ends(book, as_of)
        documents: dict[str, list[Programme]] = {}
        self._places: list[tuple[str, int]] = []
        for programme in ends.programmes:
            together = documents.setdefault(programme.document, [])
            self._places.append((programme.document, len(together)))
            together.append(programme)
        self._documents = {
            name: FastVerdicts(replace(ends, programmes=tuple(together)), as_of)
            for name, together in documents.items()
        }
        current = tuple(book.current(as_of))
        self._may_not_apply = [tuple(_in_open_lists(p, book.vocabulary)) for p in current]
        self._themselves = {
            number: FastVerdicts(replace(book, programmes=(current[number],)), as_of)
            for number, facts in enumerate(self._may_not_apply)
            if facts
        }

    def closed(self, numbers: Iterable[int], answers: Mapping[str, Answer]) -> Iterator[int]:
        """Those of the programmes of which both ends are settled."""
        truths: dict[str, tuple[Truth, ...]] = {}
        for number in numbers:
            document, place = self._places[number]
            if document not in truths:
                truths[document] = self._documents[document].truths(answers)
            found = truths[document]
            # First come all at their worst, then all at their best.
            worst, best = found[place], found[place + len(found) // 2]
            if Truth.UNKNOWN in (worst, best):
                continue
            if worst is best or not self._turns(number, answers):
                yield number

    def _turns(self, number: int, answers: Mapping[str, Answer]) -> bool:
        """Whether it settles the programme that one of its open lists does not apply.

        At its best such a list is met, but then it is in no list at all.
        """
        unasked = [fact for fact in self._may_not_apply[number] if answers.get(fact) is None]
        if not unasked:
            return False
        [now], *then = (
            self._themselves[number].truths({**answers, **more})
            for more in ({}, *({fact: Missing.NOT_APPLICABLE} for fact in unasked))
        )
        return any(truth is not now for [truth] in then)


def _in_open_lists(programme: Programme, words: Vocabulary) -> Iterator[str]:
    """The facts that may not apply to a company and are asked by lists that end in 等."""
    tests = (leaf.test for leaf in ast.leaves(programme.eligible))
    lists = (t for t in tests if isinstance(t, (ast.OneOf, ast.InSector)) and t.open)
    return (test.fact for test in lists if words.facts[test.fact].may_not_apply)


def both_ends(book: CheckedRulebook, as_of: date) -> CheckedRulebook:
    """The rulebook with the programmes of a day twice: all at their worst, then all at their best.

    A programme of which both are settled is closed to further answers. Scores are left as they are.
    """
    programmes = tuple(
        programme.model_copy(
            update={"id": f"{programme.id}/{met}", "eligible": at_end(programme.eligible, met)}
        )
        for met in (False, True)
        for programme in book.current(as_of)
    )
    sets: dict[ast.Located | ast.InSector, CodeSet] = dict(book.code_sets)
    sets |= {
        test.model_copy(update={"open": False}): codes
        for test, codes in book.code_sets.items()
        if isinstance(test, ast.InSector)
    }
    return replace(book, programmes=programmes, code_sets=sets)


def at_end(
    node: ast.Criterion, met: bool, inapplicable: Collection[str] = frozenset()
) -> ast.Criterion:
    """The criterion with what no answer decides taken as met, or as not met, for the whole of it.

    Its tests need the code sets of `both_ends`. What is `inapplicable` to the company is in no
    list, whether or not that ends in 等.
    """
    if isinstance(node, ast.Leaf):
        return _leaf_at_end(node, met, inapplicable)
    if isinstance(node, ast.Not):
        return ast.Not(of=at_end(node.of, not met, inapplicable))
    if isinstance(node, ast.Banded):
        bands = (
            band.model_copy(update={"then": at_end(band.then, met, inapplicable)})
            for band in node.bands
        )
        return node.model_copy(update={"bands": tuple(bands)})
    if isinstance(node, ast.Score):
        return node
    return node.model_copy(
        update={"of": tuple(at_end(part, met, inapplicable) for part in node.of)}
    )


def _leaf_at_end(leaf: ast.Leaf, met: bool, inapplicable: Collection[str]) -> ast.Criterion:
    test = leaf.test
    if isinstance(test, ast.StatedElsewhere):
        return _MET if met else _NOT_MET
    if isinstance(test, (ast.OneOf, ast.InSector)) and test.open:
        if met and test.fact not in inapplicable:
            return _MET
        return ast.Leaf(test=test.model_copy(update={"open": False}))
    return leaf
