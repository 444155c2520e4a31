"""huiqi 惠企: which grants and subsidies apply to a company, why, why not, and what is unknown.

>>> from huiqi import Rulebook
>>> book = Rulebook.load()
>>> found = book.check({"location": "福建省泉州市南安市"})
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from huiqi.api import Disagreement, Rulebook
    from huiqi.base.diagnostics import (
        AssessmentError,
        CompaniesError,
        CompaniesWarning,
        Diagnostic,
        HuiqiError,
        ProfileError,
        ProfileWarning,
        QueryError,
        RulebookError,
    )
    from huiqi.base.kleene import Truth
    from huiqi.evaluate.session import Session, Settled
    from huiqi.explain.advice import Advice
    from huiqi.explain.assessment import Assessment, Finding
    from huiqi.load.profile import ProfileReading
    from huiqi.model.profile import Profile
    from huiqi.model.verdict import Standing, Verdict

__version__ = "0.1.0"

_HOMES = {
    "Advice": "huiqi.explain.advice",
    "Assessment": "huiqi.explain.assessment",
    "AssessmentError": "huiqi.base.diagnostics",
    "CompaniesError": "huiqi.base.diagnostics",
    "CompaniesWarning": "huiqi.base.diagnostics",
    "Diagnostic": "huiqi.base.diagnostics",
    "Disagreement": "huiqi.api",
    "Finding": "huiqi.explain.assessment",
    "HuiqiError": "huiqi.base.diagnostics",
    "Profile": "huiqi.model.profile",
    "ProfileError": "huiqi.base.diagnostics",
    "ProfileReading": "huiqi.load.profile",
    "ProfileWarning": "huiqi.base.diagnostics",
    "QueryError": "huiqi.base.diagnostics",
    "Rulebook": "huiqi.api",
    "RulebookError": "huiqi.base.diagnostics",
    "Session": "huiqi.evaluate.session",
    "Settled": "huiqi.evaluate.session",
    "Standing": "huiqi.model.verdict",
    "Truth": "huiqi.base.kleene",
    "Verdict": "huiqi.model.verdict",
}

__all__ = [
    "Advice",
    "Assessment",
    "AssessmentError",
    "CompaniesError",
    "CompaniesWarning",
    "Diagnostic",
    "Disagreement",
    "Finding",
    "HuiqiError",
    "Profile",
    "ProfileError",
    "ProfileReading",
    "ProfileWarning",
    "QueryError",
    "Rulebook",
    "RulebookError",
    "Session",
    "Settled",
    "Standing",
    "Truth",
    "Verdict",
    "__version__",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that `import huiqi` stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'huiqi' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names too, so that completion and `help` find them before they are loaded."""
    return sorted({*globals(), *__all__})
