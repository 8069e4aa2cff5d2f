"""One page → its tables and the free lines around them, in the reading frame's order.

Ruled grids first, then tables known by their alignment only. What a page shares with other pages (running headers,
titles, numbering) is not decided here.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractors.readers.pdf_page import Frame, Glyphs, Page
from extractors.readers.pdf_text import Lines, set_lines
from extractors.readers.ruling import Grid, find_grids
from extractors.readers.ruling_slivers import without_slivers
from quanze.document import Box, Span


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table of one page. `area` and `edges` are in the reading frame; all other boxes as the page is shown."""

    rows: tuple[tuple[str, ...], ...]
    spans: tuple[Span, ...]
    boxes: tuple[tuple[Box | None, ...], ...]
    row_boxes: tuple[Box, ...]
    edges: tuple[float, ...]
    area: Box


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of text outside tables, its box and font size in the reading frame."""

    text: str
    area: Box
    size: float


@dataclass(frozen=True, slots=True)
class PageRead:
    """All that one page gives; `unread` says that its text is missing or not to be trusted."""

    number: int
    frame: Frame
    tables: tuple[PageTable, ...]
    lines: tuple[PageLine, ...]
    unread: bool = False


def read_tables(page: Page) -> PageRead:
    """Find a page's tables, put the characters into their cells, and set the rest into lines."""
    grids = find_grids(page.across, page.down)
    glyphs = page.glyphs
    group = np.full(len(glyphs), -1, np.int32)
    tables = []
    if grids and len(glyphs):
        group, offsets = _in_cells(glyphs, grids)
        inside = group >= 0
        texts = set_lines(glyphs.pick(inside), group[inside]).by_group()
        for grid, offset in zip(grids, offsets, strict=True):
            mine = {number: texts[offset + number] for number in range(len(grid.cells)) if offset + number in texts}
            if is_table(grid, mine):
                tables.append(_table(grid, mine, page.frame))
            else:
                group[(group >= offset) & (group < offset + len(grid.cells))] = -1
    free = group < 0
    lines = set_lines(glyphs.pick(free), np.zeros(int(free.sum()), np.int32))
    return PageRead(page.number, page.frame, tuple(tables), _free_lines(lines))


def _in_cells(glyphs: Glyphs, grids: tuple[Grid, ...]) -> tuple[npt.NDArray[np.int32], list[int]]:
    """For each character the number of its cell (-1: none) and for each grid the number of its first cell.

    Where one grid lies inside a cell of another, the inner one takes its characters.
    """
    x = (glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2
    y = (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    offsets = np.cumsum([0, *(len(grid.cells) for grid in grids)])[:-1].tolist()
    group = np.full(len(glyphs), -1, np.int32)
    large_first = sorted(zip(grids, offsets, strict=True), key=lambda pair: -_area(pair[0].box))
    for grid, offset in large_first:
        cell = grid.locate(x, y)
        group = np.where(cell >= 0, cell + np.int32(offset), group)
    return group, offsets


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def is_table(grid: Grid, texts: dict[int, str]) -> bool:
    """Whether a grid with these cell texts is a table and not a drawing or a frame."""
    return len(texts) >= 2


def _table(grid: Grid, texts: dict[int, str], frame: Frame) -> PageTable:
    """A grid and its cells' texts as a table."""
    slim, kept = without_slivers(grid, frozenset(texts))
    words = [texts.get(number, "") for number in kept]
    shown = [_rounded(frame.shown(slim.cell_box(number))) for number in range(len(slim.cells))]
    owner = slim.owner.tolist()
    left, _, right, _ = slim.box
    return PageTable(
        tuple(tuple([words[number] for number in row]) for row in owner),
        slim.spans(),
        tuple(tuple([shown[number] for number in row]) for row in owner),
        tuple(
            _rounded(frame.shown((left, top, right, bottom))) for top, bottom in zip(slim.ys, slim.ys[1:], strict=False)
        ),
        tuple(round(x, 2) for x in slim.xs),
        _rounded(slim.box),
    )


def _rounded(box: Box) -> Box:
    left, top, right, bottom = box
    return (round(left, 2), round(top, 2), round(right, 2), round(bottom, 2))


def _free_lines(lines: Lines) -> tuple[PageLine, ...]:
    boxes, sizes = lines.boxes.tolist(), lines.size.tolist()
    return tuple(
        PageLine(lines.line(number), _rounded(tuple(boxes[number])), sizes[number]) for number in range(len(lines))
    )
