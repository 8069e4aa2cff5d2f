"""Spreadsheets of Excel 2003 in XML (often under the name .xls) → sheets as shown."""

import re
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from extractors.readers import zipped
from extractors.readers.doubtful import STRUCK
from extractors.readers.sheet.book import LOST_DIGITS
from extractors.readers.sheet.format import overlong, plain, shown
from extractors.readers.sheet.tables import Row, Sheet, blocks
from extractors.readers.source import document
from quanze.document import Document
from quanze.errors import TooLarge
from quanze.text import tidy, whole_number

_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_LAST = 1_048_576
_NAMED = {"General Number": "", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%"}


@dataclass(frozen=True, slots=True)
class _Styles:
    """Number formats by style, and the styles that draw a line through text."""

    forms: dict[str, str]
    struck: set[str]


def read_xml2003(path: Path) -> Document:
    """Read a workbook in Excel 2003's XML.

    Raises:
        TooLarge: over the limit of one part.
        Damaged: not well-formed beyond repair.
    """
    if path.stat().st_size > zipped.PART_LIMIT:
        raise TooLarge(f"xml: {path.stat().st_size} bytes")
    root, broken = zipped.parse_or_mend(path.read_bytes().lstrip(b" \t\r\n"))
    styles = _Styles(_forms(root), _struck(root))
    sheets = [_sheet(one, number, styles) for number, one in enumerate(root.iter(f"{_SPREADSHEET}Worksheet"), start=1)]
    for sheet in sheets:
        sheet.broken = broken
    found, doubts = blocks(sheets)
    return document(path, "xml2003", found, len(sheets), doubts)


def _forms(root: etree._Element) -> dict[str, str]:
    """Style → number format."""
    forms = {}
    for style in root.iter(f"{_SPREADSHEET}Style"):
        for form in style.iterchildren(f"{_SPREADSHEET}NumberFormat"):
            code = form.get(f"{_SPREADSHEET}Format", "")
            forms[style.get(f"{_SPREADSHEET}ID", "")] = _NAMED.get(code, code)
    return forms


def _struck(root: etree._Element) -> set[str]:
    """Styles that draw a line through text; one that does not say is as its parent."""
    struck: set[str] = set()
    for style in root.iter(f"{_SPREADSHEET}Style"):
        said = [font.get(f"{_SPREADSHEET}StrikeThrough") for font in style.iterchildren(f"{_SPREADSHEET}Font")]
        if "1" in said or (not said and style.get(f"{_SPREADSHEET}Parent", "") in struck):
            struck.add(style.get(f"{_SPREADSHEET}ID", ""))
    return struck


def _is_struck(cell: etree._Element, struck: set[str]) -> bool:
    """Whether a cell's text, or a part of it (an S or Del element in it), has a line through it."""
    if cell.get(f"{_SPREADSHEET}StyleID", "") in struck:
        return True
    parts = (one for data in cell.iterchildren(f"{_SPREADSHEET}Data") for one in data.iterdescendants(etree.Element))
    return any(zipped.local(one).lower() in ("s", "del") and "".join(map(str, one.itertext())).strip() for one in parts)


def _sheet(element: etree._Element, number: int, styles: _Styles) -> Sheet:
    sheet = Sheet(element.get(f"{_SPREADSHEET}Name", ""), number)
    for visible in element.iter("{urn:schemas-microsoft-com:office:excel}Visible"):
        sheet.hidden = (visible.text or "").strip() != "SheetVisible"
    row = 0
    for table in element.iterchildren(f"{_SPREADSHEET}Table"):
        for one in table.iterchildren(f"{_SPREADSHEET}Row"):
            row = min(_at(one, row), _LAST)
            _row(one, row, sheet, styles)
            row += _whole(one, "Span")
        _columns(table, sheet)
    return sheet


def _whole(element: etree._Element, name: str) -> int:
    text = element.get(_SPREADSHEET + name, "").strip()
    return min(whole_number(text, _LAST if text.isdecimal() else 0), _LAST)


def _at(element: etree._Element, before: int) -> int:
    return _whole(element, "Index") or before + 1


def _columns(table: etree._Element, sheet: Sheet) -> None:
    column = 0
    for one in table.iterchildren(f"{_SPREADSHEET}Column"):
        column = _at(one, column)
        span = _whole(one, "Span")
        if one.get(f"{_SPREADSHEET}Hidden") == "1":
            sheet.hidden_columns += range(column, min(column + span, 16_384) + 1)
        column += span


def _row(element: etree._Element, number: int, sheet: Sheet, styles: _Styles) -> None:
    cells: Row = {}
    column = 0
    for cell in element.iterchildren(f"{_SPREADSHEET}Cell"):
        column = _at(cell, column)
        text, doubt = _value(cell, styles.forms)
        if text:
            cells[column] = text
        if text and _is_struck(cell, styles.struck):
            doubt = STRUCK
        if doubt:
            sheet.notes[number, column] = doubt
        down, across = _whole(cell, "MergeDown"), _whole(cell, "MergeAcross")
        if down or across:
            sheet.merges.append((number, column, number + down, min(column + across, 16_384)))
        column += across
    if cells:
        sheet.rows[number] = cells
    if element.get(f"{_SPREADSHEET}Hidden") == "1":
        sheet.hidden_rows.append(number)


def _value(cell: etree._Element, forms: dict[str, str]) -> tuple[str, str]:
    for data in cell.iterchildren(f"{_SPREADSHEET}Data"):
        kind, text = data.get(f"{_SPREADSHEET}Type", "String"), "".join(map(str, data.itertext()))
        if kind == "Number":
            return _number(text.strip(), forms.get(cell.get(f"{_SPREADSHEET}StyleID", ""), ""))
        if kind == "DateTime":
            return re.sub(r"T00:00:00(\.0+)?$|\.0+$", "", text.strip()).replace("T", " "), ""
        if kind == "Boolean":
            return ("TRUE" if text.strip() == "1" else "FALSE"), ""
        return tidy(text), ""
    return "", ""


def _number(text: str, form: str) -> tuple[str, str]:
    try:
        number = float(text)
    except ValueError:
        return tidy(text), ""
    doubt = LOST_DIGITS if overlong(number) else ""
    if form in ("", "General", "@"):
        return (text if text.isdigit() else plain(number)), doubt
    return shown(number, form), doubt
