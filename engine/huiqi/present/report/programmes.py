"""Programmes and documents as a report shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from huiqi.base.diagnostics import Language
from huiqi.explain.assessment import Assessment, Finding
from huiqi.explain.words import Words
from huiqi.model import criteria as ast
from huiqi.model.document import Clause, Document
from huiqi.model.verdict import Standing, Verdict
from huiqi.present.report.content import ClauseNote, Entry, Group, Line, Question, Section, Source
from huiqi.present.report.lines import Lines
from huiqi.present.report.wording import ADVICE, BENEFITS, INTROS
from huiqi.present.style import confidence_word, standing_flag, standing_note


class Programmes:
    """The programmes and documents of one assessment in one language."""

    def __init__(self, assessment: Assessment, words: Words) -> None:
        self.found = assessment
        self.words = words
        self.lang: Language = words.lang
        self.pick = words.pick
        self.documents = {f.document.id: f.document for f in assessment}
        self.sources = {name: self._source(d) for name, d in self.documents.items()}

    def section(self, verdict: Verdict) -> Section:
        """All programmes of one verdict."""
        title = {
            Verdict.ELIGIBLE: self.pick("符合条件", "Eligible"),
            Verdict.UNDETERMINED: self.pick("待定", "Undetermined"),
            Verdict.INELIGIBLE: self.pick("不符合条件", "Not eligible"),
        }[verdict]
        findings = self.found.with_verdict(verdict)
        if verdict is Verdict.INELIGIBLE:
            groups = tuple(self._by_reason(findings))
        elif verdict is Verdict.UNDETERMINED:
            groups = tuple(self._by_what_is_missing(findings))
        else:
            groups = (Group("", tuple(map(self._entry, findings))),) if findings else ()
        return Section(verdict, title, self.pick(*INTROS[verdict]), groups)

    def _by_what_is_missing(self, findings: tuple[Finding, ...]) -> Iterable[Group]:
        """What answers alone can settle comes first, what no answer moves comes last."""
        titles = (
            self.pick("补充信息就有望得出结论", "Answers alone can settle these"),
            self.pick(
                "先补充信息，其余条件另有规定", "Answers first; other conditions set elsewhere"
            ),
            self.pick("补充信息也定不了", "No further answer settles these"),
        )
        for rank, title in enumerate(titles):
            some = [f for f in findings if _openness(f) == rank]
            if some:
                yield Group(title, tuple(map(self._entry, some)))

    def _by_reason(self, findings: tuple[Finding, ...]) -> Iterable[Group]:
        """Programmes ruled out by the same conditions, those by the place alone at the end."""
        together: dict[tuple[bool, tuple[Line, ...]], list[Entry]] = {}
        for finding in findings:
            entry = self._entry(finding)
            reasons = tuple(replace(line, clauses=()) for line in entry.reasons)
            together.setdefault((_is_only_place(finding), reasons), []).append(entry)
        for (_, reasons), entries in sorted(together.items(), key=lambda item: item[0][0]):
            title = reasons[0].text
            if len(reasons) > 1:
                title = self.pick(f"以下 {len(reasons)} 个原因", f"{len(reasons)} reasons together")
            yield Group(_capital(title), tuple(entries), reasons)

    def _entry(self, finding: Finding) -> Entry:
        programme, document = finding.programme, finding.document
        lines = Lines(self.words, finding)
        benefit = programme.benefit
        others = len(finding.reasons.sets) - 1
        not_stated = self.pick("文中未写", "not stated")
        attested = self.words.listed(map(self.words.label, finding.attested))
        return Entry(
            id=finding.id,
            name=programme.name[self.lang],
            verdict=finding.verdict,
            verdict_word=finding.verdict.label(self.lang),
            source=self.sources[document.id],
            clauses=tuple(self._clause(document.by_locator[c]) for c in programme.clauses),
            flag=standing_flag(finding.standing, self.lang),
            advice=self.advice(finding.standing, document),
            gives=self.pick("：", ": ").join(
                (_capital(self.pick(*BENEFITS[benefit.kind])), benefit.text[self.lang])
            ),
            amount=benefit.amount[self.lang] if benefit.amount else not_stated,
            note=programme.note[self.lang] if programme.note else "",
            reasons=lines.reasons(),
            further=self.pick(
                f"此外还有 {others} 组条件，各自也足以排除。",
                f"Further sets of conditions that rule it out by themselves: {others}.",
            )
            if others and finding.verdict is Verdict.INELIGIBLE
            else "",
            missing=tuple(self.question(fact) for fact in finding.missing),
            elsewhere=lines.elsewhere(),
            attested=self.pick(
                f"{attested}：由专家或主管部门最终认定。",
                f"{attested}: experts or the authority decide.",
            )
            if attested
            else "",
            proof=lines.proof(),
        )

    def question(self, fact: str) -> Question:
        """A missing fact with its question."""
        declared = self.words.voc.facts[fact]
        return Question(
            fact=fact,
            label=declared.label[self.lang],
            question=declared.question[self.lang] if declared.question else "",
            help=declared.help[self.lang] if declared.help else "",
        )

    def _clause(self, clause: Clause) -> ClauseNote:
        sure = confidence_word(clause.confidence, self.lang) if clause.confidence else ""
        unsure = clause.uncertain[self.lang] if clause.uncertain else ""
        if unsure:
            unsure = self.pick("存疑：", "unsure: ") + unsure
        remark = self.pick("；", "; ").join(filter(None, (sure, unsure)))
        return ClauseNote(clause.locator, clause.digest[self.lang], remark)

    def _source(self, document: Document) -> Source:
        standings = {f.standing for f in self.found if f.document is document}
        flags = [
            standing_flag(standing, self.lang) for standing in Standing if standing in standings
        ]
        evidence = document.standing.evidence
        sure = confidence_word(evidence.confidence, self.lang)
        return Source(
            id=document.id,
            title=titled(document, self.lang),
            number=document.number or self.pick("文号未知", "number not known"),
            issuer=document.issuer[self.lang],
            issued=document.issued.isoformat()
            if document.issued
            else self.pick("不详", "not known"),
            flag=self.pick("、", ", ").join(filter(None, flags)),
            evidence=evidence.text[self.lang] + self.pick(f"（{sure}）", f" ({sure})"),
            coverage=self.pick(
                "只登记了与项目有关的条款", "only the clauses that matter are registered"
            )
            if document.coverage == "partial"
            else "",
        )

    def advice(self, standing: Standing, document: Document) -> str:
        """The standing in a sentence, with what to do about it."""
        note = standing_note(standing, document, self.lang)
        if not note:
            return ""
        said = [note, self.pick(*ADVICE[standing])] if standing in ADVICE else [note]
        sentence = self.pick("，", "; ").join(said) + self.pick("。", ".")
        return _capital(sentence)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def titled(document: Document, lang: Language) -> str:
    """The title, in the marks that Chinese puts around it."""
    title = document.title[lang]
    return f"《{title}》" if lang == "zh" and "《" not in title else title


def _openness(finding: Finding) -> int:
    """0: answers alone can settle it; 1: other texts have a say; 2: no answer moves it."""
    if not finding.missing:
        return 2
    return 1 if finding.set_elsewhere else 0


def _is_only_place(finding: Finding) -> bool:
    return all(
        isinstance(atom.criterion, ast.Leaf) and isinstance(atom.criterion.test, ast.Located)
        for atom in finding.reasons.smallest
    )
