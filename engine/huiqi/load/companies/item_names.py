"""The names that may stand in a list cell: titles with the tier they tell, and members of sets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from huiqi.load.answers import TIER_WORDS
from huiqi.model.vocabulary import Fact, Vocabulary

_QUOTES = re.compile(r"[\s“”\"'‘’「」《》]+")


class Named(NamedTuple):
    """A certification or member, and the tier its name tells, if any."""

    id: str
    tier: str | None = None


def item_key(text: str) -> str:
    """What spellings of one name have in common."""
    return _QUOTES.sub("", unicodedata.normalize("NFKC", text)).casefold()


def title_names(vocabulary: Vocabulary) -> Mapping[str, Named]:
    """Every name of every certification, alone and with a tier before it (省级企业技术中心)."""
    declared = vocabulary.certifications.values()
    found: dict[str, Named] = {}
    for one in declared:
        only = one.tiers[0] if len(one.tiers) == 1 else None
        for name in (one.id, one.label.zh, one.label.en, *one.synonyms):
            found.setdefault(item_key(name), Named(one.id, only))
    for word, tier in TIER_WORDS:
        for one in declared:
            if tier in one.tiers:
                for name in (one.label.zh, *one.synonyms):
                    found.setdefault(item_key(word + name), Named(one.id, tier))
    return found


def member_names(fact: Fact, vocabulary: Vocabulary) -> Mapping[str, Named]:
    """Every name that means exactly one member of a set-valued fact."""
    found: dict[str, set[str]] = {}
    for name, member in _members(fact, vocabulary):
        found.setdefault(item_key(name), set()).add(member)
    return {key: Named(*members) for key, members in found.items() if len(members) == 1}


def _members(fact: Fact, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    if fact.id == "zones":
        for zone in vocabulary.zones.values():
            for name in (zone.id, zone.label.zh, zone.label.en, *zone.synonyms):
                yield name, zone.id
    else:
        for value, label in fact.values.items():
            for name in (value, label.zh, label.en):
                yield name, value
