"""Conditions and proofs as lines of a report."""

from __future__ import annotations

from huiqi.explain.assessment import Finding
from huiqi.explain.reasons import is_elsewhere
from huiqi.explain.words import Words
from huiqi.model import criteria as ast
from huiqi.model.verdict import Proof, Verdict
from huiqi.present.report.content import Line
from huiqi.present.style import confidence_word


class Lines:
    """Says the conditions of one programme for one company."""

    def __init__(self, words: Words, finding: Finding) -> None:
        self.words = words
        self.finding = finding

    def reasons(self) -> tuple[Line, ...]:
        """The smallest set of reasons, without what other texts set."""
        atoms = self.finding.reasons.smallest
        return tuple(self._reason(atom) for atom in atoms if not is_elsewhere(atom))

    def elsewhere(self) -> tuple[Line, ...]:
        """The open conditions that other texts set."""
        return tuple(self._reason(a) for a in self.finding.reasons.smallest if is_elsewhere(a))

    def proof(self) -> Line:
        """The whole proof."""
        return self._proof(self.finding.proof, "")

    def _reason(self, atom: Proof) -> Line:
        node = atom.criterion
        answer = self._points(atom) or self.words.answers(node, self.finding.given)
        if answer and self.finding.verdict is Verdict.INELIGIBLE:
            answer = self.words.pick(f"实为：{answer}", f"but: {answer}")
        said = self.words.reason(self.finding, atom)
        return Line(
            truth=self.finding.proof.truth,
            text=said,
            answer=answer,
            clauses=self._clauses(node),
            remark=self._remark(node),
        )

    def _proof(self, proof: Proof, prefix: str) -> Line:
        node = proof.criterion
        parts = tuple(
            Line(truth=None, text=self.words.rung(node, index))
            if part is None
            else self._proof(part, self.words.rung(node, index))
            for index, part in enumerate(proof.parts)
        )
        colon = self.words.pick("：", ": ")
        return Line(
            truth=proof.truth,
            text=f"{prefix}{colon if prefix else ''}{self.words.criterion(node)}",
            answer=self._points(proof) or self.words.answers(node, self.finding.given),
            clauses=self._clauses(node),
            remark=self._remark(node),
            parts=parts,
        )

    def _clauses(self, node: ast.Criterion) -> tuple[str, ...]:
        """The clauses of a leaf: its own, else those of the programme."""
        if not isinstance(node, ast.Leaf):
            return ()
        return (node.clause,) if node.clause else self.finding.programme.clauses

    def _remark(self, node: ast.Criterion) -> str:
        """How far the reading goes beyond the words, why, and how sure that is."""
        if not isinstance(node, ast.Leaf):
            return ""
        pick = self.words.pick
        basis = {
            "text": "",
            "interpretive": pick("解释", "interpretive"),
            "general_knowledge": pick("一般知识", "general knowledge"),
        }[node.basis]
        sure = confidence_word(node.confidence, self.words.lang) if node.confidence else ""
        because = node.because[self.words.lang] if node.because else ""
        head = pick("，", ", ").join(filter(None, (basis, sure)))
        return pick("：", ": ").join(filter(None, (head, because)))

    def _points(self, proof: Proof) -> str:
        return "" if proof.points is None else self.words.points(proof.points)
