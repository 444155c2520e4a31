"""How the columns of a frame are read: as a program says, or as their headers suggest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from huiqi.evaluate.batch.job import Job
from huiqi.load.companies.map_file import chosen_mapping
from huiqi.load.companies.mapping import ColumnMapping, propose_mapping

MappingGiven = ColumnMapping | Mapping[str, Any] | None
SAMPLED = 500
"""Rows by which the meaning of a column is judged."""


def map_columns(sample: pl.DataFrame, mapping: MappingGiven, job: Job) -> ColumnMapping:
    """How the columns of a frame are read: as the caller says, or as headers and a sample tell.

    Raises: CompaniesError: the mapping that was given does not fit.
    """
    words = job.book.vocabulary
    if mapping is not None:
        return chosen_mapping(mapping, sample.columns, words)
    return propose_mapping(sample.columns, sample, words, job.as_of)
