"""Industries as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.load.sector_text import SectorReading, resolve_sector, search_sector
from huiqi.load.tables import industries


@pytest.mark.parametrize(
    ("text", "code", "note"),
    [
        ("C", "C", "exact"),
        ("C39", "C39", "exact"),
        ("c39", "C39", "exact"),
        ("39", "C39", "exact"),
        ("3921", "C3921", "exact"),
        ("C3921", "C3921", "exact"),
        ("C-39", "C39", "exact"),
        ("Ｃ ３９", "C39", "exact"),
        ("0111", "A0111", "exact"),
        ("39 计算机、通信和其他电子设备制造业", "C39", "exact"),
        ("39 计算机…", "C39", "exact"),
        ("C制造业", "C", "exact"),
        ("计算机整机制造(C3911)", "C3911", "exact"),
        ("计算机整机制造（3911）", "C3911", "exact"),
        ("制造业", "C", "exact"),
        ("计算机、通信和其他电子设备制造业", "C39", "exact"),
        ("计算机,通信和其他电子设备制造", "C39", "near"),
        ("软件和信息技术服务业", "I65", "exact"),
        ("软件与信息技术服务", "I65", "near"),
        ("农林牧渔业", "A", "near"),
        ("制造业/计算机、通信和其他电子设备制造业/计算机制造", "C391", "exact"),
    ],
)
def test_codes_and_names(text: str, code: str, note: str) -> None:
    reading = resolve_sector(text)
    assert (reading.codes, reading.note) == ((code,), note)


@pytest.mark.parametrize(
    ("text", "candidates", "note"),
    [
        ("D39", ("C39",), "unknown"),
        ("3900", ("C39",), "unknown"),
        ("9999", (), "unknown"),
        ("U", (), "unknown"),
        ("IT", (), "unknown"),
        ("C39211", (), "unknown"),
        ("", (), "unknown"),
        ("不详", (), "unknown"),
        ("111", ("A0111", "B111"), "ambiguous"),
        ("C39 农业", ("A01", "C39"), "ambiguous"),
        ("制造业 > 农业", ("C", "A01"), "ambiguous"),
    ],
)
def test_what_is_not_guessed(text: str, candidates: tuple[str, ...], note: str) -> None:
    assert resolve_sector(text) == SectorReading((), candidates, note)  # type: ignore[arg-type]


def test_an_inexact_name_gives_suggestions_only() -> None:
    reading = resolve_sector("锂电池")
    assert reading.codes == ()
    assert "C3841" in reading.candidates or "C384" in reading.candidates


def test_every_code_is_found_with_and_without_its_letter() -> None:
    for code in industries():
        assert resolve_sector(code) == SectorReading((code,))
        if len(code) in (3, 5):
            assert resolve_sector(code[1:]) == SectorReading((code,))


def test_every_name_is_found_as_itself_or_a_namesake_above_it() -> None:
    table = industries()
    for node in table.nodes():
        (found,) = resolve_sector(node.name).codes
        assert table.within(node.code, found)
        assert table[found].name == node.name


@given(st.text(max_size=16) | st.text(alphabet="C39农业制造/()-0", max_size=8))
def test_any_text_gets_a_consistent_answer(text: str) -> None:
    reading = resolve_sector(text)
    assert all(code in industries() for code in (*reading.codes, *reading.candidates))
    assert bool(reading.codes) == (reading.note in ("exact", "near"))


def test_search_ranks_codes_and_names() -> None:
    assert search_sector("软件", limit=1) == [("I651", "软件开发")]
    assert ("I65", "软件和信息技术服务业") in search_sector("软件", limit=8)
    assert [code for code, _ in search_sector("C39", limit=2)] == ["C39", "C391"]
    assert search_sector("39", limit=1)[0][0] == "C39"
    assert search_sector("电池 制造")[0][0] == "C384"
    assert search_sector("") == []
