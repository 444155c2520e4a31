"""Answers that a program made by itself, held against the vocabulary.

The readers of profiles and company files yield nothing but what passes here. What a program puts
into a `Profile` by hand has met no reader: a text that was never read, a value that no rule knows
or a fact of another rulebook would count as an answer, and rule companies out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from types import NoneType

from huiqi.base.diagnostics import Diagnostic, ProfileError, nearest
from huiqi.load.tables import divisions, industries
from huiqi.model.node import Text
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Holding, Members, Missing
from huiqi.model.quantity import MAX_FEN, MAX_NUMBER
from huiqi.model.sector import Sector
from huiqi.model.vocabulary import Fact, FactType, Vocabulary, Zone


def require_known(
    answers: Mapping[str, Answer], vocabulary: Vocabulary, where: str = "<profile>"
) -> None:
    """See that answers are such as the facts of a rulebook can have; takes some microseconds.

    `where` says in findings whose answers they are.

    Raises: TypeError: an answer of another type than its fact has. ProfileError: a fact, value or
    code that is not declared, or a number out of bounds; with every finding.
    """
    facts = vocabulary.facts
    findings: list[Diagnostic] = []
    for name, answer in answers.items():
        fact = facts.get(name)
        if fact is None:
            findings.append(Diagnostic("HQ601", {"name": name}, near=nearest(str(name), facts)))
        elif isinstance(answer, Missing):
            if answer is Missing.NOT_APPLICABLE and not fact.may_not_apply:
                findings.append(Diagnostic("HQ610", {"fact": name}))
        else:
            try:
                findings += _faults(fact, answer, vocabulary)
            except _OtherType:
                raise TypeError(
                    f"{where}: {name} cannot be {answer!r}; plain values are read by "
                    "Rulebook.profile"
                ) from None
    if findings:
        raise ProfileError([replace(finding, where=where) for finding in findings])


class _OtherType(Exception):
    """An answer, or a part of one, of a type that it cannot have."""


def _faults(fact: Fact, answer: Answer, vocabulary: Vocabulary) -> Iterable[Diagnostic]:
    kinds, faults = _KINDS[fact.type]
    if not (type(answer) in kinds or _is_kin(answer, kinds)):
        raise _OtherType
    return faults(fact, answer, vocabulary)


def _is_kin(answer: object, kinds: tuple[type, ...]) -> bool:
    """Whether it is of a subclass that means the same; yes and no are no numbers, a time no day."""
    return isinstance(answer, kinds) and not isinstance(answer, (bool, datetime))


def _require(part: object, *kinds: type) -> None:
    """See that a part of an answer, which no reader made either, is of one of these types."""
    if not isinstance(part, kinds):
        raise _OtherType


def _any(fact: Fact, answer: Answer, vocabulary: Vocabulary) -> Iterable[Diagnostic]:
    return ()


def _quantity(fact: Fact, answer: Answer, vocabulary: Vocabulary) -> Iterable[Diagnostic]:
    assert isinstance(answer, (int, Decimal, Fraction))
    if isinstance(answer, int) and 0 <= answer <= MAX_NUMBER:
        return ()
    limit = MAX_FEN if fact.type is FactType.MONEY else MAX_NUMBER
    if isinstance(answer, Decimal) and not answer.is_finite():
        code = "HQ605"
    elif not -limit <= answer <= limit:
        code = "HQ612"
    elif answer < 0 and not fact.may_be_negative:
        code = "HQ603"
    else:
        return ()
    return (Diagnostic(code, {"fact": fact.id, "text": answer}),)


def _value(fact: Fact, answer: Answer, vocabulary: Vocabulary) -> Iterable[Diagnostic]:
    assert isinstance(answer, str)
    return () if answer in fact.values else _undeclared(fact, (answer,), vocabulary)


def _members(fact: Fact, answer: Answer, vocabulary: Vocabulary) -> Iterable[Diagnostic]:
    assert isinstance(answer, Members)
    _require(answer.inside, frozenset)
    _require(answer.outside, frozenset, NoneType)
    return _undeclared(fact, answer.inside | (answer.outside or frozenset()), vocabulary)


def _undeclared(fact: Fact, values: Iterable[str], vocabulary: Vocabulary) -> Iterable[Diagnostic]:
    """Values that a fact does not have; a word for a value is near to it."""
    declared: Mapping[str, Zone | Text] = vocabulary.zones if fact.id == "zones" else fact.values
    for value in values:
        if value not in declared:
            words = ((n, w.label if isinstance(w, Zone) else w) for n, w in declared.items())
            meant = (name for name, word in words if value in (word.zh, word.en))
            near = next(meant, None) or nearest(str(value), declared)
            args = {"value": value, "fact": fact.id, "known": " · ".join(list(declared)[:12])}
            yield Diagnostic("HQ208", args, near=near)


def _place(fact: Fact, answer: Answer, vocabulary: Vocabulary) -> Iterable[Diagnostic]:
    assert isinstance(answer, Location)
    return (_no_code(fact, code) for code in answer.codes if code not in divisions())


def _sector(fact: Fact, answer: Answer, vocabulary: Vocabulary) -> Iterable[Diagnostic]:
    assert isinstance(answer, Sector)
    return () if answer.code in industries() else (_no_code(fact, answer.code),)


def _no_code(fact: Fact, code: str) -> Diagnostic:
    return Diagnostic("HQ618", {"fact": fact.id, "code": code})


def _titles(fact: Fact, answer: Answer, vocabulary: Vocabulary) -> Iterable[Diagnostic]:
    assert isinstance(answer, Certificates)
    _require(answer.held, tuple)
    _require(answer.absent, frozenset, NoneType)
    for one in answer.held:
        _require(one, Holding)
    declared = vocabulary.certifications
    for name in (*(one.certification for one in answer.held), *(answer.absent or ())):
        if name not in declared:
            yield Diagnostic("HQ606", {"name": name}, near=nearest(name, declared))
    for one in answer.held:
        if not all(day is None or _is_kin(day, (date,)) for day in (one.issued, one.expires)):
            raise _OtherType
        if one.issued and one.expires and one.expires < one.issued:
            yield Diagnostic("HQ616", {"expires": one.expires, "issued": one.issued})
        if one.certification in declared and one.tier is not None:
            tiers = declared[one.certification].tiers
            if one.tier not in tiers:
                args = {"name": one.certification, "tier": one.tier, "known": " · ".join(tiers)}
                yield Diagnostic("HQ304", args, near=nearest(one.tier, tiers))


_KINDS: Mapping[
    FactType,
    tuple[tuple[type, ...], Callable[[Fact, Answer, Vocabulary], Iterable[Diagnostic]]],
] = {
    FactType.BOOL: ((bool,), _any),
    FactType.COUNT: ((int,), _quantity),
    FactType.NUMBER: ((int, Decimal, Fraction), _quantity),
    FactType.MONEY: ((int,), _quantity),
    FactType.RATIO: ((int, Decimal, Fraction), _quantity),
    FactType.DATE: ((date,), _any),
    FactType.ENUM: ((str,), _value),
    FactType.SET: ((Members,), _members),
    FactType.LOCATION: ((Location,), _place),
    FactType.SECTOR: ((Sector,), _sector),
    FactType.CERTIFICATIONS: ((Certificates,), _titles),
}
"""By type of fact: the types of its answers, and what finds fault with one of these."""
