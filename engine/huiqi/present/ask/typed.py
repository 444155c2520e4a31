"""From what a person types to an answer as a profile writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from huiqi.load.answers import DONT_KNOW, NO, NOT_APPLICABLE, YES, tier_named
from huiqi.load.place_text import search_place
from huiqi.load.profile_edit import Plain
from huiqi.load.sector_text import search_sector
from huiqi.load.tables import industries
from huiqi.model.quantity import NotAQuantity, read_date
from huiqi.model.vocabulary import Fact, FactType, Vocabulary
from huiqi.present.ask.readers import Suggest
from huiqi.present.ask.sectors import below, sections

_UNKNOWN = DONT_KNOW - {"?", "？"} | {"dk", "don't know", "dont know"}
_YES = YES | {"y", "1"}
_NO = NO | {"n", "0"}
_SPLIT = re.compile(r"\s*[,，、;；]\s*")
_BEHIND = re.compile(r"(?P<before>.*\S)\s+(?P<behind>\S+)")
_NUMBERS = re.compile(r"\d+(?:[\s,，、;；]+\d+)*")


def options(fact: Fact, vocabulary: Vocabulary) -> list[tuple[str, str, str]]:
    """What can be chosen: id, Chinese and English label; empty where the answer is free."""
    if fact.id == "zones":
        return [(z.id, z.label.zh, z.label.en) for z in vocabulary.zones.values()]
    if fact.type is FactType.CERTIFICATIONS:
        return [(c.id, c.label.zh, c.label.en) for c in vocabulary.certifications.values()]
    return [(name, label.zh, label.en) for name, label in fact.values.items()]


def understood(fact: Fact, typed: str, vocabulary: Vocabulary) -> Plain:
    """The typed line as an answer; whether it is a good one is for the profile reader to say.

    Numbers choose from the options as listed, several at a time where several can hold.
    """
    text = "".join(c if c.isprintable() else " " for c in typed).strip()
    word = text.lower()
    if word in _UNKNOWN:
        return "unknown"
    if word in NOT_APPLICABLE:
        return "not_applicable"
    if fact.type is FactType.BOOL:
        return True if word in _YES else False if word in _NO else text
    choices = options(fact, vocabulary)
    if fact.type is FactType.ENUM:
        return _chosen(text, choices)
    if fact.type in (FactType.SET, FactType.CERTIFICATIONS):
        if word in _NO | {"none"}:
            return []
        parts = re.findall(r"\d+", text) if _NUMBERS.fullmatch(text) else _SPLIT.split(text)
        named = [part for part in dict.fromkeys(parts) if part]
        if fact.type is FactType.CERTIFICATIONS:
            return [_title(part, choices, vocabulary) for part in named]
        return [_chosen(part, choices) for part in named]
    return text


def _title(text: str, choices: list[tuple[str, str, str]], vocabulary: Vocabulary) -> Plain:
    """A title; with a tier and a day of issue, if they stand behind it."""
    details: dict[str, str] = {}
    while match := _BEHIND.fullmatch(text):
        key, value = _detail(match["behind"], vocabulary)
        if value is None or key in details:
            break
        details[key], text = value, match["before"]
    name = _chosen(text, choices)
    return {"name": name, **details} if details else name


def _detail(word: str, vocabulary: Vocabulary) -> tuple[str, str | None]:
    """A day of issue, or a tier if it is one."""
    try:
        return "issued", read_date(word).isoformat()
    except NotAQuantity:
        return "tier", tier_named(word, vocabulary.tiers.values())


def _chosen(text: str, choices: list[tuple[str, str, str]]) -> str:
    if text.isascii() and text.isdigit() and 0 < int(text) <= len(choices):
        return choices[int(text) - 1][0]
    return text


def suggester(fact: Fact, vocabulary: Vocabulary) -> Suggest | None:
    """Completions for a fact; None where there is nothing to complete."""
    if fact.type is FactType.LOCATION:
        return lambda word: ((name, code) for code, name in search_place(word) if word)
    if fact.type is FactType.SECTOR:
        return _sectors
    if fact.type is FactType.BOOL:
        return lambda word: (("是", "yes"), ("否", "no")) if not word else ()
    choices = options(fact, vocabulary)
    if not choices:
        return None

    def suggest(word: str) -> Iterable[tuple[str, str]]:
        for name, zh, en in choices:
            if any(word.lower() in text.lower() for text in (name, zh, en)):
                yield zh, en

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
