"""`huiqi words` on a terminal: names and codes, and what stands behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from huiqi.base.diagnostics import Language
from huiqi.explain.names import Names
from huiqi.load.place_text import full_name
from huiqi.load.tables import divisions, industries
from huiqi.model import vocabulary as voc
from huiqi.model.node import Text as TwoLanguages
from huiqi.model.place import NATION
from huiqi.present.wrapping import Hanging

_KINDS = {
    "certifications": ("资质与称号", "titles, certificates and registrations"),
    "regions": ("区域（若干行政区划）", "regions: sets of divisions"),
    "zones": ("园区", "zones and parks"),
    "sectors": ("行业组", "groups of sectors"),
    "tiers": ("级别，由低到高", "tiers, the lowest first"),
    "places": ("行政区划及代码", "administrative divisions and their codes"),
    "industries": ("国民经济行业及代码", "sectors of GB/T 4754-2017 and their codes"),
}


@dataclass(frozen=True)
class Word:
    """A name or code: what it is called, what else it is called, what stands behind it."""

    id: str
    name: TwoLanguages
    behind: TwoLanguages
    synonyms: tuple[str, ...]
    data: dict[str, Any]


def words_of(kind: str, vocabulary: voc.Vocabulary) -> list[Word]:
    """All words of a kind, in the order of the files and tables."""
    if kind == "places":
        return [_coded(code, full_name(code)) for code in divisions() if code != NATION]
    if kind == "industries":
        return [_coded(code, industries()[code].name) for code in industries()]
    found: Mapping[str, Any] = getattr(vocabulary, kind)
    return [_declared(word, vocabulary) for word in found.values()]


def _coded(code: str, name: str) -> Word:
    nothing = TwoLanguages(zh="", en="")
    return Word(code, TwoLanguages(zh=name, en=name), nothing, (), {"code": code, "name": name})


def _declared(
    word: voc.Certification | voc.CodeGroup | voc.Zone | voc.Tier, vocabulary: voc.Vocabulary
) -> Word:
    zh, en = Names(vocabulary, "zh"), Names(vocabulary, "en")
    behind = TwoLanguages(zh=zh.listed(_behind(word, zh)), en=en.listed(_behind(word, en)))
    synonyms: tuple[str, ...] = getattr(word, "synonyms", ())
    return Word(word.id, word.label, behind, synonyms, word.model_dump(mode="json", exclude={"at"}))


def _behind(
    word: voc.Certification | voc.CodeGroup | voc.Zone | voc.Tier, names: Names
) -> list[str]:
    """The places or sectors of a set, where a zone lies, the tiers of a title."""
    if isinstance(word, voc.Zone):
        return [full_name(code) for code in word.within]
    if isinstance(word, voc.Certification):
        return [names.voc.tiers[tier].label[names.lang] for tier in word.tiers]
    if isinstance(word, voc.CodeGroup):
        return [*word.codes, *word.strategic, *word.possible]
    return []


def show_kinds(console: Console, kinds: Mapping[str, list[Word]], lang: Language) -> None:
    """The kinds of words, and how many there are of each."""
    table = Table.grid(padding=(0, 2))
    for name, words in kinds.items():
        said = _KINDS[name][lang == "en"]
        table.add_row(Text(name, style="cyan"), Text(said), Text(str(len(words)), style="dim"))
    console.print(table)


def show_words(console: Console, words: Iterable[Word], lang: Language) -> None:
    """One line per word: its id or code, its name, and what stands behind it."""
    for word in words:
        line = Text.assemble((word.id, "cyan"), "  ", word.name[lang])
        if behind := word.behind[lang]:
            line.append(f"  {behind}", style="dim")
        console.print(Hanging("", line, further=4))
