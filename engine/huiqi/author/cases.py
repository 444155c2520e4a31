"""Running the cases that stand in the rule files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from huiqi.base.diagnostics import Diagnostic, ProfileError
from huiqi.evaluate.session import Engine
from huiqi.explain.assessment import Finding, assess
from huiqi.load.profile import read_profile_node
from huiqi.model.programme import Case, Programme
from huiqi.model.verdict import Verdict


@dataclass(frozen=True)
class CaseResult:
    """One case as it came out; `findings` says where it differs from what it expects."""

    programme: Programme
    case: Case
    finding: Finding | None
    findings: tuple[Diagnostic, ...]

    @property
    def passed(self) -> bool:
        return not self.findings


def run_cases(
    engine: Engine, today: date, programmes: Iterable[Programme] | None = None
) -> Iterator[CaseResult]:
    """Every case of the programmes, in both evaluators; `today` where a case has no date."""
    for programme in engine.book.programmes if programmes is None else programmes:
        for case in programme.cases:
            yield run_case(engine, programme, case, today)


def run_case(engine: Engine, programme: Programme, case: Case, today: date) -> CaseResult:
    """One case: what the reference finds, which the rule engine must find as well."""
    book = engine.book
    try:
        profile = read_profile_node(case.given, book.vocabulary).profile
    except ProfileError as error:
        return CaseResult(programme, case, None, error.findings)
    as_of = case.as_of or today
    current = next(p for p in book.current(as_of) if p.id == programme.id)
    found = assess(book, profile, as_of, [current])[0]
    settled = engine.session(as_of, profile.answers, [current]).truths[programme.id]
    differences = _differences(case, programme, found, Verdict.of(settled))
    return CaseResult(programme, case, found, tuple(differences))


def _differences(
    case: Case, programme: Programme, found: Finding, settled: Verdict
) -> Iterator[Diagnostic]:
    compared = [
        ("适用版本", "the version that applies", programme.document, found.document.id),
        ("结论", "the verdict", case.verdict.value, found.verdict.value),
    ]
    if settled is not found.verdict:
        compared.append(
            ("规则引擎的结论", "the rule engine's verdict", case.verdict.value, settled.value)
        )
    if case.standing is not None:
        compared.append(("效力", "the standing", case.standing.value, found.standing.value))
    if case.missing is not None:
        compared.append(("缺少的事实", "missing", _listed(case.missing), _listed(found.missing)))
    if case.failed is not None:
        compared.append(("不满足的事实", "failed", _listed(case.failed), _listed(found.failed)))
    for zh, en, expected, actual in compared:
        if expected != actual:
            args = {
                "case": case.it,
                "what_zh": zh,
                "what_en": en,
                "expected": expected,
                "actual": actual,
            }
            yield Diagnostic("HQ701", args, case.span)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "—"
