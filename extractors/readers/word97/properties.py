"""What Word 97 property lists (sprm, [MS-DOC] 2.6) say that changes reading: tables, lists, text not to count."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_TABLE_DEFINITIONS = (0xD608, 0xD606)
_TABS = 0xC615
_DEEPEST = 2
_AS_STYLE, _OPPOSITE = 0x80, 0x81
"""Values of a switch that is as its style has it, or the opposite."""
_BULK = (0x6645, 0x6646, 0x646B)
"""Properties kept in the data stream because they are long."""


def properties(raw: bytes, bulk: bytes = b"", depth: int = 0) -> Iterator[tuple[int, bytes]]:
    """(code, operand) of each property in order; long ones are followed into the data stream."""
    at = 0
    while at + 2 < len(raw):
        code = raw[at] | raw[at + 1] << 8
        at += 2
        skip, size = _size(code, raw, at)
        operand = raw[at + skip : at + skip + size]
        at += skip + size
        if code not in _BULK:
            yield code, operand
        elif depth < _DEEPEST and len(operand) == 4:
            start = struct.unpack("<I", operand)[0]
            if start + 2 <= len(bulk):
                length = struct.unpack_from("<H", bulk, start)[0]
                yield from properties(bulk[start + 2 : start + 2 + length], bulk, depth + 1)


def _size(code: int, raw: bytes, at: int) -> tuple[int, int]:
    """How many bytes to skip before an operand, and its size."""
    if code in _TABLE_DEFINITIONS:
        return 2, max((raw[at] | raw[at + 1] << 8 if at + 1 < len(raw) else 1) - 1, 0)
    size = _SIZES[code >> 13]
    if size:
        return 0, size
    count = raw[at] if at < len(raw) else 0
    if code == _TABS and count == 255:
        deleted = raw[at + 1] if at + 1 < len(raw) else 0
        after = at + 2 + 4 * deleted
        added = raw[after] if after < len(raw) else 0
        return 1, 2 + 4 * deleted + 3 * added
    return 1, count


@dataclass(slots=True)
class Mark:
    """What a paragraph's mark says: depth of tables it stands in, cell or row end, list, outline, row layout."""

    style: int
    depth: int = 0
    cell_end: bool = False
    row_end: bool = False
    inner_cell_end: bool = False
    inner_row_end: bool = False
    list_number: int | None = None
    list_level: int | None = None
    outline: int | None = None
    heading: bool = False
    edges: tuple[int, ...] = ()
    merges: list[int] = field(default_factory=list)
    """Per cell: 1 to 3 part of a horizontal merge, 32 goes on in a vertical merge, 96 begins one."""


def mark(style: int, raw: bytes, bulk: bytes) -> Mark:
    """Read a paragraph's properties."""
    found = Mark(style)
    for code, operand in properties(raw, bulk):
        reader = _MARKS.get(code)
        if reader is not None and operand:
            reader(found, operand)
    return found


def _in_table(found: Mark, operand: bytes) -> None:
    found.depth = max(found.depth, 1) if operand[0] else 0


def _depth(found: Mark, operand: bytes) -> None:
    depth = int.from_bytes(operand[:4], "little", signed=True)
    found.depth = min(depth, 60) if depth > 0 else found.depth


def _row_end(found: Mark, operand: bytes) -> None:
    found.row_end = bool(operand[0])


def _inner_cell(found: Mark, operand: bytes) -> None:
    found.inner_cell_end = bool(operand[0])


def _inner_row(found: Mark, operand: bytes) -> None:
    found.inner_row_end = bool(operand[0])


def _list_number(found: Mark, operand: bytes) -> None:
    found.list_number = int.from_bytes(operand[:2], "little", signed=True)


def _list_level(found: Mark, operand: bytes) -> None:
    found.list_level = operand[0]


def _outline(found: Mark, operand: bytes) -> None:
    found.outline = operand[0]


def _heading(found: Mark, operand: bytes) -> None:
    found.heading = bool(operand[0])


def _definition(found: Mark, operand: bytes) -> None:
    """The row's column edges in twips and its cells' flags (sprmTDefTable)."""
    count = operand[0]
    if len(operand) < 1 + 2 * (count + 1) or count > 63:
        return
    found.edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    start = 1 + 2 * (count + 1)
    flags = [operand[at] | operand[at + 1] << 8 for at in range(start, len(operand) - 1, 20)][:count]
    found.merges = [flag & 0x63 for flag in flags] + [0] * (count - len(flags))


def _vertical(found: Mark, operand: bytes) -> None:
    if len(operand) >= 2 and operand[0] < len(found.merges):
        cell = operand[0]
        found.merges[cell] = found.merges[cell] & ~0x60 | {1: 0x20, 3: 0x60}.get(operand[1], 0)


def _horizontal(found: Mark, operand: bytes) -> None:
    if len(operand) < 2:
        return
    for cell in range(operand[0], min(operand[1], len(found.merges))):
        found.merges[cell] = found.merges[cell] & ~3 | (1 if cell == operand[0] else 2)


_MARKS = {
    0x2416: _in_table,
    0x6649: _depth,
    0x2417: _row_end,
    0x244B: _inner_cell,
    0x244C: _inner_row,
    0x460B: _list_number,
    0x260A: _list_level,
    0x2640: _outline,
    0x3404: _heading,
    **dict.fromkeys(_TABLE_DEFINITIONS, _definition),
    0xD62B: _vertical,
    0x5624: _horizontal,
}


@dataclass(frozen=True, slots=True)
class Look:
    """What a run says: hidden, struck out, deleted, special characters, a symbol (font number, code), its style.

    `form` is where in the data stream the form field lies that a special character stands for.
    """

    hidden: bool | None = None
    opposite: bool = False
    """Hidden where its style is not, and shown where it is."""
    struck: bool | None = None
    restruck: bool = False
    """Struck out where its style is not, and plain where it is."""
    deleted: bool = False
    inserted: bool = False
    special: bool = False
    symbol: tuple[int, int] | None = None
    style: int | None = None
    form: int | None = None


@lru_cache(maxsize=4096)
def look(raw: bytes) -> Look:
    """Read a run's properties."""
    values: dict[int, bytes] = {code: operand for code, operand in properties(raw) if operand}
    hidden = values.get(0x083C)
    lines = [values[code][0] for code in (0x0837, 0x2A53) if code in values]
    struck = [line for line in lines if line not in (_AS_STYLE, _OPPOSITE)]
    symbol = values.get(0x6A09, b"")
    return Look(
        hidden=None if hidden is None or hidden[0] in (_AS_STYLE, _OPPOSITE) else hidden[0] != 0,
        opposite=hidden is not None and hidden[0] == _OPPOSITE,
        struck=any(struck) if struck else None,
        restruck=_OPPOSITE in lines and not any(struck),
        deleted=bool(values.get(0x0800, b"\0")[0]),
        inserted=bool(values.get(0x0801, b"\0")[0]),
        special=bool(values.get(0x0855, b"\0")[0]),
        symbol=struct.unpack("<HH", symbol) if len(symbol) == 4 else None,
        style=int.from_bytes(values[0x4A30][:2], "little") if 0x4A30 in values else None,
        form=int.from_bytes(values[0x6A03], "little") if 0x6A03 in values and 0x0806 in values else None,
    )


def font(raw: bytes) -> int | None:
    """The number of the font that a run's properties name."""
    numbers = [operand for code, operand in properties(raw) if code == 0x4A4F and len(operand) == 2]
    return int.from_bytes(numbers[-1], "little") if numbers else None


def look_xml(hidden: bool | None, struck: bool | None) -> str:
    """What a run or style says of hidden and struck text, as newer files say it."""
    inner = "" if struck is None else f'<w:strike w:val="{int(struck)}"/>'
    return inner + ("" if hidden is None else f'<w:vanish w:val="{int(hidden)}"/>')
