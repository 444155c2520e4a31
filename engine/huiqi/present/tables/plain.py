"""Frames for forms that know only plain cells."""

from __future__ import annotations

import polars as pl

JOINT = ";"
"""What stands between the items of a list in one cell."""


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with lists joined into one text and categories as text; order and names stay.

    A missing list stays missing, an empty one becomes an empty text; missing items are left out.
    """
    changes = []
    for name, dtype in frame.schema.items():
        if isinstance(dtype, (pl.List, pl.Array)):
            texts = pl.col(name).cast(pl.List(pl.String))
            changes.append(texts.list.join(JOINT, ignore_nulls=True))
        elif isinstance(dtype, (pl.Categorical, pl.Enum)):
            changes.append(pl.col(name).cast(pl.String))
    return frame.with_columns(changes)
