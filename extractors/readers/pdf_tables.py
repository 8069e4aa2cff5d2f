"""One page → its tables and the free lines around them, in the reading frame's order.

Ruled grids first, then tables known by their alignment only. What a page shares with other pages (running headers,
titles, numbering) is not decided here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractors.readers.pdf_borderless import loose_tables
from extractors.readers.pdf_coarse import is_coarse
from extractors.readers.pdf_columns import text_columns
from extractors.readers.pdf_drawings import charts, covers
from extractors.readers.pdf_fill import Filled, refill
from extractors.readers.pdf_header import Level
from extractors.readers.pdf_page import Frame, Glyphs, Page
from extractors.readers.pdf_text import Lines, set_lines
from extractors.readers.pdf_words import FreeText, free_text
from extractors.readers.ruling import Grid, Tolerance, find_grids, join
from extractors.readers.ruling_slivers import without_slivers
from quanze.document import Box, Span

_CLOSED = 0.65
"""So much of a table at least lies in cells whose outer sides are drawn."""
_SHADED = 6.0
"""A shaded area at least so wide and high (points) may be a cell or a row."""
_MANY, _SPARSE = 20, 0.25
"""A grid of so many cells is a drawing where fewer than this part hold text and no heading is filled."""


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
    """A line of text outside tables, its box and font size in the reading frame; `column` counts in reading order."""

    text: str
    area: Box
    size: float
    column: int = 0


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
    if page.needs_eyes:
        lines = set_lines(page.glyphs, np.zeros(len(page.glyphs), np.int32))
        return PageRead(page.number, page.frame, (), _free_lines(lines), True)
    drawn = charts(page.fills)
    grids = tuple(
        grid for grid in find_grids(page.across, page.down) if not any(covers(grid.box, chart) for chart in drawn)
    )
    glyphs = page.glyphs
    group = np.full(len(glyphs), -1, np.int32)
    tables = []
    if grids and len(glyphs):
        group, offsets = _in_cells(glyphs, grids)
        inside = group >= 0
        picked = glyphs.pick(inside)
        lines = set_lines(picked, group[inside])
        texts = lines.by_group()
        for grid, offset in zip(grids, offsets, strict=True):
            mine = {number: texts[offset + number] for number in range(len(grid.cells)) if offset + number in texts}
            here = (group >= offset) & (group < offset + len(grid.cells))
            outer = any(other is not grid and _contains(grid.box, other.box) for other in grids)
            if not is_table(grid, mine, holds_another=outer):
                group[here] = -1
            elif not outer and is_coarse(grid, lines, picked, offset):
                tables.append(_refilled(grid, glyphs.pick(here), page))
            else:
                tables.append(_table(grid, mine, page.frame))
    free = glyphs.pick(group < 0)
    more, rest = _loose(free, page, [grid.box for grid in grids], drawn)
    return PageRead(page.number, page.frame, (*tables, *more), _free_lines(rest))


def _refilled(grid: Grid, glyphs: Glyphs, page: Page) -> PageTable:
    """A grid that parts too few rows or columns, set up again out of its rules and the text in it."""
    text = free_text(glyphs)
    return _placed(text, [refill(grid, text.rows, _levels(page, text))], page)[0][0]


def _levels(page: Page, text: FreeText) -> list[Level]:
    """The page's rules across, drawn by lines or by characters, and the upper and lower edges of shaded rows."""
    shaded = page.fills[
        (page.fills[:, 3] - page.fills[:, 1] > _SHADED) & (page.fills[:, 2] - page.fills[:, 0] > _SHADED)
    ]
    zero = np.zeros(len(shaded), np.float32)
    edges = [np.stack([shaded[:, side], shaded[:, 0], shaded[:, 2], zero], axis=1) for side in (1, 3)]
    rules = join(np.concatenate([page.across, text.drawn, *edges]), Tolerance())
    return [(level, start, end) for level, start, end, _ in rules.tolist()]


def _loose(glyphs: Glyphs, page: Page, full: Sequence[Box], drawn: Sequence[Box]) -> tuple[list[PageTable], Lines]:
    """Tables among the characters outside `full` grids and charts, and the lines that are left."""
    columns = text_columns(glyphs)
    if columns is None:
        text = free_text(glyphs)
        found = _found(text, page, full, drawn)
        if not found:
            return [], text.lines
        tables, taken = _placed(text, found, page)
    else:
        tables, taken = _in_columns(glyphs, columns, page, full, drawn)
    rest = ~taken
    group = np.zeros(len(glyphs), np.int32) if columns is None else columns
    return tables, set_lines(glyphs.pick(rest), group[rest])


def _found(text: FreeText, page: Page, full: Sequence[Box], drawn: Sequence[Box]) -> list[Filled]:
    """The tables of some text; rules of full grids bound none of them."""
    if sum(len(line.phrases) > 1 for line in text.rows) < 2:
        return []
    levels = [
        (level, start, end)
        for level, start, end in _levels(page, text)
        if not any(box[1] - 3 < level < box[3] + 3 and start < box[2] and end > box[0] for box in full)
    ]
    found = loose_tables(text, levels)
    return [table for table in found if not any(covers(_outline(table), chart) for chart in drawn)]


def _outline(table: Filled) -> Box:
    return (table.xs[0], table.ys[0], table.xs[-1], table.ys[-1])


def _in_columns(
    glyphs: Glyphs, columns: npt.NDArray[np.int32], page: Page, full: Sequence[Box], drawn: Sequence[Box]
) -> tuple[list[PageTable], npt.NDArray[np.bool_]]:
    """The tables of each column of a page, and which of the characters they took."""
    tables: list[PageTable] = []
    taken = np.zeros(len(glyphs), np.bool_)
    for number in np.unique(columns).tolist():
        mine = np.flatnonzero(columns == number)
        text = free_text(glyphs.pick(mine))
        found = _found(text, page, full, drawn)
        if found:
            more, used = _placed(text, found, page)
            tables += more
            taken[mine[used]] = True
    return tables, taken


def _placed(text: FreeText, found: Sequence[Filled], page: Page) -> tuple[list[PageTable], npt.NDArray[np.bool_]]:
    """Filled areas as tables, and which of the characters they took."""
    glyphs = text.glyphs
    taken = np.full(len(glyphs), -1, np.int32)
    offset = 0
    for table in found:
        for number, (_, phrases) in enumerate(table.cells):
            for phrase in phrases:
                taken[text.lines.glyph[phrase.first : phrase.last]] = offset + number
        offset += len(table.cells)
    inside = taken >= 0
    texts = set_lines(glyphs.pick(inside), taken[inside]).by_group()
    tables, offset = [], 0
    for table in found:
        grid = _grid_of(table)
        words = {number: texts.get(offset + number, "") for number in range(len(table.cells))}
        tables.append(_table(grid, {number: word for number, word in words.items() if word}, page.frame))
        offset += len(table.cells)
    return tables, inside


def _grid_of(table: Filled) -> Grid:
    """A filled area as a grid; positions without a cell become empty cells."""
    owner = np.full((len(table.ys) - 1, len(table.xs) - 1), -1, np.int32)
    cells = [span for span, _ in table.cells]
    for number, span in enumerate(cells):
        owner[span.row : span.row + span.rows, span.column : span.column + span.columns] = number
    for row, column in np.argwhere(owner < 0).tolist():
        owner[row, column] = len(cells)
        cells.append(Span(row, column, 1, 1))
    return Grid(table.xs, table.ys, owner, tuple(cells))


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


def _contains(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def is_table(grid: Grid, texts: dict[int, str], *, holds_another: bool = False) -> bool:
    """Whether a grid with these cell texts is a table and not a drawing, a flow chart or a frame around a page."""
    if len(texts) < (4 if holds_another else 2) or grid.closed < _CLOSED:
        return False
    cells = len(grid.cells)
    return cells < _MANY or len(texts) > _SPARSE * cells or _has_heading(grid, texts)


def _has_heading(grid: Grid, texts: dict[int, str]) -> bool:
    """Whether one of the first rows, or the first column, is (nearly) all filled, as in a form yet to be filled in."""
    sides = [
        [number for number, cell in enumerate(grid.cells) if cell.row <= row < cell.row + cell.rows]
        for row in (0, 1, 2)
    ]
    sides.append([number for number, cell in enumerate(grid.cells) if cell.column == 0 and cell.columns == 1])
    return any(len(side) >= 3 and sum(number in texts for number in side) >= 0.6 * len(side) for side in sides)


def _table(grid: Grid, texts: dict[int, str], frame: Frame) -> PageTable:
    """A grid and its cells' texts as a table."""
    slim, kept = without_slivers(grid, frozenset(texts))
    words = [texts.get(number, "") for number in kept]
    xs, ys = [round(x, 2) for x in slim.xs], [round(y, 2) for y in slim.ys]
    boxes = [
        (xs[cell.column], ys[cell.row], xs[cell.column + cell.columns], ys[cell.row + cell.rows]) for cell in slim.cells
    ]
    shown = _shown(boxes, frame)
    rows = [(xs[0], top, xs[-1], bottom) for top, bottom in zip(ys, ys[1:], strict=False)]
    owner = slim.owner.tolist()
    return PageTable(
        tuple([tuple([words[number] for number in row]) for row in owner]),
        slim.spans(),
        tuple([tuple([shown[number] for number in row]) for row in owner]),
        tuple(_shown(rows, frame)),
        tuple(xs),
        (xs[0], ys[0], xs[-1], ys[-1]),
    )


def _shown(boxes: list[Box], frame: Frame) -> list[Box]:
    """Boxes of the reading frame on the page as it is shown."""
    return boxes if frame.turn == frame.rotation else frame.shown(np.asarray(boxes))


def _free_lines(lines: Lines) -> tuple[PageLine, ...]:
    parts = zip(
        np.round(lines.boxes.astype(np.float64), 2).tolist(), lines.size.tolist(), lines.group.tolist(), strict=True
    )
    return tuple(
        PageLine(lines.line(number), (box[0], box[1], box[2], box[3]), size, column)
        for number, (box, size, column) in enumerate(parts)
    )
