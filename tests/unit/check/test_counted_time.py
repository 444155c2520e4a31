"""Years that are counted are compared with counts, wherever a criterion can hold a threshold."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from huiqi.api import Rulebook
from huiqi.model import criteria as ast

FACTS = """\
years: {type: count, unit: 年, label: {zh: 年限, en: Years}}
months: {type: number, unit: 月, label: {zh: 月数, en: Months}}
age: {type: number, label: {zh: 年龄, en: Age}}
founded: {type: date, label: {zh: 成立日期, en: Founded}}
old: {type: bool, label: {zh: 老, en: Old}, derive: {when: {years: {at_least: 10年}}}}
kind:
  type: enum
  label: {zh: 类, en: Kind}
  values: {new: {zh: 新, en: new}, other: {zh: 其他, en: other}}
  derive: {cases: [{is: new, when: {years: {less_than: 2周年}}}], otherwise: other}
"""
REGISTER = """\
id: d
title: {zh: 办法, en: Measures}
issuer: {zh: 县, en: County}
jurisdiction: "350583"
coverage: full
standing: {formal: in_force, evidence: {zh: 现行, en: In force, confidence: verified}}
clauses: [{locator: "1", zh: 奖励。, en: Award., encoded: [p]}]
"""
HEAD = """\
id: p
name: {zh: 奖励, en: Award}
clauses: ["1"]
benefit: {kind: award, amount: not_stated, zh: 奖励, en: Award}
"""
BECAUSE = "basis: interpretive, because: {zh: 甲, en: a}"


def eligible(folder: Path, text: str) -> ast.Criterion:
    for name, content in (
        ("rules/vocabulary/facts/f.yaml", FACTS),
        ("seeds/d.yaml", REGISTER),
        ("rules/d/p.yaml", f"{HEAD}eligible: {text}\n"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return Rulebook.load(folder, with_bundled=False).programmes[0].eligible


def thresholds(node: ast.Criterion) -> list[ast.Threshold]:
    return [leaf.test.threshold for leaf in ast.leaves(node) if isinstance(leaf.test, ast.Compare)]


def count(value: int, unit: str = "年") -> ast.Number:
    return ast.Number(value=Decimal(value), unit=unit)


@pytest.mark.parametrize(
    ("test", "threshold"),
    [
        ("{years: {at_least: 3年}", count(3)),
        ("{years: {at_least: 3 years}", count(3)),
        ("{years: {at_least: 3}", ast.Number(value=Decimal(3))),
        ("{months: {less_than: 6个月}", count(6, "月")),
        ("{age: {at_least: 5年}", count(5)),
        ("{sum: {of: [years, years], equals: 5年}", count(5)),
    ],
)
def test_a_period_beside_counted_time_is_a_count(
    tmp_path: Path, test: str, threshold: ast.Threshold
) -> None:
    assert thresholds(eligible(tmp_path, f"{test}, {BECAUSE}}}")) == [threshold]


def test_in_every_combination(tmp_path: Path) -> None:
    leaf = f"{{years: {{at_least: 3年}}, {BECAUSE}}}"
    name = "name: {zh: 分, en: S}"
    ladder = f"ladder: {{by: years, points: {{2年: 1, 4年: 2}}, {BECAUSE}}}"
    banded = f"banded: {{by: years, bands: [{{up_to: 3年, then: {leaf}}}, {{then: {leaf}}}]}}"
    found = eligible(
        tmp_path,
        f"{{all: [{{not: {leaf}}}, {{any: [{leaf}]}}, {{at_least: {{n: 1, of: [{leaf}]}}}}, "
        f"{{{banded}}}, {{score: {{{name}, at_least: 1, items: [{{{name}, {ladder}}}]}}}}]}}",
    )
    assert thresholds(found) == [*[count(3)] * 5, count(4), count(2)]
    assert isinstance(found, ast.All)
    bands = found.of[3]
    assert isinstance(bands, ast.Banded)
    assert bands.bands[0].up_to == count(3)


def test_derivations_count_and_dates_keep_their_periods(tmp_path: Path) -> None:
    found = eligible(tmp_path, f"{{founded: {{at_least: 3年}}, {BECAUSE}}}")
    assert [type(threshold) for threshold in thresholds(found)] == [ast.Length]
    book = Rulebook.load(tmp_path, with_bundled=False)
    profile = {"years": 10}
    answers = book.check(profile)
    assert answers is not None
    rules = book.book.vocabulary.facts
    assert thresholds(rules["old"].derive.when) == [count(10)]  # type: ignore[union-attr]
    assert thresholds(rules["kind"].derive.choices[0].when) == [count(2)]  # type: ignore[union-attr]
