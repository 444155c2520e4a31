"""Writing a file whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO
from weakref import finalize

from huiqi.base.diagnostics import Language
from huiqi.base.source import printable
from huiqi.present.leftovers import hold, sweep, temporary_in


class CannotSave(Exception):
    """A file that cannot be written, with the reason and its mend in both languages."""

    def __init__(self, path: Path, zh: str, en: str) -> None:
        self.path = path
        self._said = {"zh": f"写不了 {printable(str(path))}：{zh}"}
        self._said["en"] = f"cannot write {printable(str(path))}: {en}"
        super().__init__(self._said["en"])

    def message(self, lang: Language) -> str:
        """What is wrong and what to do, in one line."""
        return self._said[lang]


def save_text(path: Path, text: str) -> None:
    """Write the text as UTF-8, like `save_bytes`."""
    save_bytes(path, text.encode("utf-8"))


def save_bytes(path: Path, content: bytes) -> None:
    """Write the content in place of what was there; an interruption leaves the old file.

    Raises: CannotSave: the file could not be written; what was there before is untouched.
    """
    with Draft(path) as draft, saving(path):
        draft.file.write(content)
        draft.publish()


class Draft:
    """A file in the making, which takes the place of what was there once it is whole.

    It is written under a temporary name in the same folder, to the disk, and then takes the name;
    until then what was there before stays. A link is followed; the permissions of a file that is
    replaced are kept. Leaving the context without `publish` discards it.

    Raises: CannotSave: nothing can be written there.
    """

    def __init__(self, path: Path) -> None:
        self._place = path
        with saving(path):
            self._target = path.resolve()
            self._mode = _mode_of(self._target)
            sweep(self._target.parent)
            self.path = temporary_in(self._target.parent)
            # The permissions of a new file are those the user's mask leaves, as for any other file.
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            hold(handle)
            self.file = os.fdopen(handle, "wb")
            # Also tidied up where an interruption comes before anybody can ask for it.
            self._discard = finalize(self, _discard, self.file, self.path, os.getpid())

    def publish(self) -> None:
        """Bring the content to the disk and give the file its name.

        Raises: CannotSave: it could not; what was there before is untouched.
        """
        with saving(self._place):
            self.file.flush()
            os.fsync(self.file.fileno())
            if self._mode is not None:
                self.path.chmod(self._mode)
            self.path.replace(self._target)
            self._discard.detach()
        self.file.close()

    def discard(self) -> None:
        """Leave what was there before; harmless after `publish`."""
        self._discard()

    def __enter__(self) -> Draft:
        return self

    def __exit__(self, *_: Any) -> None:
        self.discard()


def _discard(file: BinaryIO, path: Path, owner: int) -> None:
    """Close and remove; a process that was forked leaves it to the one it comes from."""
    if os.getpid() != owner:
        return
    with suppress(OSError):
        file.close()
    with suppress(OSError):
        path.unlink(missing_ok=True)


def check_can_save(path: Path) -> None:
    """Find out before any work is done whether a file can be written there; leaves no trace.

    Raises: CannotSave: it cannot.
    """
    Draft(path).discard()


@contextmanager
def saving(path: Path) -> Iterator[None]:
    """Tell what the system refused within as `CannotSave`; other errors pass."""
    try:
        yield
    except Exception as error:
        refused = _refusal(error)
        if refused is None:
            raise
        raise CannotSave(path, *_reason(refused, path)) from error


_NUMBER = re.compile(r"(?:\(os error |\[Errno )(\d+)[)\]]")


def _refusal(error: Exception) -> OSError | None:
    """The system's error behind this one: libraries wrap it or keep only its text."""
    if isinstance(error, OSError) and error.errno is not None:
        return error
    if number := _NUMBER.search(str(error)):
        return OSError(int(number[1]), os.strerror(int(number[1])))
    return error if isinstance(error, OSError) else None


def save_new(path: Path, text: str) -> None:
    """Write a text file that is not there yet, making the folders above it.

    Raises: CannotSave: a folder or the file could not be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotSave(path, *_reason(error, path)) from error
    save_text(path, text)


def _mode_of(target: Path) -> int | None:
    """The permissions of the file that stands there; only a plain file may be replaced."""
    try:
        found = target.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found):
        raise OSError(errno.EISDIR, "not a plain file")
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "read-only")
    return stat.S_IMODE(found)


def _reason(error: OSError, path: Path) -> tuple[str, str]:
    folder = printable(str(path.parent))
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return f"没有文件夹 {folder}，请先建好", f"there is no folder {folder}; make it first"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "没有写入权限，请换个位置", "no permission to write there; choose another place"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "磁盘已满，请腾出空间", "the disk is full; free some space"
    if error.errno == errno.EFBIG:
        return (
            "文件超过了系统允许的大小，请换个位置",
            "the file grows larger than the system allows; choose another place",
        )
    if error.errno == errno.EEXIST:
        return (
            f"{folder} 是文件，不是文件夹；请换个位置",
            f"{folder} is a file, not a folder; choose another place",
        )
    if error.errno == errno.EISDIR:
        return (
            "这里已有文件夹或特殊文件，请换个名字",
            "a folder or device has this name; choose another",
        )
    said = error.strerror or str(error)
    return said, said
