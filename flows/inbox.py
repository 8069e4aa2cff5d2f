"""The inbox folder (收件箱): what may be taken, where originals go, the receipt for each drop. No store, no reading."""

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from quanze.errors import FileError

UNCLAIMED = "待认领"
"""The department of a file that lies in no department's folder."""

_IGNORED_SUFFIX = {".tmp", ".part", ".crdownload", ".download", ".lock", ".swp"}


@dataclass(frozen=True, slots=True)
class Drop:
    """A file in the inbox: where it lies, its department (first folder), its path below the inbox."""

    path: Path
    department: str
    dropped_as: str


def scan(inbox: Path) -> list[Drop]:
    """Every file that a person dropped, in a stable order; temporary, lock and hidden files are left alone."""
    drops = []
    for path in sorted(inbox.rglob("*")):
        below = path.relative_to(inbox)
        if path.is_symlink() or not path.is_file() or any(part.startswith((".", "~$")) for part in below.parts):
            continue
        if path.suffix.lower() in _IGNORED_SUFFIX:
            continue
        department = below.parts[0] if len(below.parts) > 1 else UNCLAIMED
        drops.append(Drop(path, department, below.as_posix()))
    return drops


def settled(drops: list[Drop], seconds: float) -> tuple[list[Drop], list[Drop]]:
    """Split into files that stood still for `seconds` and files that are still being written."""
    before = {drop.path: _stamp(drop.path) for drop in drops}
    if drops and seconds > 0:
        time.sleep(seconds)
    still = [drop for drop in drops if before[drop.path] is not None and _stamp(drop.path) == before[drop.path]]
    return still, [drop for drop in drops if drop not in still]


def keep(drop: Drop, archive: Path, digest: str) -> Path:
    """Copy an original into the archive under its digest, whole or not at all; the inbox keeps it until `release`."""
    return _copy(drop.path, archive / drop.department / digest[:12] / drop.path.name)


def turn_back(drop: Drop, quarantine: Path, digest: str, fault: FileError) -> Path:
    """Copy an original into quarantine (退件) with its advice beside it."""
    name = drop.path.name
    if len(name.encode("utf-8", "surrogateescape")) > 160:
        name = f"{name[:40]}~{digest[:8]}{drop.path.suffix[:10]}"
    target = quarantine / drop.department / name
    if target.exists() and not _same(target, drop.path):
        target = target.with_name(f"{target.stem}~{digest[:8]}{target.suffix}")
    kept = _copy(drop.path, target)
    write(
        kept.with_name(kept.name + ".退件说明.txt"),
        f"退件：{drop.path.name}\n原因代码：{fault.code}\n怎么办：{fault.advice}\n文件编号：{digest[:12]}\n",
    )
    return kept


def release(drop: Drop) -> None:
    """Take the original out of the inbox; call it last, after its copy is safe."""
    drop.path.unlink(missing_ok=True)


def write(path: Path, text: str) -> None:
    """Write a text file for people, whole or not at all; UTF-8 with BOM so that Windows Notepad reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".tmp")
    half.write_text(text, encoding="utf-8-sig")
    half.replace(path)


def receipt_path(receipts: Path, drop: Drop, number: int) -> Path:
    """Where the receipt (回执) of a drop goes; the number keeps two drops of one name apart."""
    name = drop.path.name if len(drop.path.name.encode("utf-8", "surrogateescape")) <= 160 else drop.path.name[:40]
    return receipts / drop.department / f"{name}.{number:05d}.回执.txt"


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_size, stat.st_mtime_ns


def _same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def _copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(target.name + ".tmp")
    shutil.copy2(source, half)
    with half.open("rb") as file:
        os.fsync(file.fileno())
    half.replace(target)
    return target
