"""Years that are counted: 3年 beside a fact with the unit 年 is a count, not a period since a date.

The form of a threshold tells its kind when it is read, and only here the fact is known as well.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from huiqi.model import criteria as ast
from huiqi.model.rule_files import RuleFiles
from huiqi.model.vocabulary import Cases, Derivation, Fact, FactType, Whether

TIME_UNITS = {"day": ("天", "日"), "month": ("个月", "月"), "year": ("年", "周年")}
"""The words for a unit of time, by which facts count."""


def count_time(rulebook: RuleFiles) -> RuleFiles:
    """The same rules with a count for each period that is compared with counted time."""
    return _Counting(rulebook.vocabulary.facts).rules(rulebook)


class _Counting:
    def __init__(self, facts: dict[str, Fact]) -> None:
        words = {"", *(word for words in TIME_UNITS.values() for word in words)}
        numeric = (FactType.COUNT, FactType.NUMBER)
        self.units = {f.id: f.unit for f in facts.values() if f.type in numeric and f.unit in words}

    def rules(self, rulebook: RuleFiles) -> RuleFiles:
        facts = {
            name: fact.model_copy(update={"derive": self.derivation(fact.derive)})
            if isinstance(fact.derive, (Whether, Cases))
            else fact
            for name, fact in rulebook.vocabulary.facts.items()
        }
        programmes = tuple(
            p.model_copy(update={"eligible": self.criterion(p.eligible)})
            for p in rulebook.programmes
        )
        vocabulary = rulebook.vocabulary.model_copy(update={"facts": facts})
        return replace(rulebook, vocabulary=vocabulary, programmes=programmes)

    def derivation(self, derive: Whether | Cases) -> Derivation:
        if isinstance(derive, Whether):
            return derive.model_copy(update={"when": self.criterion(derive.when)})
        choices = tuple(
            choice.model_copy(update={"when": self.criterion(choice.when)})
            for choice in derive.choices
        )
        return derive.model_copy(update={"choices": choices})

    def criterion(self, node: ast.Criterion) -> ast.Criterion:
        if not ast.facts_of(node) & self.units.keys():
            return node
        changed: dict[str, object]
        if isinstance(node, ast.Leaf):
            changed = {"test": self.test(node.test)}
        elif isinstance(node, ast.Not):
            changed = {"of": self.criterion(node.of)}
        elif isinstance(node, ast.Banded):
            changed = {"bands": tuple(self.band(node.by, band) for band in node.bands)}
        elif isinstance(node, ast.Score):
            changed = {"items": tuple(map(self.item, node.items))}
        else:
            changed = {"of": tuple(map(self.criterion, node.of))}
        return node.model_copy(update=changed)

    def band(self, by: str, band: ast.Band) -> ast.Band:
        up_to = None if band.up_to is None else self.threshold((by,), band.up_to)
        return band.model_copy(update={"up_to": up_to, "then": self.criterion(band.then)})

    def item(self, item: ast.ScoreItem) -> ast.ScoreItem:
        ladders = tuple(
            tuple(rung.model_copy(update={"when": self.criterion(rung.when)}) for rung in ladder)
            for ladder in item.alternatives
        )
        return item.model_copy(update={"alternatives": ladders})

    def test(self, test: ast.Test) -> ast.Test:
        if not isinstance(test, ast.Compare) or test.per:
            return test
        return test.model_copy(update={"threshold": self.threshold(test.of, test.threshold)})

    def threshold(self, names: tuple[str, ...], threshold: ast.Threshold) -> ast.Threshold:
        if not isinstance(threshold, ast.Length) or not all(name in self.units for name in names):
            return threshold
        words = TIME_UNITS[threshold.value.unit]
        unit = self.units[names[0]] or words[0]
        if unit not in words:
            return threshold
        return ast.Number(value=Decimal(threshold.value.length), unit=unit)
