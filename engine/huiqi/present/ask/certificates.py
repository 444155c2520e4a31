"""Tier and date of each title that was named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from huiqi.model.profile import Holding
from huiqi.model.quantity import NotAQuantity, read_date
from huiqi.model.vocabulary import Tier, Vocabulary
from huiqi.present.ask.screens import Screens

Ask = Callable[[str], str]


def with_details(
    held: Sequence[Holding], vocabulary: Vocabulary, screens: Screens, ask: Ask
) -> list[Any]:
    """The titles with tier (where its name leaves that open) and date of issue, if known."""
    detailed: list[Any] = []
    for holding in held:
        declared = vocabulary.certifications[holding.certification]
        label = declared.label[screens.lang]
        entry: dict[str, Any] = {"name": declared.id}
        tiers = [vocabulary.tiers[name] for name in declared.tiers]
        if len(tiers) > 1:
            tier = holding.tier or _tier(label, tiers, screens, ask)
            entry |= {"tier": tier} if tier else {}
        known = holding.issued
        issued = known.isoformat() if known else _issued(label, screens, ask)
        entry |= {"issued": issued} if issued else {}
        detailed.append(entry)
    return detailed


def _tier(title: str, tiers: Sequence[Tier], screens: Screens, ask: Ask) -> str | None:
    """A tier by its number or its name; None where it is skipped."""
    listed = " ".join(f"{i} {tier.label[screens.lang]}" for i, tier in enumerate(tiers, 1))
    prompt = screens.words.pick(
        f"{title}是哪一级？{listed}（回车跳过）：",
        f"{title}, which tier? {listed} (Enter skips): ",
    )
    while typed := ask(prompt).lower():
        for number, tier in enumerate(tiers, 1):
            if typed in (str(number), tier.id, tier.label.zh, tier.label.en.lower()):
                return tier.id
        screens.say(f"请输入 1 到 {len(tiers)} 的编号", f"a number from 1 to {len(tiers)}", "red")
    return None


def _issued(title: str, screens: Screens, ask: Ask) -> str | None:
    """The day of issue; None where it is skipped."""
    prompt = screens.words.pick(
        f"{title}的发证日期（回车跳过）：", f"{title}, issued on (Enter skips): "
    )
    while typed := ask(prompt):
        try:
            return read_date(typed).isoformat()
        except NotAQuantity:
            screens.say(
                f"“{typed}”不是日期，请写成 2024-05-01 或 2024年5月1日",
                f"“{typed}” is no date; write it like 2024-05-01",
                "red",
            )
    return None
