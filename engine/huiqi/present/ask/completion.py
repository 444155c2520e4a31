"""Completions while typing, from what was typed so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from huiqi.base.diagnostics import Language
from huiqi.load.place_text import search_place
from huiqi.load.sector_text import search_sector
from huiqi.load.tables import industries
from huiqi.model.vocabulary import Fact, FactType
from huiqi.present.ask.readers import Suggest
from huiqi.present.ask.sectors import below, sections
from huiqi.present.ask.typed import Option


def suggester(fact: Fact, choices: Sequence[Option], lang: Language) -> Suggest | None:
    """Completions for a fact, in the language of the screen; None where there are none."""
    if fact.type is FactType.LOCATION:
        return lambda word: ((name, code) for code, name in search_place(word) if word)
    if fact.type is FactType.SECTOR:
        return _sectors
    if fact.type is FactType.BOOL:
        both = (("是", "yes"), ("否", "no")) if lang == "zh" else (("yes", "是"), ("no", "否"))
        return lambda word: () if word else both
    if not choices:
        return None
    other: Language = "en" if lang == "zh" else "zh"

    def suggest(word: str) -> Iterable[tuple[str, str]]:
        for option in choices:
            names = (option.id, option.label.zh, option.label.en)
            if any(word.lower() in name.lower() for name in names):
                yield option.label[lang], option.label[other]

    return suggest


def among(choices: list[tuple[str, str]]) -> Suggest:
    """Completions for one of a few (code, name); all of them while nothing is typed."""

    def suggest(word: str) -> Iterable[tuple[str, str]]:
        for code, name in choices:
            if code.startswith(word.upper()) or word in name:
                yield code, name

    return suggest


def _sectors(word: str) -> Iterable[tuple[str, str]]:
    """Sectors by word or code; a code also offers what stands below it."""
    if word.upper() in industries():
        yield from below(word.upper())
    elif word:
        yield from search_sector(word)
    else:
        yield from sections()
