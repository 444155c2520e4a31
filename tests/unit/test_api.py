"""The library as a caller meets it."""

from __future__ import annotations

import copy
import csv
import pickle
import pydoc
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

import huiqi
from huiqi import (
    CompaniesError,
    Profile,
    ProfileError,
    ProfileWarning,
    QueryError,
    Rulebook,
    RulebookError,
    Settled,
    Standing,
    Verdict,
)
from huiqi.explain.proposing import Kind
from huiqi.model.vocabulary import FactType

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


@pytest.mark.parametrize("one", [*Verdict, *Standing, *Kind, *FactType])
def test_words_are_written_as_their_value_in_every_python(one):
    assert f"{one}" == str(one) == "%s" % one == one.value  # noqa: UP031
    assert type(one)(str(one)) is one


def test_public_names_are_listed_for_completion_and_help():
    assert set(huiqi.__all__) <= set(dir(huiqi))
    told = pydoc.render_doc(huiqi, renderer=pydoc.plaintext)
    assert "class Rulebook(" in told
    assert "class Profile(" in told


def test_objects_show_themselves_in_a_line(book):
    company = {"name": "晋江某公司", "location": "350582"}
    found = book.check(company, TODAY)
    session = book.session(TODAY, company)
    advice = found.advice()
    yes, no, open_ = map(len, (found.eligible, found.ineligible, found.undetermined))
    counts = f"{yes} eligible, {open_} undetermined, {no} ineligible"
    assert repr(found) == f"<Assessment of '晋江某公司' on 2026-11-22: {counts}>"
    assert repr(session) == f"<Session on 2026-11-22: 1 answers; {counts}>"
    assert repr(found["cn-hnte"]) == "<Finding cn-hnte: undetermined, in_force>"
    assert repr(book).startswith("<Rulebook: ")
    assert repr(advice).startswith("<Advice for '晋江某公司' on 2026-11-22: ")
    assert len(repr(book)) + len(repr(advice)) + len(repr(advice.beyond[0])) < 300


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


@pytest.mark.parametrize("source", [None, [], [COMPANY], 3, b"employees: 3", ()])
def test_what_is_no_company_is_refused_by_name(book, source):
    asks = [book.profile, book.check, book.verdicts]
    if source is not None:
        asks.append(lambda one: book.session(profile=one))
    for ask in asks:
        with pytest.raises(TypeError, match="a company is a Profile, a mapping, a path"):
            ask(source)


@pytest.mark.parametrize("text", ["", " ", '[{"location":"350582"}]'])
def test_text_that_is_no_profile_is_not_taken_for_a_path(book, text):
    with pytest.raises(ProfileError, match="<profile>"):
        book.profile(text)


def test_what_is_not_understood_is_told_once_of_the_callers_line(book, tmp_path):
    path = tmp_path / "company.yaml"
    path.write_text("location: 火星\nsector: 炼金术\n", encoding="utf-8")
    wrong = {"location": "火星", "sector": "炼金术"}
    for source in (wrong, path, path.read_text("utf-8")):
        for ask in (book.profile, book.check, book.verdicts, lambda p: book.session(profile=p)):
            with pytest.warns(ProfileWarning, match=r"(?s)answers .*: 2; .*火星") as told:
                ask(source)
            assert [warning.filename for warning in told] == [__file__]
        reading = book.read_profile(source)
        assert [finding.code for finding in reading.warnings] == ["HQ608", "HQ609"]
        assert book.check(reading.profile).profile == Profile()


def test_a_session_tells_what_an_answer_changed_and_takes_it_back(book):
    session = book.session(TODAY)
    jilin = "jl24-concentrated-tackling-topic"
    events = session.tell(book.profile({"location": "福建泉州晋江"}))
    assert jilin in {event.programme for event in events}
    assert session.truths[jilin] is huiqi.Truth.FALSE
    back = session.tell({"location": None})
    assert {e.programme for e in back} == {e.programme for e in events}
    with pytest.raises(ProfileError, match="employees"):
        session.tell({"employes": 3})


def test_an_answer_that_was_not_read_is_refused_before_anything_is_taken(book):
    session = book.session(TODAY)
    before = session.truths
    answers = {"location": "福建泉州晋江", "employees": "120", "revenue": 4200.5, "sector": True}
    for fact, answer in answers.items():
        with pytest.raises(TypeError, match="read by Rulebook"):
            session.tell({"resident_enterprise": True, fact: answer})
    assert session.truths == before
    session.tell({"resident_enterprise": None})
    assert session.truths == before


def test_subscribers_are_told_what_each_answer_changed(book):
    session = book.session(TODAY)
    told: list[Settled] = []
    end = session.subscribe(told.append)
    events = session.tell(book.profile({"location": "福建泉州晋江"}))
    assert tuple(told) == events != ()
    assert all(session.verdicts[event.programme] is event.verdict for event in events)
    end()
    end()
    session.tell({"location": None})
    assert tuple(told) == events


def test_what_a_subscriber_raises_leaves_the_answers_taken(book):
    session = book.session(TODAY)

    def refuse(event: Settled) -> None:
        raise LookupError(event.programme)

    session.subscribe(refuse)
    with pytest.raises(LookupError):
        session.tell(book.profile({"location": "福建泉州晋江"}))
    assert session.truths == book.session(TODAY, {"location": "福建泉州晋江"}).truths


def test_an_assessment_is_filtered_into_an_assessment(book):
    found = book.check(COMPANY, TODAY)
    part = found.filter(verdict="undetermined", standing=Standing.IN_FORCE)
    assert 0 < len(part) < len(found)
    assert part.findings == tuple(f for f in found.undetermined if f.standing is Standing.IN_FORCE)
    one = found.filter(document="quanzhou-2016")
    assert {f.document.id for f in one} == {"quanzhou-2016"}
    assert found.filter() == found
    assert set(one.missing) <= set(found.missing)
    with pytest.raises(QueryError):
        found.filter(document="quanzhou-2061")
    with pytest.raises(ValueError, match="maybe"):
        found.filter(verdict="maybe")


def test_what_is_returned_does_not_change(book):
    answers = {"employees": 12}
    profile = Profile("甲", answers)
    answers["employees"] = 99
    assert profile["employees"] == 12
    with pytest.raises(TypeError):
        profile.answers["employees"] = 5
    with pytest.raises(TypeError):
        book.documents["x"] = None
    found = book.check(profile, TODAY)
    found.missing.clear()
    assert found.missing


def test_profiles_and_assessments_are_copied_and_sent_between_processes(book):
    found = book.check(COMPANY, TODAY)
    assert found.missing
    for one in (found.profile, found):
        assert pickle.loads(pickle.dumps(one)) == copy.copy(one) == copy.deepcopy(one) == one
    # What is remembered of proofs by their identity would be told of other ones there.
    there = pickle.loads(pickle.dumps(found))
    assert found[0].needs._reached
    assert not there[0].needs._reached
    assert [f.missing for f in there] == [f.missing for f in found]
    assert eval(repr(Profile("甲", {"employees": 12}))) == Profile("甲", {"employees": 12})


def test_a_finding_is_told_in_words(book):
    found = book.check(COMPANY, TODAY)
    told = found.explain("qz16-hnte-award")
    assert told.splitlines()[0].endswith("(qz16-hnte-award): eligible")
    assert "9#1" in told
    assert "⚑ target period over" in told
    assert "晋江" in told
    missing = found.explain(found.undetermined[0].id, "zh")
    assert "还缺" in missing or "另有规定" in missing
    with pytest.raises(QueryError, match="qz16-hnte-award"):
        found.explain("qz16-hnte-awrd")


def test_findings_are_had_by_verdict_and_id_and_other_names_are_refused(book):
    found = book.check(COMPANY, TODAY)
    assert found.with_verdict("eligible") == found.eligible != ()
    with pytest.raises(ValueError, match="nope"):
        found.with_verdict("nope")
    assert "cn-hnte" in found
    assert found["cn-hnte"] in found
    assert "cn-hnt" not in found
    assert "cn-hnte" not in found.filter(document="quanzhou-2016")
    with pytest.raises(ValueError, match="fr"):
        found.explain("cn-hnte", "fr")


def test_advice_is_about_the_programmes_named(book):
    found = book.check(COMPANY, TODAY)
    one = found.advice("cn-hnte")
    assert one == found.advice(["cn-hnte"])
    about = (*one, *one.beyond, *one.left_out, *one.not_ruled_out)
    assert [each.id for each in about] == ["cn-hnte"]
    with pytest.raises(QueryError, match="cn-hnte"):
        found.advice(["cn-hnt"])


@pytest.mark.parametrize("name", [None, 3, 0, [], b"cn-hnte"])
def test_names_that_are_no_texts_are_refused_as_such(book, name):
    found = book.check(COMPANY, TODAY)
    for ask, what in (
        (book.programme, "programme"),
        (book.document, "document"),
        (found.explain, "programme"),
        (lambda one: found.advice([one]), "programme"),
        (lambda one: book.selected([one]), "programme"),
        (lambda one: book.selected(documents=[one]), "document"),
        (lambda one: book.score([], programmes=[one]), "programme"),
    ):
        with pytest.raises(TypeError, match=f"a {what} is named by its id"):
            ask(name)


def test_programmes_are_selected_by_one_name_or_any_iterable(book):
    names = ("cn-hnte", "qz16-hnte-award")
    for given in (names, list(names), iter(names), pd.Series(names)):
        assert {p.id for p in book.selected(given)} == set(names)
    assert [p.id for p in book.selected("cn-hnte")] == ["cn-hnte"]
    with pytest.raises(TypeError, match="by its id"):
        book.selected([book.programme("cn-hnte")])
    with pytest.raises(TypeError, match="names come"):
        book.selected(3)


def test_what_score_is_given_is_looked_at_before_it_is_used(book):
    for wrong in ({"findings": ()}, {"mapping": "map.yaml"}, {"mapping": []}):
        with pytest.raises(TypeError, match=next(iter(wrong))):
            book.score([COMPANY], **wrong)
    with pytest.raises(CompaniesError, match="a path, a list of companies"):
        book.score("")
    for companies in ([COMPANY], (COMPANY,), iter([COMPANY]), {"甲": COMPANY}.values()):
        with pytest.raises(ValueError, match="a list of companies has none"):
            book.score(companies, mapping={"职工": "employees"})


def test_rows_of_a_table_become_profiles(book):
    table = [
        "企业名称,注册地,员工人数（人）,营业收入（万元）,高新技术企业,备注",
        '甲,福建省泉州市晋江市,120,"4,200",是,x',
    ]
    [row] = csv.DictReader(table)
    reading = book.read_row(row)
    same = {"location": "350582", "employees": 120, "revenue": "4200万元"}
    assert {f: reading.profile[f] for f in same} == {**book.profile(same)}
    assert [h.certification for h in reading.profile["certifications"].held] == [
        "high_tech_enterprise"
    ]
    assert reading.profile.name == "甲"
    assert [f.code for f in reading.warnings] == ["HQ648"]
    assert book.profile_of_row(row) == reading.profile
    assert "revenue" not in book.profile_of_row({"营业收入（万元）": "不详"})
    [ragged] = csv.DictReader(["员工人数", "12,13"])
    with pytest.raises(CompaniesError):
        book.profile_of_row(ragged)
    with pytest.raises(TypeError):
        book.profile_of_row({"员工人数": 12})
    for wrong in (None, "员工人数", ["12"]):
        with pytest.raises(TypeError, match="a row is a mapping"):
            book.profile_of_row(wrong)


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
    with pytest.raises(ValueError, match="folders"):
        Rulebook.load(with_bundled=False)
    with pytest.raises(TypeError):
        book.profile({"employees": object()})


def test_companies_of_a_list_are_named_in_errors(book):
    with pytest.raises(TypeError, match="<company 2>: employees"):
        book.score([COMPANY, {"employees": object()}])


def test_one_rulebook_serves_many_threads(book):
    """Eight threads, different companies and days: each gets what it gets alone."""
    places = ["福建泉州晋江", "吉林省长春市", "山东省枣庄市", "河南省新郑市", "浙江省杭州市"]
    days = [TODAY, date(2017, 6, 1), date(2024, 1, 1)]

    def ask(number: int) -> tuple[object, ...]:
        company = {"location": places[number % 5], "employees": 100 + number % 5}
        day = days[number % 3]
        found = book.check(company, day)
        session = book.session(day)
        for fact, answer in book.profile(company).items():
            session.tell({fact: answer})
        changes = [e.id for e in found.filter(document="quanzhou-2016").advice()]
        return found.to_json(), book.verdicts(company, day), session.verdicts, changes

    alone = [ask(number) for number in range(15)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(45))) == alone * 3
