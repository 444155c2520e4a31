"""What a caller of `Rulebook.score` gives beside day and names, looked at before work begins."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator, Mapping, MutableSequence, Sequence, Set, ValuesView

from huiqi.base.diagnostics import CompaniesError, Diagnostic
from huiqi.load.companies.mapping import ColumnMapping

_LISTS = (Sequence, Set, Iterator, ValuesView)


def require_arguments(source: object, columns: object, mapping: object, findings: object) -> None:
    """See that they can be used, and together.

    Raises: ValueError: other columns than there are, or a mapping of columns for a list of
    companies, which has none. TypeError: an argument of another type. CompaniesError: an empty
    path.
    """
    if columns not in ("verdicts", "lists"):
        raise ValueError(f'columns is "verdicts" or "lists", not {columns!r}')
    if findings is not None and not isinstance(findings, MutableSequence):
        raise TypeError(f"findings is a list to append to, not {reprlib.repr(findings)}")
    if mapping is not None and not isinstance(mapping, (ColumnMapping, Mapping)):
        raise TypeError(f"mapping is {{header: target}}, not {reprlib.repr(mapping)}")
    if isinstance(source, str):
        if not source.strip():
            raise CompaniesError([Diagnostic("HQ661", {"kind": repr(source)})])
    elif mapping is not None and isinstance(source, _LISTS):
        raise ValueError("mapping is about columns, and a list of companies has none")
