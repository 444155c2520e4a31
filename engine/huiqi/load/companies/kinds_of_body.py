"""What registers call kinds of companies and sizes, as values of our own facts.

A branch is no body of its own and stays unknown.
"""

from __future__ import annotations

import re

from huiqi.model.vocabulary import Fact

_BODIES = (
    (re.compile(r".*(?:分公司|分支|办事处|代表).*"), None),
    (re.compile(r"(?:.*(?:有限责任公司|股份有限公司|有限公司|合伙企业)(?:\(.*\))?)"), "enterprise"),
    (re.compile(r"(?:个人独资|民营|私营|国有|集体|外资|外商投资|合资|股份制)企业"), "enterprise"),
    (re.compile(r"(?:全民所有制|集体所有制|股份合作制)(?:企业)?(?:\(.*\))?"), "enterprise"),
    (re.compile(r"个体(?:工商)?户?"), "other"),
)
_SIZE = re.compile(r"(?:(?:L|M|S|XS)\()?(大型?|中型?|小型?|微型?)(?:企业)?\)?")


def value(fact: Fact, text: str) -> str | None:
    """The value meant, for facts whose values registers call otherwise; None where unsure."""
    if fact.id == "entity_kind":
        found = next((said for pattern, said in _BODIES if pattern.fullmatch(text)), None)
        return found if found in fact.values else None
    if fact.id == "size_class" and (match := _SIZE.fullmatch(text)):
        names = (n for n, label in fact.values.items() if label.zh[:1] == match[1][0])
        return next(names, None)
    return None
