"""Choosing from a numbered list: a place among those of a name, a sector level by level."""

from __future__ import annotations

from huiqi.api import Rulebook
from huiqi.base.diagnostics import ProfileError
from huiqi.load.place_text import search_place
from huiqi.load.profile_edit import Plain
from huiqi.load.sector_text import search_sector
from huiqi.load.tables import industries
from huiqi.model.profile import Answer
from huiqi.model.sector import Sector
from huiqi.present.ask.completion import among
from huiqi.present.ask.prompt import Prompt, command
from huiqi.present.ask.screens import Screens
from huiqi.present.ask.sectors import BROWSE, below, sections
from huiqi.present.ask.typed import number_in


class Choosing:
    """Narrows down with the person what was typed."""

    def __init__(self, book: Rulebook, screens: Screens, prompt: Prompt) -> None:
        self._book = book
        self._screens = screens
        self._prompt = prompt

    def read(self, fact: str, value: Plain) -> Answer | None:
        """What the profile reader makes of an answer; None if it cannot tell."""
        try:
            return self._book.read_profile({fact: value}).profile.get(fact)
        except ProfileError:
            return None

    def place(self, text: str) -> Plain | None:
        """A place by name or code; where the name is not enough, one of those that it may be."""
        if self.read("location", text) is not None:
            return text
        return self._narrowed(text, search_place(text, 12))

    def sector(self, text: str) -> Plain | None:
        """A sector as fine as the person can tell; Enter keeps the level reached."""
        if text in ("unknown", "not_applicable"):
            return text
        if text in BROWSE:
            code = self.one_of(sections())
            if code is None:
                return None
        else:
            found = self.read("sector", text)
            code = found.code if isinstance(found, Sector) else None
        if code is None:
            chosen = self._narrowed(text, search_sector(text, 12))
            code = chosen if isinstance(chosen, str) and chosen in industries() else None
            if code is None:
                return chosen
        while children := below(code):
            self._screens.say(
                f"{code} {industries()[code].name}：再细一层？回车保留",
                f"{code} {industries()[code].name}: finer? Enter keeps it",
            )
            picked = self.one_of(children)
            if picked is None:
                break
            code = picked
        return code

    def one_of(self, choices: list[tuple[str, str]]) -> str | None:
        """The code of one of the numbered choices; None for Enter. Anything else is asked again."""
        self._screens.choices(choices)
        codes = [code for code, _ in choices]
        while typed := self._prompt.detail("› ", among(choices), codes):
            picked = _pick(choices, typed)
            if picked is not None:
                return picked
            self._screens.say(
                f"请输入 1 到 {len(choices)} 的编号或代码，回车不选",
                f"A number from 1 to {len(choices)} or a code; Enter for none",
                "red",
            )
        return None

    def _narrowed(self, text: str, candidates: list[tuple[str, str]]) -> Plain | None:
        """The text, or the candidate chosen instead of it; None to ask again."""
        if not candidates:
            return text
        self._screens.say(
            "是哪一个？输入编号，回车重来", "Which one? A number, or Enter to try again"
        )
        return self.one_of(candidates)


def _pick(candidates: list[tuple[str, str]], typed: str) -> str | None:
    word = command(typed)
    if (number := number_in(word, len(candidates))) is not None:
        return candidates[number - 1][0]
    return next((c for c, name in candidates if word in (c.lower(), command(name))), None)
