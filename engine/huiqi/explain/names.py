"""Names, quantities and single answers in plain words, Chinese and English."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from fractions import Fraction

from huiqi.base.diagnostics import Language
from huiqi.load.place_text import full_name
from huiqi.load.tables import divisions, industries
from huiqi.model import criteria as ast
from huiqi.model.node import Text
from huiqi.model.place import Location
from huiqi.model.profile import Certificates, Holding, Members, Missing, OneAmong
from huiqi.model.quantity import EXACT, Period, show_money, show_ratio
from huiqi.model.sector import Sector
from huiqi.model.vocabulary import Fact, FactType, Vocabulary

_UNITS = {"day": ("天", "day"), "month": ("个月", "month"), "year": ("年", "year")}
_UNKNOWN = Text(zh="不知道", en="not known")
ABSENT = Text(zh="未填", en="not given")
_INAPPLICABLE = Text(zh="不适用", en="does not apply")


class Names:
    """Says names and answers in one language with one vocabulary's labels."""

    def __init__(self, vocabulary: Vocabulary, lang: Language) -> None:
        self.voc = vocabulary
        self.lang = lang

    def pick(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def label(self, fact: str) -> str:
        return self.voc.facts[fact].label[self.lang]

    def either(self, names: list[str]) -> str:
        if self.lang == "zh":
            return "、".join(names[:-1]) + ("或" if len(names) > 1 else "") + names[-1]
        return ", ".join(names[:-1]) + (" or " if len(names) > 1 else "") + names[-1]

    def certification(self, name: str) -> str:
        return self.voc.certifications[name].label[self.lang]

    def region(self, name: str) -> str:
        group = self.voc.regions.get(name)
        return group.label[self.lang] if group else divisions()[name].name

    def sector_name(self, name: str) -> str:
        group = self.voc.sectors.get(name)
        return group.label[self.lang] if group else f"{name} {industries()[name].name}"

    def value_name(self, fact: str, value: str) -> str:
        if fact == "zones":
            return self.voc.zones[value].label[self.lang]
        return self.voc.facts[fact].values[value][self.lang]

    def period(self, period: Period) -> str:
        zh, en = _UNITS[period.unit]
        plural = "" if period.length == 1 else "s"
        return self.pick(f"{period.length}{zh}", f"{period.length} {en}{plural}")

    def threshold(self, threshold: ast.Threshold) -> str:
        if isinstance(threshold, ast.Money):
            return show_money(threshold.fen, self.lang)
        if isinstance(threshold, ast.Share):
            return show_ratio(threshold.value)
        if isinstance(threshold, ast.Number):
            return number(threshold.value) + (threshold.unit if self.lang == "zh" else "")
        if isinstance(threshold, ast.Length):
            return self.period(threshold.value)
        return threshold.value.isoformat()

    def holding(self, holding: Holding) -> str:
        said = [self.certification(holding.certification)]
        if holding.tier is not None:
            said.append(self.voc.tiers[holding.tier].label[self.lang])
        if holding.issued is not None:
            said.append(self.pick(f"{holding.issued} 发证", f"issued {holding.issued}"))
        period = self.voc.certifications[holding.certification].valid_for
        if holding.expires is not None:
            said.append(self.pick(f"{holding.expires} 到期", f"expires {holding.expires}"))
        elif holding.issued is not None and period is not None:
            length = self.period(period)
            said.append(self.pick(f"{length}有效", f"valid for {length}"))
        if holding.renewal:
            said.append(self.pick("重新认定", "renewal"))
        return self.pick(" ", ", ").join(said)

    def answer(self, fact: str, answer: object) -> str:
        """One answer as a person would say it."""
        declared = self.voc.facts[fact]
        if answer is None:
            return ABSENT[self.lang]
        if answer is Missing.DONT_KNOW:
            return _UNKNOWN[self.lang]
        if answer is Missing.NOT_APPLICABLE:
            return _INAPPLICABLE[self.lang]
        if isinstance(answer, bool):
            return self.pick("是" if answer else "否", "yes" if answer else "no")
        if isinstance(answer, Location):
            return self.either([full_name(code) for code in answer.codes])
        if isinstance(answer, Sector):
            return f"{answer.code} {industries()[answer.code].name}"
        if isinstance(answer, (str, OneAmong, Members, Certificates)):
            return self._names(fact, answer)
        if isinstance(answer, date):
            return answer.isoformat()
        return self._quantity(declared, answer)

    def _names(self, fact: str, answer: str | OneAmong | Members | Certificates) -> str:
        if isinstance(answer, Certificates):
            if not answer.held and answer.absent is not None:
                return ABSENT[self.lang]
            names = [self.holding(holding) for holding in answer.held]
        elif isinstance(answer, str):
            names = [self.value_name(fact, answer)]
        else:
            among = isinstance(answer, OneAmong)
            values = answer.possible if isinstance(answer, OneAmong) else answer.inside
            names = [self.value_name(fact, value) for value in sorted(values)]
            if among:
                return self.either(names)
            if isinstance(answer, Members) and not names and answer.outside is not None:
                return self._not_among(fact, answer.outside)
        return self.pick("、", ", ").join(names) or self.pick("无", "none")

    def _not_among(self, fact: str, outside: Collection[str]) -> str:
        """Of a set only what it does not hold is known."""
        if not outside:
            return ABSENT[self.lang]
        names = self.pick("、", ", ").join(self.value_name(fact, one) for one in sorted(outside))
        return self.pick(f"不含{names}，其余未填", f"not {names}; of others not given")

    def _quantity(self, fact: Fact, answer: object) -> str:
        if fact.type is FactType.MONEY and isinstance(answer, int):
            return show_money(answer, self.lang)
        if fact.type is FactType.RATIO and isinstance(answer, (Decimal, Fraction)):
            return percent(Fraction(answer))
        if isinstance(answer, (int, Decimal)):
            return number(Decimal(answer)) + (fact.unit if self.lang == "zh" else "")
        return str(answer)


def number(value: Decimal) -> str:
    """A number without trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: Fraction) -> str:
    """A ratio in per cent, marked ≈ where it is rounded.

    Two decimals do, and more where these would make it look like a threshold.

    >>> percent(Fraction(1, 3)), percent(Fraction("0.01995")), percent(Fraction(49_999, 1_000_000))
    ('≈33.33%', '1.995%', '4.9999%')
    """
    exact = value * 100
    for decimals in range(2, 7):
        rounded = round(exact, decimals)
        text = number(EXACT.divide(Decimal(int(rounded * 10**6)), 10**6))
        if rounded == exact:
            return f"{text}%"
        if rounded * 10 % 1:
            return f"≈{text}%"
    return f"≈{text}%"
