"""From what people write to division codes: names in full or short, former names, codes, addresses.

A text is read from its start, level by level, and every part must lie in the part before it; what
follows the place is handed back unread. A name that several places share, or a parent that does
not hold the child, gives candidates and no code: a place is never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from huiqi.load.place_names import Entry, Names, all_names, current_names, rank
from huiqi.load.tables import divisions, former_names, retired_codes, zone_codes
from huiqi.model.place import NATION

PlaceNote = Literal["exact", "alias", "former_name", "ambiguous", "unknown"]


@dataclass(frozen=True)
class PlaceReading:
    """How a text was read.

    `codes` are the possible places (empty when unresolved; several mean "one of these"); `rest` is
    what was left unread after the place (高新区, a street), in NFKC without spaces; `candidates` is
    what an ambiguous text could mean; `note` says how the name was found. A name shared by a
    division and its own part (吉林) is read as the wider one and keeps both as candidates.
    """

    codes: tuple[str, ...]
    rest: str = ""
    candidates: tuple[str, ...] = ()
    note: PlaceNote = "exact"


@dataclass(frozen=True)
class _Parse:
    chain: tuple[Entry, ...]
    end: int

    @property
    def last(self) -> Entry:
        return self.chain[-1]

    @property
    def descends(self) -> bool:
        """Whether every name is finer than the one before (吉林吉林 is the city)."""
        return all(above.rank < below.rank for above, below in pairwise(self.chain))

    @property
    def formers(self) -> int:
        return sum(entry.kind == "former_name" for entry in self.chain)


SEPARATORS = "-‐‑–—_/\\|>·・,、;:()[]【】。."
# Nation, province, prefecture and county, and two of them said twice (东莞市东莞).
_LONGEST_CHAIN = 6
FILLERS = ("市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖行政单位", "省直辖")
_FILLER = re.compile(rf"(?:{'|'.join(FILLERS)}|县(?=[^城]))+")
_NATION = re.compile(r"^(?:中华人民共和国|中国)(?=.)")
# What a full name must not run into: 南安市场, 晋江县道, 东城区域.
RUNS_ON = {"市": "场", "县": "道", "省": "道", "区": "域间"}
_TYPE_WORDS = "省市县区州盟旗岛山河湖江海"
# 南京东路, 山东大学: a short name that is part of the name of something else.
_NAMES_SOMETHING = re.compile(
    r"^(?:[东南西北中]?[一二三四五六七八九十]?(?:路|街|道|巷|弄|里)|大[街道厦学酒饭桥]|世贸|广场|宾馆|商会|会馆|同乡)"
)
_ZONE_OR_TOWN = re.compile(
    r"^(?![路街巷门桥站口]|.[路街]|[东南西北中]?[一二三四五六]?路)"
    r"(?:(?:高新|经开|开发|工业|保税|港|新|示范|园|台商|城关)区"
    r"|[\u4e00-\u9fff]{2,8}?(?:镇|乡|街道|苏木)"
    r"|[\u4e00-\u9fff]{0,16}?(?:开发区|高新区|经开区|产业园|工业园|科技园|园区|工业区|投资区|示范区|试验区|"
    r"实验区|管理区|集聚区|保税区|港区|管委会))"
)
# District names too general to contradict the city before them: 中山市东区 is no part of 攀枝花.
_GENERAL = {
    "城区",
    "郊区",
    "矿区",
    "东区",
    "西区",
    "市区",
    "新区",
    "新城区",
    "城关区",
    "市郊区",
    "特区",
}


@lru_cache(maxsize=65_536)
def resolve_place(text: str) -> PlaceReading:
    """Read a place from a code, a name or an address. Never raises; see PlaceReading."""
    plain = _NATION.sub("", normalise(text))
    if not plain:
        return PlaceReading((), note="unknown")
    if re.fullmatch(r"[0-9]+", plain):
        return _by_code(plain)
    coded = re.match(r"([1-8][0-9]{5})(?![0-9])(.+)", plain)
    if coded:
        return _reconcile(_by_code(coded[1]), resolve_place(coded[2]))
    # Former names are only loaded, and only asked, when today's leave something unread.
    if current_names().may_end(plain):
        reading = _by_name(plain, current_names())
        if reading.codes and not reading.rest and not _is_bare_district(plain, reading):
            return reading
    return _by_name(plain, all_names())


def search_place(query: str, limit: int = 20) -> list[tuple[str, str]]:
    """Divisions whose path or former name contains the query: (code, full path), best first.

    Words separated by spaces must all occur. Exact names come first, then names that begin with
    the query, then coarser before finer.
    """
    words = [normalise(word) for word in query.split()]
    if not words or limit <= 0:
        return []
    found: dict[str, tuple[int, int, str]] = {}
    for node in divisions().nodes():
        if node.code == NATION:
            continue
        path = full_name(node.code)
        if all(word in path or node.code.startswith(word) for word in words):
            worth = (_nearness(words[-1], node.name), rank(node.code), node.code)
            found[node.code] = worth
    for former in former_names():
        if len(words) == 1 and words[0] in former.name:
            for code in former.codes:
                worth = (_nearness(words[0], former.name) + 1, rank(code), code)
                found[code] = min(worth, found.get(code, worth))
    best = sorted(found.values())[:limit]
    return [(code, full_name(code)) for _, _, code in best]


def full_name(code: str) -> str:
    """The name with those of its parents before it, 福建省泉州市晋江市; raises UnknownCode."""
    path = divisions().path(code)
    return "".join(path[1:]) or path[0]


def normalise(text: str) -> str:
    """NFKC, without spaces and invisible characters."""
    return re.sub(r"[\s\u200b-\u200f\ufeff]+", "", unicodedata.normalize("NFKC", text))


def _nearness(word: str, name: str) -> int:
    return 0 if name == word else 2 if name.startswith(word) else 4 if word in name else 6


def _by_code(digits: str) -> PlaceReading:
    """Statistical codes of 9 and 12 digits begin with the division's six; 2 and 4 are shortened."""
    if len(digits) not in (2, 4, 6, 9, 12):
        return PlaceReading((), note="unknown")
    code = digits[:6].ljust(6, "0")
    table = divisions()
    if code in table:
        return PlaceReading((code,))
    if code in retired_codes():
        return PlaceReading(retired_codes()[code], note="former_name")
    prefecture, province = code[:4] + "00", code[:2] + "0000"
    above = prefecture if prefecture in table else province if province in table else None
    if above is None:
        return PlaceReading((), note="unknown")
    if code in zone_codes():
        return PlaceReading((above,), rest=zone_codes()[code], note="alias")
    # 市辖区 (…01), and the 01, 02 and 90 that group counties under a municipality or a province.
    grouping = code[2:] in ("0100", "0200", "0101", "9000")
    if grouping or (code.endswith("01") and above == prefecture):
        return PlaceReading((province if grouping and above == province else above,))
    return PlaceReading((), candidates=(above,), note="unknown")


def _reconcile(code: PlaceReading, name: PlaceReading) -> PlaceReading:
    """A code with a name after it: the finer of the two, or nothing when they disagree."""
    if not code.codes:
        return name
    if not name.codes:
        fits = any(_fits(one, code.codes) for one in name.candidates)
        return code if fits or not name.candidates else _ambiguous((*code.codes, *name.candidates))
    if all(_fits(one, code.codes) for one in name.codes):
        return name
    if all(_fits(one, name.codes) for one in code.codes):
        return PlaceReading(code.codes, name.rest, note=code.note)
    return _ambiguous((*code.codes, *name.codes))


def _is_bare_district(text: str, reading: PlaceReading) -> bool:
    return text.endswith("区") and divisions()[reading.codes[0]].name == text


def _by_name(text: str, names: Names) -> PlaceReading:
    parses = _parses(text, 0, (), names)
    if not parses:
        return PlaceReading((), note="unknown")
    end = max(parse.end for parse in parses)
    longest = [parse for parse in parses if parse.end == end]
    if not all(parse.last.name == text and text.endswith("区") for parse in longest):
        # Today's name comes first; but a district named alone may be one abolished elsewhere.
        fewest = min(parse.formers for parse in longest)
        longest = [parse for parse in longest if parse.formers == fewest]
    best = [parse for parse in longest if parse.descends] or longest
    rest = text[end:].lstrip(SEPARATORS)
    readings = sorted({parse.last.codes for parse in best})
    chosen = readings[0] if len(readings) == 1 else _widest(best)
    candidates = tuple(sorted({code for codes in readings for code in codes}))
    if chosen is None:
        return _ambiguous(candidates)
    stranger = _contradiction(rest, chosen, names)
    if stranger:
        return _ambiguous((*chosen, *stranger))
    kinds = {entry.kind for parse in best if parse.last.codes == chosen for entry in parse.chain}
    note: PlaceNote = (
        "former_name" if "former_name" in kinds else "alias" if "alias" in kinds else "exact"
    )
    if any(parse.last.keep for parse in best):
        rest = text[end - len(best[0].last.name) :]
    return PlaceReading(chosen, rest, candidates if len(readings) > 1 else (), note)


def _parses(text: str, start: int, chain: tuple[Entry, ...], names: Names) -> list[_Parse]:
    """Every way to read a chain of names, each in the one before, beginning at `start`."""
    found: list[_Parse] = []
    if start >= len(text):
        return found
    if chain:
        filler = _FILLER.match(text, start)
        if filler and rank(chain[-1].codes[0]) < 3:
            found += _parses(text, filler.end(), chain, names)
    if len(chain) == _LONGEST_CHAIN:
        return found
    while start < len(text) and text[start] in SEPARATORS:
        start += 1
    for end, entries in names.at(text, start):
        for entry in entries:
            if chain and not follows(entry, chain[-1]):
                continue
            deeper = _parses(text, end, (*chain, entry), names)
            found += deeper
            if _may_stand(entry, text[end:], first=not chain) or (
                entry.short and any(not parse.chain[len(chain) + 1].short for parse in deeper)
            ):
                found.append(_Parse((*chain, entry), end))
    return found


@lru_cache(maxsize=16_384)
def follows(entry: Entry, parent: Entry) -> bool:
    """Whether a name can stand behind that of its parent: it lies there, or once lay there."""
    if all(_fits(code, parent.codes) for code in entry.codes):
        return entry.rank >= parent.rank
    return any(
        _fits(code, parent.codes) or _fits(own, (code,))
        for code in entry.former_parents
        for own in parent.codes
    )


def _may_stand(entry: Entry, after: str, *, first: bool) -> bool:
    """Whether the name can end here, seeing what comes after it."""
    if not after or after[0] in SEPARATORS:
        return True
    if not entry.short:
        return entry.keep or after[0] not in RUNS_ON.get(entry.name[-1], "")
    if after[0] in _TYPE_WORDS and not after.startswith(("山管", "海关")):
        return False
    if entry.rank < 3:
        return not _NAMES_SOMETHING.match(after)
    return bool(_ZONE_OR_TOWN.match(after))


def _widest(parses: list[_Parse]) -> tuple[str, ...] | None:
    """The reading that holds all others, if there is one.

    A province's short name means the province (河北, 海南) and a prefecture's short name the
    prefecture (西安), although districts far away are called the same; only a municipality's
    district is as well known as a prefecture (朝阳).
    """
    for parse in parses:
        if all(_fits(code, parse.last.codes) for p in parses for code in p.last.codes):
            return parse.last.codes
    top = min(parse.last.rank for parse in parses)
    highest = {parse.last.codes for parse in parses if parse.last.rank == top}
    if len(highest) != 1 or top == 3 or not all(parse.last.short for parse in parses):
        return None
    others = [parse.last for parse in parses if parse.last.rank != top]
    famous = any(_in_municipality(entry.codes[0]) for entry in others)
    weak = all(entry.district or _fits(entry.codes[0], next(iter(highest))) for entry in others)
    return next(iter(highest)) if top == 1 or (weak and not famous) else None


def _contradiction(rest: str, chosen: tuple[str, ...], names: Names) -> tuple[str, ...]:
    """Codes of another place that the unread rest names: 浙江省 before 晋江市 cannot be right."""
    found: set[str] = set()
    for parse in _parses(rest, 0, (), names) if rest else ():
        entry = parse.chain[0]
        whole = parse.end == len(rest)
        plain = entry.name not in _GENERAL and not entry.keep
        if plain and (whole or (not entry.short and not _loose(entry))):
            found.update(parse.last.codes)
    if any(_fits(code, chosen) for code in found) or any(
        _fits(code, tuple(found)) for code in chosen
    ):
        return ()
    return tuple(found)


def _loose(entry: Entry) -> bool:
    return entry.name.endswith("区") and (entry.kind != "exact" or len(entry.name) < 3)


def _ambiguous(codes: Iterable[str]) -> PlaceReading:
    return PlaceReading((), candidates=tuple(sorted(set(codes))), note="ambiguous")


def _in_municipality(code: str) -> bool:
    return code[:2] in ("11", "12", "31", "50")


def _fits(code: str, parents: tuple[str, ...]) -> bool:
    table = divisions()
    return any(table.within(code, parent) for parent in parents)
