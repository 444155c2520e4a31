"""The second pass: operators and units fit the types of the facts they are applied to."""

from __future__ import annotations

from collections.abc import Iterator

from huiqi.base.diagnostics import Diagnostic
from huiqi.base.source import Span
from huiqi.load.answers import NO, YES
from huiqi.model import criteria as ast
from huiqi.model.node import Model
from huiqi.model.quantity import show_money, show_ratio
from huiqi.model.rule_files import RuleFiles, criteria_of
from huiqi.model.vocabulary import Cases, Fact, FactType, Quotient, SumOf, Whether

_NUMERIC = {FactType.COUNT, FactType.NUMBER}
_FITS: dict[type[Model], set[FactType]] = {
    ast.Money: {FactType.MONEY},
    ast.Share: {FactType.RATIO},
    ast.Number: _NUMERIC,
    ast.Day: {FactType.DATE},
    ast.Length: {FactType.DATE},
}
_EXAMPLES = {
    FactType.MONEY: "1500万元",
    FactType.RATIO: "5%",
    FactType.COUNT: "500",
    FactType.NUMBER: "60",
    FactType.DATE: "2024-07-31 / 3年",
}


def check_types(rulebook: RuleFiles) -> list[Diagnostic]:
    """Findings HQ3xx; the names of the rulebook must have been checked."""
    return list(_Types(rulebook.vocabulary.facts).findings(rulebook))


class _Types:
    def __init__(self, facts: dict[str, Fact]) -> None:
        self.facts = facts

    def findings(self, rulebook: RuleFiles) -> Iterator[Diagnostic]:
        for fact in self.facts.values():
            if fact.changeable and fact.type in (FactType.LOCATION, FactType.SECTOR):
                yield Diagnostic("HQ811", {"name": fact.id}, fact.span)
            if isinstance(fact.changeable, str) and not fact.type.is_quantity:
                args = {"name": fact.id, "direction": fact.changeable}
                yield Diagnostic("HQ812", args, fact.span)
            if fact.year_before is not None:
                yield from self._alike((fact.id, fact.year_before), fact.span)
                if self.facts[fact.year_before].years_back is None:
                    args = {"name": fact.id, "after": fact.year_before}
                    yield Diagnostic("HQ813", args, fact.span)
            yield from self._derivation(fact)
        for programme in rulebook.programmes:
            yield from self._criterion(programme.eligible)

    def _derivation(self, fact: Fact) -> Iterator[Diagnostic]:
        derive = fact.derive
        if derive is None:
            return
        if isinstance(derive, SumOf):
            fits = fact.type.is_quantity
            yield from self._alike((fact.id, *derive.of), fact.span)
        elif isinstance(derive, Quotient):
            fits = fact.type is FactType.RATIO
            yield from self._alike((derive.of, derive.per), fact.span)
        else:
            fits = (isinstance(derive, Whether) and fact.type is FactType.BOOL) or (
                isinstance(derive, Cases) and fact.type is FactType.ENUM
            )
            for criterion in criteria_of(derive):
                yield from self._criterion(criterion)
        if not fits:
            words = fact.type.words
            args = {"fact": fact.id, "type_zh": words.zh, "type_en": words.en}
            yield Diagnostic("HQ305", args, fact.span)

    def _criterion(self, criterion: ast.Criterion) -> Iterator[Diagnostic]:
        if isinstance(criterion, ast.Leaf):
            yield from self._test(criterion.test, criterion.span)
        elif isinstance(criterion, ast.Banded):
            if not self.facts[criterion.by].type.is_quantity:
                yield from self._operator(criterion.by, set(), "banded", criterion.span)
                return
            for band in criterion.bands:
                if band.up_to is not None:
                    yield from self._fits(criterion.by, band.up_to, band.span)
        for part in ast.parts(criterion):
            yield from self._criterion(part)

    def _test(self, test: ast.Test, span: Span | None) -> Iterator[Diagnostic]:
        if isinstance(test, ast.Compare):
            yield from self._comparison(test, span)
        elif isinstance(test, ast.Is):
            yield from self._operator(test.fact, {FactType.BOOL}, "true / false", span)
        elif isinstance(test, ast.OneOf) and self.facts[test.fact].type is FactType.BOOL:
            yield self._neither(test, span)
        elif isinstance(test, ast.OneOf):
            yield from self._operator(test.fact, {FactType.ENUM, FactType.SET}, "one_of", span)
        elif isinstance(test, ast.Located):
            yield from self._operator(test.fact, {FactType.LOCATION}, "location", span)
        elif isinstance(test, ast.InSector):
            yield from self._operator(test.fact, {FactType.SECTOR}, "sector", span)
        elif isinstance(test, ast.Holds):
            yield from self._operator(test.fact, {FactType.CERTIFICATIONS}, "holds", span)

    def _comparison(self, test: ast.Compare, span: Span | None) -> Iterator[Diagnostic]:
        names = (*test.of, *test.per)
        if len(names) > 1 and (clash := list(self._alike(names, span))):
            yield from clash
        elif test.per:
            if not isinstance(test.threshold, ast.Share):
                yield self._wrong_unit(" / ".join(names), FactType.RATIO, test.threshold, span)
        else:
            yield from self._fits(test.of[0], test.threshold, span, test.op)

    def _fits(
        self,
        name: str,
        threshold: ast.Threshold,
        span: Span | None,
        op: ast.Operator = ast.Operator.AT_LEAST,
    ) -> Iterator[Diagnostic]:
        kind = self.facts[name].type
        if not (kind.is_quantity or kind is FactType.DATE):
            yield from self._operator(name, set(), op.value, span)
        elif kind not in _FITS[type(threshold)]:
            yield self._wrong_unit(name, kind, threshold, span, self.facts[name].unit)
        elif isinstance(threshold, ast.Length) and op is ast.Operator.EQUALS:
            yield from self._operator(name, set(), op.value, span)
        elif isinstance(threshold, ast.Number):
            unit, own = threshold.unit, self.facts[name].unit
            if unit and own and unit != own:
                yield self._wrong_unit(name, kind, threshold, span, own)

    def _alike(self, names: tuple[str, ...], span: Span | None) -> Iterator[Diagnostic]:
        """Quantities that are added or divided must be of one kind, people by people."""
        kinds = {(self.facts[name].type, self.facts[name].unit) for name in names}
        if len(kinds) > 1 or not self.facts[names[0]].type.is_quantity:
            yield Diagnostic("HQ303", {"facts": "、".join(names)}, span)

    def _operator(
        self, name: str, fitting: set[FactType], operator: str, span: Span | None
    ) -> Iterator[Diagnostic]:
        kind = self.facts[name].type
        if kind not in fitting:
            args = {
                "fact": name,
                "type_zh": kind.words.zh,
                "type_en": kind.words.en,
                "operator": operator,
            }
            yield Diagnostic("HQ301", args, span)

    def _neither(self, test: ast.OneOf, span: Span | None) -> Diagnostic:
        """What stands where true or false should, and which of them is meant."""
        words = FactType.BOOL.words
        value = test.values[0]
        args = {"fact": test.fact, "type_zh": words.zh, "type_en": words.en, "value": value}
        meant = "true" if value.lower() in YES else "false" if value.lower() in NO else None
        return Diagnostic("HQ307", args, span, near=meant and f"{test.fact}: {meant}")

    def _wrong_unit(
        self, name: str, kind: FactType, threshold: ast.Threshold, span: Span | None, unit: str = ""
    ) -> Diagnostic:
        args = {
            "fact": name,
            "type_zh": kind.words.zh,
            "type_en": kind.words.en,
            "text": _as_written(threshold),
            "example": _EXAMPLES[kind] + unit,
        }
        return Diagnostic("HQ302", args, span)


def _as_written(threshold: ast.Threshold) -> str:
    if isinstance(threshold, ast.Money):
        return show_money(threshold.fen)
    if isinstance(threshold, ast.Share):
        return show_ratio(threshold.value)
    if isinstance(threshold, ast.Number):
        return f"{threshold.value}{threshold.unit}"
    if isinstance(threshold, ast.Length):
        units = {"day": "天", "month": "个月", "year": "年"}
        return f"{threshold.value.length}{units[threshold.value.unit]}"
    return threshold.value.isoformat()
