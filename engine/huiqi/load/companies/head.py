"""Finding the header row: below titles and notes, above the companies."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from huiqi.load.companies.headers import header_key

SEARCHED = 20
"""Rows in which the header must stand."""
_DATUM = re.compile(r"[-+¥￥]?[\d,.]+\s*[%‰万亿元人年月日/:\-\d]*")


def find_header(rows: Sequence[Sequence[str]], known: Collection[str] = ()) -> int | None:
    """The index of the row that looks most like a header; None when none does.

    `known` are keys of headers (`header_key`): the row with most of them is the header. Where no
    row has any, it is the first that is filled, repeats nothing and holds no number or date.
    """
    hits = [sum(header_key(cell) in known for cell in row) for row in rows]
    if hits and max(hits) > 0:
        return hits.index(max(hits))
    widest = max((_filled(row) for row in rows), default=0)
    enough = max(min(2, widest), widest * 6 // 10)
    for index, row in enumerate(rows):
        cells = [cell.strip() for cell in row if cell.strip()]
        plain = not any(_DATUM.fullmatch(cell) for cell in cells)
        if cells and len(cells) >= enough and plain and len(set(cells)) == len(cells):
            return index
    return None


def unique_headers(cells: Sequence[str]) -> tuple[str, ...]:
    """The header cells with outer blanks off; a repeated or empty one gets a number.

    >>> unique_headers(["名称", " 城市", "", "名称"])
    ('名称', '城市', '#3', '名称 (2)')
    """
    taken: set[str] = set()
    counts: dict[str, int] = {}
    found = []
    for number, cell in enumerate(cells, start=1):
        name = cell.strip() or f"#{number}"
        unique, count = name, counts.get(name, 1)
        while unique in taken:
            count += 1
            unique = f"{name} ({count})"
        taken.add(unique)
        counts[name] = count
        found.append(unique)
    return tuple(found)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)
