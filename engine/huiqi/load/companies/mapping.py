"""Which column tells which fact: found from headers and a sample of the cells, never guessed.

Targets are `name`, `id`, a fact id, a part of the place (`location.city`), one title
(`certifications.high_tech_enterprise`, with `.issued` and `.expires` for its dates), or one
member of a set (`zones.quanzhou_high_tech_zone`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

import polars as pl

from huiqi.base.diagnostics import Diagnostic
from huiqi.load.companies.header_index import Claim, How, OtherYear, index_headers
from huiqi.load.companies.headers import read_header
from huiqi.model.vocabulary import Fact, FactType, Vocabulary

ID, NAME = "id", "name"
SHARED = ("sector",)
"""Targets that several columns may have; what they tell must agree."""
MONEY_UNITS = ("元", "千元", "万元", "百万元", "亿元")
RATIO_UNITS = ("%", "‰")
PLAIN = ""
_NUMBERED = re.compile(r" \(\d+\)$")
_STATUS = re.compile(r"(?:企业|公司|登记|经营|存续|登记经营|工商)?状态")
_GONE = "注销|吊销|撤销|清算|解散|歇业"
_TITLE_UNIT = re.compile(r"(?:金额)?单位[:：]?(?:人民币)?(元|千元|万元|百万元|亿元)")


class Binding(NamedTuple):
    """One column that is read: what it tells, the unit of its bare numbers, how that was found.

    `scale` is a unit of money (元, 万元 …), `%` or `‰`, or "" where a bare number is itself.
    """

    header: str
    target: str
    scale: str = PLAIN
    how: How = "map"

    @property
    def fact(self) -> str:
        """The fact this column tells something about; "" for the company's name and id."""
        return "" if self.target in (NAME, ID) else self.target.partition(".")[0]

    @property
    def part(self) -> str:
        """The part of the fact behind the dot; "" for all of it."""
        return self.target.partition(".")[2]


@dataclass(frozen=True)
class ColumnMapping:
    """All columns that are read, those that are not, and facts that no column tells."""

    bindings: tuple[Binding, ...]
    unmapped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()

    def of(self, fact: str) -> tuple[Binding, ...]:
        """The columns that tell something about a fact, in the order in which they are read."""
        return tuple(binding for binding in self.bindings if binding.fact == fact)

    @property
    def tells_nothing(self) -> bool:
        """Whether no column tells a fact."""
        return not any(binding.fact for binding in self.bindings)

    def at(self, target: str) -> Binding | None:
        """The first column of a target."""
        return next((b for b in self.bindings if b.target == target), None)


def known_headers(vocabulary: Vocabulary) -> frozenset[str]:
    """Keys of all headers that mean something, by which a header row is told from a title."""
    return frozenset(index_headers(vocabulary).keys)


def propose_mapping(
    headers: Sequence[str],
    sample: pl.DataFrame,
    vocabulary: Vocabulary,
    as_of: date,
    titles: Iterable[str] = (),
) -> ColumnMapping:
    """What each column most likely tells; what is not certain stays unmapped and is reported.

    `as_of` is the day of judging, by which a year is last year or another; `titles` are the cells
    above the header, which may state the unit of all money.
    """
    index = index_headers(vocabulary)
    unit = next(
        (m[1] for title in titles if (m := _TITLE_UNIT.search("".join(title.split())))), None
    )
    findings: list[Diagnostic] = []
    claims: dict[str, list[tuple[Claim, Binding]]] = {}
    for header in headers:
        claim = index.find(_NUMBERED.sub("", header), as_of.year)
        if claim is None:
            findings += _of_the_gone(header, sample)
            continue
        if isinstance(claim, OtherYear):
            findings.append(_of_another_year(header, claim, as_of))
            continue
        scale = _scale(header, claim.target, sample, vocabulary, unit)
        if isinstance(scale, Diagnostic):
            findings.append(scale)
        else:
            binding = Binding(header, claim.target, scale, claim.how)
            claims.setdefault(claim.target, []).append((claim, binding))
    bindings: list[Binding] = []
    for target, rivals in claims.items():
        rivals.sort(key=lambda rival: rival[0].rank)
        keep = len(rivals) if target in SHARED else 1
        bindings += [binding for _, binding in rivals[:keep]]
        findings += [
            _rival(binding.header, rivals[0][1].header, target) for _, binding in rivals[keep:]
        ]
    return settle(bindings, headers, vocabulary, findings)


def settle(
    bindings: Iterable[Binding],
    headers: Sequence[str],
    vocabulary: Vocabulary,
    findings: Iterable[Diagnostic] = (),
) -> ColumnMapping:
    """The mapping of these bindings, in the order of the file."""
    order = {header: place for place, header in enumerate(headers)}
    bound = tuple(sorted(bindings, key=lambda b: order[b.header]))
    read = {binding.header for binding in bound}
    told = {binding.fact for binding in bound}
    return ColumnMapping(
        bound,
        tuple(header for header in headers if header not in read),
        tuple(f.id for f in vocabulary.facts.values() if f.id not in told and f.derive is None),
        tuple(findings),
    )


def _rival(header: str, winner: str, target: str) -> Diagnostic:
    return Diagnostic("HQ640", {"header": header, "winner": winner, "target": target})


def _of_another_year(header: str, claim: OtherYear, as_of: date) -> Diagnostic:
    wanted = " · ".join(map(str, claim.wanted))
    args = {"header": header, "year": claim.year, "as_of": as_of, "wanted": wanted}
    return Diagnostic("HQ647", args)


def _of_the_gone(header: str, sample: pl.DataFrame) -> Iterable[Diagnostic]:
    """A finding where registers say of companies that they are no more."""
    if header in sample.columns and _STATUS.fullmatch(header.strip()):
        said = sample[header].filter(sample[header].str.contains(_GONE).fill_null(False))
        if not said.is_empty():
            yield Diagnostic("HQ649", {"header": header, "text": said[0].strip()})


def _scale(
    header: str, target: str, sample: pl.DataFrame, vocabulary: Vocabulary, money_unit: str | None
) -> str | Diagnostic:
    """The unit of bare numbers in a column; a finding where the header's unit does not fit."""
    unit = read_header(header).unit
    foreign = unit in MONEY_UNITS or unit in RATIO_UNITS
    fact = vocabulary.facts.get(target)
    if fact is not None and fact.type is FactType.RATIO and unit not in MONEY_UNITS:
        return _ratio_scale(header, unit, fact, sample)
    if fact is not None and fact.type is FactType.MONEY and (not unit or unit in MONEY_UNITS):
        return unit or money_unit or "元"
    if unit and (foreign or (fact is not None and fact.type is FactType.MONEY)):
        return Diagnostic("HQ645", {"header": header, "target": target, "unit": unit})
    return PLAIN


def _ratio_scale(header: str, unit: str, fact: Fact, sample: pl.DataFrame) -> str | Diagnostic:
    """A bare 0.05 under % may be 5 % (a cell shown in per cent), a bare 5 without may be 5 %."""
    numbers = list(_bare_numbers(sample[header])) if header in sample.columns else []
    large = any(abs(number) > 1 for number in numbers)
    doubtful = any(numbers) and not large if unit in RATIO_UNITS else large
    if doubtful:
        return Diagnostic("HQ641", {"header": header, "fact": fact.id})
    return unit if unit in RATIO_UNITS else PLAIN


def _bare_numbers(column: pl.Series) -> Iterable[Decimal]:
    for text in column.drop_nulls():
        try:
            number = Decimal(text.strip().replace(",", ""))
        except InvalidOperation:
            continue
        if number.is_finite():
            yield number
