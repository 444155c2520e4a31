"""What a table says of one programme for one company."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import Circumstances
from huiqi.model.programme import Programme


@dataclass(frozen=True)
class Explained:
    """What is said of a programme: its truth, the facts still missing, the facts that failed."""

    truth: Truth
    missing: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


Explain = Callable[[Programme, Circumstances], Explained]
