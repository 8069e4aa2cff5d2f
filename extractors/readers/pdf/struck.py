"""Lines through the middle of characters (删除线): found among a page's rules, and said of the cell or line they cross.

Only a rule that begins and ends where the characters under it do: no edge of a table, no underline, no blank to fill.
"""

import dataclasses
from collections.abc import Iterable, Sequence

import numpy as np

from extractors.readers.doubtful import STRUCK, outside
from extractors.readers.pdf.page import Page
from extractors.readers.ruling.grids import Grid
from quanze.document import Box, CellDoubt, Paragraph, Place, ReadDoubt, Table

_EDGE = 1.0
"""Rules this near (points) to a grid's row edge are its own."""
_THICK, _SHORT = 0.25, 0.3
"""A line through text is thinner and longer than these parts of a font size."""
_HIGH, _LOW = 0.35, 0.75
"""It crosses the characters between these parts of their height."""
_LOOSE = 0.5
"""It begins and ends within this part of a font size where they do."""
_MOST = 500
"""A page with more rules outside its grids holds drawings."""

_Struck = Sequence[tuple[int, Box]]
"""Page number and box, as the page is shown."""


def struck_boxes(page: Page, grids: Sequence[Grid]) -> list[Box]:
    """The boxes, in the reading frame, of characters with a line through them."""
    rules, glyphs = page.across, page.glyphs
    if grids and len(rules):
        edges = np.sort(np.concatenate([np.asarray(grid.ys) for grid in grids]))
        after = np.clip(np.searchsorted(edges, rules[:, 0]), 1, len(edges) - 1)
        near = np.minimum(np.abs(rules[:, 0] - edges[after - 1]), np.abs(rules[:, 0] - edges[after]))
        rules = rules[near > _EDGE]
    if not len(rules) or not len(glyphs):
        return []
    usual = float(np.median(glyphs.size))
    rules = rules[(rules[:, 3] < _THICK * usual) & (rules[:, 2] - rules[:, 1] > _SHORT * usual)]
    if not 0 < len(rules) <= _MOST:
        return []
    found: list[Box] = []
    left, top, right, bottom = glyphs.boxes.T
    middle = (left + right) / 2
    for level, start, end, _ in rules.tolist():
        under = np.flatnonzero((middle > start) & (middle < end) & (top < level) & (bottom > level))
        if not len(under):
            continue
        share = (level - top[under]) / (bottom[under] - top[under])
        off = max(abs(float(left[under].min()) - start), abs(float(right[under].max()) - end))
        if ((share > _HIGH) & (share < _LOW)).all() and off < _LOOSE * float(glyphs.size[under].max()):
            found.append((start, float(top[under].min()), end, float(bottom[under].max())))
    return found


def noted(
    blocks: Iterable[Table | Paragraph], struck: _Struck
) -> tuple[tuple[Table | Paragraph, ...], list[ReadDoubt]]:
    """The blocks with a doubt at each struck cell, and a doubt for each page with struck lines outside tables."""
    done: list[Table | Paragraph] = []
    lines: dict[int, list[str]] = {}
    for block in blocks:
        if isinstance(block, Table):
            mine = [box for page, box in struck if page == block.page]
            block = _with_doubts(block, mine) if mine else block
        elif any(page == block.place.page and _holds(block.place.bbox, box) for page, box in struck):
            lines.setdefault(block.place.page or 0, []).append(block.text)
        done.append(block)
    return tuple(done), [doubt for page, texts in lines.items() for doubt in outside({STRUCK: texts}, Place(page=page))]


def _with_doubts(table: Table, struck: Sequence[Box]) -> Table:
    covered = table.covered()
    doubts = [
        CellDoubt(row, column, STRUCK)
        for row, boxes in enumerate(table.boxes)
        for column, box in enumerate(boxes)
        if (row, column) not in covered and table.rows[row][column] and any(_holds(box, one) for one in struck)
    ]
    return dataclasses.replace(table, doubts=(*table.doubts, *doubts))


def _holds(area: Box | None, box: Box) -> bool:
    """Whether the middle of a box lies in an area."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area is not None and area[0] <= x <= area[2] and area[1] <= y <= area[3]
