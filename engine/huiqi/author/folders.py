"""Rule folders as authors have them: unfinished ones, whole checkouts; and companies to try on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from huiqi.api import Rulebook
from huiqi.base.diagnostics import Diagnostic, ProfileError, QueryError, RulebookError
from huiqi.load.companies.files import open_companies
from huiqi.load.companies.mapping import known_headers, propose_mapping
from huiqi.load.companies.rows import RowReader
from huiqi.load.profile import read_profile_file
from huiqi.load.rulebook import Layer, bundled, read_rulebook, shown_name
from huiqi.model.profile import Profile
from huiqi.model.vocabulary import Vocabulary

BUNDLED = "bundled"
"""What the bundled rulebook is called where a folder is asked for."""
_PROFILES = (".yaml", ".yml", ".json")


def vocabulary_of(folders: Iterable[Path], *, with_bundled: bool = True) -> Vocabulary:
    """The words of the layers, whatever errors their programmes and registers have.

    Raises: RulebookError: a vocabulary file has errors, or a folder is not there or holds nothing.
    """
    layers = [bundled()] if with_bundled else []
    layers += [Layer.at(folder) for folder in folders]
    files, findings = read_rulebook(layers, with_cases=False)
    if faults := [f for f in findings if f.code in ("HQ113", "HQ115") or _in_vocabulary(f)]:
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

    `findings` fills up while they are read; a profile with errors is left out of the iteration,
    and `left_out` says so.
    """

    def __init__(self, path: Path, vocabulary: Vocabulary) -> None:
        """Raises: QueryError: a folder without any profile."""
        self._paths = _profiles_at(path)
        self._vocabulary = vocabulary
        self.findings: list[Diagnostic] = []
        self.left_out = False

    def __iter__(self) -> Iterator[tuple[str, Profile]]:
        for path in self._paths:
            try:
                reading = read_profile_file(path, self._vocabulary)
            except ProfileError as error:
                self.findings += error.findings
                self.left_out = True
                continue
            self.findings += reading.warnings
            name = reading.profile.name
            yield f"{name} ({path.name})" if name else path.name, reading.profile


class CompanyRows:
    """The companies of a table, read one after the other: what they are called, and them.

    `findings` fills up while they are read: rows that cannot be used, which are left out, and cells
    not understood, which leave a fact unknown. `left_out` says whether there are such rows.
    """

    def __init__(self, path: Path, vocabulary: Vocabulary, as_of: date) -> None:
        """Raises: CompaniesError: the file cannot be read as a table."""
        self._file = open_companies(path, known=known_headers(vocabulary))
        self._mapping = propose_mapping(
            self._file.headers, self._file.sample(), vocabulary, as_of, self._file.titles
        )
        self._reader = RowReader(self._mapping, vocabulary)
        unused = [Diagnostic("HQ648", {"header": h}) for h in self._mapping.unmapped]
        self.findings = [*self._file.warnings, *self._mapping.findings, *unused]
        self.left_out = False

    def __iter__(self) -> Iterator[tuple[str, Profile]]:
        """Raises: CompaniesError: the file cannot be read to its end."""
        for batch in self._file.batches():
            self.left_out |= bool(batch.rejects)
            self.findings += (
                replace(reject.finding, where=f"{self._file.name}:{reject.line}")
                for reject in batch.rejects
            )
            for number, cells in enumerate(batch.frame.iter_rows(named=True)):
                row = self._reader.row(cells)
                place = f"{self._file.name}:{batch.line(number)}"
                self.findings += (
                    replace(finding, where=f"{place}: {finding.where}") for finding in row.findings
                )
                name = row.profile.name
                yield f"{name} ({place})" if name else place, row.profile


def companies_at(path: Path, vocabulary: Vocabulary, as_of: date) -> Profiles | CompanyRows:
    """The companies of a profile, of a folder of profiles, or of a table.

    Raises: QueryError: a folder without any profile. CompaniesError: no readable table.
    """
    if path.is_dir() or path.suffix.lower() in _PROFILES:
        return Profiles(path, vocabulary)
    return CompanyRows(path, vocabulary, as_of)


def _profiles_at(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(p for p in path.iterdir() if p.suffix in _PROFILES and p.is_file())
    if not found:
        raise QueryError([Diagnostic("HQ833", {"path": shown_name(path)})])
    return found
