"""Putting one answer into a profile leaves everything else as its owner wrote it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.base.source import Source
from huiqi.load.profile_edit import with_answer
from huiqi.load.yaml import Mapping, Scalar, parse

WRITTEN = """\
# our firm
name: 某公司   # as registered
location: 泉州

# staff, see payroll
employees: 12人
certifications:
  - {name: 高新技术企业, issued: 2025-11-28}
  - 专精特新

# the end
"""


@pytest.mark.parametrize(
    ("fact", "value", "old", "new"),
    [
        ("location", "350582", "location: 泉州\n", "location: '350582'\n"),
        ("employees", "15人", "employees: 12人\n", "employees: 15人\n"),
        (
            "certifications",
            [{"name": "tech_sme", "issued": "2026-06-20"}],
            "certifications:\n  - {name: 高新技术企业, issued: 2025-11-28}\n  - 专精特新\n",
            "certifications: [{name: tech_sme, issued: '2026-06-20'}]\n",
        ),
        ("employees", None, "employees: 12人\n", ""),
        ("rd_reserve", True, "# the end\n", "# the end\nrd_reserve: true\n"),
        ("zones", [], "# the end\n", "# the end\nzones: []\n"),
    ],
)
def test_one_answer_changes_and_nothing_else(fact, value, old, new):
    assert old in WRITTEN
    assert with_answer(WRITTEN, fact, value) == WRITTEN.replace(old, new)


def test_an_empty_file_and_a_last_line_without_end():
    assert with_answer("", "employees", "3") == "employees: '3'\n"
    assert with_answer("# only a remark\n", "employees", "3") == "# only a remark\nemployees: '3'\n"
    assert with_answer("location: 泉州", "zones", []) == "location: 泉州\nzones: []\n"


def test_json_stays_json_and_flow_style_is_written_out():
    changed = json.loads(with_answer('{"employees": 12, "name": "x"}', "rd_reserve", True))
    assert changed == {"employees": 12, "name": "x", "rd_reserve": True}
    assert with_answer("{name: x}", "rd_reserve", True) == "name: x\nrd_reserve: true\n"


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("# ours\n{name: x, employees: 5}\n", "# ours\nname: x\nemployees: '9'\n"),
        ("--- {name: x, employees: 5}\n", "name: x\nemployees: '9'\n"),
        ("  name: x\n  employees: 5\n", "name: x\nemployees: '9'\n"),
        ("name: x\nemployees: &a 5\nrd_staff: *a\n", "name: x\nemployees: '9'\nrd_staff: 5\n"),
        ("name: x\nemployees: 5\n...\n", "name: x\nemployees: '9'\n"),
        ("---\nname: x # us\nemployees: 5\n", "---\nname: x # us\nemployees: '9'\n"),
    ],
)
def test_however_it_is_written_the_other_answers_are_kept(text, new):
    assert with_answer(text, "employees", "9") == new


def test_an_answer_behind_the_end_of_the_document_is_no_answer():
    assert with_answer("name: x\n...\n", "employees", "9") == "name: x\nemployees: '9'\n"


PRINTABLE = st.text(max_size=40).filter(str.isprintable)


@given(PRINTABLE, PRINTABLE)
def test_whatever_is_typed_reads_back_as_typed(first, second):
    text = with_answer(with_answer(WRITTEN, "location", first), "other", second)
    node, findings = parse(Source("profile", text))
    assert not findings
    assert isinstance(node, Mapping)
    read = {key.text: entry.text for key, entry in node.entries if isinstance(entry, Scalar)}
    assert (read["location"], read["other"], read["employees"]) == (first, second, "12人")
