"""Criteria, reasons and what was answered to them in plain words, Chinese and English."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import Circumstances
from huiqi.explain.finding import Finding
from huiqi.explain.names import ABSENT, Names, number, percent
from huiqi.explain.reasons import atom_key
from huiqi.model import criteria as ast
from huiqi.model.profile import Certificates
from huiqi.model.verdict import Proof


class Words(Names):
    """Says conditions and reasons as well."""

    def criterion(self, node: ast.Criterion) -> str:
        """A criterion's own line; its parts are said separately."""
        if isinstance(node, ast.Leaf):
            return self.test(node.test)
        if isinstance(node, ast.All):
            return self.pick("同时满足", "all of")
        if isinstance(node, ast.Any):
            return self.pick("满足其一", "any of")
        if isinstance(node, ast.Not):
            return self.pick("以下情形除外", "none of")
        if isinstance(node, ast.AtLeast):
            return self.pick(f"至少满足 {node.n} 项", f"at least {node.n} of")
        if isinstance(node, ast.Banded):
            return self.pick(f"按{self.label(node.by)}分档", f"by {self.label(node.by)}")
        name = node.name[self.lang]
        return f"{name} {node.op.sign} {number(node.threshold)}{self.pick(' 分', ' points')}"

    def band(self, node: ast.Banded, index: int) -> str:
        """The band's own condition."""
        label = self.label(node.by)
        above = node.bands[index - 1].up_to if index else None
        up_to = node.bands[index].up_to
        low = f"{self.threshold(above)} < " if above is not None else ""
        if up_to is not None:
            return f"{low}{label} ≤ {self.threshold(up_to)}"
        return f"{label} > {self.threshold(above)}" if above is not None else label

    def rung(self, node: ast.Criterion, index: int) -> str:
        """What stands before a part: its band, or what it is worth; empty elsewhere."""
        if isinstance(node, ast.Banded):
            return self.band(node, index)
        if isinstance(node, ast.Score):
            worth = [
                (item.name[self.lang], rung.points)
                for item in node.items
                for ladder in item.alternatives
                for rung in ladder
            ]
            name, points = worth[index]
            return f"{name} {number(points)}{self.pick(' 分', ' points')}"
        return ""

    def test(self, test: ast.Test) -> str:
        """What a test asks."""
        if isinstance(test, ast.StatedElsewhere):
            return test.what[self.lang]
        if isinstance(test, ast.Compare):
            return self._compare(test)
        if isinstance(test, ast.Is):
            return self._is(test)
        if isinstance(test, ast.Located):
            names = [self.region(name) for name in test.regions]
            return self.pick(f"注册地在{self.either(names)}", f"registered in {self.either(names)}")
        if isinstance(test, ast.InSector):
            names = [self.sector_name(name) for name in test.sectors]
            return self.pick(f"行业属于{self.either(names)}", f"sector is {self.either(names)}") + (
                self._et_cetera(test.open)
            )
        if isinstance(test, ast.Holds):
            return self._holds(test)
        label = self.label(test.fact)
        values = self.either([self.value_name(test.fact, value) for value in test.values])
        return self.pick(f"{label}：{values}", f"{label}: {values}") + self._et_cetera(test.open)

    def _et_cetera(self, is_open: bool) -> str:
        return self.pick("等（未穷尽列举）", " and the like (open list)") if is_open else ""

    def _compare(self, test: ast.Compare) -> str:
        amount = " + ".join(map(self.label, test.of))
        if test.per:
            divisor = " + ".join(map(self.label, test.per))
            amount = f"{amount} / {divisor}"
        if isinstance(test.threshold, ast.Length):
            words = {
                ast.Operator.AT_LEAST: ("已满", "at least {} ago"),
                ast.Operator.MORE_THAN: ("已超过", "more than {} ago"),
                ast.Operator.AT_MOST: ("在近", "within the last {}"),
                ast.Operator.LESS_THAN: ("不到", "less than {} ago"),
            }[test.op]
            period = self.period(test.threshold.value)
            within = "内" if test.op is ast.Operator.AT_MOST else ""
            # 注册成立已满三年: what lasts is not the date.
            event = amount.removesuffix("日期")
            return self.pick(
                f"{event}{words[0]}{period}{within}", f"{amount} {words[1]}".format(period)
            )
        return f"{amount} {test.op.sign} {self.threshold(test.threshold)}"

    def _is(self, test: ast.Is) -> str:
        label = self.label(test.fact)
        if test.judged:
            return label + self.pick(
                "（由专家或主管部门认定）", " (decided by experts or the authority)"
            )
        return label if test.value else self.pick(f"没有：{label}", f"not: {label}")

    def _holds(self, test: ast.Holds) -> str:
        details = []
        if test.tier is not None:
            tier = self.voc.tiers[test.tier].label
            details.append(self.pick(f"{tier.zh}以上", f"{tier.en} or above"))
        if test.newly is not None:
            period = self.period(test.newly)
            details.append(self.pick(f"{period}内新认定", f"newly recognised within {period}"))
        details.append(self.pick("在有效期内", "valid"))
        name = self.certification(test.certification)
        inner = self.listed(details)
        return self.pick(f"持有{name}（{inner}）", f"holds {name} ({inner})")

    def answers(self, criterion: ast.Criterion, given: Circumstances) -> str:
        """The answers a leaf or a banded or scored criterion reads, for showing beside it."""
        if isinstance(criterion, ast.Banded):
            facts: tuple[str, ...] = (criterion.by,)
        elif isinstance(criterion, ast.Leaf):
            facts = ast.facts_of_test(criterion.test)
        else:
            return ""
        if isinstance(criterion, ast.Leaf) and isinstance(criterion.test, ast.Holds):
            return self._held(criterion.test, given)
        said = [self._answer_with_grounds(fact, given) for fact in facts]
        if len(facts) > 1:
            said = [f"{self.label(f)} {s}" for f, s in zip(facts, said, strict=True)]
            share = self._share(criterion, given)
            return self.listed(said) + share
        return said[0] if said else ""

    def _answer_with_grounds(self, fact: str, given: Circumstances) -> str:
        """An answer; of a derived one with what is known of the facts it rests on."""
        said = self.answer(fact, given.answers.get(fact))
        if self.voc.facts[fact].derive is None:
            return said
        behind = given.book.facts_behind[fact]
        grounds = [
            f"{self.label(name)} {self.answer(name, given.answers[name])}"
            for name, ground in self.voc.facts.items()
            if name in behind and ground.derive is None and name in given.answers
        ]
        listed = self.listed(grounds)
        return said + self.pick(f"（{listed}）", f" ({listed})") if grounds else said

    def _share(self, criterion: ast.Criterion, given: Circumstances) -> str:
        test = criterion.test if isinstance(criterion, ast.Leaf) else None
        if not isinstance(test, ast.Compare) or not test.per:
            return ""
        of = [given.answers.get(f) for f in test.of]
        per = [given.answers.get(f) for f in test.per]
        numbers = (int, Decimal, Fraction)
        if not all(isinstance(a, numbers) for a in (*of, *per)):
            return ""
        divisor = sum((Fraction(a) for a in per if isinstance(a, numbers)), Fraction())
        total = sum((Fraction(a) for a in of if isinstance(a, numbers)), Fraction())
        return f" = {percent(total / divisor)}" if divisor > 0 else ""

    def _held(self, test: ast.Holds, given: Circumstances) -> str:
        """What is held of the title itself and of those that count as it."""
        answer = given.answers.get(test.fact)
        if not isinstance(answer, Certificates):
            return self.answer(test.fact, answer)
        titles = given.book.answered_by[test.certification]
        holdings = [holding for title in titles for holding in answer.of(title)]
        if not holdings:
            lacks = all(map(answer.lacks, titles))
            return self.pick("未持有", "not held") if lacks else ABSENT[self.lang]
        return self.pick("；", "; ").join(map(self.holding, holdings))

    def points(self, points: tuple[Decimal, Decimal]) -> str:
        """The points of a score, or the least and the most it may come to."""
        low, high = points
        said = number(low) if low == high else f"{number(low)}–{number(high)}"
        return said + self.pick(" 分", " points")

    def reason(self, finding: Finding, atom: Proof) -> str:
        """An atom as a reason: what is met, not met, or stands in the way; in its band."""
        said = self.criterion(atom.criterion)
        band = finding.bands.get(atom_key(atom))
        if band is not None:
            said = self.pick(f"{said}（{self.band(*band)}）", f"{said} ({self.band(*band)})")
        truth = finding.proof.truth
        if truth is Truth.FALSE and atom.truth is Truth.TRUE:
            return self.pick(f"属于排除情形：{said}", f"excluded: {said}")
        if truth is Truth.TRUE and atom.truth is Truth.FALSE:
            return self.pick(f"不属于排除情形：{said}", f"not excluded: {said}")
        return said
