"""Reading criteria: YAML that reads aloud like the policy, into the AST.

A criterion is a mapping with one criterion key (`all`, `any`, `not`, `at_least`, `banded`,
`score`, `location`, `zone`, `sector`, `certification`, `ratio`, `sum`, `judgement`,
`stated_elsewhere`, or the name of a fact) and, beside it, its citation (`clause`, `basis`,
`because`, `confidence`).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from typing import Any

from huiqi.load.comparison import DATE_OPERATORS, OPERATORS, read_comparison
from huiqi.load.decode import Decoder, Fields, Reader
from huiqi.load.threshold import comparable, read_threshold
from huiqi.load.yaml import Node, Scalar, Sequence
from huiqi.model import criteria as ast
from huiqi.model import quantity

CITATION = ("clause", "basis", "because", "confidence")
NO_FACTS = frozenset(
    (
        "all", "any", "not", "at_least", "banded", "score", "zone", "certification", "ratio",
        "sum", "judgement", "stated_elsewhere", "name", *CITATION,
    )
)  # fmt: skip
"""What no fact can be called: in a criterion, or in a profile, the word means something else."""


class CriterionReader:
    """Reads criteria into the AST, recording findings with a decoder."""

    def __init__(self, decoder: Decoder) -> None:
        self.d = decoder
        self._combinations: dict[str, Callable[[Node, Node], ast.Criterion]] = {
            "all": lambda node, value: ast.All(of=self._criteria(value), at=node.span),
            "any": lambda node, value: ast.Any(of=self._criteria(value), at=node.span),
            "not": lambda node, value: ast.Not(of=self.read(value), at=node.span),
            "at_least": self._at_least,
            "banded": self._banded,
            "score": self._score,
        }
        self._tests: dict[str, Reader[ast.Test]] = {
            "location": self._location,
            "zone": self._zone,
            "sector": self._sector,
            "certification": self._certification,
            "ratio": self._ratio,
            "sum": self._sum,
            "judgement": self._judgement,
            "stated_elsewhere": self._stated_elsewhere,
        }

    def read(self, node: Node) -> ast.Criterion:
        """One criterion."""
        d = self.d
        entries = d.entries(node)
        keys = [key for key, _ in entries if key.text not in CITATION]
        if len(keys) != 1:
            listed = "、".join(k.text for k in keys) or "—"
            raise d.reject("HQ124", node.span, count=len(keys), keys=listed)
        key = keys[0]
        value = next(value for k, value in entries if k is key)
        if key.text in self._combinations:
            if len(entries) > 1:
                d.fields(node, key.text).done()
            return self._combinations[key.text](node, value)
        fields = d.fields(node, key.text, *CITATION)
        test = fields.need(key.text, self._tests.get(key.text) or self._on_fact(key))
        citation = self._citation(fields)
        fields.done()
        return ast.Leaf.model_validate({"test": test, "at": key.span, **citation})

    def _citation(self, fields: Fields) -> dict[str, Any]:
        basis = self.d.choice("text", "interpretive", "general_knowledge")
        return {
            "clause": fields.maybe("clause", self.d.code),
            "clause_at": fields.span("clause"),
            "basis": fields.get("basis", basis, "text"),
            "because": fields.maybe("because", self.d.texts),
            "confidence": fields.maybe(
                "confidence", self.d.choice("verified", "secondary", "memory")
            ),
        }

    def _criteria(self, node: Node) -> tuple[ast.Criterion, ...]:
        return self.d.listed(self.read)(node)

    # combinations

    def _at_least(self, node: Node, value: Node) -> ast.Criterion:
        fields = self.d.fields(value, "n", "of")
        n, of = fields.need("n", self.d.integer), fields.need("of", self._criteria)
        fields.done()
        if not 1 <= n <= len(of):
            raise self.d.expected(value, f" 1 到 {len(of)} 的 n", f"n from 1 to {len(of)}")
        return ast.AtLeast(n=n, of=of, at=node.span)

    def _banded(self, node: Node, value: Node) -> ast.Criterion:
        fields = self.d.fields(value, "by", "bands")
        by = fields.need("by", self.d.text)
        bands = fields.need("bands", self.d.listed(self._band))
        fields.done()
        limits = [comparable(band.up_to) for band in bands if band.up_to is not None]
        rising = all(a < b for a, b in pairwise(limits))
        if bands[-1].up_to is not None or len(limits) < len(bands) - 1 or not rising:
            raise self.d.reject("HQ306", fields.span("bands"))
        return ast.Banded(by=by, bands=bands, at=node.span)

    def _band(self, node: Node) -> ast.Band:
        fields = self.d.fields(node, "up_to", "then")
        up_to = fields.maybe("up_to", lambda n: read_threshold(self.d, n))
        then = fields.need("then", self.read)
        fields.done()
        return ast.Band(up_to=up_to, then=then, at=node.span)

    def _score(self, node: Node, value: Node) -> ast.Criterion:
        fields = self.d.fields(value, "name", "items", "at_least", "more_than")
        name = fields.need("name", self.d.texts)
        items = fields.need("items", self.d.listed(self._item))
        op = "more_than" if "more_than" in fields else "at_least"
        threshold = fields.need(op, self._points)
        fields.done()
        return ast.Score(
            name=name, items=items, op=ast.Operator(op), threshold=threshold, at=node.span
        )

    def _item(self, node: Node) -> ast.ScoreItem:
        fields = self.d.fields(node, "name", "ladder", "best_of")
        name = fields.need("name", self.d.texts)
        if "best_of" in fields:
            alternatives = fields.need("best_of", self.d.listed(self._ladder))
        else:
            alternatives = (fields.need("ladder", self._ladder),)
        fields.done()
        return ast.ScoreItem(name=name, alternatives=alternatives, at=node.span)

    def _ladder(self, node: Node) -> tuple[ast.Points, ...]:
        """Rungs written out, or `{by: a quantity, points: {threshold: points}}` for short."""
        if isinstance(node, Sequence):
            return self.d.listed(self._rung)(node)
        fields = self.d.fields(node, "by", "points", *CITATION)
        by = fields.need("by", self._quantity)
        rungs = fields.need("points", self.d.entries)
        citation = self._citation(fields)
        fields.done()
        if not rungs:
            raise self.d.reject("HQ128", fields.span("points"))
        of, per = by
        ladder: list[tuple[Decimal | int, ast.Points]] = []
        for bound, points in rungs:
            threshold = read_threshold(self.d, bound)
            test = ast.Compare(of=of, per=per, op=ast.Operator.AT_LEAST, threshold=threshold)
            leaf = ast.Leaf.model_validate({"test": test, "at": bound.span, **citation})
            rung = ast.Points(points=self._points(points), when=leaf, at=bound.span)
            ladder.append((comparable(threshold), rung))
        # The first rung that holds counts, so the highest threshold comes first.
        return tuple(rung for _, rung in sorted(ladder, key=lambda pair: pair[0], reverse=True))

    def _rung(self, node: Node) -> ast.Points:
        fields = self.d.fields(node, "points", "when")
        points, when = fields.need("points", self._points), fields.need("when", self.read)
        fields.done()
        return ast.Points(points=points, when=when, at=node.span)

    def _points(self, node: Node) -> Decimal:
        """Points: at most a million, with at most four decimals, so that sums stay exact."""
        text = self.d.scalar(node).text.removesuffix("分")
        try:
            points = quantity.read_number(text)
        except quantity.NotAQuantity:
            raise self.d.expected(node, "分数", "a number of points") from None
        exponent = points.normalize(quantity.EXACT).as_tuple().exponent
        if points.copy_abs() > 1_000_000 or not isinstance(exponent, int) or exponent < -4:
            zh, en = "至多四位小数、不超过一百万的分数", "points to four decimals, up to a million"
            raise self.d.expected(node, zh, en)
        return points

    def _quantity(self, node: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """A fact, or `{ratio: {of, to}}`."""
        if isinstance(node, Scalar):
            return (self.d.text(node),), ()
        fields = self.d.fields(node, "ratio")
        pair = fields.need("ratio", self._of_to)
        fields.done()
        return pair

    def _of_to(self, node: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
        names = self.d.one_or_more(self.d.text)
        fields = self.d.fields(node, "of", "to")
        of, to = fields.need("of", names), fields.need("to", names)
        fields.done()
        return of, to

    # tests

    def _location(self, node: Node) -> ast.Test:
        names = self.d.one_or_more(self.d.code)
        fields = self.d.fields(node, "in")
        regions = fields.need("in", names)
        fields.done()
        return ast.Located(regions=regions)

    def _zone(self, node: Node) -> ast.Test:
        names = self.d.one_or_more(self.d.text)
        fields = self.d.fields(node, "in", "open_list")
        zones = fields.need("in", names)
        open_list = fields.get("open_list", self.d.boolean, False)
        fields.done()
        return ast.OneOf(fact="zones", values=zones, open=open_list)

    def _sector(self, node: Node) -> ast.Test:
        names = self.d.one_or_more(self.d.code)
        fields = self.d.fields(node, "in", "open_list")
        sectors = fields.need("in", names)
        open_list = fields.get("open_list", self.d.boolean, False)
        fields.done()
        return ast.InSector(sectors=sectors, open=open_list)

    def _certification(self, node: Node) -> ast.Test:
        if isinstance(node, Scalar):
            return ast.Holds(certification=self.d.text(node))
        fields = self.d.fields(node, "holds", "at_least", "newly_recognised", "since")
        test = ast.Holds(
            certification=fields.need("holds", self.d.text) or "",
            tier=fields.maybe("at_least", self.d.text),
            newly=fields.maybe("newly_recognised", self.d.period),
            since=fields.maybe("since", self.d.day),
        )
        fields.done()
        return test

    def _ratio(self, node: Node) -> ast.Test:
        names = self.d.one_or_more(self.d.text)
        fields = self.d.fields(node, "of", "to", *OPERATORS)
        of, to = fields.need("of", names), fields.need("to", names)
        op, threshold = read_comparison(self.d, node)
        fields.done()
        return ast.Compare(of=of, per=to, op=op, threshold=threshold)

    def _sum(self, node: Node) -> ast.Test:
        fields = self.d.fields(node, "of", *OPERATORS)
        of = fields.need("of", self.d.listed(self.d.text))
        op, threshold = read_comparison(self.d, node)
        fields.done()
        return ast.Compare(of=of, op=op, threshold=threshold)

    def _judgement(self, node: Node) -> ast.Test:
        return ast.Is(fact=self.d.text(node), judged=True)

    def _stated_elsewhere(self, node: Node) -> ast.Test:
        return ast.StatedElsewhere(what=self.d.texts(node))

    def _on_fact(self, key: Scalar) -> Reader[ast.Test]:
        """A test of the fact named by the key: `true`, a comparison, or a list of values."""
        fact = key.text

        def read(node: Node) -> ast.Test:
            if isinstance(node, Scalar):
                if node.text in ("true", "false") and not node.quoted:
                    return ast.Is(fact=fact, value=node.text == "true")
                if not node.text.strip():
                    zh, en = " true、false、取值或比较", "true, false, a value or a comparison"
                    raise self.d.expected(node, zh, en)
                return ast.OneOf(fact=fact, values=(self.d.text(node),))
            if isinstance(node, Sequence):
                return ast.OneOf(fact=fact, values=self.d.listed(self.d.text)(node))
            if "one_of" in {k.text for k, _ in node.entries}:
                fields = self.d.fields(node, "one_of", "open_list")
                values = fields.need("one_of", self.d.one_or_more(self.d.text))
                open_list = fields.get("open_list", self.d.boolean, False)
                fields.done()
                return ast.OneOf(fact=fact, values=values, open=open_list)
            self.d.fields(node, *OPERATORS, *DATE_OPERATORS, "one_of").done()
            op, threshold = read_comparison(self.d, node, fact)
            return ast.Compare(of=(fact,), op=op, threshold=threshold)

        return read
