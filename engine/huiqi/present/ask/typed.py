"""From what a person types to an answer as a profile writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from huiqi.load.answers import DONT_KNOW, NO, NOT_APPLICABLE, YES, tier_named
from huiqi.load.profile_edit import Plain
from huiqi.load.tables import divisions
from huiqi.model.node import Text
from huiqi.model.place import Location
from huiqi.model.profile import Answer
from huiqi.model.quantity import NotAQuantity, normalise, read_date
from huiqi.model.vocabulary import Fact, FactType, Vocabulary, Zone

UNKNOWN_TYPED = DONT_KNOW - {"?", "？"} | {
    "dk", "don't know", "dont know", "not sure", "不了解", "不确定", "说不准",
}  # fmt: skip
YES_TYPED = YES | {
    "y", "1", "是的", "对", "对的", "有的", "会", "能", "可以", "愿意", "属于", "好", "好的",
    "继续",
}  # fmt: skip
NO_TYPED = NO | {
    "n", "0", "不", "不是", "不对", "没", "不会", "不能", "不可以", "不愿意", "不属于",
    "不用", "不了",
}  # fmt: skip
_NONE_TYPED = NO | {"none", "没", "都没有", "均无", "都不是", "以上都没有", "以上都不是"}
_MARK = re.compile(r"\s*[,、;]\s*")
_BEHIND = re.compile(r"(?P<before>.*\S)\s+(?P<behind>\S+)")
_NUMBER = r"\d+(?:[-~至到]\d+)?"
_NUMBERS = re.compile(rf"{_NUMBER}(?:[\s,、;]+{_NUMBER})*")
_SPAN = re.compile(r"(\d{1,4})[-~至到](\d{1,4})")
_ENGLISH_AMOUNT = re.compile(
    r"(?P<number>(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,20})(?:\.\d{1,6})?)\s*"
    r"(?P<scale>k|thousand|m|mn|mln|million|b|bn|billion)\s*(?:yuan|rmb|cny)?",
    re.IGNORECASE,
)
_SCALES = {"k": 10**3, "t": 10**3, "m": 10**6, "b": 10**9}


class Option(NamedTuple):
    """Something to choose: its id, its label, and what else it is called."""

    id: str
    label: Text
    others: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it may be called, in half-width characters."""
        return tuple(map(normalise, (self.id, self.label.zh, self.label.en, *self.others)))


def options(fact: Fact, vocabulary: Vocabulary, place: Answer | None = None) -> tuple[Option, ...]:
    """What can be chosen; empty where the answer is free. Zones are those the place may lie in."""
    if fact.id == "zones":
        zones = [z for z in vocabulary.zones.values() if may_be_in(z, place)]
        return tuple(Option(z.id, z.label, z.synonyms) for z in zones)
    if fact.type is FactType.CERTIFICATIONS:
        titles = vocabulary.certifications.values()
        return tuple(Option(c.id, c.label, c.synonyms) for c in titles)
    return tuple(Option(name, label) for name, label in fact.values.items())


def may_be_in(zone: Zone, place: Answer | None) -> bool:
    """Whether a company of this place may be in the zone; it may where the place is not known."""
    if not isinstance(place, Location):
        return True
    tree = divisions()
    pairs = ((code, part) for code in place.codes for part in zone.within)
    return any(tree.within(code, part) or tree.within(part, code) for code, part in pairs)


def understood(fact: Fact, typed: str, choices: Sequence[Option], vocabulary: Vocabulary) -> Plain:
    """The typed line as an answer; whether it is a good one is for the profile reader to say.

    Numbers choose from the options as listed, several at a time where several can hold.
    """
    text = normalise(typed)
    word = text.lower()
    if word in UNKNOWN_TYPED:
        return "unknown"
    if word in NOT_APPLICABLE:
        return "not_applicable"
    if fact.type is FactType.BOOL:
        return True if word in YES_TYPED else False if word in NO_TYPED else text
    if fact.type is FactType.MONEY:
        return _amount(text) or typed.strip()
    if fact.type is FactType.ENUM:
        return _chosen(text, choices)
    if fact.type in (FactType.SET, FactType.CERTIFICATIONS):
        if word in _NONE_TYPED:
            return []
        named = dict.fromkeys(_parts(text, choices))
        if fact.type is FactType.CERTIFICATIONS:
            return [_title(part, choices, vocabulary) for part in named]
        return [_chosen(part, choices) for part in named]
    return typed.strip()


def number_in(text: str, most: int) -> int | None:
    """The number of a numbered choice, from 1 to `most`; None if it is none."""
    if text.isascii() and text.isdigit() and len(text) < 5 and 0 < int(text) <= most:
        return int(text)
    return None


def _amount(text: str) -> str | None:
    """An amount as English has it, 9.8m or 98 million, written out."""
    match = _ENGLISH_AMOUNT.fullmatch(text)
    if match is None:
        return None
    number = Decimal(match["number"].replace(",", "")) * _SCALES[match["scale"][0].lower()]
    return f"{number.normalize():f} yuan"


def _parts(text: str, choices: Sequence[Option]) -> Iterator[str]:
    """The numbers or names in a line, told apart by commas; a name with commas stays whole."""
    if _NUMBERS.fullmatch(text):
        for part in re.split(r"[\s,、;]+", text):
            yield from _span(part, len(choices)) or (part,)
        return
    long = sorted((n for o in choices for n in o.names if _MARK.search(n)), key=len, reverse=True)
    whole = re.compile("|".join(map(re.escape, long)) or r"(?!)", re.IGNORECASE)
    start = 0
    while start < len(text):
        name = whole.match(text, start)
        mark = _MARK.search(text, name.end() if name else start)
        end, following = mark.span() if mark else (len(text), len(text))
        if part := text[start:end].strip():
            yield part
        start = following


def _span(text: str, most: int) -> list[str]:
    """The numbers from one to another, 2-5; none where that is no stretch of the choices."""
    match = _SPAN.fullmatch(text)
    first, last = (int(match[1]), int(match[2])) if match else (0, 0)
    return [str(number) for number in range(first, last + 1)] if 0 < first < last <= most else []


def _title(text: str, choices: Sequence[Option], vocabulary: Vocabulary) -> Plain:
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


def _chosen(text: str, choices: Sequence[Option]) -> str:
    """The option of this number or name; a label as it is written stays as it was typed."""
    if (number := number_in(text, len(choices))) is not None:
        return choices[number - 1].id
    if any(text in map(normalise, (o.label.zh, o.label.en)) for o in choices):
        return text
    word = text.casefold()
    named = [o.id for o in choices if word in (name.casefold() for name in o.names)]
    return named[0] if len(named) == 1 else text
