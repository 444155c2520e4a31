"""The next question: what settles most for its effort, and nothing that settles nothing."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiqi.api import Rulebook
from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.reference import circumstances, prove
from huiqi.explain.next_question import NextQuestion, Question
from huiqi.model import criteria as ast
from huiqi.model import vocabulary as voc
from huiqi.model.profile import Answer, Missing, Profile
from huiqi.model.programme import Applies
from huiqi.model.verdict import Verdict
from huiqi.model.vocabulary import FactType

from ...parity.rulebooks import TEXT, World, checked, leaf, plain, worlds

TODAY = date(2024, 7, 1)
FLAGS = ("p", "q", "r", "s")
ELSEWHERE = leaf(ast.StatedElsewhere(what=TEXT))


def yes(name: str) -> ast.Leaf:
    return leaf(ast.Is(fact=name))


def share(of: str, per: str) -> ast.Leaf:
    bound = ast.Share(value=Decimal("0.05"))
    return leaf(ast.Compare(of=(of,), per=(per,), op=ast.Operator.AT_LEAST, threshold=bound))


def book(*eligible: ast.Criterion, effort: Mapping[str, int] | None = None) -> CheckedRulebook:
    """Programmes over four flags and three amounts, with the efforts given."""
    flags = dict.fromkeys(FLAGS, FactType.BOOL)
    words = plain(**flags, spent=FactType.MONEY, earned=FactType.MONEY, owned=FactType.MONEY)
    facts = dict(words.facts)
    for name, cost in (effort or {}).items():
        facts[name] = facts[name].model_copy(update={"effort": cost})
    return checked(words.model_copy(update={"facts": facts}), list(eligible))


def asked(questions: tuple[Question, ...]) -> list[tuple[str, ...]]:
    return [question.facts for question in questions]


def rank(
    rules: CheckedRulebook, leave_out: tuple[str, ...] = (), **answers: Answer
) -> list[tuple[str, ...]]:
    return asked(NextQuestion(rules, TODAY).rank(answers, leave_out))


def truths(rules: CheckedRulebook, answers: Mapping[str, Answer], day: date) -> list[Truth]:
    told = circumstances(rules, Profile("", dict(answers)), day)
    return [prove(programme.eligible, told).truth for programme in rules.current(day)]


# worth


def test_what_settles_more_programmes_comes_first() -> None:
    rules = book(yes("p"), yes("q"), ast.Not(of=yes("q")))
    best, other = NextQuestion(rules, TODAY).rank({})
    assert (best.facts, best.settles, best.programmes) == (("q",), 2.0, ("p1", "p2"))
    assert (other.facts, other.settles, other.programmes) == (("p",), 1.0, ("p0",))


def test_of_equal_questions_the_easier_comes_first() -> None:
    rules = book(yes("p"), yes("q"), effort={"p": 5, "q": 1})
    assert rank(rules) == [("q",), ("p",)]


def test_ties_follow_the_vocabulary() -> None:
    assert rank(book(yes("q"), yes("p"))) == [("p",), ("q",)]


def test_effort_is_that_of_all_facts_asked_together() -> None:
    rules = book(share("spent", "earned"), effort={"spent": 4, "earned": 2})
    (question,) = NextQuestion(rules, TODAY).rank({})
    assert question.effort == 6


def test_conditions_set_elsewhere_count_as_settled() -> None:
    """With p a yes nothing is left to ask; with a no the company is out."""
    (question,) = NextQuestion(book(ast.All(of=(yes("p"), ELSEWHERE))), TODAY).rank({})
    assert question.settles == 1.0


def test_what_has_to_be_asked_anyhow_comes_before_what_may_be_spared() -> None:
    """p bears on three programmes and q on two, but q is asked in any case and may spare p."""
    all_of = [ast.All(of=(yes(flag), yes("p"))) for flag in ("q", "r", "s")]
    assert rank(book(*all_of, yes("q")))[0] == ("q",)


def test_a_programme_that_no_longer_stands_counts_for_less() -> None:
    rules = book(yes("p"), yes("q"))
    ended = Applies(until=date(2020, 1, 1))
    past = rules.programmes[0].model_copy(update={"applies": ended})
    assert rank(rules) == [("p",), ("q",)]
    assert rank(replace(rules, programmes=(past, *rules.programmes[1:]))) == [("q",), ("p",)]


# facts that matter only together


def test_the_facts_of_a_ratio_are_asked_together() -> None:
    assert rank(book(share("spent", "earned"))) == [("spent", "earned")]
    assert rank(book(share("spent", "earned")), earned=100) == [("spent",)]


def test_of_a_ratio_of_which_one_part_is_not_known_the_other_is_not_asked() -> None:
    rules = book(share("spent", "earned"), share("earned", "owned"))
    assert rank(rules, owned=Missing.DONT_KNOW) == [("spent", "earned")]
    assert rank(rules, earned=Missing.DONT_KNOW) == []
    assert rank(rules, leave_out=("spent",)) == [("earned", "owned")]


def derived_book() -> CheckedRulebook:
    """`both` follows from p and q, and can be asked itself."""
    words = plain(**dict.fromkeys(("p", "q", "both"), FactType.BOOL))
    derive = voc.Whether(when=ast.All(of=(yes("p"), yes("q"))))
    both = words.facts["both"].model_copy(update={"derive": derive, "question": TEXT})
    facts = {**words.facts, "both": both}
    return checked(words.model_copy(update={"facts": facts}), [yes("both")])


def test_a_derived_fact_is_asked_itself_only_where_what_it_rests_on_is_not_known() -> None:
    rules = derived_book()
    assert rank(rules) == [("p",), ("q",)]
    assert rank(rules, p=True) == [("q",)]
    assert rank(rules, p=True, q=Missing.DONT_KNOW) == [("both",)]
    assert rank(rules, leave_out=("p",)) == [("both",)]
    assert rank(rules, leave_out=("p", "q", "both")) == []


# what is not asked


def test_a_fact_that_can_no_longer_change_a_verdict_is_not_asked() -> None:
    rules = book(ast.Any(of=(yes("p"), ast.All(of=(yes("q"), yes("r"))))))
    assert set(rank(rules)) == {("p",), ("q",), ("r",)}
    assert rank(rules, r=False) == [("p",)]
    assert rank(rules, p=True) == []


def test_what_only_leads_to_conditions_set_elsewhere_is_not_asked() -> None:
    """The verdict stays undetermined whether p holds or not, so only q is worth asking."""
    rules = book(ast.All(of=(ast.Any(of=(yes("p"), ELSEWHERE)), ELSEWHERE, yes("q"))))
    assert rank(rules) == [("q",)]
    assert rank(rules, q=True) == []


def test_what_is_not_known_or_left_out_is_not_asked() -> None:
    rules = book(yes("p"), yes("q"), yes("r"))
    assert rank(rules, p=Missing.DONT_KNOW, leave_out=("r",)) == [("q",)]


def test_what_waits_for_a_fact_is_told_of_that_fact_alone() -> None:
    """Not of what is asked along with it."""
    rules = book(share("spent", "earned"), yes("p"), share("earned", "owned"))
    choose = NextQuestion(rules, TODAY)
    first, second, third = (programme.id for programme in rules.current(TODAY))
    assert choose.waiting("earned", {}) == (first, third)
    assert choose.waiting("spent", {}) == (first,)
    assert choose.waiting("p", {"spent": Missing.DONT_KNOW}) == (second,)
    assert choose.waiting("earned", {"spent": Missing.DONT_KNOW}) == (third,)
    assert choose.waiting("p", {"p": True}) == ()


@st.composite
def read_once(draw: st.DrawFn) -> ast.Criterion:
    """A criterion in which every flag stands once at most, among conditions set elsewhere."""
    parts: list[ast.Criterion] = [yes(flag) for flag in draw(st.permutations(FLAGS))]
    parts += [ELSEWHERE] * draw(st.integers(0, 2))
    while len(parts) > 1:
        chosen = tuple(parts.pop(draw(st.integers(0, len(parts) - 1))) for _ in range(2))
        joined = draw(st.sampled_from((ast.All, ast.Any)))(of=chosen)
        parts.append(ast.Not(of=joined) if draw(st.booleans()) else joined)
    return parts[0]


@settings(max_examples=30)
@given(read_once(), st.data())
def test_just_those_facts_are_asked_that_can_change_the_verdict(
    criterion: ast.Criterion, data: st.DataObject
) -> None:
    """Held against every way in which the other facts may turn out, or stay unknown."""
    rules = book(criterion)
    known = data.draw(st.dictionaries(st.sampled_from(FLAGS), st.booleans(), max_size=2))
    ways: dict[tuple[bool | None, ...], Truth] = {}
    for way in product((None, False, True), repeat=len(FLAGS)):
        told = {flag: v for flag, v in zip(FLAGS, way, strict=True) if v is not None}
        if known.items() <= told.items():
            ways[way] = truths(rules, told, TODAY)[0]
    deciding = {
        flag
        for i, flag in enumerate(FLAGS)
        for way, truth in ways.items()
        if way[i] is not None and flag not in known and truth is not ways[_without(way, i)]
    }
    assert {fact for facts in rank(rules, **known) for fact in facts} == deciding


def _without(way: tuple[bool | None, ...], i: int) -> tuple[bool | None, ...]:
    return (*way[:i], None, *way[i + 1 :])


@settings(max_examples=20)
@given(worlds(), st.integers(0, 2**32))
def test_after_the_last_question_nothing_more_can_be_learnt(world: World, seed: int) -> None:
    """Whatever else the company might say, no verdict changes; and the questions come to an end."""
    chance = Random(seed)
    choose = NextQuestion(world.book, world.as_of)
    answers: dict[str, Answer] = {}
    skipped: set[str] = set()
    while questions := choose.rank(answers, skipped):
        for fact in questions[0].facts:
            assert fact not in skipped
            skipped.add(fact)
            answers[fact] = world.value(world.facts[fact], chance)
    settled = truths(world.book, answers, world.as_of)
    for _ in range(5):
        more = world.better_known(answers, chance, except_for=skipped)
        assert truths(world.book, more, world.as_of) == settled


# the bundled rulebook


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return Rulebook.load()


@pytest.fixture(scope="module")
def choose(rulebook: Rulebook) -> NextQuestion:
    return NextQuestion(rulebook.book, TODAY)


def test_the_place_comes_first(choose: NextQuestion) -> None:
    best = choose.rank({})[0]
    assert best.facts == ("location",)
    assert best.settles > 100


def test_a_place_known_in_part_is_asked_again_only_where_that_matters(
    rulebook: Rulebook, choose: NextQuestion
) -> None:
    """Counties of Shandong lie in different economic zones; those of Zhejiang are all alike."""
    for place, asked_again in (("370000", True), ("330000", False), ("350583", False)):
        ranked = asked(choose.rank(rulebook.profile({"location": place})))
        assert (("location",) in ranked) is asked_again


def test_the_ranking_is_the_same_every_time(rulebook: Rulebook, choose: NextQuestion) -> None:
    profile = rulebook.profile({"location": "350583", "sector": "C39", "employees": 120})
    assert choose.rank(profile) == NextQuestion(rulebook.book, TODAY).rank(profile)


def test_a_choice_leaves_nothing_for_the_garbage_collector(rulebook: Rulebook) -> None:
    """Else it would look through everything now and then, in the middle of a choice."""
    choose = NextQuestion(rulebook.book, TODAY)
    answers = rulebook.profile({"location": "350583", "sector": "C39"}).answers
    gc.collect()
    gc.disable()
    try:
        choose.rank(answers, {"employees"})
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_a_company_without_spending_can_be_asked_on(
    rulebook: Rulebook, choose: NextQuestion
) -> None:
    """Of nothing no share is positive, so that no size tells the likely amounts apart."""
    known = {"location": "350582", "rd_spend": 0, "revenue": "1000万元"}
    asked_for = asked(choose.rank(rulebook.profile(known)))
    assert ("cost_and_expenses",) in asked_for


def test_a_list_that_may_not_apply_is_asked_though_it_is_open(rulebook: Rulebook) -> None:
    """Whatever the list goes on with: who sets up no R&D body is in none."""
    day = date(2018, 11, 1)
    programme = "qz16-new-rd-subsidy"
    facts = [*rulebook.vocabulary.facts]
    known = dict.fromkeys(facts, "unknown") | {"location": "350582", "rd_body_setup": None}
    profile = rulebook.profile({f: a for f, a in known.items() if a is not None})
    assert rulebook.check(profile, day)[programme].missing == ("rd_body_setup",)
    assert asked(NextQuestion(rulebook.book, day).rank(profile)) == [("rd_body_setup",)]
    told = {**profile.answers, "rd_body_setup": Missing.NOT_APPLICABLE}
    assert rulebook.check(Profile("", told), day)[programme].verdict is Verdict.INELIGIBLE


@pytest.mark.parametrize("place", ["350583", "370685", "410184", "220102", "330106"])
def test_an_interview_ends_when_the_rest_cannot_matter(
    place: str, rulebook: Rulebook, choose: NextQuestion
) -> None:
    """Yes/no questions answered at random, all others skipped; nothing is asked twice."""
    chance = Random(place)
    answers = dict(rulebook.profile({"location": place}).answers)
    skipped: set[str] = set()
    facts = rulebook.vocabulary.facts
    flags = [fact.id for fact in facts.values() if fact.type is FactType.BOOL and not fact.derive]
    while questions := choose.rank(answers, skipped):
        for fact in questions[0].facts:
            assert facts[fact].question is not None
            assert fact not in {*answers, *skipped}
            if fact in flags:
                answers[fact] = chance.random() < 0.5
            else:
                skipped.add(fact)
    settled = truths(rulebook.book, answers, TODAY)
    for _ in range(5):
        more = {fact: chance.random() < 0.5 for fact in flags} | answers
        assert truths(rulebook.book, more, TODAY) == settled
