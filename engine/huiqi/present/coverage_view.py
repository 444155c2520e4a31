"""`huiqi rules coverage` on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from huiqi.author.coverage import Coverage
from huiqi.base.diagnostics import Language
from huiqi.explain.words import Words
from huiqi.model.vocabulary import Vocabulary
from huiqi.present.list_views import DISPOSITIONS


def show_coverage(
    console: Console, found: Coverage, vocabulary: Vocabulary, lang: Language
) -> None:
    """Clauses by disposition, programmes, and what the cases leave unseen."""
    words = Words(vocabulary, lang)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(words.pick("文件", "document"))
    for zh, en in DISPOSITIONS.values():
        table.add_column(words.pick(zh, en), justify="right")
    table.add_column(words.pick("条款", "clauses"), justify="right")
    table.add_column(words.pick("项目", "programmes"), justify="right")
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
            listed = ", ".join(document.missing)
            console.print(words.pick("未编码：", "not encoded: ") + f"{document.id}: {listed}")
    if found.uncited:
        console.print(words.pick("没有条款：", "without a clause: ") + ", ".join(found.uncited))
    for unseen in found.unseen:
        truths = words.pick("、", ", ").join(t.name for t in unseen.truths)
        said = f"{unseen.programme.key}: {words.test(unseen.leaf.test)}: {truths}"
        console.print(words.pick("用例未见：", "not seen in cases: ") + said)
    clauses = sum(document.clauses for document in found.documents)
    programmes = sum(len(document.encoded) for document in found.documents)
    console.print(
        words.pick(
            f"{clauses} 条条款均有去向 · {programmes} 个项目 · {found.leaves} 条叶条件均有出处 · "
            f"{found.cases} 个用例 · {len(found.unseen)} 条未覆盖",
            f"{clauses} clauses with a disposition · {programmes} programmes · {found.leaves} leaf "
            f"criteria, all cited · {found.cases} cases · {len(found.unseen)} not covered",
        )
    )
