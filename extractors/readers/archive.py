"""Archives and mails → their members as files in a folder of the caller's: names mended, limits held, nothing escapes.

Reads no document; the archive itself is never changed.
"""

import itertools
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from extractors.readers import codepage, mail, zipped
from extractors.readers.sniff import sniff
from quanze.errors import Damaged, FileError, NameTooLong, TooLarge, UnsafeArchive

MEMBERS = 2_000
MEMBER_BYTES = 256 * 1024 * 1024
TOTAL_BYTES = 1024 * 1024 * 1024
RATIO, RATIO_FROM = 200, 64 * 1024 * 1024
CONTAINERS = ("zip", "eml", "msg")
_NAME_BYTES = 255
_SUFFIX = 16
"""Characters of the longest suffix; more behind a dot is part of the name."""
_DEPTH = 40
"""Folders that a member may lie in."""
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.I)
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.?(?:/|$))|Thumbs\.db$|desktop\.ini$|~\$)", re.I)
_CONTROL = re.compile('[\x00-\x1f\x7f<>:"|?*]')
_CHINESE = re.compile("[\u4e00-\u9fff]")
_CHUNK = 1 << 20


@dataclass(slots=True)
class _Budget:
    """What an archive and those inside it may still use."""

    members: int = MEMBERS
    total: int = TOTAL_BYTES


def unpack(path: Path, to: Path) -> tuple[Path, ...]:
    """Put the members of a .zip, .eml or .msg into the folder `to`, archives inside it once more; sorted as inside.

    Raises:
        UnsafeArchive: members that would leave the folder, links, device names, or a bomb.
        TooLarge: too many members or bytes.
        Encrypted: under a password.
        NameTooLong: a member's name is over 255 bytes.
        Damaged: cut off or broken.
    """
    budget = _Budget()
    found: list[Path] = []
    for member in _members(path, to, budget):
        if kind_of(member) in CONTAINERS:
            packed = member.rename(_free(member.with_name(f"{member.name}.packed")))
            found += _members(packed, member, budget)
            packed.unlink()
        else:
            found.append(member)
    return tuple(found)


def kind_of(path: Path) -> str:
    """A file's format, "" where it is none that is known."""
    try:
        return sniff(path)
    except FileError:
        return ""


def _members(path: Path, to: Path, budget: _Budget) -> list[Path]:
    kind = kind_of(path)
    to.mkdir(parents=True, exist_ok=True)
    if kind in ("eml", "msg"):
        found = []
        for name, content in mail.attachments(path, kind):
            target = _free(to / safe_name(name))
            _spend(budget, len(content))
            target.write_bytes(content)
            found.append(target)
        return found
    with zipped.opened(path) as archive:
        members = [member for member in archive.infolist() if member.filename and not member.is_dir()]
        names = mended(members)
        wanted = [(member, name) for member, name in zip(members, names, strict=True) if not _JUNK.search(name)]
        _check(path, [member for member, _ in wanted], budget)
        return [_extract(archive, member, to, name, budget) for member, name in wanted]


def _check(path: Path, members: list[zipfile.ZipInfo], budget: _Budget) -> None:
    if len(members) > budget.members:
        raise TooLarge(f"archive: {len(members)} members", advice="压缩包里的文件太多。请分成几个压缩包后重新放入。")
    total = sum(member.file_size for member in members)
    if total > RATIO_FROM and total > RATIO * path.stat().st_size:
        raise UnsafeArchive(f"archive: {total} bytes from {path.stat().st_size}")
    if total > budget.total:
        raise TooLarge(f"archive: {total} bytes unpacked")
    if _overlap(members):
        raise UnsafeArchive("archive: members that share bytes")
    for member in members:
        zipped.check(member, MEMBER_BYTES)
        if stat.S_ISLNK(member.external_attr >> 16):
            raise UnsafeArchive(f"archive: link {member.filename!r}")


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Whether two members are unpacked from the same bytes, as in bombs that look small."""
    ends = sorted((member.header_offset, member.header_offset + member.compress_size) for member in members)
    return any(start < end for (_, end), (start, _) in itertools.pairwise(ends))


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, to: Path, name: str, budget: _Budget) -> Path:
    target = to.joinpath(*_parts(name))
    if not target.resolve().is_relative_to(to.resolve()):
        raise UnsafeArchive(f"archive: {name!r} leaves the folder")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target = _free(target)
    except (FileExistsError, NotADirectoryError) as error:
        raise UnsafeArchive(f"archive: {name!r} is a file and a folder at once") from error
    except OSError as error:
        raise NameTooLong(f"archive: {name!r}") from error
    written = 0
    with zipped.stream(archive, member, MEMBER_BYTES) as source, target.open("wb") as sink:
        while chunk := _chunk(source, name):
            written += len(chunk)
            sink.write(chunk)
    _spend(budget, written)
    return target


def _chunk(source: IO[bytes], name: str) -> bytes:
    try:
        return source.read(_CHUNK)
    except zipped.BROKEN as error:
        raise Damaged(f"archive member {name!r}: {error}") from error


def _spend(budget: _Budget, size: int) -> None:
    budget.members -= 1
    budget.total -= size
    if budget.members < 0 or budget.total < 0:
        raise TooLarge("archive: over the limits with the archives inside it")


def _free(target: Path) -> Path:
    """The path itself, or with a number where a member of that name was put before."""
    number, first = 2, target
    while target.exists():
        target = first.with_name(f"{first.stem} ({number}){first.suffix}")
        number += 1
    return target


def _parts(name: str) -> tuple[str, ...]:
    """A member's path in safe parts.

    Raises:
        UnsafeArchive: absolute, with a drive, climbing up, too deep, or a device name.
        NameTooLong: a part is over 255 bytes.
    """
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or re.match(r"[A-Za-z]:", name):
        raise UnsafeArchive(f"archive: {name!r} leaves the folder")
    parts = tuple(_CONTROL.sub("_", part).rstrip(". ") for part in pure.parts)
    if not parts or any(not part or _DEVICE.match(part) for part in parts):
        raise UnsafeArchive(f"archive: {name!r} is no file name")
    if len(parts) > _DEPTH:
        raise UnsafeArchive(f"archive: a member {len(parts)} folders deep")
    if any(len(part.encode("utf-8", "surrogatepass")) > _NAME_BYTES - 8 for part in parts):
        raise NameTooLong(f"archive: {name!r}")
    return parts


def safe_name(name: str) -> str:
    """One attachment's file name: its last part, without what no file system keeps; never empty."""
    name = _CONTROL.sub("_", re.split(r"[/\\]", name)[-1]).strip(". ")
    if not name or _DEVICE.match(name):
        name = f"附件{name}"
    stem, dot, suffix = name.rpartition(".")
    if not stem or len(suffix) > _SUFFIX:
        stem, dot, suffix = name, "", ""
    while len(f"{stem}{dot}{suffix}".encode()) > _NAME_BYTES - 8:
        stem = stem[:-1]
    return f"{stem}{dot}{suffix}"


def mended(members: list[zipfile.ZipInfo]) -> list[str]:
    """The members' names as their maker saw them: Unicode extra fields, UTF-8 without its flag, GBK or Big5."""
    raw = {index: _raw(member) for index, member in enumerate(members) if not member.flag_bits & 0x800}
    codec = _codec(b"\n".join(raw.values()))
    names = []
    for index, member in enumerate(members):
        name = _unicode_field(member) or (raw[index].decode(codec, "replace") if index in raw else member.filename)
        names.append(name if "/" in name else name.replace("\\", "/"))
    return names


def _raw(member: zipfile.ZipInfo) -> bytes:
    try:
        return member.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return member.orig_filename.encode("utf-8", "replace")


def _codec(raw: bytes) -> str:
    """The encoding of an archive's names, judged over all of them."""
    if raw.isascii():
        return "ascii"
    try:
        if _CHINESE.search(raw.decode("utf-8")):
            return "utf-8"
    except UnicodeDecodeError:
        pass
    return codepage.chinese(raw) or "cp437"


def _unicode_field(member: zipfile.ZipInfo) -> str:
    """The name in the Info-ZIP Unicode Path extra field (0x7075), "" where there is none or it is stale."""
    extra, at = member.extra, 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + size]
        if kind == 0x7075 and len(field) > 5 and field[0] == 1:
            fresh = struct.unpack_from("<I", field, 1)[0] == zlib.crc32(_raw(member))
            return field[5:].decode("utf-8", "replace") if fresh else ""
        at += 4 + size
    return ""
