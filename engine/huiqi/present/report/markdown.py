"""The report as Markdown (CommonMark): no raw HTML, no links, no tables.

It says what the page says, except the whole proofs, which need folding to be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from huiqi.base.kleene import Truth
from huiqi.model.verdict import Verdict
from huiqi.present.report.advice_markdown import advice_lines
from huiqi.present.report.content import (
    Answers,
    ClauseNote,
    Entry,
    Line,
    Question,
    Report,
    Section,
    Source,
)
from huiqi.present.report.escaping import code, escape

_SIGNS = {Truth.TRUE: "✔", Truth.UNKNOWN: "?", Truth.FALSE: "✘", None: "—"}
_MARKS = {Verdict.ELIGIBLE: "✔", Verdict.UNDETERMINED: "?", Verdict.INELIGIBLE: "✘"}


def to_markdown(report: Report) -> str:
    """The whole text. Every text of the report is escaped; control characters show as �."""
    return "\n".join(_Text(report).lines()).rstrip() + "\n"


class _Text:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.said = report.headings

    def lines(self) -> Iterator[str]:
        yield from (f"# {self.said.title}{self.said.colon}{escape(self.report.company)}", "")
        yield from (self._row(pair.label, escape(pair.text)) for pair in self.report.about)
        yield from self._summary()
        yield from advice_lines(self.report.advice) if self.report.advice else ()
        yield from ("", f"## {self.said.answers}")
        for answers in self.report.answers:
            yield from self._answers(answers)
        for section in self.report.sections:
            yield from self._section(section)
        yield from ("", f"## {self.said.sources}")
        for source in self.report.sources:
            yield from self._source(source)
        yield from ("", f"## {self.said.legend}", "")
        yield from (self._row(pair.label, escape(pair.text)) for pair in self.report.legend)
        yield from ("", f"## {self.said.legal}", "")
        yield "\n\n".join(map(escape, self.report.legal))

    def _row(self, label: str, text: str) -> str:
        return f"- **{escape(label)}**{self.said.colon}{text}"

    def _summary(self) -> Iterator[str]:
        yield from ("", f"## {self.said.summary}", "")
        yield "\n\n".join(map(escape, self.report.summary))
        if self.report.first:
            yield from ("", f"### {self.said.first}", "")
            for entry in self.report.first:
                yield f"- {escape(entry.name)}{_flag(entry.flag)}"
            yield from ("", escape(self.report.others)) if self.report.others else ()
        if self.report.standings:
            yield from ("", f"### {self.said.standings}", "")
            for pair in self.report.standings:
                yield self._row(f"⚑ {pair.label}", escape(pair.text))
        if self.report.next:
            yield from ("", f"### {self.said.next}", "", self.said.next_intro, "")
            yield from (f"- {self._question(question)}" for question in self.report.next)

    def _answers(self, answers: Answers) -> Iterator[str]:
        yield from ("", f"### {escape(answers.title)}", "")
        comma, colon = self.said.semicolon, self.said.colon
        yield from (self._row(pair.label, escape(pair.text)) for pair in answers.given)
        derived = comma.join(f"{pair.label}{colon}{pair.text}" for pair in answers.derived)
        for label, text in (
            (self.said.derived, derived),
            (self.said.unknown, comma.join(answers.unknown)),
            (self.said.inapplicable, comma.join(answers.inapplicable)),
            (self.said.not_asked, comma.join(answers.not_asked)),
        ):
            if text:
                yield self._row(label, escape(text))

    def _section(self, section: Section) -> Iterator[str]:
        yield from ("", f"## {_counted(section.title, section.entries)}", "", escape(section.intro))
        for group in section.groups:
            if group.title:
                yield from ("", f"### {_counted(group.title, group.entries)}")
            if group.reasons:
                yield ""
                yield from (f"- {self._line(line)}" for line in group.reasons)
            for entry in group.entries:
                yield from self._entry(entry, "####" if group.title else "###")

    def _entry(self, entry: Entry, level: str) -> Iterator[str]:
        name = f"{_MARKS[entry.verdict]} {escape(entry.name)}{_flag(entry.flag)}"
        yield from ("", f"{level} {name}", "")
        source = f"{escape(entry.source.title)} {escape(entry.source.number)}"
        yield from (f"{code(entry.id)} · {escape(entry.verdict_word)} · {source}", "")
        blocks: tuple[tuple[str, Iterable[str]], ...] = (
            (self.said.gives, [escape(entry.gives)]),
            (self.said.amount, [escape(entry.amount)]),
            (
                self.said.why[entry.verdict],
                [*map(self._line, entry.reasons), escape(entry.further)],
            ),
            (self.said.missing, map(self._question, entry.missing)),
            (self.said.elsewhere, map(self._line, entry.elsewhere)),
            (self.said.attested, [escape(entry.attested)]),
            (self.said.standing, [escape(entry.advice)]),
            (self.said.clauses, map(self._clause, entry.clauses)),
            (self.said.note, [escape(entry.note)]),
        )
        for label, texts in blocks:
            yield from self._block(label, list(filter(None, texts)))

    def _block(self, label: str, texts: list[str]) -> Iterator[str]:
        """One row, or a list of several below the label; nothing for nothing."""
        if len(texts) == 1:
            yield self._row(label, texts[0])
        elif texts:
            yield self._row(label, "").rstrip()
            yield from (f"  - {text}" for text in texts)

    def _line(self, line: Line) -> str:
        said = f"{_SIGNS[line.truth]} {escape(line.text)}"
        if line.answer:
            said += self.said.brackets.format(escape(line.answer))
        if line.clauses:
            said += f" ({escape(self.said.comma.join(line.clauses))})"
        return f"{said} — {escape(line.remark)}" if line.remark else said

    def _question(self, question: Question) -> str:
        said = f"**{escape(question.label)}** {code(question.fact)}"
        if question.open_programmes:
            waiting = self.said.open_programmes.format(question.open_programmes)
            said += self.said.brackets.format(waiting)
        choices = self.said.semicolon.join(question.choices)
        listed = f"{self.said.choices}{self.said.colon}{choices}" if choices else ""
        asked = " ".join(filter(None, (question.question, question.help, listed)))
        return f"{said}{self.said.colon}{escape(asked)}" if asked else said

    def _clause(self, clause: ClauseNote) -> str:
        said = f"**{escape(clause.locator)}** {escape(clause.digest)}"
        return said + self.said.brackets.format(escape(clause.remark)) if clause.remark else said

    def _source(self, source: Source) -> Iterator[str]:
        yield from ("", f"### {escape(source.title)}{_flag(source.flag)}", "")
        yield from (f"{code(source.id)} · {escape(source.number)}", "")
        for label, text in (
            (self.said.issuer, source.issuer),
            (self.said.issued, source.issued),
            (self.said.evidence, source.evidence),
            (self.said.note, source.coverage),
        ):
            yield from self._block(label, [escape(text)] if text else [])


def _counted(title: str, entries: tuple[Entry, ...]) -> str:
    return f"{escape(title)} · {len(entries)}"


def _flag(flag: str) -> str:
    return f" ⚑ {escape(flag)}" if flag else ""
