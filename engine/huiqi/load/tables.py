"""The code tables that ship with the package, read once and only when asked for.

Origin, date and licence of each stand in `huiqi/tables/NOTICE.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import NamedTuple, cast

from huiqi.model.place import NATION
from huiqi.model.sector import SizeIndicator, SizeThreshold, StrategicCategory
from huiqi.model.taxonomy import Node, Taxonomy

_INDUSTRY_LEVELS = {1: "section", 3: "division", 4: "group", 5: "class"}


class FormerName(NamedTuple):
    """A name no longer in use (or in use, but under another parent), and where it is today."""

    name: str
    codes: tuple[str, ...]
    former_parents: tuple[str, ...]
    """Prefectures it once belonged to and does not belong to now, as today's codes."""


class Alias(NamedTuple):
    """Another name of a division, or (`keep`) of an area that has no code of its own."""

    name: str
    codes: tuple[str, ...]
    keep: bool


def _rows(table: str) -> Iterator[list[str]]:
    text = (resources.files("huiqi") / "tables" / f"{table}.csv").read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        yield line.split(",")


def _pairs(table: str) -> dict[str, str]:
    return dict(_rows(table))


@cache
def divisions() -> Taxonomy:
    """Divisions of GB/T 2260 as of September 2026 under the root 100000 中国.

    Levels: nation, province, prefecture, county. Counties that a province governs itself (济源市,
    districts of 北京市) hang directly under it; prefectures without counties (东莞市) are leaves.
    """
    names = _pairs("divisions")
    nodes = [Node(NATION, "中国", None, "nation")]
    for code, name in names.items():
        province, prefecture = code[:2] + "0000", code[:4] + "00"
        if code == province:
            nodes.append(Node(code, name, NATION, "province"))
        elif code == prefecture:
            nodes.append(Node(code, name, province, "prefecture"))
        else:
            parent = prefecture if prefecture in names else province
            nodes.append(Node(code, name, parent, "county"))
    return Taxonomy(nodes)


@cache
def former_names() -> tuple[FormerName, ...]:
    """Names of divisions since 1980 that are not today's, each with today's codes."""
    return tuple(
        FormerName(name, tuple(codes.split()), tuple(parents.split()))
        for name, codes, parents in _rows("division_history")
    )


@cache
def retired_codes() -> Mapping[str, tuple[str, ...]]:
    """Division codes since 1980 that are not in use, each with today's codes."""
    return MappingProxyType(
        {code: tuple(today.split()) for code, today in _rows("division_retired_codes")}
    )


@cache
def aliases() -> tuple[Alias, ...]:
    """Further names in common use."""
    return tuple(
        Alias(name, tuple(codes.split()), bool(keep))
        for name, codes, keep in _rows("division_aliases")
    )


@cache
def zone_codes() -> Mapping[str, str]:
    """Pseudo-codes the statistics office gives to zones (2023), with the zone's name."""
    return MappingProxyType(_pairs("development_zones"))


@cache
def industries() -> Taxonomy:
    """GB/T 4754-2017 with canonical codes; levels: section, division, group, class."""
    return Taxonomy(
        Node(code, name, _industry_parent(code), _INDUSTRY_LEVELS[len(code)])
        for code, name in _rows("gbt4754")
    )


@cache
def strategic_industries() -> Mapping[str, StrategicCategory]:
    """战略性新兴产业分类(2018): category code (SE01, SE1.1, SE1.1.1, SE3.1.1.1) → its classes."""
    names = _pairs("sei2018_categories")
    certain: dict[str, set[str]] = {code: set() for code in names}
    possible: dict[str, set[str]] = {code: set() for code in names}
    for category, listed in _rows("sei2018"):
        for ancestor in _category_line(category):
            for entry in listed.split():
                kind = possible if entry.endswith("*") else certain
                kind[ancestor].add(entry.rstrip("*"))
    return MappingProxyType(
        {
            code: StrategicCategory(
                code,
                name,
                tuple(sorted(certain[code])),
                tuple(sorted(possible[code] | certain[code])),
            )
            for code, name in names.items()
        }
    )


@cache
def size_classes() -> tuple[SizeThreshold, ...]:
    """Thresholds of 国统字〔2017〕213号, in the order of the document."""
    return tuple(
        SizeThreshold(
            line=int(line),
            name=name,
            industries=tuple(codes.split()),
            indicator=cast(SizeIndicator, indicator),
            unit="人" if unit == "人" else "万元",
            large_min=int(large),
            medium_min=int(medium),
            small_min=int(small),
        )
        for line, name, codes, indicator, unit, large, medium, small in _rows("size_class_2017")
    )


def _industry_parent(code: str) -> str | None:
    # A division has two digits, so its parent is the letter alone.
    return None if len(code) == 1 else code[0] if len(code) == 3 else code[:-1]


def _category_line(category: str) -> Iterator[str]:
    parts = category.removeprefix("SE").split(".")
    yield f"SE{int(parts[0]):02d}"
    for depth in range(2, len(parts) + 1):
        yield "SE" + ".".join(parts[:depth])
