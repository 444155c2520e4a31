"""A session: verdicts settle answer by answer, and answers can be changed and taken back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from huiqi.base.diagnostics import ProfileError
from huiqi.base.kleene import Truth
from huiqi.evaluate.session import Engine, Settled
from huiqi.model import criteria as ast
from huiqi.model import vocabulary as voc
from huiqi.model.profile import Answer, Missing
from huiqi.model.vocabulary import FactType

from ...parity.rulebooks import checked, leaf, plain

TODAY = date(2024, 7, 1)
T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def yes(name: str) -> ast.Leaf:
    return leaf(ast.Is(fact=name))


def words() -> voc.Vocabulary:
    """`both` follows from p and q, `lasting` from `both` and r."""
    vocabulary = plain(**dict.fromkeys(("p", "q", "r", "both", "lasting"), FactType.BOOL))
    facts = dict(vocabulary.facts)
    for name, parts in (("both", ("p", "q")), ("lasting", ("both", "r"))):
        when = voc.Whether(when=ast.All(of=tuple(map(yes, parts))))
        facts[name] = facts[name].model_copy(update={"derive": when})
    return vocabulary.model_copy(update={"facts": facts})


@pytest.fixture(scope="module")
def engine() -> Engine:
    """p0 asks p or q, p1 the derived fact at the end of the chain, p2 only r."""
    either = ast.Any(of=(yes("p"), yes("q")))
    return Engine(checked(words(), [either, yes("lasting"), yes("r")]))


def test_nothing_is_settled_before_the_first_answer(engine: Engine) -> None:
    session = engine.session(TODAY)
    assert session.as_of == TODAY
    assert session.truths == {"p0": U, "p1": U, "p2": U}


def test_a_verdict_settles_as_soon_as_the_answers_settle_it(engine: Engine) -> None:
    """Whatever is still unanswered; the events name just the programmes that changed."""
    session = engine.session(TODAY)
    assert session.tell({"p": True}) == (Settled("p0", U, T),)
    assert session.tell({"r": False}) == (Settled("p1", U, F), Settled("p2", U, F))
    assert session.tell({"q": True}) == ()
    assert session.truths == {"p0": T, "p1": F, "p2": F}


def test_an_answer_reaches_through_a_chain_of_derived_facts(engine: Engine) -> None:
    session = engine.session(TODAY, {"p": True, "r": True})
    assert session.tell({"q": True}) == (Settled("p1", U, T),)


def test_an_answer_can_be_changed(engine: Engine) -> None:
    session = engine.session(TODAY, {"p": True, "q": True, "r": True})
    assert session.tell({"q": False}) == (Settled("p1", T, F),)


def test_an_answer_can_be_taken_back(engine: Engine) -> None:
    session = engine.session(TODAY, {"p": True, "q": True, "r": True})
    assert session.tell({"r": None}) == (Settled("p1", T, U), Settled("p2", T, U))
    assert session.tell({"r": None}) == ()


def test_a_stated_fact_counts_for_more_than_what_would_follow(engine: Engine) -> None:
    session = engine.session(TODAY, {"p": False, "r": True})
    assert session.truths["p1"] is F
    assert session.tell({"both": True}) == (Settled("p1", F, T),)
    assert session.tell({"both": None}) == (Settled("p1", T, F),)


@pytest.mark.parametrize("answer", [Missing.DONT_KNOW, None])
def test_not_knowing_a_derived_fact_leaves_it_to_be_derived(
    engine: Engine, answer: Answer | None
) -> None:
    session = engine.session(TODAY, {"p": False, "r": True, "both": True})
    assert session.tell({"both": answer}) == (Settled("p1", T, F),)


def test_a_fact_that_is_not_declared_is_refused_and_changes_nothing(engine: Engine) -> None:
    session = engine.session(TODAY, {"p": True})
    with pytest.raises(ProfileError, match="nothing"):
        session.tell({"nothing": True})
    assert session.truths == {"p0": T, "p1": U, "p2": U}


def test_of_answers_that_are_refused_together_none_is_kept(engine: Engine) -> None:
    session = engine.session(TODAY)
    with pytest.raises(ProfileError):
        session.tell({"both": True, "nothing": True})
    assert session.tell({"p": False}) == (Settled("p1", U, F),)


def test_the_truths_handed_out_are_a_copy(engine: Engine) -> None:
    session = engine.session(TODAY)
    before = session.truths
    session.tell({"p": True})
    assert before["p0"] is U


def test_the_answers_given_at_the_start_stay_the_callers(engine: Engine) -> None:
    given: dict[str, Answer] = {"p": True}
    engine.session(TODAY, given).tell({"q": True})
    assert given == {"p": True}


def test_sessions_of_one_engine_do_not_touch_each_other(engine: Engine) -> None:
    """Also when they run in threads."""

    def check(number: int) -> bool:
        answers: dict[str, Answer] = {"p": bool(number & 1), "q": False, "r": bool(number & 2)}
        session = engine.session(TODAY)
        for name, answer in answers.items():
            session.tell({name: answer})
        either, r = Truth.of(bool(number & 1)), Truth.of(bool(number & 2))
        return session.truths == {"p0": either, "p1": F, "p2": r}

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(check, range(400)))
