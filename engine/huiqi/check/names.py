"""The first pass: every name a rule uses is declared, every clause it cites is registered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import repeat

from huiqi.base.diagnostics import Diagnostic, nearest
from huiqi.base.source import Span
from huiqi.check.meant import (
    division_named,
    labels,
    meant,
    meant_place,
    meant_sector,
    meant_tier,
    value_labels,
)
from huiqi.load.tables import divisions, industries, strategic_industries
from huiqi.model import criteria as ast
from huiqi.model.programme import Programme
from huiqi.model.rule_files import RuleFiles, criteria_of
from huiqi.model.vocabulary import Cases, Certification, Fact, FactType, Quotient, SumOf


def check_names(rulebook: RuleFiles) -> list[Diagnostic]:
    """Findings HQ2xx, in the order of the files."""
    return list(_Names(rulebook).findings())


class _Names:
    def __init__(self, rulebook: RuleFiles) -> None:
        self.book = rulebook
        self.voc = rulebook.vocabulary
        self.labels = labels(rulebook.vocabulary)

    def findings(self) -> Iterator[Diagnostic]:
        programmes = {programme.id for programme in self.book.programmes}
        for fact in self.voc.facts.values():
            yield from self._fact(fact)
        for certification in self.voc.certifications.values():
            places = certification.implies_at or repeat(certification.span)
            for name, at in zip(certification.implies, places, strict=False):
                yield from self._certification(name, at)
            for name in certification.tiers:
                if name not in self.voc.tiers:
                    yield self._no_tier(certification, name, self.voc.tiers, certification.span)
            if certification.granted_by is not None:
                yield from self._known(
                    "HQ810", certification.granted_by, programmes, certification.span
                )
        for region in self.voc.regions.values():
            for code in (*region.codes, *region.possible):
                yield from self._division(code, region.span)
        for sector in self.voc.sectors.values():
            for code in (*sector.codes, *sector.possible):
                yield from self._known("HQ205", code, industries(), sector.span)
            for code in sector.strategic:
                yield from self._known("HQ209", code, strategic_industries(), sector.span)
        for zone in self.voc.zones.values():
            for code, at in zip(zone.within, zone.within_at or repeat(zone.span), strict=False):
                yield from self._division(code, at)
        for document in self.book.documents.values():
            yield from self._division(
                document.jurisdiction, document.jurisdiction_at or document.span
            )
            if (after := document.standing.superseded_by) is not None:
                at = document.standing.superseded_by_at or document.span
                yield from self._known("HQ211", after, self.book.documents, at)
        for programme in self.book.programmes:
            yield from self._programme(programme)

    def _programme(self, programme: Programme) -> Iterator[Diagnostic]:
        document = self.book.documents.get(programme.document)
        if document is None:
            yield from self._known("HQ207", programme.document, self.book.documents, programme.span)
        else:
            for locator, span in programme.cited.items():
                if locator not in document.by_locator:
                    yield Diagnostic(
                        "HQ206",
                        {"document": document.id, "locator": locator},
                        span,
                        near=nearest(locator, document.by_locator),
                    )
        yield from self._criterion(programme.eligible)

    def _fact(self, fact: Fact) -> Iterator[Diagnostic]:
        for value in fact.fixed:
            yield from self._value(fact, value, fact.span)
        if fact.year_before is not None:
            yield from self._fact_name(fact.year_before, fact.span)
        if isinstance(fact.derive, SumOf):
            for name in fact.derive.of:
                yield from self._fact_name(name, fact.span)
        elif isinstance(fact.derive, Quotient):
            for name in (fact.derive.of, fact.derive.per):
                yield from self._fact_name(name, fact.span)
        elif fact.derive is not None:
            for criterion in criteria_of(fact.derive):
                yield from self._criterion(criterion)
        if isinstance(fact.derive, Cases) and fact.type is FactType.ENUM:
            for choice in fact.derive.choices:
                yield from self._value(fact, choice.value, choice.span or fact.span)
            if fact.derive.otherwise is not None:
                yield from self._value(fact, fact.derive.otherwise, fact.span)

    def _criterion(self, criterion: ast.Criterion) -> Iterator[Diagnostic]:
        if isinstance(criterion, ast.Leaf):
            yield from self._test(criterion.test, criterion.span)
        elif isinstance(criterion, ast.Banded):
            yield from self._fact_name(criterion.by, criterion.span)
        for part in ast.parts(criterion):
            yield from self._criterion(part)

    def _test(self, test: ast.Test, span: Span | None) -> Iterator[Diagnostic]:
        unknown = [f for f in ast.facts_of_test(test) if f not in self.voc.facts]
        for name in unknown:
            yield from self._fact_name(name, span)
        if unknown:
            return
        if isinstance(test, ast.OneOf):
            fact = self.voc.facts[test.fact]
            for value in test.values:
                yield from self._value(fact, value, span)
        elif isinstance(test, ast.Holds):
            yield from self._holds(test, span)
        elif isinstance(test, ast.Located):
            regions = self.labels["region"]
            for name in test.regions:
                if name not in regions and name not in divisions():
                    yield Diagnostic("HQ203", {"name": name}, span, near=meant_place(name, regions))
        elif isinstance(test, ast.InSector):
            groups = self.labels["sector"]
            for name in test.sectors:
                if name not in groups and name not in industries():
                    yield Diagnostic("HQ205", {"name": name}, span, near=meant_sector(name, groups))

    def _holds(self, test: ast.Holds, span: Span | None) -> Iterator[Diagnostic]:
        yield from self._certification(test.certification, span)
        declared = self.voc.certifications.get(test.certification)
        if declared is not None and test.tier is not None and test.tier not in declared.tiers:
            yield self._no_tier(declared, test.tier, declared.tiers, span)

    def _no_tier(
        self, certification: Certification, tier: str, known: Iterable[str], span: Span | None
    ) -> Diagnostic:
        listed = " · ".join(known) or "—"
        args = {"name": certification.id, "tier": tier, "known": listed}
        return Diagnostic("HQ304", args, span, near=meant_tier(tier, known, self.voc.tiers))

    def _value(self, fact: Fact, value: str, span: Span | None) -> Iterator[Diagnostic]:
        if fact.id == "zones":
            zones = self.labels["zone"]
            if value not in zones:
                yield Diagnostic("HQ204", {"name": value}, span, near=meant(value, zones))
        elif fact.type in (FactType.ENUM, FactType.SET) and value not in fact.values:
            yield Diagnostic(
                "HQ208",
                {"value": value, "fact": fact.id, "known": " · ".join(fact.values)},
                span,
                near=meant(value, value_labels(fact.values)),
            )

    def _fact_name(self, name: str, span: Span | None) -> Iterator[Diagnostic]:
        if name not in self.voc.facts:
            yield Diagnostic("HQ201", {"name": name}, span, near=meant(name, self.labels["fact"]))

    def _certification(self, name: str, span: Span | None) -> Iterator[Diagnostic]:
        if name not in self.voc.certifications:
            near = meant(name, self.labels["certification"])
            yield Diagnostic("HQ202", {"name": name}, span, near=near)

    def _division(self, code: str, span: Span | None) -> Iterator[Diagnostic]:
        """Where only a division code may stand."""
        if code not in divisions():
            near = nearest(code, divisions()) if code.isdigit() else division_named(code)
            yield Diagnostic("HQ210", {"name": code}, span, near=near)

    def _known(
        self, code: str, name: str, known: Collection[str], span: Span | None
    ) -> Iterator[Diagnostic]:
        if name not in known:
            yield Diagnostic(code, {"name": name}, span, near=nearest(name, known))
