"""Word's tables as XML → `Table`s, nested tables included; deleted and hidden rows left out.

How cells make a grid is in `grid`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from extractors.readers.doubtful import STRUCK, cell_note
from extractors.readers.word.edges import GOES_ON, START, Cell, Row
from extractors.readers.word.embedded import chunk_blocks
from extractors.readers.word.grid import Grid, lay_out
from extractors.readers.word.package import W
from extractors.readers.word.paragraph import (
    CHUNK,
    PARAGRAPH,
    TABLE,
    WRAPPERS,
    Piece,
    Reading,
    clean,
    flow,
    plain_paragraph,
    read_paragraph,
)
from extractors.readers.word.styles import number, on
from extractors.readers.word.text import is_placeholder
from quanze.document import CellDoubt, Place, Table

_ROW, _CELL = f"{W}tr", f"{W}tc"
_CELL_PROPERTIES, _ROW_PROPERTIES = f"{W}tcPr", f"{W}trPr"
_VAL, _W, _TYPE = f"{W}val", f"{W}w", f"{W}type"
_SPAN, _VERTICAL, _HORIZONTAL = f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge"
_CELL_DELETED, _CELL_MERGED = f"{W}cellDel", f"{W}cellMerge"
_BEFORE, _AFTER, _LEAD, _HEADING = f"{W}gridBefore", f"{W}gridAfter", f"{W}wBefore", f"{W}tblHeader"
_COLUMNS = 200
"""Word holds 63 columns; what says more says nonsense."""
_MEASURE = re.compile(r"\s*+(-?\d++(?:\.\d++)?)\s*+(pt|cm|mm|in|pc|pi)?\s*+$")
_LONGEST = 1e7
"""Twips of the longest length: 176 metres, no page is so wide."""
_TWIPS = {"pt": 20.0, "cm": 1440 / 2.54, "mm": 144 / 2.54, "in": 1440.0, "pc": 240.0, "pi": 240.0}

_Element = etree._Element


def _inside(node: _Element, wanted: str) -> Iterator[_Element]:
    """Rows of a table or cells of a row, wrappers opened."""
    for child in node:
        if child.tag == wanted:
            yield child
        elif child.tag in WRAPPERS or child.tag == f"{W}sdt":
            yield from _inside(child, wanted)


@dataclass(slots=True)
class _Content:
    """What a cell or text box holds: lines of text, pictures, and what is to be said of text that may not count."""

    lines: list[str] = field(default_factory=list)
    pictures: int = 0
    said: set[str] = field(default_factory=set)

    def take(self, other: "Piece | _Content") -> None:
        """Add what stands in a part of it, but for the text."""
        self.pictures += other.pictures
        self.said |= other.said


def _content(node: _Element, reading: Reading, nested: list[Table], counts: bool) -> _Content:
    """A cell's or text box's lines of text and what else is in it; tables in it are added to `nested`."""
    found = _Content()
    carried = ""
    for child in flow(node):
        if child.tag == TABLE:
            tables = read_table(child, reading)
            nested += tables if tables and tables[0].columns > 1 else tables[1:]
            found.lines += _as_lines(tables[0]) if tables else []
            found.said |= {STRUCK for table in tables for doubt in table.doubts if STRUCK in doubt.note}
        elif child.tag != CHUNK:
            piece = read_paragraph(child, reading, counts=counts)
            found.take(piece)
            carried += piece.text
            if not piece.open:
                found.lines.append(carried)
                carried = ""
            for box in piece.boxes:
                inner = _content(box, reading, nested, counts)
                found.lines += inner.lines
                found.take(inner)
        else:
            for block in chunk_blocks(child, reading):
                found.lines += _as_lines(block) if isinstance(block, Table) else [block.text]
                nested += [block] if isinstance(block, Table) and block.columns > 1 else []
    if carried:
        found.lines.append(carried)
    return found


def _as_lines(table: Table) -> list[str]:
    """A nested table's text inside its cell: one line per row, each merged text once."""
    covered = table.covered()
    return [
        " ".join(text.replace("\n", " ") for column, text in enumerate(row) if text and (number, column) not in covered)
        for number, row in enumerate(table.rows)
    ]


def read_table(node: _Element, reading: Reading) -> list[Table]:
    """A table and, after it, the tables nested in its cells that have two columns or more; [] if nothing is left."""
    nested: list[Table] = []
    columns = node.find(f"{W}tblGrid")
    widths = (
        [] if columns is None else [measure(column.get(_W)) or 0.0 for column in columns.iterchildren(f"{W}gridCol")]
    )
    full = sum(widths)
    rows: list[Row] = []
    hidden: list[int] = []
    for child in _inside(node, _ROW):
        row = _row(child, reading, nested, full)
        if row is not None and row.hidden:
            hidden.append(len(rows))
        elif row is not None:
            rows.append(row)
    grid = lay_out(rows, widths, lambda cell: _cell_width(cell, full))
    if not grid.rows or not grid.rows[0]:
        return nested
    for before in hidden:
        grid.doubts.append(CellDoubt(min(before, len(rows) - 1), 0, "这里有一行在文件里设为隐藏，没有读取"))
    within = len(grid.rows[0]) > 1
    return [_table(grid, rows), *(replace(table, inner=within or table.inner) for table in nested)]


def _table(grid: Grid, rows: list[Row]) -> Table:
    headings = next((number for number, row in enumerate(rows) if not row.heading), 0)
    return Table(
        rows=tuple(grid.rows),
        places=tuple(Place(table=1, row=number) for number in range(1, len(rows) + 1)),
        spans=tuple(grid.spans),
        edges=grid.edges,
        heading_rows=headings,
        doubts=tuple(grid.doubts),
    )


def _row(node: _Element, reading: Reading, nested: list[Table], full: float) -> Row | None:
    """One row; None for a deleted one, without cells for a hidden one."""
    row = Row([])
    properties = node.find(_ROW_PROPERTIES)
    if properties is not None:
        if properties.find(f"{W}del") is not None:
            return None
        if on(properties.find(f"{W}hidden")):
            row.hidden = True
            return row
        _row_properties(row, properties, full)
    for child in _inside(node, _CELL):
        cell = _cell(child, reading, nested)
        if cell is not None:
            cell.text = "" if reading.prompts and _is_prompt(child) else cell.text
            row.cells.append(cell)
    return row if row.cells else None


def _is_prompt(cell: _Element) -> bool:
    """Whether a cell stands in a content control that only shows its prompt."""
    content = cell.getparent()
    control = content.getparent() if content is not None and content.tag == f"{W}sdtContent" else None
    return control is not None and is_placeholder(control)


def _count(node: _Element) -> int:
    """A number of grid columns, never beyond what Word itself can hold."""
    return min(max(number(node.get(_VAL)), 0), _COLUMNS)


def _row_properties(row: Row, properties: _Element, full: float) -> None:
    for child in properties:
        tag = child.tag
        if tag == _BEFORE:
            row.before = _count(child)
        elif tag == _AFTER:
            row.after = _count(child)
        elif tag == _LEAD:
            row.lead = _width(child, full)
        elif tag == _HEADING:
            row.heading = on(child)


def _cell(node: _Element, reading: Reading, nested: list[Table]) -> Cell | None:
    """One cell; None for a deleted one. Most are simple runs of text, which are read here without a closer look."""
    cell = Cell("")
    lines: list[str] = []
    for child in node:
        tag = child.tag
        if tag == PARAGRAPH:
            text = plain_paragraph(child, reading)
            if text is None:
                break
            lines.append(text)
        elif tag == _CELL_PROPERTIES:
            if not _cell_properties(cell, child):
                return None
        else:
            break
    else:
        cell.text = clean(lines)
        return cell
    _look_closer(cell, node, reading, nested)
    return cell


def _look_closer(cell: Cell, node: _Element, reading: Reading, nested: list[Table]) -> None:
    """Read a cell that holds more than simple runs: numbers, fields, changes, text boxes, tables, pictures."""
    found = _content(node, reading, nested, cell.vertical != GOES_ON)
    cell.text = clean(found.lines)
    if found.pictures and not cell.text:
        cell.note = "单元格里是图片，图片上的文字没有读出"
    if found.said:
        cell.note = cell_note(found.said)


def _cell_properties(cell: Cell, properties: _Element) -> bool:
    """Take over what w:tcPr says; False for a deleted cell."""
    cell.source = properties
    for child in properties:
        tag = child.tag
        if tag == _SPAN:
            cell.span = _count(child) or 1
        elif tag == _VERTICAL:
            cell.vertical = START if child.get(_VAL) == "restart" else GOES_ON
        elif tag == _HORIZONTAL:
            cell.horizontal = START if child.get(_VAL) == "restart" else GOES_ON
        elif tag == _CELL_MERGED:
            cell.vertical = {"rest": START, "cont": GOES_ON}.get(child.get(_VERTICAL, ""), cell.vertical)
        elif tag == _CELL_DELETED:
            return False
    return True


def _cell_width(cell: Cell, full: float) -> float | None:
    """The width that a cell says it has, in twips."""
    width = cell.source.find(f"{W}tcW") if isinstance(cell.source, _Element) else None
    return None if width is None else _width(width, full)


def _width(node: _Element, full: float) -> float | None:
    """A width in twips; None where Word is to find it itself."""
    kind, text = node.get(_TYPE, "dxa"), node.get(_W, "")
    if kind == "pct" or text.endswith("%"):
        share = measure(text.rstrip("%"))
        return None if not share else full * share / (100 if text.endswith("%") else 5000)
    if kind != "dxa":
        return None
    return measure(text) or None


def measure(text: str | None) -> float | None:
    """A length in twips: a bare number is twips, otherwise with its unit (Strict files); None for one that is none."""
    if text is None:
        return None
    if text.isdecimal():
        length = float(text)
    elif match := _MEASURE.match(text):
        length = float(match.group(1)) * _TWIPS.get(match.group(2), 1.0)
    else:
        return None
    return length if abs(length) < _LONGEST else None
