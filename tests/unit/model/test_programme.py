"""Whether a programme stands on a day: one table."""

from __future__ import annotations

from datetime import date

import pytest

from huiqi.model.document import Document
from huiqi.model.programme import Applies, Programme, standing_on
from huiqi.model.verdict import Standing


def document(issued: str | None = "2016-08-27", **standing: object) -> Document:
    evidence = {"text": {"zh": "据原文", "en": "by its text"}, "confidence": "verified"}
    return Document.model_validate(
        {
            "id": "d",
            "title": {"zh": "办法", "en": "Measures"},
            "issuer": {"zh": "市政府", "en": "City"},
            "jurisdiction": "350500",
            "issued": issued,
            "coverage": "full",
            "standing": {"evidence": evidence, **standing},
            "clauses": (),
        }
    )


def programme(start: str | None = None, until: str | None = None) -> Programme:
    applies = Applies.model_validate({"from": start, "until": until})
    return Programme.model_construct(id="p", applies=applies if start or until else None)


PLAIN = document()
GOALS = document(goals_until="2020-12-31")
IN_FORCE = document(formal="in_force")
FROM = document(**{"from": "2017-01-01"})
ENDED = document(ends="2021-06-30")
REPLACED = document(ends="2021-06-30", superseded_by="d2")
REPEALED = document(formal="repealed")
GOALS_ENDED = document(goals_until="2020-12-31", ends="2021-06-30")
UNDATED = document(issued=None)

TABLE = [
    ("nothing is known of its validity", PLAIN, programme(), "2018-01-01", "unknown"),
    ("the day before its issue", PLAIN, programme(), "2016-08-26", "not_yet"),
    ("the day of its issue", PLAIN, programme(), "2016-08-27", "unknown"),
    ("no day of issue is known", UNDATED, programme(), "1990-01-01", "unknown"),
    ("it speaks later than its issue", FROM, programme(), "2016-12-31", "not_yet"),
    ("the day from which it speaks", FROM, programme(), "2017-01-01", "unknown"),
    ("said to be in force", IN_FORCE, programme(), "2026-01-01", "in_force"),
    ("the last day of its goals", GOALS, programme(), "2020-12-31", "in_force"),
    ("the day after its goals", GOALS, programme(), "2021-01-01", "horizon_passed"),
    ("its last day", ENDED, programme(), "2021-06-30", "unknown"),
    ("the day after its end", ENDED, programme(), "2021-07-01", "closed"),
    ("replaced, still running", REPLACED, programme(), "2021-06-30", "unknown"),
    ("replaced", REPLACED, programme(), "2021-07-01", "superseded"),
    ("repealed on a day not known", REPEALED, programme(), "2018-01-01", "closed"),
    ("goals passed, not ended", GOALS_ENDED, programme(), "2021-03-01", "horizon_passed"),
    ("goals passed and ended", GOALS_ENDED, programme(), "2021-07-01", "closed"),
    ("the version begins later", PLAIN, programme("2018-01-01"), "2017-12-31", "not_yet"),
    ("the version begins", PLAIN, programme("2018-01-01"), "2018-01-01", "unknown"),
    ("the version's last day", PLAIN, programme(None, "2019-12-31"), "2019-12-31", "unknown"),
    ("the version is past", PLAIN, programme(None, "2019-12-31"), "2020-01-01", "closed"),
    ("the version is past, a new one came", REPLACED, programme(None, "2019-12-31"),
     "2020-01-01", "superseded"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("register", "version", "day", "standing"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_standing(register: Document, version: Programme, day: str, standing: str) -> None:
    assert standing_on(version, register, date.fromisoformat(day)) is Standing(standing)
