"""A template that is filled in maps back to its facts exactly."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from huiqi.load.companies.mapping import ID, NAME, Binding, propose_mapping, settle
from huiqi.load.companies.rows import RowReader
from huiqi.load.companies.template import template_columns
from huiqi.model.vocabulary import FactType

UNITS = {("zh", FactType.MONEY): "万元", ("en", FactType.MONEY): "元"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_header_maps_back(vocabulary, lang):
    columns = template_columns(vocabulary.facts, vocabulary, lang)
    headers = [column.header for column in columns]
    sample = pl.DataFrame({header: ["5"] for header in headers})
    mapping = propose_mapping(headers, sample, vocabulary, date(2024, 7, 1))
    assert [b.target for b in mapping.bindings] == [column.target for column in columns]
    assert {b.how for b in mapping.bindings} <= {"id", "label", "synonym"}
    assert (mapping.unmapped, mapping.findings) == ((), ())
    for binding in mapping.bindings:
        if binding.target not in (NAME, ID):
            kind = vocabulary.facts[binding.target].type
            percent = "%" if kind is FactType.RATIO else ""
            assert binding.scale == UNITS.get((lang, kind), percent)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_choice_offered_is_understood(vocabulary, lang):
    for column in template_columns(vocabulary.facts, vocabulary, lang)[2:]:
        reader = RowReader(settle([Binding("x", column.target)], ["x"], vocabulary), vocabulary)
        for choice in column.choices:
            reading = reader.fact(column.target, [choice])
            assert reading.answer is not None, (column.target, choice)
            assert reading.findings == ()
