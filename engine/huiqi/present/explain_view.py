"""`huiqi explain` on a terminal: a rule in words, or its proof for one company."""

from __future__ import annotations

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text
from rich.tree import Tree

from huiqi.base.diagnostics import Language
from huiqi.explain.assessment import Finding
from huiqi.explain.words import Words
from huiqi.model import criteria as ast
from huiqi.model.document import Document
from huiqi.model.programme import Programme
from huiqi.model.verdict import Proof, Standing
from huiqi.model.vocabulary import Vocabulary
from huiqi.present.style import MARK, TRUTH_MARK, confidence_word, safe, standing_note


class ExplainView:
    """Renders one programme in one language."""

    def __init__(self, vocabulary: Vocabulary, lang: Language) -> None:
        self.words = Words(vocabulary, lang)
        self.lang = lang

    def show_rule(
        self, console: Console, programme: Programme, document: Document, standing: Standing
    ) -> None:
        """The programme, its clauses, its conditions."""
        self._head(console, programme, document, standing)
        tree = Tree(Text(self.words.pick("条件", "Conditions"), style="bold"))
        self._grow(tree, programme, programme.eligible, None, None)
        console.print(tree)

    def show_proof(self, console: Console, finding: Finding) -> None:
        """The programme with the truth of every condition for one company."""
        self._head(console, finding.programme, finding.document, finding.standing)
        sign, colour = MARK[finding.verdict]
        verdict = Text(f"{sign} {finding.verdict.label(self.lang)}", style=f"bold {colour}")
        tree = Tree(verdict)
        self._grow(tree, finding.programme, finding.programme.eligible, finding.proof, finding)
        console.print(tree)
        if finding.missing:
            labels = self.words.listed(map(self.words.label, finding.missing))
            console.print(Text(self.words.pick("还缺：", "Missing: ") + labels))
        if finding.attested:
            labels = self.words.listed(map(self.words.label, finding.attested))
            console.print(
                Text(self.words.pick("以自述为准：", "Subject to attestation: ") + labels)
            )

    def _head(
        self, console: Console, programme: Programme, document: Document, standing: Standing
    ) -> None:
        pick = self.words.pick
        console.print(Text(programme.name[self.lang], style="bold"))
        number = f" {document.number}" if document.number else ""
        console.print(Text(f"{programme.id} · {document.title[self.lang]}{number}", style="dim"))
        if note := standing_note(standing, document, self.lang):
            console.print(Text(f"⚑ {note}", style="magenta"))
            console.print(Text(f"  {document.standing.evidence.text[self.lang]}", style="dim"))
        amount = programme.benefit.amount
        stated = amount[self.lang] if amount else pick("文中未写金额", "amount not stated")
        gives = f"{programme.benefit.text[self.lang]}{pick(f'（{stated}）', f' ({stated})')}"
        console.print(Text(pick("支持：", "Gives: ") + gives))
        if programme.note is not None:
            console.print(Text(programme.note[self.lang], style="italic"))
        console.print(Text(pick("条款", "Clauses"), style="bold"))
        clauses = Table.grid("", "", Column(overflow="fold"), padding=(0, 1))
        for locator in programme.clauses:
            clause = document.by_locator[locator]
            clauses.add_row("", Text(locator, style="cyan", no_wrap=True), clause.digest[self.lang])
            if clause.uncertain is not None:
                clauses.add_row("", "", Text(f"~ {clause.uncertain[self.lang]}", style="dim"))
        console.print(clauses)
        console.print()

    def _grow(
        self,
        tree: Tree,
        programme: Programme,
        node: ast.Criterion,
        proof: Proof | None,
        finding: Finding | None,
        prefix: str = "",
    ) -> None:
        """Add a criterion, and below it its parts, to the tree."""
        branch = tree.add(self._line(programme, node, proof, finding, prefix))
        if isinstance(node, ast.Leaf) and node.because is not None:
            branch.add(Text(node.because[self.lang], style="dim italic"))
        for index, part in enumerate(ast.parts(node)):
            below = proof.parts[index] if proof is not None else None
            if proof is not None and below is None:
                branch.add(Text(f"— {self.words.rung(node, index)}", style="dim strike"))
                continue
            self._grow(branch, programme, part, below, finding, self.words.rung(node, index))

    def _line(
        self,
        programme: Programme,
        node: ast.Criterion,
        proof: Proof | None,
        finding: Finding | None,
        prefix: str,
    ) -> Text:
        line = Text()
        if proof is not None:
            sign, colour = TRUTH_MARK[proof.truth]
            line.append(f"{sign} ", style=f"bold {colour}")
        if prefix:
            line.append(prefix + self.words.pick("：", ": "), style="dim")
        line.append(self.words.criterion(node))
        if finding is not None and (answer := self.words.answers(node, finding.given)):
            line.append(self.words.pick(f"（{safe(answer)}）", f" ({safe(answer)})"), style="cyan")
        if proof is not None and proof.points is not None:
            line.append(f" = {self.words.points(proof.points)}", style="cyan")
        if isinstance(node, ast.Leaf):
            clauses = (node.clause,) if node.clause else programme.clauses[:1]
            line.append(f"  [{self.words.listed(clauses)}]", style="dim")
            marks = {"interpretive": "*", "general_knowledge": "**", "text": ""}[node.basis]
            if marks:
                said = self.words.pick(
                    "解释" if marks == "*" else "一般知识",
                    "interpretive" if marks == "*" else "general knowledge",
                )
                line.append(f" {marks}{said}", style="yellow")
                if node.confidence:
                    sure = confidence_word(node.confidence, self.lang)
                    line.append(self.words.pick("，", ", ") + sure, style="yellow")
        return line
