"""Temporary files beside their place, and the removal of those that a killed run left behind.

A run that is killed cannot tidy up. So whoever writes holds a lock on what it writes, which the
system lets go when the process ends however it ends; and whoever next writes into the folder
removes the temporary files that nobody holds.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import stat
import time
from contextlib import suppress
from pathlib import Path

_NAME = re.compile(r"\.huiqi-[0-9a-f]{16}\.tmp")
_GRACE = 60.0
"""Seconds for which a file is let be without a lock: it may just have been made."""


def temporary_in(folder: Path) -> Path:
    """A new name for a temporary file there."""
    return folder / f".huiqi-{secrets.token_hex(8)}.tmp"


def hold(handle: int) -> None:
    """Keep an open file from being swept away while this process lives."""
    # Some network file systems know no locks; there, a sweep gets none either and removes nothing.
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sweep(folder: Path) -> None:
    """Remove temporary files whose writers are dead; what cannot be removed stays."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name):
                with suppress(OSError):
                    _remove_unheld(entry)


def _remove_unheld(entry: os.DirEntry[str]) -> None:
    found = entry.stat(follow_symlinks=False)
    if not stat.S_ISREG(found.st_mode) or time.time() - found.st_mtime < _GRACE:
        return
    # Open for writing, which a lock needs on network file systems.
    handle = os.open(entry.path, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.unlink(entry.path)
    finally:
        os.close(handle)
