"""`huiqi rules new`: skeletons of new rule files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from huiqi.base.source import printable
from huiqi.cli import options
from huiqi.cli.options import LangOption, say, summary
from huiqi.cli.rules import rules_app


@rules_app.command(
    "new",
    help=summary("写出文件和项目的骨架；待填之处留空。"),
    epilog=say(
        "示例：huiqi rules new 编号 --dir 我的规则 --programme 项目编号",
        "Example: huiqi rules new my-town-2026 --dir my-rules --programme my-award",
    ),
)
def new_rules(
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help=say("文件编号", "id of the document"))
    ],
    folder: Annotated[
        Path,
        typer.Option(
            "--dir",
            metavar="DIR",
            readable=False,
            help=say("写到哪个目录，默认当前目录", "the folder to write into (default: this one)"),
        ),
    ] = Path(),
    programmes: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--programme",
            metavar="ID",
            help=say(
                "项目编号，可重复，默认 <文件编号>-programme",
                "id of a programme; repeatable (default: DOCUMENT-programme)",
            ),
        ),
    ] = None,
    alone: Annotated[
        bool,
        typer.Option(
            "--alone",
            help=say(
                "独立的规则库：另写一份事实清单",
                "a rulebook that stands alone: a first file of facts as well",
            ),
        ),
    ] = False,
    lang: LangOption = None,
) -> None:
    """Write skeletons of a document and its programmes; what is left to fill in is empty."""
    from huiqi.author.skeleton import layer_for_new, skeleton
    from huiqi.load.rulebook import bundled, shown_name
    from huiqi.present.save import save_new

    layer = layer_for_new(folder)
    files = skeleton(layer, document, programmes or (), alone=alone)
    for path, text in sorted(files.items()):
        save_new(path, text)
        typer.echo(printable(shown_name(path)))
    check = "huiqi rules check"
    if layer.rules.resolve() != bundled().rules.resolve():
        check += f" --rules {printable(str(folder))}{' --alone' if alone else ''}"
    zh, en = (
        f"接下来：{check} 会逐处指出还要填的",
        f"next: {check} names what is still to be filled in",
    )
    typer.echo(zh if options.language(lang) == "zh" else en, err=True)
