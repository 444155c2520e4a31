"""The words rules may use: facts, certifications, regions, zones and sector groups."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Annotated, Literal

from pydantic import Field

from huiqi.model.criteria import Criterion
from huiqi.model.node import Model, Place, Placed, Text, place
from huiqi.model.quantity import Period


class FactType(str, Enum):
    """What kind of answer a fact has, and so which operators fit it."""

    BOOL = "bool"
    COUNT = "count"
    NUMBER = "number"
    MONEY = "money"
    RATIO = "ratio"
    DATE = "date"
    ENUM = "enum"
    SET = "set"
    LOCATION = "location"
    SECTOR = "sector"
    CERTIFICATIONS = "certifications"

    __str__ = str.__str__

    @property
    def is_quantity(self) -> bool:
        return self in (FactType.COUNT, FactType.NUMBER, FactType.MONEY, FactType.RATIO)

    @property
    def words(self) -> Text:
        zh, en = _WORDS[self]
        return Text(zh=zh, en=en)


_WORDS = {
    FactType.BOOL: ("是或否（true / false）", "yes or no (true / false)"),
    FactType.COUNT: ("整数", "a whole number"),
    FactType.NUMBER: ("数字", "a number"),
    FactType.MONEY: ("金额（如 1500万元）", "an amount of money (such as 1500万元)"),
    FactType.RATIO: ("比例（如 5%）", "a ratio (such as 5%)"),
    FactType.DATE: ("日期（如 2024-07-31）", "a date (such as 2024-07-31)"),
    FactType.ENUM: ("所列取值之一", "one of the listed values"),
    FactType.SET: ("所列取值的列表", "a list of the listed values"),
    FactType.LOCATION: ("地名或行政区划代码", "a place name or division code"),
    FactType.SECTOR: ("行业名称或 GB/T 4754 代码", "a sector name or GB/T 4754 code"),
    FactType.CERTIFICATIONS: ("资质列表", "a list of certifications"),
}


class SumOf(Model):
    """The sum of quantities of one kind."""

    kind: Literal["sum"] = "sum"
    of: tuple[str, ...]


class Quotient(Model):
    """One quantity divided by another of its kind; unknown while the divisor is not positive."""

    kind: Literal["ratio"] = "ratio"
    of: str
    per: str


class Whether(Model):
    """Yes exactly when the criterion holds."""

    kind: Literal["when"] = "when"
    when: Criterion


class Choice(Placed):
    """One branch of `Cases`."""

    value: str
    when: Criterion


class Cases(Model):
    """The value of the first branch that holds; `otherwise` if none does (None: unknown)."""

    kind: Literal["cases"] = "cases"
    choices: tuple[Choice, ...]
    otherwise: str | None = None


Derivation = Annotated[SumOf | Quotient | Whether | Cases, Field(discriminator="kind")]


class Fact(Placed):
    """One thing to know about a company.

    `effort`: what an answer costs the person asked, 1 (by heart) to 5 (needs the accountant).
    `may_not_apply`: "does not apply" is an answer, and then no test of this fact is met.
    `judged`: decided by an expert or authority; a user may attest it.
    `changeable`: the company can bring about another answer, so advice may propose it; never so
    for the past, for what the market or an authority decides, for the place and the sector. Of a
    quantity "more" or "less" says in which direction only.
    `fixed`: values of a changeable fact that no company can bring about.
    `years_back`: the calendar year it is about, counted back from the day of judging; 1 is last
    year, which 2023年营业收入 tells in 2024 only.
    `year_before`: the fact that tells the same of the next year.
    """

    id: str
    type: FactType
    label: Text
    group: str
    unit: str = ""
    question: Text | None = None
    help: Text | None = None
    headers: tuple[str, ...] = ()
    years_back: int | None = Field(default=None, ge=0, le=9)
    year_before: str | None = None
    level: Literal["company", "project"] = "company"
    effort: int = Field(default=2, ge=1, le=5)
    changeable: bool | Literal["more", "less"] = False
    fixed: tuple[str, ...] = ()
    may_not_apply: bool = False
    may_be_negative: bool = False
    judged: bool = False
    values: dict[str, Text] = Field(default_factory=dict)
    derive: Derivation | None = None


class Certification(Placed):
    """A title, certificate or registration a company can hold.

    `tiers` run from the lowest to the highest; `implies`: who holds this one also counts as
    holding those; `abolished`: from this day no new one is granted; `granted_by`: the programme
    whose conditions lead to it, where one does everywhere.
    """

    id: str
    label: Text
    tiers: tuple[str, ...] = ()
    valid_for: Period | None = None
    implies: tuple[str, ...] = ()
    implies_at: Place = place()
    abolished: date | None = None
    granted_by: str | None = None
    synonyms: tuple[str, ...] = ()
    note: Text | None = None


class CodeGroup(Placed):
    """A named set of codes: a region of divisions, or a group of sectors.

    `possible`: codes of which only a part belongs, so that membership is UNKNOWN.
    `basis` and `source` say where a definition comes from that the policy text does not give.
    """

    id: str
    label: Text
    codes: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    strategic: tuple[str, ...] = ()
    basis: Literal["text", "general_knowledge", "interpretive"] = "text"
    confidence: Literal["verified", "secondary", "memory"] | None = None
    source: Text | None = None


class Zone(Placed):
    """A development zone or park that a firm is in or not; most have no division code."""

    id: str
    label: Text
    within: tuple[str, ...]
    within_at: Place = place()
    kind: str = "park"
    level: Literal["national", "provincial", "municipal", "county"] | None = None
    synonyms: tuple[str, ...] = ()
    source: Text | None = None


class Tier(Placed):
    """A level of recognition; `rank` orders them (municipal < provincial < national)."""

    id: str
    label: Text
    rank: int


class Vocabulary(Model):
    """All declared words, by id, in the order of the files."""

    facts: dict[str, Fact]
    certifications: dict[str, Certification]
    regions: dict[str, CodeGroup]
    sectors: dict[str, CodeGroup]
    zones: dict[str, Zone]
    tiers: dict[str, Tier]
