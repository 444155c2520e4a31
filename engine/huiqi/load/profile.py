"""Reading a company profile: YAML, JSON or a plain dictionary, every answer checked.

A profile is a mapping from fact ids to answers, and optionally `name`. `unknown` says that the
person does not know, `not_applicable` that it does not apply; a fact that is left out has not been
asked. Nothing is guessed: a place or sector that cannot be read with certainty counts as unknown
and is reported as a warning.
"""

from __future__ import annotations

import json
from collections.abc import Mapping as MappingABC
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from huiqi.base.diagnostics import Diagnostic, ProfileError, nearest
from huiqi.base.source import Source
from huiqi.load.answers import AnswerReader
from huiqi.load.decode import Decoder, Rejected
from huiqi.load.rulebook import shown_name
from huiqi.load.yaml import Node, Unreadable, parse, read_source
from huiqi.model.profile import Answer, Members, Profile
from huiqi.model.vocabulary import Vocabulary

NAME = "name"


@dataclass(frozen=True)
class ProfileReading:
    """A profile and what was noticed while reading it (places and sectors taken as unknown)."""

    profile: Profile
    warnings: tuple[Diagnostic, ...] = ()


def read_profile_file(path: Path, vocabulary: Vocabulary) -> ProfileReading:
    """A profile from a .yaml, .yml or .json file.

    Raises: ProfileError: with every finding, when the file or an answer cannot be used.
    """
    try:
        source = read_source(path, shown_name(path))
    except Unreadable as stop:
        raise ProfileError([stop.finding]) from None
    return read_profile_text(source, vocabulary)


def read_profile_text(source: Source, vocabulary: Vocabulary) -> ProfileReading:
    """A profile from text; JSON is read by the same rules, being YAML in form.

    Raises: ProfileError: with every finding.
    """
    node, findings = parse(source)
    if node is None:
        raise ProfileError(findings)
    return read_profile_node(node, vocabulary, findings)


def read_profile_data(data: MappingABC[str, Any], vocabulary: Vocabulary) -> ProfileReading:
    """A profile from a dictionary of plain values (str, int, float, Decimal, bool, date, list, dict).

    Raises: ProfileError: with every finding; TypeError for values of other types.
    """
    text = json.dumps(_plain(data), ensure_ascii=False, indent=0)
    return read_profile_text(Source("<profile>", text), vocabulary)


def read_profile_node(
    node: Node, vocabulary: Vocabulary, findings: list[Diagnostic] | None = None
) -> ProfileReading:
    """A profile from a positioned tree, such as the `given` of a rule case.

    Raises: ProfileError: with every finding.
    """
    decoder = Decoder()
    decoder.findings += findings or []
    answers: dict[str, Answer] = {}
    name = ""
    reader = AnswerReader(decoder, vocabulary)
    try:
        for key, value in decoder.entries(node):
            try:
                if key.text == NAME:
                    name = decoder.text(value)
                elif key.text in vocabulary.facts:
                    answer = reader.read(vocabulary.facts[key.text], value)
                    if answer is not None:
                        answers[key.text] = answer
                else:
                    near = nearest(key.text, [*vocabulary.facts, NAME])
                    decoder.reject("HQ601", key.span, near, name=key.text)
            except Rejected:
                continue
    except Rejected:
        pass
    if any(f.severity == "error" for f in decoder.findings):
        raise ProfileError(decoder.findings)
    if reader.zones_seen and "zones" in vocabulary.facts:
        answers.setdefault("zones", Members(frozenset(reader.zones_seen), frozenset()))
    return ProfileReading(Profile(name, answers), tuple(decoder.findings))


def _plain(value: Any) -> Any:
    """A value as JSON that the profile reader takes; floats keep their shortest exact spelling."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float, Decimal)):
        return format(Decimal(str(value)), "f") if isinstance(value, float) else str(value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, MappingABC):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(v) for v in value]
    raise TypeError(f"a profile cannot hold a value of type {type(value).__name__}")
