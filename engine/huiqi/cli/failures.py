"""What is said when something cannot be done, and the exit code that goes with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import typer

from huiqi.base.diagnostics import (
    CompaniesError,
    Diagnostic,
    HuiqiError,
    Language,
    QueryError,
    as_text,
)

FINDINGS, USAGE = 1, 2
"""Exit codes: findings in rules or data; a name, date or file that cannot be used at all."""


class UseError(typer.BadParameter):
    """What a command lacks, told in our own words: no value is wrong."""

    def format_message(self) -> str:
        return self.message


def report(error: HuiqiError, lang: Language) -> int:
    """Print the findings of an error to standard error; the exit code."""
    warn(error.findings, lang)
    unusable = isinstance(error, (QueryError, CompaniesError))
    return USAGE if unusable else exit_code(error.findings)


def exit_code(findings: Iterable[Diagnostic]) -> int:
    """USAGE where nothing could be read at all, else FINDINGS."""
    unreadable = all(finding.code in ("HQ101", "HQ113", "HQ115") for finding in findings)
    return USAGE if unreadable else FINDINGS


def warn(findings: Iterable[Diagnostic], lang: Language) -> None:
    """Print findings to standard error, an empty line after each."""
    for finding in findings:
        typer.echo(as_text(finding, lang) + "\n", err=True)


@contextmanager
def as_usage(lang: Language) -> Iterator[None]:
    """For commands whose exit code 1 means something else: whatever cannot be used is USAGE."""
    try:
        yield
    except HuiqiError as error:
        report(error, lang)
        raise typer.Exit(USAGE) from None
