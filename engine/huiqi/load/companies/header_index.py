"""The dictionary of headers: from the words of the vocabulary to what a column tells."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from huiqi.load.companies.headers import header_key
from huiqi.model.vocabulary import Vocabulary

How = Literal["id", "label", "synonym", "near", "map"]

PARTS: Mapping[str, tuple[str, ...]] = {
    "province": (
        "省份", "所属省份", "所在省份", "所在省", "省", "省级", "注册省份", "prov", "province",
    ),
    "city": (
        "城市", "所属城市", "所在城市", "所在市", "市", "市级", "地级市", "地区", "地市", "city",
    ),
    "county": (
        "区县", "所属区县", "所在区县", "所在县", "县", "区", "区(县)", "区/县", "县区", "县市",
        "县(市、区)", "县市区", "所在县市区", "所属县市区", "区级", "county",
    ),
    "address": (
        "注册地址", "公司注册地址", "企业注册地址", "住所", "企业地址", "公司地址", "地址",
        "address", "DOM", "经营场所", "经营地址", "详细地址", "办公地址", "实际经营地址",
        "通讯地址",
    ),
}  # fmt: skip
"""Columns that hold a part of the place, from the widest to the finest."""

_OF_THE_COMPANY = {
    "name": (
        "企业名称", "公司名称", "企业全称", "公司全称", "单位名称", "单位详细名称", "纳税人名称",
        "商户名称", "营业执照名称", "名称", "客户名称", "申报单位", "申报企业", "企业", "公司",
        "name", "company", "com_name", "ENTNAME", "cust_name", "company_name",
    ),
    "id": (
        "统一社会信用代码", "社会统一信用代码", "社会信用代码", "信用代码", "统一信用代码",
        "统一代码", "营业执照号", "纳税人识别号", "税号", "CreditCode", "com_id", "UNISCID",
        "uscc", "id", "unified_social_credit_code",
    ),
}  # fmt: skip
_ASKS = re.compile(r"^(?:是否(?:为|是|属于|认定为|获评|通过|有|入选)?|is_?)")
_ISSUED = re.compile(
    r"(?:认定|发证|获批|获得|取得|公告|公示|入库|授予|批准|颁发|证书)(?:时间|日期|年月日)$|issued$"
)
_EXPIRES = re.compile(
    r"(?:证书)?(?:有效期(?:至|止|截止日?期?)?|到期(?:日期?|时间)|失效日期)$|expires$"
)
_TRIMMINGS = re.compile(
    r"(?:(?:证书|资质|登记|入库登记|入库)?(?:编号|号|状态|级别|等级|层级)|资质|认定|称号|证书|情况|标识|标志)$"
)
_YEAR = re.compile(
    r"^(?:((?:19|20)\d\d)(?:年[末底]|年度?)?|(本|今|去|上上?一?|前)年度?(?!$))|\(?((?:19|20)\d\d)年?度?\)?$"
)
_YEARS_BACK = {"本": 0, "今": 0, "去": 1, "上": 1, "上一": 1, "前": 2, "上上": 2, "上上一": 2}
_CHANGES = re.compile(
    r"[非不无未拟原净毛率]|人均|增长|增速|增加|占比|比例|比重|同比|环比|上上|前年|近[二两三五]年|累计|预计|计划|目标|"
    r"其中|境外|境内|海外|出口|新增|减少|以上|以下|\d"
)
_NEAR, _SHORTEST_NEAR = 0.88, 6


class Claim(NamedTuple):
    """What a header seems to tell; the lower its rank, the more exact."""

    target: str
    how: How
    rank: tuple[int, ...]


class OtherYear(NamedTuple):
    """A column of figures of a year that no fact is about: the years that are, the latest first."""

    year: int
    wanted: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class HeaderIndex:
    """All known headers by key; what the words of one vocabulary mean."""

    keys: Mapping[str, Claim]
    years: Mapping[str, Mapping[int, str]]
    """For each fact about one year, by years back: the facts that tell the same of that year."""
    titles: Mapping[str, str]
    """Names of certifications by key."""

    def find(self, header: str, this_year: int) -> Claim | OtherYear | None:
        """What the header means to who judges in `this_year`, if known or near enough to known."""
        key = header_key(header)
        # Nearness takes a thousand times as long as the rest.
        return (
            self._known(key)
            or self._title(key)
            or self._of_a_year(key, this_year)
            or self._near(key)
        )

    def _known(self, key: str) -> Claim | None:
        spellings = (key, key.removeprefix("是否"), _ASKS.sub("", key))
        return next((self.keys[one] for one in spellings if one in self.keys), None)

    def _title(self, key: str) -> Claim | None:
        """A column about one certification: 是否高企, 高新技术企业发证日期, 高企证书编号."""
        for pattern, part in ((_ISSUED, ".issued"), (_EXPIRES, ".expires"), (_TRIMMINGS, "")):
            bare = pattern.sub("", _ASKS.sub("", key))
            if bare != key:
                for name in (bare, _TRIMMINGS.sub("", bare), bare + "企业"):
                    if name in self.titles:
                        target = f"certifications.{self.titles[name]}{part}"
                        return Claim(target, "synonym", (3, len(key)))
        return None

    def _of_a_year(self, key: str, this_year: int) -> Claim | OtherYear | None:
        """2023年营业收入, 前年营业收入: what a figure of that year tells."""
        stated = _YEAR.search(key)
        if stated is None:
            return None
        bare = _YEAR.sub("", key)
        named = (self.keys.get(words + bare) for words in ("", "上年度", "本年度"))
        found = next(filter(None, named), None)
        if found is None:
            return None
        year = stated[1] or stated[3]
        back = this_year - int(year) if year else _YEARS_BACK[stated[2]]
        years = self.years.get(found.target)
        if years is None:
            # Of several years the latest counts, but no year that is not over.
            return Claim(found.target, "near", (4, back)) if back > 0 else None
        if back in years:
            return Claim(years[back], "near", (4, back))
        return OtherYear(this_year - back, tuple(this_year - one for one in sorted(years)))

    def _near(self, key: str) -> Claim | None:
        """A slip of the pen in a long header, unless what differs changes the meaning."""
        if len(key) < _SHORTEST_NEAR:
            return None
        close = difflib.get_close_matches(key, self._long, n=1, cutoff=_NEAR)
        if not close or sorted(_CHANGES.findall(key)) != sorted(_CHANGES.findall(close[0])):
            return None
        return Claim(self.keys[close[0]].target, "near", (5,))

    @cached_property
    def _long(self) -> list[str]:
        return [key for key in self.keys if len(key) >= _SHORTEST_NEAR]


def index_headers(vocabulary: Vocabulary) -> HeaderIndex:
    """The dictionary of a vocabulary."""
    keys: dict[str, Claim] = {}
    for text, claim in _entries(vocabulary):
        key = header_key(text)
        if key not in keys or claim.rank < keys[key].rank:
            keys[key] = claim
    titles = {
        header_key(name): one.id
        for one in vocabulary.certifications.values()
        for name in (*one.synonyms, one.label.en, one.label.zh, one.id)
    }
    return HeaderIndex(keys, _years(vocabulary), titles)


def _years(vocabulary: Vocabulary) -> dict[str, dict[int, str]]:
    facts = vocabulary.facts.values()
    found = {f.id: {f.years_back: f.id} for f in facts if f.years_back is not None}
    for fact in facts:
        if fact.year_before is not None:
            years = found[fact.year_before]
            years[max(years) + 1] = fact.id
    return found


def _entries(vocabulary: Vocabulary) -> Iterator[tuple[str, Claim]]:
    for target, texts in _OF_THE_COMPANY.items():
        yield from _synonyms(target, texts)
    for part, texts in PARTS.items():
        yield from _synonyms(f"location.{part}", texts)
    for fact in vocabulary.facts.values():
        yield fact.id, Claim(fact.id, "id", (0,))
        yield from _labels(fact.id, (fact.label.zh, fact.label.en))
        yield from (
            (text, Claim(fact.id, "synonym", (2, 50 + n))) for n, text in enumerate(fact.headers)
        )
        for value, label in fact.values.items():
            if fact.type.value == "set":
                yield from _member(fact.id, value, (label.zh, label.en))
    if "zones" in vocabulary.facts:
        for zone in vocabulary.zones.values():
            yield from _member("zones", zone.id, (zone.label.zh, zone.label.en))
    if "certifications" in vocabulary.facts:
        for one in vocabulary.certifications.values():
            yield from _member("certifications", one.id, (one.label.zh, one.label.en))
            yield from _synonyms(f"certifications.{one.id}", one.synonyms)


def _synonyms(target: str, texts: tuple[str, ...]) -> Iterator[tuple[str, Claim]]:
    for place, text in enumerate(texts):
        yield text, Claim(target, "synonym", (2, place))


def _labels(target: str, texts: tuple[str, ...]) -> Iterator[tuple[str, Claim]]:
    for text in texts:
        yield text, Claim(target, "label", (1,))


def _member(fact: str, member: str, texts: tuple[str, ...]) -> Iterator[tuple[str, Claim]]:
    """A column of its own for one member of a set or one certification."""
    yield f"{fact}.{member}", Claim(f"{fact}.{member}", "id", (0,))
    if fact == "certifications":
        for part in ("issued", "expires"):
            yield f"{fact}.{member}.{part}", Claim(f"{fact}.{member}.{part}", "id", (0,))
    for text in texts:
        yield text, Claim(f"{fact}.{member}", "label", (3,))
