"""Generated rulebooks and companies, for tests that hold the evaluators to each other.

Values come from small pools around the thresholds, so that boundaries are met often. Rulebooks
pass the real checks: what is generated here could stand in rule files.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from huiqi.check.rulebook import CheckedRulebook, check_rulebook
from huiqi.model import criteria as ast
from huiqi.model import vocabulary as voc
from huiqi.model.document import Clause, Document, DocumentStanding, Evidence
from huiqi.model.node import Text
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Holding, Members, Missing
from huiqi.model.programme import Benefit, Case, Programme
from huiqi.model.quantity import Period
from huiqi.model.rule_files import RuleFiles
from huiqi.model.sector import Sector
from huiqi.model.verdict import Verdict
from huiqi.model.vocabulary import Fact, FactType

TEXT = Text(zh="文", en="text")
DAYS = (date(2020, 2, 29), date(2021, 2, 28), date(2021, 3, 31), date(2024, 7, 1))
PERIODS = (
    Period(1, "day"), Period(365, "day"), Period(1, "month"), Period(1, "year"), Period(3, "year"),
)  # fmt: skip
FEN = (0, 1, 3, 4, 5, 95, 99, 100, 101, 4 * 10**18 - 1, 4 * 10**18)
HEADS = (0, 1, 2, 3, 4)
NUMBERS = tuple(map(Decimal, ("-1", "0", "0.5", "1", "1.5", "2", "0.0000001")))
SHARES = tuple(map(Decimal, ("0", "0.03", "0.04", "0.05", "0.0499999", "1", "0.3333")))
WORDS = ("a", "b", "c", "d")
PLACES = ("100000", "350000", "350500", "350503", "350583", "350100", "370000", "370100")
SECTORS = ("C", "C38", "C39", "C391", "C3911", "I", "I65")
STRATEGIC = "SE1.1.1"
TIERS = ("municipal", "provincial", "national")
TITLES = ("title0", "title1", "title2", "title3")
ZONES = ("zone0", "zone1")
POINTS = tuple(map(Decimal, ("0", "1", "2.5", "4", "-2")))
OPERATORS = tuple(ast.Operator)
RISING = (ast.Operator.AT_LEAST, ast.Operator.MORE_THAN)
RARELY = st.sampled_from((False, False, False, True))
QUANTITIES = {
    FactType.MONEY: ("money0", "money1", "money2"),
    FactType.COUNT: ("heads0", "heads1"),
    FactType.NUMBER: ("number0", "number1"),
    FactType.RATIO: ("share0", "share1"),
}
OTHERS = {
    "flag0": FactType.BOOL,
    "flag1": FactType.BOOL,
    "day0": FactType.DATE,
    "kind0": FactType.ENUM,
    "fields0": FactType.SET,
    "zones": FactType.SET,
    "location": FactType.LOCATION,
    "sector": FactType.SECTOR,
    "certifications": FactType.CERTIFICATIONS,
}
AMOUNTS: dict[FactType, tuple[int | Decimal, ...]] = {
    FactType.MONEY: FEN,
    FactType.COUNT: HEADS,
    FactType.NUMBER: NUMBERS,
    FactType.RATIO: SHARES,
}


@dataclass(frozen=True)
class World:
    """A rulebook, the day it is asked on, and the companies that can be put to it.

    Companies come from a plain random source: drawing thousands of them answer by answer would
    take longer than all evaluations.
    """

    book: CheckedRulebook
    as_of: date

    @property
    def facts(self) -> dict[str, Fact]:
        return self.book.vocabulary.facts

    def company(self, chance: Random) -> dict[str, Answer]:
        """Answers in every state; derived facts are now and then stated too."""
        found: dict[str, Answer] = {}
        for name, fact in self.facts.items():
            if chance.random() < (0.1 if fact.derive else 0.6):
                found[name] = self.value(fact, chance)
            elif fact.derive is None and chance.random() < 0.6:
                found[name] = silence(fact, chance)
        return found

    def value(self, fact: Fact, chance: Random) -> Answer:
        """An answer of the fact's type, complete or partial."""
        if fact.type in QUANTITIES:
            return chance.choice(AMOUNTS[fact.type])
        if fact.type is FactType.BOOL:
            return chance.random() < 0.5
        if fact.type is FactType.DATE:
            return chance.choice(days(self.as_of))
        if fact.type is FactType.ENUM:
            return chance.choice(list(fact.values))
        if fact.type is FactType.SET:
            return members(list(fact.values or ZONES), chance)
        if fact.type is FactType.LOCATION:
            return Location(tuple(chance.sample(PLACES, chance.choice((1, 1, 2)))))
        if fact.type is FactType.SECTOR:
            return Sector(chance.choice(SECTORS))
        held = [self.holding(chance.choice(TITLES), chance) for _ in range(chance.randrange(4))]
        absent = frozenset(some_of(TITLES, chance)) if chance.random() < 0.7 else None
        return Certificates(tuple(held), absent)

    def holding(self, title: str, chance: Random) -> Holding:
        tiers = self.book.vocabulary.certifications[title].tiers
        issued = chance.choice([None, *days(self.as_of)])
        expires = chance.choice([None, None, None, *days(self.as_of)[:3]])
        return Holding(
            title,
            tiers[0] if len(tiers) == 1 else chance.choice((None, *tiers)),
            issued,
            max(issued or expires, expires) if expires else None,
            chance.random() < 0.2,
        )

    def better_known(
        self, answers: dict[str, Answer], chance: Random, except_for: Container[str] = ()
    ) -> dict[str, Answer]:
        """The same company with more known of it: gaps filled, partial answers narrowed.

        Left alone are derived facts, which a statement of their own may contradict, and the dates
        of certificates, which are taken as valid while no date is known.
        """
        found = dict(answers)
        for name, fact in self.facts.items():
            if fact.derive is None and name not in except_for and chance.random() < 0.5:
                found[name] = self._more_of(fact, answers.get(name), chance)
        return found

    def _more_of(self, fact: Fact, answer: Answer | None, chance: Random) -> Answer:
        if answer is None or answer is Missing.DONT_KNOW:
            told = chance.random() < 0.9
            return self.value(fact, chance) if told else silence(fact, chance)
        if isinstance(answer, Location):
            return Location((chance.choice(answer.codes),))
        if isinstance(answer, Sector):
            return Sector(chance.choice([c for c in SECTORS if c.startswith(answer.code)]))
        if isinstance(answer, Members) and answer.outside is not None:
            open_ = set(fact.values or ZONES) - answer.inside - answer.outside
            return Members(answer.inside | set(some_of(sorted(open_), chance)))
        if isinstance(answer, Certificates):
            return self._more_certificates(answer, chance)
        return answer

    def _more_certificates(self, answer: Certificates, chance: Random) -> Certificates:
        declared = self.book.vocabulary.certifications
        held = [
            replace(h, tier=chance.choice(declared[h.certification].tiers))
            if h.tier is None and declared[h.certification].tiers
            else h
            for h in answer.held
        ]
        if answer.absent is not None:
            open_ = set(TITLES) - answer.absent - {h.certification for h in answer.held}
            held += [self.holding(title, chance) for title in some_of(sorted(open_), chance)]
        return Certificates(tuple(held))


def silence(fact: Fact, chance: Random) -> Missing:
    """One of the answers without a value that the fact allows."""
    return chance.choice(list(Missing)) if fact.may_not_apply else Missing.DONT_KNOW


def some_of(values: Sequence[str], chance: Random) -> list[str]:
    return [value for value in values if chance.random() < 0.5]


def members(values: list[str], chance: Random) -> Members:
    inside = frozenset(some_of(values, chance))
    outside = frozenset(some_of(values, chance)) - inside
    return Members(inside, outside if chance.random() < 0.6 else None)


def days(as_of: date) -> list[date]:
    """The as-of date and the marks that lie a period before it, give or take a day."""
    marks = [as_of, *(period.before(as_of) for period in PERIODS)]
    return [mark + timedelta(days=d) for mark in marks for d in (-1, 0, 1)]


chances = st.integers(0, 2**32).map(Random)
"""Random sources that hypothesis can replay."""


def subsets(values: tuple[str, ...]) -> SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values))


def some(values: tuple[str, ...]) -> SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def worlds(draw: DrawFn, programmes: int = 4, depth: int = 4) -> World:
    """A checked rulebook over a generated vocabulary, and a day."""
    as_of = draw(st.sampled_from(DAYS))
    rules = _Rules(draw, as_of)
    rules.certifications()
    rules.facts()
    eligible = [rules.criterion(draw(st.integers(0, depth))) for _ in range(programmes)]
    return World(checked(rules.vocabulary(), eligible), as_of)


def checked(vocabulary: voc.Vocabulary, eligible: list[ast.Criterion]) -> CheckedRulebook:
    """The criteria as programmes p0, p1 … of one document, through the real checks."""
    ids = tuple(f"p{number}" for number in range(len(eligible)))
    document = Document(
        id="document",
        title=TEXT,
        issuer=TEXT,
        jurisdiction="100000",
        issued=date(2015, 1, 1),
        coverage="full",
        standing=DocumentStanding(evidence=Evidence(text=TEXT, confidence="verified")),
        clauses=(Clause(locator="1", digest=TEXT, encoded=ids, disposition="encoded"),),
    )
    programmes = tuple(
        Programme(
            id=name,
            document=document.id,
            name=TEXT,
            clauses=("1",),
            benefit=Benefit(kind="award", text=TEXT),
            eligible=criterion,
            cases=(Case(it="-", verdict=Verdict.UNDETERMINED),),
        )
        for name, criterion in zip(ids, eligible, strict=True)
    )
    book, findings = check_rulebook(RuleFiles(vocabulary, {document.id: document}, programmes), [])
    assert book is not None, [finding.message("en") for finding in findings]
    return book


def leaf(test: ast.Test) -> ast.Leaf:
    """The test as a criterion that cites no figures of a clause."""
    return ast.Leaf(test=test, basis="interpretive", because=TEXT)


def plain(**types: FactType) -> voc.Vocabulary:
    """A vocabulary of facts without extras, by id and type."""
    facts = {
        name: Fact(id=name, type=kind, label=TEXT, group="all") for name, kind in types.items()
    }
    return voc.Vocabulary(
        facts=facts, certifications={}, regions={}, sectors={}, zones={}, tiers={}
    )


class _Rules:
    """Draws a vocabulary, then criteria over it."""

    def __init__(self, draw: DrawFn, as_of: date) -> None:
        self.draw = draw
        self.as_of = as_of
        self.titles: dict[str, voc.Certification] = {}
        self.declared: dict[str, Fact] = {}

    def of_type(self, *types: FactType) -> list[str]:
        return [fact.id for fact in self.declared.values() if fact.type in types]

    def choose(self, *types: FactType) -> str:
        return self.draw(st.sampled_from(self.of_type(*types)))

    # vocabulary

    def certifications(self) -> None:
        for title in TITLES:
            tiers = self.draw(subsets(TIERS))
            self.titles[title] = voc.Certification(
                id=title,
                label=TEXT,
                tiers=tuple(tier for tier in TIERS if tier in tiers),
                valid_for=self.draw(st.none() | st.sampled_from(PERIODS)),
                implies=tuple(sorted(self.draw(subsets(TITLES) | st.just(frozenset())))),
                abolished=self.draw(st.sampled_from(days(self.as_of)))
                if self.draw(RARELY)
                else None,
            )

    def facts(self) -> None:
        given = {name: kind for kind, names in QUANTITIES.items() for name in names} | OTHERS
        for name, kind in given.items():
            self.declare(name, kind, may_not_apply=self.draw(RARELY))
        for number in range(self.draw(st.integers(0, 5))):
            self.derived(f"derived{number}")

    def declare(
        self,
        name: str,
        kind: FactType,
        derive: voc.Derivation | None = None,
        may_not_apply: bool = False,
    ) -> None:
        chosen = kind in (FactType.ENUM, FactType.SET) and name != "zones"
        self.declared[name] = Fact(
            id=name,
            type=kind,
            label=TEXT,
            group="all",
            may_not_apply=may_not_apply,
            may_be_negative=True,
            values=dict.fromkeys(WORDS, TEXT) if chosen else {},
            derive=derive,
        )

    def derived(self, name: str) -> None:
        kind = self.draw(st.sampled_from((*QUANTITIES, "ratio", FactType.BOOL, FactType.ENUM)))
        if kind == "ratio":
            source = self.draw(st.sampled_from(tuple(QUANTITIES)))
            quotient = voc.Quotient(of=self.choose(source), per=self.choose(source))
            self.declare(name, FactType.RATIO, quotient)
        elif kind is FactType.BOOL:
            self.declare(name, FactType.BOOL, voc.Whether(when=self.criterion(2)))
        elif kind is FactType.ENUM:
            choices = [
                voc.Choice(value=self.draw(st.sampled_from(WORDS)), when=self.criterion(1))
                for _ in range(self.draw(st.integers(1, 3)))
            ]
            otherwise = self.draw(st.none() | st.sampled_from(WORDS))
            cases = voc.Cases(choices=tuple(choices), otherwise=otherwise)
            self.declare(name, FactType.ENUM, cases)
        else:
            assert isinstance(kind, FactType)
            self.declare(name, kind, voc.SumOf(of=self.quantities(kind)))

    def vocabulary(self) -> voc.Vocabulary:
        regions = [
            voc.CodeGroup(id="region0", label=TEXT, codes=("350500",), possible=("350100",)),
            voc.CodeGroup(id="region1", label=TEXT, codes=("370000", "350583")),
        ]
        sectors = [
            voc.CodeGroup(id="group0", label=TEXT, codes=("C391",), possible=("C38",)),
            voc.CodeGroup(id="group1", label=TEXT, strategic=(STRATEGIC,)),
        ]
        return voc.Vocabulary(
            facts=self.declared,
            certifications=self.titles,
            regions={group.id: group for group in regions},
            sectors={group.id: group for group in sectors},
            zones={z: voc.Zone(id=z, label=TEXT, within=("350500",)) for z in ZONES},
            tiers={t: voc.Tier(id=t, label=TEXT, rank=rank) for rank, t in enumerate(TIERS)},
        )

    # criteria

    def criterion(self, depth: int) -> ast.Criterion:
        draw = self.draw
        kinds = ("leaf", "all", "any", "not", "at_least", "banded", "score")
        kind = draw(st.sampled_from(kinds)) if depth else "leaf"
        if kind == "leaf":
            return leaf(self.test())
        if kind == "not":
            return ast.Not(of=self.criterion(depth - 1))
        if kind == "banded":
            return self.banded(depth)
        if kind == "score":
            return self.score(depth)
        of = tuple(self.criterion(depth - 1) for _ in range(draw(st.integers(1, 3))))
        if kind == "all":
            return ast.All(of=of)
        if kind == "any":
            return ast.Any(of=of)
        return ast.AtLeast(n=draw(st.integers(1, len(of))), of=of)

    def banded(self, depth: int) -> ast.Banded:
        kind = self.draw(st.sampled_from(tuple(QUANTITIES)))
        amounts = st.lists(st.sampled_from(AMOUNTS[kind]), max_size=2, unique=True)
        bounds = [threshold(kind, amount) for amount in sorted(self.draw(amounts))]
        return ast.Banded(
            by=self.choose(kind),
            bands=tuple(
                ast.Band(up_to=bound, then=self.criterion(depth - 1)) for bound in (*bounds, None)
            ),
        )

    def score(self, depth: int) -> ast.Score:
        few = st.integers(1, 2)
        items = tuple(
            ast.ScoreItem(
                name=TEXT,
                alternatives=tuple(
                    tuple(
                        ast.Points(
                            points=self.draw(st.sampled_from(POINTS)),
                            when=self.criterion(min(depth - 1, 1)),
                        )
                        for _ in range(self.draw(st.integers(1, 3)))
                    )
                    for _ in range(self.draw(few))
                ),
            )
            for _ in range(self.draw(few))
        )
        return ast.Score(
            name=TEXT,
            items=items,
            op=self.draw(st.sampled_from(RISING)),
            threshold=self.draw(st.sampled_from(POINTS)),
        )

    # tests

    def test(self) -> ast.Test:
        draw = self.draw
        kinds = (
            "amount",
            "amount",
            "ratio",
            *OTHERS.values(),
            FactType.CERTIFICATIONS,
            "elsewhere",
        )
        kind = draw(st.sampled_from(kinds))
        if kind == "amount":
            return self.amount()
        if kind == "ratio":
            return self.ratio()
        if kind is FactType.BOOL:
            return ast.Is(fact=self.choose(kind), value=draw(st.booleans()))
        if kind is FactType.DATE:
            return self.day()
        if kind in (FactType.ENUM, FactType.SET):
            return self.one_of(FactType(kind))
        if kind is FactType.LOCATION:
            return ast.Located(regions=draw(some((*PLACES, "region0", "region1"))))
        if kind is FactType.SECTOR:
            sectors = draw(some((*SECTORS, "group0", "group1")))
            return ast.InSector(sectors=sectors, open=draw(RARELY))
        if kind is FactType.CERTIFICATIONS:
            return self.holds()
        return ast.StatedElsewhere(what=TEXT)

    def quantities(self, kind: FactType) -> tuple[str, ...]:
        return self.draw(some(tuple(self.of_type(kind))))

    def amount(self) -> ast.Compare:
        kind = self.draw(st.sampled_from(tuple(QUANTITIES)))
        of = (self.choose(kind),) if self.draw(st.booleans()) else self.quantities(kind)
        bound = threshold(kind, self.draw(st.sampled_from(AMOUNTS[kind])))
        return ast.Compare(of=of, op=self.draw(st.sampled_from(OPERATORS)), threshold=bound)

    def ratio(self) -> ast.Compare:
        kind = self.draw(st.sampled_from(tuple(QUANTITIES)))
        return ast.Compare(
            of=self.quantities(kind),
            per=self.quantities(kind),
            op=self.draw(st.sampled_from(OPERATORS)),
            threshold=ast.Share(value=self.draw(st.sampled_from(SHARES))),
        )

    def day(self) -> ast.Compare:
        if self.draw(st.booleans()):
            bound: ast.Threshold = ast.Day(value=self.draw(st.sampled_from(days(self.as_of))))
            op = self.draw(st.sampled_from(OPERATORS))
        else:
            bound = ast.Length(value=self.draw(st.sampled_from(PERIODS)))
            op = self.draw(st.sampled_from(OPERATORS[:-1]))
        return ast.Compare(of=("day0",), op=op, threshold=bound)

    def one_of(self, kind: FactType) -> ast.OneOf:
        fact = self.choose(kind)
        values = self.draw(some(ZONES if fact == "zones" else WORDS))
        return ast.OneOf(fact=fact, values=values, open=self.draw(RARELY))

    def holds(self) -> ast.Holds:
        title = self.draw(st.sampled_from(TITLES))
        newly = self.draw(st.none() | st.sampled_from(PERIODS))
        return ast.Holds(
            certification=title,
            tier=self.draw(st.sampled_from((None, *self.titles[title].tiers))),
            newly=newly,
            since=self.draw(st.none() | st.sampled_from(days(self.as_of))) if newly else None,
        )


def threshold(kind: FactType, amount: int | Decimal) -> ast.Threshold:
    """The amount as a threshold of the fact type."""
    if kind is FactType.MONEY:
        return ast.Money(fen=int(amount))
    if kind is FactType.RATIO:
        return ast.Share(value=Decimal(amount))
    return ast.Number(value=Decimal(amount))
