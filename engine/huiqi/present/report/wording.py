"""The fixed words of a report, Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass

from huiqi.base.diagnostics import Language
from huiqi.base.kleene import Truth
from huiqi.model.verdict import Standing, Verdict


@dataclass(frozen=True)
class Headings:
    """Headings and labels; `colon`, `comma` and the rest as the language writes them."""

    title: str
    contents: str
    summary: str
    standings: str
    first: str
    next: str
    choices: str
    next_intro: str
    answers: str
    derived: str
    unknown: str
    inapplicable: str
    not_asked: str
    sources: str
    legend: str
    legal: str
    source: str
    clauses: str
    gives: str
    amount: str
    note: str
    standing: str
    why: dict[Verdict, str]
    missing: str
    elsewhere: str
    attested: str
    proof: str
    more: str
    evidence: str
    issuer: str
    issued: str
    open_programmes: str
    truths: dict[Truth | None, str]
    colon: str
    comma: str
    semicolon: str
    brackets: str


_ZH = Headings(
    title="政策适用报告",
    contents="目录",
    summary="摘要",
    standings="先核实这些文件是否仍在执行",
    first="符合条件的项目",
    next="最值得补充的信息",
    choices="可选",
    next_intro="每补充一项，下列数目的待定项目就更接近结论。",
    answers="企业情况",
    derived="由回答推算",
    unknown="不知道",
    inapplicable="不适用",
    not_asked="尚未填写",
    sources="依据文件",
    legend="怎样读这份报告",
    legal="说明",
    source="文件",
    clauses="条款",
    gives="支持内容",
    amount="金额",
    note="提示",
    standing="效力",
    why={
        Verdict.ELIGIBLE: "符合的理由",
        Verdict.UNDETERMINED: "还取决于",
        Verdict.INELIGIBLE: "不符合的理由",
    },
    missing="需要补充",
    elsewhere="另有规定",
    attested="以自述为准",
    proof="逐条论证",
    more="依据、支持内容与逐条论证",
    evidence="查考",
    issuer="发文机关",
    issued="发文日期",
    open_programmes="关系到 {} 个待定项目",
    truths={Truth.TRUE: "成立", Truth.UNKNOWN: "未知", Truth.FALSE: "不成立", None: "不在此档"},
    colon="：",
    comma="、",
    semicolon="；",
    brackets="（{}）",
)
_EN = Headings(
    title="Grants and subsidies that apply",
    contents="Contents",
    summary="Summary",
    standings="First confirm that these documents are still applied",
    first="Programmes that apply",
    next="Worth finding out next",
    choices="Choices",
    next_intro="Each answer brings so many open programmes closer to a verdict.",
    answers="The company",
    derived="Worked out from the answers",
    unknown="Not known",
    inapplicable="Does not apply",
    not_asked="Not given yet",
    sources="Documents",
    legend="How to read this report",
    legal="Note",
    source="Document",
    clauses="Clauses",
    gives="Gives",
    amount="Amount",
    note="Note",
    standing="Standing",
    why={
        Verdict.ELIGIBLE: "Why it applies",
        Verdict.UNDETERMINED: "Still depends on",
        Verdict.INELIGIBLE: "Why it does not apply",
    },
    missing="To be answered",
    elsewhere="Set elsewhere",
    attested="Subject to attestation",
    proof="The whole proof",
    more="Clauses, benefit and the whole proof",
    evidence="Findings",
    issuer="Issuer",
    issued="Issued",
    open_programmes="open programmes: {}",
    truths={
        Truth.TRUE: "met",
        Truth.UNKNOWN: "unknown",
        Truth.FALSE: "not met",
        None: "no concern",
    },
    colon=": ",
    comma=", ",
    semicolon="; ",
    brackets=" ({})",
)


def headings(lang: Language) -> Headings:
    return _ZH if lang == "zh" else _EN


FACT_GROUPS = {
    "place": ("所在地", "Place"),
    "company": ("基本情况", "The company itself"),
    "sector": ("行业与领域", "Sector and field"),
    "certification": ("资质与称号", "Certificates"),
    "finance": ("财务", "Finance"),
    "rd": ("研发", "Research and development"),
    "ip": ("知识产权", "Intellectual property"),
    "talent": ("人才", "Talent"),
    "project": ("项目与平台", "Projects and platforms"),
    "judgement": ("由专家或主管部门认定", "Decided by experts or the authority"),
}
"""Groups of facts in the order in which a company is described."""

BENEFITS = {
    "award": ("奖励", "award"),
    "subsidy": ("补助", "subsidy"),
    "tax": ("税收", "tax"),
    "loan": ("信贷", "loan"),
    "guarantee": ("担保增信", "guarantee"),
    "equity": ("股权投资", "equity"),
    "insurance": ("保险", "insurance"),
    "recognition": ("认定", "recognition"),
    "project": ("项目", "project"),
    "service": ("服务", "service"),
    "procurement": ("采购", "procurement"),
    "talent": ("人才", "talent"),
    "land": ("用地", "land"),
    "support": ("扶持", "support"),
}

ADVICE = {
    Standing.SUPERSEDED: ("请按取代它的文件办理", "go by the document that replaced it"),
    Standing.CLOSED: ("申报前请向发文机关确认有无后续政策", "ask the issuer what came after it"),
    Standing.NOT_YET: ("请在施行后重新核对", "check again once it is in force"),
}
"""What to do about a standing, where the note of the standing does not say so itself."""

INTROS = {
    Verdict.ELIGIBLE: (
        "企业的回答满足已编码的全部条件。是否批准、给多少，由主管部门决定。",
        "The answers meet every encoded condition. Approval and amounts are for the authority.",
    ),
    Verdict.UNDETERMINED: (
        "现有回答既不能说符合，也不能说不符合。",
        "The answers so far neither meet the conditions nor rule the company out.",
    ),
    Verdict.INELIGIBLE: (
        "至少有一项条件不满足。原因相同的放在一起；与注册地无关的在前。",
        "At least one condition is not met. Programmes with one reason stand together; those "
        "ruled out by something other than the place come first.",
    ),
}

LEGEND = {
    "zh": (
        ("✔ ? ✘", "符合或成立；待定或未知；不符合或不成立。论证中的“—”表示该档不适用于这家企业。"),
        (
            "⚑ 效力",
            "文件在判断日是否仍执行，与是否符合条件分开判断；有此标记的，申报前先向发文机关确认。",
        ),
        ("解释", "条件的读法超出条款字面，随附理由。"),
        ("一般知识", "条件不见于该文件，来自其他公开规定，随附依据。"),
        ("已核实、二手资料、凭记忆、未查到", "该处依据的可靠程度。"),
        ("另有规定", "文件把条件留给别的规定；在看到那些规定之前，结论最多是待定。"),
    ),
    "en": (
        (
            "✔ ? ✘",
            "met; undetermined or unknown; not met. In a proof, “—” marks a band that does not "
            "concern this company.",
        ),
        (
            "⚑ Standing",
            "whether the document is still applied on the day, judged apart from the conditions; "
            "confirm with the issuer before applying.",
        ),
        ("interpretive", "the reading goes beyond the words of the clause; the reason is given."),
        (
            "general knowledge",
            "the condition is not in the document but in other public rules; they are named.",
        ),
        (
            "verified, secondary source, from memory, not found",
            "how sure the ground is at that point.",
        ),
        (
            "Set elsewhere",
            "the document leaves the condition to other rules; until these are read, the verdict "
            "is undetermined at best.",
        ),
    ),
}

LEGAL = {
    "zh": (
        "本报告依据已编码的条款和企业自己的回答得出，不是法律意见，也不是主管部门的决定。",
        "申报前请核对文件原文和当年申报通知。条款摘要为转述，以原文为准。",
    ),
    "en": (
        "This report follows from the encoded clauses and the company's own answers. It is neither "
        "legal advice nor a decision of any authority.",
        "Read the document itself and the call of the year before applying. Digests of clauses are "
        "in our own words; the original counts.",
    ),
}
