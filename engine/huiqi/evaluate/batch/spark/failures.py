"""What Spark says when something fails, as findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException, PySparkRuntimeError

from huiqi.base.diagnostics import CompaniesError, Diagnostic

_HEADER = re.compile(r"CSV header does not conform[^\n]*(?:\n[^\n]*){0,4}")
_CAUSE = re.compile(r"(?m)(?:^|: )(?:Caused by: )?[\w.$]*\.(\w+(?:Exception|Error)): ([^\n]+)")


@contextmanager
def as_findings(where: str) -> Iterator[None]:
    """Faults of Spark as CompaniesError that names the place and the cause."""
    try:
        yield
    except (Py4JError, PySparkException, PySparkRuntimeError) as error:
        raise CompaniesError([_finding(str(error), where)]) from error


def _finding(said: str, where: str) -> Diagnostic:
    if header := _HEADER.search(said):
        return Diagnostic("HQ666", {"reason": " ".join(header[0].split())}, where=where)
    causes = _CAUSE.findall(said)
    reason = ": ".join(causes[-1]) if causes else next(iter(said.splitlines()), "?")
    return Diagnostic("HQ669", {"reason": reason}, where=where)
