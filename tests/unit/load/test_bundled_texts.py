"""The Chinese of the bundled rules and registers is written with Chinese punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from huiqi import Rulebook
from huiqi.model.node import Model, Text

_HAN = "[\u4e00-\u9fff]"
_FAULTS = {
    "half-width punctuation": re.compile(rf"{_HAN}[,;:?!]|[,;:?!]{_HAN}"),
    "half-width brackets": re.compile(rf"{_HAN}\((?!{_HAN}\))|\){_HAN}"),
    "a blank after punctuation": re.compile("[，。；：、] "),
}


def texts(value: object) -> Iterator[str]:
    """Every Chinese text in it."""
    if isinstance(value, Text):
        yield value.zh
    elif isinstance(value, Model):
        for field in type(value).model_fields:
            if field != "at":
                yield from texts(getattr(value, field))
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from texts(part)
    elif isinstance(value, dict):
        yield from texts(tuple(value.values()))


@pytest.mark.parametrize("fault", _FAULTS)
def test_chinese_has_chinese_punctuation(fault: str) -> None:
    book = Rulebook.load()
    everything = [*book.documents.values(), *book.programmes, book.vocabulary]
    # What is quoted stands as it was found.
    plain = (re.sub("“[^”]*”", "“”", text) for text in texts(everything))
    found = [text for text in plain if _FAULTS[fault].search(text)]
    assert found == []
