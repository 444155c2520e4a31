"""The options that commands share."""

from __future__ import annotations

import os
import re
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

from huiqi.base.diagnostics import Diagnostic, Language, QueryError


class Format(str, Enum):
    """How results are printed."""

    text = "text"
    json = "json"


class Lang(str, Enum):
    """Language of what is printed."""

    zh = "zh"
    en = "en"


def locale_language() -> Language:
    """Chinese in Chinese locales, else English; HUIQI_LANG decides where it is set."""
    for name in ("HUIQI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, ""):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def say(zh: str, en: str) -> str:
    """Help text in the language of the locale."""
    return zh if locale_language() == "zh" else en


def summary(zh: str) -> str | None:
    """What a command does, in Chinese locales; elsewhere its docstring says so."""
    return zh if locale_language() == "zh" else None


def language(chosen: Lang | None) -> Language:
    if chosen is None:
        return locale_language()
    return "zh" if chosen is Lang.zh else "en"


def separated(values: list[str] | None) -> list[str] | None:
    """Ids of which several may stand in one word, as in `a,b`."""
    if values is None:
        return None
    return [name for value in values for name in re.split("[,，、]", value) if name]


def check_alone(rules: list[Path] | None, alone: bool) -> None:
    """Refuse a rulebook of nothing: without the bundled rules and without others."""
    if alone and not rules:
        raise typer.BadParameter(say("须与 --rules 同用", "needs --rules"), param_hint="--alone")


def day(text: str | None) -> date:
    """The as-of date; today unless stated.

    Raises: QueryError: the text is no date.
    """
    from huiqi.model.quantity import NotAQuantity, read_date

    if text is None:
        return date.today()
    try:
        return read_date(text)
    except NotAQuantity:
        raise QueryError([Diagnostic("HQ803", {"text": text})]) from None


AsOf = Annotated[
    Optional[str],  # noqa: UP045 - typer reads annotations on Python 3.10 too
    typer.Option(
        "--as-of",
        metavar="DATE",
        help=say("按哪一天判断，默认今天", "judge as of this day (default: today)"),
    ),
]
LangOption = Annotated[
    Optional[Lang],  # noqa: UP045
    typer.Option("--lang", help=say("输出语言，默认随系统", "language (default: the locale's)")),
]
FormatOption = Annotated[Format, typer.Option("--format", help=say("输出格式", "output format"))]
RulesOption = Annotated[
    Optional[list[Path]],  # noqa: UP045
    typer.Option(
        "--rules",
        metavar="DIR",
        readable=False,
        help=say(
            "叠加在内置规则之上的规则目录，可重复",
            "rules layered over the bundled ones; repeatable",
        ),
    ),
]
AloneOption = Annotated[
    bool,
    typer.Option(
        "--alone",
        help=say(
            "不加载内置规则，只用 --rules 目录", "without the bundled rules: only those of --rules"
        ),
    ),
]
