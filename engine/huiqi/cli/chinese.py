"""Help and errors of use in Chinese: the words that the command-line library puts around ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from rich.text import Text
from typer import rich_utils

from huiqi.present.wrapping import break_well

Words = tuple[tuple[str, str], ...]

_FIXED = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "ERRORS_PANEL_TITLE": "错误",
    "ABORTED_TEXT": "已中止。",
    "REQUIRED_LONG_STRING": "[必填]",
    "DEFAULT_STRING": "[默认：{}]",
    "RICH_HELP": "用法见 [blue]'{command_path} {help_option}'[/]。",
}
_TEXTS = {
    "Show this message and exit.": "显示本页",
    "Install completion for the current shell.": "为当前 shell 装上补全",
    "Show completion for the current shell, to copy it or customize the installation.": (
        "显示当前 shell 的补全脚本，以便复制或另行安装"
    ),
}
_USAGE = (
    (r"^Usage: ", "用法："),
    (r"\[OPTIONS\]", "[选项]"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 [参数]..."),
)
_TYPES = (
    # A switch takes no value.
    (r"<bool>", ""),
    (r"<path>", "<路径>"),
    (r"<str>", "<文字>"),
    (r" \[x>=(\d+)\]", r"（≥\1）"),
)
_ERRORS = (
    (r"No such command '(.*?)'\.", r"没有命令 '\1'。"),
    (r" Did you mean ('.*')\?$", r"是不是 \1？"),
    (r"No such option: (\S+)", r"没有选项 \1"),
    (r" \(Possible options: (.*)\)$", r"（可能是：\1）"),
    (r"Missing argument '(.*)'\.$", r"缺少参数 '\1'。"),
    (r"Missing option '(.*)'\.$", r"缺少选项 '\1'。"),
    (r"Missing command\.$", "缺少命令。"),
    (r"Option '(.*?)' requires an argument\.$", r"选项 '\1' 后面缺少值。"),
    (r"Option '(.*?)' does not take a value\.$", r"选项 '\1' 后面不带值。"),
    (r"Got unexpected extra argument\(?s?\)? \((.*)\)$", r"多余的参数：\1"),
    (r"Invalid value for ('.*?'): ", r"\1 的值不对："),
    (r"Invalid value for (\S+): ", r"\1 的值不对："),
    (r"Invalid value: ", "值不对："),
    (r"path '(.*)' is not readable\.$", r"没有读取 '\1' 的权限。"),
    (r"path '(.*)' does not exist\.$", r"没有 '\1'。"),
    (r"(?:Value error, )?'([^']*)' is not one of (.*)\.$", r"'\1' 不在 \2 之中。"),
    (r"Input should be a valid integer.*$", "应当是整数。"),
    (r"Input should be greater than or equal to (\d+)$", r"不能小于 \1。"),
)


def speak_chinese() -> None:
    """Let help pages and errors of use speak Chinese.

    Sentences are also broken where a line ends: between Chinese words stand no blanks, so the
    library takes a sentence for one word and would cut off what is longer than a line.
    """
    break_well()
    names = vars(rich_utils)
    names.update((name, text) for name, text in _FIXED.items() if name in names)
    for name, change in (("_make_rich_text", _folding), ("rich_format_error", _translating)):
        if name in names:
            names[name] = change(names[name])
    for name, words in (("highlighter", _USAGE), ("types_highlighter", _TYPES)):
        if name in names:
            names[name] = _worded(names[name], words)


def _folding(make: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(make)
    def folding(*, text: str, **how: Any) -> Any:
        made = make(text=_TEXTS.get(text, text), **how)
        made.overflow = "fold"
        return made

    return folding


def _worded(highlight: Callable[[Any], Any], words: Words) -> Callable[[Any], Any]:
    """A highlighter that is handed Chinese words; text with colours of its own is left alone."""

    def worded(text: Any) -> Any:
        plain = text if isinstance(text, str) else text.plain
        said = _in_chinese(plain, words)
        if said == plain:
            return highlight(text)
        return highlight(said if isinstance(text, str) else Text(said, style=text.style))

    return worded


def _in_chinese(text: str, words: Words) -> str:
    for english, chinese in words:
        text = re.sub(english, chinese, text)
    return text


def _translating(show: Callable[[Any], None]) -> Callable[[Any], None]:
    @wraps(show)
    def translating(error: Any) -> None:
        said = _in_chinese(error.format_message(), _ERRORS)
        error.format_message = lambda: said
        show(error)

    return translating
