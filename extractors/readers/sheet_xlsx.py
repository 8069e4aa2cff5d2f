"""Excel workbooks of the ZIP kind (.xlsx, .xlsm, .xltx; transitional and strict) read straight from their XML.

Values are the cached results as the sheet shows them. Never calculates, never follows a link out of the file.
"""

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from extractors.readers import zipped
from extractors.readers.sheet import Row, Sheet, blocks
from extractors.readers.sheet_format import BUILT_IN, overlong, shown
from extractors.readers.source import document
from quanze.document import Document
from quanze.errors import Damaged, TooLarge
from quanze.text import tidy

LOST_DIGITS = "这一格是数字格式，超过 15 位，末尾几位可能已变成 0，请核对编码。"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")
_TITLES = re.compile(r"\$([0-9]+):\$([0-9]+)(?:$|,)")
_CELLS_LIMIT = 8_000_000


@dataclass(slots=True)
class _Book:
    """What the sheets of a workbook share."""

    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    since_1904: bool = False


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
    book = _Book(_strings(archive, links), _formats(archive, links), _since_1904(workbook))
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
        if name.get("name") == "_xlnm.Print_Titles" and rows and sheet.isdigit():
            titles[int(sheet)] = (int(rows[1]), int(rows[2]))
    return titles


def _strings(archive: zipfile.ZipFile, links: dict[str, tuple[str, str]]) -> list[str]:
    target = next((target for kind, target in links.values() if kind == "sharedStrings"), "xl/sharedStrings.xml")
    if target not in archive.NameToInfo:
        return []
    strings = []
    with zipped.stream(archive, archive.getinfo(target)) as source:
        for _, element in _events(source, ("{*}si",)):
            strings.append(tidy(_rich(element)))
            element.clear()
    return strings


def _rich(element: etree._Element) -> str:
    """A string's runs joined; phonetic guides (rPh) are no part of it."""
    parts = []
    for child in element:
        if child.tag.endswith("}t"):
            parts.append(child.text or "")
        elif child.tag.endswith("}r"):
            parts += [run.text or "" for run in child if run.tag.endswith("}t")]
    text = "".join(parts)
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _formats(archive: zipfile.ZipFile, links: dict[str, tuple[str, str]]) -> list[str]:
    """Cell style index → number format."""
    target = next((target for kind, target in links.values() if kind == "styles"), "xl/styles.xml")
    content = zipped.part(archive, target)
    if content is None:
        return []
    styles = zipped.parse(content)
    codes = dict(BUILT_IN)
    for element in styles.iter("{*}numFmt"):
        if element.get("numFmtId", "").isdigit():
            codes[int(element.get("numFmtId", ""))] = element.get("formatCode", "")
    found = []
    for group in styles.iter("{*}cellXfs"):
        for style in group.iterchildren("{*}xf"):
            number = style.get("numFmtId", "0")
            found.append(codes.get(int(number), "") if number.isdigit() else "")
    return found


def _events(source: object, tags: tuple[str, ...]) -> etree.iterparse:
    return etree.iterparse(
        source,
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )


def _read_sheet(archive: zipfile.ZipFile, target: str, sheet: Sheet, book: _Book) -> None:
    try:
        member = archive.getinfo(target)
    except KeyError as error:
        raise Damaged(f"xlsx: part {target!r} is missing") from error
    cells = 0
    with zipped.stream(archive, member) as source:
        for _, element in _events(source, ("{*}row", "{*}col", "{*}mergeCell")):
            name = element.tag.rpartition("}")[2]
            if name == "row":
                cells += _row(element, sheet, book)
                element.clear()
                if cells > _CELLS_LIMIT:
                    raise TooLarge(f"xlsx: sheet {sheet.number} has over {_CELLS_LIMIT} cells")
            elif name == "col":
                _column(element, sheet)
            else:
                _merge(element.get("ref", ""), sheet)


def _row(element: etree._Element, sheet: Sheet, book: _Book) -> int:
    number = whole(element.get("r", "")) or max(sheet.rows, default=0) + 1
    cells: Row = {}
    column = 0
    for cell in element:
        if not cell.tag.endswith("}c"):
            continue
        column = _column_of(cell.get("r", "")) or column + 1
        text, doubt = _value(cell, book)
        if text:
            cells[column] = text
        if doubt:
            sheet.notes[number, column] = doubt
    if cells:
        sheet.rows[number] = cells
    if element.get("hidden") in ("1", "true"):
        sheet.hidden_rows.append(number)
    return len(element)


def whole(text: str) -> int:
    """A row or column number as written, 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _column_of(reference: str) -> int:
    column = 0
    for char in reference:
        if not "A" <= char <= "Z":
            break
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
        sheet.merges.append((int(start[2]), _column_of(first), int(end[2]), _column_of(last)))


def _value(cell: etree._Element, book: _Book) -> tuple[str, str]:
    """A cell's text as shown, and a doubt about it or ""."""
    kind, raw, rich = cell.get("t", "n"), "", ""
    for child in cell:
        if child.tag.endswith("}v"):
            raw = child.text or ""
        elif child.tag.endswith("}is"):
            rich = _rich(child)
    if kind == "inlineStr":
        return tidy(rich or raw), ""
    return _numeric(raw, cell.get("s", ""), book) if kind == "n" and raw else (_typed(raw, kind, book), "")


def _typed(raw: str, kind: str, book: _Book) -> str:
    """The text of a shared string, a truth value, an ISO date, a formula's text or an error (#N/A)."""
    if kind == "s":
        index = whole(raw.strip()) if raw.strip().isdigit() else -1
        return book.strings[index] if 0 <= index < len(book.strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(raw.strip(), raw)
    if kind == "d":
        return raw.strip().replace("T00:00:00", "")
    return tidy(raw)


def _numeric(raw: str, style: str, book: _Book) -> tuple[str, str]:
    try:
        number = float(raw)
    except ValueError:
        return tidy(raw), ""
    index = int(style) if style.isdigit() else -1
    form = book.formats[index] if 0 <= index < len(book.formats) else ""
    if raw.strip().isdigit() and form in ("", "General", "@"):
        return raw.strip(), LOST_DIGITS if overlong(number) else ""
    return shown(number, form, since_1904=book.since_1904), LOST_DIGITS if overlong(number) else ""
