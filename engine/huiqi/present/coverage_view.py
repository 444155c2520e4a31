"""`huiqi rules coverage` on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from huiqi.author.coverage import Coverage
from huiqi.base.diagnostics import Language
from huiqi.base.kleene import Truth
from huiqi.explain.words import Words
from huiqi.model.vocabulary import Vocabulary
from huiqi.present.list_views import DISPOSITIONS

_TRUTHS = {Truth.TRUE: "满足", Truth.FALSE: "不满足", Truth.UNKNOWN: "未知"}


def show_coverage(
    console: Console, found: Coverage, vocabulary: Vocabulary, lang: Language
) -> None:
    """Clauses by disposition, programmes, and what the cases leave unseen."""
    words = Words(vocabulary, lang)
    colon = words.pick("：", ": ")
    table = Table(box=None, pad_edge=False, header_style="bold")
    # Where the heads of the figures do not fit side by side they fold; ids and figures never do.
    table.add_column(words.pick("文件", "document"), no_wrap=True)
    heads = [*DISPOSITIONS.values(), ("条款", "clauses"), ("项目", "programmes")]
    for zh, en in heads:
        table.add_column(words.pick(zh, en), justify="right", overflow="fold")
    for document in found.documents:
        total = len(document.encoded) + len(document.missing)
        table.add_row(
            Text(document.id, style="cyan"),
            *(str(document.dispositions.get(name, 0) or "·") for name in DISPOSITIONS),
            str(document.clauses),
            f"{len(document.encoded)}/{total}",
        )
    console.print(table)
    console.print()
    for document in found.documents:
        if document.missing:
            listed = words.listed(document.missing)
            said = f"{document.id}{colon}{listed}"
            console.print(words.pick("未编码：", "not encoded: ") + said)
    if found.uncited:
        listed = words.listed(found.uncited)
        console.print(words.pick("没有条款：", "without a clause: ") + listed)
    for unseen in found.unseen:
        truths = words.listed(words.pick(_TRUTHS[t], t.name.lower()) for t in unseen.truths)
        said = colon.join((unseen.programme.key, words.test(unseen.leaf.test), truths))
        console.print(words.pick("用例未覆盖：", "not seen in cases: ") + said)
    clauses = sum(document.clauses for document in found.documents)
    programmes = sum(len(document.encoded) for document in found.documents)
    console.print(
        words.pick(
            f"{clauses} 个条款均有去向 · {programmes} 个项目 · {found.leaves} 个单项条件均有出处 · "
            f"{found.cases} 个用例 · {len(found.unseen)} 处未覆盖",
            f"{clauses} clauses with a disposition · {programmes} programmes · {found.leaves} leaf "
            f"criteria, all cited · {found.cases} cases · {len(found.unseen)} not covered",
        )
    )
