"""`huiqi rules schema`: JSON Schema for editors."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

from huiqi.cli.options import (
    AloneOption,
    LangOption,
    RulesOption,
    check_alone,
    language,
    say,
    summary,
)
from huiqi.cli.rules import rules_app


class SchemaKind(str, Enum):
    """Kinds of files that have a schema."""

    programme = "programme"
    document = "document"
    facts = "facts"
    certifications = "certifications"
    regions = "regions"
    sectors = "sectors"
    zones = "zones"
    tiers = "tiers"
    profile = "profile"


@rules_app.command(
    "schema",
    help=summary("规则文件和档案的 JSON Schema，供编辑器使用；不写 KIND 和 -o 则列出种类。"),
    epilog=say(
        "示例：huiqi rules schema programme -o programme.json · huiqi rules schema -o schemas/",
        "Examples: huiqi rules schema programme -o programme.json · huiqi rules schema -o schemas/",
    ),
)
def schema(
    kind: Annotated[
        Optional[SchemaKind],  # noqa: UP045
        typer.Argument(
            metavar="KIND", help=say("哪类文件，不写则全部", "kind of file; all if left out")
        ),
    ] = None,
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            readable=False,
            help=say("写入的文件；全部时是目录", "file to write; a folder for all kinds"),
        ),
    ] = None,
    rules: RulesOption = None,
    alone: AloneOption = False,
    lang: LangOption = None,
) -> None:
    """JSON Schema of rule files and profiles, for editors; without KIND or -o, list the kinds."""
    from huiqi.author.folders import vocabulary_of
    from huiqi.author.schema.kinds import KINDS, schema_of
    from huiqi.present.save import save_new

    check_alone(rules, alone)
    if kind is None and output is None:
        own = {"profile": "企业档案，YAML 或 JSON"} if language(lang) == "zh" else {}
        for name, files in {**KINDS, **own}.items():
            typer.echo(f"{name:<16}{files}")
        return
    vocabulary = vocabulary_of(rules or (), with_bundled=not alone)
    for name in KINDS if kind is None else [kind.value]:
        text = json.dumps(schema_of(name, vocabulary), ensure_ascii=False, indent=2)
        if output is None:
            typer.echo(text)
        else:
            save_new(output if kind else output / f"{name}.json", text + "\n")
