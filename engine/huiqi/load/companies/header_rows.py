"""Headers of more than one row: units beneath the names, and groups of columns under one heading.

企业名称 | 营业收入 | 从业人员
         | 万元     | 人

企业名称 | 经济指标（万元）          企业名称 | 营业收入（万元）
         | 营业收入 | 资产总额                | 2023年 | 2024年
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from huiqi.load.companies.headers import header_key, read_header

_YEAR = re.compile(r"(?:19|20)\d\d年?度?")


class Group(NamedTuple):
    """A cell that is merged over several columns, `left` to `right`, in one row (all from 0)."""

    row: int
    left: int
    right: int


class Header(NamedTuple):
    """The cells of the header as one row, and how many rows of the table they take."""

    cells: list[str]
    depth: int


def join_header(
    rows: Sequence[Sequence[str]],
    index: int,
    known: Collection[str] = (),
    groups: Iterable[Group] = (),
) -> Header:
    """The header in row `index`, with what the rows beside it say of its columns.

    `rows` are the first of the table, cells merged downwards filled; `known` the keys of headers.
    """
    cells, depth = list(rows[index]), 1
    below = rows[index + 1] if index + 1 < len(rows) else ()
    beside = [g for g in groups if g.right - g.left + 1 < len(cells) and g.right < len(cells)]
    for group in beside:
        heading = rows[group.row][group.left]
        # From the first column it is a title, and 单位：万元 is meant for the whole table.
        if group.row == index - 1 and group.left > 0 and "单位" not in heading:
            unit = read_header(heading).unit
            for column in range(group.left, group.right + 1):
                cells[column] = _with_unit(cells[column], unit)
    own = [group for group in beside if group.row == index]
    if own and _are_parts(cells, below, own):
        for group in own:
            heading = cells[group.left]
            for column in range(group.left, group.right + 1):
                cells[column] = _part(heading, below[column], known)
        depth = 2
        below = rows[index + 2] if index + 2 < len(rows) else ()
    units = [_unit(cell) for cell in below]
    if any(units) and all(
        unit or not cell.strip() for unit, cell in zip(units, below, strict=True)
    ):
        cells = [_with_unit(c, u) for c, u in zip(cells, units, strict=False)] + cells[len(units) :]
        depth += 1
    return Header(cells, depth)


def _unit(cell: str) -> str:
    return read_header(f"x({cell.strip().strip('()（）')})").unit if cell.strip() else ""


def _with_unit(cell: str, unit: str) -> str:
    return f"{cell}（{unit}）" if unit and cell.strip() and not read_header(cell).unit else cell


def _are_parts(cells: Sequence[str], below: Sequence[str], groups: Iterable[Group]) -> bool:
    """Whether the row beneath parts the groups, and says nothing else."""
    inside = {column for group in groups for column in range(group.left, group.right + 1)}
    return len(below) == len(cells) and all(
        bool(cell.strip()) if column in inside else cell.strip() in ("", cells[column].strip())
        for column, cell in enumerate(below)
    )


def _part(group: str, part: str, known: Collection[str]) -> str:
    """The heading of one column of a group: 2023年营业收入（万元）; of a name its own."""
    if _YEAR.fullmatch(part.strip()):
        return part.strip() + group
    if header_key(part) in known:
        return _with_unit(part, read_header(group).unit)
    return f"{group}·{part}"
