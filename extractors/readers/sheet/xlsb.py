"""Binary workbooks (.xlsb) → sheets; their number formats, merged cells and hidden rows are not known.

What calamine breaks down on, or would take too much memory for, is given to LibreOffice.
"""

import datetime
import zipfile
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from extractors.readers.legacy.reader import read_legacy
from extractors.readers.sheet.biff12 import largest_area
from extractors.readers.sheet.book import LOST_DIGITS
from extractors.readers.sheet.format import overlong, plain
from extractors.readers.sheet.tables import Sheet, blocks
from extractors.readers.source import document
from quanze.document import Document
from quanze.errors import Damaged, Encrypted
from quanze.text import tidy

_AREA = 8_000_000
"""Cells from a sheet's first to its last, some 32 bytes each."""
_CELLS = (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet)


def read_xlsb(path: Path) -> Document:
    """Read a binary workbook; sheets that only show a chart are left out, one that breaks off is said to be broken.

    Raises:
        Damaged: broken inside.
        Encrypted: under a password.
        TooLarge: a part is over the limits.
        NeedsConverter: calamine breaks down on it, and LibreOffice is missing.
        TimedOut: LibreOffice takes too long.
    """
    if zipfile.is_zipfile(path) and largest_area(path) > _AREA:
        return read_legacy(path, "xlsb")
    try:
        sheets = _sheets(path)
    except PasswordError as error:
        raise Encrypted(f"xlsb: {error}") from error
    except (CalamineError, OSError) as error:
        raise Damaged(f"xlsb: {error}") from error
    except BaseException as error:
        if not _panic(error):
            raise
        return read_legacy(path, "xlsb")
    found, doubts = blocks(sheets)
    return document(path, "xlsb", found, len(sheets), doubts)


def _sheets(path: Path) -> list[Sheet]:
    sheets = []
    with CalamineWorkbook.from_path(path) as book:
        for number, meta in enumerate(book.sheets_metadata, start=1):
            if meta.typ in _CELLS:
                sheet = Sheet(meta.name, number, hidden=meta.visible != SheetVisibleEnum.Visible)
                _fill(sheet, book)
                sheets.append(sheet)
    return sheets


def _panic(error: BaseException) -> bool:
    """Whether the library itself broke down: its panics are no `Exception`, and their class has no public name."""
    return type(error).__name__ == "PanicException"


def _fill(sheet: Sheet, book: CalamineWorkbook) -> None:
    """The cells of one sheet, row by row: the area that a sheet says it uses may be sixteen million empty cells."""
    try:
        source: CalamineSheet = book.get_sheet_by_index(sheet.number - 1)
    except (CalamineError, OSError):
        sheet.broken = True
        return
    for row, cells in enumerate(source.iter_rows(), start=1):
        filled = {column: _plain(cell) for column, cell in enumerate(cells, start=1) if cell != ""}
        if filled:
            sheet.rows[row] = filled
        for column, cell in enumerate(cells, start=1):
            if isinstance(cell, int | float) and overlong(cell):
                sheet.notes[row, column] = LOST_DIGITS


def _plain(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return plain(float(cell)) if isinstance(cell, float) else str(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "minutes")
    return tidy(str(cell))
