"""A company file together with how its columns are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huiqi.base.diagnostics import Diagnostic
from huiqi.load.companies.files import CompanyFile, open_companies
from huiqi.load.companies.map_file import read_mapping
from huiqi.load.companies.mapping import ColumnMapping, known_headers, propose_mapping
from huiqi.model.vocabulary import Vocabulary


@dataclass(frozen=True)
class Opened:
    """A company file, and how its columns are read."""

    file: CompanyFile
    mapping: ColumnMapping

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What was noticed while opening the file and mapping its columns."""
        return (*self.file.warnings, *self.mapping.findings)


def open_mapped(
    path: Path,
    vocabulary: Vocabulary,
    as_of: date,
    *,
    sheet: str | None = None,
    map_file: Path | None = None,
) -> Opened:
    """Open a company file and map its columns, by a map file where one is given.

    Raises: CompaniesError.
    """
    file = open_companies(path, sheet=sheet, known=known_headers(vocabulary))
    if map_file is not None:
        return Opened(file, read_mapping(map_file, file.headers, vocabulary))
    sample = file.sample()
    return Opened(file, propose_mapping(file.headers, sample, vocabulary, as_of, file.titles))
