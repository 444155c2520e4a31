"""Truth values in conditions of Python: what is unknown decides none."""

from __future__ import annotations

import pytest

from huiqi.base.kleene import Truth


def test_what_is_known_is_true_or_false() -> None:
    assert Truth.TRUE
    assert not Truth.FALSE


def test_what_is_unknown_is_neither() -> None:
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(Truth.UNKNOWN)
