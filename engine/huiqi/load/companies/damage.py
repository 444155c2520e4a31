"""Files that the libraries cannot read as tables: what they said, in both languages."""

from __future__ import annotations

import re

from huiqi.base.diagnostics import CompaniesError, Diagnostic

_KNOWN = (
    (r"File is not a zip file$", "内容不完整，不像 XLSX 或 ODS"),
    (r"Cannot detect file format$", "认不出格式"),
    (r"Bad CRC-32 for file", "内容与校验和不符"),
    (r"XLS: ", "不是完整的 XLS 文件"),
    (r"parquet: File out of specification: ", "不是完整的 Parquet 文件"),
)


def damaged(reason: str, name: str) -> CompaniesError:
    """The error for a file that is no table any more, with the first line of the reason.

    In Chinese too where the reason is a common one; details of it stay as the library said them.
    """
    said = (reason.splitlines() or ["?"])[0]
    args = {"reason_zh": _in_chinese(said), "reason_en": said}
    return CompaniesError([Diagnostic("HQ628", args, where=name)])


def _in_chinese(said: str) -> str:
    for english, chinese in _KNOWN:
        if found := re.match(english, said):
            return chinese if found.end() == len(said) else f"{chinese}（{said}）"
    return said
