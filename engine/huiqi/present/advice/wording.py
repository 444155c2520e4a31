"""The fixed words of advice, Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass

from huiqi.base.diagnostics import Language
from huiqi.explain.proposing import Kind


@dataclass(frozen=True)
class Headings:
    """Headings and labels; `{}` stand for numbers or names."""

    title: str
    counts: str
    not_ruled_out: str
    left_out: str
    bring_in: str
    levers: str
    more_levers: str
    other_levers: str
    unlocks: str
    opens: str
    nearer: str
    loses: str
    takes: str
    or_takes: str
    out_of_reach: str
    unknown: str
    elsewhere: str
    any_way: str
    more_ways: str
    other_ways: str
    more_targets: str
    incomplete: str
    beyond: str
    because: str
    nothing: str
    closing: str


_ZH = Headings(
    title="怎样改变就能适用",
    counts="现在不符合的 {} 个项目中，{} 个可以靠改变达到，{} 个改变不了。",
    not_ruled_out="另有 {} 个已经符合，{} 个待定。",
    left_out="已停止、已被取代或尚未施行的 {} 个项目没有列入。",
    bring_in="--all 一并列出。",
    levers="最值得做的改变",
    more_levers="还有 {} 项改变，--limit 0 全部列出。",
    other_levers="其余 {} 项改变",
    unlocks="就此符合（{}）",
    opens="不再被排除（{}）",
    nearer="还需连同其他改变（{}）",
    loses="注意：会失去（{}）",
    takes="需要",
    or_takes="或者",
    out_of_reach="改变不了，取决于",
    unknown="还需了解",
    elsewhere="另有规定",
    any_way="任选其一",
    more_ways="还有 {} 种办法，--limit 0 全部列出",
    other_ways="另有 {} 种办法，做到后仍待定",
    more_targets="还有 {} 个项目，--limit 0 全部列出。",
    incomplete="可能还有别的办法",
    beyond="改变不了的项目",
    because="{}（{} 个项目）",
    nothing="没有可以建议的改变。",
    closing="每一组改变都重新核算过：全部做到就是所说的结果，少做一项都不够；其他情况按现状不变。"
    "“上年度”指下一次申报时的上年度。不是法律意见。",
)
_EN = Headings(
    title="What to change so that programmes apply",
    counts="Of {} programmes that do not apply, {} can be reached by changes, {} cannot.",
    not_ruled_out="Besides, {} apply already, and {} are undetermined.",
    left_out="Left out as closed, superseded or not yet in force: {}.",
    bring_in="--all brings them in.",
    levers="Changes worth most",
    more_levers="More changes: {}; --limit 0 lists them all.",
    other_levers="The other changes: {}",
    unlocks="Then apply ({})",
    opens="No longer ruled out ({})",
    nearer="Needed with other changes for ({})",
    loses="Mind: would be lost ({})",
    takes="Takes",
    or_takes="Or",
    out_of_reach="Out of reach because of",
    unknown="Still to be known",
    elsewhere="Set elsewhere",
    any_way="Any one of these",
    more_ways="more ways: {}; --limit 0 lists them all",
    other_ways="other ways, which leave it undetermined: {}",
    more_targets="More programmes: {}; --limit 0 lists them all.",
    incomplete="there may be more ways",
    beyond="Beyond reach",
    because="{} (programmes: {})",
    nothing="There is no change to propose.",
    closing="Every set of changes has been worked through: all of it brings what is said, a part "
    "of it does not; all else is taken as it is. “Last year” is that of the next application. "
    "Not legal advice.",
)


def headings(lang: Language) -> Headings:
    return _ZH if lang == "zh" else _EN


GROUPS = {
    Kind.EXACT: (
        ("改变后即符合", "Apply after these changes"),
        (
            "做到所列改变，已编码的条件全部满足。",
            "Once the changes are made, every encoded condition is met.",
        ),
    ),
    Kind.CONDITIONAL: (
        ("改变后还要看未知的情况", "Depend on what is still unknown"),
        (
            "做到所列改变就不再被排除；是否符合，还要看所列的未知情况。",
            "The changes take away what rules the company out; whether the programme then applies "
            "depends on what is named as unknown.",
        ),
    ),
    Kind.ELSEWHERE: (
        ("改变后只剩另有规定的条件", "Left open by conditions set elsewhere"),
        (
            "做到所列改变后，文件写明的条件不再有障碍，但其余条件由别的规定确定，结论仍是待定。",
            "After the changes nothing in the encoded clauses stands in the way, but other texts "
            "set further conditions: the verdict stays undetermined.",
        ),
    ),
}
"""Title and introduction of the programmes of each kind."""
