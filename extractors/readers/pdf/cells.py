"""Characters into the cells of ruled grids: by their middle, but words that run over a cell's edge stay together.

Characters that are clipped to one cell are of that cell, wherever they would stand.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extractors.readers.pdf.page import Floats, Glyphs
from extractors.readers.ruling.grids import Grid
from quanze.document import Box

_TOUCHING = 0.12
"""Characters of one run stand closer than so many font sizes."""
_WITHIN = 2.0
"""A clip may reach over the rules of its cell by so many points."""
_INSET = 9.0
"""Text aligned to a side of its cell begins within so many points of it."""


def in_cells(glyphs: Glyphs, grids: tuple[Grid, ...]) -> tuple[npt.NDArray[np.int32], list[int]]:
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
        if glyphs.clips is not None:
            cell = _clipped_to(glyphs.clips, grid, cell, (x, y))
        group = np.where(cell >= 0, cell + np.int32(offset), group)
    return _kept_together(glyphs, group, list(zip(grids, offsets, strict=True))), offsets


def _clipped_to(
    clips: Floats,
    grid: Grid,
    cell: npt.NDArray[np.int32],
    middle: tuple[npt.NDArray[np.floating], npt.NDArray[np.floating]],
) -> npt.NDArray[np.int32]:
    """The cells of characters, those that are clipped to one cell in that one.

    A cell merged over a page end is clipped to its rows on this page, and its words may lie beyond them: then their
    own place across the page tells the column.
    """
    known = np.flatnonzero(~np.isnan(clips[:, 0]))
    left, top, right, bottom = clips[known].T
    x, y = middle[0][known], middle[1][known]
    beyond = ((y < top) | (y > bottom)) & (x > left) & (x < right)
    one = grid.locate(np.where(beyond, x, left + _WITHIN), top + _WITHIN)
    other = grid.locate(np.where(beyond, x, right - _WITHIN), bottom - _WITHIN)
    within = (one == other) & (one >= 0)
    cell = cell.copy()
    cell[known[within]] = one[within]
    return cell


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _kept_together(
    glyphs: Glyphs, group: npt.NDArray[np.int32], grids: Sequence[tuple[Grid, int]]
) -> npt.NDArray[np.int32]:
    """Runs of touching characters put into one cell, as text too long for its cell (or a hanging stop) asks for."""
    if len(glyphs) < 2:
        return group
    left, right = glyphs.boxes[1:, 0], glyphs.boxes[:-1, 2]
    level = (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    size = glyphs.size[1:]
    touching = (left - right < _TOUCHING * size) & (left - right > -0.5 * size)
    touching &= (np.abs(level[1:] - level[:-1]) < 0.2 * size) & ~glyphs.space[1:]
    touching &= (glyphs.turn[1:] == 0) & (glyphs.turn[:-1] == 0)
    if glyphs.clips is not None:
        after, before = glyphs.clips[1:], glyphs.clips[:-1]
        touching &= ((after == before) | (np.isnan(after) & np.isnan(before))).all(axis=1)
    over = touching & (group[1:] != group[:-1])
    if not over.any():
        return group
    starts = np.flatnonzero(np.concatenate([[True], ~touching]))
    for number in np.unique(np.searchsorted(starts, np.flatnonzero(over), side="right") - 1).tolist():
        begin, end = int(starts[number]), int(starts[number + 1]) if number + 1 < len(starts) else len(glyphs)
        boxes = glyphs.boxes[begin:end]
        place = (float(boxes[0, 0]), float(boxes[-1, 2]))
        group[begin:end] = _home(place, dict.fromkeys(group[begin:end].tolist()), grids)
    return group


def _home(place: tuple[float, float], cells: dict[int, None], grids: Sequence[tuple[Grid, int]]) -> int:
    """Which of the cells that a run lies over is its own: the one it is aligned in, left, right or centred."""
    boxes = {cell: _box(cell, grids) for cell in cells if cell >= 0}
    begins = {cell: place[0] - box[0] for cell, box in boxes.items()}
    ends = {cell: box[2] - place[1] for cell, box in boxes.items()}
    for distance in (begins, ends):
        near = [cell for cell, value in distance.items() if -1 < value < _INSET]
        if near:
            return near[0]
    return min(boxes, key=lambda cell: abs(sum(place) - boxes[cell][0] - boxes[cell][2]))


def _box(cell: int, grids: Sequence[tuple[Grid, int]]) -> Box:
    return next(grid.cell_box(cell - offset) for grid, offset in grids if offset <= cell < offset + len(grid.cells))
