"""One table element of a web page → a grid: row and column spans, nested tables, tables that only lay a page out."""

import re
from dataclasses import dataclass, field

from lxml import etree

from extractors.readers import zipped
from extractors.readers.doubtful import STRUCK
from extractors.readers.sheet.format import scientific
from extractors.readers.sheet.separated import CUT_DIGITS
from extractors.readers.web import struck
from quanze.document import CellDoubt, Paragraph, Place, Span, Table
from quanze.errors import TooLarge
from quanze.text import tidy, whole_number

SKIPPED = frozenset(
    {
        "script", "style", "noscript", "template", "nav", "head", "title", "select", "option",
        "button", "input", "textarea", "svg", "object", "embed", "iframe", "audio", "video",
        "canvas", "map", "rt", "rp"
    }
)  # fmt: skip
BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "ol", "p", "section",
        "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"
    }
)  # fmt: skip
CELL_LIMIT = 2_000_000
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAK = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u2e80-\u9fff\uff00-\uffef])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.I)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its element, upper left grid position (from 0), and how far it spans."""

    element: etree._Element
    row: int
    column: int
    rows: int
    columns: int


@dataclass(slots=True)
class Grid:
    """A table element taken apart; `layout` says that it arranges a page rather than holds data."""

    cells: list[Cell] = field(default_factory=list)
    rows: int = 0
    columns: int = 0
    heading_rows: int = 0
    hidden_rows: int = 0
    caption: str = ""
    nested: list[etree._Element] = field(default_factory=list)
    layout: bool = False


def squeeze(text: str | None) -> str:
    """A page's text with white space as a browser shows it; a line end between Chinese characters is nothing."""
    return _SPACE.sub(" ", _BREAK.sub("", text)).replace("\u3000", " ") if text else ""


def grid(table: etree._Element) -> Grid:
    """Place a table's cells; the cells of nested tables stay inside theirs.

    Raises:
        TooLarge: spans blow the grid up.
    """
    found = Grid()
    for caption in table.iterchildren("caption"):
        found.caption = text_of(caption)
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    taken: dict[int, int] = {}
    for number, row in enumerate(rows):
        _place(row, number, len(rows), taken, found)
    found.rows = len(rows)
    found.columns = max((cell.column + cell.columns for cell in found.cells), default=0)
    if found.rows * found.columns > CELL_LIMIT:
        raise TooLarge(f"table: {found.rows} x {found.columns}")
    found.heading_rows = _heading_rows(rows)
    found.hidden_rows = sum(bool(_HIDDEN.search(row.get("style", ""))) for row in rows)
    found.nested = [one for one in table.iter("table") if next(one.iterancestors("table"), None) is table]
    found.layout = _is_layout(found)
    return found


def _place(row: etree._Element, number: int, rows: int, taken: dict[int, int], found: Grid) -> None:
    """Put a row's cells into the grid; `taken` says up to which row a column is covered from above."""
    column = 0
    for element in row:
        if element.tag not in ("td", "th"):
            continue
        while taken.get(column, 0) > number:
            column += 1
        down = _span(element, "rowspan", rows - number)
        across = min(_span(element, "colspan", 1000), 1000)
        found.cells.append(Cell(element, number, column, down, across))
        for covered in range(column, column + across):
            taken[covered] = number + down
        column += across


def _span(element: etree._Element, name: str, rest: int) -> int:
    text = re.match(r"\s*([0-9]+)", element.get(name, "1"))
    count = whole_number(text[1], rest) if text else 1
    return max(min(count or rest, rest), 1)


def _heading_rows(rows: list[etree._Element]) -> int:
    """How many first rows stand in a thead or hold heading cells only."""
    count = 0
    for row in rows:
        parent = row.getparent()
        cells = [cell.tag for cell in row if cell.tag in ("td", "th")]
        if (parent is not None and parent.tag == "thead") or (cells and set(cells) == {"th"}):
            count += 1
        else:
            break
    return count if count < len(rows) else 0


def _is_layout(found: Grid) -> bool:
    """A table of one cell, or one whose few cells hold tables, lays a page out."""
    if len(found.cells) <= 1 or found.columns <= 1:
        return not found.cells or any(_heavy(cell.element) for cell in found.cells) or found.rows <= 1
    if not found.nested:
        return False
    with_table = sum(any(True for _ in cell.element.iter("table")) for cell in found.cells)
    return with_table * 4 >= len(found.cells) or found.rows < 2


def _heavy(element: etree._Element) -> bool:
    return any(True for _ in element.iter("table", "p", "div", "h1", "h2", "h3"))


def marker(element: etree._Element) -> str:
    """The number that a browser shows before an entry of a numbered list; the page's text does not hold it."""
    parent = element.getparent()
    if parent is None or zipped.local(element) != "li" or zipped.local(parent) != "ol":
        return ""
    style = parent.get("style", "") + element.get("style", "")
    text = "".join(map(str, element.itertext())).strip()
    if re.search(r"list-style[^;]*none", style) or re.match(r"[0-9一二三四五六七八九十（(①-⑳]", text):
        return ""
    start = re.match(r"[0-9]{1,9}", parent.get("start", "1"))
    before = sum(1 for one in element.itersiblings("li", preceding=True))
    return f"{before + (int(start[0]) if start else 1)}."


def text_of(element: etree._Element) -> str:
    """A cell's text; blocks and line ends inside become newlines."""
    parts: list[str] = []
    _collect(element, parts, 0)
    lines = (re.sub(" {2,}", " ", line).strip() for line in tidy("".join(parts)).split("\n"))
    return "\n".join(line for line in lines if line)


def _collect(element: etree._Element, parts: list[str], depth: int) -> None:
    parts.append(squeeze(element.text))
    for child in element:
        name = zipped.local(child).lower()
        if name == "br":
            parts.append("\n")
        elif name not in SKIPPED and depth < 150:
            block = name in BLOCKS
            parts.append("\n" if block and name not in ("td", "th") else "")
            parts.append(marker(child))
            _collect(child, parts, depth + 1)
            parts.append(" " if name in ("td", "th") else "\n" if block else "")
        parts.append(squeeze(child.tail))


def _note(cell: Cell, text: str) -> str:
    """Why a cell's text may not be what it seems, "" where it is."""
    if cell.element.get(struck.HOLDS) and text:
        return STRUCK
    return CUT_DIGITS if scientific(text) else ""


def tables(found: Grid, title: str, inner: bool = False) -> tuple[Table | Paragraph, ...]:
    """The grid as a table, rows without any text left out; nothing where no cell holds text."""
    rows = [[""] * found.columns for _ in range(found.rows)]
    for cell in found.cells:
        text = text_of(cell.element)
        for row in range(cell.row, cell.row + cell.rows):
            rows[row][cell.column : cell.column + cell.columns] = [text] * cell.columns
    kept = [number for number, row in enumerate(rows) if any(row)]
    if not kept:
        return ()
    position = {number: index for index, number in enumerate(kept)}
    spans = []
    for cell in found.cells:
        covered = sum(number in position for number in range(cell.row, cell.row + cell.rows))
        if (cell.rows > 1 or cell.columns > 1) and covered * cell.columns > 1:
            first = min(number for number in range(cell.row, cell.row + cell.rows) if number in position)
            spans.append(Span(position[first], cell.column, covered, cell.columns))
    doubts = [
        CellDoubt(position[cell.row], cell.column, note)
        for cell in found.cells
        if cell.row in position and (note := _note(cell, rows[cell.row][cell.column]))
    ]
    table = Table(
        rows=tuple(tuple(rows[number]) for number in kept),
        places=tuple(Place(row=number + 1) for number in kept),
        spans=tuple(spans),
        title=title,
        heading_rows=sum(number < found.heading_rows for number in kept),
        inner=inner,
        doubts=tuple(doubts),
    )
    return (table,)
