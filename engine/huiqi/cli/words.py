"""`huiqi words`: the names and codes that rules and profiles may use."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Optional

import typer

from huiqi.cli.app import app, console, load, print_json
from huiqi.cli.lists import Search, pick
from huiqi.cli.options import (
    AloneOption,
    Format,
    FormatOption,
    LangOption,
    RulesOption,
    language,
    say,
    summary,
)


class WordKind(str, Enum):
    """Kinds of words."""

    certifications = "certifications"
    regions = "regions"
    zones = "zones"
    sectors = "sectors"
    tiers = "tiers"
    places = "places"
    industries = "industries"


@app.command(
    help=summary("列出或查找规则和档案可用的名称与代码；不写种类则列出种类。"),
    epilog=say(
        "示例：huiqi words zones 高新 · huiqi words places 晋江",
        "Examples: huiqi words zones high-tech · huiqi words certifications",
    ),
)
def words(
    kind: Annotated[
        Optional[WordKind],  # noqa: UP045
        typer.Argument(metavar="KIND", help=say("哪类名称", "kind of word")),
    ] = None,
    search: Search = None,
    lang: LangOption = None,
    format: FormatOption = Format.text,
    rules: RulesOption = None,
    alone: AloneOption = False,
) -> None:
    """List or search the names and codes for rules and profiles; without KIND, list the kinds."""
    from huiqi.present.list_views import show_nothing
    from huiqi.present.words_view import show_kinds, show_words, words_of

    chosen = language(lang)
    vocabulary = load(rules, alone).vocabulary
    if kind is None:
        kinds = {name.value: words_of(name.value, vocabulary) for name in WordKind}
        if format is Format.json:
            print_json({"kinds": {name: len(found) for name, found in kinds.items()}})
        else:
            show_kinds(console(), kinds, chosen)
        return
    found = [
        word
        for word in words_of(kind.value, vocabulary)
        if pick(search or "", lambda w=word: (w.id, w.name.zh, w.name.en, *w.synonyms))  # type: ignore[misc]
    ]
    if format is Format.json:
        print_json({kind.value: [word.data for word in found]})
    elif found:
        show_words(console(), found, chosen)
    else:
        show_nothing(console(), f"words {kind.value}", chosen)
