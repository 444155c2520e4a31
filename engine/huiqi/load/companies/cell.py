"""What reading one cell gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiqi.base.diagnostics import Diagnostic
from huiqi.load.answers import NO, YES
from huiqi.model.profile import Answer

YES_MARKS = frozenset(
    (*YES, "1", "y", "t", "✓", "✔", "☑", "对", "有效", "有效期内", "已认定", "已入库")
)
NO_MARKS = frozenset((*NO, "0", "n", "f", "x", "✗", "✘", "☐", "未认定", "未入库"))


@dataclass(frozen=True)
class Cell:
    """What a cell says of its target, None where nothing; what was repaired; what was not right.

    The value is the answer of a whole fact, the text of a name, an id or a part of a place, the
    date of a title, or for one title or member what is known of it alone.
    """

    value: Answer | None = None
    repairs: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()

    @property
    def repair(self) -> str | None:
        return self.repairs[0] if self.repairs else None

    @property
    def finding(self) -> Diagnostic | None:
        return self.findings[0] if self.findings else None


def day_of(cell: Cell) -> date | None:
    """The date a cell of dates holds."""
    return cell.value if isinstance(cell.value, date) else None
