"""The inbox folder (收件箱): what may be taken, where originals go, the receipt for each drop. No store, no reading."""

import hashlib
import os
import shutil
import time
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from quanze.errors import FileError
from quanze.registry import Registry
from quanze.store.ledger import UNCLAIMED

NOTE = ".退件说明.txt"
"""What the name of the advice beside a returned file ends with."""
_KEPT, _SHOWN = 240, 160
"""Bytes of a name in the archive, and in folders where words are added to it; file systems stop at 255."""


class Rewritten(Exception):
    """A file is no longer the one that was taken: somebody wrote it again meanwhile."""


@dataclass(frozen=True, slots=True)
class Drop:
    """A file in the inbox: where it lies, its department (first folder), its path below the inbox, its name to read.

    `name` and `dropped_as` are mended text (a GBK name is no text as the disk has it); `stamp` is (size, time) as seen.
    """

    path: Path
    department: str
    dropped_as: str
    name: str
    stamp: tuple[int, int] | None = None


def scan(inbox: Path, registry: Registry | None = None) -> list[Drop]:
    """Every file that a person dropped, in a stable order; temporary, lock and hidden files are left alone.

    Without a registry each first-level folder is a department. A folder that is not there holds nothing; whether that
    means anything is for `flows.intake.presence` to say.

    Raises:
        OSError: a folder could not be listed: what is there is not known.
    """
    if not inbox.is_dir():
        return []
    return sorted(_drops(inbox, registry), key=lambda drop: os.fsencode(drop.path))


def _drops(inbox: Path, registry: Registry | None) -> Iterator[Drop]:
    for folder, folders, names in os.walk(inbox, onerror=_fails):
        folders[:] = [name for name in folders if not temporary(name)]
        for name in names:
            path = Path(folder, name)
            if temporary(name) or path.is_symlink() or not _is_file(path):
                continue
            raw = path.relative_to(inbox).as_posix()
            below = readable(raw)
            parts = below.split("/")
            department = parts[0] if len(parts) > 1 else UNCLAIMED
            if registry is not None and len(parts) > 1:
                department = registry.department(department)
            if below != raw:  # two names of other bytes may read alike
                below += "#" + hashlib.sha256(os.fsencode(raw)).hexdigest()[:8]
            yield Drop(path, department, below, parts[-1], _stamp(path))


def _fails(error: OSError) -> None:
    if not isinstance(error, PermissionError):  # a folder that is closed to us costs that folder; `doctor` names it
        raise error


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except PermissionError:  # its folder lets us list it, not look at it
        return False


def temporary(name: str) -> bool:
    """Whether a name is that of a temporary, lock or hidden file (see temporary.toml)."""
    starts, ends, names = _temporary()
    low = name.lower()
    return low.startswith(starts) or low.endswith(ends) or low in names


@cache
def _temporary() -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str]]:
    raw = tomllib.loads((Path(__file__).parent / "temporary.toml").read_text(encoding="utf-8"))["left_by"]
    starts, ends, names = ([word for each in raw for word in each.get(key, ())] for key in ("starts", "ends", "names"))
    return tuple(starts), tuple(ends), frozenset(names)


def readable(name: str) -> str:
    """A name as text: GBK bytes decoded, accents put together, nothing that no screen shows."""
    raw = os.fsencode(name)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    return "".join(
        "_" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in unicodedata.normalize("NFC", text)
    )


def settled(drops: list[Drop], seconds: float) -> tuple[list[Drop], list[Drop]]:
    """Split into files that stood still for `seconds` and files that are still being written."""
    before = {drop.path: _stamp(drop.path) for drop in drops}
    if drops and seconds > 0:
        time.sleep(seconds)
    still = [drop for drop in drops if before[drop.path] is not None and _stamp(drop.path) == before[drop.path]]
    return still, [drop for drop in drops if drop not in still]


def keep(drop: Drop, archive: Path, digest: str) -> Path:
    """Copy an original into the archive under its digest, whole or not at all; the inbox keeps it until `release`.

    Raises:
        Rewritten: it is not of that digest any more.
    """
    return _copy(drop.path, archive / drop.department / digest[:12] / _short(drop.name, digest, _KEPT), digest)


def turn_back(drop: Drop, quarantine: Path, digest: str, fault: FileError) -> Path:
    """Copy an original into quarantine (退件) with its advice beside it.

    Raises:
        Rewritten: it is not of that digest any more.
    """
    target = quarantine / drop.department / _short(drop.name, digest, _SHOWN)
    if target.exists() and not _same(target, drop.path):
        target = target.with_name(f"{target.stem}~{digest[:8]}{target.suffix}")
    kept = _copy(drop.path, target, digest)
    write(
        kept.with_name(kept.name + NOTE),
        f"退件：{drop.name}\n原因代码：{fault.code}\n怎么办：{fault.advice}\n文件编号：{digest[:12]}\n",
    )
    return kept


def release(drop: Drop) -> bool:
    """Take the original out of the inbox; call it last, after its copy is safe.

    False where the file was written again meanwhile: it stays and is the next drop.
    """
    if drop.stamp is not None and _stamp(drop.path) not in (None, drop.stamp):
        return False
    drop.path.unlink(missing_ok=True)
    return True


def write(path: Path, text: str) -> None:
    """Write a text file for people, whole or not at all; UTF-8 with BOM so that Windows Notepad reads it."""
    half = _half(path)
    try:
        half.write_text(text, encoding="utf-8-sig")
        _place(half, path)
    finally:
        half.unlink(missing_ok=True)


def receipt_path(receipts: Path, drop: Drop, number: int) -> Path:
    """Where the receipt (回执) of a drop goes; the number keeps two drops of one name apart."""
    return receipts / drop.department / receipt_name(drop.name, number)


def receipt_name(name: str, number: int) -> str:
    """The name of a receipt."""
    short = name if len(name.encode()) <= _SHOWN else name[:40]
    return f"{short}.{number:05d}.回执.txt"


def _short(name: str, digest: str, limit: int) -> str:
    if len(name.encode()) <= limit:
        return name
    return f"{name[:40]}~{digest[:8]}{Path(name).suffix[:10]}"


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_size, stat.st_mtime_ns


def _same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def _copy(source: Path, target: Path, digest: str) -> Path:
    half = _half(target)
    try:
        shutil.copy2(source, half)
        with half.open("rb") as copy:
            if hashlib.file_digest(copy, "sha256").hexdigest() != digest:
                raise Rewritten(digest[:12])
        _place(half, target)
    finally:
        half.unlink(missing_ok=True)
    return target


def _half(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(hashlib.sha256(path.name.encode()).hexdigest()[:16] + ".tmp")


def _place(half: Path, path: Path) -> None:
    """Give a whole file its name; it is on the disk, and its name too, before anything relies on it."""
    _flush(half, os.O_RDONLY)
    half.replace(path)
    _flush(path.parent, os.O_RDONLY | os.O_DIRECTORY)


def _flush(path: Path, flags: int) -> None:
    number = os.open(path, flags)
    try:
        os.fsync(number)
    finally:
        os.close(number)
