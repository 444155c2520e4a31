"""Advice as plain data for JSON; part of the stable contract for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from huiqi import __version__
from huiqi.base.diagnostics import Language
from huiqi.explain.advice import Advice, Effect, ProgrammeAdvice, Route
from huiqi.explain.change_words import ChangeWords
from huiqi.explain.changes import Change
from huiqi.explain.proposing import Proposal
from huiqi.model.profile import Answer, Holding
from huiqi.model.quantity import FEN_PER_YUAN
from huiqi.model.verdict import Proof
from huiqi.model.vocabulary import FactType, Vocabulary
from huiqi.present.data import text_data

_LANGUAGES: tuple[Language, Language] = ("zh", "en")


def advice_data(advice: Advice, vocabulary: Vocabulary) -> dict[str, Any]:
    """What `huiqi advise --format json` prints."""
    data = _Data(advice, vocabulary)
    return {
        "as_of": advice.as_of.isoformat(),
        "version": __version__,
        "company": advice.profile.name,
        "changes": [data.effect(effect) for effect in advice.changes],
        "programmes": [data.programme(one) for one in advice],
        "beyond": [
            {"id": one.id, "failed": list(one.finding.failed), "complete": one.complete}
            for one in advice.beyond
        ],
        "left_out": [finding.id for finding in advice.left_out],
    }


class _Data:
    def __init__(self, advice: Advice, vocabulary: Vocabulary) -> None:
        self.advice = advice
        self.words = {lang: ChangeWords(vocabulary, lang) for lang in _LANGUAGES}
        self.facts = vocabulary.facts
        self.answers: Mapping[str, Answer] = advice.answers

    def effect(self, effect: Effect) -> dict[str, Any]:
        data = self.change(effect.change) | {
            "unlocks": list(effect.unlocks),
            "opens": list(effect.opens),
            "nearer": list(effect.nearer),
            "loses": list(effect.loses),
        }
        route = self.advice.route(effect.change)
        return data | {"route": self.route(route) if route else None}

    def programme(self, one: ProgrammeAdvice) -> dict[str, Any]:
        return {
            "id": one.id,
            "name": text_data(one.finding.programme.name),
            "document": one.finding.document.id,
            "verdict": one.finding.verdict.value,
            "standing": one.finding.standing.value,
            "failed": list(one.finding.failed),
            "proposals": [self.proposal(proposal) for proposal in one.proposals],
            "complete": one.complete,
        }

    def proposal(self, proposal: Proposal) -> dict[str, Any]:
        changes = [
            self.change(change) | {"mends": [self.condition(atom) for atom in atoms]}
            for change, atoms in zip(proposal.changes, proposal.mends, strict=True)
        ]
        return {
            "kind": proposal.kind.value,
            "changes": changes,
            "open": [self.condition(atom) for atom in proposal.open],
            "missing": list(proposal.missing),
            "assumed": [self.change(change) for change in proposal.assumed],
        }

    def change(self, change: Change) -> dict[str, Any]:
        """A change: `value` as a profile writes it, of the part where one is named."""
        said = {lang: words.change(change, self.answers) for lang, words in self.words.items()}
        return {
            "fact": change.fact,
            "part": change.part or None,
            "value": self.value(change),
            "text": said,
        }

    def value(self, change: Change) -> Any:
        to = change.to
        if isinstance(to, Holding):
            told = {
                "name": to.certification,
                "tier": to.tier,
                "issued": to.issued and to.issued.isoformat(),
                "renewal": to.renewal,
            }
            return {key: value for key, value in told.items() if value}
        if change.part or isinstance(to, bool):
            return bool(to)
        kind = self.facts[change.fact].type
        if isinstance(to, (int, Decimal, Fraction)):
            if kind is FactType.MONEY:
                return f"{Decimal(int(to)) / FEN_PER_YUAN:f}元"
            if kind is FactType.RATIO:
                return f"{_decimal(to) * 100:f}%"
            return int(to) if to == int(to) else f"{_decimal(to):f}"
        if isinstance(to, date):
            return to.isoformat()
        return to if isinstance(to, str) else self.words["zh"].answer(change.fact, to)

    def condition(self, proof: Proof) -> dict[str, Any]:
        return {
            "truth": proof.truth.name.lower(),
            "text": {lang: words.criterion(proof.criterion) for lang, words in self.words.items()},
        }

    def route(self, route: Route) -> dict[str, Any]:
        return {
            "certification": route.certification,
            "programme": route.finding.id,
            "verdict": route.finding.verdict.value,
            "standing": route.finding.standing.value,
            "missing": list(route.finding.missing),
            "proposals": [self.proposal(p) for p in route.advice.proposals] if route.advice else [],
            "onward": [self.route(onward) for onward in route.onward],
        }


def _decimal(value: int | Decimal | Fraction) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(value)
