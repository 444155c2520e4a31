"""Help pages in Chinese: the words that the command-line library puts around ours."""

from __future__ import annotations

from functools import wraps
from typing import Any

from typer import rich_utils

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


def speak_chinese() -> None:
    """Let help pages speak Chinese, and break sentences where a line ends.

    Between Chinese words stand no blanks, so the library takes a sentence for one word and cuts off
    what is longer than a line.
    """
    names = vars(rich_utils)
    names.update((name, text) for name, text in _FIXED.items() if name in names)
    make = names.get("_make_rich_text")
    if make is None:
        return

    @wraps(make)
    def folding(*, text: str, **how: Any) -> Any:
        made = make(text=_TEXTS.get(text, text), **how)
        made.overflow = "fold"
        return made

    names["_make_rich_text"] = folding
