"""The questionnaire answered by a restless person: what it knows is what the file says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from rich.console import Console

from huiqi import Rulebook
from huiqi.present.ask.dialogue import Dialogue
from huiqi.present.ask.readers import Suggest
from huiqi.present.ask.screens import Screens

TODAY = date(2026, 11, 22)
ZONE = "吉林省长春市高新区"
"""A place that tells a zone as well."""
PLACES = (ZONE, "福建泉州晋江", "山东省", "新郑", "浙江杭州", "朝阳区", "350583")
ANSWERS = ("是", "否", "dk", "n/a", "1", "2 3", "none", "120", "3200万", "1.2亿", "12%", "C39")
OTHER = ("2025-03-01", "企业技术中心、高企", "-5", "=", "=", "=", "<", "", "?", "!")


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook.load()


class Restless:
    """Types whatever comes to mind, and changes what was said; leaves after some lines.

    `look` is called before every line.
    """

    def __init__(self, seed: int, lines: int, look: Callable[[], None]) -> None:
        self._look = look
        self._chance = Random(seed)
        self._left = lines
        self._begun = False

    def read(self, prompt: str, suggest: Suggest | None, status: Callable[[], str]) -> str:
        self._look()
        if not self._left:
            raise EOFError
        self._left -= 1
        if "Name of the company" in prompt:
            return "长春公司"
        if not self._begun:
            self._begun = True
            return ZONE
        if "number" in prompt:
            return self._chance.choice(("1", "1", "2", "3", "6", ""))
        if "[y/N]" in prompt:
            return "y"
        offered = [text for text, _ in suggest("")] if suggest else []
        kinds = (offered or ANSWERS, ANSWERS, PLACES, PLACES, OTHER, OTHER)
        return self._chance.choice(self._chance.choice(kinds))


@pytest.mark.parametrize("seed", range(8))
def test_changed_answers_give_the_verdicts_of_a_fresh_session(
    book: Rulebook, tmp_path: Path, seed: int
):
    path = tmp_path / "company.yaml"
    screens = Screens(Console(file=StringIO()), book.vocabulary, "en")

    def look() -> None:
        if path.exists():
            assert dialogue.record.answers == book.profile(path).answers
            assert dialogue.record.name == "长春公司"

    dialogue = Dialogue(book, path, TODAY, Restless(seed, 250, look), screens)
    dialogue.run()
    known = book.profile(path)
    assert len(known) > 5
    assert dialogue.record.session.truths == book.session(TODAY, known).truths
