"""A finding told in a few lines of plain text."""

from __future__ import annotations

from huiqi.base.diagnostics import Language
from huiqi.base.source import printable
from huiqi.explain.finding import Finding
from huiqi.explain.reasons import is_elsewhere
from huiqi.explain.words import Words
from huiqi.model import criteria as ast
from huiqi.model.verdict import Proof, Standing


def tell(finding: Finding, lang: Language) -> str:
    """Name, verdict, standing, clauses, the smallest set of reasons, and what is missing."""
    words = Words(finding.given.book.vocabulary, lang)
    pick, colon, comma = words.pick, words.pick("：", ": "), words.pick("、", ", ")
    programme, document = finding.programme, finding.document
    number = f" {document.number}" if document.number else ""
    lines = [
        f"{programme.name[lang]} ({finding.id}){colon}{finding.verdict.label(lang)}",
        f"  {document.title[lang]}{number}{comma}{comma.join(programme.clauses)}",
    ]
    if finding.standing is not Standing.IN_FORCE:
        lines.append(f"  ⚑ {finding.standing.label(lang)}")
    for atom in finding.reasons.smallest:
        kind = pick("另有规定：", "set elsewhere: ") if is_elsewhere(atom) else ""
        lines.append(f"  - {kind}{_reason(finding, atom, words)}")
    for said, facts in (
        (pick("还缺", "missing"), finding.missing),
        (pick("以自述为准", "subject to attestation"), finding.attested),
    ):
        if facts:
            lines.append(f"  {said}{colon}{comma.join(map(words.label, facts))}")
    return "\n".join(lines)


def _reason(finding: Finding, atom: Proof, words: Words) -> str:
    said = words.reason(finding, atom)
    answer = printable(words.answers(atom.criterion, finding.given))
    if atom.points is not None:
        answer = words.points(atom.points)
    if answer:
        said += words.pick(f"（{answer}）", f" ({answer})")
    clause = atom.criterion.clause if isinstance(atom.criterion, ast.Leaf) else None
    return f"{said} [{clause}]" if clause and finding.programme.clauses != (clause,) else said
