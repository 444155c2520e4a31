"""What all parts of the rulebook share: frozen models that know where they were written."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from huiqi.base.diagnostics import Language
from huiqi.base.source import Span


class Model(BaseModel):
    """Frozen, closed to unknown fields, compared by value."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def place() -> Any:
    """A field for the place of a part in a rule file, which takes no part in JSON.

    It is called `at`, or by the part: `clause_at`.
    """
    return Field(default=None, exclude=True, repr=False)


Place = SkipJsonSchema[Any]
"""A span, or None where a model was not read from a file."""


class Placed(Model):
    """A model that remembers its place in a rule file."""

    at: Place = place()

    @property
    def span(self) -> Span | None:
        return self.at if isinstance(self.at, Span) else None


class Text(Model):
    """A text in Chinese and English."""

    zh: str
    en: str

    def __getitem__(self, lang: Language) -> str:
        return self.zh if lang == "zh" else self.en
