"""Criteria: what is written, and the tree it means."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi.base.source import Source
from huiqi.load.criterion import CriterionReader
from huiqi.load.decode import Decoder, Rejected
from huiqi.load.yaml import parse
from huiqi.model import criteria as ast
from huiqi.model.quantity import Period, read_date

GE, LE, GT, LT, EQ = ast.Operator


def read(text: str) -> ast.Criterion:
    node, findings = parse(Source("x.yaml", text))
    assert node is not None
    decoder = Decoder()
    criterion = CriterionReader(decoder).read(node)
    assert [*findings, *decoder.findings] == []
    return criterion


def refused(text: str) -> list[str]:
    node, _ = parse(Source("x.yaml", text))
    assert node is not None
    decoder = Decoder()
    with pytest.raises(Rejected):
        CriterionReader(decoder).read(node)
    return [finding.code for finding in decoder.findings]


def the_test(text: str) -> ast.Test:
    leaf = read(text)
    assert isinstance(leaf, ast.Leaf)
    return leaf.test


def number(value: str, unit: str = "") -> ast.Number:
    return ast.Number(value=Decimal(value), unit=unit)


def share(value: str) -> ast.Share:
    return ast.Share(value=Decimal(value))


def yuan(amount: int) -> ast.Money:
    return ast.Money(fen=amount * 100)


def compare(of: str, op: ast.Operator, threshold: ast.Threshold, per: str = "") -> ast.Compare:
    return ast.Compare(of=tuple(of.split()), per=tuple(per.split()), op=op, threshold=threshold)


TESTS: list[tuple[str, ast.Test]] = [
    ("location: {in: quanzhou}", ast.Located(regions=("quanzhou",))),
    ('location: {in: ["350500", coast]}', ast.Located(regions=("350500", "coast"))),
    ("zone: {in: qz_htz}", ast.OneOf(fact="zones", values=("qz_htz",))),
    ('sector: {in: ["C39"]}', ast.InSector(sectors=("C39",))),
    ("sector: {in: [C, it], open_list: true}", ast.InSector(sectors=("C", "it"), open=True)),
    ("certification: hnte", ast.Holds(certification="hnte")),
    (
        "certification: {holds: etc, at_least: provincial}",
        ast.Holds(certification="etc", tier="provincial"),
    ),
    (
        "certification: {holds: hnte, newly_recognised: 12个月, since: 2016-08-27}",
        ast.Holds(
            certification="hnte", newly=Period(12, "month"), since=read_date("2016-08-27")
        ),
    ),
    ("exporter: true", ast.Is(fact="exporter")),
    ("exporter: false", ast.Is(fact="exporter", value=False)),
    ("judgement: clear_lead", ast.Is(fact="clear_lead", judged=True)),
    ("kind: enterprise", ast.OneOf(fact="kind", values=("enterprise",))),
    ('kind: "true"', ast.OneOf(fact="kind", values=("true",))),
    ("kind: [a, b]", ast.OneOf(fact="kind", values=("a", "b"))),
    ("kind: {one_of: a}", ast.OneOf(fact="kind", values=("a",))),
    ("kind: {one_of: [a], open_list: true}", ast.OneOf(fact="kind", values=("a",), open=True)),
    ("revenue: {at_least: 1500万元}", compare("revenue", GE, yuan(15_000_000))),
    ("revenue: {at_most: 2亿元}", compare("revenue", LE, yuan(200_000_000))),
    ("revenue: {more_than: 0元}", compare("revenue", GT, yuan(0))),
    ("staff: {less_than: 500人}", compare("staff", LT, number("500", "人"))),
    ("staff: {equals: '1,000'}", compare("staff", EQ, number("1000"))),
    ("power: {at_least: 5千瓦}", compare("power", GE, number("5", "千瓦"))),
    ("growth: {at_least: 10%}", compare("growth", GE, share("0.1"))),
    ("founded: {on_or_after: 2016-01-01}",
     compare("founded", GE, ast.Day(value=read_date("2016-01-01")))),
    ("founded: {on_or_before: 2016年1月1日}",
     compare("founded", LE, ast.Day(value=read_date("2016-01-01")))),
    ("founded: {at_least: 365天}", compare("founded", GE, ast.Length(value=Period(365, "day")))),
    ("founded: {at_most: 3年}", compare("founded", LE, ast.Length(value=Period(3, "year")))),
    ("ratio: {of: rd, to: revenue, at_least: 5%}",
     compare("rd", GE, share("0.05"), per="revenue")),
    ("ratio: {of: [rd, design], to: [sales, services], more_than: 3.1%}",
     compare("rd design", GT, share("0.031"), per="sales services")),
    ("sum: {of: [invested, spent], at_least: 1200万元}",
     compare("invested spent", GE, yuan(12_000_000))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "test"), TESTS, ids=[text for text, _ in TESTS])
def test_what_a_leaf_tests(text: str, test: ast.Test) -> None:
    assert the_test(text) == test


def test_a_leaf_carries_its_citation() -> None:
    leaf = read(
        "exporter: true\nclause: '9#1'\nbasis: interpretive\n"
        "because: {zh: 按上下文, en: from the context}\nconfidence: secondary\n"
    )
    assert isinstance(leaf, ast.Leaf)
    assert (leaf.clause, leaf.basis, leaf.confidence) == ("9#1", "interpretive", "secondary")
    assert leaf.because is not None
    assert leaf.because["en"] == "from the context"
    assert str(leaf.span) == "x.yaml:1:1"


def test_combinations() -> None:
    found = read(
        "all:\n"
        "  - any: [{a: true}, {not: {b: true}}]\n"
        "  - at_least: {n: 2, of: [{c: true}, {d: true}, {e: true}]}\n"
    )
    assert isinstance(found, ast.All)
    either, some = found.of
    assert isinstance(either, ast.Any)
    assert isinstance(either.of[1], ast.Not)
    assert isinstance(some, ast.AtLeast)
    assert (some.n, len(some.of)) == (2, 3)
    assert [leaf.test.fact for leaf in ast.leaves(found)] == list("abcde")  # type: ignore[union-attr]


def test_bands() -> None:
    found = read(
        "banded:\n"
        "  by: revenue\n"
        "  bands:\n"
        "    - {up_to: 5000万元, then: {rd: {at_least: 5%}}}\n"
        "    - {up_to: 2亿元, then: {rd: {at_least: 4%}}}\n"
        "    - {then: {rd: {at_least: 3%}}}\n"
    )
    assert isinstance(found, ast.Banded)
    assert [band.up_to for band in found.bands] == [yuan(50_000_000), yuan(200_000_000), None]


def test_a_short_ladder_means_its_rungs() -> None:
    def score(ladder: str) -> ast.Criterion:
        return read(
            "score:\n  name: {zh: 分, en: S}\n  at_least: 60\n  items:\n"
            f"    - {{name: {{zh: 研发, en: R}}, ladder: {ladder}}}\n"
        )

    short = score("{by: {ratio: {of: rd, to: revenue}}, points: {30%: 20分, 25%: 16}}")
    long = score(
        "[{points: 20, when: {ratio: {of: rd, to: revenue, at_least: 30%}}},"
        " {points: 16, when: {ratio: {of: rd, to: revenue, at_least: 25%}}}]"
    )
    assert isinstance(short, ast.Score)
    assert isinstance(long, ast.Score)
    rungs = [
        [(rung.points, rung.when.test) for rung in found.items[0].alternatives[0]]  # type: ignore[union-attr]
        for found in (short, long)
    ]
    assert rungs[0] == rungs[1]
    assert (short.op, short.threshold) == (GE, Decimal(60))


def test_periods_of_a_short_ladder_are_put_in_order() -> None:
    found = read(
        "score:\n  name: {zh: 分, en: S}\n  at_least: 60\n  items:\n"
        "    - name: {zh: 年限, en: Years}\n"
        "      ladder: {by: founded, points: {365天: 5, 13个月: 6, 2年: 10}}\n"
    )
    assert isinstance(found, ast.Score)
    assert [rung.points for rung in found.items[0].alternatives[0]] == [10, 6, 5]


REFUSED = [
    ("[]", ["HQ120"]),
    ("true", ["HQ120"]),
    ("{}", ["HQ124"]),
    ("{a: true, b: true}", ["HQ124"]),
    ("{clause: '1'}", ["HQ124"]),
    ("all: {a: true}", ["HQ120"]),
    ("all: []", ["HQ128"]),
    ("all: [1, 2, {}]", ["HQ120", "HQ120", "HQ124"]),
    ("not: [{a: true}]", ["HQ120"]),
    ("at_least: {of: [{a: true}]}", ["HQ122"]),
    ("at_least: {n: 0, of: [{a: true}]}", ["HQ120"]),
    ("at_least: {n: 2, of: [{a: true}]}", ["HQ120"]),
    ("at_least: {n: 一, of: [{a: true}]}", ["HQ120"]),
    ("location: quanzhou", ["HQ120"]),
    ("location: {in: 350500}", ["HQ112"]),
    ("location: {in: []}", ["HQ128"]),
    ("location: {within: quanzhou}", ["HQ121", "HQ122"]),
    ("sector: {in: 39}", ["HQ112"]),
    ("certification: [hnte]", ["HQ120"]),
    ("certification: {holds: hnte, since: 2016-02-30}", ["HQ604"]),
    ("certification: {holds: hnte, since: 去年}", ["HQ120"]),
    ("revenue: {}", ["HQ127"]),
    ("revenue: {at_least: 5元, at_most: 9元}", ["HQ130"]),
    ("founded: {on_or_before: 5年}", ["HQ132"]),
    ("exports: {on_or_after: 1000万元}", ["HQ132"]),
    ("exporter: {equals: false}", ["HQ131"]),
    ("exporter: ", ["HQ120"]),
    ("revenue: {at_leest: 5元}", ["HQ121"]),
    ("revenue: {at_least: [5元]}", ["HQ120"]),
    ("revenue: {at_least: 1e400}", ["HQ123"]),
    ("revenue: {at_least: nan}", ["HQ123"]),
    ("revenue: {at_least: 0.001元}", ["HQ123"]),
    ("revenue: {at_least: 99999999999亿元}", ["HQ123"]),
    ("staff: {at_least: 5万}", ["HQ123"]),
    ("staff: {at_least: 5万人}", ["HQ123"]),
    ("staff: {at_least: 5百}", ["HQ123"]),
    ("founded: {on_or_after: 2016-13-01}", ["HQ604"]),
    ("ratio: {of: a, to: b}", ["HQ127"]),
    ("ratio: {of: a, at_least: 5%}", ["HQ122"]),
    ("sum: {of: a, at_least: 5}", ["HQ120"]),
    ("judgement: {lead: true}", ["HQ120"]),
    ("stated_elsewhere: {zh: 见细则}", ["HQ122"]),
    ("banded: {by: a, bands: []}", ["HQ128"]),
    ("banded: {by: a, bands: [{up_to: 5, then: {b: true}}]}", ["HQ306"]),
    ("banded: {by: a, bands: [{then: {b: true}}, {then: {b: true}}]}", ["HQ306"]),
    ("score: {name: {zh: 分, en: S}, items: [], at_least: 1}", ["HQ128"]),
    ("{a: true, basis: hearsay}", ["HQ120"]),
    ("{a: true, because: 因为}", ["HQ120"]),
]


@pytest.mark.parametrize(("text", "codes"), REFUSED, ids=[text for text, _ in REFUSED])
def test_what_is_no_criterion(text: str, codes: list[str]) -> None:
    assert refused(text) == codes
