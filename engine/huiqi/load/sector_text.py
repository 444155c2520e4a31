"""From what people write to industry codes: codes with or without their letter, and names.

A name must be the official one but for punctuation, 和/与/及 and the ending 业. Anything else gives
candidates and no code, and a code that is not in GB/T 4754-2017 (a retired one, say) is unknown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from huiqi.load.tables import industries

SectorNote = Literal["exact", "near", "ambiguous", "unknown"]


@dataclass(frozen=True)
class SectorReading:
    """How a text was read: the canonical codes (normally one, none when unresolved), what it could
    mean otherwise, and whether it was an official code or name or only near one."""

    codes: tuple[str, ...]
    candidates: tuple[str, ...] = ()
    note: SectorNote = "exact"


_UNKNOWN = SectorReading((), note="unknown")
_CODE = re.compile(r"([A-Ta-t])?[-._]?([0-9]{2,4})(?![0-9])|([A-Ta-t])(?![A-Za-z0-9])")
_STEPS = re.compile(r"[/\\|>→»]+")
_LINKS = re.compile(r"[^\w]|[_和与及]")
_ENDINGS = ("行业", "产业", "业", "类")
_SUGGESTED = 8


@lru_cache(maxsize=16_384)
def resolve_sector(text: str) -> SectorReading:
    """Read an industry from a code, a name, a code with its name, or a path of names.

    Never raises; see SectorReading.
    """
    plain = _plain(text)
    steps = [step for step in _STEPS.split(plain) if step]
    if len(steps) > 1:
        return _narrow([_one(step) for step in steps])
    return _one(plain)


def search_sector(query: str, limit: int = 20) -> list[tuple[str, str]]:
    """Industries whose code or name is near the query: (code, name), best first.

    A code that begins with the query and a name that contains it come before names that merely
    share pairs of characters; coarser comes before finer among equals.
    """
    plain = _plain(query)
    if not plain or limit <= 0:
        return []
    key = _key(plain)
    wanted = _pairs(key)
    scored: list[tuple[float, int, str]] = []
    for code, name_key, pairs in _search_index():
        digits = code[1:]
        shared = len(wanted & pairs)
        if plain.upper() == code or key == name_key:
            worth = 3.0
        elif code.startswith(plain.upper()) or (digits and digits.startswith(plain)):
            worth = 2.5
        elif key and key in name_key:
            worth = 2 + 0.4 * len(key) / len(name_key)
        elif shared:
            worth = 2 * shared / (len(wanted) + len(pairs))
        else:
            continue
        scored.append((-worth, len(code), code))
    return [(code, industries()[code].name) for _, _, code in sorted(scored)[:limit]]


def _one(text: str) -> SectorReading:
    if not text:
        return _UNKNOWN
    match = _CODE.match(text)
    if match is None:
        # A code may stand behind its name: 计算机整机制造(C3911).
        behind = re.fullmatch(r"(.+?)[(\[]([A-Ta-t]?[0-9]{2,4})[)\]]", text)
        if behind:
            return _agree(_by_code(behind[2]), _by_name(behind[1]))
        return _by_name(text)
    by_code = _by_code(match[0])
    name = text[match.end() :].strip("-—:·.,、;()[]")
    return _agree(by_code, _by_name(name)) if name else by_code


def _agree(by_code: SectorReading, by_name: SectorReading) -> SectorReading:
    """A code with a name beside it: the code, unless the name is another industry's."""
    if not by_code.codes or not by_name.codes:
        return by_code
    code, name = by_code.codes[0], by_name.codes[0]
    table = industries()
    if table.within(code, name) or table.within(name, code):
        return by_code
    return SectorReading((), tuple(sorted((code, name))), "ambiguous")


def _narrow(steps: list[SectorReading]) -> SectorReading:
    """A path of industries, each within the one before: the last that was understood."""
    table = industries()
    best: SectorReading | None = None
    for step in steps:
        if step.note == "ambiguous" and best is not None:
            fitting = [c for c in step.candidates if table.within(c, best.codes[0])]
            step = SectorReading((fitting[0],)) if len(fitting) == 1 else step
        if not step.codes:
            continue
        if best is not None and not table.within(step.codes[0], best.codes[0]):
            return SectorReading((), (best.codes[0], step.codes[0]), "ambiguous")
        best = step
    return best or _UNKNOWN


def _by_code(text: str) -> SectorReading:
    table = industries()
    bare = re.sub(r"[-._]", "", text).upper()
    letter, digits = (bare[0], bare[1:]) if bare[0].isalpha() else ("", bare)
    if not digits:
        return SectorReading((letter,)) if letter in table else _UNKNOWN
    code = _codes_by_digits().get(digits)
    # A spreadsheet that took 0111 for a number leaves 111, which may be a group of its own.
    stripped = _codes_by_digits().get("0" + digits) if len(digits) == 3 and not letter else None
    if code is not None and letter in ("", code[0]):
        if stripped is None:
            return SectorReading((code,))
        return SectorReading((), tuple(sorted((code, stripped))), "ambiguous")
    # Nothing is guessed: what it may have meant is only suggested.
    padded = _codes_by_digits().get(digits.rstrip("0"))
    meant = {found for found in (code, stripped, padded) if found is not None}
    return SectorReading((), tuple(sorted(meant)), "unknown")


def _by_name(text: str) -> SectorReading:
    exact = _codes_by_name().get(text)
    if exact:
        return _choose(exact, "exact")
    near = _codes_by_key().get(_key(text))
    if near:
        return _choose(near, "near")
    suggestions = tuple(code for code, _ in search_sector(text, _SUGGESTED))
    return SectorReading((), suggestions, "unknown")


def _choose(codes: tuple[str, ...], note: SectorNote) -> SectorReading:
    """Of several industries of one name, the one that holds the others (房地产业 K and K70)."""
    table = industries()
    for code in codes:
        if all(table.within(other, code) for other in codes):
            return SectorReading((code,), note=note)
    return SectorReading((), codes, "ambiguous")


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _key(text: str) -> str:
    bare = _LINKS.sub("", text)
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) > len(ending):
            return bare.removesuffix(ending)
    return bare


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset((text,))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, code in pairs:
        found.setdefault(key, []).append(code)
    return {key: tuple(sorted(codes, key=lambda c: (len(c), c))) for key, codes in found.items()}


@cache
def _codes_by_digits() -> dict[str, str]:
    return {code[1:]: code for code in industries() if len(code) > 1}


@cache
def _codes_by_name() -> dict[str, tuple[str, ...]]:
    return _grouped((_plain(node.name), node.code) for node in industries().nodes())


@cache
def _codes_by_key() -> dict[str, tuple[str, ...]]:
    return _grouped((_key(_plain(node.name)), node.code) for node in industries().nodes())


@cache
def _search_index() -> tuple[tuple[str, str, frozenset[str]], ...]:
    return tuple(
        (node.code, key, _pairs(key))
        for node in industries().nodes()
        for key in (_key(_plain(node.name)),)
    )
