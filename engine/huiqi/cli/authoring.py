"""`huiqi rules new`, `schema`, `graph` and `diff`: writing rules and seeing what they say."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from huiqi.base.source import printable
from huiqi.cli import options
from huiqi.cli.app import console, print_json
from huiqi.cli.failures import FINDINGS, USAGE, as_usage, warn
from huiqi.cli.options import (
    AloneOption,
    AsOf,
    Format,
    FormatOption,
    LangOption,
    RulesOption,
    say,
)
from huiqi.cli.rules import rules_app

if TYPE_CHECKING:
    from huiqi.model.vocabulary import Vocabulary


@rules_app.command(
    "new",
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
            help=say("写到哪个目录，默认当前目录", "the folder to write into (default: this one)"),
        ),
    ] = Path(),
    programmes: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--programme",
            metavar="ID",
            help=say("项目编号，可重复", "id of a programme; repeatable"),
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
    epilog=say(
        "示例：huiqi rules schema programme -o programme.json · huiqi rules schema -o schemas/",
        "Examples: huiqi rules schema programme -o programme.json · huiqi rules schema -o schemas/",
    ),
)
def schema(
    kind: Annotated[
        Optional[SchemaKind],  # noqa: UP045
        typer.Argument(
            metavar="[KIND]", help=say("哪类文件，不写则全部", "kind of file; all if left out")
        ),
    ] = None,
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help=say("写入的文件；全部时是目录", "file to write; a folder for all kinds"),
        ),
    ] = None,
    rules: RulesOption = None,
    alone: AloneOption = False,
) -> None:
    """JSON Schema of rule files and profiles, for editors; without KIND or -o, list the kinds."""
    from huiqi.author.schema.kinds import KINDS, schema_of
    from huiqi.present.save import save_new

    if kind is None and output is None:
        for name, files in KINDS.items():
            typer.echo(f"{name:<16}{files}")
        return
    vocabulary = _vocabulary(rules, alone)
    for name in KINDS if kind is None else [kind.value]:
        text = json.dumps(schema_of(name, vocabulary), ensure_ascii=False, indent=2)
        if output is None:
            typer.echo(text)
        else:
            save_new(output if kind else output / f"{name}.json", text + "\n")


def _vocabulary(rules: list[Path] | None, alone: bool) -> Vocabulary:
    """The words of the layers, even while their programmes and registers have errors.

    Raises: RulebookError: a vocabulary file itself has errors, or there is no such folder.
    """
    from huiqi.author.folders import vocabulary_of

    return vocabulary_of(rules or (), with_bundled=not (alone and rules))


@rules_app.command(
    "diff",
    epilog=say(
        "示例：huiqi rules diff 旧目录 . --companies 档案 · huiqi rules diff bundled 我的规则",
        "Examples: huiqi rules diff old-checkout . --companies profiles/ · "
        "huiqi rules diff bundled my-rules",
    ),
)
def diff_rules(
    old: Annotated[
        Path,
        typer.Argument(metavar="OLD", help=say("原先的规则目录", "folder of the rules before")),
    ],
    new: Annotated[
        Path, typer.Argument(metavar="NEW", help=say("如今的规则目录", "folder of the rules after"))
    ],
    companies: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--companies",
            metavar="PATH",
            help=say(
                "企业档案或其目录：哪些企业结论有变",
                "a profile or a folder of them: whose verdicts change",
            ),
        ),
    ] = None,
    as_of: AsOf = None,
    alone: Annotated[
        bool,
        typer.Option(
            "--alone",
            help=say(
                "两边都不叠加在内置规则之上",
                "neither is layered over the bundled rules",
            ),
        ),
    ] = False,
    lang: LangOption = None,
    format: FormatOption = Format.text,
) -> None:
    """What differs between two rulebooks; exit code 0 if nothing does, 1 if something, 2 if unread.

    A folder that registers bundled documents, such as a checkout, stands alone; any other is
    layered over the bundled rules. `bundled` names these.
    """
    from huiqi.author.diff import diff_rulebooks
    from huiqi.author.folders import Profiles, rulebook_of
    from huiqi.author.verdict_changes import shared_vocabulary, verdict_changes

    day, chosen = options.day(as_of), options.language(lang)
    with as_usage(chosen):
        before, after = (rulebook_of(folder, alone=alone) for folder in (old, new))
        words = shared_vocabulary(before.vocabulary, after.vocabulary)
        profiles = Profiles(companies, words) if companies else None
    found = diff_rulebooks(before.book, after.book, day)
    changes = verdict_changes(before, after, profiles or (), day)
    if format is Format.json:
        from huiqi.present.diff_data import companies_data, diff_data

        data = diff_data(found)
        if profiles:
            data["companies"] = companies_data(changes, before.vocabulary, after.vocabulary)
        print_json(data)
        differs = bool(found) or bool(data.get("companies"))
    else:
        from huiqi.present.diff_view import DiffView

        view = DiffView(before.vocabulary, after.vocabulary, chosen)
        view.show(console(), found)
        differs = bool(found)
        if profiles:
            differs |= view.show_companies(console(), changes) > 0
    findings = profiles.findings if profiles else []
    warn(findings, chosen)
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(USAGE)
    if differs:
        raise typer.Exit(FINDINGS)
