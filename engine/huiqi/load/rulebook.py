"""Reading a rulebook from its folders: the bundled one, and any layered over it.

A layer is a folder with `vocabulary/`, one folder per document holding its programmes, and the
clause registers in `seeds/` (inside the layer, or beside `rules/`). A later layer may add to the
vocabulary, the registers and the programmes; what is already defined cannot be redefined.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from huiqi.base.diagnostics import Diagnostic
from huiqi.base.source import Source
from huiqi.base.unreadable import unreadable
from huiqi.load.decode import Decoder, Rejected
from huiqi.load.document import read_document
from huiqi.load.overlooked import layer_above, meant_name, unread
from huiqi.load.programme import read_programme, without_cases
from huiqi.load.size_class import size_class_cases
from huiqi.load.vocabulary import VocabularyReader
from huiqi.load.yaml import Node, Unreadable, parse, read_source
from huiqi.model import vocabulary as voc
from huiqi.model.document import Document
from huiqi.model.node import Placed
from huiqi.model.programme import Programme
from huiqi.model.rule_files import RuleFiles

T = TypeVar("T")
P = TypeVar("P", bound=Placed)
W = TypeVar("W", voc.Fact, voc.Certification, voc.CodeGroup, voc.Zone, voc.Tier)
RESERVED = ("vocabulary", "seeds")


@dataclass(frozen=True)
class Layer:
    """Where one layer of the rulebook lies."""

    rules: Path
    seeds: Path

    @classmethod
    def at(cls, folder: Path) -> Layer:
        """The layer of a folder: `folder/rules` and `folder/seeds`, or the folder itself.

        A folder that is itself called `rules` may have its registers beside it.
        """
        if os.path.isdir(folder / "rules"):
            return cls(folder / "rules", folder / "seeds")
        beside = folder.resolve().parent / "seeds"
        called_rules = folder.resolve().name == "rules" and not os.path.isdir(folder / "seeds")
        return cls(folder, beside if called_rules else folder / "seeds")


def bundled() -> Layer:
    """The rulebook that comes with the package, in an installed wheel or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "bundled"
    return Layer.at(installed if installed.is_dir() else package.parent.parent)


def read_rulebook(
    layers: Iterable[Layer], *, with_cases: bool = True
) -> tuple[RuleFiles, list[Diagnostic]]:
    """Everything the layers hold, and every finding of reading them.

    Cases are most of a programme file, so whoever only applies the rules leaves them unread.
    """
    reader = _Reader(with_cases)
    for layer in layers:
        reader.layer(layer)
    return reader.rulebook(), reader.findings


class _Reader:
    def __init__(self, with_cases: bool) -> None:
        self._with_cases = with_cases
        self._seen: set[Path] = set()
        self.findings: list[Diagnostic] = []
        self._facts: dict[str, voc.Fact] = {}
        self._certifications: dict[str, voc.Certification] = {}
        self._regions: dict[str, voc.CodeGroup] = {}
        self._sectors: dict[str, voc.CodeGroup] = {}
        self._zones: dict[str, voc.Zone] = {}
        self._tiers: dict[str, voc.Tier] = {}
        self._documents: dict[str, Document] = {}
        self._programmes: dict[str, Programme] = {}

    def rulebook(self) -> RuleFiles:
        vocabulary = voc.Vocabulary.model_construct(
            facts=self._facts,
            certifications=self._certifications,
            regions=self._regions,
            sectors=self._sectors,
            zones=self._zones,
            tiers=self._tiers,
        )
        programmes = tuple(self._programmes.values())
        return RuleFiles(vocabulary, self._documents, programmes, self._with_cases)

    def layer(self, layer: Layer) -> None:
        if not os.path.isdir(layer.rules):
            self.findings.append(Diagnostic("HQ113", {"path": layer.rules}, where=str(layer.rules)))
            return
        self._seen = set()
        self._vocabulary(layer.rules / "vocabulary")
        for path in self._yaml_files(layer.seeds):
            if (document := self._file(path, read_document)) is not None:
                self._named_like_file(document.id, path, document)
                self._add(self._documents, document.id, document)
        for folder in filter(os.path.isdir, self._entries(layer.rules)):
            if folder.name not in RESERVED:
                for path in self._yaml_files(folder):
                    self._programme(path, folder.name)
        if self._seen:
            self._overlooked(layer)
        else:
            self._empty(layer)

    def _empty(self, layer: Layer) -> None:
        shown, above = shown_name(layer.rules), layer_above(layer.rules)
        near = shown_name(above) if above else None
        self.findings.append(Diagnostic("HQ115", {"path": shown}, near=near, where=shown))

    def _overlooked(self, layer: Layer) -> None:
        """A rule file that nobody reads would pass for one that is in force."""
        for path in unread((layer.rules, layer.seeds), self._seen):
            args, near = {"file": path.name}, meant_name(path)
            self.findings.append(Diagnostic("HQ116", args, near=near, where=shown_name(path)))

    def _programme(self, path: Path, document: str) -> None:
        shorten = None if self._with_cases else without_cases
        found = self._file(path, lambda d, node: read_programme(d, node, document), shorten)
        if found is not None:
            self._named_like_file(found.id, path, found)
            self._add(self._programmes, found.key, found)

    def _vocabulary(self, folder: Path) -> None:
        for path in self._yaml_files(folder / "facts"):
            self._words(path, self._facts, partial(VocabularyReader.facts, group=path.stem))
        certifications = folder / "certifications.yaml"
        self._words(certifications, self._certifications, VocabularyReader.certifications)
        self._words(folder / "regions.yaml", self._regions, VocabularyReader.groups)
        self._words(folder / "sectors.yaml", self._sectors, VocabularyReader.groups)
        self._words(folder / "zones.yaml", self._zones, VocabularyReader.zones)
        self._words(folder / "tiers.yaml", self._tiers, VocabularyReader.tiers)

    def _words(
        self, path: Path, table: dict[str, W], read: Callable[[VocabularyReader, Node], list[W]]
    ) -> None:
        if os.path.lexists(path):
            words = self._file(path, lambda d, n: read(VocabularyReader(d, size_class_cases), n))
            for word in words or []:
                self._add(table, word.id, word)

    def _file(
        self,
        path: Path,
        read: Callable[[Decoder, Node], T],
        shorten: Callable[[Source], Source] | None = None,
    ) -> T | None:
        self._seen.add(path)
        try:
            if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
                # Rules come from folders, in which a pipe or a terminal would keep us waiting.
                raise Unreadable(unreadable(OSError(errno.ENODEV, ""), shown_name(path)))
            source = read_source(path, shown_name(path))
            source = shorten(source) if shorten else source
        except Unreadable as stop:
            self.findings.append(stop.finding)
            return None
        node, findings = parse(source)
        self.findings += findings
        if node is None:
            return None
        decoder = Decoder()
        try:
            return read(decoder, node)
        except Rejected:
            return None
        except Unreadable as stop:
            decoder.findings.append(stop.finding)
            return None
        finally:
            self.findings += decoder.findings

    def _yaml_files(self, folder: Path) -> list[Path]:
        return [path for path in self._entries(folder) if path.suffix == ".yaml"]

    def _entries(self, folder: Path) -> list[Path]:
        """What a folder holds by name, hidden files aside; nothing if there is no such folder."""
        if not os.path.isdir(folder):
            return []
        try:
            return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        except OSError as error:
            self.findings.append(unreadable(error, shown_name(folder)))
            return []

    def _named_like_file(self, name: str, path: Path, found: Placed) -> None:
        if name != path.stem:
            self.findings.append(Diagnostic("HQ126", {"id": name, "file": path.name}, found.span))

    def _add(self, table: dict[str, P], key: str, found: P) -> None:
        if key in table:
            first = table[key].span
            self.findings.append(Diagnostic("HQ125", {"id": key, "first": first}, found.span))
        else:
            table[key] = found


def shown_name(path: Path) -> str:
    """A path as findings show it: relative to the working directory where that is shorter."""
    try:
        return str(Path(os.path.abspath(path)).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
