"""Results as plain data for JSON; the stable contract for other programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from huiqi import __version__
from huiqi.author.coverage import Coverage
from huiqi.base.diagnostics import Language
from huiqi.explain.assessment import Assessment, Finding
from huiqi.explain.words import Words
from huiqi.model import criteria as ast
from huiqi.model.document import Document
from huiqi.model.node import Text
from huiqi.model.profile import Missing, Profile
from huiqi.model.programme import Programme, document_standing
from huiqi.model.verdict import Proof
from huiqi.model.vocabulary import Fact, Vocabulary

_LANGUAGES: tuple[Language, Language] = ("zh", "en")


def assessment_data(assessment: Assessment, vocabulary: Vocabulary) -> dict[str, Any]:
    """What `huiqi check --format json` prints."""
    return {
        "as_of": assessment.as_of.isoformat(),
        "version": __version__,
        "company": assessment.profile.name,
        "inputs": inputs_data(assessment.profile, vocabulary),
        "programmes": [finding_data(finding, vocabulary) for finding in assessment],
        "missing": {fact: list(names) for fact, names in assessment.missing.items()},
    }


def inputs_data(profile: Profile, vocabulary: Vocabulary) -> dict[str, dict[str, Any]]:
    """The state of every askable fact: value, unknown, not_applicable or not_asked."""
    states = {Missing.DONT_KNOW: "unknown", Missing.NOT_APPLICABLE: "not_applicable"}
    found: dict[str, dict[str, Any]] = {}
    for name, fact in vocabulary.facts.items():
        answer = profile.get(name)
        if answer is None and fact.question is None:
            continue
        if answer is None or isinstance(answer, Missing):
            found[name] = {"state": states[answer] if answer else "not_asked"}
        else:
            said = {lang: Words(vocabulary, lang).answer(name, answer) for lang in _LANGUAGES}
            found[name] = {"state": "value", "value": said}
    return found


def finding_data(finding: Finding, vocabulary: Vocabulary) -> dict[str, Any]:
    """One programme of an assessment, with reasons and proof."""
    return {
        "id": finding.id,
        "name": text_data(finding.programme.name),
        "document": finding.document.id,
        "clauses": list(finding.programme.clauses),
        "verdict": finding.verdict.value,
        "standing": finding.standing.value,
        "missing": list(finding.missing),
        "failed": list(finding.failed),
        "attested": list(finding.attested),
        "set_elsewhere": finding.set_elsewhere,
        "reasons": [
            [atom_data(atom, finding, vocabulary) for atom in atoms]
            for atoms in finding.reasons.sets
        ],
        "proof": proof_data(finding.proof, finding, vocabulary),
    }


def atom_data(proof: Proof, finding: Finding, vocabulary: Vocabulary) -> dict[str, Any]:
    """One line of a proof: what is asked, what was answered, its truth and its clause."""
    node = proof.criterion
    data: dict[str, Any] = {
        "kind": node.test.kind if isinstance(node, ast.Leaf) else node.kind,
        "truth": proof.truth.name.lower(),
        "text": {lang: Words(vocabulary, lang).criterion(node) for lang in _LANGUAGES},
    }
    if isinstance(node, ast.Leaf):
        data["facts"] = list(ast.facts_of_test(node.test))
        data["answer"] = {
            lang: Words(vocabulary, lang).answers(node, finding.given) for lang in _LANGUAGES
        }
        data["clauses"] = [node.clause] if node.clause else list(finding.programme.clauses)
        data["basis"] = node.basis
        if node.because is not None:
            data["because"] = text_data(node.because)
        if node.confidence is not None:
            data["confidence"] = node.confidence
    if proof.points is not None:
        data["points"] = [float(bound) for bound in proof.points]
    return data


def proof_data(proof: Proof, finding: Finding, vocabulary: Vocabulary) -> dict[str, Any]:
    """The proof tree."""
    data = atom_data(proof, finding, vocabulary)
    if proof.parts:
        data["parts"] = [
            None if part is None else proof_data(part, finding, vocabulary) for part in proof.parts
        ]
    return data


def programme_data(programme: Programme) -> dict[str, Any]:
    """One programme of `huiqi programmes --format json`."""
    data = programme.model_dump(mode="json", exclude={"at"}, by_alias=True)
    data["cases"] = len(programme.cases)
    return data


def document_data(document: Document, as_of: date) -> dict[str, Any]:
    """One document of `huiqi documents --format json`, with how it stands on a day."""
    data = document.model_dump(mode="json", exclude={"at"}, by_alias=True)
    data["standing"]["as_of"] = as_of.isoformat()
    data["standing"]["on_that_day"] = document_standing(document, as_of).value
    return data


def fact_data(fact: Fact) -> dict[str, Any]:
    """One fact of `huiqi facts --format json`."""
    return fact.model_dump(mode="json", exclude={"at"})


def coverage_data(found: Coverage) -> dict[str, Any]:
    """What `huiqi rules coverage --format json` prints."""
    return {
        "documents": [
            {
                "id": document.id,
                "clauses": document.clauses,
                "dispositions": dict(document.dispositions),
                "encoded": list(document.encoded),
                "not_encoded": list(document.missing),
            }
            for document in found.documents
        ],
        "programmes_without_clause": list(found.uncited),
        "leaf_criteria": found.leaves,
        "cases": found.cases,
        "unseen": [
            {
                "programme": unseen.programme.key,
                "test": unseen.leaf.test.model_dump(mode="json"),
                "truths": [truth.name.lower() for truth in unseen.truths],
            }
            for unseen in found.unseen
        ],
    }


def text_data(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
