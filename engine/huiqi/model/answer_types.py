"""Which Python type an answer has, by the type of its fact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from huiqi.model.place import Location
from huiqi.model.profile import Answer, Certificates, Members, Missing, OneAmong
from huiqi.model.sector import Sector
from huiqi.model.vocabulary import Fact, FactType

_TYPES: Mapping[FactType, tuple[type, ...]] = {
    FactType.BOOL: (bool,),
    FactType.COUNT: (int,),
    FactType.NUMBER: (int, Decimal, Fraction),
    FactType.MONEY: (int,),
    FactType.RATIO: (int, Decimal, Fraction),
    FactType.DATE: (date,),
    FactType.ENUM: (str, OneAmong),
    FactType.SET: (Members,),
    FactType.LOCATION: (Location,),
    FactType.SECTOR: (Sector,),
    FactType.CERTIFICATIONS: (Certificates,),
}


def require_type(fact: Fact, answer: Answer | None) -> None:
    """See that an answer is one that the fact can have.

    Raises: TypeError: it is of another type, such as a text that was not read.
    """
    if answer is None or isinstance(answer, Missing):
        return
    fits = isinstance(answer, _TYPES[fact.type]) and not isinstance(answer, datetime)
    if not fits or isinstance(answer, bool) is not (fact.type is FactType.BOOL):
        raise TypeError(
            f"{fact.id} cannot be {answer!r}; plain values are read by Rulebook.profile"
        )
