"""Why an answer cannot be taken, said to who typed it: of the question, not of a file."""

from __future__ import annotations

from collections.abc import Mapping

from huiqi.base.diagnostics import Diagnostic, Language
from huiqi.base.source import printable
from huiqi.model.vocabulary import FactType

_WANTED = {
    FactType.BOOL: ("请答 是 或 否", "please answer yes or no"),
    FactType.COUNT: ("请写整数", "please give a whole number"),
    FactType.NUMBER: ("请写数字", "please give a number"),
    FactType.MONEY: ("请写金额，如 3200万、1.2亿", "please give an amount, such as 32 million"),
    FactType.RATIO: ("请写百分比，如 3.5%", "please give a percentage, such as 3.5%"),
    FactType.DATE: ("请写日期，如 2016-08-27", "please give a date, such as 2016-08-27"),
    FactType.ENUM: ("请用编号或名称选", "please choose by number or name"),
    FactType.SET: ("请用编号或名称选", "please choose by number or name"),
    FactType.LOCATION: ("请写地名或六位代码", "please give a place in Chinese or its code"),
    FactType.SECTOR: ("请写行业名称或代码", "please give a sector in Chinese or its code"),
    FactType.CERTIFICATIONS: ("请用编号或名称选", "please choose by number or name"),
}
"""What would be an answer to a question of this kind."""

_SAID = {
    "HQ208": ("没有“{value}”这个选项", "there is no choice “{value}”"),
    "HQ602": ("看不懂“{text}”，{wanted}", "“{text}” is not understood; {wanted}"),
    "HQ603": ("不能为负：{text}", "cannot be negative: {text}"),
    "HQ604": ("没有这一天：{text}", "there is no such day: {text}"),
    "HQ605": ("“{text}”不是一个数，{wanted}", "“{text}” is not a number; {wanted}"),
    "HQ606": ("没有叫“{name}”的资质", "there is no title “{name}”"),
    "HQ607": (
        "“{text}”有多种可能：{candidates}；请加上省、市，或写六位代码",
        "“{text}” could be several: {candidates}; add province and city, or give the code",
    ),
    "HQ608": (
        "认不出地名“{text}”；请写省、市、县的名称，或六位代码",
        "“{text}” is not recognised; type the name in Chinese, such as 泉州, or the six-digit code",
    ),
    "HQ609": (
        "认不出行业“{text}”；换个词，写代码（如 C35），或输入 . 逐层选",
        "“{text}” is not recognised; try another word in Chinese, a code such as C35, "
        "or `.` to choose level by level",
    ),
    "HQ610": (
        "这一题不能答“不适用”；不知道就输入 dk",
        "“does not apply” is no answer here; type dk if you do not know",
    ),
    "HQ611": (
        "“{text}”有多种可能：{candidates}；请写其中一个的代码",
        "“{text}” could be several: {candidates}; give the code of one of them",
    ),
    "HQ612": ("数目过大：{text}", "too large: {text}"),
    "HQ617": (
        "{text} 分不清是倍数还是百分数，请带上百分号，如 {text}%",
        "{text} could be a multiple or per cent; write the per cent sign, such as {text}%",
    ),
}


def refusal(finding: Diagnostic, kind: FactType, lang: Language, labels: Mapping[str, str]) -> str:
    """What is wrong with an answer to a question of this kind, and what would be right.

    `labels` are those of what can be chosen, by id.
    """
    if finding.code not in _SAID:
        return finding.message(lang)
    given = {name: printable(str(value))[:80] for name, value in finding.args.items()}
    given["wanted"] = _WANTED[kind][lang == "en"]
    said = _SAID[finding.code][lang == "en"].format_map(given)
    if finding.near is None:
        return said
    near = printable(labels.get(finding.near, finding.near))
    return said + (f"；是不是“{near}”？" if lang == "zh" else f"; did you mean “{near}”?")
