"""Why the system could not read a file, in both languages."""

from __future__ import annotations

import errno

from huiqi.base.diagnostics import Diagnostic

_REASONS = {
    errno.ENOENT: ("没有这个文件", "there is no such file"),
    errno.EACCES: ("没有读取权限", "there is no permission to read it"),
    errno.EPERM: ("没有读取权限", "there is no permission to read it"),
    errno.EISDIR: ("这是文件夹，不是文件", "it is a folder"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "part of its path is no folder"),
    errno.ENAMETOOLONG: ("文件名太长", "its name is too long"),
    errno.ELOOP: ("链接绕成了圈", "its links go round in a circle"),
    errno.EPIPE: ("这是管道，没有程序向它写入", "it is a pipe that nothing writes to"),
    errno.ENXIO: ("这不是普通文件", "it is no ordinary file"),
    errno.ENODEV: ("这不是普通文件", "it is no ordinary file"),
    errno.EIO: ("磁盘出错", "the disk fails"),
}


def unreadable(error: Exception, where: str) -> Diagnostic:
    """The finding about a file that could not be opened or read to its end.

    What is not in the table is told in the system's own words.
    """
    said = getattr(error, "strerror", None) or str(error)
    number = error.errno if isinstance(error, OSError) else None
    zh, en = _REASONS.get(number or 0, (said, said))
    return Diagnostic("HQ101", {"reason_zh": zh, "reason_en": en}, where=where)
