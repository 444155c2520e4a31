"""One entry of the table of messages: severity, wording and help, zh and en."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Message:
    severity: Literal["error", "warning"]
    zh: str
    en: str
    help_zh: str = ""
    help_en: str = ""

    def text(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en

    def help(self, lang: str) -> str:
        return self.help_zh if lang == "zh" else self.help_en


def error(zh: str, en: str, help_zh: str = "", help_en: str = "") -> Message:
    return Message("error", zh, en, help_zh, help_en)


def warning(zh: str, en: str, help_zh: str = "", help_en: str = "") -> Message:
    return Message("warning", zh, en, help_zh, help_en)
