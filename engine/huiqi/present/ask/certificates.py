"""Tier and date of each title that was named, and what was known of it before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from huiqi.model.profile import Certificates, Holding
from huiqi.model.quantity import NotAQuantity, read_date
from huiqi.model.vocabulary import Vocabulary
from huiqi.present.ask.hints import to_come
from huiqi.present.ask.prompt import Prompt, command
from huiqi.present.ask.screens import Screens


class Details:
    """Asks for the details of titles, one after the other."""

    def __init__(
        self, vocabulary: Vocabulary, screens: Screens, prompt: Prompt, as_of: date
    ) -> None:
        self._voc = vocabulary
        self._screens = screens
        self._words = screens.words
        self._prompt = prompt
        self._as_of = as_of

    def of(self, held: Sequence[Holding], known: Certificates) -> Iterator[list[Any]]:
        """The titles as a profile writes them: as named, then anew with every detail given.

        So nothing is lost to who leaves in between. What was known before is kept, unless the
        person says otherwise.
        """
        named = list(held)
        titles = [_with_known(title, known, named[:n]) for n, title in enumerate(named)]
        yield [*map(self._entry, titles)]
        for number, title in enumerate(named):
            for detail in (self._tier, self._issued):
                found = detail(title, titles[number])
                if found != titles[number]:
                    titles[number] = found
                    yield [*map(self._entry, titles)]

    def _tier(self, named: Holding, now: Holding) -> Holding:
        """With the tier, by its number or name, unless it was typed with the title or is plain."""
        declared = self._voc.certifications[now.certification]
        tiers = [self._voc.tiers[name] for name in declared.tiers]
        if named.tier or len(tiers) < 2:
            return now
        label = declared.label[self._screens.lang]
        listed = " ".join(f"{i} {t.label[self._screens.lang]}" for i, t in enumerate(tiers, 1))
        enter = self._enter(now.tier and self._voc.tiers[now.tier].label[self._screens.lang])
        question = self._words.pick(
            f"{label}是哪一级？{listed}（{enter}）：", f"{label}, which tier? {listed} ({enter}): "
        )
        while typed := command(self._prompt.detail(question)):
            for number, tier in enumerate(tiers, 1):
                if typed in (str(number), tier.id, tier.label.zh, tier.label.en.lower()):
                    return replace(now, tier=tier.id)
            self._screens.say(
                f"请输入 1 到 {len(tiers)} 的编号", f"a number from 1 to {len(tiers)}", "red"
            )
        return now

    def _issued(self, named: Holding, now: Holding) -> Holding:
        """With the day of issue, unless it was typed with the title."""
        if named.issued and not self._mistaken(named.issued):
            return now
        label = self._words.certification(now.certification)
        known = None if named.issued else now.issued
        enter = self._enter(known.isoformat() if known else None)
        question = self._words.pick(
            f"{label}的发证日期（{enter}）：", f"{label}, issued on ({enter}): "
        )
        while typed := self._prompt.detail(question):
            try:
                day = read_date(typed)
            except NotAQuantity:
                self._screens.say(
                    f"“{typed}”不是日期，请写成 2024-05-01 或 2024年5月1日",
                    f"“{typed}” is no date; write it like 2024-05-01",
                    "red",
                )
                continue
            if not self._mistaken(day):
                return _issued_on(now, day)
        return now if known else replace(now, issued=None)

    def _mistaken(self, day: date) -> bool:
        """Whether the day is yet to come, and the person, asked back, did not mean it."""
        return day > self._as_of and not self._prompt.yes(to_come(day, self._as_of, self._words))

    def _enter(self, known: str | None) -> str:
        if known:
            return self._words.pick(f"回车保留 {known}", f"Enter keeps {known}")
        return self._words.pick("回车跳过", "Enter skips")

    def _entry(self, title: Holding) -> dict[str, Any]:
        """As a profile writes it; a tier that goes without saying is not said."""
        plain = len(self._voc.certifications[title.certification].tiers) < 2
        entry: dict[str, Any] = {"name": title.certification}
        entry |= {"tier": title.tier} if title.tier and not plain else {}
        entry |= {"issued": title.issued.isoformat()} if title.issued else {}
        entry |= {"expires": title.expires.isoformat()} if title.expires else {}
        return entry | ({"renewal": True} if title.renewal else {})


def _with_known(named: Holding, known: Certificates, before: Sequence[Holding]) -> Holding:
    """The title with what was known of it; of two of a kind, of the one in the same order."""
    place = sum(other.certification == named.certification for other in before)
    alike = known.of(named.certification)
    if place >= len(alike):
        return named
    title = replace(alike[place], tier=named.tier or alike[place].tier)
    return _issued_on(title, named.issued) if named.issued else title


def _issued_on(title: Holding, day: date) -> Holding:
    """The title with this day of issue; when it expires, told of another, is known no longer."""
    stays = title.issued is None or title.issued == day
    return replace(title, issued=day, expires=title.expires if stays else None)
