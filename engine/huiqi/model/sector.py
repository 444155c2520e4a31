"""What a company does: industry codes of GB/T 4754-2017 国民经济行业分类, and size thresholds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_SHAPE = re.compile(r"[A-T](?:[0-9]{2,4})?")

SizeIndicator = Literal["employees", "revenue", "assets"]


@dataclass(frozen=True)
class Sector:
    """An industry in canonical form, the section letter first: "C", "C39", "C392", "C3921".

    Raises ValueError for another form; whether the code exists is for the table to say.
    """

    code: str

    def __post_init__(self) -> None:
        if not _SHAPE.fullmatch(self.code):
            raise ValueError(f"not an industry code such as C, C39 or C3921: {self.code!r}")


@dataclass(frozen=True)
class StrategicCategory:
    """A category of 战略性新兴产业分类(2018) with its classes of GB/T 4754-2017.

    A starred class belongs only in part, so it is `possible` and not `certain`.
    Both hold what the categories below hold as well.
    """

    code: str
    name: str
    certain: tuple[str, ...]
    possible: tuple[str, ...]


@dataclass(frozen=True)
class SizeThreshold:
    """One indicator of one line of 统计上大中小微型企业划分办法(2017), 国统字〔2017〕213号.

    Minimums are inclusive, in persons (`unit` 人) or in 10,000 yuan (`unit` 万元). A size is
    reached when every indicator of the line reaches its minimum; below `small_min` in any is micro.
    """

    line: int
    name: str
    industries: tuple[str, ...]
    indicator: SizeIndicator
    unit: Literal["人", "万元"]
    large_min: int
    medium_min: int
    small_min: int
