"""Writing a text file whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from pathlib import Path

from huiqi.base.diagnostics import Language
from huiqi.base.source import printable


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
    """Write the text as UTF-8 in place of what was there; an interruption leaves the old file.

    The text goes to a temporary file in the same folder, to the disk, and then takes the name.
    A link is followed; the permissions of a file that is replaced are kept.

    Raises: CannotSave: the file could not be written; what was there before is untouched.
    """
    content = text.encode("utf-8")
    try:
        target = path.resolve()
        mode = _mode_of(target)
        beside = target.with_name(f".huiqi-{secrets.token_hex(8)}.tmp")
        # The permissions of a new file are those the user's mask leaves, as for any other file.
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if mode is not None:
                beside.chmod(mode)
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotSave(path, *_reason(error, path)) from error


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
    if error.errno == errno.EISDIR:
        return (
            "这里已有文件夹或特殊文件，请换个名字",
            "a folder or device has this name; choose another",
        )
    said = error.strerror or str(error)
    return said, said
