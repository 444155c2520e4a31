"""An assessment stored as JSON comes back equal, or says why it does not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi import AssessmentError, ProfileError, QueryError, Rulebook
from huiqi.explain.assessment import assess
from huiqi.explain.stored import from_json
from huiqi.model.profile import Missing, Profile

from ...parity.rulebooks import chances, worlds

TODAY = date(2026, 11, 22)
EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.yaml"))


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook.load()


@pytest.fixture(scope="module")
def text(book: Rulebook) -> str:
    company = {"name": "某公司", "location": "福建泉州晋江", "employees": 120, "revenue": "unknown"}
    return book.check(company, TODAY).to_json()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_comes_back_equal(book: Rulebook, path: Path):
    found = book.check(path, TODAY)
    again = book.assessment(found.to_json())
    assert again == found
    assert again.to_json() == found.to_json()


@given(data=st.data())
def test_every_company_keeps_its_answers(data: st.DataObject):
    """All states and types of answers, partly known ones too; a derived value is not stored."""
    world = data.draw(worlds())
    answers = world.company(data.draw(chances))
    found = assess(world.book, Profile("名", answers), world.as_of)
    stored = from_json(found.to_json(), world.book.vocabulary)
    assert stored.profile == Profile("名", answers)
    assert stored.as_of == world.as_of


def test_a_part_comes_back_as_that_part(book: Rulebook):
    part = book.check({"location": "福建泉州晋江"}, TODAY).filter(document="quanzhou-2016")
    assert 0 < len(part) == len(book.assessment(part.to_json()))
    assert book.assessment(part.to_json()) == part


def test_it_is_what_the_command_line_tells(text: str):
    data = json.loads(text)
    assert data["answers"] == {"location": "350582", "employees": "120", "revenue": None}
    first = data["programmes"][0]
    assert {"id", "document", "clauses", "verdict", "standing", "missing", "failed"} <= first.keys()


def test_what_is_not_known_stays_apart_from_what_was_not_asked(book: Rulebook, text: str):
    profile = book.assessment(text).profile
    assert profile["revenue"] is Missing.DONT_KNOW
    assert "sector" not in profile


@pytest.mark.parametrize(
    "broken",
    ["", "[]", "null", "{}", '{"form": 2}', "[" * 100_000, '{"form": 1, "programmes": [1]}'],
)
def test_other_text_is_refused(book: Rulebook, broken: str):
    with pytest.raises(AssessmentError) as caught:
        book.assessment(broken)
    assert [f.code for f in caught.value.findings] == ["HQ840"]


def test_what_was_altered_is_noticed(book: Rulebook, text: str):
    data = json.loads(text)
    data["programmes"][0]["verdict"] = "eligible"
    with pytest.raises(AssessmentError, match=data["programmes"][0]["id"]) as caught:
        book.assessment(json.dumps(data))
    assert [f.code for f in caught.value.findings] == ["HQ841"]
    with pytest.raises(AssessmentError):
        book.assessment(json.dumps({**data, "answers": {"employees": 3}}))
    with pytest.raises(ProfileError):
        book.assessment(json.dumps({**data, "answers": {"employees": "many"}}))
    with pytest.raises(ProfileError):
        book.assessment(json.dumps({**data, "answers": {"employes": "3"}}))
    data["programmes"][0]["id"] = "no-such-programme"
    with pytest.raises(QueryError):
        book.assessment(json.dumps(data))
