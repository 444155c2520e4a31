"""The columns of an empty company file: headers that map back to their facts, each explained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huiqi.base.diagnostics import Language
from huiqi.load.companies.mapping import ID, NAME
from huiqi.model.vocabulary import Fact, FactType, Vocabulary

_COMPANY: dict[str, dict[Language, tuple[str, str]]] = {
    NAME: {
        "zh": ("企业名称", "营业执照上的全称"),
        "en": ("name", "The full name on the business licence"),
    },
    ID: {
        "zh": ("统一社会信用代码", "18 位，可不填"),
        "en": ("unified_social_credit_code", "18 characters; may be left out"),
    },
}
_HOW: dict[FactType, dict[Language, str]] = {
    FactType.BOOL: {"zh": "是 或 否", "en": "是 or 否 (yes or no)"},
    FactType.COUNT: {"zh": "整数", "en": "a whole number"},
    FactType.NUMBER: {"zh": "数字", "en": "a number"},
    FactType.MONEY: {"zh": "数字，单位见表头", "en": "a number in the unit of the header"},
    FactType.RATIO: {"zh": "数字，按百分数填（5 即 5%）", "en": "a number of per cent (5 is 5%)"},
    FactType.DATE: {"zh": "日期，如 2016-08-27", "en": "a date such as 2016-08-27"},
    FactType.ENUM: {"zh": "填一个：", "en": "one of: "},
    FactType.SET: {
        "zh": "可填多个，用分号隔开，都没有填 无：",
        "en": "several, between semicolons, or 无 for none: ",
    },
    FactType.LOCATION: {
        "zh": "省、市、县，或行政区划代码",
        "en": "province, city and county, or the division code",
    },
    FactType.SECTOR: {
        "zh": "GB/T 4754-2017 的名称或代码，如 C35",
        "en": "a name or code of GB/T 4754-2017, such as C35",
    },
    FactType.CERTIFICATIONS: {
        "zh": "可填多个，用分号隔开，发证日期写在括号里，如 高新技术企业(2021-12-01)，"
        "都没有填 无：",
        "en": "several, between semicolons, the day of issue in brackets, such as "
        "high_tech_enterprise(2021-12-01), or 无 for none: ",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column: its header, the target it maps to, what it means, and how to fill it in.

    `choices` are the values of a column that takes exactly one of a few.
    """

    header: str
    target: str
    meaning: str
    how: str = ""
    choices: tuple[str, ...] = ()


def template_columns(
    facts: Iterable[str], vocabulary: Vocabulary, lang: Language
) -> tuple[Column, ...]:
    """Name and code of the company, then these facts in this order."""
    company = (Column(texts[lang][0], target, texts[lang][1]) for target, texts in _COMPANY.items())
    return (*company, *(_column(vocabulary.facts[fact], vocabulary, lang) for fact in facts))


def _column(fact: Fact, vocabulary: Vocabulary, lang: Language) -> Column:
    told = (fact.question, fact.help)
    meaning = " ".join(text[lang] for text in told if text is not None) or fact.label[lang]
    values = _values(fact, vocabulary, lang)
    how = _HOW[fact.type][lang] + ("；" if lang == "zh" else "; ").join(values)
    if fact.may_not_apply:
        how += "。不适用的填 不适用" if lang == "zh" else ". Write 不适用 where it does not apply"
    choices = values if fact.type is FactType.ENUM else ()
    if fact.type is FactType.BOOL:
        choices = ("是", "否")
    return Column(fact.label[lang] + _unit(fact, lang), fact.id, meaning, how, choices)


def _unit(fact: Fact, lang: Language) -> str:
    if fact.type is FactType.MONEY:
        return "(万元)" if lang == "zh" else " (yuan)"
    if fact.type is FactType.RATIO:
        return "(%)" if lang == "zh" else " (%)"
    return f"({fact.unit})" if fact.unit and lang == "zh" else ""


def _values(fact: Fact, vocabulary: Vocabulary, lang: Language) -> tuple[str, ...]:
    """The values a person may write, as the language names them."""
    if fact.type is FactType.CERTIFICATIONS:
        return tuple(one.label[lang] for one in vocabulary.certifications.values())
    if fact.id == "zones":
        return tuple(zone.label[lang] for zone in vocabulary.zones.values())
    return tuple(label[lang] for label in fact.values.values())
