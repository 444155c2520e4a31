"""What verdicts, truths and standings look like on a terminal."""

from __future__ import annotations

import unicodedata

from rich.text import Text

from huiqi.base.diagnostics import Language
from huiqi.base.kleene import Truth
from huiqi.model.document import Document
from huiqi.model.verdict import Standing, Verdict

MARK = {
    Verdict.ELIGIBLE: ("✔", "green"),
    Verdict.UNDETERMINED: ("?", "yellow"),
    Verdict.INELIGIBLE: ("✘", "red"),
}
TRUTH_MARK = {
    Truth.TRUE: ("✔", "green"),
    Truth.UNKNOWN: ("?", "yellow"),
    Truth.FALSE: ("✘", "red"),
}


def mark(verdict: Verdict) -> Text:
    sign, colour = MARK[verdict]
    return Text(sign, style=f"bold {colour}")


def safe(text: str) -> str:
    """Foreign text for the terminal: no control characters that could move the cursor."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c
        for c in text
    )


def standing_flag(standing: Standing, lang: Language) -> str:
    """A word or two beside a programme; empty while it is in force."""
    return "" if standing is Standing.IN_FORCE else standing.label(lang)


def standing_note(standing: Standing, document: Document, lang: Language) -> str:
    """The same in a sentence that says what to do about it."""
    record = document.standing
    year = record.goals_until.year if record.goals_until else ""
    notes = {
        Standing.IN_FORCE: ("", ""),
        Standing.HORIZON_PASSED: (
            f"目标期至 {year} 年，是否仍执行请向发文机关确认",
            f"target period ended {year}; confirm with the issuer",
        ),
        Standing.SUPERSEDED: ("已被新文件取代", "superseded by a later document"),
        Standing.CLOSED: ("已停止执行或受理", "no longer applied or open"),
        Standing.NOT_YET: ("这一天尚未施行", "not yet in force on this day"),
        Standing.UNKNOWN: (
            "效力不明，请向发文机关确认",
            "standing unknown; confirm with the issuer",
        ),
    }
    return notes[standing][lang == "en"]


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its English noun: 1 case, 2 cases."""
    return f"{number} {one if number == 1 else many or one + 's'}"


_CONFIDENCES = {
    "verified": ("已核实", "verified"),
    "secondary": ("二手资料", "secondary source"),
    "memory": ("凭记忆", "from memory"),
    "not_found": ("未查到", "not found"),
}


def confidence_word(confidence: str, lang: Language) -> str:
    """How sure a figure or a finding is."""
    return _CONFIDENCES[confidence][lang == "en"]
