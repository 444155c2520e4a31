"""Branches that cannot matter are found by proof; branches that can are left alone."""

from __future__ import annotations

import dataclasses

import pytest

from huiqi import Rulebook
from huiqi.author.satisfiability import check_branches

pytest.importorskip("z3")


def findings(folder):
    book = Rulebook.load(folder).book
    own = tuple(p for p in book.programmes if p.id == "own")
    return [f.code for f in check_branches(dataclasses.replace(book, programmes=own))]


CASES = {
    "two bounds that exclude each other": (
        "all: [{employees: {at_least: 10}}, {employees: {less_than: 10}}]", ["HQ510"],
    ),
    "bounds that meet in one value": (
        "all: [{employees: {at_least: 10}}, {employees: {at_most: 10}}]", [],
    ),
    "a place outside the place": (
        'all: [{location: {in: "350582"}}, {location: {in: "350583"}}]', ["HQ510"],
    ),
    "a county inside its city adds nothing to the city": (
        'any: [{location: {in: "350500"}}, {location: {in: "350582"}}]', ["HQ512"],
    ),
    "a sector and its own division": (
        'all: [{sector: {in: ["C"]}}, {sector: {in: ["C39"]}}]', ["HQ512"],
    ),
    "every company": (
        "any: [{employees: {at_least: 10}}, {employees: {less_than: 10}}]", ["HQ511"],
    ),
    "a weaker bound beside a stronger one": (
        "all: [{employees: {at_least: 10}}, {employees: {at_least: 10}}]", ["HQ512", "HQ512"],
    ),
    "a ratio that its parts forbid": (
        """
        all:
          - ratio: {of: rd_spend, to: revenue, at_least: 3%}
          - rd_spend: {equals: 0元}
        """, ["HQ510"],
    ),
    "a derived fact against what it derives from": (
        """
        all:
          - small_or_micro: true
          - size_class: large
        """, ["HQ510"],
    ),
    "size class against the head count it is drawn from": (
        """
        all:
          - size_class: large
          - sector: {in: ["C39"]}
          - employees: {less_than: 10}
        """, ["HQ510"],
    ),
    "a tier above and the title itself": (
        """
        any:
          - certification: enterprise_technology_centre
          - certification: {holds: enterprise_technology_centre, at_least: national}
        """, ["HQ512"],
    ),
    "two periods that exclude each other": (
        "all: [{registered_on: {at_least: 5年}}, {registered_on: {less_than: 3年}}]", ["HQ510"],
    ),
    "the same in other units": (
        "all: [{registered_on: {at_least: 5年}}, {registered_on: {at_most: 36个月}}]", ["HQ510"],
    ),
    "months and days": (
        "all: [{registered_on: {at_most: 365天}}, {registered_on: {at_least: 18个月}}]",
        ["HQ510"],
    ),
    "a period that holds both": (
        "all: [{registered_on: {at_most: 5年}}, {registered_on: {at_least: 3年}}]", [],
    ),
    "a period written twice": (
        "any: [{registered_on: {at_least: 3年}}, {registered_on: {at_least: 36个月}}]",
        ["HQ512", "HQ512"],
    ),
    "a period inside a longer one": (
        "any: [{registered_on: {at_most: 5年}}, {registered_on: {at_most: 18个月}}]", ["HQ512"],
    ),
    "a date that may not have come is no period": (
        "any: [{registered_on: {at_most: 5年}}, {registered_on: {more_than: 5年}}]", [],
    ),
    "a day and a period, whatever the day of judging": (
        "all: [{registered_on: {on_or_before: 2016-01-01}}, {registered_on: {at_least: 3年}}]", [],
    ),
    "a band that a bound beside it rules out": (
        """
        all:
          - employees: {more_than: 10}
          - banded:
              by: employees
              bands:
                - {up_to: 10, then: {technology_enterprise: true}}
                - {then: {revenue: {at_least: 2000万元}}}
        """, ["HQ514"],
    ),
    "a higher tier is also the lower one": (
        """
        any:
          - certification: {holds: enterprise_technology_centre, at_least: national}
          - certification: {holds: enterprise_technology_centre, at_least: provincial}
        """, ["HQ512"],
    ),
    "a lower tier is not the higher one": (
        """
        all:
          - certification: {holds: enterprise_technology_centre, at_least: provincial}
          - not:
              certification: {holds: enterprise_technology_centre, at_least: national}
        """, [],
    ),
    "the only tier is the title": (
        """
        any:
          - certification: high_tech_enterprise
          - certification: {holds: high_tech_enterprise, at_least: national}
        """, ["HQ512", "HQ512"],
    ),
    "a newer title is also one of longer ago": (
        """
        any:
          - certification: {holds: high_tech_enterprise, newly_recognised: 3年}
          - certification: {holds: high_tech_enterprise, newly_recognised: 18个月}
        """, ["HQ512"],
    ),
    "a rung below a wider one": (
        """
        score:
          name: {zh: 得分, en: Score}
          at_least: 2
          items:
            - name: {zh: 人数, en: Staff}
              ladder:
                - {points: 2, when: {employees: {more_than: 3}}}
                - {points: 5, when: {employees: {at_least: 10}}}
        """, ["HQ514"],
    ),
    "yes and no": (
        "all: [{technology_enterprise: true}, {technology_enterprise: false}]", ["HQ510"],
    ),
    "bands of which each can matter": (
        """
        banded:
          by: revenue
          bands:
            - {up_to: 2000万元, then: {employees: {at_least: 10}}}
            - {then: {ratio: {of: rd_spend, to: revenue, at_least: 3%}}}
        """, [],
    ),
    "a score out of reach": (
        """
        score:
          name: {zh: 得分, en: Score}
          at_least: 60
          items:
            - name: {zh: 人数, en: Staff}
              ladder: {by: employees, points: {10: 50}}
        """, ["HQ510"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("eligible", "expected"), CASES.values(), ids=CASES)
def test_branches(own_rule, eligible, expected):
    assert findings(own_rule(eligible)) == expected


def test_a_contradiction_names_the_lines_that_make_it(own_rule):
    folder = own_rule(
        """
        all:
          - revenue: {at_least: 2000万元}
          - all:
              - technology_enterprise: true
              - employees: {at_least: 10}
          - technology_enterprise: false
        """
    )
    book = Rulebook.load(folder).book
    own = tuple(p for p in book.programmes if p.id == "own")
    (finding,) = check_branches(dataclasses.replace(book, programmes=own))
    assert (finding.args["lines_en"], finding.span.line) == ("9, 11", 11)


def test_the_bundled_rulebook_has_no_dead_branch(bundled):
    assert list(check_branches(bundled.book)) == []
