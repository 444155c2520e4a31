"""From advice to what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from huiqi.base.diagnostics import Language
from huiqi.explain.advice import Advice, Effect, Route
from huiqi.explain.finding import Finding
from huiqi.explain.proposing import Kind
from huiqi.model.verdict import Standing, Verdict
from huiqi.model.vocabulary import Vocabulary
from huiqi.present.advice.content import AdviceContent, Group, Lever, Row, Stage
from huiqi.present.advice.targets import Targets
from huiqi.present.advice.wording import GROUPS
from huiqi.present.style import standing_flag

_NAMED = 3
"""So many programmes that need no advice are named."""


def build_advice(
    advice: Advice, vocabulary: Vocabulary, lang: Language, limit: int | None = None
) -> AdviceContent:
    """What the advice says, in one language.

    At most `limit` single changes, ways to one programme, and programmes that stay open.
    """
    return _Builder(advice, vocabulary, lang, limit).content()


class _Builder:
    def __init__(
        self, advice: Advice, vocabulary: Vocabulary, lang: Language, limit: int | None
    ) -> None:
        self.advice = advice
        self.lang: Language = lang
        self.limit = limit
        self.targets = Targets(advice, vocabulary, lang, limit)
        self.words = self.targets.words
        self.said = self.targets.said
        self.names = {f.id: f.programme.name[lang] + _doubt(f) for f in advice.findings}

    def content(self) -> AdviceContent:
        effects = self.advice.changes[: self.limit]
        more = len(self.advice.changes) - len(effects)
        left_out = len(self.advice.left_out)
        return AdviceContent(
            lang=self.lang,
            headings=self.said,
            summary=tuple(self._summary()),
            left_out=self.said.left_out.format(left_out) if left_out else "",
            levers=tuple(map(self._lever, effects)),
            more_levers=self.said.more_levers.format(more) if more else "",
            groups=tuple(self._groups()),
            beyond=tuple(self._beyond()),
        )

    def _summary(self) -> Iterator[str]:
        reached, beyond = len(self.advice), len(self.advice.beyond)
        if reached or beyond:
            yield self.said.counts.format(reached + beyond, reached, beyond)
        yield from self._not_ruled_out(self.advice.not_ruled_out)

    def _not_ruled_out(self, findings: Sequence[Finding]) -> Iterator[str]:
        """Programmes that need no advice: a few by name, many by number."""
        if len(findings) <= _NAMED:
            colon = self.words.pick("：", ": ")
            for finding in findings:
                yield f"{self.names[finding.id]}{colon}{finding.verdict.label(self.lang)}"
            return
        eligible = sum(f.verdict is Verdict.ELIGIBLE for f in findings)
        yield self.said.not_ruled_out.format(eligible, len(findings) - eligible)

    def _lever(self, effect: Effect) -> Lever:
        rows = (
            (self.said.unlocks, effect.unlocks),
            (self.said.opens, effect.opens),
            (self.said.nearer, effect.nearer),
            (self.said.loses, effect.loses),
        )
        route = self.advice.route(effect.change)
        return Lever(
            text=self.words.change(effect.change, self.advice.answers),
            rows=tuple(self._programmes(label, ids) for label, ids in rows if ids),
            route=self._stage(route) if route else None,
        )

    def _programmes(self, label: str, ids: tuple[str, ...]) -> Row:
        return Row(label.format(len(ids)), self.targets.listed([self.names[i] for i in ids]))

    def _stage(self, route: Route) -> Stage:
        flag = standing_flag(route.finding.standing, self.lang)
        text = self.targets.granted_by(route.finding) + (f" ⚑ {flag}" if flag else "")
        return Stage(text, tuple(self._needed(route)), tuple(map(self._stage, route.onward)))

    def _needed(self, route: Route) -> Iterator[Row]:
        """What the programme that grants a recognition still takes."""
        finding = route.finding
        if finding.verdict is Verdict.UNDETERMINED:
            yield from self.targets.still(finding.reasons.smallest, finding.missing)
        elif route.advice is not None and not route.advice.proposals:
            failed = [self.words.label(fact) for fact in finding.failed]
            yield Row(self.said.out_of_reach, self.targets.listed(failed))
        elif route.advice is not None:
            for number, proposal in enumerate(route.advice.proposals[: self.limit]):
                said = self.words.changes(proposal.changes, self.advice.answers)
                yield Row(self.said.or_takes if number else self.said.takes, said)
                yield from self.targets.still(proposal.open, proposal.missing)

    def _groups(self) -> Iterator[Group]:
        for kind in Kind:
            found = [a for a in self.advice if a.proposals[0].kind is kind]
            shown = found if kind is Kind.EXACT else found[: self.limit]
            if found:
                title, intro = (self.words.pick(*said) for said in GROUPS[kind])
                more = len(found) - len(shown)
                yield Group(
                    kind,
                    f"{title} · {len(found)}",
                    intro,
                    tuple(self.targets.target(advice, kind) for advice in shown),
                    self.said.more_targets.format(more) if more else "",
                )

    def _beyond(self) -> Iterator[Row]:
        together: dict[tuple[str, ...], list[str]] = {}
        for advice in self.advice.beyond:
            together.setdefault(advice.finding.failed, []).append(advice.id)
        for facts, ids in sorted(together.items(), key=lambda item: -len(item[1])):
            label = self.words.listed(map(self.words.label, facts))
            names = self.targets.listed([self.names[i] for i in ids])
            yield Row(self.said.because.format(label, len(ids)), names)


def _doubt(finding: Finding) -> str:
    """The flag of a programme that may no longer stand, kept on the line of its name."""
    return "" if finding.standing is Standing.IN_FORCE else "\u00a0⚑"
