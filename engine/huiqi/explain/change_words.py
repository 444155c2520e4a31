"""Changes in plain words, Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from huiqi.explain.changes import Change, Changes
from huiqi.explain.words import Words
from huiqi.model.profile import Answer, Certificates, Holding, Missing
from huiqi.model.vocabulary import FactType


class ChangeWords(Words):
    """Says changes as well; `answers` are those of the company as it stands."""

    def change(self, change: Change, answers: Mapping[str, Answer]) -> str:
        """What is to be done, or what is taken for granted, from what to what."""
        if change.to is None or isinstance(change.to, Holding):
            return self._recognition(change, answers.get(change.fact))
        label = self.label(change.fact)
        if change.part:
            return self._of_set(change, f"“{self.value_name(change.fact, change.part)}”")
        before = answers.get(change.fact)
        after = self.answer(change.fact, change.to)
        if before is None or before is Missing.DONT_KNOW:
            return self.pick(f"{label}：{after}", f"{label}: {after}")
        said = f"{self.answer(change.fact, before)} → {after}"
        return self.pick(f"{label}：{said}", f"{label}: {said}") + self._difference(change, before)

    def either_change(self, changes: Sequence[Change], answers: Mapping[str, Answer]) -> str:
        """One of several changes, which differ at most in a value of a set."""
        first = changes[0]
        if len(changes) == 1:
            return self.change(first, answers)
        names = [f"“{self.value_name(c.fact, c.part)}”" for c in changes]
        return self._of_set(first, self.either(names))

    def changes(self, changes: Changes, answers: Mapping[str, Answer]) -> str:
        """Several changes in a line."""
        return self.pick("；", "; ").join(self.change(change, answers) for change in changes)

    def _recognition(self, change: Change, answer: Answer | None) -> str:
        name = self.certification(change.part)
        if not isinstance(change.to, Holding):
            return self.pick(f"未持有{name}", f"does not hold: {name}")
        tier, tiers = change.to.tier, self.voc.certifications[change.part].tiers
        if tier is not None and len(tiers) > 1:
            level, highest = self.voc.tiers[tier].label, tier == tiers[-1]
            zh, en = ("", "") if highest else ("以上", " or above")
            name += self.pick(f"（{level.zh}{zh}）", f" ({level.en}{en})")
        held = answer.of(change.part) if isinstance(answer, Certificates) else ()
        if any(holding.tier not in (None, tier) for holding in held):
            return self.pick(f"升级为：{name}", f"rise to: {name}")
        if change.to.renewal:
            return self.pick(f"重新取得：{name}", f"obtain anew: {name}")
        return self.pick(f"取得：{name}", f"obtain: {name}")

    def _of_set(self, change: Change, values: str) -> str:
        if change.fact == "zones":
            if change.to:
                return self.pick(f"进入{values}", f"move into {values}")
            return self.pick(f"迁出{values}", f"leave {values}")
        label = self.label(change.fact)
        if change.to:
            return self.pick(f"{label}：增加{values}", f"{label}: add {values}")
        return self.pick(f"{label}：不再有{values}", f"{label}: no longer {values}")

    def _difference(self, change: Change, before: Answer) -> str:
        kind = self.voc.facts[change.fact].type
        if not kind.is_quantity or kind is FactType.RATIO or isinstance(before, Missing):
            return ""
        first: Any = before
        second: Any = change.to
        amount = abs(Decimal(second) - Decimal(first))
        shown = self.answer(change.fact, int(amount) if kind is not FactType.NUMBER else amount)
        more = second > first
        zh, en = ("多", "more") if more else ("少", "less")
        return self.pick(f"（{zh} {shown}）", f" ({shown} {en})")
