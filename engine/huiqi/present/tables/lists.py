"""Lists in forms that know only plain cells."""

from __future__ import annotations

import polars as pl

JOINT = ";"
"""What stands between the items of a list in one cell."""


def joined(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with each list as one text; order and names stay.

    A missing list stays missing, an empty one becomes an empty text; missing items are left out.
    """
    lists = [name for name, t in frame.schema.items() if isinstance(t, (pl.List, pl.Array))]
    return frame.with_columns(
        pl.col(name).cast(pl.List(pl.String)).list.join(JOINT, ignore_nulls=True) for name in lists
    )
