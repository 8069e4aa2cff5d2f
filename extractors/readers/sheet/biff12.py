"""The parts of a binary workbook (.xlsb) looked through record by record: how large the areas of its cells are.

calamine lays a sheet out from its first to its last cell; one cell far off would take all memory there is.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from extractors.readers import zipped

_ROW = 0
_CELLS = range(2, 12)
"""Records of cells that hold something: each begins with its column."""


def largest_area(path: Path) -> int:
    """The cells of the smallest rectangle around the filled cells of a sheet, of the sheet where there are most.

    Raises:
        Damaged: no ZIP container, or a part cannot be unpacked.
        Encrypted: a part needs a password.
        TooLarge: a part is over the limits.
    """
    with zipped.opened(path) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".bin")]
        return max((_area(archive, name) for name in names), default=0)


def _area(archive: zipfile.ZipFile, name: str) -> int:
    rows, columns, row = set[int](), set[int](), 0
    for kind, start in _records(zipped.part(archive, name) or b""):
        if kind == _ROW:
            row = start
        elif kind in _CELLS:
            rows.add(row)
            columns.add(start)
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) if rows else 0


def _records(content: bytes) -> Iterator[tuple[int, int]]:
    """Each record's kind and the number that its first four bytes write."""
    at = 0
    while at < len(content):
        kind, at = _number(content, at, 2)
        length, at = _number(content, at, 4)
        yield kind, int.from_bytes(content[at : at + min(length, 4)], "little")
        at += length


def _number(content: bytes, at: int, most: int) -> tuple[int, int]:
    """A number written seven bits a byte, in at most so many bytes, and where it ends."""
    value = 0
    for place, byte in enumerate(content[at : at + most]):
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return value, at + place + 1
    return value, at + most
