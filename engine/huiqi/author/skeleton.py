"""Skeletons of new rule files: what is still to be filled in is empty, and the check names it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import get_args

from huiqi.base.diagnostics import Diagnostic, QueryError
from huiqi.load.decode import is_id
from huiqi.load.rulebook import RESERVED, Layer, bundled, shown_name
from huiqi.model.programme import BenefitKind

_TEMPLATES = Path(__file__).parent / "skeletons"


def layer_for_new(folder: Path) -> Layer:
    """Where new files of a folder go: into its `rules` and `seeds`, unless it holds rules itself.

    A folder with `vocabulary` or `seeds` but no `rules` is itself a folder of rules.
    """
    holds_rules = (folder / "vocabulary").is_dir() or (folder / "seeds").is_dir()
    if holds_rules or (folder / "rules").is_dir():
        return Layer.at(folder)
    return Layer(folder / "rules", folder / "seeds")


def skeleton(
    layer: Layer, document: str, programmes: Sequence[str] = (), *, alone: bool = False
) -> dict[Path, str]:
    """The files to write for a document and its programmes, by path; none of them exists yet.

    Without programmes named there is one, `<document>-programme`. A register that exists is left
    as it is when programmes are named: then only these are new. A rulebook that stands `alone`
    gets a first file of facts as well, if it has none.

    Raises: QueryError: a name is no id, a file exists, or the document is a bundled one.
    """
    named = tuple(dict.fromkeys(programmes)) or (f"{document}-programme",)
    if wrong := [name for name in (document, *programmes) if not _is_id(name)]:
        raise QueryError([Diagnostic("HQ831", {"name": name}) for name in wrong])
    home = bundled()
    elsewhere = layer.seeds.resolve() != home.seeds.resolve()
    if elsewhere and not alone and (home.seeds / f"{document}.yaml").exists():
        raise QueryError([Diagnostic("HQ832", {"name": document})])
    register = layer.seeds / f"{document}.yaml"
    files = {layer.rules / document / f"{name}.yaml": _programme(name) for name in named}
    if not (register.exists() and programmes):
        files[register] = _document(document, named)
    facts = layer.rules / "vocabulary" / "facts"
    if alone and not facts.is_dir():
        files[facts / "company.yaml"] = _template("facts").template
    if there := [path for path in files if path.exists()]:
        raise QueryError([Diagnostic("HQ830", {"path": shown_name(path)}) for path in there])
    return files


def _is_id(name: str) -> bool:
    return is_id(name) and name not in RESERVED


def _document(name: str, programmes: Sequence[str]) -> str:
    clause = _template("clause")
    clauses = "".join(clause.substitute(programme=programme) for programme in programmes)
    return _template("document").substitute(document=name, clauses=clauses.rstrip("\n"))


def _programme(name: str) -> str:
    kinds = " · ".join(get_args(BenefitKind))
    return _template("programme").substitute(programme=name, kinds=kinds)


def _template(name: str) -> Template:
    return Template((_TEMPLATES / f"{name}.yaml").read_text(encoding="utf-8"))
