"""The library as a caller meets it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest

import huiqi
from huiqi import ProfileError, QueryError, Rulebook, RulebookError, Standing, Verdict

TODAY = date(2026, 11, 22)
COMPANY = {
    "name": "晋江某鞋材公司",
    "location": "福建泉州晋江",
    "entity_kind": "企业",
    "sector": "C19",
    "employees": 120,
    "revenue": "4200万元",
    "certifications": [{"name": "高新技术企业", "issued": "2026-03-18"}],
}


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook.load()


def test_public_names_are_all_there():
    for name in huiqi.__all__:
        assert getattr(huiqi, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = huiqi.nonsense


def test_an_assessment_is_a_sequence_with_groups(book):
    found = book.check(COMPANY, TODAY)
    assert len(found) == len(found.eligible) + len(found.undetermined) + len(found.ineligible)
    award = found["qz16-hnte-award"]
    assert award.verdict is Verdict.ELIGIBLE
    assert award.standing is Standing.HORIZON_PASSED
    assert [f.id for f in found[:2]] == [found[0].id, found[1].id]
    with pytest.raises(KeyError):
        found["no-such-programme"]
    fact, programmes = next(iter(found.missing.items()))
    assert all(fact in found[name].missing for name in programmes)


def test_profiles_come_from_mappings_text_json_and_files(book, tmp_path):
    path = tmp_path / "company.yaml"
    path.write_text("employees: 12\nrevenue: 1200000.5\n", encoding="utf-8")
    read = [
        book.profile({"employees": 12, "revenue": Decimal("1200000.5")}),
        book.profile({"employees": 12, "revenue": 1200000.5}),
        book.profile("employees: 12\nrevenue: 120.00005万元"),
        book.profile('{"employees":12,"revenue":"1200000.5"}'),
        book.profile(path),
        book.profile(str(path)),
    ]
    assert all(profile == read[0] for profile in read)
    assert read[0]["revenue"] == 120_000_050


def test_a_session_tells_what_an_answer_changed_and_takes_it_back(book):
    session = book.session(TODAY)
    jilin = "jl24-concentrated-tackling-topic"
    events = session.tell(book.profile({"location": "福建泉州晋江"}))
    assert jilin in {event.programme for event in events}
    assert session.truths[jilin] is huiqi.Truth.FALSE
    back = session.tell({"location": None})
    assert {e.programme for e in back} == {e.programme for e in events}
    with pytest.raises(KeyError):
        session.tell({"employes": 3})


def test_verdicts_are_those_of_check(book):
    found = book.check(COMPANY, TODAY)
    assert book.verdicts(COMPANY, TODAY) == {f.id: f.verdict for f in found}


def test_days_of_verdicts_are_kept_apart(book):
    days = [date(2016 + n % 11, 1 + n % 12, 1) for n in range(20)]
    for day in days:
        assert book.verdicts(COMPANY, day) == {f.id: f.verdict for f in book.check(COMPANY, day)}


def test_errors_are_typed_and_carry_findings(book):
    with pytest.raises(ProfileError) as caught:
        book.profile({"employes": 3, "revenue": "-1元"})
    assert [finding.code for finding in caught.value.findings] == ["HQ601", "HQ603"]
    with pytest.raises(QueryError):
        book.programme("cn-hnt")
    with pytest.raises(RulebookError):
        Rulebook.load("no-such-folder")
    with pytest.raises(TypeError):
        book.profile({"employees": object()})


def test_one_rulebook_serves_many_threads(book):
    """Eight threads, different companies: each gets its own company's verdicts."""
    places = ["福建泉州晋江", "吉林省长春市", "山东省枣庄市", "河南省新郑市", "浙江省杭州市"]
    expected = {p: {f.id: f.verdict for f in book.check({"location": p}, TODAY)} for p in places}

    def ask(number: int) -> bool:
        place = places[number % len(places)]
        found = {f.id: f.verdict for f in book.check({"location": place}, TODAY)}
        return found == expected[place] == book.verdicts({"location": place}, TODAY)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(120)))
