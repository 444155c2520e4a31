"""Reading a company profile: YAML, JSON or a plain dictionary, every answer checked.

A profile is a mapping from fact ids to answers, and optionally `name`. `unknown` says that the
person does not know, `not_applicable` that it does not apply; a fact that is left out has not been
asked. Nothing is guessed: a place or sector that cannot be read with certainty counts as unknown
and is reported as a warning.
"""

from __future__ import annotations

import re
import reprlib
import warnings
from collections.abc import Mapping as MappingABC
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from huiqi.base.diagnostics import Diagnostic, ProfileError, ProfileWarning, as_text, nearest
from huiqi.base.source import Source
from huiqi.load.answers import AnswerReader, is_blank
from huiqi.load.decode import Decoder, Rejected
from huiqi.load.own_answers import require_known
from huiqi.load.plain_data import json_of
from huiqi.load.rulebook import shown_name
from huiqi.load.yaml import Node, Unreadable, parse, read_source
from huiqi.model.profile import Answer, Members, Profile
from huiqi.model.vocabulary import Vocabulary

NAME = "name"
DATA = "<profile>"
_SURROGATES = re.compile(r"(?<!\\)\\u([dD][89abAB][\da-fA-F]{2})\\u([dD][c-fC-F][\da-fA-F]{2})")


AnyProfile = Profile | MappingABC[str, Any] | str | PathLike[str]
"""A profile, plain values, text, or the path of a file: see `Rulebook.profile`."""


@dataclass(frozen=True)
class ProfileReading:
    """A profile and what was noticed while reading it (places and sectors taken as unknown)."""

    profile: Profile
    warnings: tuple[Diagnostic, ...] = ()

    def warn(self, stacklevel: int) -> None:
        """Have one ProfileWarning tell of the warnings, if there are any.

        `stacklevel`: for whom it is, as in `warnings.warn`; 1 is who calls this.
        """
        if self.warnings:
            said = (
                f"answers that are not understood and count as unknown: {len(self.warnings)}; "
                f"read_profile tells of each. The first:\n{as_text(self.warnings[0])}"
            )
            warnings.warn(said, ProfileWarning, stacklevel + 1)


def read_profile(source: AnyProfile, vocabulary: Vocabulary) -> ProfileReading:
    """A profile from whatever a program has: see `Rulebook.profile`.

    Raises: ProfileError: with every finding. TypeError: it is nothing of this kind, or holds a
    value that no profile holds.
    """
    if isinstance(source, Profile):
        require_known(source.answers, vocabulary)
        return ProfileReading(source)
    if isinstance(source, MappingABC):
        return read_profile_data(source, vocabulary)
    if isinstance(source, str) and _is_text(source):
        return read_profile_text(Source(DATA, source), vocabulary)
    if isinstance(source, (str, PathLike)):
        return read_profile_file(Path(source), vocabulary)
    raise TypeError(
        "a company is a Profile, a mapping, a path, or YAML or JSON text; "
        f"not {reprlib.repr(source)}"
    )


def _is_text(source: str) -> bool:
    """Whether this is a profile itself, and not the path of one."""
    bare = source.strip()
    return not bare or "\n" in source or ": " in source or bare[0] in "{["


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

    `name` says in findings which profile it is. What else is taken: see `plain_data`.

    Raises: ProfileError: with every finding; TypeError for values of other types.
    """
    return read_profile_text(Source(name, json_of(data, name)), vocabulary)


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
                    name = _name(decoder, value)
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


def _name(decoder: Decoder, node: Node) -> str:
    """The name of the company; empty where there is none, as in a `Profile` without one.

    It may be whatever a register holds: it is made safe where it is shown.
    """
    return "" if is_blank(node) else decoder.scalar(node).text.strip()


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
