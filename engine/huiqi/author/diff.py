"""What differs between two rulebooks: what was added, removed and changed, table by table.

Cases are tests of a rule and no part of what it says; they are not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from huiqi.author.rows import MarkedRow, RowWriter, compare_rows
from huiqi.check.rulebook import CheckedRulebook
from huiqi.model.document import Clause, Document
from huiqi.model.node import Model, Placed, Text
from huiqi.model.programme import Programme, standing_on
from huiqi.model.vocabulary import Fact

P = TypeVar("P", bound=Placed)


@dataclass(frozen=True)
class FieldChange:
    """A field that reads differently; the values are those of the model."""

    field: str
    before: object
    after: object


Changes = Iterable[FieldChange]


@dataclass(frozen=True)
class Named:
    """Something by its id and what it is called."""

    id: str
    name: Text


@dataclass(frozen=True)
class Changed(Named):
    """Something that both rulebooks have, differently.

    `rows` are its conditions, old and new together; there are none where these are the same.
    """

    fields: tuple[FieldChange, ...]
    rows: tuple[MarkedRow, ...] = ()


@dataclass(frozen=True)
class TableDiff:
    """One table of the rulebook: programmes, facts and so on."""

    added: tuple[Named, ...]
    removed: tuple[Named, ...]
    changed: tuple[Changed, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True)
class RulebookDiff:
    """All tables by name."""

    tables: Mapping[str, TableDiff]

    def __bool__(self) -> bool:
        return any(self.tables.values())


def diff_rulebooks(old: CheckedRulebook, new: CheckedRulebook, as_of: date) -> RulebookDiff:
    """What differs; `as_of` is the day on which the standing of programmes is compared."""
    differ = _Differ(old, new, as_of)
    words = ("certifications", "regions", "sectors", "zones", "tiers")
    tables = {
        "programmes": differ.programmes(),
        "documents": differ.documents(),
        "clauses": differ.clauses(),
        "facts": differ.facts(),
        **{name: differ.words(name) for name in words},
    }
    return RulebookDiff(tables)


class _Differ:
    def __init__(self, old: CheckedRulebook, new: CheckedRulebook, as_of: date) -> None:
        self.old, self.new, self.as_of = old, new, as_of
        self._old_rows = RowWriter(old.vocabulary)
        self._new_rows = RowWriter(new.vocabulary)

    def programmes(self) -> TableDiff:
        old = {programme.key: programme for programme in self.old.programmes}
        new = {programme.key: programme for programme in self.new.programmes}
        changed = []
        for key in _both(old, new):
            fields = [*_fields(old[key], new[key], ("document", "eligible", "cases"))]
            fields += self._standing(old[key], new[key])
            rows = _differing(
                compare_rows(
                    list(self._old_rows.criterion(old[key].eligible)),
                    list(self._new_rows.criterion(new[key].eligible)),
                )
            )
            if fields or rows:
                changed.append(Changed(key, new[key].name, tuple(fields), rows))
        return TableDiff(
            tuple(Named(k, p.name) for k, p in new.items() if k not in old),
            tuple(Named(k, p.name) for k, p in old.items() if k not in new),
            tuple(changed),
        )

    def _standing(self, old: Programme, new: Programme) -> Changes:
        before = standing_on(old, self.old.documents[old.document], self.as_of)
        after = standing_on(new, self.new.documents[new.document], self.as_of)
        if before is not after:
            yield FieldChange("standing", before.value, after.value)

    def documents(self) -> TableDiff:
        old, new = self.old.documents, self.new.documents
        return _table(old, new, lambda document: document.title, ("clauses",))

    def clauses(self) -> TableDiff:
        """The clauses of documents that both rulebooks register."""
        both = _both(self.old.documents, self.new.documents)
        return _table(
            _clauses(self.old.documents[name] for name in both),
            _clauses(self.new.documents[name] for name in both),
            lambda clause: clause.digest,
        )

    def facts(self) -> TableDiff:
        old, new = self.old.vocabulary.facts, self.new.vocabulary.facts
        plain = _table(old, new, lambda fact: fact.label, ("derive",))
        changed = {entry.id: entry for entry in plain.changed}
        for name in _both(old, new):
            if rows := self._derivation(old[name], new[name]):
                fields = changed[name].fields if name in changed else ()
                changed[name] = Changed(name, new[name].label, fields, rows)
        in_order = tuple(changed[name] for name in new if name in changed)
        return TableDiff(plain.added, plain.removed, in_order)

    def _derivation(self, old: Fact, new: Fact) -> tuple[MarkedRow, ...]:
        before = list(self._old_rows.derivation(old.derive))
        return _differing(compare_rows(before, list(self._new_rows.derivation(new.derive))))

    def words(self, name: str) -> TableDiff:
        """A table of labelled words: certifications, regions, sectors, zones or tiers."""
        old: Mapping[str, Placed] = getattr(self.old.vocabulary, name)
        new: Mapping[str, Placed] = getattr(self.new.vocabulary, name)
        return _table(old, new, _label)


def _label(word: Placed) -> Text:
    label: Text = word.label  # type: ignore[attr-defined]
    return label


def _clauses(documents: Iterable[Document]) -> dict[str, Clause]:
    return {f"{d.id} {clause.locator}": clause for d in documents for clause in d.clauses}


def _table(
    old: Mapping[str, P],
    new: Mapping[str, P],
    name: Callable[[P], Text],
    apart: tuple[str, ...] = (),
) -> TableDiff:
    """What differs between two tables; the fields `apart` are compared elsewhere."""
    changed = []
    for key in _both(old, new):
        if fields := tuple(_fields(old[key], new[key], apart)):
            changed.append(Changed(key, name(new[key]), fields))
    return TableDiff(
        tuple(Named(key, name(entry)) for key, entry in new.items() if key not in old),
        tuple(Named(key, name(entry)) for key, entry in old.items() if key not in new),
        tuple(changed),
    )


def _both(old: Mapping[str, P], new: Mapping[str, P]) -> list[str]:
    return [key for key in new if key in old]


def _fields(old: Model, new: Model, apart: tuple[str, ...], above: str = "") -> Changes:
    """The fields that differ, those of parts by path; places are not compared."""
    for field in type(new).model_fields:
        if field not in ("at", "id", *apart) and not field.endswith("_at"):
            yield from _field(above + field.rstrip("_"), getattr(old, field), getattr(new, field))


def _field(name: str, old: object, new: object) -> Changes:
    if isinstance(old, Model) and isinstance(new, Model) and not isinstance(new, Text):
        yield from _fields(old, new, (), f"{name}.")
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*new, *old)):
            yield from _field(f"{name}.{key}", old.get(key), new.get(key))
    elif old != new:
        yield FieldChange(name, old, new)


def _differing(rows: tuple[MarkedRow, ...]) -> tuple[MarkedRow, ...]:
    return rows if any(marked.mark != " " for marked in rows) else ()
