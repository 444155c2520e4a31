"""The first pass: every name a rule uses is declared, every clause it cites is registered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from huiqi.base.diagnostics import Diagnostic, nearest
from huiqi.base.source import Span
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

    def findings(self) -> Iterator[Diagnostic]:
        programmes = {programme.id for programme in self.book.programmes}
        for fact in self.voc.facts.values():
            yield from self._fact(fact)
        for certification in self.voc.certifications.values():
            for name in certification.implies:
                yield from self._known("HQ202", name, self.voc.certifications, certification.span)
            for name in certification.tiers:
                if name not in self.voc.tiers:
                    yield self._no_tier(certification, name, self.voc.tiers, certification.span)
            if certification.granted_by is not None:
                yield from self._known(
                    "HQ810", certification.granted_by, programmes, certification.span
                )
        for region in self.voc.regions.values():
            for code in (*region.codes, *region.possible):
                yield from self._known("HQ203", code, divisions(), region.span)
        for sector in self.voc.sectors.values():
            for code in (*sector.codes, *sector.possible):
                yield from self._known("HQ205", code, industries(), sector.span)
            for code in sector.strategic:
                yield from self._known("HQ209", code, strategic_industries(), sector.span)
        for zone in self.voc.zones.values():
            for code in zone.within:
                yield from self._known("HQ203", code, divisions(), zone.span)
        for document in self.book.documents.values():
            yield from self._known("HQ203", document.jurisdiction, divisions(), document.span)
        for programme in self.book.programmes:
            yield from self._programme(programme)

    def _programme(self, programme: Programme) -> Iterator[Diagnostic]:
        document = self.book.documents.get(programme.document)
        if document is None:
            yield from self._known("HQ207", programme.document, self.book.documents, programme.span)
        else:
            cited: dict[str, Span | None] = dict.fromkeys(programme.clauses, programme.span)
            for leaf in ast.leaves(programme.eligible):
                if leaf.clause is not None and leaf.clause not in cited:
                    cited[leaf.clause] = leaf.span
            for locator, span in cited.items():
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
            for name in test.regions:
                if name not in divisions():
                    yield from self._known("HQ203", name, self.voc.regions, span)
        elif isinstance(test, ast.InSector):
            for name in test.sectors:
                if name not in industries():
                    yield from self._known("HQ205", name, self.voc.sectors, span)

    def _holds(self, test: ast.Holds, span: Span | None) -> Iterator[Diagnostic]:
        yield from self._known("HQ202", test.certification, self.voc.certifications, span)
        declared = self.voc.certifications.get(test.certification)
        if declared is not None and test.tier is not None and test.tier not in declared.tiers:
            yield self._no_tier(declared, test.tier, declared.tiers, span)

    def _no_tier(
        self, certification: Certification, tier: str, known: Iterable[str], span: Span | None
    ) -> Diagnostic:
        listed = " · ".join(known) or "—"
        args = {"name": certification.id, "tier": tier, "known": listed}
        return Diagnostic("HQ304", args, span, near=nearest(tier, known))

    def _value(self, fact: Fact, value: str, span: Span | None) -> Iterator[Diagnostic]:
        if fact.id == "zones":
            yield from self._known("HQ204", value, self.voc.zones, span)
        elif fact.type in (FactType.ENUM, FactType.SET) and value not in fact.values:
            yield Diagnostic(
                "HQ208",
                {"value": value, "fact": fact.id, "known": " · ".join(fact.values)},
                span,
                near=nearest(value, fact.values),
            )

    def _fact_name(self, name: str, span: Span | None) -> Iterator[Diagnostic]:
        yield from self._known("HQ201", name, self.voc.facts, span)

    def _known(
        self, code: str, name: str, known: Collection[str], span: Span | None
    ) -> Iterator[Diagnostic]:
        if name not in known:
            yield Diagnostic(code, {"name": name}, span, near=nearest(name, known))
