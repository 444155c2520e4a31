"""`huiqi check` on a terminal: what applies, what is open, what does not apply, and why."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from huiqi.base.diagnostics import Language
from huiqi.explain.assessment import Assessment, Finding
from huiqi.explain.reasons import is_elsewhere
from huiqi.explain.words import Words
from huiqi.model import criteria as ast
from huiqi.model.verdict import Proof, Verdict
from huiqi.model.vocabulary import Vocabulary
from huiqi.present.style import MARK, counted, mark, safe, standing_flag, standing_note
from huiqi.present.uncovered import uncovered_note
from huiqi.present.wrapping import Hanging

_SHOWN_MISSING = 8
_SHOWN_NAMES = 6


class CheckView:
    """Renders one assessment in one language."""

    def __init__(self, vocabulary: Vocabulary, lang: Language, *, everything: bool = False) -> None:
        self.words = Words(vocabulary, lang)
        self.lang = lang
        self.everything = everything

    def show(self, console: Console, assessment: Assessment) -> None:
        """Print the assessment."""
        pick = self.words.pick
        console.print(self.title(assessment))
        groups = (
            (Verdict.ELIGIBLE, pick("符合条件", "Eligible"), self._eligible),
            (Verdict.UNDETERMINED, pick("待定", "Undetermined"), self._undetermined),
            (Verdict.INELIGIBLE, pick("不符合条件", "Not eligible"), self._ineligible),
        )
        for verdict, name, render in groups:
            found = assessment.with_verdict(verdict)
            colour = MARK[verdict][1]
            console.print()
            title = Text(f"{name} · {len(found)}", style=f"bold {colour}")
            console.print(Rule(title, align="left", style=colour))
            for item in render(found):
                console.print(item)
        console.print()
        for line in self._closing(assessment):
            console.print(line)

    def title(self, assessment: Assessment) -> Text:
        """The company, its place and the day."""
        name = safe(assessment.profile.name) or self.words.pick(
            "（未具名企业）", "(unnamed company)"
        )
        title = Text(name, style="bold")
        location = assessment.profile.get("location")
        if location is not None:
            title.append(" · " + self.words.answer("location", location), style="default")
        title.append(f" · {assessment.as_of}", style="dim")
        return title

    def _head(self, finding: Finding) -> RenderableType:
        line = Text(finding.programme.name[self.lang], style="bold")
        clauses = self.words.listed(finding.programme.clauses[:3])
        if len(finding.programme.clauses) > 3:
            clauses += self.words.pick(" 等", " …")
        if flag := standing_flag(finding.standing, self.lang):
            line.append(f"  ⚑ {flag}", style="magenta")
        line.append(f"  {finding.id} · {finding.document.id} {clauses}", style="dim")
        return Hanging(Text.assemble(mark(finding.verdict), " "), line)

    def _body(self, finding: Finding, lines: list[RenderableType]) -> RenderableType:
        return Group(self._head(finding), *lines)

    def _reasons(self, finding: Finding) -> list[RenderableType]:
        """The smallest set of reasons, line by line."""
        atoms = finding.reasons.smallest
        return [Hanging("    · ", self._reason(finding, atom)) for atom in atoms]

    def _eligible(self, findings: tuple[Finding, ...]) -> Iterator[RenderableType]:
        for finding in findings:
            lines = self._reasons(finding)
            if finding.attested:
                said = self.words.pick(
                    "其中的评定以你的自述为准，最终由专家或主管部门认定",
                    "rests on judgements you attested; experts or the authority decide",
                )
                lines.append(_indented(Text(said, style="italic")))
            benefit = finding.programme.benefit
            amount = benefit.amount[self.lang] if benefit.amount else ""
            said = self.words.pick("支持：", "Gives: ") + benefit.text[self.lang]
            lines.append(_indented(Text(f"{said} {amount}".rstrip(), style="dim")))
            yield self._body(finding, lines)

    def _undetermined(self, findings: tuple[Finding, ...]) -> Iterator[RenderableType]:
        for finding in sorted(findings, key=lambda f: not f.missing):
            said = []
            if finding.missing:
                labels = self.words.listed(map(self.words.label, finding.missing))
                said.append(self.words.pick("还缺：", "Missing: ") + labels)
            said += [
                self.words.pick("另有规定：", "Set elsewhere: ") + self._said(finding, atom)
                for atom in finding.reasons.smallest
                if is_elsewhere(atom)
            ]
            lines = [_indented(Text(line)) for line in said]
            yield self._body(finding, lines or self._reasons(finding))

    def _ineligible(self, findings: tuple[Finding, ...]) -> Iterator[RenderableType]:
        """Programmes with the same reason together, unless everything is wanted.

        Reasons of another basis are other ones: they carry another mark.
        """
        together: dict[object, list[Finding]] = {}
        for finding in findings:
            reasons = [
                (self._said(finding, atom), self._basis(atom)) for atom in finding.reasons.smallest
            ]
            key = finding.id if self.everything else tuple(reasons)
            together.setdefault(key, []).append(finding)
        for group in together.values():
            if len(group) == 1:
                yield self._body(group[0], self._reasons(group[0]))
                continue
            head = Text(self.words.pick(f"{len(group)} 个项目：", f"{len(group)} programmes: "))
            for place, atom in enumerate(group[0].reasons.smallest):
                head.append(self.words.pick("；且", "; and ") if place else "")
                head.append_text(self._reason(group[0], atom))
            yield Group(
                Hanging(Text.assemble(mark(Verdict.INELIGIBLE), " "), head),
                _indented(Text(self._names(group), style="dim")),
            )

    def _names(self, group: list[Finding]) -> str:
        names = [finding.programme.name[self.lang] for finding in group[:_SHOWN_NAMES]]
        listed = self.words.listed(names)
        if len(group) > _SHOWN_NAMES:
            listed += self.words.pick("……（--all 逐个列出）", " … (--all lists every one)")
        return listed

    def _said(self, finding: Finding, atom: Proof) -> str:
        return self.words.reason(finding, atom)

    def _reason(self, finding: Finding, atom: Proof) -> Text:
        line = Text(self._said(finding, atom))
        answer = safe(self.words.answers(atom.criterion, finding.given))
        if atom.points is not None:
            answer = self.words.points(atom.points)
        if answer and finding.verdict is Verdict.INELIGIBLE:
            line.append(self.words.pick(f"，实为：{answer}", f", but: {answer}"), style="cyan")
        elif answer:
            line.append(self.words.pick(f"（{answer}）", f" ({answer})"), style="cyan")
        if isinstance(atom.criterion, ast.Leaf):
            leaf = atom.criterion
            if leaf.clause and finding.programme.clauses != (leaf.clause,):
                line.append(f" [{leaf.clause}]", style="dim")
            line.append(self._basis(atom), style="dim italic")
        return line

    def _basis(self, atom: Proof) -> str:
        """How far a condition goes beyond the words of its clause, where it does."""
        basis = atom.criterion.basis if isinstance(atom.criterion, ast.Leaf) else "text"
        return {
            "text": "",
            "interpretive": self.words.pick(" *解释", " *interpretive"),
            "general_knowledge": self.words.pick(" *一般知识", " *general knowledge"),
        }[basis]

    def _closing(self, assessment: Assessment) -> Iterator[RenderableType]:
        pick = self.words.pick
        if assessment.missing:
            yield Text(pick("最值得补充的信息", "Worth finding out next"), style="bold")
            for fact, programmes in list(assessment.missing.items())[:_SHOWN_MISSING]:
                count = len(programmes)
                said = pick(f"：关系到 {count} 个待定项目", f": {counted(count, 'open programme')}")
                line = Text.assemble(self.words.label(fact), (f"  {fact}", "dim"), said)
                yield Hanging("  ", line, further=2)
            yield Text()
        flagged = {
            finding.document.id: standing_note(finding.standing, finding.document, self.lang)
            for finding in assessment
            if finding.verdict is not Verdict.INELIGIBLE
        }
        for document, note in flagged.items():
            if note:
                yield Text(f"⚑ {document}{pick('：', ': ')}{note}", style="magenta")
        if note := uncovered_note(assessment, self.words):
            yield Text(note, style="yellow")
        yield Text(
            pick(
                "结论依据已编码的条款得出，不是法律意见。"
                "逐条论证：huiqi explain 项目编号 --for 企业档案",
                "Drawn from the encoded clauses; not legal advice. "
                "The whole proof: huiqi explain PROGRAMME --for PROFILE",
            ),
            style="dim",
        )


def _indented(line: Text) -> RenderableType:
    return Hanging("    ", line)
