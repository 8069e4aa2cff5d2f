"""The parts of a binary workbook (.xlsb) looked through record by record: how large the areas of its cells are.

calamine lays a sheet out from its first to its last cell; one cell far off would take all memory there is.
"""

from collections.abc import Iterator
from pathlib import Path

from extractors.readers import zipped

_ROW = 0
_CELLS = range(2, 12)
"""Records of cells that hold something: each begins with its column."""
_SHEET = b"\x81\x01"
"""How the first record of a sheet begins; parts for printers and macros are no records at all."""
_ENDLESS = 1 << 34
"""All cells that a sheet can have."""


def largest_area(path: Path) -> int:
    """The cells of the smallest rectangle around the filled cells of a sheet, of the sheet where there are most.

    Raises:
        Damaged: no ZIP container, or a part cannot be unpacked.
        Encrypted: a part needs a password.
        TooLarge: a part is over the limits.
    """
    with zipped.opened(path) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".bin")]
        parts = ((name, zipped.part(archive, name) or b"") for name in names)
        return max((_area(part) for name, part in parts if "sheets/" in name or part.startswith(_SHEET)), default=0)


def _area(part: bytes) -> int:
    """The area of a sheet; of one with a row or cell that does not say where it is, all there can be."""
    rows, columns, row = set[int](), set[int](), 0
    for kind, start in _records(part):
        if start is None and (kind == _ROW or kind in _CELLS):
            return _ENDLESS
        if kind == _ROW:
            row = start or 0
        elif kind in _CELLS and start is not None:
            rows.add(row)
            columns.add(start)
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) if rows else 0


def _records(content: bytes) -> Iterator[tuple[int, int | None]]:
    """Each record's kind and the number that its first four bytes write, None where it has fewer."""
    at = 0
    while at < len(content):
        kind, at = _number(content, at, 2)
        length, at = _number(content, at, 4)
        first = content[at : at + min(length, 4)]
        yield kind, int.from_bytes(first, "little") if len(first) == 4 else None
        at += length


def _number(content: bytes, at: int, most: int) -> tuple[int, int]:
    """A number written seven bits a byte, in at most so many bytes, and where it ends."""
    value = 0
    for place, byte in enumerate(content[at : at + most]):
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return value, at + place + 1
    return value, at + most
