"""From an assessment to what the report says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from huiqi import __version__
from huiqi.base.diagnostics import Language
from huiqi.explain.advice import Advice
from huiqi.explain.assessment import Assessment
from huiqi.explain.words import Words
from huiqi.load.tables import divisions
from huiqi.model.place import NATION, Location
from huiqi.model.profile import Missing
from huiqi.model.verdict import Standing, Verdict
from huiqi.model.vocabulary import Fact, Vocabulary
from huiqi.present.advice.build import build_advice
from huiqi.present.report.content import Answers, Pair, Question, Report
from huiqi.present.report.programmes import Programmes, titled
from huiqi.present.report.wording import FACT_GROUPS, LEGAL, LEGEND, headings
from huiqi.present.uncovered import uncovered_note

_FIRST = 12
_NEXT = 8
"""So many eligible programmes, and so many missing facts, are named in the summary."""


def build_report(
    assessment: Assessment, vocabulary: Vocabulary, lang: Language, advice: Advice | None = None
) -> Report:
    """What the report on this assessment says, in one language; with advice if there is any."""
    report = _Builder(assessment, vocabulary, lang).report()
    if advice is None:
        return report
    return replace(report, advice=build_advice(advice, vocabulary, lang))


class _Builder:
    def __init__(self, assessment: Assessment, vocabulary: Vocabulary, lang: Language) -> None:
        self.found = assessment
        self.voc = vocabulary
        self.lang: Language = lang
        self.words = Words(vocabulary, lang)
        self.pick = self.words.pick
        self.programmes = Programmes(assessment, self.words)

    def report(self) -> Report:
        order = (Verdict.ELIGIBLE, Verdict.UNDETERMINED, Verdict.INELIGIBLE)
        sections = tuple(map(self.programmes.section, order))
        eligible = sections[0].entries
        more = len(eligible) - _FIRST
        return Report(
            lang=self.lang,
            headings=headings(self.lang),
            company=self.found.profile.name or self.pick("（未具名企业）", "(unnamed company)"),
            about=tuple(self._about()),
            summary=tuple(self._summary()),
            first=eligible[:_FIRST],
            others=self.pick(f"另有 {more} 个，见下文。", f"{more} more below.")
            if more > 0
            else "",
            standings=tuple(self._standings()),
            next=tuple(self._next()),
            answers=tuple(self._answers()),
            sections=sections,
            sources=tuple(self.programmes.sources.values()),
            legend=tuple(Pair(label, text) for label, text in LEGEND[self.lang]),
            legal=LEGAL[self.lang],
        )

    def _about(self) -> Iterable[Pair]:
        if "location" in self.voc.facts:  # a rulebook of one's own may do without places
            location = self.found.profile.get("location")
            yield Pair(self.pick("所在地", "Place"), self.words.answer("location", location))
        yield Pair(self.pick("判断日", "As of"), self.found.as_of.isoformat())
        count, documents = len(self.found), len(self.programmes.documents)
        yield Pair(
            self.pick("规则库", "Rulebook"),
            self.pick(
                f"huiqi {__version__}，{documents} 份文件的 {count} 个项目",
                f"huiqi {__version__}, {count} programmes of {documents} documents",
            ),
        )

    def _summary(self) -> Iterable[str]:
        eligible, undetermined = self.found.eligible, self.found.undetermined
        settled = sum(bool(f.missing) and not f.set_elsewhere for f in undetermined)
        numbers = (len(self.found), len(eligible), len(undetermined), len(self.found.ineligible))
        yield self.pick(
            "共核对 {} 个项目：符合 {} 个，待定 {} 个，不符合 {} 个。",
            "Of {} programmes, {} eligible, {} undetermined, {} not eligible.",
        ).format(*numbers)
        if doubtful := sum(f.standing is not Standing.IN_FORCE for f in eligible):
            yield self.pick(
                f"符合条件的项目中，有 {doubtful} 个所依据的文件是否仍在执行需要先核实。",
                f"Eligible programmes whose document must first be confirmed as still applied: "
                f"{doubtful}.",
            )
        if undetermined:
            yield self.pick(
                f"待定项目中，有 {settled} 个补充信息就有望得出结论；其余还取决于别的规定或认定。",
                f"Undetermined programmes that answers alone can settle: {settled}; the rest "
                f"depend on other rules or decisions too.",
            )
        if note := uncovered_note(self.found, self.words):
            yield note

    def _next(self) -> Iterable[Question]:
        for fact, waiting in list(self.found.missing.items())[:_NEXT]:
            choices = tuple(self._choices(self.voc.facts[fact]))
            question = self.programmes.question(fact)
            yield replace(question, choices=choices, open_programmes=len(waiting))

    def _choices(self, fact: Fact) -> Iterable[str]:
        """What can be answered, where that is a list; of zones those where the company may be."""
        if fact.id != "zones":
            yield from (value[self.lang] for value in fact.values.values())
            return
        place = self.found.profile.get("location")
        codes = place.codes if isinstance(place, Location) else (NATION,)
        for zone in self.voc.zones.values():
            if any(_overlap(code, area) for code in codes for area in zone.within):
                yield zone.label[self.lang]

    def _standings(self) -> Iterable[Pair]:
        """Per document with a doubtful standing: its programmes that are not ruled out."""
        for document in self.programmes.documents.values():
            for standing in Standing:
                count = sum(
                    f.document is document and f.standing is standing
                    for f in (*self.found.eligible, *self.found.undetermined)
                )
                if count and standing is not Standing.IN_FORCE:
                    number = self.pick(f"（{count} 个项目）", f" ({count} programmes)")
                    title = titled(document, self.lang)
                    yield Pair(title, self.programmes.advice(standing, document) + number)

    def _answers(self) -> Iterable[Answers]:
        derived = self.found[0].given.answers if len(self.found) else {}
        groups = dict.fromkeys((*FACT_GROUPS, *(f.group for f in self.voc.facts.values())))
        for group in groups:
            states: dict[str, list[Pair]] = {}
            for fact in self.voc.facts.values():
                if fact.group == group:
                    answer = self.found.profile.get(fact.id)
                    state = "given"
                    if isinstance(answer, Missing):
                        state = answer.value
                    elif answer is None:
                        answer = derived.get(fact.id)
                        known = answer is not None and not isinstance(answer, Missing)
                        state = "derived" if known else "not_asked"
                        if not known and fact.question is None:
                            continue
                    pair = Pair(self.words.label(fact.id), self.words.answer(fact.id, answer))
                    states.setdefault(state, []).append(pair)
            if states:
                yield Answers(
                    title=self.pick(*FACT_GROUPS.get(group, (group, group))),
                    given=tuple(states.get("given", ())),
                    derived=tuple(states.get("derived", ())),
                    unknown=_labels(states.get(Missing.DONT_KNOW.value, ())),
                    inapplicable=_labels(states.get(Missing.NOT_APPLICABLE.value, ())),
                    not_asked=_labels(states.get("not_asked", ())),
                )


def _labels(pairs: Iterable[Pair]) -> tuple[str, ...]:
    return tuple(pair.label for pair in pairs)


def _overlap(one: str, other: str) -> bool:
    """Whether two divisions have ground in common: they do when one lies in the other."""
    return divisions().within(one, other) or divisions().within(other, one)
