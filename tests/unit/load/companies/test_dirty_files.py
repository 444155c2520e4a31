"""Company files as people have them: each beside what it is read as, down to every finding.

After a change, write all expectations anew and read the difference:

    PYTHONPATH=engine python tests/unit/load/companies/test_dirty_files.py
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from huiqi.base.diagnostics import Diagnostic, Language
from huiqi.load.companies.files import open_companies
from huiqi.load.companies.mapping import propose_mapping
from huiqi.load.companies.rows import RowReader, RowReading
from huiqi.load.companies.write_cell import write_cell
from huiqi.model.vocabulary import Vocabulary

FOLDER = Path(__file__).parent.parent.parent.parent / "data/companies"
DAY = date(2024, 7, 1)
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in (".csv", ".txt"))


def described(path: Path, vocabulary: Vocabulary, known: frozenset[str]) -> dict[str, Any]:
    """Everything that is read from a file, as plain data."""
    file = open_companies(path, known=known)
    mapping = propose_mapping(file.headers, file.sample(), vocabulary, DAY, file.titles)
    reader = RowReader(mapping, vocabulary)
    said: list[Diagnostic] = [*file.warnings, *mapping.findings]
    found: dict[str, Any] = {
        "mapping": {
            b.header: " ".join(filter(None, (b.target, b.scale))) for b in mapping.bindings
        },
        "unmapped": list(mapping.unmapped),
        "findings": [finding.code for finding in said],
        "rejects": {},
        "companies": [],
    }
    for batch in file.batches():
        found["rejects"] |= {reject.line: reject.finding.code for reject in batch.rejects}
        said += [reject.finding for reject in batch.rejects]
        for number, cells in enumerate(batch.frame.iter_rows(named=True)):
            reading = reader.row(cells)
            said += reading.findings
            found["companies"].append({"line": batch.line(number)} | company(reading, vocabulary))
    found["said"] = sorted({f"{f.code}: {words(f, lang)}" for f in said for lang in ("en", "zh")})
    return {key: value for key, value in found.items() if value}


def words(finding: Diagnostic, lang: Language) -> str:
    return " → ".join(filter(None, (finding.message(lang), finding.help(lang))))


def company(reading: RowReading, vocabulary: Vocabulary) -> dict[str, Any]:
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


if __name__ == "__main__":
    from huiqi.load.companies.mapping import known_headers
    from huiqi.load.rulebook import bundled, read_rulebook

    words_of_rules = read_rulebook([bundled()], with_cases=False)[0].vocabulary
    for file in FILES:
        expectation = described(file, words_of_rules, known_headers(words_of_rules))
        text = yaml.safe_dump(expectation, allow_unicode=True, sort_keys=False, width=1000)
        file.with_suffix(".expected.yaml").write_text(text, encoding="utf-8")
