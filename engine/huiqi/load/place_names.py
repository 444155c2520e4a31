"""The dictionary of place names behind `place_text`: full, short, former and popular names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

from huiqi.load.tables import aliases, divisions, former_names
from huiqi.model.place import NATION

NameKind = Literal["exact", "alias", "former_name"]

_PEOPLES = (
    "蒙古族|回族|藏族|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|傣族|"
    "黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|土族|达斡尔族|仫佬族|羌族|布朗族|"
    "撒拉族|毛南族|仡佬族|锡伯族|阿昌族|普米族|塔吉克族|怒族|鄂温克族|保安族|裕固族|独龙族|鄂伦春族|各族|"
    "蒙古|哈萨克|柯尔克孜|维吾尔|锡伯|塔吉克"
)
_AUTONOMOUS = re.compile(rf"(?:{_PEOPLES})*自治[区州县旗]$")
_LEADING_PEOPLE = re.compile(r"族自治[县旗]$")
_KEPT_BANNERS = ("左旗", "右旗", "前旗", "中旗", "后旗", "联合旗")
_SUFFIXES = ("特别行政区", "地区", "林区", "特区", "新区", "省", "市", "县", "盟", "旗", "区")


class Entry(NamedTuple):
    """One reading of a key of the dictionary."""

    name: str
    codes: tuple[str, ...]
    kind: NameKind
    rank: int
    """0 nation, 1 province, 2 prefecture, 3 county."""
    short: bool
    district: bool
    """A district's short name (朝阳, 鼓楼) is a weak sign: streets and parks carry it too."""
    former_parents: tuple[str, ...] = ()
    keep: bool = False


class Names:
    """A dictionary of place names, asked what begins at a place in a text."""

    def __init__(self, entries: Iterable[tuple[str, Entry]]) -> None:
        collected: dict[str, list[Entry]] = {}
        for key, entry in entries:
            collected.setdefault(key, []).append(entry)
        self._entries = {key: tuple(found) for key, found in collected.items()}
        # Few lengths begin with the same two characters, and no name is shorter.
        lengths: dict[str, set[int]] = {}
        for key in self._entries:
            lengths.setdefault(key[:2], set()).add(len(key))
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}

        self._ends = frozenset(key[-1] for key in self._entries)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def may_end(self, text: str) -> bool:
        """Whether a name might reach to the end of a text, or to the separators there."""
        return text[-1:] in self._ends or not text[-1:].isalnum()

    def at(self, text: str, start: int) -> Iterator[tuple[int, tuple[Entry, ...]]]:
        """Where each name that begins at `start` ends, with its entries, the longest first."""
        for length in self._lengths.get(text[start : start + 2], ()):
            # Cut short by the end of the text, it would be another name.
            end = start + length
            if end <= len(text) and (found := self._entries.get(text[start:end])):
                yield end, found


def rank(code: str) -> int:
    """How fine a division code is: 0 nation, 1 province, 2 prefecture, 3 county."""
    if code == NATION:
        return 0
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


def short_names(name: str) -> tuple[str, ...]:
    """A name without its suffix and peoples, two characters or more; none for 赵县 or 城区.

    >>> short_names("延边朝鲜族自治州"), short_names("晋江市"), short_names("城区")
    (('延边', '延边州'), ('晋江',), ())
    """
    if name == "内蒙古自治区":
        return ("内蒙古",)
    bare = _AUTONOMOUS.sub("", name)
    if bare != name:
        if len(bare) < 2:
            # 东乡族自治县 and 鄂温克族自治旗 are nothing but the people's name.
            bare = _LEADING_PEOPLE.sub("", name)
        if bare == name or len(bare) < 2:
            return ()
        return (bare, bare + "州") if name.endswith("州") else (bare,)
    if name.endswith(_KEPT_BANNERS):
        return ()
    for suffix in _SUFFIXES:
        if name.endswith(suffix):
            bare = name.removesuffix(suffix)
            return (bare,) if len(bare) >= 2 else ()
    return ()


@cache
def current_names() -> Names:
    """Full and short names of today's divisions, and popular names."""
    return Names(_current_entries())


@cache
def all_names() -> Names:
    """Today's names and the former ones."""
    return Names((*_current_entries(), *_former_entries()))


@cache
def _current_entries() -> tuple[tuple[str, Entry], ...]:
    return tuple(_todays_entries())


def _todays_entries() -> Iterator[tuple[str, Entry]]:
    for node in divisions().nodes():
        level = rank(node.code)
        if level == 0:
            continue
        yield node.name, Entry(node.name, (node.code,), "exact", level, False, False)
        weak = level == 3 and node.name.endswith("区")
        for key in short_names(node.name):
            yield key, Entry(node.name, (node.code,), "exact", level, True, weak)
    for alias in aliases():
        level = min(rank(code) for code in alias.codes)
        yield (
            alias.name,
            Entry(alias.name, alias.codes, "alias", level, not alias.keep, False, keep=alias.keep),
        )


def _former_entries() -> Iterator[tuple[str, Entry]]:
    for name, codes, parents in former_names():
        prefecture = name.endswith(("地区", "盟", "州")) or len(codes) > 1
        level = 2 if prefecture else max(2, min(rank(code) for code in codes))
        yield name, Entry(name, codes, "former_name", level, False, False, parents)
        if not name.endswith("区") or name.endswith("地区"):
            for key in short_names(name):
                yield key, Entry(name, codes, "former_name", level, True, False, parents)
