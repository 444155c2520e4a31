"""Writing an answer as a cell that reads back as the same answer; see `list_cells` for lists."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from huiqi.load.companies.cells import SEVERAL
from huiqi.load.companies.list_cells import NO_TIER, OPEN, OUT, RENEWAL
from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Holding, Members, Missing
from huiqi.model.sector import Sector
from huiqi.model.vocabulary import Fact, FactType, Vocabulary


def write_cell(fact: Fact, answer: Answer | None, vocabulary: Vocabulary) -> str:
    """The cell of an answer; empty where the answer is not known.

    Raises: ValueError: a derived value, which no cell holds.
    """
    if answer is None or answer is Missing.DONT_KNOW:
        return ""
    if answer is Missing.NOT_APPLICABLE:
        return "不适用"
    if isinstance(answer, bool):
        return "是" if answer else "否"
    if isinstance(answer, (int, Decimal)):
        return _figure(fact, answer)
    if isinstance(answer, date):
        return answer.isoformat()
    if isinstance(answer, str):
        return answer
    if isinstance(answer, Location):
        return SEVERAL.join(answer.codes)
    if isinstance(answer, Sector):
        return answer.code
    if isinstance(answer, Members):
        return _list(sorted(answer.inside), answer.outside)
    if isinstance(answer, Certificates):
        return _list([_holding(one, vocabulary) for one in answer.held], answer.absent)
    raise ValueError(f"no cell holds {answer!r}")


def _figure(fact: Fact, value: int | Decimal) -> str:
    if fact.type is FactType.MONEY:
        return f"{Decimal(value).scaleb(-2):f}元"
    if fact.type is FactType.RATIO:
        return f"{Decimal(value).scaleb(2):f}%"
    return f"{Decimal(value):f}"


def _list(inside: Collection[str], outside: Collection[str] | None) -> str:
    if outside is None:
        return ";".join(inside) or "无"
    return ";".join((*inside, *(OUT + name for name in sorted(outside)), OPEN))


def _holding(holding: Holding, vocabulary: Vocabulary) -> str:
    only = len(vocabulary.certifications[holding.certification].tiers) == 1
    tier = holding.tier or (NO_TIER if only else "")
    issued = holding.issued.isoformat() if holding.issued else ""
    days = f"{issued}~{holding.expires.isoformat()}" if holding.expires else issued
    details = " ".join(filter(None, (tier, days, RENEWAL if holding.renewal else "")))
    return f"{holding.certification}({details})" if details else holding.certification
