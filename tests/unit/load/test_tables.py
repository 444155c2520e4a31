"""The shipped code tables are whole and consistent."""

from __future__ import annotations

from huiqi.base.kleene import Truth
from huiqi.load.tables import (
    aliases,
    divisions,
    former_names,
    industries,
    retired_codes,
    size_classes,
    strategic_industries,
    zone_codes,
)
from huiqi.model.place import NATION


def test_every_division_is_there() -> None:
    levels = [node.level for node in divisions().nodes()]
    assert [levels.count(x) for x in ("nation", "province", "prefecture", "county")] == [
        1,
        34,
        333,
        2847,
    ]


def test_counties_without_a_prefecture_hang_under_their_province() -> None:
    table = divisions()
    assert table["419001"].parent == "410000"
    assert table["110105"].parent == "110000"
    assert table.children("441900") == ()
    assert table.path("350582") == ("中国", "福建省", "泉州市", "晋江市")


def test_every_place_lies_in_the_nation() -> None:
    table = divisions()
    nationwide = table.code_set([NATION])
    assert all(nationwide.contains(table.spans([code])) is Truth.TRUE for code in table)


def test_history_leads_to_divisions_of_today_in_no_other_province() -> None:
    table = divisions()
    for former in former_names():
        assert former.codes
        assert all(code in table for code in (*former.codes, *former.former_parents)), former
    moved = {"50": "51", "46": "44"}
    for code, today in retired_codes().items():
        assert code not in table
        for now in today:
            assert now[:2] == code[:2] or moved.get(now[:2]) == code[:2], (code, now)
    assert all(code in table for alias in aliases() for code in alias.codes)
    assert all(code not in table and code[:4] + "00" in table for code in zone_codes())


def test_every_industry_is_there() -> None:
    levels = [node.level for node in industries().nodes()]
    assert [levels.count(x) for x in ("section", "division", "group", "class")] == [
        20,
        97,
        473,
        1381,
    ]
    assert industries()["C3921"].parent == "C392"
    assert industries()["C39"].parent == "C"


def test_strategic_categories_hold_what_is_below_them() -> None:
    table = strategic_industries()
    assert sum(len(code) == 4 for code in table) == 9
    assert table["SE1.1.1"].certain == ()
    assert table["SE1.1.1"].possible == ("C3919", "C3921")
    assert "C3911" not in table["SE1.1.2"].possible or "C3911" in table["SE1.1.2"].certain
    for code, category in table.items():
        assert category.code == code
        assert category.possible
        assert set(category.certain) <= set(category.possible)
        assert all(industry in industries() for industry in category.possible)
        if len(code) > 4:
            above = (
                table[code.rpartition(".")[0]] if code.count(".") > 1 else table[f"SE0{code[2]}"]
            )
            assert set(category.possible) <= set(above.possible)


def test_size_thresholds_fall_and_name_known_industries() -> None:
    rows = size_classes()
    assert len({row.line for row in rows}) == 16
    for row in rows:
        assert row.large_min > row.medium_min > row.small_min > 0
        assert all(code in industries() for code in row.industries)
        assert (row.unit == "人") == (row.indicator == "employees")
    industry = next(row for row in rows if "C" in row.industries and row.indicator == "revenue")
    assert (industry.large_min, industry.medium_min, industry.small_min) == (40_000, 2_000, 300)
