"""`huiqi advise` on a terminal: the changes worth most, then programme by programme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.text import Text

from huiqi.explain.proposing import Kind
from huiqi.present.advice.content import AdviceContent, Lever, Row, Stage, Target, Way
from huiqi.present.style import safe
from huiqi.present.wrapping import Hanging

_COLOURS = {Kind.EXACT: "green", Kind.CONDITIONAL: "yellow", Kind.ELSEWHERE: "yellow"}


class AdviceView:
    """Renders advice."""

    def __init__(self, content: AdviceContent) -> None:
        self.content = content
        self.said = content.headings
        self.colon = "：" if content.lang == "zh" else ": "

    def show(self, console: Console, title: Text) -> None:
        """Print the advice below the company's title."""
        console.print(title)
        for line in self.content.summary:
            console.print(line)
        if self.content.left_out:
            console.print(f"{self.content.left_out} {self.said.bring_in}")
        for renderable in self._body(self.content):
            console.print(renderable)

    def _body(self, content: AdviceContent) -> Iterator[RenderableType]:
        if content.levers:
            yield from self._heading(self.said.levers, "cyan")
            for number, lever in enumerate(content.levers, start=1):
                yield from self._lever(number, lever)
            if content.more_levers:
                yield Text(content.more_levers, style="dim")
        for group in content.groups:
            yield from self._heading(group.title, _COLOURS[group.kind])
            yield Text(group.intro, style="dim")
            for target in group.targets:
                yield from self._target(target)
            if group.more:
                yield Text(group.more, style="dim")
        if content.beyond:
            yield from self._heading(self.said.beyond, "red")
            yield from (self._row(row) for row in content.beyond)
        yield Text()
        if content.groups:
            yield Text(self.said.closing, style="dim")
        else:
            yield Text(self.said.nothing)

    def _heading(self, title: str, colour: str) -> Iterator[RenderableType]:
        yield Text()
        yield Rule(Text(title, style=f"bold {colour}"), align="left", style=colour)

    def _lever(self, number: int, lever: Lever) -> Iterator[RenderableType]:
        yield Hanging(Text(f"{number:>2}. ", "bold cyan"), Text(safe(lever.text), "bold"))
        yield from _indented(map(self._row, lever.rows), 4)
        if lever.route is not None:
            yield from self._stage(lever.route, 4)

    def _stage(self, stage: Stage, depth: int) -> Iterator[RenderableType]:
        sign = Text(" " * depth + "↳ ", style="cyan")
        yield Hanging(sign, Text(safe(stage.text), style="cyan"))
        yield from _indented(map(self._row, stage.rows), depth + 2)
        for onward in stage.onward:
            yield from self._stage(onward, depth + 2)

    def _target(self, target: Target) -> Iterator[RenderableType]:
        head = Text(target.name, style="bold")
        if target.flag:
            head.append(f"  ⚑ {target.flag}", style="magenta")
        head.append(f"  {target.id} · {target.source}", style="dim")
        yield Hanging(Text("→ ", style="bold"), head)
        several = len(target.ways) > 1
        if several:
            label = Text(self.said.any_way + self.colon.rstrip(), style="dim")
            yield from _indented([label], 4)
        for way in target.ways:
            yield from self._way(way, 6 if several else 4)
        if target.more:
            yield from _indented([Text(target.more, style="dim")], 4)

    def _way(self, way: Way, depth: int) -> Iterator[RenderableType]:
        for number, step in enumerate(way.steps):
            sign = "· " if number == 0 else "+ "
            yield Hanging(" " * depth + sign, Text(safe(step.text)))
            yield from _indented((Text(safe(note), style="cyan") for note in step.notes), depth + 2)
        yield from _indented(map(self._row, way.rows), depth + 2)

    def _row(self, row: Row) -> Text:
        return Text.assemble((row.label + self.colon, "dim"), safe(row.text))


def _indented(lines: Iterable[Text], depth: int) -> Iterator[RenderableType]:
    for line in lines:
        yield Hanging(" " * depth, line)
