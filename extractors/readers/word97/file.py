"""A Word 97–2003 file (.doc, and .wps of Kingsoft) taken apart: text by character position, property runs by place.

Follows [MS-DOC]: file information block, piece table, formatted disk pages. What the properties mean is in
`properties`; nothing is laid out here.
"""

import struct
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from extractors.readers.ole import Compound
from quanze.errors import Damaged, UnknownFormat

_OLDEST = 0x00C1
"""First version of the file information block with a table stream (Word 97)."""
_PAGE = 512
_COMPRESSED = 0x40000000
_FONTS = 15
_STYLES, _FOOTNOTE_MARKS, _FOOTNOTES, _RUN_PAGES, _PARAGRAPH_PAGES = 1, 2, 3, 12, 13
_PIECES, _ENDNOTE_MARKS, _ENDNOTES, _BOXES, _LISTS, _OVERRIDES = 33, 46, 47, 56, 73, 74


@dataclass(frozen=True, slots=True)
class Story:
    """One of the texts in the file (body, notes, text boxes): its first character and the one after its last."""

    start: int
    end: int


@dataclass(slots=True)
class Binary:
    """A file taken apart; positions (cp) count characters over all stories, places (fc) count bytes."""

    main: bytes
    table: bytes
    bulk: bytes
    pairs: tuple[tuple[int, int], ...]
    text: str = ""
    pieces: list[tuple[int, int, int, int]] = field(default_factory=list)
    """(first cp, end cp, first fc, bytes per character)"""
    stories: dict[str, Story] = field(default_factory=dict)
    paragraphs: tuple[list[int], list[tuple[int, bytes]]] = field(default_factory=lambda: ([], []))
    """First places of paragraph runs, and each run's (style, properties)."""

    def chunk(self, number: int) -> bytes:
        """One of the structures that the file information block points to."""
        if number >= len(self.pairs):
            return b""
        start, size = self.pairs[number]
        return self.table[start : start + size]

    def place(self, cp: int) -> int:
        """The place of a character."""
        at = bisect_right(self.pieces, (cp, 1 << 62, 0, 0)) - 1
        first, _, fc, width = self.pieces[max(at, 0)]
        return fc + (cp - first) * width

    def paragraph_at(self, cp: int) -> tuple[int, bytes]:
        """Style and properties of the paragraph whose mark stands at a position."""
        places, runs = self.paragraphs
        at = bisect_right(places, self.place(cp)) - 1
        return runs[at] if at >= 0 else (0, b"")

    def positions(self, number: int, size: int) -> list[int]:
        """The positions of a structure that holds them, with `size` bytes after them for each but the last."""
        raw = self.chunk(number)
        count = (len(raw) - 4) // (4 + size) + 1 if len(raw) >= 4 else 0
        return list(struct.unpack_from(f"<{count}I", raw)) if count else []

    @property
    def styles(self) -> bytes:
        """The style sheet."""
        return self.chunk(_STYLES)

    @property
    def fonts(self) -> bytes:
        """The font table."""
        return self.chunk(_FONTS)

    @property
    def lists(self) -> bytes:
        """List definitions; their levels follow right after, so more is given than the structure itself."""
        start, size = self.pairs[_LISTS] if len(self.pairs) > _LISTS else (0, 0)
        return self.table[start:] if size else b""

    @property
    def overrides(self) -> bytes:
        """List instances."""
        return self.chunk(_OVERRIDES)

    def notes(self, end: bool) -> tuple[list[int], list[int]]:
        """Positions of the marks in the body, and of the notes' texts in their story."""
        marks, texts = (_ENDNOTE_MARKS, _ENDNOTES) if end else (_FOOTNOTE_MARKS, _FOOTNOTES)
        return self.positions(marks, 2), self.positions(texts, 0)

    def boxes(self) -> list[int]:
        """Positions of the text boxes' texts in their story."""
        return self.positions(_BOXES, 22)


def open_binary(path: Path) -> Binary:
    """Take a Word 97–2003 file apart.

    Raises:
        UnknownFormat: no such file, or one of an older Word.
        Damaged: its structures lead nowhere.
    """
    compound = Compound(path)
    names = {name.lower(): name for name in compound.entries}
    if "worddocument" not in names:
        raise UnknownFormat("no WordDocument stream")
    main = compound.stream(names["worddocument"])
    try:
        magic, version, _, flags = struct.unpack_from("<HH6sH", main)
        if magic != 0xA5EC or version < _OLDEST:
            raise UnknownFormat(f"Word file of version {version:#x}")
        table = names.get("1table" if flags & 0x0200 else "0table", "")
        binary = Binary(
            main,
            compound.stream(table) if table else b"",
            compound.stream(names["data"]) if "data" in names else b"",
            _pairs(main),
        )
        _read_text(binary)
        binary.paragraphs = _paragraph_runs(binary)
    except (struct.error, IndexError, ValueError, KeyError) as error:
        raise Damaged(f"Word 97 file: {error}") from error
    return binary


def _pairs(main: bytes) -> tuple[tuple[int, int], ...]:
    """The (offset, size) pairs of the file information block."""
    at = 32
    words = struct.unpack_from("<H", main, at)[0]
    at += 2 + 2 * words
    longs = struct.unpack_from("<H", main, at)[0]
    at += 2 + 4 * longs
    count = struct.unpack_from("<H", main, at)[0]
    return tuple(struct.iter_unpack("<II", main[at + 2 : at + 2 + 8 * min(count, 200)]))


def _read_text(binary: Binary) -> None:
    """Put the text together from the pieces and cut it into stories."""
    parts: list[str] = []
    for first, end, fc, width in _piece_table(binary.chunk(_PIECES)):
        raw = binary.main[fc : fc + (end - first) * width]
        if len(raw) < (end - first) * width:
            raise ValueError("a piece of text is outside the file")
        parts.append(raw.decode("cp1252", "replace") if width == 1 else _units(raw))
        binary.pieces.append((first, end, fc, width))
    binary.text = "".join(parts)
    at = 0
    counts = struct.unpack_from("<8i", binary.main, 0x4C)
    for name, count in zip(("body", "footnotes", "", "", "", "endnotes", "boxes", ""), counts, strict=True):
        if count < 0 or at + count > len(binary.text) + 2:
            raise ValueError("a story is longer than the text")
        binary.stories[name] = Story(at, min(at + count, len(binary.text)))
        at += count


def _units(raw: bytes) -> str:
    """UTF-16 with one character per unit, so that positions stay true."""
    text = raw.decode("utf-16-le", "surrogatepass")
    return text if len(text) * 2 == len(raw) else "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


def _piece_table(raw: bytes) -> list[tuple[int, int, int, int]]:
    at = 0
    while at < len(raw) and raw[at] == 1:
        at += 3 + struct.unpack_from("<H", raw, at + 1)[0]
    if at >= len(raw) or raw[at] != 2:
        raise ValueError("no piece table")
    size = struct.unpack_from("<I", raw, at + 1)[0]
    count = (size - 4) // 12
    at += 5
    ends = struct.unpack_from(f"<{count + 1}I", raw, at)
    pieces = []
    for number in range(count):
        fc = struct.unpack_from("<I", raw, at + 4 * (count + 1) + 8 * number + 2)[0]
        if ends[number + 1] < ends[number]:
            raise ValueError("pieces run backwards")
        narrow = bool(fc & _COMPRESSED)
        place = (fc & ~_COMPRESSED) // 2 if narrow else fc
        pieces.append((ends[number], ends[number + 1], place, 1 if narrow else 2))
    return pieces


def _pages(binary: Binary, number: int) -> list[bytes]:
    """The formatted disk pages that a structure lists."""
    raw = binary.chunk(number)
    count = (len(raw) - 4) // 8
    if count <= 0:
        return []
    numbers = struct.unpack_from(f"<{count}I", raw, 4 * (count + 1))
    pages = [binary.main[page * _PAGE : (page + 1) * _PAGE] for page in (value & 0x3FFFFF for value in numbers)]
    return [page for page in pages if len(page) == _PAGE]


def _paragraph_runs(binary: Binary) -> tuple[list[int], list[tuple[int, bytes]]]:
    places: list[int] = []
    runs: list[tuple[int, bytes]] = []
    for page in _pages(binary, _PARAGRAPH_PAGES):
        count = page[_PAGE - 1]
        starts = struct.unpack_from(f"<{count + 1}I", page)
        for number in range(count):
            at = 2 * page[4 * (count + 1) + 13 * number]
            places.append(starts[number])
            runs.append(_paragraph_run(page, at) if at else (0, b""))
    order = sorted(range(len(places)), key=places.__getitem__)
    return [places[at] for at in order], [runs[at] for at in order]


def _paragraph_run(page: bytes, at: int) -> tuple[int, bytes]:
    raw = page[at + 1 : at + 2 * page[at]] if page[at] else page[at + 2 : at + 2 + 2 * page[at + 1]]
    return (struct.unpack_from("<H", raw)[0], raw[2:]) if len(raw) >= 2 else (0, b"")


def character_runs(binary: Binary) -> tuple[list[int], list[bytes]]:
    """First positions of runs of equal character properties over the whole text, and those properties."""
    places: list[int] = []
    runs: list[bytes] = []
    for page in _pages(binary, _RUN_PAGES):
        count = page[_PAGE - 1]
        starts = struct.unpack_from(f"<{count + 1}I", page)
        for number in range(count):
            at = 2 * page[4 * (count + 1) + number]
            places.append(starts[number])
            runs.append(page[at + 1 : at + 1 + page[at]] if at else b"")
    order = sorted(range(len(places)), key=places.__getitem__)
    places, runs = [places[at] for at in order], [runs[at] for at in order]
    found: list[tuple[int, bytes]] = []
    for first, end, fc, width in binary.pieces:
        at = max(bisect_right(places, fc) - 1, 0)
        while at < len(places) and places[at] < fc + (end - first) * width:
            found.append((first + max(places[at] - fc, 0) // width, runs[at]))
            at += 1
    return [cp for cp, _ in found], [run for _, run in found]
