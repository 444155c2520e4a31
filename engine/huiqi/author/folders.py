"""Rule folders as authors have them: unfinished ones, whole checkouts, and folders of profiles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from huiqi.api import Rulebook
from huiqi.base.diagnostics import Diagnostic, ProfileError, QueryError, RulebookError
from huiqi.load.profile import read_profile_file
from huiqi.load.rulebook import Layer, bundled, read_rulebook, shown_name
from huiqi.model.profile import Profile
from huiqi.model.vocabulary import Vocabulary

BUNDLED = "bundled"
"""What the bundled rulebook is called where a folder is asked for."""
_PROFILES = (".yaml", ".yml", ".json")


def vocabulary_of(folders: Iterable[Path], *, with_bundled: bool = True) -> Vocabulary:
    """The words of the layers, whatever errors their programmes and registers have.

    Raises: RulebookError: a vocabulary file has errors, or a folder is not there.
    """
    layers = [bundled()] if with_bundled else []
    layers += [Layer.at(folder) for folder in folders]
    files, findings = read_rulebook(layers, with_cases=False)
    if faults := [f for f in findings if f.code == "HQ113" or _in_vocabulary(f)]:
        raise RulebookError(faults)
    return files.vocabulary


def _in_vocabulary(finding: Diagnostic) -> bool:
    name = finding.span.source.name if finding.span else finding.where or ""
    return finding.severity == "error" and "vocabulary" in Path(name).parts


def rulebook_of(folder: Path, *, alone: bool = False) -> Rulebook:
    """The rulebook of a folder: over the bundled one, or by itself.

    A folder that registers a bundled document is a rulebook of its own, such as a checkout: what
    is registered cannot be layered over itself. `bundled` names the bundled rulebook.

    Raises: RulebookError: the rules have errors, or there is no such folder.
    """
    if str(folder) == BUNDLED and not folder.exists():
        return Rulebook.load()
    return Rulebook.load(folder, with_bundled=not (alone or _is_whole(Layer.at(folder))))


def _is_whole(layer: Layer) -> bool:
    registers = {path.name for path in bundled().seeds.glob("*.yaml")}
    return any(path.name in registers for path in layer.seeds.glob("*.yaml"))


class Profiles:
    """The profiles of a file or folder, read one after the other: what they are called, and them.

    `findings` fills up while they are read; a profile with errors is left out of the iteration.
    """

    def __init__(self, path: Path, vocabulary: Vocabulary) -> None:
        """Raises: QueryError: a folder without any profile."""
        self._paths = _profiles_at(path)
        self._vocabulary = vocabulary
        self.findings: list[Diagnostic] = []

    def __iter__(self) -> Iterator[tuple[str, Profile]]:
        for path in self._paths:
            try:
                reading = read_profile_file(path, self._vocabulary)
            except ProfileError as error:
                self.findings += error.findings
                continue
            self.findings += reading.warnings
            name = reading.profile.name
            yield f"{name} ({path.name})" if name else path.name, reading.profile


def _profiles_at(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(p for p in path.iterdir() if p.suffix in _PROFILES and p.is_file())
    if not found:
        raise QueryError([Diagnostic("HQ833", {"path": shown_name(path)})])
    return found
