"""Advice holds: each proposed set of changes does what it says, and no part of it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import Any

from hypothesis import given, settings

from huiqi.base.kleene import Truth
from huiqi.evaluate.fast import FastVerdicts
from huiqi.evaluate.reference import circumstances, prove
from huiqi.evaluate.session import Engine
from huiqi.explain.advice import Advice
from huiqi.explain.assessment import assess
from huiqi.explain.changes import Change, Changes, Company, can_change, is_known
from huiqi.explain.ends import at_end, both_ends
from huiqi.explain.proposing import Kind, Proposal
from huiqi.load.tables import divisions
from huiqi.model import criteria as ast
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Holding, Members, Missing, Profile
from huiqi.model.verdict import Verdict
from huiqi.model.vocabulary import Fact, FactType

from .rulebooks import AMOUNTS, QUANTITIES, World, chances, worlds
from .test_explanations import patient

FIXED = (FactType.LOCATION, FactType.SECTOR)


def changeable(world: World, chance: Random, share: float) -> World:
    """The world with a share of its facts declared as changeable."""
    facts = {
        name: fact.model_copy(update=licence(fact, chance) if chance.random() < share else {})
        for name, fact in world.facts.items()
    }
    words = world.book.vocabulary.model_copy(update={"facts": facts})
    return World(replace(world.book, vocabulary=words), world.as_of)


def licence(fact: Fact, chance: Random) -> dict[str, object]:
    """How far the fact can change: in one direction only, some of its values never."""
    if fact.type in QUANTITIES:
        return {"changeable": chance.choice((True, True, "more", "less"))}
    return {
        "changeable": fact.type not in FIXED,
        "fixed": tuple(v for v in fact.values if chance.random() < 0.1),
    }


def advised(world: World, answers: Mapping[str, Answer]) -> Advice:
    return assess(world.book, Profile("", answers), world.as_of).advice()


def changed(answers: Mapping[str, Answer], changes: Iterable[Change]) -> dict[str, Answer]:
    after = dict(answers)
    for change in changes:
        after[change.fact] = change.after(after.get(change.fact))
    return after


def parts(changes: Changes) -> Iterator[Changes]:
    """The proper parts of a set of changes."""
    for size in range(len(changes)):
        yield from combinations(changes, size)


def truth(world: World, criterion: ast.Criterion, answers: Mapping[str, Answer]) -> Truth:
    ended = both_ends(world.book, world.as_of)
    return prove(criterion, circumstances(ended, Profile("", answers), world.as_of)).truth


@settings(patient, max_examples=100)
@given(worlds(), chances)
def test_exact_proposals_make_the_programme_apply_and_no_part_of_them_does(
    world: World, chance: Random
) -> None:
    """By the reference evaluator and by the rule engine."""
    world = changeable(world, chance, 0.8)
    engine = Engine(world.book)
    for _ in range(3):
        answers = world.company(chance)
        for advice in advised(world, answers):
            assert advice.finding.verdict is Verdict.INELIGIBLE
            criterion = advice.finding.programme.eligible
            for proposal in advice.of_kind(Kind.EXACT):
                assert (proposal.open, proposal.missing, proposal.assumed) == ((), (), ())
                after = changed(answers, proposal.changes)
                assert truth(world, criterion, after) is Truth.TRUE
                assert engine.session(world.as_of, after).truths[advice.id] is Truth.TRUE
                for part in parts(proposal.changes):
                    less = changed(answers, part)
                    assert truth(world, criterion, less) is not Truth.TRUE, (answers, proposal)


@settings(patient, max_examples=100)
@given(worlds(), chances)
def test_other_proposals_leave_the_programme_open_and_apply_under_what_they_assume(
    world: World, chance: Random
) -> None:
    world = changeable(world, chance, 0.8)
    engine = Engine(world.book)
    for _ in range(3):
        answers = world.company(chance)
        for advice in advised(world, answers):
            for proposal in advice.proposals:
                if proposal.kind is Kind.EXACT:
                    continue
                eligible = advice.finding.programme.eligible
                after = changed(answers, proposal.changes)
                assert truth(world, eligible, after) is Truth.UNKNOWN
                # Which band counts may be all that is open.
                assert proposal.open or proposal.missing
                told = changed(after, proposal.assumed)
                if proposal.kind is Kind.CONDITIONAL:
                    assert engine.session(world.as_of, told).truths[advice.id] is Truth.TRUE
                else:
                    assert truth(world, eligible, told) is not Truth.FALSE
                    absent = {f for f, a in answers.items() if a is Missing.NOT_APPLICABLE}
                    eligible = at_end(eligible, True, absent)
                assert truth(world, eligible, told) is Truth.TRUE
                for part in parts(proposal.changes):
                    less = changed(answers, (*part, *proposal.assumed))
                    assert truth(world, eligible, less) is not Truth.TRUE
                assert_unknown(answers, proposal)


def assert_unknown(answers: Mapping[str, Answer], proposal: Proposal) -> None:
    """What is assumed is nothing that the company has said."""
    for change in proposal.assumed:
        answer = answers.get(change.fact)
        if isinstance(answer, Members):
            assert answer.has(change.part) is None
        elif isinstance(answer, Certificates):
            held = answer.of(change.part)
            assert held or not answer.lacks(change.part)
        else:
            assert not is_known(answer) or isinstance(answer, Location) or change.fact == "sector"


@settings(patient, max_examples=100)
@given(worlds(), chances)
def test_only_what_is_known_and_can_change_is_changed(world: World, chance: Random) -> None:
    world = changeable(world, chance, 0.5)
    for _ in range(5):
        answers = world.company(chance)
        for advice in advised(world, answers):
            for change in (c for proposal in advice.proposals for c in proposal.changes):
                fact, before = world.facts[change.fact], answers.get(change.fact)
                assert can_change(fact)
                assert is_known(before)
                assert change.part not in fact.fixed
                assert change.to not in fact.fixed
                if isinstance(fact.changeable, str) and before is not Missing.NOT_APPLICABLE:
                    assert (change.to > before) is (fact.changeable == "more")


@settings(patient, max_examples=100)
@given(worlds(), chances)
def test_effects_are_what_the_change_does(world: World, chance: Random) -> None:
    world = changeable(world, chance, 0.8)
    engine = Engine(world.book)
    answers = world.company(chance)
    before = engine.session(world.as_of, answers).truths
    advice = advised(world, answers)
    assert {e.change for e in advice.changes} == {
        c for one in advice for p in one.proposals for c in p.changes
    }
    for effect in advice.changes:
        after = engine.session(world.as_of, changed(answers, (effect.change,))).truths
        unlocked = [n for n in before if before[n] < after[n] is Truth.TRUE]
        assert list(effect.unlocks) == unlocked
        assert list(effect.opens) == [n for n in before if before[n] < after[n] is Truth.UNKNOWN]
        assert list(effect.loses) == [n for n in before if after[n] < before[n] is Truth.TRUE]
        assert not {*effect.nearer} & {*effect.unlocks, *effect.opens}


@settings(patient, max_examples=60)
@given(worlds(programmes=3, depth=3), chances)
def test_there_is_no_smaller_set(world: World, chance: Random) -> None:
    """Against all sets of one and of two changes from a pool that knows nothing of the rules."""
    world = changeable(world, chance, 0.4)
    fast = FastVerdicts(world.book, world.as_of)
    answers = world.company(chance)
    pool = list(all_changes(world, answers))
    least: dict[str, int] = {}
    for size in (1, 2):
        for changes in combinations(pool, size):
            if len({c.slot for c in changes}) == size:
                truths = fast.truths(changed(answers, changes))
                for name, found in zip(fast.programmes, truths, strict=True):
                    if found is Truth.TRUE:
                        least.setdefault(name, size)
    advice = advised(world, answers)
    for name, size in least.items():
        one = advice.for_programme(name)
        if one is not None and one.complete:
            sizes = [len(p.changes) for p in one.of_kind(Kind.EXACT)]
            assert sizes, (name, answers)
            assert min(sizes) <= size, (name, answers)


def all_changes(world: World, answers: Mapping[str, Answer]) -> Iterator[Change]:
    for name, fact in world.facts.items():
        if fact.changeable and is_known(answers.get(name)):
            if fact.type is FactType.SET:
                yield from toggles(world, fact, answers)
            elif fact.type is FactType.CERTIFICATIONS:
                yield from recognitions(world, answers[name])
            else:
                for answer in whole_answers(world, fact):
                    if answer != answers[name] and leads_there(fact, answers[name], answer):
                        yield Change(name, answer)


def leads_there(fact: Fact, before: Any, after: Any) -> bool:
    if not isinstance(fact.changeable, str) or before is Missing.NOT_APPLICABLE:
        return True
    return bool(after > before) is (fact.changeable == "more")


def whole_answers(world: World, fact: Fact) -> Iterator[Answer]:
    if fact.type in QUANTITIES:
        yield from AMOUNTS[fact.type]
    elif fact.type is FactType.BOOL:
        yield from (True, False)
    elif fact.type is FactType.ENUM:
        yield from (value for value in fact.values if value not in fact.fixed)
    else:
        yield world.as_of


def toggles(world: World, fact: Fact, answers: Mapping[str, Answer]) -> Iterator[Change]:
    answer, place = answers[fact.id], answers.get("location")
    here = place.codes if isinstance(place, Location) else ("350500",)
    near = any(divisions().within(code, "350500") or code in ("350000", "100000") for code in here)
    for value in fact.values or world.book.vocabulary.zones:
        inside = answer.has(value) if isinstance(answer, Members) else False
        if (
            inside is not None
            and value not in fact.fixed
            and (inside or near or fact.id != "zones")
        ):
            yield Change(fact.id, not inside, value)


def recognitions(world: World, answer: Answer) -> Iterator[Change]:
    for title in world.book.vocabulary.certifications.values():
        over = title.abolished is not None and title.abolished <= world.as_of
        lacks = not isinstance(answer, Certificates) or answer.lacks(title.id)
        if lacks and not over:
            for tier in title.tiers or (None,):
                held = Holding(title.id, tier, world.as_of)
                yield Change("certifications", held, title.id)


@settings(patient, max_examples=100)
@given(worlds(), chances)
def test_changed_circumstances_are_those_of_the_changed_profile(
    world: World, chance: Random
) -> None:
    """The quick way to circumstances after changes, against the plain one."""
    world = changeable(world, chance, 1.0)
    answers = world.company(chance)
    company = Company(world.book, answers, world.as_of)
    pool = list(all_changes(world, answers))
    for _ in range(10):
        drawn = chance.sample(pool, min(len(pool), 3))
        # No set of changes says two things of one fact.
        some = tuple({(change.fact, change.part): change for change in drawn}.values())
        profile = Profile("", changed(answers, some))
        plain = circumstances(world.book, profile, world.as_of)
        assert company.after(some).answers == plain.answers
