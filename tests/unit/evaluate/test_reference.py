"""What criteria mean: the semantics as a table, which every evaluator must follow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from huiqi.base.kleene import Truth
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.fast import FastVerdicts
from huiqi.evaluate.reference import circumstances, prove
from huiqi.evaluate.session import Engine
from huiqi.model import criteria as ast
from huiqi.model import vocabulary as voc
from huiqi.model.place import Location
from huiqi.model.profile import (
    Answer,
    Certificates,
    Holding,
    Members,
    Missing,
    OneAmong,
    Profile,
)
from huiqi.model.quantity import Period
from huiqi.model.sector import Sector
from huiqi.model.vocabulary import FactType

from ...parity.rulebooks import TEXT, checked, leaf

TODAY = date(2024, 7, 1)
T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
DK, NA = Missing.DONT_KNOW, Missing.NOT_APPLICABLE
THREE_YEARS = Period(3, "year")
Answers = Mapping[str, Answer]


def fact(name: str, kind: FactType, derive: voc.Derivation | None = None) -> voc.Fact:
    words = dict.fromkeys("abc", TEXT) if kind in (FactType.ENUM, FactType.SET) else {}
    return voc.Fact(
        id=name, type=kind, label=TEXT, group="-", values=words, derive=derive, may_not_apply=True
    )


def title(name: str, *tiers: str, **more: object) -> voc.Certification:
    return voc.Certification.model_validate({"id": name, "label": TEXT, "tiers": tiers, **more})


def amount(
    name: str, op: str, fen: int, *, per: tuple[str, ...] = (), share: str | None = None
) -> ast.Leaf:
    bound = ast.Money(fen=fen) if share is None else ast.Share(value=Decimal(share))
    of = tuple(name.split("+"))
    return leaf(ast.Compare(of=of, per=per, op=ast.Operator(op), threshold=bound))


def yes(name: str) -> ast.Leaf:
    return leaf(ast.Is(fact=name))


def elapsed(op: str) -> ast.Leaf:
    bound = ast.Length(value=THREE_YEARS)
    return leaf(ast.Compare(of=("founded",), op=ast.Operator(op), threshold=bound))


def holds(name: str, **more: object) -> ast.Leaf:
    return leaf(ast.Holds.model_validate({"certification": name, **more}))


def points(value: str, when: ast.Criterion) -> ast.Points:
    return ast.Points(points=Decimal(value), when=when)


def score(
    at_least: str, *items: tuple[tuple[ast.Points, ...], ...], op: str = "at_least"
) -> ast.Score:
    return ast.Score(
        name=TEXT,
        items=tuple(ast.ScoreItem(name=TEXT, alternatives=ladders) for ladders in items),
        op=ast.Operator(op),
        threshold=Decimal(at_least),
    )


P, Q, R = yes("p"), yes("q"), yes("r")
FACTS = [
    *(fact(name, FactType.BOOL) for name in "pqr"),
    *(fact(name, FactType.MONEY) for name in ("spend", "revenue")),
    fact("founded", FactType.DATE),
    fact("kind", FactType.ENUM),
    fact("fields", FactType.SET),
    fact("location", FactType.LOCATION),
    fact("sector", FactType.SECTOR),
    fact("certifications", FactType.CERTIFICATIONS),
    fact("total", FactType.MONEY, voc.SumOf(of=("spend", "revenue"))),
    fact("rate", FactType.RATIO, voc.Quotient(of="spend", per="revenue")),
    fact("both", FactType.BOOL, voc.Whether(when=ast.All(of=(P, Q)))),
    fact("neither", FactType.BOOL, voc.Whether(when=ast.Not(of=yes("both")))),
    fact(
        "size",
        FactType.ENUM,
        voc.Cases(
            choices=(voc.Choice(value="a", when=P), voc.Choice(value="b", when=Q)), otherwise="c"
        ),
    ),
    fact("grade", FactType.ENUM, voc.Cases(choices=(voc.Choice(value="a", when=P),))),
]
TITLES = [
    title("plain"),
    title("ranked", "municipal", "provincial", "national"),
    title("yearly", valid_for=Period(1, "year")),
    title("gone", abolished=date(2020, 1, 1)),
    title("higher", implies=("plain",)),
    title("highest", implies=("higher",)),
]
TIERS = [
    voc.Tier(id=name, label=TEXT, rank=rank)
    for rank, name in enumerate(("municipal", "provincial", "national"))
]
WORDS = voc.Vocabulary(
    facts={f.id: f for f in FACTS},
    certifications={c.id: c for c in TITLES},
    regions={"half": voc.CodeGroup(id="half", label=TEXT, codes=("350500",), possible=("350100",))},
    sectors={},
    zones={},
    tiers={t.id: t for t in TIERS},
)


def book_of(criterion: ast.Criterion) -> CheckedRulebook:
    return checked(WORDS, [criterion])


def truth(criterion: ast.Criterion, answers: Answers) -> Truth:
    """The truth by the reference; the other evaluators are asked too and must agree."""
    book = book_of(criterion)
    found = prove(criterion, circumstances(book, Profile("", answers), TODAY)).truth
    (quick,) = FastVerdicts(book, TODAY).truths(answers)
    (settled,) = Engine(book).session(TODAY, answers).truths.values()
    assert (quick, settled) == (found, found)
    return found


def named(*truths: Truth) -> dict[str, Answer]:
    """Answers that give p, q and r these truths."""
    return {name: t is T for name, t in zip("pqr", truths, strict=False) if t is not U}


@pytest.mark.parametrize(
    ("answer", "expected"), [(True, T), (False, F), (None, U), (DK, U), (NA, F)]
)
def test_a_yes_no_test(answer: Answer | None, expected: Truth) -> None:
    """A missing answer is UNKNOWN; what does not apply meets no condition, not even "no"."""
    given: Answers = {} if answer is None else {"p": answer}
    assert truth(P, given) is expected
    refused = leaf(ast.Is(fact="p", value=False))
    assert truth(refused, given) is (F if answer is NA else ~expected)


@pytest.mark.parametrize(
    ("p", "q", "both", "either"),
    [
        (T, T, T, T), (T, U, U, T), (T, F, F, T),
        (U, T, U, T), (U, U, U, U), (U, F, F, U),
        (F, T, F, T), (F, U, F, U), (F, F, F, F),
    ],
)  # fmt: skip
def test_all_any_and_not(p: Truth, q: Truth, both: Truth, either: Truth) -> None:
    """Strong Kleene tables, and De Morgan's laws."""
    given = named(p, q)
    assert truth(ast.All(of=(P, Q)), given) is both
    assert truth(ast.Any(of=(P, Q)), given) is either
    assert truth(ast.Not(of=ast.All(of=(P, Q))), given) is ~both
    assert truth(ast.All(of=(ast.Not(of=P), ast.Not(of=Q))), given) is ~either


@pytest.mark.parametrize(
    ("truths", "expected"),
    [
        ((T, T, U), T), ((T, U, U), U), ((T, F, U), U), ((F, F, U), F), ((F, F, T), F),
        ((T, T, F), T), ((U, U, F), U), ((U, F, F), F),
    ],
)  # fmt: skip
def test_at_least_two_of_three(truths: tuple[Truth, ...], expected: Truth) -> None:
    assert truth(ast.AtLeast(n=2, of=(P, Q, R)), named(*truths)) is expected


@pytest.mark.parametrize(
    ("criterion", "answers", "expected"),
    [
        (amount("spend", "at_least", 5), {"spend": 5}, T),
        (amount("spend", "more_than", 5), {"spend": 5}, F),
        (amount("spend", "at_least", 5), {"spend": NA}, F),
        (ast.Not(of=amount("spend", "at_least", 5)), {"spend": NA}, T),
        (amount("spend", "at_least", 5), {"spend": DK}, U),
        (amount("spend+revenue", "at_least", 5), {"spend": 2, "revenue": 3}, T),
        (amount("spend+revenue", "at_least", 5), {"spend": 9}, U),
        (amount("spend+revenue", "at_least", 5), {"spend": NA}, F),
        (amount("spend", "at_least", 0, per=("revenue",), share="0.05"),
         {"spend": 5, "revenue": 100}, T),
        (amount("spend", "at_least", 0, per=("revenue",), share="0.05"),
         {"spend": 5, "revenue": 101}, F),
        (amount("spend", "at_least", 0, per=("revenue",), share="0.05"),
         {"spend": 5, "revenue": 0}, U),
        (amount("spend", "at_least", 0, per=("revenue",), share="0.05"),
         {"spend": DK, "revenue": NA}, F),
    ],
)  # fmt: skip
def test_amounts(criterion: ast.Criterion, answers: Answers, expected: Truth) -> None:
    """Sums need every part, ratios a positive divisor."""
    assert truth(criterion, answers) is expected


@pytest.mark.parametrize(
    ("day", "at_least", "more_than", "at_most", "less_than"),
    [
        (date(2021, 6, 30), T, T, F, F),
        (date(2021, 7, 1), T, F, T, F),
        (date(2021, 7, 2), F, F, T, T),
        (TODAY, F, F, T, T),
        (date(2024, 7, 2), F, F, F, F),
    ],
)
def test_time_gone_by(
    day: date, at_least: Truth, more_than: Truth, at_most: Truth, less_than: Truth
) -> None:
    """Three years before 1 July 2024; a day still to come is no time ago."""
    given = {"founded": day}
    assert truth(elapsed("at_least"), given) is at_least
    assert truth(elapsed("more_than"), given) is more_than
    assert truth(elapsed("at_most"), given) is at_most
    assert truth(elapsed("less_than"), given) is less_than


@pytest.mark.parametrize(
    ("op", "expected"), [("at_least", T), ("more_than", F), ("at_most", T), ("equals", T)]
)
def test_a_date_against_a_date(op: str, expected: Truth) -> None:
    bound = ast.Day(value=TODAY)
    test = ast.Compare(of=("founded",), op=ast.Operator(op), threshold=bound)
    assert truth(leaf(test), {"founded": TODAY}) is expected


@pytest.mark.parametrize(
    ("fact_name", "answer", "closed", "open_"),
    [
        ("kind", "a", T, T),
        ("kind", "c", F, U),
        ("kind", NA, F, F),
        ("size", OneAmong(frozenset("ab")), T, T),
        ("size", OneAmong(frozenset("bc")), U, U),
        ("fields", Members(frozenset("ac")), T, T),
        ("fields", Members(frozenset("c")), F, U),
        ("fields", Members(frozenset("c"), frozenset("a")), U, U),
        ("fields", Members(frozenset("c"), frozenset("ab")), F, U),
    ],
)
def test_one_of_a_and_b(fact_name: str, answer: Answer, closed: Truth, open_: Truth) -> None:
    """A list that ends in 等 refuses nobody it does not name."""
    values = ("a", "b")
    assert truth(leaf(ast.OneOf(fact=fact_name, values=values)), {fact_name: answer}) is closed
    test = ast.OneOf(fact=fact_name, values=values, open=True)
    assert truth(leaf(test), {fact_name: answer}) is open_


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("350503",), T),
        (("350500",), T),
        (("350000",), U),
        (("350503", "370100"), U),
        (("370100",), F),
        (("350100",), U),
    ],
)
def test_places(codes: tuple[str, ...], expected: Truth) -> None:
    """Contained, coarser, one of several, outside, and only possibly in the region."""
    assert truth(leaf(ast.Located(regions=("half",))), {"location": Location(codes)}) is expected


@pytest.mark.parametrize(
    ("code", "closed", "open_"), [("C391", T, T), ("C", U, U), ("C38", F, U), ("I65", F, U)]
)
def test_sectors(code: str, closed: Truth, open_: Truth) -> None:
    given = {"sector": Sector(code)}
    assert truth(leaf(ast.InSector(sectors=("C39",))), given) is closed
    assert truth(leaf(ast.InSector(sectors=("C39",), open=True)), given) is open_


def held(*holdings: Holding, absent: frozenset[str] | None = None) -> Answers:
    return {"certifications": Certificates(holdings, absent)}


ISSUED_LAST_YEAR = date(2023, 7, 1)
NEW = {"newly": THREE_YEARS}


@pytest.mark.parametrize(
    ("criterion", "answers", "expected"),
    [
        (holds("plain"), held(Holding("plain")), T),
        (holds("plain"), held(), F),
        (holds("plain"), held(absent=frozenset({"plain"})), U),
        (holds("plain"), held(absent=frozenset({"plain", "higher", "highest"})), F),
        (holds("plain"), held(Holding("higher")), T),
        (holds("plain"), held(Holding("highest")), T),
        (holds("higher"), held(Holding("plain")), F),
        (holds("ranked", tier="provincial"), held(Holding("ranked", "national")), T),
        (holds("ranked", tier="provincial"), held(Holding("ranked", "provincial")), T),
        (holds("ranked", tier="provincial"), held(Holding("ranked", "municipal")), F),
        (holds("ranked", tier="provincial"), held(Holding("ranked")), U),
        (holds("yearly"), held(Holding("yearly", issued=ISSUED_LAST_YEAR)), F),
        (holds("yearly"), held(Holding("yearly", issued=date(2023, 7, 2))), T),
        (holds("yearly"), held(Holding("yearly")), T),
        (holds("plain"), held(Holding("plain", expires=TODAY)), T),
        (holds("plain"), held(Holding("plain", expires=date(2024, 6, 30))), F),
        (holds("plain"), held(Holding("plain", issued=date(2024, 7, 2))), F),
        (holds("gone"), held(Holding("gone")), F),
        (holds("plain", **NEW), held(Holding("plain", issued=date(2021, 7, 1))), T),
        (holds("plain", **NEW), held(Holding("plain", issued=date(2021, 6, 30))), U),
        (holds("plain", **NEW), held(Holding("plain")), U),
        (holds("plain", **NEW), held(Holding("plain", issued=TODAY, renewal=True)), U),
        (holds("plain", **NEW, since=TODAY), held(Holding("plain", issued=TODAY)), T),
        (holds("plain", **NEW, since=TODAY), held(Holding("plain", issued=ISSUED_LAST_YEAR)), U),
        (holds("plain"), {"certifications": NA}, F),
        (holds("plain"), {}, U),
    ],
)
def test_certificates(criterion: ast.Criterion, answers: Answers, expected: Truth) -> None:
    """Listed or not, implied, of which tier, still running, newly recognised."""
    assert truth(criterion, answers) is expected


def test_what_is_stated_elsewhere_is_never_true() -> None:
    elsewhere = leaf(ast.StatedElsewhere(what=TEXT))
    assert truth(elsewhere, {}) is U
    assert truth(ast.Not(of=elsewhere), {}) is U
    assert truth(ast.All(of=(P, elsewhere)), {"p": False}) is F


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"revenue": 10, "p": True}, T),
        ({"revenue": 10, "p": False, "q": True}, F),
        ({"revenue": 11, "p": False, "q": True}, T),
        ({"revenue": 10}, U),
        ({"p": True, "q": True}, T),
        ({"p": False, "q": False}, F),
        ({"p": True, "q": False}, U),
        ({"p": True}, U),
        ({"revenue": NA, "p": True, "q": False}, U),
    ],
)
def test_banded(answers: Answers, expected: Truth) -> None:
    """Up to and including 10 p counts, above it q; without the amount, what both agree on."""
    bands = (ast.Band(up_to=ast.Money(fen=10), then=P), ast.Band(up_to=None, then=Q))
    assert truth(ast.Banded(by="revenue", bands=bands), answers) is expected


LADDER = (points("4", P), points("2.5", Q))


@pytest.mark.parametrize(
    ("criterion", "truths", "expected"),
    [
        (score("4", (LADDER,)), (T, U), T),
        (score("2.5", (LADDER,)), (U, T), T),
        (score("4", (LADDER,)), (U, T), U),
        (score("4", (LADDER,)), (F, T), F),
        (score("0", (LADDER,)), (F, F), T),
        (score("2.5", (LADDER,), op="more_than"), (F, T), F),
        (score("3", (LADDER, (points("3", R),))), (F, F, T), T),
        (score("6.5", (LADDER,), ((points("4", R),),)), (F, T, T), T),
        (score("7", (LADDER,), ((points("4", R),),)), (F, U, T), F),
        (score("0", ((points("-2", P), points("1", Q)),)), (U, T), U),
    ],
)
def test_scores(criterion: ast.Score, truths: tuple[Truth, ...], expected: Truth) -> None:
    """The first rung that holds counts, the best ladder of an item, the sum of the items."""
    assert truth(criterion, named(*truths)) is expected


@pytest.mark.parametrize(
    ("criterion", "answers", "expected"),
    [
        (amount("total", "at_least", 5), {"spend": 2, "revenue": 3}, T),
        (amount("total", "at_least", 5), {"spend": 2}, U),
        (amount("total", "at_least", 5), {"spend": 2, "revenue": NA}, F),
        (amount("total", "at_least", 5), {"spend": 1, "revenue": 1, "total": 5}, T),
        (amount("total", "at_least", 5), {"spend": 2, "revenue": 3, "total": DK}, T),
        (amount("rate", "at_least", 0, share="0.05"), {"spend": 1, "revenue": 20}, T),
        (amount("rate", "at_least", 0, share="0.05"), {"spend": 1, "revenue": 0}, U),
        (amount("rate", "at_least", 0, share="0.05"), {"rate": Decimal("0.05")}, T),
        (yes("both"), {"p": True, "q": True}, T),
        (yes("neither"), {"q": False}, T),
        (yes("neither"), {"q": False, "both": True}, F),
        (leaf(ast.OneOf(fact="size", values=("a",))), {"p": True}, T),
        (leaf(ast.OneOf(fact="size", values=("a",))), {"p": False}, F),
        (leaf(ast.OneOf(fact="size", values=("b", "c"))), {"p": False}, T),
        (leaf(ast.OneOf(fact="size", values=("a", "b"))), {"q": True}, T),
        (leaf(ast.OneOf(fact="size", values=("c",))), {"q": True}, F),
        (leaf(ast.OneOf(fact="size", values=("c",))), {}, U),
        (leaf(ast.OneOf(fact="grade", values=("b",))), {"p": False}, U),
    ],
)
def test_derived_facts(criterion: ast.Criterion, answers: Answers, expected: Truth) -> None:
    """Derived from what is known, unless stated; "I do not know" states nothing."""
    assert truth(criterion, answers) is expected


def test_a_proof_shows_the_parts_and_the_bounds() -> None:
    """Bands out of reach have no proof; a score tells the points still possible."""
    given = circumstances(book_of(P), Profile("", {"revenue": 10, "q": True}), TODAY)
    bands = (ast.Band(up_to=ast.Money(fen=10), then=P), ast.Band(up_to=None, then=Q))
    proof = prove(ast.Banded(by="revenue", bands=bands), given)
    assert [part and part.truth for part in proof.parts] == [U, None]
    assert prove(score("4", (LADDER,)), given).points == (Decimal("2.5"), Decimal("4"))
