"""What the YAML parser finds wrong with a text, in both languages.

The parser (libyaml through PyYAML) speaks English only. Its wordings are looked up here; one that
does not stand here is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

_IN_CHINESE: Mapping[str, str] = {
    "block collection entries are not allowed in this context": "这里不能出现列表项",
    "block mapping value is not allowed in this context": "这里不能出现“键: 值”",
    "block sequence entries are not allowed in this context": "这里不能出现列表项（-）",
    "control characters are not allowed": "不允许出现控制字符",
    "could not find expected ':'": "缺少冒号（:）",
    "did not find URI escaped octet": "标签里的转义不完整",
    "did not find expected ',' or ']'": "缺少逗号（,）或右方括号（]）",
    "did not find expected ',' or '}'": "缺少逗号（,）或右花括号（}）",
    "did not find expected '-' indicator": "缺少列表项的短横（-），可能是缩进不齐",
    "did not find expected <document start>": "前一份文档之后还有内容",
    "did not find expected alphabetic or numeric character": "锚点或别名缺少名字",
    "did not find expected comment or line break": "行末有多余的内容",
    "did not find expected hexdecimal number": "转义里缺少十六进制数字",
    "did not find expected key": "缺少键，可能是缩进不齐",
    "did not find expected node content": "这里缺少内容",
    "did not find expected whitespace or line break": "这里应有空格或换行",
    "did not find the expected '!'": "标签缺少叹号（!）",
    "found a tab character that violates indentation": "缩进用了制表符，请改用空格",
    "found a tab character where an indentation space is expected": ("缩进用了制表符，请改用空格"),
    "found an indentation indicator equal to 0": "缩进指示不能为 0",
    "found character that cannot start any token": (
        "这个字符不能开头（制表符、@、% 和反引号须放在引号里）"
    ),
    "found duplicate anchor": "锚点重复",
    "found incompatible YAML document": "YAML 版本不受支持",
    "found invalid Unicode character escape code": "Unicode 转义无效",
    "found undefined tag handle": "标签前缀没有定义",
    "found unexpected document indicator": "引号还没有结束，文档就分隔了",
    "found unexpected end of stream": "文件在引号结束之前就完了",
    "found unknown escape character": "反斜杠后的转义不认识",
    "mapping keys are not allowed in this context": "这里不能出现键",
    "mapping values are not allowed in this context": "这里不能出现“键: 值”",
}


def problem_args(problem: str) -> dict[str, object]:
    """A wording of the parser as the arguments of HQ105."""
    return {"problem_zh": _IN_CHINESE.get(problem, problem), "problem_en": problem}
