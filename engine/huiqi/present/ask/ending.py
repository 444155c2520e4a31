"""The last screen of the questionnaire: the result in short, and where all of it is."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from huiqi.explain.assessment import Assessment
from huiqi.model.verdict import Verdict
from huiqi.present.ask.screens import Screens
from huiqi.present.check_view import CheckView
from huiqi.present.style import mark, safe, standing_flag

_SHOWN = 10
"""So many names leave everything on a screen of 24 lines."""
_WORTH_NAMING = 3


def show_ending(screens: Screens, found: Assessment, path: Path, options: Sequence[str]) -> None:
    """Print what applies, by name, and the counts; `options` make `check` come to the same."""
    words, lang = screens.words, screens.lang
    screens.console.print()
    screens.show(CheckView(words.voc, lang).title(found))
    eligible = found.with_verdict(Verdict.ELIGIBLE)
    for finding in eligible[:_SHOWN]:
        flag = standing_flag(finding.standing, lang)
        name = (finding.programme.name[lang], "bold")
        screens.show(mark(finding.verdict), " ", name, (f"  ⚑ {flag}" if flag else "", "magenta"))
    if (more := len(eligible) - _SHOWN) > 0:
        screens.say(f"  ……另有 {more} 项", f"  … and {more} more", "dim")
    screens.show(screens.counts({f.id: f.proof.truth for f in found}), style="bold")
    if worth := list(found.missing)[:_WORTH_NAMING]:
        named = words.pick("、", ", ").join(map(words.label, worth))
        screens.say(f"最值得补充：{named}", f"Worth finding out next: {named}")
    if any(standing_flag(finding.standing, lang) for finding in eligible):
        screens.say(
            "⚑ 是否仍执行，请向发文机关确认", "⚑ ask the issuer whether it still applies", "magenta"
        )
    screens.say(
        "结论依据已编码的条款得出，不是法律意见。",
        "Drawn from the encoded clauses; not legal advice.",
        "dim",
    )
    screens.say_whole(f"档案：{safe(str(path))}", f"Profile: {safe(str(path))}")
    command = safe(shlex.join(["huiqi", "check", str(path), *options]))
    screens.say_whole(f"全部结论和理由：{command}", f"All verdicts with reasons: {command}")
