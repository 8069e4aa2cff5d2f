"""Files that come in through the page (上传): under a safe name into the department's inbox, whole or not at all.

Never here: reading what is in them; the intake does that.
"""

import os
import re
import secrets
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from quanze.presence import missing
from review.desk import Desk, Refused

LARGEST = 200 * 1024 * 1024
"""Bytes one uploaded file may have."""
NAME = 80
"""Characters a name may have; the intake takes as many, whatever their bytes (NAME_TOO_LONG)."""
_NOT_THERE = "收件箱现在用不了（共享盘可能没有挂上），文件没有收下。请告诉管理员，好了以后再上传。"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """The last part of a name without anything that a file system or a person could take for something else.

    Raises:
        Refused: nothing is left of it, or it is too long.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").split("/")[-1]
    clean = _UNSAFE.sub("_", last).strip(" .~")
    if not clean or _RESERVED.match(clean):
        raise Refused(422, "文件名不能用，请改名后再上传。")
    if len(clean) > NAME:
        raise Refused(422, f"文件名太长，请缩短到 {NAME} 个字以内。")
    return clean


def keep(desk: Desk, department: str, name: str, chunks: Iterable[bytes]) -> Path:
    """Write an upload into the inbox; a name that is taken gets a number.

    Raises:
        Refused: the department or name cannot be used, the file is empty or too large, or the inbox is not there: what
            is put below a share's mount point is gone once it is mounted.
    """
    if safe_name(department) != department:
        raise Refused(422, "部门名称不能用。")
    folder, target = desk.settings.inbox / department, safe_name(name)
    if missing(desk.settings):
        raise Refused(503, _NOT_THERE)
    folder.mkdir(exist_ok=True)
    half = folder / f".{secrets.token_hex(8)}.part"
    try:
        _write(half, chunks)
        return _place(half, folder, target)
    finally:
        half.unlink(missing_ok=True)


def _write(half: Path, chunks: Iterable[bytes]) -> None:
    size = 0
    with half.open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                raise Refused(413, f"文件太大，最多 {LARGEST // 1024 // 1024} MB。")
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise Refused(422, "文件是空的。")


def _place(half: Path, folder: Path, name: str) -> Path:
    stem, dot, suffix = name.rpartition(".")
    for number in range(1, 1000):
        target = folder / (name if number == 1 else f"{stem or suffix}({number}){dot + suffix if stem else ''}")
        try:
            os.link(half, target)
        except FileExistsError:
            continue
        except OSError:  # a file system without links
            if target.exists():
                continue
            half.rename(target)
        return target
    raise Refused(409, "同名文件太多，请改名后再上传。")
