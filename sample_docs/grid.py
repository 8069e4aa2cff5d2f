"""A table to be drawn: filled cells, merged areas, column widths. No file format lives here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quanze.document import Span


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to draw; `rows` holds a merged cell's text in every position, `widths` are relative.

    `repeat` marks the heading rows as repeated on each page; `numbered` leaves the first body column to automatic
    numbering; `breakable` lets a row run over two pages.
    """

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    heading: int = 1
    spans: tuple[Span, ...] = ()
    repeat: bool = True
    numbered: bool = False
    breakable: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph outside tables: `style` is title, heading, body or right."""

    text: str
    style: str = "body"


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A page break set by hand."""


Block = Grid | Line | PageBreak


def groups(rows: Sequence[Sequence[str]], column: int, first: int) -> tuple[Span, ...]:
    """Vertical spans over runs of equal, non-empty text in `column`, from row `first` on."""
    spans: list[Span] = []
    start = first
    for row in range(first + 1, len(rows) + 1):
        if row < len(rows) and rows[row][column] and rows[row][column] == rows[start][column]:
            continue
        if row - start > 1:
            spans.append(Span(start, column, row - start, 1))
        start = row
    return tuple(spans)


def two_row_heading(top: Sequence[str], under: dict[str, Sequence[str]]) -> tuple[list[list[str]], tuple[Span, ...]]:
    """Two heading rows from the upper names and, for some, the names below them; the rest is merged downwards."""
    upper: list[str] = []
    lower: list[str] = []
    spans: list[Span] = []
    for name in top:
        parts = under.get(name)
        if parts:
            spans.append(Span(0, len(upper), 1, len(parts)))
        else:
            spans.append(Span(0, len(upper), 2, 1))
        upper += [name] * len(parts or [name])
        lower += list(parts or [name])
    return [upper, lower], tuple(spans)


def card(pairs: Iterable[Sequence[str]], widths: Sequence[float]) -> Grid:
    """A card: rows of label and value cells; a row with fewer cells than columns lets its last cell run to the edge."""
    rows: list[tuple[str, ...]] = []
    spans: list[Span] = []
    for number, cells in enumerate(pairs):
        missing = len(widths) - len(cells)
        if missing:
            spans.append(Span(number, len(cells) - 1, 1, missing + 1))
        rows.append((*cells, *([cells[-1]] * missing)))
    return Grid(tuple(rows), tuple(widths), heading=0, spans=tuple(spans), repeat=False)


def cut(grid: Grid, row: int) -> tuple[Grid, Grid]:
    """Cut a grid in two before `row`; a merged cell on the cut is merged on both sides."""
    spans = ([s for s in grid.spans if s.row < row], [s for s in grid.spans if s.row + s.rows > row])
    upper = tuple(replace(s, rows=min(s.rows, row - s.row)) for s in spans[0])
    lower = tuple(replace(s, row=max(s.row - row, 0), rows=s.row + s.rows - max(s.row, row)) for s in spans[1])
    return (
        replace(grid, rows=grid.rows[:row], spans=tuple(s for s in upper if s.rows * s.columns > 1)),
        replace(grid, rows=grid.rows[row:], spans=tuple(s for s in lower if s.rows * s.columns > 1), heading=0),
    )
