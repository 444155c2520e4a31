"""Programmes and the ways that lead to them, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from huiqi.base.diagnostics import Language
from huiqi.base.kleene import Truth
from huiqi.explain.advice import Advice, ProgrammeAdvice
from huiqi.explain.change_words import ChangeWords
from huiqi.explain.changes import Change
from huiqi.explain.finding import Finding
from huiqi.explain.proposing import Kind, Proposal
from huiqi.explain.reasons import is_elsewhere
from huiqi.model import criteria as ast
from huiqi.model.profile import Holding
from huiqi.model.verdict import Proof
from huiqi.model.vocabulary import Vocabulary
from huiqi.present.advice.content import Row, Step, Target, Way
from huiqi.present.advice.wording import headings
from huiqi.present.style import standing_flag

_LISTED = 6
"""So many programmes, or facts, are named in a line."""


class Targets:
    """Says the proposals of one company's advice in one language, at most `limit` per programme."""

    def __init__(
        self, advice: Advice, vocabulary: Vocabulary, lang: Language, limit: int | None
    ) -> None:
        self.advice = advice
        self.lang: Language = lang
        self.limit = limit
        self.words = ChangeWords(vocabulary, lang)
        self.said = headings(lang)

    def target(self, advice: ProgrammeAdvice, kind: Kind) -> Target:
        """A programme with its ways of one kind; alternatives that differ in a value are one."""
        finding = advice.finding
        own = advice.of_kind(kind)
        together = _alike(own)
        shown = together[: self.limit]
        notes = (
            (self.said.more_ways, len(together) - len(shown)),
            (self.said.other_ways, len(advice.proposals) - len(own)),
        )
        said = [text.format(number) for text, number in notes if number]
        if not advice.complete:
            said.append(self.said.incomplete)
        clauses = self.words.pick("、", ", ").join(finding.programme.clauses[:3])
        return Target(
            id=finding.id,
            name=finding.programme.name[self.lang],
            flag=standing_flag(finding.standing, self.lang),
            source=f"{finding.document.id} {clauses}",
            ways=tuple(self._way(alike, finding) for alike in shown),
            more=self.words.pick("；", "; ").join(said),
        )

    def _way(self, alike: Sequence[Proposal], finding: Finding) -> Way:
        first = alike[0]
        steps = []
        for index, (change, atoms) in enumerate(zip(first.changes, first.mends, strict=True)):
            either = tuple(dict.fromkeys(proposal.changes[index] for proposal in alike))
            text = self.words.either_change(either, self.advice.answers)
            notes = [self._note(a, finding) for a in atoms if not _says_the_same(a, change)]
            if route := self.advice.route(change):
                notes.append(self.granted_by(route.finding))
            steps.append(Step(text, tuple(notes)))
        return Way(tuple(steps), tuple(self.still(first.open, first.missing)))

    def _note(self, atom: Proof, finding: Finding) -> str:
        said = self.words.criterion(atom.criterion)
        if atom.truth is Truth.UNKNOWN:
            return said
        now = self.words.answers(atom.criterion, finding.given)
        return self.words.pick(f"{said}，现为：{now}", f"{said}, now: {now}")

    def granted_by(self, finding: Finding) -> str:
        """The programme that grants a recognition, and how it stands with it."""
        name, verdict = finding.programme.name[self.lang], finding.verdict.label(self.lang)
        return self.words.pick(
            f"由“{name}”（{finding.id}）认定，现在{verdict}",
            f"granted by “{name}” ({finding.id}), now {verdict}",
        )

    def still(self, open_: Sequence[Proof], missing: Sequence[str]) -> Iterator[Row]:
        """What is still open: facts to be known, and conditions that no answer decides."""
        if missing:
            yield Row(self.said.unknown, self.listed([self.words.label(f) for f in missing]))
        elsewhere = [atom for atom in open_ if is_elsewhere(atom)]
        # Outside a list that ends in 等 nothing more can be known, and nothing is set elsewhere.
        undecided = elsewhere if missing or elsewhere else open_
        if undecided:
            said = [self.words.criterion(atom.criterion) for atom in undecided]
            yield Row(self.said.elsewhere, self.words.pick("；", "; ").join(said))

    def listed(self, names: Sequence[str]) -> str:
        """The first few names, and how many there are."""
        listed = self.words.listed(names[:_LISTED])
        if len(names) > _LISTED:
            listed += self.words.pick(f" 等 {len(names)} 项", f" … {len(names)} in all")
        return listed


def _alike(proposals: Iterable[Proposal]) -> list[list[Proposal]]:
    """Proposals in groups of those that differ only in one value of one set."""
    groups: dict[object, list[Proposal]] = {}
    for proposal in proposals:
        values = [c for c in proposal.changes if c.part and not isinstance(c.to, Holding)]
        others = tuple(c for c in proposal.changes if c not in values[:1])
        kind = [(c.fact, c.to) for c in values[:1]]
        places = [proposal.changes.index(c) for c in values[:1]]
        key = (*kind, *places, others, proposal.missing, proposal.open)
        groups.setdefault(repr(key), []).append(proposal)
    return list(groups.values())


def _says_the_same(atom: Proof, change: Change) -> bool:
    """Whether the condition says no more than the change itself."""
    test = atom.criterion.test if isinstance(atom.criterion, ast.Leaf) else None
    if isinstance(test, (ast.Is, ast.OneOf)):
        return test.fact == change.fact
    return isinstance(test, ast.Holds) and test.newly is None and test.certification == change.part
