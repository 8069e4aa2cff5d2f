"""Text taller than its row, painted over the rows above and below: its lines put back into the one cell they are of.

Asked only of pages where text lies over other text or over rules. Knows nothing of words.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from extractors.readers.pdf.page import Glyphs
from extractors.readers.pdf.parts import PageRead, PageTable
from extractors.readers.ruling.grids import Grid
from quanze.document import Box

_LEVEL, _BACK, _APART = 0.3, 0.5, 2.0
"""Characters of one line differ so much in level at most, go back so much at most and stand no further apart."""
_PITCH, _EVEN, _ALIKE = (0.8, 2.0), 0.1, 1.1
"""Lines of one cell follow each other at such a distance; it differs no more than this, and their size no more."""
_OVER = 0.15
"""Characters that share more than this lie over each other."""
_CENTRED = 0.3
"""Lines are in the middle of a cell where they miss it by no more; all in font sizes."""

Cells = npt.NDArray[np.int32]


def put_back(
    glyphs: Glyphs, group: Cells, grids: Sequence[tuple[Grid, int]]
) -> tuple[Cells, frozenset[int], frozenset[int]]:
    """The characters' cells, with lines that were written one after the other over several rows in the middle one.

    Only where that is sure: the lines are centred on a cell that holds nothing else, and what they lie over has words
    of its own. Also returns which cells these are, and which of them lie over the words of others. `grids` come with
    the number of their first cells.
    """
    found: list[tuple[int, slice]] = []
    times = np.zeros(len(group), np.int32)
    for first, last in _runs(glyphs):
        size = float(np.median(glyphs.size[first:last]))
        target = _target(_around(glyphs.boxes[first:last]), size, grids)
        if target is not None:
            found.append((target, slice(first, last)))
            times[first:last] += 1
    rest = set(group[times == 0].tolist())
    known = {-1, *rest, *(target for target, _ in found)}
    moved = group.copy()
    put: dict[int, slice] = {}
    for target, run in found:
        if (times[run] == 1).all() and target not in rest and known.issuperset(group[run].tolist()):
            moved[run] = target
            put[target] = run
    return moved, frozenset(put), frozenset(target for target, run in put.items() if _over_others(glyphs, run))


def _over_others(glyphs: Glyphs, run: slice) -> bool:
    """Whether lines lie over other characters."""
    left, top, right, bottom = _around(glyphs.boxes[run])
    least = _OVER * glyphs.size
    inside = (glyphs.boxes[:, 3] - top > least) & (bottom - glyphs.boxes[:, 1] > least)
    inside &= (glyphs.boxes[:, 2] - left > least) & (right - glyphs.boxes[:, 0] > least)
    inside[run] = False
    return bool(inside.any())


def beyond(read: PageRead) -> bool:
    """Whether a line above or below a table may be of a cell that goes on over the page end: empty here, or merged."""
    return any(
        _may_hold(table, 0 if line.area[1] < table.area[1] else -1, line.area)
        for table in read.tables
        for line in read.lines
        if table.edges[0] < line.area[0] and line.area[2] < table.edges[-1]
    )


def _may_hold(table: PageTable, side: int, area: Box) -> bool:
    """Whether the cells of the first or last row over or under which a line stands are all empty or merged."""
    row = side % len(table.rows)
    merged = {
        column
        for span in table.spans
        if span.rows > 1 and span.row <= row < span.row + span.rows
        for column in range(span.column, span.column + span.columns)
    }
    first, last = bisect_right(table.edges, area[0]) - 1, bisect_left(table.edges, area[2])
    return all(column in merged or not table.rows[row][column] for column in range(first, last))


def _target(box: Box, size: float, grids: Sequence[tuple[Grid, int]]) -> int | None:
    """The cell in whose middle, from top to bottom, a text stands that is higher than it and as wide at most."""
    middle = np.array([(box[0] + box[2]) / 2]), np.array([(box[1] + box[3]) / 2])
    for grid, offset in sorted(grids, key=lambda one: one[0].xs[-1] - one[0].xs[0]):
        number = int(grid.locate(*middle)[0])
        if number >= 0:
            left, top, right, bottom = grid.cell_box(number)
            inside = left - 1 < box[0] and box[2] < right + 1
            centred = abs(box[1] + box[3] - top - bottom) / 2 < _CENTRED * size
            return number + offset if inside and centred and box[3] - box[1] > bottom - top else None
    return None


def _around(boxes: npt.NDArray[np.float32]) -> Box:
    left, top = boxes[:, :2].min(axis=0).tolist()
    right, bottom = boxes[:, 2:].max(axis=0).tolist()
    return (left, top, right, bottom)


def _runs(glyphs: Glyphs) -> Iterator[tuple[int, int]]:
    """Lines of one size written below each other at one distance, two or more: from which character to which."""
    lines = _lines(glyphs)
    boxes = [_around(glyphs.boxes[first:last]) for first, last in lines]
    sizes = [float(glyphs.size[first]) for first, _ in lines]
    steps = [*map(_step, boxes, boxes[1:], sizes, sizes[1:]), 0.0]
    start = 0
    for number, (step, after) in enumerate(pairwise(steps)):
        if step and abs(after - step) > _EVEN * sizes[number]:
            yield lines[start][0], lines[number + 1][1]
        if abs(after - step) > _EVEN * sizes[number]:
            start = number + 1


def _step(one: Box, other: Box, size: float, next_size: float) -> float:
    """How far below another a line stands; 0 where it is not right below it."""
    step = (other[1] + other[3] - one[1] - one[3]) / 2
    over = min(one[2], other[2]) - max(one[0], other[0])
    alike = max(size, next_size) < _ALIKE * min(size, next_size)
    return step if alike and over > 0 and _PITCH[0] * size < step < _PITCH[1] * size else 0.0


def _lines(glyphs: Glyphs) -> list[tuple[int, int]]:
    """Characters that follow each other on one level: from which to which."""
    level = (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    size = np.maximum(glyphs.size[1:], glyphs.size[:-1])
    step = glyphs.boxes[1:, 0] - glyphs.boxes[:-1, 2]
    new = (np.abs(np.diff(level)) > _LEVEL * size) | (step < -_BACK * size) | (step > _APART * size)
    starts = np.concatenate([[0], np.flatnonzero(new) + 1])
    return list(zip(starts.tolist(), [*starts[1:].tolist(), len(glyphs)], strict=True))
