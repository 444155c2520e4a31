"""The chapter of advice in the HTML report."""

from __future__ import annotations

from collections.abc import Iterable

from huiqi.explain.proposing import Kind
from huiqi.present.advice.content import (
    AdviceContent,
    Group,
    Lever,
    Row,
    Stage,
    Step,
    Target,
    Way,
)
from huiqi.present.report.markup import Markup, items, join, pairs, tag

_FIRST = 10
"""So many single changes are shown; the others are folded away."""
_SHADES = {Kind.EXACT: "yes", Kind.CONDITIONAL: "open", Kind.ELSEWHERE: "open"}


def advice_chapter(content: AdviceContent) -> Markup:
    """The chapter; every text is escaped."""
    said = content.headings
    parts: list[str] = [tag("p", text) for text in (*content.summary, content.left_out) if text]
    if content.levers:
        ranked = [tag("li", _lever(lever)) for lever in content.levers]
        parts += [tag("h3", said.levers), tag("ol", *ranked[:_FIRST], class_="levers")]
        if rest := ranked[_FIRST:]:
            summary = tag("summary", said.other_levers.format(len(rest)))
            listed = tag("ol", *rest, class_="levers", start=str(_FIRST + 1))
            parts.append(tag("details", summary, listed))
    parts += [_group(group, content) for group in content.groups]
    if content.beyond:
        parts += [tag("h3", said.beyond), _rows(content.beyond, class_="rows")]
    closing = tag("p", said.closing, class_="quiet")
    parts.append(closing if content.groups else tag("p", said.nothing))
    return tag("section", tag("h2", said.title), *parts, id="advice")


def _lever(lever: Lever) -> Markup:
    route = items([_stage(lever.route)], class_="route") if lever.route else Markup()
    return join(tag("b", lever.text), _rows(lever.rows, class_="effects"), route)


def _stage(stage: Stage) -> Markup:
    onward = items(map(_stage, stage.onward), class_="route")
    return join("↳ ", stage.text, _rows(stage.rows, class_="effects"), onward)


def _group(group: Group, content: AdviceContent) -> Markup:
    targets = [_target(target, group.kind, content) for target in group.targets]
    return tag("section", tag("h3", group.title), tag("p", group.intro, class_="intro"), *targets)


def _target(target: Target, kind: Kind, content: AdviceContent) -> Markup:
    flag = join(" ", tag("span", f"⚑ {target.flag}", class_="flag")) if target.flag else Markup()
    name = tag("a", target.name, href=f"#p-{target.id}")
    head = tag("h4", name, flag)
    reference = tag("p", tag("code", target.id), " · ", target.source, class_="reference")
    ways = items(map(_way, target.ways), class_="ways")
    several = tag("p", content.headings.any_way, class_="quiet") if target.ways[1:] else Markup()
    more = tag("p", target.more, class_="quiet") if target.more else Markup()
    return tag("article", head, reference, several, ways, more, class_=_SHADES[kind])


def _way(way: Way) -> Markup:
    return join(items(map(_step, way.steps), class_="steps"), _rows(way.rows, class_="effects"))


def _step(step: Step) -> Markup:
    notes = [tag("p", note, class_="quiet") for note in step.notes]
    return join(tag("span", step.text), *notes)


def _rows(rows: Iterable[Row], **attributes: str) -> Markup:
    return pairs(((row.label, row.text) for row in rows), **attributes)
