"""The record stream of old Excel and ET workbooks (BIFF 2 to 8): records, strings, and what all sheets share.

Understands no cell; `xls` does.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extractors.readers.sheet.format import BUILT_IN
from quanze.errors import Damaged, Encrypted

BOF = {0x0009: 2, 0x0209: 3, 0x0409: 4, 0x0809: 5}
EOF = 0x000A
CONTINUE = 0x003C
_CODEPAGES = {936: "gb18030", 950: "big5hkscs", 932: "cp932", 949: "cp949", 1200: "utf-16-le", 10008: "gb18030"}
_FONTS = (0x0031, 0x0231)
_XF = {0x0043: 2, 0x0243: 1, 0x0443: 1, 0x00E0: 2}
"""XF record → where its number format stands."""


class Record(NamedTuple):
    """One record: its kind, its bytes, and the pieces that continue it."""

    kind: int
    data: bytes
    more: tuple[bytes, ...]


@dataclass(slots=True)
class Shared:
    """What the sheets of a workbook share. `sheets` holds (name, hidden, offset in the stream)."""

    version: int = 8
    codec: str = "gb18030"
    since_1904: bool = False
    strings: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    styles: list[int] = field(default_factory=list)
    fonts: list[bool] = field(default_factory=list)
    """Whether each font draws a line through text."""
    style_fonts: list[int] = field(default_factory=list)
    struck_strings: set[int] = field(default_factory=set)
    sheets: list[tuple[str, bool, int]] = field(default_factory=list)

    def form(self, style: int) -> str:
        """The number format of a cell style."""
        return self.formats.get(self.styles[style], "") if 0 <= style < len(self.styles) else ""

    def is_struck(self, style: int) -> bool:
        """Whether a cell style draws a line through text; Excel 2 says it of none."""
        return self.version > 2 and 0 <= style < len(self.style_fonts) and self.has_line(self.style_fonts[style])

    def has_line(self, font: int) -> bool:
        """Whether a font draws a line through text; files count fonts without a number 4."""
        at = font - (font > 4)
        return 0 <= at < len(self.fonts) and self.fonts[at]


def records(stream: bytes, offset: int = 0) -> Iterator[Record]:
    """The stream's records from `offset`, CONTINUE records joined to the one they continue."""
    while offset + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, offset)
        data = stream[offset + 4 : offset + 4 + size]
        offset += 4 + size
        more = []
        while offset + 4 <= len(stream) and stream[offset : offset + 2] == b"\x3c\x00":
            size = struct.unpack_from("<H", stream, offset + 2)[0]
            more.append(stream[offset + 4 : offset + 4 + size])
            offset += 4 + size
        yield Record(kind, data, tuple(more))


def shared(stream: bytes) -> Shared:
    """Read the workbook's globals.

    Raises:
        Damaged: no workbook begins here.
        Encrypted: under a password.
    """
    book = Shared()
    walk = records(stream)
    first = next(walk, None)
    if first is None or first.kind not in BOF:
        raise Damaged("biff: no beginning")
    book.version = BOF[first.kind]
    if book.version == 5 and first.data[:2] == b"\x00\x06":
        book.version = 8
    single = first.data[2:4] != b"\x05\x00" or book.version < 5
    for record in walk:
        if record.kind == EOF:
            break
        _global(record, book)
    if single and not book.sheets:
        book.sheets.append(("", False, 0))
    return book


def _global(record: Record, book: Shared) -> None:
    kind, data = record.kind, record.data
    if kind == 0x002F:
        raise Encrypted("biff: FILEPASS")
    if kind == 0x0042 and len(data) >= 2:
        number = struct.unpack_from("<H", data)[0]
        book.codec = _CODEPAGES.get(number, "gb18030" if number in (1252, 32769, 367) else "cp1252")
    elif kind == 0x0022:
        book.since_1904 = data[:1] == b"\x01"
    elif kind == 0x0085 and len(data) > 6:
        _sheet(data, book)
    elif kind in (0x001E, 0x041E):
        _format(data, kind, book)
    elif kind in _XF or kind in _FONTS:
        _look(data, kind, book)
    elif kind == 0x00FC:
        book.strings = _strings(record, book)


def _sheet(data: bytes, book: Shared) -> None:
    offset, state, kind, length = struct.unpack_from("<IBBB", data)
    if kind == 0:
        name = text8(data[7:], length) if book.version == 8 else data[7 : 7 + length].decode(book.codec, "replace")
        book.sheets.append((name, state & 3 > 0, offset))


def _format(data: bytes, kind: int, book: Shared) -> None:
    if book.version == 8:
        index, length = struct.unpack_from("<HH", data)
        book.formats[index] = text8(data[4:], length)
    elif book.version == 5:
        book.formats[struct.unpack_from("<H", data)[0]] = data[3 : 3 + data[2]].decode(book.codec, "replace")
    else:
        start = 2 if kind == 0x041E else 0
        known = book.formats.get(-1, "0")
        book.formats[int(known)] = data[start + 1 :].decode(book.codec, "replace")
        book.formats[-1] = str(int(known) + 1)


def _look(data: bytes, kind: int, book: Shared) -> None:
    """Take in a font or a cell style."""
    if kind in _FONTS:
        book.fonts.append(len(data) > 2 and bool(data[2] & 8))
    elif len(data) > _XF[kind]:
        _style(data, kind, book)


def _style(data: bytes, kind: int, book: Shared) -> None:
    at = _XF[kind]
    book.style_fonts.append(struct.unpack_from("<H", data)[0] if kind == 0x00E0 else data[0])
    book.styles.append(struct.unpack_from("<H", data, at)[0] if kind == 0x00E0 else data[at] & 0x3F)


def text8(data: bytes, length: int) -> str:
    """A BIFF 8 string of `length` characters: a byte of flags, then one or two bytes a character."""
    wide = data[:1] and data[0] & 1
    start = 1 + (2 if data[:1] and data[0] & 8 else 0) + (4 if data[:1] and data[0] & 4 else 0)
    if wide:
        return data[start : start + 2 * length].decode("utf-16-le", "replace")
    return data[start : start + length].decode("latin-1")


class _Pieces:
    """Reads over the border of a record and its CONTINUE records."""

    def __init__(self, record: Record) -> None:
        self.pieces = (record.data, *record.more)
        self.at, self.offset = 0, 8

    def take(self, size: int) -> bytes:
        """The next `size` bytes, over any borders."""
        found = b""
        while len(found) < size and self.at < len(self.pieces):
            block = self.pieces[self.at][self.offset : self.offset + size - len(found)]
            found += block
            self.offset += len(block)
            if len(found) < size:
                self.at, self.offset = self.at + 1, 0
        return found

    def characters(self, length: int, wide: int) -> str:
        """The next `length` characters; each continued piece begins with its own flag of width."""
        parts: list[str] = []
        while length > 0 and self.at < len(self.pieces):
            unit = 2 if wide else 1
            block = self.pieces[self.at][self.offset : self.offset + unit * length]
            parts.append(block.decode("utf-16-le" if wide else "latin-1", "replace"))
            length -= len(block) // unit
            self.offset += len(block)
            if length > 0:
                self.at, self.offset = self.at + 1, 1
                wide = self.pieces[self.at][0] & 1 if self.at < len(self.pieces) and self.pieces[self.at] else 0
        return "".join(parts)


def _has_struck(text: str, runs: bytes, book: Shared) -> bool:
    """Whether a part of a string has a line through it; runs are pairs of first character and font."""
    parts = list(struct.iter_unpack("<HH", runs[: len(runs) // 4 * 4]))
    ends = [first for first, _ in parts[1:]] + [len(text)]
    return any(
        book.has_line(font) and bool(text[first:end].strip()) for (first, font), end in zip(parts, ends, strict=False)
    )


def _strings(record: Record, book: Shared) -> list[str]:
    """The workbook's table of shared strings; those with a struck part are noted."""
    count = struct.unpack_from("<I", record.data.ljust(8, b"\x00"), 4)[0]
    pieces = _Pieces(record)
    strings: list[str] = []
    for _ in range(min(count, 4_000_000)):
        head = pieces.take(3)
        if len(head) < 3:
            break
        length, flags = struct.unpack("<HB", head)
        runs = struct.unpack("<H", pieces.take(2).ljust(2, b"\x00"))[0] if flags & 8 else 0
        extra = struct.unpack("<I", pieces.take(4).ljust(4, b"\x00"))[0] if flags & 4 else 0
        text = pieces.characters(length, flags & 1)
        if runs and _has_struck(text, pieces.take(4 * runs), book):
            book.struck_strings.add(len(strings))
        strings.append(text)
        pieces.take(min(extra, 1 << 24))
    return strings
