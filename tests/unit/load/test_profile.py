"""Profiles: every way to answer, the states an answer can be in, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiqi import Rulebook
from huiqi.base.diagnostics import ProfileError
from huiqi.base.source import Source
from huiqi.check.rulebook import check_rulebook
from huiqi.load.profile import (
    ProfileReading,
    read_profile_data,
    read_profile_file,
    read_profile_text,
)
from huiqi.load.rulebook import Layer, read_rulebook
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Holding, Members, Missing, Profile
from huiqi.model.sector import Sector
from huiqi.model.vocabulary import Vocabulary

BASE = Path(__file__).parents[2] / "bad" / "base"


def _vocabulary() -> Vocabulary:
    checked, findings = check_rulebook(*read_rulebook([Layer.at(BASE)]))
    assert findings == []
    assert checked is not None
    return checked.vocabulary


VOCABULARY = _vocabulary()
UNKNOWN, NOT_APPLICABLE = Missing.DONT_KNOW, Missing.NOT_APPLICABLE


def reading(text: str) -> ProfileReading:
    return read_profile_text(Source("profile.yaml", text), VOCABULARY)


def answers(text: str) -> Mapping[str, Answer]:
    found = reading(text)
    assert found.warnings == ()
    return found.profile.answers


def codes(text: str) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        reading(text)
    return [finding.code for finding in caught.value.findings]


def holds(*held: Holding, absent: set[str] | None = None) -> Certificates:
    return Certificates(held, None if absent is None else frozenset(absent))


HNTE, CENTRE = "high_tech_enterprise", "technology_centre"
WAN = 1_000_000

ANSWERS: list[tuple[str, Answer]] = [
    ("employees: 20", 20),
    ("employees: 20人", 20),
    ("employees: '1,200 人'", 1200),
    ("employees: 0", 0),
    ("area: 12.5亩", Decimal("12.5")),
    ("revenue: 500万元", 500 * WAN),
    ("revenue: 500", 500_00),
    ("revenue: ５００万", 500 * WAN),
    ("revenue: 1.2亿元", 12_000 * WAN),
    ("profit: -300万元", -300 * WAN),
    ("growth: 5%", Decimal("0.05")),
    ("growth: 0.05", Decimal("0.05")),
    ("growth: -5%", Decimal("-0.05")),
    ("growth: 150%", Decimal("1.5")),
    ("growth: 1", Decimal(1)),
    ("growth: 百分之5", Decimal("0.05")),
    ("founded: 2016-08-27", date(2016, 8, 27)),
    ("founded: 2016年8月27日", date(2016, 8, 27)),
    ("founded: 2016/8/27", date(2016, 8, 27)),
    ("exporter: true", True),
    ("exporter: 是", True),
    ("exporter: √", True),
    ("exporter: no", False),
    ("exporter: 没有", False),
    ("entity_kind: university", "university"),
    ("entity_kind: 高校", "university"),
    ("sector: C39", Sector("C39")),
    ("sector: 软件和信息技术服务业", Sector("I65")),
    ("location: 福建省泉州市", Location(("350500",))),
    ("location: 350500", Location(("350500",))),
    ("location: '350500'", Location(("350500",))),
    ("zones: 泉州高新区", Members(frozenset(["quanzhou_htz"]))),
    ("zones: [quanzhou_htz, 长春高新区]", Members(frozenset(["quanzhou_htz", "changchun_htz"]))),
    ("zones: 无", Members(frozenset())),
    ("zones: []", Members(frozenset())),
    ("zones: {泉州高新区: false}", Members(frozenset(), frozenset(["quanzhou_htz"]))),
    (
        "zones: {泉州高新区: true, changchun_htz: unknown}",
        Members(frozenset(["quanzhou_htz"]), frozenset()),
    ),
]


@pytest.mark.parametrize(("text", "answer"), ANSWERS, ids=[text for text, _ in ANSWERS])
def test_an_answer_and_its_value(text: str, answer: Answer) -> None:
    found = answers(text)
    assert found == {text.split(":")[0]: answer}
    assert type(next(iter(found.values()))) is type(answer)


CERTIFICATES = [
    ("[]", holds()),
    ("无", holds()),
    ("高企", holds(Holding(HNTE, "national"))),
    ("[高新技术企业]", holds(Holding(HNTE, "national"))),
    ("[high_tech_enterprise]", holds(Holding(HNTE, "national"))),
    ("[企业技术中心]", holds(Holding(CENTRE))),
    ("[省级企业技术中心]", holds(Holding(CENTRE, "provincial"))),
    ("[国家级企业技术中心]", holds(Holding(CENTRE, "national"))),
    ("[国家企业技术中心]", holds(Holding(CENTRE, "national"))),
    ("[市级企业技术中心]", holds(Holding(CENTRE, "municipal"))),
    (
        "[高企, 省级企业技术中心]",
        holds(Holding(HNTE, "national"), Holding(CENTRE, "provincial")),
    ),
    (
        "[{name: 高企, issued: 2022-11-05, expires: 2025-11-04, renewal: true}]",
        holds(Holding(HNTE, "national", date(2022, 11, 5), date(2025, 11, 4), True)),
    ),
    ("[{name: 企业技术中心, tier: 省级}]", holds(Holding(CENTRE, "provincial"))),
    ("[{name: 企业技术中心, tier: national}]", holds(Holding(CENTRE, "national"))),
    ("{高企: true}", holds(Holding(HNTE, "national"), absent=set())),
    ("{高企: false}", holds(absent={HNTE})),
    ("{高企: unknown}", holds(absent=set())),
    (
        "{高企: {issued: 2022-11-05}, 企业技术中心: 否}",
        holds(Holding(HNTE, "national", date(2022, 11, 5)), absent={CENTRE}),
    ),
]


@pytest.mark.parametrize(("text", "held"), CERTIFICATES, ids=[text for text, _ in CERTIFICATES])
def test_certifications(text: str, held: Certificates) -> None:
    assert answers(f"certifications: {text}") == {"certifications": held}


def test_a_list_is_all_there_is_and_a_mapping_only_what_is_known() -> None:
    listed = answers("certifications: [高企]")["certifications"]
    mapped = answers("certifications: {高企: true}")["certifications"]
    assert isinstance(listed, Certificates)
    assert isinstance(mapped, Certificates)
    assert (listed.lacks(CENTRE), mapped.lacks(CENTRE)) == (True, False)


@pytest.mark.parametrize("word", ["unknown", "不知道", "不清楚", "不详", "'?'", "Unknown"])
@pytest.mark.parametrize("fact", list(VOCABULARY.facts))
def test_whoever_does_not_know_may_say_so(fact: str, word: str) -> None:
    assert answers(f"{fact}: {word}") == {fact: UNKNOWN}


@pytest.mark.parametrize("word", ["not_applicable", "不适用", "N/A"])
def test_does_not_apply_is_an_answer_only_where_it_can_be(word: str) -> None:
    assert answers(f"listed_on: {word}") == {"listed_on": NOT_APPLICABLE}
    others = [fact for fact in VOCABULARY.facts if fact != "listed_on"]
    assert codes("".join(f"{fact}: {word}\n" for fact in others)) == ["HQ610"] * len(others)


@pytest.mark.parametrize("empty", ["", "null", "~"])
def test_an_empty_field_has_not_been_asked(empty: str) -> None:
    assert answers(f"employees: {empty}\nexporter: true") == {"exporter": True}


def test_the_four_states_are_kept_apart() -> None:
    found = answers("employees: 20\nrevenue: 不知道\nlisted_on: 不适用\n")
    assert found == {"employees": 20, "revenue": UNKNOWN, "listed_on": NOT_APPLICABLE}
    assert "patents" not in found


def test_the_name_is_no_fact() -> None:
    profile = reading("name: 泉州某某机械有限公司\nemployees: 20\n").profile
    assert profile == Profile("泉州某某机械有限公司", {"employees": 20})


@pytest.mark.parametrize(
    ("place", "zones"),
    [
        ("吉林省长春市高新区", {"changchun_htz"}),
        ("吉林省长春市长春高新技术产业开发区", {"changchun_htz"}),
        ("福建省泉州市泉州高新区", {"quanzhou_htz"}),
        ("福建省泉州市", None),
        ("福建省厦门市高新区", None),
    ],
)
def test_a_zone_is_read_from_the_place(place: str, zones: set[str] | None) -> None:
    found = reading(f"location: {place}\n").profile
    assert found.get("zones") == (zones and Members(frozenset(zones), frozenset()))


def test_a_zone_that_was_stated_counts_before_one_read_from_the_place() -> None:
    found = answers("location: 吉林省长春市高新区\nzones: []\n")
    assert found["zones"] == Members(frozenset())


UNCERTAIN = [
    ("location: 朝阳区", "HQ607"),
    ("location: 鼓楼区", "HQ607"),
    ("location: 哥谭市", "HQ608"),
    ("sector: 炼金术", "HQ609"),
    ("sector: 加工", "HQ611"),
]


@pytest.mark.parametrize(("text", "code"), UNCERTAIN)
def test_what_is_uncertain_is_not_guessed(text: str, code: str) -> None:
    found = reading(text + "\nemployees: 20\n")
    assert found.profile.answers == {"employees": 20}
    assert [(w.code, w.severity) for w in found.warnings] == [(code, "warning")]


REFUSED = [
    ("[]", ["HQ120"]),
    ("20", ["HQ120"]),
    ("employes: 20", ["HQ601"]),
    ("employees: true", ["HQ602"]),
    ("employees: 二十", ["HQ602"]),
    ("employees: 20.5", ["HQ602"]),
    ("employees: 20件", ["HQ602"]),
    ("employees: -1", ["HQ603"]),
    ("employees: [20]", ["HQ602"]),
    ("employees: 1e400", ["HQ602"]),
    ("employees: " + "9" * 30, ["HQ612"]),
    ("revenue: -0.01元", ["HQ603"]),
    ("revenue: 0.001元", ["HQ615"]),
    ("revenue: 500美元", ["HQ602"]),
    ("revenue: .inf", ["HQ605"]),
    ("revenue: NaN", ["HQ605"]),
    ("growth: 5", ["HQ617"]),
    ("growth: -1.5", ["HQ617"]),
    ("export_share: -1%", ["HQ603"]),
    ("founded: 2023-02-31", ["HQ604"]),
    ("founded: 2023年2月31日", ["HQ604"]),
    ("founded: 2023", ["HQ602"]),
    ("exporter: 1", ["HQ602"]),
    ("exporter: maybe", ["HQ602"]),
    ("entity_kind: 企业家", ["HQ208"]),
    ("zones: [火星高新区]", ["HQ208"]),
    ("zones: {泉州高新区: 也许}", ["HQ602"]),
    ("zones: [[泉州高新区]]", ["HQ602"]),
    ("location: [福建]", ["HQ602"]),
    ("sector: {in: C39}", ["HQ602"]),
    ("certifications: [高新企业]", ["HQ606"]),
    ("certifications: {高新企业: true}", ["HQ606"]),
    ("certifications: [县级企业技术中心]", ["HQ606"]),
    ("certifications: [{name: 高企, tier: 省级}]", ["HQ304"]),
    ("certifications: [{issued: 2022-11-05}]", ["HQ122"]),
    ("certifications: [{name: 高企, isued: 2022-11-05}]", ["HQ121"]),
    ("certifications: [{name: 高企, issued: 2022-11-31}]", ["HQ604"]),
    ("certifications: [{name: 高企, issued: 2022-11-05, expires: 2022-11-04}]", ["HQ616"]),
    ("certifications: {高企: 也许}", ["HQ602"]),
    ("certifications: [[高企]]", ["HQ602"]),
    ("name: [某公司]", ["HQ120"]),
    ("employees: 1\nemployees: 2", ["HQ106"]),
]


@pytest.mark.parametrize(("text", "found"), REFUSED, ids=[text[:40] for text, _ in REFUSED])
def test_what_is_no_answer(text: str, found: list[str]) -> None:
    assert codes(text) == found


def test_everything_wrong_is_said_at_once() -> None:
    text = (
        "employes: 20\n"
        "revenue: -1\n"
        "location: 朝阳区\n"
        "certifications: [高新企业, 高企, 小巨人, {name: 高企, issued: 2022-11-31}]\n"
        "zones: {火星高新区: true, 月球高新区: true}\n"
        "revenue: 5\n"
    )
    assert codes(text) == [
        "HQ106", "HQ601", "HQ603", "HQ607", "HQ606", "HQ606", "HQ604", "HQ208", "HQ208",
    ]  # fmt: skip


DATA: list[tuple[Any, Answer]] = [
    ({"employees": 20}, 20),
    ({"employees": "20人"}, 20),
    ({"revenue": 500}, 500_00),
    ({"revenue": 1234.56}, 1234_56),
    ({"revenue": Decimal("1234.56")}, 1234_56),
    ({"revenue": Decimal("1E+3")}, 1000_00),
    ({"revenue": 1e16}, 10**18),
    ({"growth": 0.05}, Decimal("0.05")),
    ({"growth": Decimal("0.031")}, Decimal("0.031")),
    ({"growth": 1e-05}, Decimal("0.00001")),
    ({"founded": date(2016, 8, 27)}, date(2016, 8, 27)),
    ({"founded": datetime(2016, 8, 27, 10, 30)}, date(2016, 8, 27)),
    ({"exporter": True}, True),
    ({"exporter": False}, False),
    ({"zones": {"泉州高新区"}}, Members(frozenset(["quanzhou_htz"]))),
    ({"zones": ("泉州高新区",)}, Members(frozenset(["quanzhou_htz"]))),
    ({"certifications": []}, holds()),
    (
        {"certifications": [{"name": "高企", "issued": date(2022, 11, 5), "renewal": False}]},
        holds(Holding(HNTE, "national", date(2022, 11, 5))),
    ),
    ({"certifications": {"高企": False}}, holds(absent={HNTE})),
]


@pytest.mark.parametrize(("data", "answer"), DATA, ids=[str(data) for data, _ in DATA])
def test_plain_data(data: dict[str, Any], answer: Answer) -> None:
    (found,) = read_profile_data(data, VOCABULARY).profile.answers.values()
    assert (found, type(found)) == (answer, type(answer))


def test_plain_data_of_nothing() -> None:
    assert read_profile_data({}, VOCABULARY).profile == Profile()
    assert read_profile_data({"employees": None}, VOCABULARY).profile == Profile()


def endless() -> dict[str, Any]:
    data: dict[str, Any] = {}
    data["zones"] = data
    return data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"employees": True}, "HQ602"),
        ({"employees": 20.5}, "HQ602"),
        ({"revenue": float("inf")}, "HQ605"),
        ({"revenue": Decimal("-Infinity")}, "HQ605"),
        ({"revenue": Decimal("NaN")}, "HQ605"),
        ({"revenue": 0.001}, "HQ615"),
        ({"revenue": 1e300}, "HQ612"),
        ({"revenue": 10**30}, "HQ612"),
        ({"revenue": 10**6000}, "HQ602"),
        ({"revenue": Decimal("1E+999999")}, "HQ602"),
        ({"growth": 5}, "HQ617"),
        ({"exporter": 1}, "HQ602"),
        ({"name": "\ud800"}, "HQ105"),
        ({"certifications": [["高企"]]}, "HQ602"),
        ({1: 2}, "HQ601"),
        (endless(), "HQ107"),
    ],
)
def test_plain_data_that_is_refused(data: dict[str, Any], code: str) -> None:
    with pytest.raises(ProfileError) as caught:
        read_profile_data(data, VOCABULARY)
    assert [finding.code for finding in caught.value.findings] == [code]


def test_plain_data_of_other_types_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError, match=r"^<profile>: employees cannot .* type object"):
        read_profile_data({"employees": object()}, VOCABULARY)
    with pytest.raises(TypeError, match=r"^<company 3>: zones cannot .* type bytes"):
        read_profile_data({"zones": [b"x"]}, VOCABULARY, "<company 3>")


NUMPY: list[tuple[dict[str, Any], Any]] = [
    ({"employees": np.int64(20)}, 20),
    ({"employees": np.array(20)}, 20),
    ({"exporter": np.bool_(True)}, True),
    ({"growth": np.float64(0.05)}, Decimal("0.05")),
    ({"growth": np.float32(0.1)}, Decimal("0.1")),
    ({"founded": np.datetime64("2016-08-27", "ns")}, date(2016, 8, 27)),
    ({"founded": pd.Timestamp("2016-08-27 10:30")}, date(2016, 8, 27)),
    ({"entity_kind": np.str_("高校")}, "university"),
    ({"zones": np.array(["泉州高新区"])}, Members(frozenset(["quanzhou_htz"]))),
]


@pytest.mark.parametrize(("data", "answer"), NUMPY, ids=[repr(data) for data, _ in NUMPY])
def test_values_of_numpy_count_as_those_of_python(data: dict[str, Any], answer: Answer) -> None:
    (found,) = read_profile_data(data, VOCABULARY).profile.answers.values()
    assert (found, type(found)) == (answer, type(answer))
    with pytest.raises(TypeError, match=r"employees cannot .* type timedelta"):
        read_profile_data({"employees": np.timedelta64(3, "D")}, VOCABULARY)


@pytest.mark.parametrize(
    "nothing",
    [None, float("nan"), np.float32("nan"), np.datetime64("NaT"), pd.NaT, pd.NA],
    ids=repr,
)
def test_what_tables_hold_where_there_is_no_value_is_no_answer(nothing: object) -> None:
    data = {"name": nothing, "employees": nothing, "founded": nothing, "exporter": True}
    assert read_profile_data(data, VOCABULARY).profile == Profile("", {"exporter": True})


@pytest.mark.parametrize("text", ["name:", "name: null", "name: ~", '{"name": null}', "name: ''"])
def test_a_name_left_empty_is_no_name(text: str) -> None:
    assert reading(f"{text}\nemployees: 1" if text[0] != "{" else text).profile.name == ""


@pytest.mark.parametrize("text", ["name: 'null'", '{"name": "null"}'])
def test_a_company_may_be_called_null(text: str) -> None:
    assert reading(text).profile.name == "null"


COMPANY = {
    "name": "泉州𠮷机械有限公司 🏭",
    "employees": 20,
    "growth": "5%",
    "exporter": True,
    "location": "福建省泉州市",
    "certifications": [{"name": "高企", "issued": "2022-11-05"}],
}


@pytest.mark.parametrize("readable", [True, False], ids=["as UTF-8", "escaped"])
@pytest.mark.parametrize("indent", [None, 2, "\t"], ids=["one line", "blanks", "tabs"])
@pytest.mark.parametrize("separators", [None, (",", ":")], ids=["spaced", "compact"])
def test_json_files(readable: bool, indent: Any, separators: Any, tmp_path: Path) -> None:
    path = tmp_path / "company.json"
    text = json.dumps(COMPANY, ensure_ascii=not readable, indent=indent, separators=separators)
    path.write_text(text, encoding="utf-8")
    assert read_profile_file(path, VOCABULARY) == read_profile_data(COMPANY, VOCABULARY)


WORDS = st.sampled_from(
    [*VOCABULARY.facts, *VOCABULARY.certifications, "name", "tier", "issued", "高企", "unknown",
     "true", "不适用", "5%", "500万元", "2023-02-31", "福建省泉州市", "朝阳区", "C39", "1e400"]
)  # fmt: skip
MARKS = st.sampled_from(list(":-[]{}, \n'\"&*"))
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.dates()
    | WORDS | st.text(max_size=20)
)  # fmt: skip
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=10,
)


@settings(deadline=None)
@given(st.dictionaries(WORDS | st.text(max_size=10), TREES, max_size=6))
def test_any_data_is_read_or_refused(data: dict[str, Any]) -> None:
    with suppress(ProfileError):
        read_profile_data(data, VOCABULARY)


@settings(deadline=None)
@given(
    st.text() | st.lists(WORDS | st.sampled_from(list(":-[]{}, \n'\"&*")), max_size=30).map("".join)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ProfileError):
        reading(text)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory: Any, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "profile.yaml"
    path.write_bytes(data)
    with suppress(ProfileError):
        read_profile_file(path, VOCABULARY)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("employes", "employees"),
        ("员工", "employees"),
        ("所在地", "location"),
        ("Employees", "employees"),
        ("公司名称", "name"),
        ("xyz", None),
    ],
)
def test_a_key_is_taken_for_the_fact_it_is_like_by_id_label_or_header(written, meant):
    vocabulary = Rulebook.load().vocabulary
    with pytest.raises(ProfileError) as caught:
        read_profile_data({written: "1"}, vocabulary)
    [finding] = caught.value.findings
    assert (finding.code, finding.near) == ("HQ601", meant)
    assert (meant or "huiqi facts") in finding.help("en")
