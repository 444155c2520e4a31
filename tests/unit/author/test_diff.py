"""Two rulebooks differ exactly where they say something else, and the difference is said."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given

from huiqi import Rulebook
from huiqi.author.diff import RulebookDiff, diff_rulebooks
from huiqi.author.folders import rulebook_of
from huiqi.author.rows import RowWriter, compare_rows
from huiqi.author.verdict_changes import shared_vocabulary, verdict_changes
from huiqi.base.source import Source
from huiqi.explain.assessment import assess
from huiqi.load.profile import read_profile_text
from huiqi.load.rulebook import bundled
from huiqi.model.profile import Profile

from ...parity.rulebooks import World, chances, checked, worlds

BASE = Path(__file__).parents[2] / "bad/base"
TODAY = date(2023, 6, 1)
Edited = Callable[..., Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """`edited(file, old, new)` → a copy of the base rulebook with a file changed."""

    def edit(file: str, old: str, new: str, name: str = "edited") -> Path:
        folder = tmp_path / name
        shutil.copytree(BASE, folder, dirs_exist_ok=True)
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), "utf-8")
        return folder

    return edit


def diff(old: Path, new: Path) -> RulebookDiff:
    before, after = (Rulebook.load(folder, with_bundled=False) for folder in (old, new))
    return diff_rulebooks(before.book, after.book, TODAY)


def said(found: RulebookDiff) -> list[str]:
    """The differences as lines: table, sign and id; fields with their values; rows with marks."""
    lines = []
    for name, table in found.tables.items():
        lines += [f"{name} + {entry.id}" for entry in table.added]
        lines += [f"{name} - {entry.id}" for entry in table.removed]
        for entry in table.changed:
            lines.append(f"{name} ~ {entry.id}")
            lines += [f"  {c.field}: {c.before} → {c.after}" for c in entry.fields]
            lines += [f"  {m.mark} {m.row.text.en}" for m in entry.rows if m.mark != " "]
    return lines


def test_a_rulebook_does_not_differ_from_itself(edited: Edited):
    assert not diff(BASE, BASE)
    assert not diff(BASE, edited("rules/demo/general.yaml", "eligible:", "# a note\n\neligible:"))


@pytest.mark.parametrize(
    ("file", "old", "new", "lines"),
    [
        (
            "rules/demo/general.yaml",
            "employees: {at_most: 500人}",
            "employees: {less_than: 500人}",
            ["programmes ~ general@demo", "  - employees ≤ 500", "  + employees < 500"],
        ),
        (
            "rules/demo/general.yaml",
            "    - exporter: true\n",
            "",
            ["programmes ~ general@demo", "  - exports"],
        ),
        (
            "rules/demo/general.yaml",
            "    - exporter: true\n",
            "    - exporter: true\n      clause: '1#1'\n",
            ["programmes ~ general@demo", "  - exports", "  + exports [1#1]"],
        ),
        (
            "rules/demo/general.yaml",
            "en: General award}",
            "en: The general award}",
            ["programmes ~ general@demo", "  name: zh='综合奖励' en='General award' → "
             "zh='综合奖励' en='The general award'"],
        ),
        (
            "rules/demo/general.yaml",
            "amount: not_stated",
            "amount: {zh: 按3%, en: 3 %}",
            ["programmes ~ general@demo", "  benefit.amount: None → zh='按3%' en='3 %'"],
        ),
        (
            "rules/demo/settling.yaml",
            "until: 2023-12-31",
            "until: 2023-12-30",
            ["programmes ~ settling@demo", "  applies.until: 2023-12-31 → 2023-12-30"],
        ),
        (
            "seeds/demo.yaml",
            "goals_until: 2023-12-31",
            "goals_until: 2023-03-31",
            [
                "programmes ~ general@demo",
                "  standing: in_force → horizon_passed",
                "programmes ~ settling@demo",
                "  standing: in_force → horizon_passed",
                "documents ~ demo",
                "  standing.goals_until: 2023-12-31 → 2023-03-31",
            ],
        ),
        (
            "seeds/demo.yaml",
            "disposition: definition",
            "disposition: rhetoric",
            ["clauses ~ demo 2", "  disposition: definition → rhetoric"],
        ),
        (
            "rules/vocabulary/facts/company.yaml",
            "ratio: {of: rd_spend, to: revenue}",
            "ratio: {of: rd_spend, to: profit}",
            ["facts ~ rd_intensity", "  - R&D spending / revenue", "  + R&D spending / profit"],
        ),
        (
            "rules/vocabulary/facts/company.yaml",
            "{zh: 高校, en: university}",
            "{zh: 高校, en: college}",
            ["facts ~ entity_kind", "  values.university: zh='高校' en='university' → "
             "zh='高校' en='college'"],
        ),
        (
            "rules/vocabulary/regions.yaml",
            '"350500"]',
            '"350600"]',
            ["regions ~ fujian_coast", "  codes: ('350100', '350200', '350500') → "
             "('350100', '350200', '350600')"],
        ),
        (
            "rules/vocabulary/certifications.yaml",
            "valid_for: 3年",
            "valid_for: 5年",
            ["certifications ~ high_tech_enterprise", "  valid_for: Period(length=3, unit='year') "
             "→ Period(length=5, unit='year')"],
        ),
        (
            "rules/vocabulary/tiers.yaml",
            "county: {zh: 县级, en: county}\n",
            "",
            [
                "tiers - county",
                "tiers ~ municipal", "  rank: 1 → 0",
                "tiers ~ provincial", "  rank: 2 → 1",
                "tiers ~ national", "  rank: 3 → 2",
            ],
        ),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_said(
    file: str, old: str, new: str, lines: list[str], edited: Edited
):
    assert said(diff(BASE, edited(file, old, new))) == lines


def test_programmes_come_and_go(tmp_path: Path):
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    (tmp_path / "rules/demo-next/settling.yaml").unlink()
    assert said(diff(BASE, tmp_path))[0] == "programmes - settling@demo-next"
    assert said(diff(tmp_path, BASE))[0] == "programmes + settling@demo-next"


@given(worlds(programmes=2, depth=3))
def test_rows_differ_exactly_where_conditions_do(world: World):
    old, new = (programme.eligible for programme in world.book.programmes)
    writer = RowWriter(world.book.vocabulary)
    rows = compare_rows(list(writer.criterion(old)), list(writer.criterion(new)))
    assert all(marked.mark == " " for marked in rows) == (old == new)
    for out, into in product(rows, rows):
        if (out.mark, into.mark, into.row.text) == ("-", "+", out.row.text):
            assert into.row.says == out.row.says  # it moved


@given(worlds(programmes=2, depth=2), chances)
def test_a_company_is_named_exactly_where_its_verdict_changes(world: World, chance):
    vocabulary = world.book.vocabulary
    old, new = (checked(vocabulary, [p.eligible]) for p in world.book.programmes)
    companies = [(str(n), Profile(str(n), world.company(chance))) for n in range(10)]
    found = list(verdict_changes(Rulebook(old), Rulebook(new), companies, world.as_of))
    assert [company.name for company in found] == [name for name, _ in companies]
    for (_, profile), company in zip(companies, found, strict=True):
        before, after = (assess(book, profile, world.as_of)["p0"].verdict for book in (old, new))
        assert bool(company.changes) == (before is not after)
        for change in company.changes:
            assert change.before is not None
            assert change.after is not None
            assert (change.before.verdict, change.after.verdict) == (before, after)


def changes_for(old: Path, new: Path, profile: str) -> list[tuple[str, str | None, str | None]]:
    before, after = (Rulebook.load(folder, with_bundled=False) for folder in (old, new))
    words = shared_vocabulary(before.vocabulary, after.vocabulary)
    answers = read_profile_text(Source("-", profile), words).profile
    (company,) = verdict_changes(before, after, [("one", answers)], TODAY)
    return [
        (
            change.programme,
            change.before and change.before.verdict.value,
            change.after and change.after.verdict.value,
        )
        for change in company.changes
    ]


def test_a_programme_that_is_new_counts_unless_it_refuses(edited: Edited, tmp_path: Path):
    without = edited("seeds/demo.yaml", "[settling]", "[general]", "without")
    (without / "rules/demo/settling.yaml").unlink()
    (without / "rules/demo-next/settling.yaml").unlink()
    here, elsewhere = "location: 福建省泉州市\n", "location: 山东省济南市\n"
    assert changes_for(without, BASE, here) == [("settling", None, "eligible")]
    assert changes_for(BASE, without, here) == [("settling", "eligible", None)]
    assert changes_for(without, BASE, elsewhere) == []


def test_answers_that_a_rulebook_has_no_place_for_count_there_as_not_given(edited: Edited):
    facts, settling = "rules/vocabulary/facts/company.yaml", "rules/demo/settling.yaml"
    new = edited(facts, "exporter: {", "abroad: {type: bool, label: {zh: 甲, en: a}}\nexporter: {")
    text = (new / settling).read_text("utf-8")
    changed = text.replace('location: {in: "350500"}', "abroad: true")
    (new / settling).write_text(changed, "utf-8")
    profile = "location: 山东省济南市\nabroad: true\n"
    assert changes_for(BASE, new, profile) == [("settling", "ineligible", "eligible")]
    assert changes_for(new, BASE, profile) == [("settling", "eligible", "ineligible")]


def test_values_and_tiers_that_only_one_rulebook_declares(edited: Edited):
    facts = "rules/vocabulary/facts/company.yaml"
    value = "    institute: {zh: 科研院所, en: institute}\n"
    new = edited(facts, value, value + "    alliance: {zh: 联盟, en: alliance}\n")
    profile = "entity_kind: alliance\nlocation: 福建省泉州市\n"
    assert changes_for(BASE, new, profile) == [("general", "undetermined", "ineligible")]
    certifications = "rules/vocabulary/certifications.yaml"
    tiers = "[municipal, provincial, national]"
    more = edited(certifications, tiers, "[county, municipal, provincial, national]", "more")
    profile = "location: 福建省泉州市\ncertifications: [{name: technology_centre, tier: county}]\n"
    assert changes_for(BASE, more, profile) == [("general", "undetermined", "ineligible")]


def test_a_copy_of_the_bundled_rules_stands_alone_and_other_rules_are_layered():
    home = bundled().rules.parent
    whole = rulebook_of(home)
    assert {p.key for p in whole.programmes} == {p.key for p in Rulebook.load().programmes}
    assert {p.key for p in rulebook_of(home / "rules").programmes} == {
        p.key for p in whole.programmes
    }
    assert {p.key for p in rulebook_of(Path("bundled")).programmes} == {
        p.key for p in whole.programmes
    }
    assert len(rulebook_of(BASE, alone=True).programmes) == 3
