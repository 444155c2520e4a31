"""Lists of titles, their days of issue told apart only as far as any test can tell them.

Many companies have such a list to themselves: 高新技术企业（2021-12-01）、小巨人（2023-07-14）.
Every entry is read once, and lists of entries that are alike are read as one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from huiqi.evaluate.batch.coding import CertificateCodes
from huiqi.load.companies.cell_text import plain
from huiqi.load.companies.list_cells import SEPARATORS, pieces
from huiqi.load.companies.rows import RowReader
from huiqi.model.profile import Holding

_REMEMBERED = 65_536
_LONGEST = 500
_MOST_SPELLINGS = 10_000
_BETWEEN = re.compile(f"[{SEPARATORS}；，／｜]")
_ISSUED = re.compile(r"(.+)\(([1-9][0-9]{3}-[0-9]{2}-[0-9]{2})\)")
_SEPARATOR = {(): ";", ("full_width",): "；"}
"""By what is repaired in a cell: what stands between entries so that the same is repaired."""


class TitleLists:
    """Finds the list that a list of titles is read as."""

    def __init__(self, reader: RowReader, codes: CertificateCodes) -> None:
        self._reader = reader
        self._codes = codes
        self._entries: dict[Holding, str] = {}
        self._like = lru_cache(_REMEMBERED)(self._entry)
        self._days: dict[str, tuple[list[str], list[str]]] = {}
        """For each spelling of a title the days met, rising, and what each is read as."""

    def gist(self, text: str) -> str:
        """A list that tests cannot tell from this one and that is repaired alike, or the same.

        Only lists are changed whose every entry is a title whatever stands beside it.
        """
        if len(text) > _LONGEST:
            return text
        bare = text.strip()
        if not _means_more(bare):
            entries = [self._like(entry) for entry in _BETWEEN.split(bare)]
            if None not in entries:
                wide = not unicodedata.is_normalized("NFKC", bare)
                return _joined(entries, _SEPARATOR[("full_width",) if wide else ()])
        # There may be separators in brackets, which takes longer to find.
        spelt = plain(text)
        separator = _SEPARATOR.get(spelt.repairs)
        if separator is None or _means_more(spelt.text):
            return text
        entries = [self._like(spelt.text[start:end]) for start, end in pieces(spelt.text)]
        return text if None in entries else _joined(entries, separator)

    def _entry(self, text: str) -> str | None:
        """The first entry met that names a title like this one; None for anything else.

        Tests ask whether a day lies before another: between two days that are alike all are.
        """
        entry = plain(text).text
        dated = _ISSUED.fullmatch(entry)
        if dated is None or not _is_day(dated[2]):
            return self._read(entry)
        title, day = dated.groups()
        days, alike = self._days.get(title, ([], []))
        place = bisect(days, day)
        if 0 < place < len(days) and alike[place - 1] == alike[place]:
            return alike[place]
        found = self._read(entry)
        if found is not None:
            days.insert(place, day)
            alike.insert(place, found)
            if len(self._days) > _MOST_SPELLINGS:
                self._days.clear()
            self._days[title] = days, alike
        return found

    def _read(self, entry: str) -> str | None:
        # A bracket left open would hide the separators behind it.
        whole = entry.count("(") == entry.count(")")
        holding = self._reader.title(entry) if whole else None
        if holding is None:
            return None
        return self._entries.setdefault(self._codes.like(holding), entry)


def _joined(entries: Iterable[str | None], separator: str) -> str:
    return "".join(f"{entry}{separator}" for entry in entries)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _means_more(text: str) -> bool:
    """Whether a list says more than its entries: broken lines, spreadsheet marks, an open end."""
    return not text.isprintable() or "'" in text or "=" in text or text.endswith("等")
