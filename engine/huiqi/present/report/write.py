"""Writing a report in the form that the ending of its file names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from huiqi.base.diagnostics import Language
from huiqi.explain.advice import Advice
from huiqi.explain.assessment import Assessment
from huiqi.model.vocabulary import Vocabulary
from huiqi.present.report.build import build_report
from huiqi.present.report.content import Report
from huiqi.present.report.html import to_html
from huiqi.present.report.markdown import to_markdown
from huiqi.present.save import save_text

WRITERS: Mapping[str, Callable[[Report], str]] = MappingProxyType(
    {".html": to_html, ".htm": to_html, ".md": to_markdown}
)
"""The forms a report can take, by the ending of the file."""


def has_form(path: Path) -> bool:
    """Whether the ending of the file names a form a report can take."""
    return path.suffix.lower() in WRITERS


def write_report(
    path: Path,
    assessment: Assessment,
    vocabulary: Vocabulary,
    lang: Language,
    advice: Advice | None = None,
) -> None:
    """Write the report on an assessment, with advice if there is any.

    The form follows from the ending, see `has_form`.

    Raises: CannotSave: the file could not be written; what was there before is untouched.
    """
    report = build_report(assessment, vocabulary, lang, advice)
    save_text(path, WRITERS[path.suffix.lower()](report))
