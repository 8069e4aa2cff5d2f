"""One page → its tables and the free lines around them, in the reading frame's order.

Ruled grids first, then tables known by their alignment only. What a page shares with other pages (running headers,
titles, numbering) is not decided here.
"""

import re

import numpy as np

from extractors.readers.pdf.cells import in_cells
from extractors.readers.pdf.coarse import is_coarse
from extractors.readers.pdf.drawings import charts, covers
from extractors.readers.pdf.loose import loose, refilled
from extractors.readers.pdf.overflow import put_back
from extractors.readers.pdf.overlaps import cut_off, overlapped
from extractors.readers.pdf.page import Page
from extractors.readers.pdf.parts import PageLine, PageRead, PageTable, as_lines, as_table, shown
from extractors.readers.pdf.pictures import unread
from extractors.readers.pdf.struck import struck_boxes
from extractors.readers.pdf.text import set_lines
from extractors.readers.ruling.grids import Grid, find_grids
from extractors.readers.ruling.slivers import without_slivers
from quanze.document import Box

__all__ = ["PageLine", "PageRead", "PageTable", "is_table", "read_tables"]

_CLOSED = 0.65
"""So much of a table at least lies in cells whose outer sides are drawn."""
_DRAWN = 0.99
_HAN = re.compile("[\u4e00-\u9fff]{2}")
_MANY, _SPARSE = 20, 0.25
"""A grid of so many cells is a drawing where fewer than this part hold text and no heading is filled."""


def read_tables(page: Page, *, overflowing: bool = False) -> PageRead:
    """Find a page's tables, put the characters into their cells, and set the rest into lines.

    `overflowing` says that text of its cells was found to lie over other text.
    """
    if page.needs_eyes:
        lines = set_lines(page.glyphs, np.zeros(len(page.glyphs), np.int32), free=True)
        return PageRead(page.number, page.frame, (), as_lines(lines), True)
    grids = find_grids(page.across, page.down)
    drawn = charts(page.fills, grids, page.glyphs)
    grids = tuple(grid for grid in grids if not any(covers(grid.box, chart) for chart in drawn))
    glyphs = page.glyphs
    group = np.full(len(glyphs), -1, np.int32)
    tables = []
    numbered: list[tuple[Grid, int]] = []
    put, hidden = frozenset[int](), frozenset[int]()
    if grids and len(glyphs):
        group, offsets = in_cells(glyphs, grids)
        numbered += zip(grids, offsets, strict=True)
        if overflowing:
            group, put, hidden = put_back(glyphs, group, numbered)
        inside = group >= 0
        picked = glyphs.pick(inside)
        lines = set_lines(picked, group[inside])
        texts = lines.by_group()
        over = overlapped(lines, picked, numbered) - put
        for grid, offset in numbered:
            mine = {number: texts[offset + number] for number in range(len(grid.cells)) if offset + number in texts}
            here = (group >= offset) & (group < offset + len(grid.cells))
            outer = any(other is not grid and _contains(grid.box, other.box) for other in grids)
            if not is_table(grid, mine, holds_another=outer):
                group[here] = -1
            elif not outer and is_coarse(grid, lines, picked, offset):
                tables.append(refilled(grid, glyphs.pick(here), page))
            else:
                tables.append(as_table(grid, mine, page.frame, over=frozenset(number - offset for number in over)))
    free = glyphs.pick(group < 0)
    more, rest = loose(free, page, [grid.box for grid in grids], drawn)
    size = float(np.median(glyphs.size)) if len(glyphs) else 0.0
    pictures = shown(unread(page.pictures, glyphs, page.frame.size), page.frame) if page.pictures else []
    return PageRead(
        page.number,
        page.frame,
        (*tables, *more),
        as_lines(rest),
        size=size,
        pictures=tuple(pictures),
        struck=tuple(shown(struck_boxes(page, grids), page.frame)),
        cut=bool(hidden) or cut_off(glyphs, group, numbered),
    )


def _contains(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def is_table(grid: Grid, texts: dict[int, str], *, holds_another: bool = False) -> bool:
    """Whether a grid with these cell texts is a table and not a drawing, a flow chart or a frame around a page.

    The rest of a Chinese list on its last page may fill a single cell; its grid is drawn in full all the same.
    """
    slim = without_slivers(grid, frozenset(texts))[0]
    if not texts or grid.closed < _CLOSED or len(slim.cells) < 2 or (holds_another and len(texts) < 4):
        return False
    if len(texts) == 1:
        return slim.shape[1] > 1 and grid.closed >= _DRAWN and grid.cells[next(iter(texts))].rows == grid.shape[0]
    if grid.closed >= _DRAWN and grid.shape[1] > 1 and _HAN.search("".join(texts.values())):
        return True
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
