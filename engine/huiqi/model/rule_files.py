"""What rule files say: vocabulary, documents and programmes, not yet checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huiqi.model.criteria import Criterion
from huiqi.model.document import Document
from huiqi.model.programme import Programme
from huiqi.model.vocabulary import Cases, Derivation, Vocabulary, Whether


@dataclass(frozen=True)
class RuleFiles:
    """Everything that was read; `huiqi.check` turns it into a rulebook that can be evaluated.

    `with_cases` tells whether the cases of the programmes were read too.
    """

    vocabulary: Vocabulary
    documents: dict[str, Document]
    programmes: tuple[Programme, ...]
    with_cases: bool = True


def criteria_of(derivation: Derivation) -> Iterator[Criterion]:
    """The criteria a derivation asks, in order."""
    if isinstance(derivation, Whether):
        yield derivation.when
    elif isinstance(derivation, Cases):
        for choice in derivation.choices:
            yield choice.when
