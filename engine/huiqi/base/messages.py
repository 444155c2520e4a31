"""The wording of every diagnostic, in one table: code → severity, message and help, zh and en.

Codes by pass: 1xx reading and decoding · 2xx names · 3xx types and units · 4xx cycles ·
5xx lints · 6xx company data · 7xx rule cases · 8xx queries.
"""

from __future__ import annotations

from huiqi.base.company_file_messages import COMPANY_FILES
from huiqi.base.message import Message
from huiqi.base.message import error as _error
from huiqi.base.message import warning as _warning
from huiqi.base.rule_messages import RULES

MESSAGES: dict[str, Message] = {
    **RULES,
    # 6xx company data
    "HQ601": _error(
        "没有叫 `{name}` 的事实",
        "there is no fact `{name}`",
        "事实的编号见 huiqi facts",
        "`huiqi facts` lists the facts",
    ),
    "HQ602": _error(
        "`{fact}` 应为“{type_zh}”，不能是 `{text}`", "`{fact}` is {type_en}, not `{text}`"
    ),
    "HQ603": _error("`{fact}` 不能为负：`{text}`", "`{fact}` cannot be negative: `{text}`"),
    "HQ604": _error("没有这一天：`{text}`", "there is no such day: `{text}`"),
    "HQ605": _error("`{fact}` 不是一个数：`{text}`", "`{fact}` is not a number: `{text}`"),
    "HQ606": _error("没有叫 `{name}` 的资质", "there is no certification `{name}`"),
    "HQ607": _warning(
        "地名“{text}”有多种可能，先按未知处理：{candidates}",
        "the place “{text}” could be several and counts as unknown: {candidates}",
        "写出省、市，或行政区划代码",
        "add the province and city, or give the division code",
    ),
    "HQ608": _warning(
        "认不出地名“{text}”，先按未知处理",
        "the place “{text}” is not recognised and counts as unknown",
        "写出省、市、县，或行政区划代码",
        "write province, city and county, or the division code",
    ),
    "HQ609": _warning(
        "认不出行业“{text}”，先按未知处理",
        "the sector “{text}” is not recognised and counts as unknown",
        "写 GB/T 4754-2017 的名称或代码，如 C35",
        "write a name or code of GB/T 4754-2017, such as C35",
    ),
    "HQ610": _error(
        "`{fact}` 不能写“不适用”",
        "“does not apply” is no answer to `{fact}`",
        "不知道就写 unknown，或先不写",
        "write unknown, or leave it out",
    ),
    "HQ611": _warning(
        "行业“{text}”有多种可能，先按未知处理：{candidates}",
        "the sector “{text}” could be several and counts as unknown: {candidates}",
        "写出其中一个的代码",
        "write the code of one of them",
    ),
    "HQ612": _error("`{fact}` 过大：`{text}`", "`{fact}` is too large: `{text}`"),
    "HQ615": _error(
        "“{text}”精确到分以下，金额最小单位是分",
        "“{text}” is finer than one 分, the smallest unit of money",
    ),
    "HQ616": _error(
        "失效日期 {expires} 早于发证日期 {issued}", "{expires} expires before {issued}"
    ),
    "HQ617": _error(
        "`{fact}` 写 {text} 分不清是倍数还是百分数",
        "`{fact}`: {text} could be a multiple or per cent",
        "带上百分号，如 {text}%",
        "write the per cent sign, such as {text}%",
    ),
    "HQ618": _error(
        "`{fact}` 没有代码 `{code}`",
        "`{fact}` has no code `{code}`",
        "地点用 GB/T 2260 的行政区划代码，行业用 GB/T 4754-2017 的代码",
        "places have division codes of GB/T 2260, sectors codes of GB/T 4754-2017",
    ),
    **COMPANY_FILES,
    # 7xx rule cases
    "HQ701": _error(
        "用例“{case}”：{what_zh}应为 {expected}，实为 {actual}",
        "case “{case}”: {what_en} should be {expected}, is {actual}",
    ),
    # 8xx queries
    "HQ801": _error("没有叫 `{name}` 的项目", "there is no programme `{name}`"),
    "HQ802": _error("没有叫 `{name}` 的文件", "there is no document `{name}`"),
    "HQ803": _error(
        "`{text}` 不是日期", "`{text}` is not a date", "写成 2026-11-22", "write it like 2026-11-22"
    ),
    "HQ804": _error(
        "这项功能需要附加组件 {extra}",
        "this needs the extra `{extra}`",
        "pip install 'huiqi[{extra}]'",
        "pip install 'huiqi[{extra}]'",
    ),
    "HQ805": _error(
        "{as_of} 没有一个可判断的项目",
        "there is no programme to judge on {as_of}",
        "项目已被新文件取代的，选新文件，或用 --as-of 指定当时",
        "where a newer document has taken over choose that one, or another day with --as-of",
    ),
    # 81x what advice rests on
    "HQ810": _error("授予资质的项目 `{name}` 不存在", "there is no programme `{name}` to grant it"),
    "HQ811": _error(
        "`{name}` 是地点或行业，不能标为可以改变",
        "`{name}` is a place or a sector and cannot be changeable",
        "删去 changeable；园区用集合类型的事实",
        "remove changeable; zones are a fact that takes a set",
    ),
    "HQ812": _error(
        "`{name}` 不是数量，changeable 不能写 {direction}",
        "`{name}` is no quantity, so changeable cannot be {direction}",
        "写 true 或 false",
        "write true or false",
    ),
    "HQ813": _error(
        "`{name}` 的 year_before 指向 `{after}`，而它没有写 years_back",
        "year_before of `{name}` names `{after}`, which does not state years_back",
        "给 `{after}` 写上 years_back: 1",
        "state years_back: 1 for `{after}`",
    ),
    # 83x tools for rule authors
    "HQ830": _error(
        "{path} 已经存在，没有改动",
        "{path} exists already and is left as it is",
        "换个编号，或先移走它",
        "choose another id, or move it away first",
    ),
    "HQ831": _error(
        "`{name}` 不能作编号",
        "`{name}` cannot be an id",
        "编号用小写字母、数字和连字符，如 quanzhou-2016",
        "an id is made of small letters, digits and hyphens, such as quanzhou-2016",
    ),
    "HQ832": _error(
        "`{name}` 是内置规则库里的文件，不能在别处重新登记",
        "`{name}` is a document of the bundled rulebook and cannot be registered elsewhere",
        "换个编号；要改内置规则，用 --dir 指明它的目录；独立的规则库加 --alone",
        "choose another id; to work on the bundled rules give their folder with --dir; for a "
        "rulebook of your own add --alone",
    ),
    "HQ833": _error(
        "{path} 里没有企业档案",
        "{path} holds no company profiles",
        "档案是 .yaml、.yml 或 .json 文件",
        "profiles are .yaml, .yml or .json files",
    ),
    "HQ834": _warning(
        "这张图有 {edges} 条连线，Mermaid 默认最多画 {limit} 条",
        "this graph has {edges} arrows; Mermaid draws at most {limit} unless told otherwise",
        "写出文件或项目编号以缩小范围，或用 --format svg",
        "name a document or programme to narrow it, or use --format svg",
    ),
    "HQ835": _error(
        "`{key}` 后面没有值",
        "`{key}` has no value",
        "花括号里的文字如果含逗号或冒号，要加引号；可用的键：{known}",
        "in braces, a text that holds a comma or a colon needs quotes; known keys: {known}",
    ),
    # 84x stored assessments
    "HQ840": _error(
        "不是存下的评估结果：{reason}",
        "this is no stored assessment: {reason}",
        "用 Assessment.to_json 存下的文本",
        "give the text that Assessment.to_json made",
    ),
    "HQ841": _error(
        "规则库如今得出的结论不同：{programmes}",
        "the rulebook now comes to other verdicts: {programmes}",
        "用当时的规则库读取，或重新评估（Rulebook.check）",
        "read it with the rulebook of that time, or check the company anew (Rulebook.check)",
    ),
}
