"""What one page gives, as data: its tables and its free lines. Grids and lines become these here.

No decision about what is a table is taken here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractors.readers.pdf.page import Frame
from extractors.readers.pdf.text import Lines
from extractors.readers.pdf.words import LEADERS
from extractors.readers.ruling.grids import Grid
from extractors.readers.ruling.slivers import without_slivers
from quanze.document import Box, Span

_DRAWN = 0.99
"""A grid is full where this part lies in cells whose outer sides are drawn."""


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table of one page. `area` and `edges` are in the reading frame; all other boxes as the page is shown.

    `sure` says that it stands in a full grid of rules. Where its columns are known by white space only, `free` is how
    far each edge may lie to the left and right. `over` are the cells (row, column) whose text lies over itself.
    """

    rows: tuple[tuple[str, ...], ...]
    spans: tuple[Span, ...]
    boxes: tuple[tuple[Box | None, ...], ...]
    row_boxes: tuple[Box, ...]
    edges: tuple[float, ...]
    area: Box
    sure: bool = True
    free: tuple[tuple[float, float], ...] = ()
    over: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of text outside tables, its box and font size in the reading frame; `column` counts in reading order."""

    text: str
    area: Box
    size: float
    column: int = 0


@dataclass(frozen=True, slots=True)
class PageRead:
    """All that one page gives; `unread` says that its text is missing or not to be trusted.

    `size` is the usual font size of the whole page in points, tables included; 0 where it is not known. `pictures` are
    images that may hold something to read, `struck` text with a line through it, all as the page is shown. `cut` says
    that the page shows a part only of a cell's text, which was read in full.
    """

    number: int
    frame: Frame
    tables: tuple[PageTable, ...]
    lines: tuple[PageLine, ...]
    unread: bool = False
    size: float = 0.0
    pictures: tuple[Box, ...] = ()
    struck: tuple[Box, ...] = ()
    cut: bool = False


def as_table(
    grid: Grid, texts: dict[int, str], frame: Frame, *, ruled: bool = True, over: frozenset[int] = frozenset()
) -> PageTable:
    """A grid and its cells' texts as a table; `ruled` says that all of the grid is drawn by rules.

    `over` are the cells whose text lies over itself.
    """
    slim, kept = without_slivers(grid, frozenset(texts))
    words = [texts.get(number, "") for number in kept]
    xs, ys = [round(x, 2) for x in slim.xs], [round(y, 2) for y in slim.ys]
    boxes = [
        (xs[cell.column], ys[cell.row], xs[cell.column + cell.columns], ys[cell.row + cell.rows]) for cell in slim.cells
    ]
    places = shown(boxes, frame)
    rows = [(xs[0], top, xs[-1], bottom) for top, bottom in zip(ys, ys[1:], strict=False)]
    owner = slim.owner.tolist()
    return PageTable(
        tuple([tuple([words[number] for number in row]) for row in owner]),
        slim.spans(),
        tuple([tuple([places[number] for number in row]) for row in owner]),
        tuple(shown(rows, frame)),
        tuple(xs),
        (xs[0], ys[0], xs[-1], ys[-1]),
        ruled and grid.closed >= _DRAWN,
        over=_places(slim.cells, kept, over) if over else (),
    )


def _places(cells: Sequence[Span], kept: Sequence[int], which: frozenset[int]) -> tuple[tuple[int, int], ...]:
    """Where these of the kept cells begin."""
    return tuple((cell.row, cell.column) for cell, number in zip(cells, kept, strict=True) if number in which)


def shown(boxes: list[Box], frame: Frame) -> list[Box]:
    """Boxes of the reading frame on the page as it is shown."""
    return boxes if not boxes or frame.turn == frame.rotation else frame.shown(np.asarray(boxes))


def as_lines(lines: Lines) -> tuple[PageLine, ...]:
    """Free lines; those that are only dots or dashes are left out."""
    parts = zip(
        np.round(lines.boxes.astype(np.float64), 2).tolist(), lines.size.tolist(), lines.group.tolist(), strict=True
    )
    texts = [lines.line(number) for number in range(len(lines))]
    return tuple(
        PageLine(text, (box[0], box[1], box[2], box[3]), size, column)
        for text, (box, size, column) in zip(texts, parts, strict=True)
        if len(text) < 4 or not LEADERS.issuperset(text)
    )
