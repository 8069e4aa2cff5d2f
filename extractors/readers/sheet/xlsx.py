"""Excel workbooks of the ZIP kind (.xlsx, .xlsm, .xltx; transitional and strict) read straight from their XML.

Values are the cached results as the sheet shows them. Never calculates, never follows a link out of the file.
"""

import re
import zipfile
from functools import lru_cache
from pathlib import Path

from lxml import etree

from extractors.readers import zipped
from extractors.readers.sheet.book import Book, events, fatal, forget, read_book, value, whole
from extractors.readers.sheet.tables import Row, Sheet, blocks
from extractors.readers.source import document
from quanze.document import Document
from quanze.errors import Damaged, TooLarge

_FIGURES = "0123456789"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")
_TITLES = re.compile(r"\$([0-9]{1,7}):\$([0-9]{1,7})(?:$|,)")
_CELLS_LIMIT = 3_000_000


def read_xlsx(path: Path) -> Document:
    """Read a workbook: one table per part of each sheet, hidden ones too.

    Raises:
        Damaged: not a workbook inside, or broken.
        Encrypted: under a password.
        TooLarge: over a limit of size.
    """
    with zipped.opened(path) as archive:
        sheets = _sheets(archive)
    found, doubts = blocks(sheets)
    return document(path, "xlsx", found, len(sheets), doubts)


def _sheets(archive: zipfile.ZipFile) -> list[Sheet]:
    main = _main_part(archive)
    content = zipped.part(archive, main)
    if content is None:
        raise Damaged("xlsx: no workbook part")
    workbook = zipped.parse(content)
    links = zipped.links(archive, main)
    book = read_book(archive, links, since_1904=_since_1904(workbook))
    headings = _print_titles(workbook)
    sheets = []
    for index, element in enumerate(one for one in workbook.iter("{*}sheet")):
        target = links.get(zipped.attribute(element, "id"), ("", ""))[1]
        hidden = element.get("state", "visible") != "visible"
        sheet = Sheet(element.get("name", ""), index + 1, hidden=hidden, heading=headings.get(index))
        if target:
            _read_sheet(archive, target, sheet, book)
        sheets.append(sheet)
    return sheets


def _main_part(archive: zipfile.ZipFile) -> str:
    for kind, target in zipped.links(archive, "").values():
        if kind == "officeDocument":
            return target
    return "xl/workbook.xml"


def _since_1904(workbook: etree._Element) -> bool:
    return any(one.get("date1904") in ("1", "true") for one in workbook.iter("{*}workbookPr"))


def _print_titles(workbook: etree._Element) -> dict[int, tuple[int, int]]:
    """Sheet index (from 0) → rows repeated on each printed page."""
    titles = {}
    for name in workbook.iter("{*}definedName"):
        rows = _TITLES.search(name.text or "")
        sheet = name.get("localSheetId", "")
        if name.get("name") == "_xlnm.Print_Titles" and rows and sheet.isdecimal() and len(sheet) < 6:
            titles[int(sheet)] = (int(rows[1]), int(rows[2]))
    return titles


def _read_sheet(archive: zipfile.ZipFile, target: str, sheet: Sheet, book: Book) -> None:
    try:
        member = archive.getinfo(target)
    except KeyError as error:
        raise Damaged(f"xlsx: part {target!r} is missing") from error
    cells = last = 0
    with zipped.stream(archive, member) as source:
        walk = events(source, ("{*}row", "{*}col", "{*}mergeCell"))
        for _, element in walk:
            name = element.tag.rpartition("}")[2]
            if name == "row":
                last = whole(element.get("r", "")) or last + 1
                cells += _row(element, last, sheet, book)
                forget(element)
                if cells > _CELLS_LIMIT:
                    raise TooLarge(f"xlsx: sheet {sheet.number} has over {_CELLS_LIMIT} cells")
            elif name == "col":
                _column(element, sheet)
            else:
                _merge(element.get("ref", ""), sheet)
    sheet.broken = book.broken or fatal(walk)
    if sheet.broken and not sheet.rows:
        raise Damaged(f"xlsx: part {target!r} is broken")


def _row(element: etree._Element, number: int, sheet: Sheet, book: Book) -> int:
    """Take one row in; the answer is how many of its cells hold something."""
    cells: Row = {}
    column = 0
    for cell in element.iterchildren("*"):
        column = _column_of(cell.get("r", "").rstrip(_FIGURES)) or column + 1
        text, doubt = value(cell, book)
        if text:
            cells[column] = text
        if doubt:
            sheet.notes[number, column] = doubt
    if cells:
        sheet.rows[number] = cells
    if element.get("hidden") in ("1", "true"):
        sheet.hidden_rows.append(number)
    return len(cells)


@lru_cache(maxsize=1 << 15)
def _column_of(letters: str) -> int:
    column = 0
    for char in letters:
        if not "A" <= char <= "Z":
            return 0
        column = column * 26 + ord(char) - 64
    return column


def _column(element: etree._Element, sheet: Sheet) -> None:
    if element.get("hidden") in ("1", "true"):
        first, last = whole(element.get("min", "")), whole(element.get("max", ""))
        sheet.hidden_columns += range(first, min(last, 16384) + 1)


def _merge(reference: str, sheet: Sheet) -> None:
    first, _, last = reference.replace("$", "").partition(":")
    start, end = _REFERENCE.match(first), _REFERENCE.match(last)
    if start and end:
        sheet.merges.append((int(start[2]), _column_of(start[1]), int(end[2]), _column_of(end[1])))
