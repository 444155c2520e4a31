"""Differences on a terminal: fields, rows and companies; foreign text is kept in its place."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from rich.console import Console

from huiqi import Rulebook
from huiqi.author.diff import Changed, FieldChange, RulebookDiff, TableDiff
from huiqi.author.rows import MarkedRow, Row
from huiqi.author.verdict_changes import verdict_changes
from huiqi.base.diagnostics import Language
from huiqi.model import criteria as ast
from huiqi.model import vocabulary as voc
from huiqi.model.document import Clause, Document, DocumentStanding, Evidence
from huiqi.model.node import Text
from huiqi.model.profile import Profile
from huiqi.model.programme import Applies, Benefit, Programme
from huiqi.model.quantity import Period
from huiqi.model.vocabulary import FactType
from huiqi.present.diff_data import diff_data
from huiqi.present.diff_fields import field_in_chinese
from huiqi.present.diff_view import DiffView, with_context

from ...parity.rulebooks import checked, leaf, plain

WORDS = plain(employees=FactType.COUNT)


def shown(change: FieldChange, lang: Language = "en") -> str:
    """The line of a changed field."""
    out = StringIO()
    entry = Changed("x", Text(zh="某", en="thing"), (change,))
    found = RulebookDiff({"facts": TableDiff((), (), (entry,))})
    console = Console(file=out, width=200, markup=False)
    DiffView(WORDS, WORDS, lang).show(console, found)
    json.dumps(diff_data(found))
    return out.getvalue().splitlines()[2].strip()


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (None, "a", "f: — → a"),
        (1, 2, "f: 1 → 2"),
        (False, True, "f: false → true"),
        (date(2020, 1, 1), None, "f: 2020-01-01 → —"),
        (Period(3, "year"), Period(1, "month"), "f: 3 years → 1 month"),
        (("a", "b"), ("b", "c"), "f: −a +c"),
        (("a", "b"), ("b", "a"), "f: a, b → b, a"),
        (("a",), (), "f: −a"),
        (Text(zh="甲", en="a"), Text(zh="乙", en="b"), "f: a → b"),
        (Text(zh="甲", en="a"), Text(zh="乙", en="a"), "f: 甲 → 乙"),
        (None, Text(zh="乙", en="a"), "f: — → a"),
    ],
)
def test_fields(before: object, after: object, line: str):
    assert shown(FieldChange("f", before, after)) == line


def test_fields_in_chinese():
    before, after = Text(zh="甲", en="a"), Text(zh="乙", en="b")
    assert shown(FieldChange("f", before, after), "zh") == "f：甲 → 乙"
    assert shown(FieldChange("benefit.amount", before, after), "zh") == "支持 · 金额：甲 → 乙"


def test_a_standing_is_said_in_the_language_asked():
    change = FieldChange("standing", "in_force", "horizon_passed")
    assert shown(change) == "standing: in force → target period over"
    assert shown(change, "zh") == "效力：执行中 → 目标期已过"


def test_every_field_has_a_chinese_name():
    models = (
        Programme, Benefit, Applies, Document, DocumentStanding, Evidence, Clause, voc.Fact,
        voc.Certification, voc.CodeGroup, voc.Zone, voc.Tier,
    )  # fmt: skip
    apart = {"at", "id", "eligible", "cases", "derive"}
    for field in {field.rstrip("_") for model in models for field in model.model_fields} - apart:
        assert field.endswith("_at") or field_in_chinese(field) != field, field


def test_rows_that_differ_stand_below_those_they_belong_to():
    written = [(" ", 0), (" ", 1), (" ", 1), (" ", 2), ("+", 3), (" ", 2), ("-", 1), (" ", 1)]
    rows = tuple(
        MarkedRow(mark, Row(depth, Text(zh="", en=""), number))  # type: ignore[arg-type]
        for number, (mark, depth) in enumerate(written)
    )
    assert [marked.row.says for marked in with_context(rows)] == [0, 2, 3, 4, 6]


def at_least(number: int) -> Rulebook:
    """A rulebook with one programme, for firms of so many people."""
    threshold = ast.Number(value=Decimal(number))
    test = ast.Compare(of=("employees",), op=ast.Operator.AT_LEAST, threshold=threshold)
    return Rulebook(checked(WORDS, [leaf(test)]))


def test_names_of_companies_cannot_move_the_cursor_or_turn_into_markup():
    out = StringIO()
    console = Console(file=out, width=200, markup=False, force_terminal=True, color_system=None)
    companies = [("[red]\x1b[2J\u202e甲", Profile("", {"employees": 5})), ("quiet", Profile())]
    changes = verdict_changes(at_least(1), at_least(10), companies, date(2020, 1, 1))
    assert DiffView(WORDS, WORDS, "en").show_companies(console, changes) == 1
    lines = [line.strip() for line in out.getvalue().splitlines()]
    assert lines[1:] == [
        "Companies",
        "[red]\ufffd[2J\ufffd甲",
        "p0  text: ✔ eligible → ✘ ineligible",
        "before: text ≥ 1 (5)",
        "after:  text ≥ 10 (5)",
        "verdicts change for 1 of 2 companies",
    ]
