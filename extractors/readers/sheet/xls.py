"""Old workbooks (.xls, .et; BIFF 2 to 8, in a compound file or bare) → sheets as shown.

Reads cached values, number formats, merged cells, hidden sheets, rows and columns. Never calculates.
"""

import struct
from pathlib import Path

from extractors.readers import ole
from extractors.readers.doubtful import STRUCK
from extractors.readers.sheet import biff
from extractors.readers.sheet.biff import Record, Shared
from extractors.readers.sheet.book import LOST_DIGITS
from extractors.readers.sheet.format import overlong, shown
from extractors.readers.sheet.tables import Sheet, blocks
from extractors.readers.source import document
from quanze.document import Document
from quanze.errors import Damaged, Encrypted, TooLarge
from quanze.text import tidy

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_LABELS = (0x0004, 0x0204, 0x00D6)
_NUMBERS = (0x0002, 0x0003, 0x0203, 0x007E, 0x027E)
_FORMULAS = (0x0006, 0x0206, 0x0406)
_SHARED, _MANY = 0x00FD, 0x00BD
_CELLS = (_SHARED, _MANY, *_LABELS, *_NUMBERS, *_FORMULAS)
_LIMIT = 256 * 1024 * 1024


def read_xls(path: Path) -> Document:
    """Read an old workbook.

    Raises:
        Damaged: broken inside.
        Encrypted: under a password.
        TooLarge: over 256 MB.
    """
    if path.stat().st_size > _LIMIT:
        raise TooLarge(f"xls: {path.stat().st_size} bytes")
    stream = _stream(path)
    try:
        book = biff.shared(stream)
        sheets = [
            _sheet(stream, offset, Sheet(name, number, hidden=hidden), book)
            for number, (name, hidden, offset) in enumerate(book.sheets, start=1)
        ]
    except (struct.error, IndexError) as error:
        raise Damaged(f"biff: {error}") from error
    found, doubts = blocks(sheets)
    return document(path, "xls", found, len(sheets), doubts)


def _stream(path: Path) -> bytes:
    with path.open("rb") as source:
        if source.read(8) != ole.MAGIC:
            return path.read_bytes()
    compound = ole.Compound(path)
    for wanted in ("workbook", "book"):
        for name in compound.entries:
            if name.lower() == wanted:
                return compound.stream(name)
    raise Damaged("xls: no workbook stream")


def _sheet(stream: bytes, offset: int, sheet: Sheet, book: Shared) -> Sheet:
    depth, waiting, struck = 0, None, any(book.fonts)
    for record in biff.records(stream, offset):
        if record.kind in biff.BOF:
            depth += 1
        elif record.kind == biff.EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth == 1:
            waiting = _cell(record, sheet, book, waiting)
            if struck and record.kind in _CELLS:
                _strike(record, sheet, book)
    return sheet


def _cell(record: Record, sheet: Sheet, book: Shared, waiting: tuple[int, int] | None) -> tuple[int, int] | None:
    """Take one record in; the answer is the formula cell whose text comes in a later STRING record."""
    kind, data = record.kind, record.data
    if kind == _SHARED:
        row, column, _, index = struct.unpack_from("<HHHI", data)
        _put(sheet, row, column, book.strings[index] if index < len(book.strings) else "")
    elif kind in _NUMBERS:
        _put_number(sheet, data, _number(kind, data, book), book)
    elif kind == _MANY:
        _many(data, sheet, book)
    elif kind in _LABELS:
        row, column = struct.unpack_from("<HH", data)
        _put(sheet, row, column, _label(record, book, 7 if kind == 0x0004 else 6))
    elif kind in _FORMULAS:
        return _formula(data, sheet, book)
    elif kind in (0x0007, 0x0207):
        if waiting:
            _put(sheet, *waiting, _label(record, book, 0, short=kind == 0x0007))
        return None
    else:
        _layout(kind, data, sheet, book)
    return waiting


def _strike(record: Record, sheet: Sheet, book: Shared) -> None:
    """Note the cells of a record whose style, or a part of whose text, has a line through it."""
    kind, data = record.kind, record.data
    row, column, style = struct.unpack_from("<HHH", data)
    styles = [style]
    if kind == _MANY:
        styles = [struct.unpack_from("<H", data, at)[0] for at in range(4, len(data) - 7, 6)]
    for offset, style in enumerate(styles):
        if book.is_struck(style):
            sheet.notes[row + 1, column + offset + 1] = STRUCK
    if kind == _SHARED and struct.unpack_from("<I", data, 6)[0] in book.struck_strings:
        sheet.notes[row + 1, column + 1] = STRUCK


def _layout(kind: int, data: bytes, sheet: Sheet, book: Shared) -> None:
    if kind in (0x0205, 0x0005):
        row, column = struct.unpack_from("<HH", data)
        value, error = data[-2], data[-1]
        _put(sheet, row, column, _ERRORS.get(value, "#N/A") if error else ("TRUE" if value else "FALSE"))
    elif kind == 0x00E5:
        for at in range(2, 2 + 8 * struct.unpack_from("<H", data)[0], 8):
            top, bottom, left, right = struct.unpack_from("<4H", data, at)
            sheet.merges.append((top + 1, left + 1, bottom + 1, right + 1))
    elif kind == 0x0208 and len(data) >= 16 and data[12] & 0x20:
        sheet.hidden_rows.append(struct.unpack_from("<H", data)[0] + 1)
    elif kind == 0x007D and len(data) >= 10 and data[8] & 1:
        first, last = struct.unpack_from("<HH", data)
        sheet.hidden_columns += range(first + 1, min(last, 16383) + 2)
    elif kind == 0x002F:
        raise Encrypted("biff: FILEPASS")


def _put(sheet: Sheet, row: int, column: int, text: str) -> None:
    text = tidy(text)
    if text:
        sheet.rows.setdefault(row + 1, {})[column + 1] = text


def _put_number(sheet: Sheet, data: bytes, number: float, book: Shared) -> None:
    row, column, style = struct.unpack_from("<HHH", data)
    form = book.formats.get(style >> 8 & 0x3F, "") if book.version == 2 else book.form(style)
    _put(sheet, row, column, shown(number, form, since_1904=book.since_1904))
    if overlong(number):
        sheet.notes[row + 1, column + 1] = LOST_DIGITS


def _number(kind: int, data: bytes, book: Shared) -> float:
    at = 7 if book.version == 2 else 6
    if kind == 0x0002:
        return float(struct.unpack_from("<H", data, at)[0])
    if kind in (0x007E, 0x027E):
        return _rk(struct.unpack_from("<I", data, at)[0])
    return float(struct.unpack_from("<d", data, at)[0])


def _rk(packed: int) -> float:
    """A number packed into 32 bits: a whole number or the upper half of a double, perhaps hundredfold."""
    if packed & 2:
        number = float(struct.unpack("<i", struct.pack("<I", packed))[0] >> 2)
    else:
        number = struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFFFFFC))[0]
    return number / 100 if packed & 1 else number


def _many(data: bytes, sheet: Sheet, book: Shared) -> None:
    row, first = struct.unpack_from("<HH", data)
    for index, at in enumerate(range(4, len(data) - 7, 6)):
        style, packed = struct.unpack_from("<HI", data, at)
        _put_number(sheet, struct.pack("<HHH", row, first + index, style), _rk(packed), book)


def _label(record: Record, book: Shared, at: int, *, short: bool = False) -> str:
    data = b"".join((record.data, *record.more)) if book.version < 8 else record.data
    if book.version == 8:
        length = struct.unpack_from("<H", data, at)[0]
        text = biff.text8(data[at + 2 :], length)
        return text + "".join(biff.text8(piece, length) for piece in record.more)[: max(length - len(text), 0)]
    if at == 7 or short:
        return data[at + 1 : at + 1 + data[at]].decode(book.codec, "replace")
    length = struct.unpack_from("<H", data, at)[0]
    return data[at + 2 : at + 2 + length].decode(book.codec, "replace")


def _formula(data: bytes, sheet: Sheet, book: Shared) -> tuple[int, int] | None:
    row, column = struct.unpack_from("<HH", data)
    at = 7 if book.version == 2 else 6
    result = data[at : at + 8]
    if result[6:8] != b"\xff\xff":
        _put_number(sheet, data, float(struct.unpack("<d", result)[0]), book)
        return None
    if result[0] == 1:
        _put(sheet, row, column, "TRUE" if result[2] else "FALSE")
    elif result[0] == 2:
        _put(sheet, row, column, _ERRORS.get(result[2], "#N/A"))
    return (row, column) if result[0] == 0 else None
