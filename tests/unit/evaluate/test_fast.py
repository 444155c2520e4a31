"""The fast path: generated Python that holds nothing of the rule files but whole numbers."""

from __future__ import annotations

import ast as python
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from huiqi.api import Rulebook
from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.compile.to_python import to_python
from huiqi.evaluate import fast
from huiqi.evaluate.fast import FastVerdicts
from huiqi.model import criteria as ast
from huiqi.model import vocabulary as voc
from huiqi.model.node import Text
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Missing, Profile
from huiqi.model.programme import Applies
from huiqi.model.vocabulary import FactType

from ...parity.rulebooks import TEXT, checked, leaf, plain

TODAY = date(2024, 7, 1)
T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
HOSTILE = "__import__('os').abort() #'\"\n)\\"


def yes(name: str) -> ast.Leaf:
    return leaf(ast.Is(fact=name))


def simple() -> CheckedRulebook:
    p, q = yes("p"), yes("q")
    return checked(plain(p=FactType.BOOL, q=FactType.BOOL), [p, ast.All(of=(p, q)), ast.Not(of=q)])


def test_the_truths_stand_in_the_order_of_the_programmes() -> None:
    verdicts = FastVerdicts(simple(), TODAY)
    assert verdicts.as_of == TODAY
    assert verdicts.programmes == ("p0", "p1", "p2")
    assert verdicts.truths({"p": True}) == (T, U, U)
    assert verdicts.truths({"p": False, "q": True}) == (F, F, F)
    assert all(isinstance(truth, Truth) for truth in verdicts.truths({}))


def test_a_profile_is_as_good_as_its_answers() -> None:
    answers: dict[str, Answer] = {"p": True, "q": Missing.NOT_APPLICABLE}
    verdicts = FastVerdicts(simple(), TODAY)
    assert verdicts.truths(Profile("name", answers)) == verdicts.truths(answers) == (T, F, T)


def test_a_rulebook_without_programmes_has_no_verdicts() -> None:
    assert FastVerdicts(checked(plain(), []), TODAY).truths({}) == ()


def test_the_version_that_counts_on_the_day_is_asked() -> None:
    book = simple()
    first, second, _ = book.programmes
    later = second.model_copy(
        update={"id": "p0", "applies": Applies.model_validate({"from": date(2024, 1, 1)})}
    )
    book = replace(book, programmes=(first, later))
    given: dict[str, Answer] = {"p": True, "q": False}
    assert FastVerdicts(book, date(2023, 12, 31)).truths(given) == (T,)
    assert FastVerdicts(book, date(2024, 1, 1)).truths(given) == (F,)


def hostile() -> CheckedRulebook:
    """Every text a rule file can choose is one that would do harm as code."""
    kinds = {
        "flag": FactType.BOOL, "kind": FactType.ENUM, "money": FactType.MONEY,
        "rate": FactType.RATIO, "day": FactType.DATE, "titles": FactType.CERTIFICATIONS,
    }  # fmt: skip
    names = {short: f"{short} {HOSTILE}" for short in kinds}
    text = Text(zh=HOSTILE, en=HOSTILE)
    facts = {
        names[short]: voc.Fact(
            id=names[short],
            type=kind,
            label=text,
            group=HOSTILE,
            values={HOSTILE: text, "other": text} if kind is FactType.ENUM else {},
        )
        for short, kind in kinds.items()
    }
    title = voc.Certification(id=HOSTILE, label=text, tiers=(HOSTILE,))
    words = plain().model_copy(
        update={
            "facts": facts,
            "certifications": {HOSTILE: title},
            "tiers": {HOSTILE: voc.Tier(id=HOSTILE, label=text, rank=0)},
        }
    )
    at_least = ast.Operator.AT_LEAST
    money = ast.Compare(of=(names["money"],), op=at_least, threshold=ast.Money(fen=5))
    rate = ast.Compare(of=(names["rate"],), op=at_least, threshold=ast.Share(value=Decimal("0.5")))
    day = ast.Compare(of=(names["day"],), op=at_least, threshold=ast.Day(value=TODAY))
    bands = (
        ast.Band(up_to=ast.Money(fen=3), then=yes(names["flag"])),
        ast.Band(up_to=None, then=leaf(rate)),
    )
    rung = ast.Points(points=Decimal(1), when=leaf(money))
    score = ast.Score(
        name=text,
        items=(ast.ScoreItem(name=text, alternatives=((rung,),)),),
        op=at_least,
        threshold=Decimal(1),
    )
    holds = ast.Holds(fact=names["titles"], certification=HOSTILE, tier=HOSTILE)
    one_of = ast.OneOf(fact=names["kind"], values=(HOSTILE,))
    return checked(
        words,
        [
            ast.All(of=(leaf(day), leaf(holds), leaf(one_of))),
            ast.Banded(by=names["money"], bands=bands),
            score,
            leaf(ast.StatedElsewhere(what=text)),
        ],
    )


def test_no_text_of_a_rule_file_gets_into_the_code() -> None:
    """Only names made from counters, whole numbers, and the three words Python itself needs."""
    source = to_python(hostile(), TODAY).source
    names = {node.id for node in python.walk(python.parse(source)) if isinstance(node, python.Name)}
    made = re.compile(r"get|m|[aktfndlh]\d+|b\d+_\d+")
    assert [name for name in names if not made.fullmatch(name)] == []
    constants = {type(value) for value in literals(source)}
    assert constants <= {int, bool, type(None)}
    called = {
        node.attr
        for node in python.walk(python.parse(source))
        if isinstance(node, python.Attribute)
    }
    assert called <= {"as_integer_ratio"}


def literals(source: str) -> Iterator[object]:
    for node in python.walk(python.parse(source)):
        if isinstance(node, python.Constant):
            yield node.value


def test_hostile_names_are_only_names() -> None:
    verdicts = FastVerdicts(hostile(), TODAY)
    assert verdicts.truths({f"kind {HOSTILE}": "other"}) == (F, U, U, U)
    assert verdicts.truths({f"money {HOSTILE}": 5}) == (U, U, T, U)


def test_the_code_of_the_bundled_rulebook_is_as_bare() -> None:
    source = to_python(Rulebook.load().book, TODAY).source
    assert {type(value) for value in literals(source)} <= {int, bool, type(None)}


def test_more_different_answers_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "REMEMBERED", 2)
    located = leaf(ast.Located(regions=("350500",)))
    book = checked(plain(location=FactType.LOCATION), [located])
    verdicts = FastVerdicts(book, TODAY)
    places = {"350503": T, "350583": T, "350000": U, "370100": F}
    for _ in range(3):
        for code, expected in places.items():
            assert verdicts.truths({"location": Location((code,))}) == (expected,)


def test_threads_share_one() -> None:
    verdicts = FastVerdicts(simple(), TODAY)

    def ask(number: int) -> bool:
        p, q = bool(number & 1), bool(number & 2)
        expected = (Truth.of(p), Truth.of(p and q), Truth.of(not q))
        return verdicts.truths({"p": p, "q": q}) == expected

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, range(2000)))


def test_a_score_that_two_programmes_share() -> None:
    """Each counts its own points."""
    rung = ast.Points(points=Decimal(1), when=yes("p"))
    score = ast.Score(
        name=TEXT,
        items=(ast.ScoreItem(name=TEXT, alternatives=((rung,), (rung,))),),
        op=ast.Operator.AT_LEAST,
        threshold=Decimal(1),
    )
    book = checked(plain(p=FactType.BOOL), [score, score])
    assert FastVerdicts(book, TODAY).truths({"p": True}) == (T, T)
    assert FastVerdicts(book, TODAY).truths({}) == (U, U)
