"""Criteria and answers in plain words, Chinese and English."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from huiqi.base.diagnostics import Language
from huiqi.base.kleene import Truth
from huiqi.evaluate.leaf import Circumstances
from huiqi.load.place_text import full_name
from huiqi.load.tables import divisions, industries
from huiqi.model import criteria as ast
from huiqi.model.node import Text
from huiqi.model.place import Location
from huiqi.model.profile import Certificates, Holding, Members, Missing, OneAmong
from huiqi.model.quantity import Period, show_money, show_ratio
from huiqi.model.sector import Sector
from huiqi.model.vocabulary import Fact, FactType, Vocabulary

_UNITS = {"day": ("天", "day"), "month": ("个月", "month"), "year": ("年", "year")}
_UNKNOWN = Text(zh="不知道", en="not known")
_ABSENT = Text(zh="未填", en="not given")
_INAPPLICABLE = Text(zh="不适用", en="does not apply")


class Words:
    """Says things in one language with one vocabulary's labels."""

    def __init__(self, vocabulary: Vocabulary, lang: Language) -> None:
        self.voc = vocabulary
        self.lang = lang

    def pick(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def label(self, fact: str) -> str:
        return self.voc.facts[fact].label[self.lang]

    # conditions

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
        return f"{name} {node.op.sign} {_number(node.threshold)}{self.pick(' 分', ' points')}"

    def band(self, node: ast.Banded, index: int) -> str:
        """The band's own condition."""
        label = self.label(node.by)
        above = node.bands[index - 1].up_to if index else None
        up_to = node.bands[index].up_to
        low = f"{self.threshold(above)} < " if above is not None else ""
        if up_to is not None:
            return f"{low}{label} ≤ {self.threshold(up_to)}"
        return f"{label} > {self.threshold(above)}" if above is not None else label

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
            return self.pick(f"注册地在{self._or(names)}", f"registered in {self._or(names)}")
        if isinstance(test, ast.InSector):
            names = [self.sector_name(name) for name in test.sectors]
            return self.pick(f"行业属于{self._or(names)}", f"sector is {self._or(names)}") + (
                self._et_cetera(test.open)
            )
        if isinstance(test, ast.Holds):
            return self._holds(test)
        label = self.label(test.fact)
        values = self._or([self.value_name(test.fact, value) for value in test.values])
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
            return self.pick(
                f"{amount}{words[0]}{period}{within}", f"{amount} {words[1]}".format(period)
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
        inner = self.pick("、", ", ").join(details)
        return self.pick(f"持有{name}（{inner}）", f"holds {name} ({inner})")

    # names and quantities

    def _or(self, names: list[str]) -> str:
        if self.lang == "zh":
            return "、".join(names[:-1]) + ("或" if len(names) > 1 else "") + names[-1]
        return ", ".join(names[:-1]) + (" or " if len(names) > 1 else "") + names[-1]

    def certification(self, name: str) -> str:
        return self.voc.certifications[name].label[self.lang]

    def region(self, name: str) -> str:
        group = self.voc.regions.get(name)
        return group.label[self.lang] if group else divisions()[name].name

    def sector_name(self, name: str) -> str:
        group = self.voc.sectors.get(name)
        return group.label[self.lang] if group else f"{name} {industries()[name].name}"

    def value_name(self, fact: str, value: str) -> str:
        if fact == "zones":
            return self.voc.zones[value].label[self.lang]
        return self.voc.facts[fact].values[value][self.lang]

    def period(self, period: Period) -> str:
        zh, en = _UNITS[period.unit]
        plural = "" if period.length == 1 else "s"
        return self.pick(f"{period.length}{zh}", f"{period.length} {en}{plural}")

    def threshold(self, threshold: ast.Threshold) -> str:
        if isinstance(threshold, ast.Money):
            return show_money(threshold.fen, self.lang)
        if isinstance(threshold, ast.Share):
            return show_ratio(threshold.value)
        if isinstance(threshold, ast.Number):
            return _number(threshold.value) + (threshold.unit if self.lang == "zh" else "")
        if isinstance(threshold, ast.Length):
            return self.period(threshold.value)
        return threshold.value.isoformat()

    # answers

    def answers(self, criterion: ast.Criterion, given: Circumstances) -> str:
        """The answers a leaf or a banded or scored criterion reads, for showing beside it."""
        if isinstance(criterion, ast.Banded):
            facts: tuple[str, ...] = (criterion.by,)
        elif isinstance(criterion, ast.Leaf):
            facts = ast.facts_of_test(criterion.test)
        else:
            return ""
        if isinstance(criterion, ast.Leaf) and isinstance(criterion.test, ast.Holds):
            return self._held(criterion.test, given.answers.get(facts[0]))
        said = [self.answer(fact, given.answers.get(fact)) for fact in facts]
        if len(facts) > 1:
            said = [f"{self.label(f)} {s}" for f, s in zip(facts, said, strict=True)]
            share = self._share(criterion, given)
            return self.pick("、", ", ").join(said) + share
        return said[0] if said else ""

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
        return f" = {_percent(total / divisor)}" if divisor > 0 else ""

    def _held(self, test: ast.Holds, answer: object) -> str:
        if not isinstance(answer, Certificates):
            return self.answer(test.fact, answer)
        holdings = answer.of(test.certification)
        if not holdings:
            lacks = answer.lacks(test.certification)
            return self.pick("未持有", "not held") if lacks else _ABSENT[self.lang]
        return self.pick("；", "; ").join(map(self._holding, holdings))

    def _holding(self, holding: Holding) -> str:
        said = [self.certification(holding.certification)]
        if holding.tier is not None:
            said.append(self.voc.tiers[holding.tier].label[self.lang])
        if holding.issued is not None:
            said.append(self.pick(f"{holding.issued} 发证", f"issued {holding.issued}"))
        period = self.voc.certifications[holding.certification].valid_for
        if holding.expires is not None:
            said.append(self.pick(f"{holding.expires} 到期", f"expires {holding.expires}"))
        elif holding.issued is not None and period is not None:
            length = self.period(period)
            said.append(self.pick(f"{length}有效", f"valid for {length}"))
        if holding.renewal:
            said.append(self.pick("重新认定", "renewal"))
        return " ".join(said)

    def answer(self, fact: str, answer: object) -> str:
        """One answer as a person would say it."""
        declared = self.voc.facts[fact]
        if answer is None:
            return _ABSENT[self.lang]
        if answer is Missing.DONT_KNOW:
            return _UNKNOWN[self.lang]
        if answer is Missing.NOT_APPLICABLE:
            return _INAPPLICABLE[self.lang]
        if isinstance(answer, bool):
            return self.pick("是" if answer else "否", "yes" if answer else "no")
        if isinstance(answer, Location):
            return self._or([full_name(code) for code in answer.codes])
        if isinstance(answer, Sector):
            return f"{answer.code} {industries()[answer.code].name}"
        if isinstance(answer, (str, OneAmong, Members, Certificates)):
            return self._names(fact, answer)
        if isinstance(answer, date):
            return answer.isoformat()
        return self._quantity(declared, answer)

    def _names(self, fact: str, answer: str | OneAmong | Members | Certificates) -> str:
        if isinstance(answer, Certificates):
            names = [self._holding(holding) for holding in answer.held]
        elif isinstance(answer, str):
            names = [self.value_name(fact, answer)]
        else:
            among = isinstance(answer, OneAmong)
            values = answer.possible if isinstance(answer, OneAmong) else answer.inside
            names = [self.value_name(fact, value) for value in sorted(values)]
            if among:
                return self._or(names)
        return self.pick("、", ", ").join(names) or self.pick("无", "none")

    def _quantity(self, fact: Fact, answer: object) -> str:
        if fact.type is FactType.MONEY and isinstance(answer, int):
            return show_money(answer, self.lang)
        if fact.type is FactType.RATIO and isinstance(answer, (Decimal, Fraction)):
            return _percent(Fraction(answer))
        if isinstance(answer, (int, Decimal)):
            return _number(Decimal(answer)) + (fact.unit if self.lang == "zh" else "")
        return str(answer)

    def reason(self, truth: Truth, atom_truth: Truth, criterion: ast.Criterion) -> str:
        """An atom as a reason: what is met, not met, or stands in the way."""
        said = self.criterion(criterion)
        if truth is Truth.FALSE and atom_truth is Truth.TRUE:
            return self.pick(f"属于排除情形：{said}", f"excluded: {said}")
        if truth is Truth.TRUE and atom_truth is Truth.FALSE:
            return self.pick(f"不属于排除情形：{said}", f"not excluded: {said}")
        return said


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _percent(value: Fraction) -> str:
    """A ratio in per cent; marked ≈ where two decimals do not give it exactly."""
    hundredths = value * 10_000
    rounded = round(hundredths)
    text = _number(Decimal(rounded) / 100)
    return f"{text}%" if hundredths == rounded else f"≈{text}%"
