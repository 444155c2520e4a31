"""The chapter of advice in the Markdown report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from huiqi.present.advice.content import AdviceContent, Group, Row, Stage, Target, Way
from huiqi.present.report.escaping import code, escape


def advice_lines(content: AdviceContent) -> Iterator[str]:
    """The lines of the chapter; every text is escaped."""
    said = content.headings
    summary = filter(None, (*content.summary, content.left_out))
    yield from ("", f"## {escape(said.title)}", "", "\n\n".join(map(escape, summary)))
    if content.levers:
        yield from ("", f"### {escape(said.levers)}", "")
        for number, lever in enumerate(content.levers, start=1):
            yield f"{number}. **{escape(lever.text)}**"
            yield from _rows(lever.rows, "   ")
            if lever.route is not None:
                yield from _stage(lever.route, "   ")
    for group in content.groups:
        yield from _group(group, content)
    if content.beyond:
        yield from ("", f"### {escape(said.beyond)}", "", *_rows(content.beyond, ""))
    yield from ("", escape(said.closing if content.groups else said.nothing))


def _stage(stage: Stage, indent: str) -> Iterator[str]:
    yield f"{indent}- ↳ {escape(stage.text)}"
    yield from _rows(stage.rows, indent + "  ")
    for onward in stage.onward:
        yield from _stage(onward, indent + "  ")


def _group(group: Group, content: AdviceContent) -> Iterator[str]:
    yield from ("", f"### {escape(group.title)}", "", escape(group.intro))
    for target in group.targets:
        yield from _target(target, content)


def _target(target: Target, content: AdviceContent) -> Iterator[str]:
    flag = f" ⚑ {escape(target.flag)}" if target.flag else ""
    yield from ("", f"#### {escape(target.name)}{flag}", "")
    yield from (f"{code(target.id)} · {escape(target.source)}", "")
    if target.ways[1:]:
        yield from (escape(content.headings.any_way), "")
    for way in target.ways:
        yield from _way(way)
    if target.more:
        yield from ("", escape(target.more))


def _way(way: Way) -> Iterator[str]:
    """One item; further changes and what is still open stand below the first."""
    first, *others = way.steps
    yield f"- {escape(first.text)}"
    yield from (f"  - {escape(note)}" for note in first.notes)
    for step in others:
        yield f"  - ＋ {escape(step.text)}"
        yield from (f"    - {escape(note)}" for note in step.notes)
    yield from _rows(way.rows, "  ")


def _rows(rows: Iterable[Row], indent: str) -> Iterator[str]:
    yield from (f"{indent}- **{escape(row.label)}** {escape(row.text)}" for row in rows)
