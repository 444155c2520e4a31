"""The report as one self-contained HTML page: no scripts, and nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from huiqi.base.kleene import Truth
from huiqi.explain.names import listed
from huiqi.model.verdict import Verdict
from huiqi.present.report.advice_html import advice_chapter
from huiqi.present.report.content import (
    Answers,
    ClauseNote,
    Entry,
    Group,
    Line,
    Pair,
    Question,
    Report,
    Section,
    Source,
)
from huiqi.present.report.markup import Markup, items, join, pairs, tag

_SIGNS = {
    Truth.TRUE: ("✔", "yes"),
    Truth.UNKNOWN: ("?", "open"),
    Truth.FALSE: ("✘", "no"),
    None: ("—", "none"),
}
_MARKS = {
    Verdict.ELIGIBLE: _SIGNS[Truth.TRUE],
    Verdict.UNDETERMINED: _SIGNS[Truth.UNKNOWN],
    Verdict.INELIGIBLE: _SIGNS[Truth.FALSE],
}


def to_html(report: Report) -> str:
    """The whole page. Every text of the report is escaped; control characters show as �."""
    style = files(__package__).joinpath("report.css").read_text("utf-8")
    head = tag(
        "head",
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        # Should anything slip through the escaping, it still can neither run nor call home.
        Markup(
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        ),
        tag("title", f"{report.headings.title} · {report.company}"),
        tag("style", Markup(style)),
    )
    page = _Page(report)
    body = tag("body", page.header(), page.contents(), page.main(), page.footer())
    language = {"zh": "zh-CN", "en": "en"}[report.lang]
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang=language)}\n"


class _Page:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.said = report.headings

    def header(self) -> Markup:
        # A name may be written from right to left; it must not turn around what follows.
        name = tag("h1", tag("bdi", self.report.company))
        about = _pairs(self.report.about, class_="about")
        return tag("header", tag("p", self.said.title, class_="kind"), name, about)

    def contents(self) -> Markup:
        links = [("summary", self.said.summary), ("company", self.said.answers)]
        if self.report.advice:
            links.insert(1, ("advice", self.report.advice.headings.title))
        links += [(s.verdict.value, _counted(s.title, s.entries)) for s in self.report.sections]
        links += [("documents", self.said.sources), ("legend", self.said.legend)]
        listed = items(tag("a", text, href=f"#{name}") for name, text in links)
        return tag("nav", tag("h2", self.said.contents), listed, aria_label=self.said.contents)

    def main(self) -> Markup:
        legend = _pairs(self.report.legend, class_="rows")
        return tag(
            "main",
            self._summary(),
            advice_chapter(self.report.advice) if self.report.advice else Markup(),
            self._company(),
            *map(self._section, self.report.sections),
            _chapter("documents", self.said.sources, *map(self._source, self.report.sources)),
            _chapter("legend", self.said.legend, legend),
        )

    def footer(self) -> Markup:
        legal = [tag("p", text) for text in self.report.legal]
        return tag("footer", tag("h2", self.said.legal), *legal)

    # parts

    def _summary(self) -> Markup:
        counts = [
            tag(
                "a",
                tag("strong", str(len(section.entries))),
                tag("span", f"{_MARKS[section.verdict][0]} {section.title}"),
                href=f"#{section.verdict.value}",
                class_=_MARKS[section.verdict][1],
            )
            for section in self.report.sections
        ]
        parts = [
            tag("div", *counts, class_="counts"),
            *(tag("p", text) for text in self.report.summary),
        ]
        if self.report.first:
            named = items(map(self._link, self.report.first))
            parts += [tag("h3", self.said.first), named, tag("p", self.report.others)]
        if self.report.standings:
            standings = [(join("⚑ ", p.label), p.text) for p in self.report.standings]
            parts += [tag("h3", self.said.standings), pairs(standings, class_="stack")]
        if self.report.next:
            parts += [
                tag("h3", self.said.next),
                tag("p", self.said.next_intro),
                items(map(self._question, self.report.next), class_="questions"),
            ]
        return _chapter("summary", self.said.summary, *parts)

    def _link(self, entry: Entry) -> Markup:
        return join(tag("a", entry.name, href=f"#p-{entry.id}"), _flag(entry.flag))

    def _company(self) -> Markup:
        return _chapter("company", self.said.answers, *map(self._answers, self.report.answers))

    def _answers(self, answers: Answers) -> Markup:
        comma = self.said.semicolon
        states = (
            (self.said.derived, "", _inline(answers.derived, self.said.colon, comma)),
            (self.said.unknown, "", comma.join(answers.unknown)),
            (self.said.inapplicable, "", comma.join(answers.inapplicable)),
            (self.said.not_asked, "quiet", comma.join(answers.not_asked)),
        )
        lines = [
            tag("p", tag("b", label), self.said.colon, text, class_=f"state {shade}".rstrip())
            for label, shade, text in states
            if text
        ]
        title = tag("h3", answers.title)
        return tag("section", title, _pairs(answers.given, class_="rows"), *lines, class_="facts")

    def _section(self, section: Section) -> Markup:
        title = _counted(section.title, section.entries)
        groups = [self._group(section, group) for group in section.groups]
        intro = tag("p", section.intro, class_="intro")
        return _chapter(section.verdict.value, title, intro, *groups)

    def _group(self, section: Section, group: Group) -> Markup:
        if section.verdict is Verdict.INELIGIBLE:
            reasons = items(map(self._line, group.reasons), class_="lines")
            brief = map(self._brief, group.entries)
            return tag("section", _title(group), reasons, *brief, class_="group")
        level = "h4" if group.title else "h3"
        return tag(
            "section", _title(group), *(self._entry(entry, level) for entry in group.entries)
        )

    def _entry(self, entry: Entry, level: str) -> Markup:
        sign, shade = _MARKS[entry.verdict]
        badge = tag("span", f"{sign} {entry.verdict_word}", class_=f"badge {shade}")
        proof = items([self._tree(entry.proof)])
        head = tag(level, badge, " ", entry.name, _flag(entry.flag))
        if entry.verdict is Verdict.UNDETERMINED:
            # What it hangs on; the rest folded away, or a report takes fifty pages.
            locators = self.said.comma.join(clause.locator for clause in entry.clauses)
            missing = listed((question.label for question in entry.missing), self.report.lang)
            reference = self._reference(entry, locators)
            shown = pairs(
                (
                    (self.said.why[entry.verdict], self._reasons(entry)),
                    (self.said.missing, missing),
                    (self.said.elsewhere, items(map(self._line, entry.elsewhere), class_="lines")),
                ),
                class_="rows",
            )
            rest = tag("details", tag("summary", self.said.more), self._body(entry), proof)
            body: tuple[str, ...] = (reference, shown, rest)
        else:
            rest = tag("details", tag("summary", self.said.proof), proof)
            body = (self._reference(entry), self._body(entry), rest)
        return tag("article", head, *body, id=f"p-{entry.id}", class_=shade)

    def _reasons(self, entry: Entry) -> Markup:
        return join(items(map(self._line, entry.reasons), class_="lines"), entry.further)

    def _brief(self, entry: Entry) -> Markup:
        """A programme that is ruled out: a line, the rest folded away."""
        proof = items([self._tree(entry.proof)])
        rest = tag("details", tag("summary", self.said.more), self._body(entry), proof)
        head = tag("h4", entry.name, _flag(entry.flag))
        reference = self._reference(entry, self.said.comma.join(c.locator for c in entry.clauses))
        return tag("article", head, reference, rest, id=f"p-{entry.id}", class_="brief")

    def _reference(self, entry: Entry, clauses: str = "") -> Markup:
        source = entry.source
        title = tag("a", source.title, href=f"#d-{source.id}")
        number = tag("span", source.number, class_="number")
        said = [tag("code", entry.id), " · ", title, " ", number]
        if clauses:
            said += [" · ", clauses]
        return tag("p", *said, class_="reference")

    def _body(self, entry: Entry) -> Markup:
        gives = tag("p", entry.gives)
        amount = tag("p", f"{self.said.amount}{self.said.colon}{entry.amount}", class_="quiet")
        rows = (
            (self.said.gives, join(gives, amount)),
            (self.said.why[entry.verdict], self._reasons(entry)),
            (self.said.missing, items(map(self._question, entry.missing), class_="questions")),
            (self.said.elsewhere, items(map(self._line, entry.elsewhere), class_="lines")),
            (self.said.attested, entry.attested),
            (self.said.standing, join("⚑ ", entry.advice) if entry.advice else ""),
            (self.said.clauses, items(map(self._clause, entry.clauses), class_="clauses")),
            (self.said.note, entry.note),
        )
        return pairs(rows, class_="rows")

    def _line(self, line: Line) -> Markup:
        sign, shade = _SIGNS[line.truth]
        truth = self.said.truths[line.truth]
        said: list[str] = [tag("span", sign, class_=f"sign {shade}", role="img", aria_label=truth)]
        said += [" ", line.text]
        if line.answer:
            said.append(tag("span", self.said.brackets.format(line.answer), class_="answer"))
        if line.clauses:
            cited = self.said.comma.join(line.clauses)
            said += [" ", tag("span", f"[{cited}]", class_="clause")]
        if line.remark:
            said += [" ", tag("span", f"* {line.remark}", class_="remark")]
        return join(*said)

    def _tree(self, line: Line) -> Markup:
        return join(self._line(line), items(map(self._tree, line.parts)))

    def _question(self, question: Question) -> Markup:
        said: list[str] = [tag("b", question.label), " ", tag("code", question.fact)]
        if question.open_programmes:
            waiting = self.said.open_programmes.format(question.open_programmes)
            said.append(tag("span", self.said.brackets.format(waiting), class_="quiet"))
        for text, shade in ((question.question, ""), (question.help, "quiet")):
            if text:
                said += [Markup("<br>"), tag("span", text, class_=shade)]
        if question.choices:
            summary = tag("summary", f"{self.said.choices} · {len(question.choices)}")
            said.append(tag("details", summary, self.said.semicolon.join(question.choices)))
        return join(*said)

    def _clause(self, clause: ClauseNote) -> Markup:
        said: list[str] = [tag("b", clause.locator), " ", clause.digest]
        if clause.remark:
            said.append(tag("span", self.said.brackets.format(clause.remark), class_="clause"))
        return join(*said)

    def _source(self, source: Source) -> Markup:
        rows = (
            (self.said.issuer, source.issuer),
            (self.said.issued, source.issued),
            (self.said.evidence, source.evidence),
            (self.said.note, source.coverage),
        )
        head = tag("h3", source.title, _flag(source.flag))
        reference = tag("p", tag("code", source.id), " · ", source.number, class_="reference")
        body = pairs(rows, class_="rows")
        return tag("article", head, reference, body, id=f"d-{source.id}")


def _chapter(name: str, title: str, *content: str) -> Markup:
    return tag("section", tag("h2", title), *content, id=name)


def _title(group: Group) -> Markup:
    return tag("h3", _counted(group.title, group.entries)) if group.title else Markup()


def _counted(title: str, entries: tuple[Entry, ...]) -> str:
    return f"{title} · {len(entries)}"


def _flag(flag: str) -> Markup:
    return join(" ", tag("span", f"⚑ {flag}", class_="flag")) if flag else Markup()


def _pairs(found: Iterable[Pair], **attributes: str) -> Markup:
    return pairs(((pair.label, pair.text) for pair in found), **attributes)


def _inline(found: Iterable[Pair], colon: str, comma: str) -> str:
    return comma.join(f"{pair.label}{colon}{pair.text}" for pair in found)
