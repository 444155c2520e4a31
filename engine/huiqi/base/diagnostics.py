"""Findings about rules and data: built as data, shown as text, as one line or as JSON."""

from __future__ import annotations

import copyreg
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from huiqi.base.full_width import mend_of_sign
from huiqi.base.messages import MESSAGES
from huiqi.base.source import Span, excerpt, printable

Language = Literal["zh", "en"]
_LONGEST_TEXT = 160
_SYNTAX = ("HQ105",)
_NAMED = frozenset(
    f"HQ{n}" for n in (121, 123, 124, 201, 202, 203, 204, 205, 206, 208, 210, 304, 835)
)
"""Findings about a key or name that is not known, where a full-width sign may be the reason."""
_NAMES = ("key", "keys", "name", "text", "value", "locator", "tier")


@dataclass(frozen=True)
class Diagnostic:
    """One finding: a code of the message table, what fills its gaps, and where it stands.

    `clause` names the provision concerned, `near` a likely intended name, `note` further text
    that is shown as it is (a cycle, say).
    """

    code: str
    args: Mapping[str, object] = field(default_factory=dict)
    span: Span | None = None
    clause: str | None = None
    near: str | None = None
    where: str | None = None

    @property
    def severity(self) -> Literal["error", "warning"]:
        """Whether what was given cannot be used, or was used with a doubt."""
        return MESSAGES[self.code].severity

    def message(self, lang: Language) -> str:
        """What is wrong, in one sentence."""
        return self._fill(MESSAGES[self.code].text(lang))

    def help(self, lang: Language) -> str | None:
        """What mends it, in one line; a full-width sign and a near name come first."""
        if (sign := mend_of_sign(self._names(), lang)) is not None:
            return sign
        if self.near is not None:
            near = _tame(self.near)
            return f"是不是 `{near}`？" if lang == "zh" else f"did you mean `{near}`?"
        text = MESSAGES[self.code].help(lang)
        return self._fill(text) if text else None

    def _names(self) -> list[str]:
        """The key or name that is not known, or the character that breaks the syntax."""
        if self.code in _SYNTAX:
            return [self.span.text] if self.span else []
        given = (self.args.get(gap) for gap in _NAMES) if self.code in _NAMED else ()
        return [text for text in given if isinstance(text, str)]

    def _fill(self, template: str) -> str:
        return template.format_map({k: _tame(v) for k, v in self.args.items()})


def _tame(value: object) -> str:
    """Foreign text inside a message: bounded, on one line, without control characters."""
    text = str(value)
    return printable(text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…")


def as_text(finding: Diagnostic, lang: Language = "en") -> str:
    """The finding as a paragraph: message, place, excerpt with carets, clause, help."""
    lines = [f"{_severity(finding, lang)}[{finding.code}]: {finding.message(lang)}"]
    if finding.span is not None:
        number = str(finding.span.line)
        gutter = " " * len(number)
        shown, carets = excerpt(finding.span)
        lines.append(f"{gutter}--> {finding.span}")
        lines.append(f"{number} | {shown}")
        lines.append(f"{gutter} | {carets}")
    elif finding.where is not None:
        lines.append(f"  --> {printable(finding.where)}")
    if finding.clause is not None:
        lines.append(f"  {'条款' if lang == 'zh' else 'clause'}: {_tame(finding.clause)}")
    if (advice := finding.help(lang)) is not None:
        lines.append(f"  {'建议' if lang == 'zh' else 'help'}: {advice}")
    return "\n".join(lines)


def _severity(finding: Diagnostic, lang: Language) -> str:
    words = {"error": "错误", "warning": "提示"}
    return words[finding.severity] if lang == "zh" else finding.severity


def as_line(finding: Diagnostic, lang: Language = "en") -> str:
    """The finding on one line, as compilers print it: place, severity, code, message."""
    place = finding.span or printable(finding.where or "-")
    return f"{place}: {_severity(finding, lang)}[{finding.code}]: {finding.message(lang)}"


def as_json(finding: Diagnostic) -> dict[str, Any]:
    """The finding as plain data, with both languages."""
    span = finding.span
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": {"zh": finding.message("zh"), "en": finding.message("en")},
        "help": {"zh": finding.help("zh"), "en": finding.help("en")},
        "file": span.source.name if span else finding.where,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "length": span.length if span else None,
        "clause": finding.clause,
    }


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like `name`, if one is near enough to be a slip of the pen."""
    # A Chinese name is short, so one character swapped weighs more than in a Latin one.
    cutoff = 0.72 if name.isascii() else 0.6
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=cutoff)
    return found[0] if found else None


class HuiqiError(Exception):
    """The base of what huiqi raises on bad input; carries all findings of the pass."""

    def __init__(self, findings: Sequence[Diagnostic]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n\n".join(as_text(f) for f in self.findings))

    def __reduce__(self) -> tuple[object, ...]:
        """How to copy it or send it to another process; `args` hold only the text of the findings.

        Made without __init__, so that this serves subclasses that are made in other ways.
        """
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]


class RulebookError(HuiqiError):
    """Rule files that cannot be used."""


class ProfileError(HuiqiError):
    """A company profile that cannot be used."""


class CompaniesError(HuiqiError):
    """A file of companies that cannot be read, or a map of its columns that cannot be used."""


class AssessmentError(HuiqiError):
    """A stored assessment that cannot be read, or to which the rulebook no longer comes."""


class QueryError(HuiqiError):
    """A name asked for that the rulebook does not have."""


class CompaniesWarning(UserWarning):
    """Rows, columns or cells of companies that could not be used; what they tell is unknown."""


class ProfileWarning(UserWarning):
    """Answers of a profile that were not understood; what they tell is unknown."""
