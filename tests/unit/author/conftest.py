"""A rulebook of one programme over the bundled vocabulary."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from huiqi import Rulebook

REGISTER = """\
id: own-doc
title: {zh: 本地办法, en: Local measures}
issuer: {zh: 泉州市, en: Quanzhou}
jurisdiction: "350500"
issued: 2016-01-01
coverage: partial
standing:
  formal: in_force
  evidence: {zh: 现行, en: In force, confidence: verified}
clauses:
  - locator: "一"
    zh: >-
      上年度营业收入2000万元以上、从业人员十人以上、研发费用占比3%以上、
      成立三年以内或五年以上（365天、18个月、36个月）的企业给予奖励。
    en: Award.
    encoded: [own]
"""
HEAD = """\
id: own
name: {zh: 奖励, en: Award}
clauses: ["一"]
benefit: {kind: award, amount: not_stated, zh: 奖励, en: Award}
"""

OwnRule = Callable[..., Path]


@pytest.fixture
def own_rule(tmp_path: Path) -> OwnRule:
    """`own_rule(eligible, cases)` → the folder of a layer with that programme."""

    def write(eligible: str, cases: str = "") -> Path:
        rules = tmp_path / "rules" / "own-doc"
        rules.mkdir(parents=True)
        seeds = tmp_path / "seeds"
        seeds.mkdir()
        (seeds / "own-doc.yaml").write_text(REGISTER, encoding="utf-8")
        body = textwrap.dedent(eligible).strip("\n")
        cases = textwrap.dedent(cases).strip("\n") or (
            "- {it: nothing known, given: {employees: unknown}, expect: {verdict: undetermined}}"
        )
        text = HEAD + "eligible:\n" + textwrap.indent(body, "  ") + "\ncases:\n"
        (rules / "own.yaml").write_text(text + textwrap.indent(cases, "  ") + "\n", "utf-8")
        return tmp_path

    return write


@pytest.fixture
def bundled() -> Rulebook:
    return Rulebook.load(with_cases=True)
