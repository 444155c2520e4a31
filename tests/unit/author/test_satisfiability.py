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


def test_the_bundled_rulebook_has_no_dead_branch(bundled):
    assert list(check_branches(bundled.book)) == []
