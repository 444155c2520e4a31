"""Values as a program holds them, written as JSON that the profile reader takes.

What tables hold where there is no value counts as None: NaN, and NA and NaT of pandas, of which
`DataFrame.to_dict("records")` is full. NumPy's values count as Python's. Neither package is
imported for that: who has no such values need not wait for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from math import isnan
from typing import Any

from huiqi.base.diagnostics import Diagnostic, ProfileError
from huiqi.load.yaml import MAX_DEPTH

_MAX_DIGITS = 320
_NO_VALUE = ("NAType", "NaTType")


def json_of(data: Mapping[str, Any], where: str) -> str:
    """A mapping as JSON; `where` says in errors whose values they are.

    Raises: TypeError: a value that no profile holds, with its key. ProfileError: nested too deeply.
    """
    found = {}
    for key, value in data.items():
        try:
            found[str(key)] = _plain(value)
        except _OtherType as stop:
            raise TypeError(f"{where}: {key} cannot hold a value of type {stop}") from None
        except _TooDeep:
            raise ProfileError([Diagnostic("HQ107", {"limit": MAX_DEPTH}, where=where)]) from None
    return json.dumps(found, ensure_ascii=False, indent=0)


class _OtherType(Exception):
    """A value that no profile holds; the text is the name of its type."""


class _TooDeep(Exception):
    """A value that holds others deeper than is read, or itself."""


def _plain(value: Any, depth: int = 2) -> Any:
    """A value as JSON; floats keep their shortest exact spelling."""
    if depth > MAX_DEPTH:
        raise _TooDeep
    if type(value).__module__ == "numpy":
        value = _of_numpy(value)
    if value is None or isinstance(value, (bool, str)):
        return value
    if type(value).__name__ in _NO_VALUE or (isinstance(value, float) and isnan(value)):
        return None
    if isinstance(value, (int, float, Decimal)):
        number = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
        written_out = abs(number.adjusted()) <= _MAX_DIGITS
        return format(number, "f") if written_out else str(number)
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, Mapping):
        return {str(k): _plain(v, depth + 1) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(v, depth + 1) for v in value]
    raise _OtherType(type(value).__name__)


def _of_numpy(value: Any) -> Any:
    """A scalar or array of NumPy as Python has it; a day as text."""
    kind = type(value).__name__
    if kind == "ndarray" and value.shape:
        return list(value)
    if kind == "datetime64":
        day = str(value)[:10]
        return None if day == "NaT" else day
    plain = value.item()
    # The shortest spelling of a float of fewer digits is its own, and not that of the double.
    return float(str(value)) if isinstance(plain, float) else plain
