"""Reading a company profile: YAML, JSON or a plain dictionary, every answer checked.

A profile is a mapping from fact ids to answers, and optionally `name`. `unknown` says that the
person does not know, `not_applicable` that it does not apply; a fact that is left out has not been
asked. Nothing is guessed: a place or sector that cannot be read with certainty counts as unknown
and is reported as a warning.
"""

from __future__ import annotations

import json
import re
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
from huiqi.load.yaml import MAX_DEPTH, Node, Unreadable, parse, read_source
from huiqi.model.profile import Answer, Members, Profile
from huiqi.model.vocabulary import Vocabulary

NAME = "name"
DATA = "<profile>"
_MAX_DIGITS = 320
_SURROGATES = re.compile(r"(?<!\\)\\u([dD][89abAB][\da-fA-F]{2})\\u([dD][c-fC-F][\da-fA-F]{2})")


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
    if source.text.lstrip().startswith("{"):
        source = Source(source.name, _SURROGATES.sub(_joined, source.text))
    node, findings = parse(source)
    if node is None:
        raise ProfileError(findings)
    return read_profile_node(node, vocabulary, findings)


def read_profile_data(
    data: MappingABC[str, Any], vocabulary: Vocabulary, name: str = DATA
) -> ProfileReading:
    """A profile from a dictionary of str, int, float, Decimal, bool, date, None, list and dict.

    `name` says in findings which profile it is.

    Raises: ProfileError: with every finding; TypeError for values of other types.
    """
    text = json.dumps(_plain(data), ensure_ascii=False, indent=0)
    return read_profile_text(Source(name, text), vocabulary)


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
                    near = _meant(key.text, vocabulary)
                    decoder.reject("HQ601", key.span, near, name=key.text)
            except Rejected:
                continue
    except Rejected:
        pass
    except Unreadable as stop:
        decoder.findings.append(stop.finding)
    if any(f.severity == "error" for f in decoder.findings):
        raise ProfileError(decoder.findings)
    if reader.zones_seen and "zones" in vocabulary.facts:
        answers.setdefault("zones", Members(frozenset(reader.zones_seen), frozenset()))
    return ProfileReading(Profile(name, answers), tuple(decoder.findings))


def _meant(text: str, vocabulary: Vocabulary) -> str | None:
    """The id that is like the text, or of a fact whose label or column header is."""
    if near := nearest(text, [*vocabulary.facts, NAME]):
        return near
    words = dict.fromkeys(("名称", "企业名称", "公司名称"), NAME)
    for fact in vocabulary.facts.values():
        for word in (fact.label.zh, fact.label.en, *fact.headers):
            words.setdefault(word, fact.id)
    return words.get(nearest(text, words) or "")


def _joined(pair: re.Match[str]) -> str:
    """The character that JSON escapes as two UTF-16 surrogates, which YAML does not know."""
    return bytes.fromhex(pair[1] + pair[2]).decode("utf-16-be")


def _plain(value: Any, depth: int = 1) -> Any:
    """A value as JSON that the profile reader takes; floats keep their shortest exact spelling."""
    if depth > MAX_DEPTH:
        raise ProfileError([Diagnostic("HQ107", {"limit": MAX_DEPTH}, where=DATA)])
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float, Decimal)):
        number = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
        written_out = abs(number.adjusted()) <= _MAX_DIGITS
        return format(number, "f") if written_out else str(number)
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, MappingABC):
        return {str(k): _plain(v, depth + 1) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(v, depth + 1) for v in value]
    raise TypeError(f"a profile cannot hold a value of type {type(value).__name__}")
