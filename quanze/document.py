"""What a reader found in one file: tables and paragraphs in reading order, each with its place (出处).

Knows nothing of the domain: no matter, no proof, no heading has a meaning here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points (1/72 inch) from the page's upper left corner."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its file (出处); every number counts from 1, None where the format has none.

    `page` is the page of a PDF, scan or OFD and the sheet of a workbook; Word files have no pages of their own.
    `table` counts through the whole file; `row` counts in that table as the file shows it (before stitching).
    """

    page: int | None = None
    table: int | None = None
    row: int | None = None
    bbox: Box | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A merged cell: its upper left grid position (from 0) and how many rows and columns it covers."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class CellDoubt:
    """A cell that could not be read surely: grid position (from 0) and why, in Chinese."""

    row: int
    column: int
    note: str


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of rows x columns, always rectangular; a merged cell's text stands in every position it covers.

    `places` has one entry per row. `edges` are the column edges in points (columns + 1 values) where the format
    has them, else empty. `boxes` holds each cell's box where the format has them. `title` is the text right above
    the table (caption, filling unit), lines joined by newline; `name` is a sheet's name. `heading_rows` is how many
    first rows the file itself marks as repeated heading (0 = it does not say).
    `inner` marks a table that stands in a cell of the table before it; its words are in that cell too.
    Line breaks inside a cell are kept as newlines; a PDF's are visual line ends (see `quanze.text.unwrap`).
    """

    rows: tuple[tuple[str, ...], ...]
    places: tuple[Place, ...]
    spans: tuple[Span, ...] = ()
    boxes: tuple[tuple[Box | None, ...], ...] = ()
    edges: tuple[float, ...] = ()
    page: int | None = None
    bbox: Box | None = None
    title: str = ""
    name: str = ""
    heading_rows: int = 0
    hidden: bool = False
    inner: bool = False
    doubts: tuple[CellDoubt, ...] = ()

    def __post_init__(self) -> None:
        """Hold the shape: rectangular, one place per row."""
        if len({len(row) for row in self.rows}) > 1:
            raise ValueError("a table's rows must all have the same number of columns")
        if len(self.places) != len(self.rows):
            raise ValueError("a table needs one place per row")

    @property
    def columns(self) -> int:
        """How many columns the grid has."""
        return len(self.rows[0]) if self.rows else 0

    def covered(self) -> frozenset[tuple[int, int]]:
        """Grid positions that repeat a merged cell's text: all that a span covers but its upper left one."""
        return frozenset(
            (row, column)
            for span in self.spans
            for row in range(span.row, span.row + span.rows)
            for column in range(span.column, span.column + span.columns)
            if (row, column) != (span.row, span.column)
        )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of text outside tables; `level` is the outline level of a heading (1 highest), 0 for body text.

    `aside` says that it belongs to the page and not to the text (a footer); it is kept but not read.
    """

    text: str
    place: Place = Place()
    level: int = 0
    aside: bool = False


@dataclass(frozen=True, slots=True)
class ReadDoubt:
    """Something about the file itself that a person should know (a hidden sheet, a page without text), in Chinese."""

    kind: str
    note: str
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read: its blocks in reading order. `format` is what the content is, not what the suffix says.

    `pages` is the number of pages (sheets of a workbook), None where the format has none.
    """

    name: str
    sha256: str
    format: str
    blocks: tuple[Table | Paragraph, ...]
    pages: int | None = None
    doubts: tuple[ReadDoubt, ...] = ()

    @property
    def tables(self) -> Iterator[Table]:
        """The tables in reading order."""
        return (block for block in self.blocks if isinstance(block, Table))
