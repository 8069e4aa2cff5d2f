"""OpenDocument spreadsheets (.ods, flat .fods) → sheets: the text that each cell shows, merged and hidden parts.

Where a cell shows scientific notation or a date, its stored value is used instead. Knows nothing of text documents.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from extractors.readers import zipped
from extractors.readers.doubtful import STRUCK
from extractors.readers.sheet.book import LOST_DIGITS
from extractors.readers.sheet.format import overlong, plain
from extractors.readers.sheet.tables import Row, Sheet, blocks
from extractors.readers.source import document
from quanze.document import Document
from quanze.errors import Damaged, Encrypted, TooLarge
from quanze.text import tidy, whole_number

_SCIENTIFIC = re.compile(r"-?[0-9.,]+E[+-]?[0-9]+$", re.I)
_ROWS, _COLUMNS = 1_048_576, 16_384
_REPEAT_FILLED = 2_000
"""A filled row repeated more often than this is kept once: no person typed it."""


@dataclass(frozen=True, slots=True)
class _Looks:
    """Names of the styles that hide a sheet, and of those that draw a line through text."""

    hidden: set[str]
    struck: set[str]


def read_ods(path: Path) -> Document:
    """Read an OpenDocument spreadsheet.

    Raises:
        Damaged: no content inside, or broken.
        Encrypted: under a password.
    """
    root, broken = zipped.parse_or_mend(_content(path))
    looks = _Looks(_hidden_styles(root), _struck_styles(root))
    sheets: list[Sheet] = []
    for element in root.iter("{*}table"):
        parent = element.getparent()
        if parent is not None and zipped.local(parent) == "spreadsheet":
            sheets.append(_sheet(element, len(sheets) + 1, looks))
            sheets[-1].broken = broken
    found, doubts = blocks(sheets)
    return document(path, "ods", found, len(sheets), doubts)


def _content(path: Path) -> bytes:
    """The content part; a flat file is its own."""
    with path.open("rb") as source:
        flat = source.read(2) != b"PK"
    if flat:
        if path.stat().st_size > zipped.PART_LIMIT:
            raise TooLarge(f"fods: {path.stat().st_size} bytes")
        return path.read_bytes()
    with zipped.opened(path) as archive:
        manifest = zipped.part(archive, "META-INF/manifest.xml")
        if manifest and b"encryption-data" in manifest:
            raise Encrypted("ods: encryption-data")
        content = zipped.part(archive, "content.xml")
    if content is None:
        raise Damaged("ods: no content.xml")
    return content


def _get(element: etree._Element, name: str) -> str:
    """An attribute by its local name: the namespaces of the format's drafts differ."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def _count(element: etree._Element, name: str, limit: int) -> int:
    text = _get(element, name)
    return min(max(whole_number(text, limit if text.isdecimal() else 1), 1), limit)


def _hidden_styles(root: etree._Element) -> set[str]:
    return {
        _get(style, "name")
        for style in root.iter("{*}style")
        for properties in style.iterchildren("{*}table-properties")
        if _get(properties, "display") == "false"
    }


def _struck_styles(root: etree._Element) -> set[str]:
    """Styles of cells and stretches of text that draw a line through it, themselves or by their parent."""
    parents: dict[str, str] = {}
    said: dict[str, bool] = {}
    for style in root.iter("{*}style"):
        name = _get(style, "name")
        parents[name] = _get(style, "parent-style-name")
        for properties in style.iterchildren("{*}text-properties"):
            lines = [_get(properties, f"text-line-through-{part}") for part in ("style", "type")]
            if any(lines):
                said[name] = "none" not in lines
    return {name for name in parents if _inherited(name, parents, said)} if any(said.values()) else set()


def _inherited(name: str, parents: dict[str, str], said: dict[str, bool]) -> bool:
    seen: set[str] = set()
    while name and name not in said and name not in seen:
        seen.add(name)
        name = parents.get(name, "")
    return said.get(name, False)


def _is_struck(cell: etree._Element, struck: set[str]) -> bool:
    """Whether a cell's text, or a part of it, has a line through it."""
    spans = (one for one in cell.iter("{*}span") if _get(one, "style-name") in struck)
    return _get(cell, "style-name") in struck or any("".join(map(str, one.itertext())).strip() for one in spans)


def _sheet(element: etree._Element, number: int, looks: _Looks) -> Sheet:
    sheet = Sheet(_get(element, "name"), number, hidden=_get(element, "style-name") in looks.hidden)
    column = 1
    for one in _own(element, "table-column"):
        repeated = _count(one, "number-columns-repeated", _COLUMNS)
        if _get(one, "visibility") in ("collapse", "filter"):
            sheet.hidden_columns += range(column, min(column + repeated, _COLUMNS))
        column += repeated
    row = 1
    for one in _own(element, "table-row"):
        row += _rows(one, row, sheet, looks)
    return sheet


def _own(table: etree._Element, name: str) -> Iterator[etree._Element]:
    """A table's rows or columns without those of charts that are drawn on it."""
    return (one for one in table.iter(f"{{*}}{name}") if next(one.iterancestors("{*}table"), None) is table)


def _rows(element: etree._Element, number: int, sheet: Sheet, looks: _Looks) -> int:
    """Put a row in as often as it is repeated; the answer is how many rows it stands for."""
    repeated = _count(element, "number-rows-repeated", _ROWS)
    cells = _cells(element, number, sheet, looks)
    if cells and number <= _ROWS:
        for offset in range(repeated if repeated <= _REPEAT_FILLED else 1):
            sheet.rows[number + offset] = dict(cells)
            if _get(element, "visibility") in ("collapse", "filter"):
                sheet.hidden_rows.append(number + offset)
    return repeated


def _cells(element: etree._Element, number: int, sheet: Sheet, looks: _Looks) -> Row:
    cells: Row = {}
    column = 1
    for cell in element:
        name = zipped.local(cell)
        if name not in ("table-cell", "covered-table-cell"):
            continue
        repeated = _count(cell, "number-columns-repeated", _COLUMNS)
        text = _shown(cell) if len(cell) and name == "table-cell" else ""
        if text and column + repeated <= _COLUMNS + 1:
            cells.update(dict.fromkeys(range(column, column + min(repeated, 256)), text))
            if _loses_digits(cell):
                sheet.notes[number, column] = LOST_DIGITS
            if looks.struck and _is_struck(cell, looks.struck):
                sheet.notes.update(((number, at), STRUCK) for at in range(column, column + min(repeated, 256)))
        rows, columns = _count(cell, "number-rows-spanned", _ROWS), _count(cell, "number-columns-spanned", _COLUMNS)
        if rows > 1 or columns > 1:
            sheet.merges.append((number, column, number + rows - 1, min(column + columns - 1, _COLUMNS)))
        column += repeated
    return cells


def _loses_digits(cell: etree._Element) -> bool:
    """Whether a cell holds a number with more digits than a sheet can store."""
    try:
        return _get(cell, "value-type") == "float" and overlong(float(_get(cell, "value")))
    except ValueError:
        return False


def _shown(cell: etree._Element) -> str:
    text = tidy("\n".join(_paragraph(line) for line in cell.iterchildren("{*}p")))
    kind = _get(cell, "value-type")
    if kind == "date":
        return _get(cell, "date-value").replace("T00:00:00", "").replace("T", " ") or text
    if kind == "float" and _SCIENTIFIC.match(text):
        value = _get(cell, "value")
        return value if value.isdigit() else plain(float(value or text))
    return text


def _paragraph(element: etree._Element) -> str:
    """A paragraph's text with its coded spaces, tabs and line ends; notes and comments are no part of it."""
    parts = [element.text or ""]
    for child in element:
        name = zipped.local(child)
        if name == "s":
            parts.append(" " * _count(child, "c", 1000))
        elif name in ("tab", "line-break"):
            parts.append("\t" if name == "tab" else "\n")
        elif name not in ("annotation", "note", "ruby-text"):
            parts.append(_paragraph(child))
        parts.append(child.tail or "")
    return "".join(parts)
