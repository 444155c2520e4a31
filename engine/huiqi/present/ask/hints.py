"""How to answer a question, what a partial answer still lacks, and what makes one doubtful."""

from __future__ import annotations

from datetime import date

from huiqi.explain.words import Words
from huiqi.load.place_names import rank
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Members
from huiqi.model.sector import Sector
from huiqi.model.vocabulary import Fact, FactType
from huiqi.present.ask.typed import may_be_in

_HINTS = {
    FactType.BOOL: ("是 / 否", "yes / no (y / n)"),
    FactType.MONEY: (
        "如 3200万、1.2亿；不带单位的数按元计",
        "such as 32 million, 9.8m or 3200万; a bare number is yuan",
    ),
    FactType.RATIO: (
        "如 3.5%；不带 % 的数按倍数计，0.5 即 50%",
        "such as 3.5%; without the sign 0.5 is 50 %",
    ),
    FactType.DATE: ("如 2016-08-27、2016年8月27日", "such as 2016-08-27"),
    FactType.LOCATION: (
        "输入地名的一部分或六位代码",
        "part of the name in Chinese, such as 泉州, or the six-digit code",
    ),
    FactType.SECTOR: (
        "输入关键词或代码，如 C39；输入 . 从门类逐层选，说不准就停在那一层",
        "a keyword in Chinese or a code such as C39; `.` to choose level by level, "
        "stopping where you are not sure",
    ),
    FactType.ENUM: ("用编号或名称选", "by number or name"),
    FactType.SET: (
        "可选多项，用编号或名称；没有就输入“无”",
        "several at a time, by number or name; none if there is none",
    ),
    FactType.CERTIFICATIONS: (
        "可选多项，用编号或名称；没有就输入“无”",
        "several at a time, by number or name; none if there is none",
    ),
}
_LACKS_PLACE = {
    0: ("省、市、县", "the province, city and county"),
    1: ("市、县", "the city and county"),
    2: ("县（市、区）", "the county or district"),
}


def hint(fact: Fact, words: Words) -> str:
    """How the answer is typed; empty where that needs no word."""
    said = [words.pick(*_HINTS[fact.type])] if fact.type in _HINTS else []
    if fact.may_not_apply:
        said.append(words.pick("不适用就输入 n/a", "n/a if it does not apply"))
    return words.pick("；", "; ").join(said)


def lacking(answer: Answer, words: Words) -> str | None:
    """What a partly known answer still lacks; None where that cannot be told."""
    if isinstance(answer, Location):
        if len(answer.codes) > 1:
            return words.pick("是其中哪一个", "which of them it is")
        found = _LACKS_PLACE.get(rank(answer.codes[0]))
        return words.pick(*found) if found else None
    if isinstance(answer, Sector):
        return words.pick("更细的行业", "the finer sector")
    if isinstance(answer, Certificates):
        return words.pick(
            "发证日期、级别，或没有提到的资质有没有",
            "the day of issue, the tier, or whether it holds those not mentioned",
        )
    if isinstance(answer, Members) and answer.outside is not None:
        return words.pick("没有提到的有没有", "those not mentioned")
    return None


def unit_assumed(fact: Fact, typed: str, words: Words) -> str:
    """What was taken for granted in reading a bare number; empty where nothing was."""
    bare = typed.replace(",", "").replace("，", "").replace(".", "").strip().isdecimal()
    if bare and fact.type is FactType.MONEY:
        return words.pick(
            "（没写单位，按元计；不对就用 < 或 = 改）",
            " (no unit given: yuan; < or = to correct it)",
        )
    if bare and fact.type is FactType.RATIO:
        return words.pick(
            "（没写 %，按倍数计；不对就用 < 或 = 改）",
            " (no per cent sign given; < or = to correct it)",
        )
    return ""


def doubt(
    fact: Fact, answer: Answer, place: Answer | None, as_of: date, words: Words
) -> str | None:
    """What to ask back before an answer is taken; None where it is plausible."""
    if isinstance(answer, date):
        return to_come(answer, as_of, words) if answer > as_of else None
    if fact.id == "zones" and isinstance(answer, Members) and place is not None:
        zones = words.voc.zones
        away = [z for z in sorted(answer.inside) if not may_be_in(zones[z], place)]
        if away:
            named = words.pick("、", ", ").join(zones[zone].label[words.lang] for zone in away)
            where = words.answer("location", place)
            return words.pick(
                f"{named}不在{where}，确实在园区内吗？[y/N] ",
                f"{named} does not lie in {where}. Is the company really in it? [y/N] ",
            )
    return None


def to_come(day: date, as_of: date, words: Words) -> str:
    """The question whether a day after the day of judging is meant."""
    return words.pick(
        f"{day} 晚于 {as_of}（判断的日期），确实是这一天吗？[y/N] ",
        f"{day} is after {as_of}, the day of judging. Is it really that day? [y/N] ",
    )
