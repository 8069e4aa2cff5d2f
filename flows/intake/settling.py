"""Is a dropped file whole (写完了没有)? Size and time stood still on two scans, and it opens as its format.

A file that stands still but does not open yet (a share that stalled, a slow copy) is waited for; when it has not moved
for `patience` seconds it is taken as it is, and intake says what is wrong with it. Reads only the ends of files.
"""

import json
import os
import time
import zipfile
from pathlib import Path

from flows.intake.inbox import Drop, settled

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TAIL = 4096
"""Bytes at the end of a PDF in which its end mark must stand."""
SHORT = 10.0
"""A patience up to this many seconds is waited out at once, for a person is waiting too."""

Stamps = dict[str, tuple[int, int, float]]
"""dropped_as → size, time of last change, and the machine's running time when this pair was first seen."""


def whole(drops: list[Drop], *, seconds: float, patience: float, memory: Path) -> tuple[list[Drop], list[Drop]]:
    """Split drops into those to take and those to leave for the next scan.

    `seconds` lie between the two scans. `memory` remembers since when a file that does not open stands still; running
    time is measured by the machine's steady clock, so a clock that is set does not matter.
    """
    still, moving = settled(drops, seconds)
    cut = [drop for drop in still if not complete(drop.path)]
    if cut and patience <= SHORT:
        _, written = settled(cut, patience)
        return [drop for drop in still if drop not in written], moving + written
    known, seen, taken = _remembered(memory), {}, []
    now = time.monotonic()
    for drop in still:
        if drop not in cut:
            taken.append(drop)
            continue
        size, changed, since = known.get(drop.dropped_as, (-1, -1, now))
        if (size, changed) != drop.stamp or since > now:
            since = now
        if now - since >= patience:
            taken.append(drop)
        elif drop.stamp is not None:
            moving.append(drop)
            seen[drop.dropped_as] = (*drop.stamp, since)
    _remember(memory, seen)
    return taken, moving


def complete(path: Path) -> bool:
    """Whether a file has the end that its beginning announces; plain text and pictures announce none."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(32)
            if head.startswith(b"PK\x03\x04"):
                return zipfile.is_zipfile(path)
            if head.startswith(b"%PDF"):
                file.seek(max(0, size - _TAIL))
                return b"%%EOF" in file.read()
            if head.startswith(_OLE):
                return size > 512 and _ole_size(head + file.read(512 - len(head))) <= size
            if head.startswith(b"{\\rtf"):
                file.seek(max(0, size - 64))
                return b"}" in file.read()
    except OSError:
        return False
    return size > 0


def _ole_size(header: bytes) -> int:
    """The least size of a compound file: its allocation table's first sector must lie within it."""
    sector = 1 << int.from_bytes(header[30:32], "little")
    first = int.from_bytes(header[76:80], "little")
    directory = int.from_bytes(header[48:52], "little")
    return (max(first, directory) + 1) * sector + 1


def _remembered(memory: Path) -> Stamps:
    try:
        return {name: (int(a), int(b), float(c)) for name, (a, b, c) in json.loads(memory.read_text()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _remember(memory: Path, seen: Stamps) -> None:
    if not seen and not memory.exists():
        return
    half = memory.with_name(f"{memory.name}.{os.getpid()}.tmp")
    half.write_text(json.dumps(seen))
    half.replace(memory)
