"""An assessment as JSON and back: its answers exactly, and the verdicts they led to.

Reading one back evaluates the answers anew; where the rulebook no longer comes to the stored
verdicts, that is an error and not a silent change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiqi.base.diagnostics import AssessmentError, Diagnostic, ProfileError
from huiqi.explain.finding import Finding
from huiqi.load.companies.mapping import Binding, settle
from huiqi.load.companies.rows import RowReader
from huiqi.load.companies.write_cell import write_cell
from huiqi.model.profile import Answer, Missing, Profile
from huiqi.model.vocabulary import FactType, Vocabulary

_FORM = 1
_SCALES = {FactType.MONEY: "元"}


@dataclass(frozen=True)
class Stored:
    """What a stored assessment says: the company, the day, and (verdict, standing) by programme."""

    profile: Profile
    as_of: date
    programmes: Mapping[str, tuple[str, str]]

    def require(self, found: Iterable[Finding]) -> None:
        """See that the rulebook comes to the stored verdicts.

        Raises: AssessmentError: it does not; the programmes are named.
        """
        differing = [f.id for f in found if (f.verdict.value, f.standing.value) != self[f.id]]
        if differing:
            raise AssessmentError([Diagnostic("HQ841", {"programmes": " · ".join(differing)})])

    def __getitem__(self, programme: str) -> tuple[str, str]:
        return self.programmes[programme]


def to_json(
    profile: Profile,
    as_of: date,
    findings: Iterable[Finding],
    missing: Mapping[str, Sequence[str]],
    vocabulary: Vocabulary,
) -> str:
    """An assessment as JSON.

    Raises: ValueError: an answer is a derived value, which no profile holds.
    """
    data = {
        "form": _FORM,
        "as_of": as_of.isoformat(),
        "company": profile.name,
        "answers": {
            fact: None
            if answer is Missing.DONT_KNOW
            else write_cell(vocabulary.facts[fact], answer, vocabulary)
            for fact, answer in profile.items()
        },
        "programmes": [_finding(finding) for finding in findings],
        "missing": {fact: list(names) for fact, names in missing.items()},
    }
    return json.dumps(data, ensure_ascii=False)


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "document": finding.document.id,
        "clauses": list(finding.programme.clauses),
        "verdict": finding.verdict.value,
        "standing": finding.standing.value,
        "missing": list(finding.missing),
        "failed": list(finding.failed),
        "attested": list(finding.attested),
        "set_elsewhere": finding.set_elsewhere,
    }


def from_json(text: str, vocabulary: Vocabulary) -> Stored:
    """What a stored assessment says.

    Raises: AssessmentError: it is none. ProfileError: an answer cannot be read.
    """
    try:
        data = json.loads(text)
        if data["form"] != _FORM:
            raise ValueError(f"form {data['form']}")
        programmes = {one["id"]: (one["verdict"], one["standing"]) for one in data["programmes"]}
        name, answers = data["company"], data["answers"]
        as_of = date.fromisoformat(data["as_of"])
        texts = (name, *answers, *(one for one in answers.values() if one is not None))
        if not all(isinstance(one, str) for one in (*texts, *programmes)):
            raise TypeError("text expected")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise AssessmentError([Diagnostic("HQ840", {"reason": reason})]) from None
    return Stored(Profile(name, _answers(answers, vocabulary)), as_of, programmes)


def _answers(cells: Mapping[str, str | None], vocabulary: Vocabulary) -> dict[str, Answer]:
    unheard = [Diagnostic("HQ601", {"name": f}) for f in cells if f not in vocabulary.facts]
    if unheard:
        raise ProfileError(unheard)
    bindings = [Binding(f, f, _SCALES.get(vocabulary.facts[f].type, "")) for f in cells]
    reader = RowReader(settle(bindings, list(cells), vocabulary), vocabulary)
    answers: dict[str, Answer] = {}
    findings: list[Diagnostic] = []
    for fact, text in cells.items():
        read = reader.fact(fact, [text])
        findings += read.findings
        answers[fact] = Missing.DONT_KNOW if read.answer is None else read.answer
    if findings:
        raise ProfileError(findings)
    return answers
