"""Faults of the machine, not of a file (机器的问题): disk full, database locked, share gone. Said, never hidden.

A run that meets one stops; the files that are not finished stay in the inbox and the next run goes on from there.
"""

import errno
import shutil
from typing import Any

from sqlalchemy.exc import DBAPIError

from quanze.errors import FileError, ReaderFault
from quanze.settings import Settings

ROOM = 16 * 1024**2
"""Bytes that must be free to begin a batch: below, nothing is begun that could not be finished."""

_FULL = "磁盘满了（{0}）。收件已停，没有处理完的文件都还在收件箱里，一份不少；清理磁盘以后自动继续。"
_LOCKED = "数据库正忙，等了很久没有轮到。收件已停，没有处理完的文件都还在收件箱里；下一次自动继续。"
_GONE = "读写文件夹时出错（{0}），多半是共享盘断开了。收件已停，没有处理完的文件都还在；挂上以后自动继续。"
_SHARE = {errno.ESTALE, errno.EIO, errno.ENOTCONN, errno.EHOSTDOWN, errno.ENODEV, errno.ENXIO, errno.ETIMEDOUT}


class DiskFull(OSError):
    """No room to begin."""

    def __init__(self) -> None:
        super().__init__(errno.ENOSPC, "no room to begin a batch")


def words(wrong: BaseException, settings: Settings) -> str:
    """What to tell a person about a fault of the machine; "" where it is none."""
    if isinstance(wrong, DBAPIError):
        said = str(wrong.orig).lower()
        if "locked" in said or "busy" in said:
            return _LOCKED
        return _FULL.format(settings.var) if "full" in said or "no space" in said else ""
    if isinstance(wrong, OSError):
        if wrong.errno in (errno.ENOSPC, errno.EDQUOT):
            return _FULL.format(settings.home)
        return _GONE.format(errno.errorcode[wrong.errno]) if wrong.errno in _SHARE else ""
    return ""


def room(settings: Settings, fault: FileError | None = None) -> None:
    """Stop a run before it does half a job; a reader that failed for want of room says nothing about its file.

    Raises:
        DiskFull: less than ROOM is free and there is no fault, or the fault is our own.
    """
    if (fault is None or isinstance(fault, ReaderFault)) and shutil.disk_usage(settings.home).free < ROOM:
        raise DiskFull


def may_pass(_task: object, _run: object, state: Any) -> bool:
    """Whether trying a task again may help: a busy lock, share or server, never a full disk or a bad file."""
    wrong = state.data
    if isinstance(wrong, DBAPIError):
        return wrong.connection_invalidated or "locked" in str(wrong.orig).lower()
    return isinstance(wrong, OSError) and wrong.errno in _SHARE
