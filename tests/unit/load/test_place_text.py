"""Places as people write them: tests/data/places.csv holds text → codes, rest, candidates."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.load.place_names import short_names
from huiqi.load.place_text import PlaceReading, full_name, resolve_place, search_place
from huiqi.load.tables import divisions, former_names, retired_codes
from huiqi.model.place import NATION

TABLE = Path(__file__).parents[2] / "data" / "places.csv"
CODES = [code for code in divisions() if code != NATION]


def _cases() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["text"])
def test_the_table_of_texts(case: dict[str, str]) -> None:
    assert resolve_place(case["text"]) == PlaceReading(
        codes=tuple(case["codes"].split()),
        rest=case["rest"],
        candidates=tuple(case["candidates"].split()),
        note=case["note"],  # type: ignore[arg-type]
    )


def test_every_division_is_found_by_its_full_path() -> None:
    wrong = [code for code in CODES if resolve_place(full_name(code)) != PlaceReading((code,))]
    assert wrong == []


def test_every_division_is_found_by_its_code() -> None:
    assert all(resolve_place(code).codes == (code,) for code in CODES)


def test_a_full_path_keeps_its_street() -> None:
    street = "幸福大道8号"
    for code in CODES:
        assert resolve_place(full_name(code) + street) == PlaceReading((code,), rest=street)


def test_short_paths_never_lead_elsewhere() -> None:
    table = divisions()
    for code in CODES:
        names = table.path(code)[1:]
        text = "".join((short_names(name) or (name,))[0] for name in names)
        reading = resolve_place(text)
        assert code in (reading.codes or reading.candidates) or any(
            table.within(code, found) for found in reading.codes
        ), text


def test_a_name_alone_is_the_place_or_ambiguous() -> None:
    for code in CODES:
        reading = resolve_place(divisions()[code].name)
        assert code in reading.codes or code in reading.candidates, code


def test_former_names_lead_to_today_or_stay_open() -> None:
    table = divisions()
    for former in former_names():
        province = table["".join((former.codes[0][:2], "0000"))].name
        reading = resolve_place(province + former.name)
        assert {code[:2] for code in reading.codes} <= {former.codes[0][:2]}, former
        assert reading.codes or reading.candidates, former
    for code, today in retired_codes().items():
        assert resolve_place(code).codes == today


def test_a_parent_of_another_province_is_never_accepted() -> None:
    for code in CODES:
        if code.endswith("00"):
            continue
        stranger = "浙江省" if code[:2] != "33" else "福建省"
        reading = resolve_place(stranger + divisions()[code].name)
        assert all(found[:2] == ("33" if stranger == "浙江省" else "35") for found in reading.codes)


@given(st.text(max_size=24) | st.text(alphabet="福建省泉州市晋江朝阳区吉林县路-1 35", max_size=12))
def test_any_text_gets_a_consistent_answer(text: str) -> None:
    reading = resolve_place(text)
    assert all(code in divisions() for code in (*reading.codes, *reading.candidates))
    assert bool(reading.codes) == (reading.note not in ("ambiguous", "unknown"))
    assert reading.note != "ambiguous" or len(reading.candidates) > 1


@pytest.mark.parametrize("part", ["吉林", "市", "市辖区", "北京市", "350582", "-"])
def test_a_very_long_text_is_read_all_the_same(part: str) -> None:
    for text in (part * 3000, "北京市" + part * 3000):
        assert isinstance(resolve_place(text), PlaceReading)


def test_search_finds_parts_of_paths_and_former_names() -> None:
    assert search_place("晋江")[0] == ("350582", "福建省泉州市晋江市")
    assert search_place("襄樊")[0] == ("420600", "湖北省襄阳市")
    assert ("350583", "福建省泉州市南安市") in search_place("泉州 安")
    assert search_place("3505")[0] == ("350500", "福建省泉州市")
    assert len(search_place("区", limit=5)) == 5
    assert search_place(" ") == []
