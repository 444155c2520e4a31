"""What `huiqi rules diff --format json` prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from huiqi.author.diff import Changed, Named, RulebookDiff, TableDiff
from huiqi.author.verdict_changes import CompanyChanges
from huiqi.explain.assessment import Finding
from huiqi.model.quantity import Period
from huiqi.model.vocabulary import Vocabulary
from huiqi.present.data import atom_data, text_data


def diff_data(found: RulebookDiff) -> dict[str, Any]:
    """Every table: what was added, removed and changed."""
    return {name: _table(table) for name, table in found.tables.items()}


def companies_data(
    companies: Iterable[CompanyChanges], old: Vocabulary, new: Vocabulary
) -> list[dict[str, Any]]:
    """The companies for which something changes, with the reasons before and after."""
    return [
        {
            "company": company.name,
            "changes": [
                {
                    "programme": change.programme,
                    "before": _side(change.before, old),
                    "after": _side(change.after, new),
                }
                for change in company.changes
            ],
        }
        for company in companies
        if company.changes
    ]


def _side(finding: Finding | None, vocabulary: Vocabulary) -> dict[str, Any] | None:
    if finding is None:
        return None
    return {
        "document": finding.document.id,
        "verdict": finding.verdict.value,
        "standing": finding.standing.value,
        "missing": list(finding.missing),
        "failed": list(finding.failed),
        "reasons": [atom_data(atom, finding, vocabulary) for atom in finding.reasons.smallest],
    }


def _table(table: TableDiff) -> dict[str, Any]:
    return {
        "added": [_named(entry) for entry in table.added],
        "removed": [_named(entry) for entry in table.removed],
        "changed": [_changed(entry) for entry in table.changed],
    }


def _named(entry: Named) -> dict[str, Any]:
    return {"id": entry.id, "name": text_data(entry.name)}


def _changed(entry: Changed) -> dict[str, Any]:
    return {
        **_named(entry),
        "fields": [
            {"field": c.field, "before": plain_value(c.before), "after": plain_value(c.after)}
            for c in entry.fields
        ],
        "conditions": [
            {"mark": marked.mark, "depth": marked.row.depth, "text": text_data(marked.row.text)}
            for marked in entry.rows
        ],
    }


def plain_value(value: object) -> Any:
    """A value of the model as JSON has it."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude={"at"}, by_alias=True)
    if isinstance(value, dict):
        return {key: plain_value(entry) for key, entry in value.items()}
    if isinstance(value, tuple):
        return [plain_value(entry) for entry in value]
    if isinstance(value, Period):
        return {"length": value.length, "unit": value.unit}
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)
