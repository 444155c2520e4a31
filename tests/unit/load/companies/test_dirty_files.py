"""Company files as people have them: each beside what it is read as, down to every finding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from huiqi.load.companies.files import open_companies
from huiqi.load.companies.mapping import propose_mapping
from huiqi.load.companies.rows import RowReader
from huiqi.load.companies.write_cell import write_cell
from huiqi.model.vocabulary import Vocabulary

FOLDER = Path(__file__).parent.parent.parent.parent / "data/companies"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in (".csv", ".txt"))


def described(path: Path, vocabulary: Vocabulary, known: frozenset[str]) -> dict[str, Any]:
    """Everything that is read from a file, as plain data."""
    file = open_companies(path, known=known)
    mapping = propose_mapping(file.headers, file.sample(), vocabulary, file.titles)
    reader = RowReader(mapping, vocabulary)
    found: dict[str, Any] = {
        "mapping": {
            b.header: " ".join(filter(None, (b.target, b.scale))) for b in mapping.bindings
        },
        "unmapped": list(mapping.unmapped),
        "findings": [f.code for f in (*file.warnings, *mapping.findings)],
        "rejects": {},
        "companies": [],
    }
    for batch in file.batches():
        found["rejects"] |= {reject.line: reject.finding.code for reject in batch.rejects}
        for number, cells in enumerate(batch.frame.iter_rows(named=True)):
            found["companies"].append(
                {"line": batch.line(number)} | company(reader, cells, vocabulary)
            )
    return {key: value for key, value in found.items() if value}


def company(
    reader: RowReader, cells: dict[str, str | None], vocabulary: Vocabulary
) -> dict[str, Any]:
    reading = reader.row(cells)
    answers = {
        fact: write_cell(vocabulary.facts[fact], answer, vocabulary)
        for fact, answer in reading.profile.answers.items()
    }
    told = {
        "name": reading.profile.name,
        "id": reading.id,
        "answers": answers,
        "repairs": list(reading.repairs),
        "findings": [f"{finding.where}: {finding.code}" for finding in reading.findings],
    }
    return {key: value for key, value in told.items() if value}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_company_file_is_read_as_expected(path, vocabulary, known):
    expected = yaml.safe_load(path.with_suffix(".expected.yaml").read_text("utf-8"))
    assert described(path, vocabulary, known) == expected
