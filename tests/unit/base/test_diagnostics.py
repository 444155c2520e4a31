"""Findings as text, as one line and as JSON; suggestions only when near."""

from __future__ import annotations

import copy
import json
import pickle
import string

import pytest

from huiqi.base.diagnostics import (
    Diagnostic,
    ProfileError,
    as_json,
    as_line,
    as_text,
    nearest,
)
from huiqi.base.messages import MESSAGES, Message
from huiqi.base.source import Source, Span

SOURCE = Source("公司.yaml", "name: 某公司\nemploees: 20\n")
FINDING = Diagnostic("HQ601", {"name": "emploees"}, Span(SOURCE, 2, 1, 8), near="employees")


def test_as_text() -> None:
    assert as_text(FINDING, "en") == (
        "error[HQ601]: there is no fact `emploees`\n"
        " --> 公司.yaml:2:1\n"
        "2 | emploees: 20\n"
        "  | ^^^^^^^^\n"
        "  help: did you mean `employees`?"
    )
    assert as_text(FINDING, "zh") == (
        "错误[HQ601]: 没有叫 `emploees` 的事实\n"
        " --> 公司.yaml:2:1\n"
        "2 | emploees: 20\n"
        "  | ^^^^^^^^\n"
        "  建议: 是不是 `employees`？"
    )


class _OfOneCompany(ProfileError):
    def __init__(self, company: str, findings: list[Diagnostic]) -> None:
        super().__init__(findings)
        self.company = company


@pytest.mark.parametrize("error", [ProfileError([FINDING]), _OfOneCompany("甲", [FINDING])])
def test_an_error_is_copied_and_sent_between_processes_whole(error: ProfileError) -> None:
    texts = (pickle.dumps(error, protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1))
    for same in (*map(pickle.loads, texts), copy.copy(error), copy.deepcopy(error)):
        assert type(same) is type(error)
        assert (str(same), vars(same)) == (str(error), vars(error))


def test_the_clause_stands_below_the_excerpt() -> None:
    finding = Diagnostic("HQ501", span=Span(SOURCE, 1, 7, 3), clause="9#1")
    assert as_text(finding).splitlines()[-1] == "  clause: 9#1"
    assert as_text(finding, "zh").splitlines()[-1] == "  条款: 9#1"


def test_the_gutter_is_as_wide_as_the_line_number() -> None:
    source = Source("x", "\n" * 99 + "revenue: 5")
    finding = Diagnostic("HQ605", {"fact": "revenue", "text": "5"}, Span(source, 100, 10))
    assert as_text(finding).splitlines()[1:] == [
        "   --> x:100:10",
        "100 | revenue: 5",
        "    |          ^",
    ]


def test_as_line() -> None:
    assert as_line(FINDING) == "公司.yaml:2:1: error[HQ601]: there is no fact `emploees`"
    assert as_line(Diagnostic("HQ104", where="a.yaml"), "zh") == ("a.yaml: 错误[HQ104]: 文件是空的")
    assert as_line(Diagnostic("HQ104")) == "-: error[HQ104]: the file is empty"


def test_as_json_has_both_languages_and_is_json() -> None:
    found = as_json(FINDING)
    assert json.loads(json.dumps(found)) == found
    assert found == {
        "code": "HQ601",
        "severity": "error",
        "message": {
            "zh": "没有叫 `emploees` 的事实",
            "en": "there is no fact `emploees`",
        },
        "help": {"zh": "是不是 `employees`？", "en": "did you mean `employees`?"},
        "file": "公司.yaml",
        "line": 2,
        "column": 1,
        "length": 8,
        "clause": None,
    }


def test_as_json_without_a_place_in_a_file() -> None:
    found = as_json(Diagnostic("HQ113", {"path": "x"}, where="x"))
    assert (found["file"], found["line"], found["column"], found["length"]) == (
        "x", None, None, None,
    )  # fmt: skip
    assert found["help"] == {"zh": None, "en": None}


def test_an_error_says_everything_it_carries() -> None:
    error = ProfileError([FINDING, Diagnostic("HQ104", where="b.yaml")])
    assert str(error) == as_text(FINDING) + "\n\n" + as_text(error.findings[1])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ab\x1b[31m", "ab�[31m"),
        ("a\nb", "a�b"),
        ("a\tb", "a b"),
        ("\u202eabc", "�abc"),
        ("全　角", "全　角"),
        ("x" * 160, "x" * 160),
        ("x" * 161, "x" * 159 + "…"),
        ("{0} {name}", "{0} {name}"),
    ],
)
def test_foreign_text_is_tame(text: str, shown: str) -> None:
    assert Diagnostic("HQ601", {"name": text}).message("en") == f"there is no fact `{shown}`"
    near = Diagnostic("HQ601", {"name": "?"}, near=text).help("en")
    assert near == f"did you mean `{shown}`?"


KNOWN = ("employees", "revenue", "rd_spend", "高新技术企业", "小巨人")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("employes", "employees"),
        ("emploees", "employees"),
        ("Revenue", "revenue"),
        ("rd-spend", "rd_spend"),
        ("高新技术企", "高新技术企业"),
        ("turnover", None),
        ("注册资本", None),
        ("", None),
        ("x" * 1_000_000, None),
    ],
)
def test_suggestions_only_when_near(name: str, near: str | None) -> None:
    assert nearest(name, KNOWN) == near


def gaps(template: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(template) if field}


@pytest.mark.parametrize("code", MESSAGES)
def test_both_languages_say_the_same(code: str) -> None:
    def filled(*templates: str) -> set[str]:
        names = set().union(*map(gaps, templates))
        return {name.removesuffix("_zh").removesuffix("_en") for name in names}

    message: Message = MESSAGES[code]
    assert filled(message.zh, message.help_zh) == filled(message.en, message.help_en)
    assert bool(message.help_zh) == bool(message.help_en)
    assert not message.en.endswith(".")
    assert not message.zh.endswith("。")


def test_codes_stand_in_order() -> None:
    assert list(MESSAGES) == sorted(MESSAGES)
