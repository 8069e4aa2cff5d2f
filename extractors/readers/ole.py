"""Compound files (OLE, 复合文档): their directory, their streams, and which program wrote them.

Reads only; no document is understood here beyond telling formats apart.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

from quanze.errors import Damaged, Encrypted, TooLarge, UnknownFormat

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
"""Sector numbers from here up are marks, not sectors."""
_LIMIT = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One directory entry: its path (storages joined by "/"), first sector, length in bytes, whether a storage."""

    name: str
    start: int
    size: int
    storage: bool


class Compound:
    """An open compound file, wholly in memory; every chain is bounded by the file's own length."""

    def __init__(self, path: Path) -> None:
        """Read the header, the allocation tables and the directory.

        Raises:
            Damaged: cut off, or chains that lead nowhere.
            TooLarge: over 256 MB.
        """
        if path.stat().st_size > _LIMIT:
            raise TooLarge("compound file over 256 MB")
        self.content = path.read_bytes()
        try:
            self._read_tables()
        except (struct.error, IndexError, ValueError, RecursionError) as error:
            raise Damaged(f"compound file: {error}") from error

    def _read_tables(self) -> None:
        head = self.content[:512]
        shift, mini_shift = struct.unpack_from("<HH", head, 30)
        if shift not in (9, 12) or mini_shift > 12:
            raise ValueError("sector size")
        self.sector, self.mini = 1 << shift, 1 << mini_shift
        directory, _, self.cutoff, mini_fat, _, difat, _ = struct.unpack_from("<7I", head, 48)
        sectors = [number for number in struct.unpack_from("<109I", head, 76) if number < _END]
        seen: set[int] = set()
        while difat < _END and difat not in seen:
            seen.add(difat)
            block = struct.unpack(f"<{self.sector // 4}I", self._sector(difat))
            sectors += [number for number in block[:-1] if number < _END]
            difat = block[-1]
        self.fat = [link for number in sectors for link in struct.unpack(f"<{self.sector // 4}I", self._sector(number))]
        self.mini_fat: list[int] = []
        entries = self._entries(self._chain(directory))
        raw = self._chain(mini_fat) if mini_fat < _END else b""
        self.mini_fat = list(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))
        self.root_class = entries[0][0][80:96] if entries else b""
        self.mini_stream = self._chain(entries[0][2])[: entries[0][3]] if entries and entries[0][2] < _END else b""
        self.entries = self._walk(entries)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.sector
        block = self.content[start : start + self.sector]
        if not block:
            raise ValueError(f"sector {number} is outside the file")
        return block.ljust(self.sector, b"\x00")

    def _chain(self, number: int) -> bytes:
        blocks, seen = [], set()
        while number < _END:
            if number in seen:
                raise ValueError("a chain of sectors runs in a circle")
            seen.add(number)
            blocks.append(self._sector(number))
            number = self.fat[number]
        return b"".join(blocks)

    def _entries(self, raw: bytes) -> list[tuple[bytes, str, int, int, int]]:
        entries = []
        for offset in range(0, len(raw) - 127, 128):
            entry = raw[offset : offset + 128]
            length = min(struct.unpack_from("<H", entry, 64)[0], 64)
            name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", entry, 116)
            entries.append((entry, name, start, size, entry[66]))
        if not entries:
            raise ValueError("no directory")
        return entries

    def _walk(self, raw: list[tuple[bytes, str, int, int, int]]) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        todo = [(struct.unpack_from("<I", raw[0][0], 76)[0], "")]
        seen: set[int] = set()
        while todo:
            number, prefix = todo.pop()
            if number >= len(raw) or number in seen:
                continue
            seen.add(number)
            entry, name, start, size, kind = raw[number]
            left, right, child = struct.unpack_from("<3I", entry, 68)
            found.setdefault(prefix + name, Entry(prefix + name, start, size, kind == 1))
            todo += [(left, prefix), (right, prefix)]
            if kind == 1:
                todo.append((child, f"{prefix}{name}/"))
        return found

    def stream(self, name: str) -> bytes:
        """The bytes of one stream.

        Raises:
            KeyError: no such stream.
            Damaged: its chain is broken.
        """
        entry = self.entries[name]
        try:
            if entry.size >= self.cutoff:
                return self._chain(entry.start)[: entry.size]
            return self._mini_chain(entry.start)[: entry.size]
        except (IndexError, ValueError) as error:
            raise Damaged(f"compound stream {name!r}: {error}") from error

    def _mini_chain(self, number: int) -> bytes:
        blocks, seen = [], set()
        while number < _END:
            if number in seen:
                raise ValueError("a chain of small sectors runs in a circle")
            seen.add(number)
            blocks.append(self.mini_stream[number * self.mini : (number + 1) * self.mini])
            number = self.mini_fat[number]
        return b"".join(blocks)


def kind(path: Path) -> str:
    """Which format a compound file holds: doc, xls, ppt, msg, works or wps.

    Raises:
        Damaged: cut off.
        Encrypted: an Office file under a password.
        UnknownFormat: a compound file of some other program.
    """
    compound = Compound(path)
    names = {name.lower(): name for name in compound.entries}
    if "encryptedpackage" in names or "encryptioninfo" in names:
        raise Encrypted("compound file with an encrypted package")
    if "worddocument" in names:
        head = compound.stream(names["worddocument"])[:12]
        if len(head) == 12 and struct.unpack_from("<H", head, 10)[0] & 0x0100:
            raise Encrypted("Word 97 file under a password")
        return "doc"
    for stream, form in (
        ("workbook", "xls"),
        ("book", "xls"),
        ("powerpoint document", "ppt"),
        ("__properties_version1.0", "msg"),
        ("matost", "works"),
        ("contents", "works"),
        ("wpsdocument", "wps"),
    ):
        if stream in names:
            return form
    raise UnknownFormat(f"compound file with {sorted(names)[:6]}")
