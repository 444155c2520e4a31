"""Tables as Parquet, the smallest and quickest form.

Polars writes a Parquet file in one call, from a query. So the query runs in a thread of its own
and draws its rows from here, frame by frame. The one who writes waits while a frame is still to be
taken, so memory stays flat.
"""

from __future__ import annotations

import atexit
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Condition, Thread
from typing import IO, BinaryIO, cast

import polars as pl
from polars.io.plugins import register_io_source

from huiqi.present.save import Draft

_GROUP = 24 * 2**20
"""Bytes of a row group in memory: it is held until it is whole."""
_FEWEST, _MOST = 8_192, 131_072
"""Rows of a row group: what is told of each one is held until the end, so few are better."""
_LEVEL = 1
"""Of Zstandard: the level that Polars takes by itself costs a third more and saves nothing here."""
_MOMENT = 0.2
"""Seconds until the threads of a query that was broken off have let go of what is Python's."""
_WAITING = 1
"""So many frames may wait for the query."""


class _Dropped(Exception):
    """Stops the query when the table is abandoned."""


class Parquet:
    """Types stay as they are: lists, dates, categories, missing values."""

    def __init__(self, draft: Draft) -> None:
        self._file = draft.file
        self._frames: deque[pl.DataFrame] = deque()
        self._changed = Condition()
        self._complete = self._dropped = self._over = False
        self._error: BaseException | None = None
        self._thread: Thread | None = None

    def begin(self, first: pl.DataFrame) -> None:
        rows = _GROUP * first.height // max(first.estimated_size(), 1)
        given = first.schema, min(max(rows, _FEWEST), _MOST)
        # A daemon, so that a program that ends without finishing or abandoning does not hang.
        self._thread = Thread(target=self._run, args=given, name="parquet", daemon=True)
        self._thread.start()
        atexit.register(self._leave)

    def add(self, frame: pl.DataFrame) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._over or len(self._frames) < _WAITING)
            if self._error is not None:
                raise self._error
            self._frames.append(frame)
            self._changed.notify_all()

    def end(self, sheets: Mapping[str, pl.DataFrame]) -> None:
        """Wait until all is written; there is no place for summaries."""
        self._stop(complete=True)
        atexit.unregister(self._leave)
        if self._error is not None:
            raise self._error

    def drop(self) -> None:
        self._stop(complete=False)

    def _stop(self, complete: bool) -> None:
        with self._changed:
            self._complete, self._dropped = complete, not complete
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
        self._frames.clear()

    def _leave(self) -> None:
        """The program ends: a thread of the query that met the end of Python would abort it."""
        self.drop()
        time.sleep(_MOMENT)

    def _run(self, schema: pl.Schema, group: int) -> None:
        try:
            rows = register_io_source(lambda *_: self._drawn(), schema=schema)
            file = cast(IO[bytes], _Watched(self._file, self._failed))
            rows.sink_parquet(
                file, compression_level=_LEVEL, engine="streaming", row_group_size=group
            )
        except BaseException as error:
            self._failed(error)
        finally:
            with self._changed:
                self._over = True
                self._changed.notify_all()

    def _failed(self, error: BaseException) -> None:
        with self._changed:
            self._error = self._error or error
            self._dropped = self._over = True
            self._changed.notify_all()

    def _drawn(self) -> Iterator[pl.DataFrame]:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._frames or self._complete or self._dropped)
                if self._dropped:
                    raise _Dropped
                if not self._frames:
                    return
                frame = self._frames.popleft()
                self._changed.notify_all()
            yield frame


class _Watched:
    """A file whose failure is told at once; the query itself would draw all its rows first."""

    def __init__(self, file: BinaryIO, failed: Callable[[OSError], None]) -> None:
        self._file = file
        self._failed = failed

    def write(self, content: bytes) -> int:
        with self._watching():
            return self._file.write(content)

    def flush(self) -> None:
        with self._watching():
            self._file.flush()

    @contextmanager
    def _watching(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._failed(error)
            raise

    def tell(self) -> int:
        return self._file.tell()
