"""Word's tables as XML → `Table`s, nested tables included; deleted and hidden rows left out.

How cells make a grid is in `word_grid`.
"""

import re
from collections.abc import Iterator

from lxml import etree

from extractors.readers.word_edges import GOES_ON, START, Cell, Row
from extractors.readers.word_grid import Grid, lay_out
from extractors.readers.word_package import W
from extractors.readers.word_paragraph import PARAGRAPH, TABLE, WRAPPERS, Reading, clean, flow, read_paragraph
from extractors.readers.word_styles import number, on
from quanze.document import Place, ReadDoubt, Table

_ROW, _CELL = f"{W}tr", f"{W}tc"
_CELL_PROPERTIES, _ROW_PROPERTIES = f"{W}tcPr", f"{W}trPr"
_VAL = f"{W}val"
_MEASURE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*(pt|cm|mm|in|pc|pi)?\s*$")
_TWIPS = {"pt": 20.0, "cm": 1440 / 2.54, "mm": 144 / 2.54, "in": 1440.0, "pc": 240.0, "pi": 240.0}

_Element = etree._Element


def _inside(node: _Element, wanted: str) -> Iterator[_Element]:
    """Rows of a table or cells of a row, wrappers opened."""
    for child in node:
        if child.tag == wanted:
            yield child
        elif child.tag in WRAPPERS or child.tag == f"{W}sdt":
            yield from _inside(child, wanted)


def _lines(node: _Element, reading: Reading, nested: list[Table], counts: bool) -> tuple[list[str], int]:
    """A cell's or text box's lines of text and how many pictures it holds; tables in it are added to `nested`."""
    lines: list[str] = []
    pictures, carried = 0, ""
    for child in flow(node):
        if child.tag == TABLE:
            tables = read_table(child, reading)
            nested += tables if tables and tables[0].columns > 1 else tables[1:]
            lines += _as_lines(tables[0]) if tables else []
        elif child.tag == PARAGRAPH:
            piece = read_paragraph(child, reading, counts=counts)
            carried += piece.text
            pictures += piece.pictures
            if not piece.open:
                lines.append(carried)
                carried = ""
            for box in piece.boxes:
                inner, more = _lines(box, reading, nested, counts)
                lines += inner
                pictures += more
    if carried:
        lines.append(carried)
    return lines, pictures


def _as_lines(table: Table) -> list[str]:
    """A nested table's text inside its cell: one line per row, each merged text once."""
    covered = table.covered()
    return [
        " ".join(text.replace("\n", " ") for column, text in enumerate(row) if text and (number, column) not in covered)
        for number, row in enumerate(table.rows)
    ]


def read_table(node: _Element, reading: Reading) -> list[Table]:
    """A table and, after it, the tables nested in its cells that have two columns or more; [] if nothing is left."""
    reading.tables += 1
    place = reading.tables
    nested: list[Table] = []
    grid_node = node.find(f"{W}tblGrid")
    widths = (
        []
        if grid_node is None
        else [measure(column.get(f"{W}w")) or 0.0 for column in grid_node.iterchildren(f"{W}gridCol")]
    )
    rows: list[Row] = []
    for child in _inside(node, _ROW):
        row = _row(child, reading, nested, sum(widths), place)
        if row is not None:
            rows.append(row)
    grid = lay_out(rows, widths)
    if not grid.rows or not grid.rows[0]:
        reading.tables -= not nested
        return nested
    return [_table(grid, rows, place), *nested]


def _table(grid: Grid, rows: list[Row], place: int) -> Table:
    headings = next((number for number, row in enumerate(rows) if not row.heading), 0)
    return Table(
        rows=tuple(grid.rows),
        places=tuple(Place(table=place, row=number) for number in range(1, len(rows) + 1)),
        spans=tuple(grid.spans),
        edges=grid.edges,
        heading_rows=headings,
        doubts=tuple(grid.doubts),
    )


def _row(node: _Element, reading: Reading, nested: list[Table], full: float, place: int) -> Row | None:
    row = Row([])
    properties = node.find(_ROW_PROPERTIES)
    if properties is not None:
        if properties.find(f"{W}del") is not None:
            return None
        if on(properties.find(f"{W}hidden")):
            reading.doubts.append(ReadDoubt("hidden", "表格里有设为隐藏的行，没有读取", Place(table=place)))
            return None
        _row_properties(row, properties, full)
    for child in _inside(node, _CELL):
        cell = _cell(child, reading, nested, full)
        if cell is not None:
            row.cells.append(cell)
    return row if row.cells else None


def _row_properties(row: Row, properties: _Element, full: float) -> None:
    for child in properties:
        tag = child.tag
        if tag == f"{W}gridBefore":
            row.before = max(number(child.get(_VAL)), 0)
        elif tag == f"{W}gridAfter":
            row.after = max(number(child.get(_VAL)), 0)
        elif tag == f"{W}wBefore":
            row.lead = _width(child, full)
        elif tag == f"{W}tblHeader":
            row.heading = on(child)


def _cell(node: _Element, reading: Reading, nested: list[Table], full: float) -> Cell | None:
    cell = Cell("")
    if len(node) and node[0].tag == _CELL_PROPERTIES and not _cell_properties(cell, node[0], full):
        return None
    lines, pictures = _lines(node, reading, nested, cell.vertical != GOES_ON)
    reading.pictures += pictures
    cell.text = clean(lines)
    if pictures and not cell.text:
        cell.note = "单元格里是图片，图片上的文字没有读出"
    return cell


def _cell_properties(cell: Cell, properties: _Element, full: float) -> bool:
    """Take over what w:tcPr says; False for a deleted cell."""
    for child in properties:
        tag = child.tag
        if tag == f"{W}tcW":
            cell.width = _width(child, full)
        elif tag == f"{W}gridSpan":
            cell.span = min(max(number(child.get(_VAL), 1), 1), 200)
        elif tag == f"{W}vMerge":
            cell.vertical = START if child.get(_VAL) == "restart" else GOES_ON
        elif tag == f"{W}hMerge":
            cell.horizontal = START if child.get(_VAL) == "restart" else GOES_ON
        elif tag == f"{W}cellDel":
            return False
    return True


def _width(node: _Element, full: float) -> float | None:
    """A width in twips; None where Word is to find it itself."""
    kind, text = node.get(f"{W}type", "dxa"), node.get(f"{W}w", "")
    if kind == "pct" or text.endswith("%"):
        share = measure(text.rstrip("%"))
        return None if not share else full * share / (100 if text.endswith("%") else 5000)
    if kind != "dxa":
        return None
    return measure(text) or None


def measure(text: str | None) -> float | None:
    """A length in twips: a bare number is twips, otherwise with its unit (Strict files)."""
    if text is None:
        return None
    if text.isdecimal():
        return float(text)
    match = _MEASURE.match(text)
    return float(match.group(1)) * _TWIPS.get(match.group(2), 1.0) if match else None
