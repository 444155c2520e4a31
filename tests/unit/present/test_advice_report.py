"""The chapter of advice in both forms of the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huiqi import Rulebook
from huiqi.explain.advice import Advice
from huiqi.explain.proposing import Kind
from huiqi.present.advice.build import build_advice
from huiqi.present.advice.content import AdviceContent
from huiqi.present.report.build import build_report
from huiqi.present.report.content import Report
from huiqi.present.report.html import to_html
from huiqi.present.report.markdown import to_markdown

from .test_report import Page, shown

DAY = date(2026, 11, 22)
COMPANY = {
    "name": "甲公司",
    "location": "福建省泉州市晋江市",
    "entity_kind": "enterprise",
    "employees": "120",
    "tech_staff": "9",
    "certifications": [],
    "standards_participation": False,
    "innovation_activities": [],
    "zones": [],
}
HOSTILE = "<img src=x onerror=alert(1)> [a](http://b) | `c` *d* \x1b[2J"


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook.load()


@pytest.fixture(scope="module")
def advice(book: Rulebook) -> Advice:
    return book.check(COMPANY, DAY).advice()


@pytest.fixture(scope="module", params=["zh", "en"])
def report(book: Rulebook, advice: Advice, request: pytest.FixtureRequest) -> Report:
    return build_report(book.check(COMPANY, DAY), book.vocabulary, request.param, advice)


def texts(content: AdviceContent) -> set[str]:
    """Every text of the chapter, in pieces."""
    found = {*content.summary}
    for lever in content.levers:
        found |= {lever.text, *(row.text for row in lever.rows)}
    for group in content.groups:
        found |= {group.title, group.intro}
        for target in group.targets:
            found |= {target.id, target.name}
            for way in target.ways:
                found |= {step.text for step in way.steps} | {row.text for row in way.rows}
                found |= {note for step in way.steps for note in step.notes}
    return found | {row.text for row in content.beyond}


def test_both_forms_say_all_of_it(report: Report) -> None:
    assert report.advice is not None
    assert {group.kind for group in report.advice.groups} == {*Kind}
    page, text = Page(to_html(report)).text, shown(to_markdown(report))
    for said in texts(report.advice):
        assert said in page
        assert said.strip() in text


def test_the_page_is_sound_and_leads_to_the_programmes(report: Report) -> None:
    page = Page(to_html(report))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    links = {href.removeprefix("#") for href in page.values("href")}
    assert links <= {*ids}
    assert "advice" in links


def test_without_advice_the_report_is_as_it_was(book: Rulebook) -> None:
    plain = build_report(book.check(COMPANY, DAY), book.vocabulary, "en")
    assert plain.advice is None
    assert 'id="advice"' not in to_html(plain)


def test_nothing_foreign_breaks_in(report: Report) -> None:
    assert report.advice is not None
    group = report.advice.groups[0]
    target = replace(group.targets[0], name=HOSTILE, more=HOSTILE)
    groups = (replace(group, targets=(target,)),)
    levers = (replace(report.advice.levers[0], text=HOSTILE),)
    hostile = replace(report, advice=replace(report.advice, groups=groups, levers=levers))
    html = to_html(hostile)
    assert "<img" not in html
    assert "\x1b" not in html
    assert "<img src=x" in Page(html).text
    assert "<img src=x onerror=alert(1)>" in shown(to_markdown(hostile))


def test_limits_are_said(book: Rulebook, advice: Advice) -> None:
    whole = build_advice(advice, book.vocabulary, "en")
    short = build_advice(advice, book.vocabulary, "en", limit=1)
    assert len(whole.levers) == len(advice.changes)
    assert not whole.more_levers
    assert len(short.levers) == 1
    assert str(len(advice.changes) - 1) in short.more_levers
    for group in short.groups:
        assert all(len(target.ways) == 1 for target in group.targets)
        assert group.kind is Kind.EXACT or len(group.targets) == 1
