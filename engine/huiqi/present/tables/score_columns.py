"""How results are named in tables: headings by language, programmes and facts in lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

import polars as pl

from huiqi.base.diagnostics import Diagnostic, Language
from huiqi.base.source import printable
from huiqi.check.rulebook import CheckedRulebook
from huiqi.evaluate.batch import outcome
from huiqi.evaluate.batch.job import free_names
from huiqi.evaluate.batch.summary import Tally
from huiqi.explain.names import listed
from huiqi.model.programme import Programme
from huiqi.model.verdict import Standing, Verdict

HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        outcome.ELIGIBLE: ("符合项目数", "eligible"),
        outcome.UNDETERMINED: ("待定项目数", "undetermined"),
        outcome.INELIGIBLE: ("不符合项目数", "ineligible"),
        outcome.PROGRAMMES: ("符合的项目", "eligible programmes"),
        outcome.OPEN: ("待定的项目（所缺信息）", "open programmes (what is missing)"),
        outcome.ELSEWHERE: ("条件另行规定的项目", "programmes with conditions set elsewhere"),
        outcome.NEXT: ("建议先补充的信息", "best fact to collect next"),
    }
)
"""Headings for people; files for programs (Parquet, JSON Lines) keep the short ids."""
_MEANINGS: Mapping[Verdict, tuple[str, str]] = MappingProxyType(
    {
        Verdict.ELIGIBLE: ("条款写明的条件都满足", "the conditions that the clauses state are met"),
        Verdict.UNDETERMINED: (
            "还缺信息，或原文把条件留给别的文件",
            "something is missing, or the text leaves its conditions to another text",
        ),
        Verdict.INELIGIBLE: ("有一个写明的条件不满足", "a stated condition is not met"),
    }
)
_FLAG_MEANS = (
    "目标期已过、已停止、效力不明等：是否仍执行，请向发文机关确认",
    "target period over, closed, standing unknown or the like: confirm with the issuer",
)
_FOR_PROGRAMS = (".parquet", ".jsonl")

Refusal = tuple[int, str | None, str, Diagnostic]
"""The line, the column (None: the whole row), the text and the finding."""


class Style:
    """Names in one language; `names` writes programmes and facts by name instead of by id.

    A name that several of the programmes bear has the id behind it.
    """

    def __init__(
        self,
        book: CheckedRulebook,
        programmes: Sequence[Programme],
        standings: Sequence[Standing],
        lang: Language,
        names: bool,
    ) -> None:
        self.lang = lang
        self.programmes = programmes
        self._facts = book.vocabulary.facts
        self._by_name = names
        self._bearers = Counter(programme.name[lang] for programme in programmes)
        self._standings = {p.id: s for p, s in zip(programmes, standings, strict=True)}
        self.names = outcome.Names(self._programme, self._fact)

    def _programme(self, programme: Programme) -> str:
        if not self._by_name:
            return self.flagged(programme, programme.id)
        name = programme.name[self.lang]
        shared = self._bearers[name] > 1
        return self.flagged(programme, f"{name} ({programme.id})" if shared else name)

    def flagged(self, programme: Programme, name: str) -> str:
        """The name, marked where the programme is not simply in force."""
        return outcome.flagged(name, self._standings[programme.id])

    def _fact(self, fact: str) -> str:
        return self._facts[fact].label[self.lang] if self._by_name else fact

    def heading(self, column: str) -> str:
        return HEADINGS[column][self.lang == "en"] if column in HEADINGS else column

    def rejects(self, refused: Sequence[Refusal]) -> pl.DataFrame:
        """Rows and cells that could not be used, with the reason."""
        zh = self.lang == "zh"
        titles = ("行号", "列", "内容", "原因") if zh else ("line", "column", "text", "reason")
        types = (pl.UInt32, pl.String, pl.String, pl.String)
        lines, columns, texts, findings = zip(*refused, strict=True) if refused else ((),) * 4
        reasons = [f"[{finding.code}] {finding.message(self.lang)}" for finding in findings]
        values = (lines, columns, texts, reasons)
        return pl.DataFrame(
            [
                pl.Series(title, value, dtype=dtype)
                for title, value, dtype in zip(titles, values, types, strict=True)
            ]
        )


def headed(
    frame: pl.DataFrame, columns: Mapping[str, pl.Series], style: Style, out: Path
) -> pl.DataFrame:
    """The rows with the result columns behind them, each under a heading of its own."""
    for_programs = out.suffix.lower() in _FOR_PROGRAMS
    headings = [column if for_programs else style.heading(column) for column in columns]
    named = zip(free_names(headings, frame.columns), columns.values(), strict=True)
    return frame.with_columns(values.alias(heading) for heading, values in named)


def sheets(
    style: Style, tally: Tally, source: str, as_of: date, unread: Sequence[str]
) -> dict[str, pl.DataFrame]:
    """The summary sheets of a workbook; `unread` are the columns of the source that tell nothing.

    Programmes that apply to most companies come first.
    """
    zh = style.lang == "zh"
    rows: list[tuple[str, str]] = [
        ("文件" if zh else "file", printable(source)),
        ("判断日期" if zh else "as of", as_of.isoformat()),
        ("读入行数" if zh else "rows in", str(tally.rows_in)),
        ("已评企业" if zh else "companies scored", str(tally.scored)),
        ("退回的行" if zh else "rows rejected", str(tally.rejected)),
        ("修正的单元格" if zh else "cells repaired", str(tally.repaired.total())),
        ("看不懂的单元格" if zh else "cells not understood", str(tally.not_understood.total())),
        ("未用到的列" if zh else "columns not read", printable(listed(unread, style.lang)) or "—"),
        *((verdict.label(style.lang), said[not zh]) for verdict, said in _MEANINGS.items()),
        (outcome.FLAG, _FLAG_MEANS[not zh]),
    ]
    ranked = sorted(
        style.programmes,
        key=lambda p: (-tally.of(p.id)[Verdict.ELIGIBLE], -tally.of(p.id)[Verdict.UNDETERMINED]),
    )
    summary = pl.DataFrame(rows, schema=["项目" if zh else "what", "数值" if zh else "value"],
                           orient="row")  # fmt: skip
    labels = {v: v.label(style.lang) for v in Verdict}
    programmes = pl.DataFrame(
        {
            "编号" if zh else "id": [p.id for p in ranked],
            "名称" if zh else "name": [style.flagged(p, p.name[style.lang]) for p in ranked],
            **{
                labels[v]: [tally.of(p.id)[v] for p in ranked]
                for v in (Verdict.ELIGIBLE, Verdict.UNDETERMINED, Verdict.INELIGIBLE)
            },
        }
    )
    return {("概要" if zh else "summary"): summary, ("项目" if zh else "programmes"): programmes}
