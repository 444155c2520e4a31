"""Clearing up after Ctrl-C, which may be told twice: by polars and, at the next call, by Python."""

from __future__ import annotations

import signal
from collections.abc import Callable
from threading import current_thread, main_thread


def clear_up(close: Callable[[], None]) -> None:
    """Close what is open, deaf to further interruptions meanwhile.

    One that is due already comes before anything is closed: then call it once more.
    """
    if current_thread() is not main_thread():
        return close()
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        close()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)
