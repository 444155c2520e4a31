"""Where a company or project is: division codes of GB/T 2260 中华人民共和国行政区划代码."""

from __future__ import annotations

from dataclasses import dataclass

NATION = "100000"
"""The code of the whole country, root of the division tree."""


@dataclass(frozen=True)
class Location:
    """The possible places, at the finest level that is known; normally one code.

    Several codes mean "one of these" (a county that was split since). Raises ValueError when there
    is none: a place that is not known is no location but a missing fact.
    """

    codes: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.codes:
            raise ValueError("a location needs at least one division code")
        bad = [code for code in self.codes if not (len(code) == 6 and code.isdecimal())]
        if bad:
            raise ValueError(f"not a six-digit division code: {bad[0]!r}")
        object.__setattr__(self, "codes", tuple(sorted(set(self.codes))))
