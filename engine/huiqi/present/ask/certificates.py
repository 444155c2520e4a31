"""Tier and date of each title that was named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from huiqi.explain.words import Words
from huiqi.model.quantity import NotAQuantity, read_date
from huiqi.model.vocabulary import Vocabulary


def with_details(
    names: list[Any], vocabulary: Vocabulary, words: Words, ask: Callable[[str], str]
) -> list[Any]:
    """The titles with tier (where there are several) and date of issue, as far as known."""
    detailed: list[Any] = []
    for name in names:
        declared = vocabulary.certifications.get(name)
        if declared is None:
            detailed.append(name)
            continue
        entry: dict[str, Any] = {"name": name}
        label = declared.label[words.lang]
        if len(declared.tiers) > 1:
            tiers = [vocabulary.tiers[t] for t in declared.tiers]
            listed = " ".join(f"{i} {t.label[words.lang]}" for i, t in enumerate(tiers, 1))
            typed = ask(
                words.pick(
                    f"{label}是哪一级？{listed}（回车跳过）：",
                    f"{label}, which tier? {listed} (Enter skips): ",
                )
            )
            if typed.isascii() and typed.isdigit() and 0 < int(typed) <= len(tiers):
                entry["tier"] = tiers[int(typed) - 1].id
        while typed := ask(
            words.pick(f"{label}的发证日期（回车跳过）：", f"{label}, issued on (Enter skips): ")
        ):
            try:
                entry["issued"] = read_date(typed).isoformat()
                break
            except NotAQuantity:
                continue
        detailed.append(entry)
    return detailed
