"""Grids of rules that do not part all rows or columns of their table: told by how the text lies in their cells.

Cheap on ordinary lists (arrays only); the few grids that it names are set up again by `pdf_fill`, rules and text
together.
"""

import numpy as np
import numpy.typing as npt

from extractors.readers.pdf_page import Glyphs
from extractors.readers.pdf_text import Lines
from extractors.readers.ruling import Grid

_GAP = 1.3
"""White space of so many font sizes inside a cell's line may part two columns."""
_STRIP = 0.75
"""A strip of so many font sizes without any text may part two rows."""


def is_coarse(grid: Grid, lines: Lines, glyphs: Glyphs, offset: int) -> bool:
    """Whether a grid's cells hold several rows or columns of text each.

    `lines` are set out of `glyphs` in groups; the grid's cell `n` is group `offset + n`.
    """
    mine = (lines.group >= offset) & (lines.group < offset + len(grid.cells))
    if np.count_nonzero(mine) < 3:
        return False
    cell = lines.group[mine] - offset
    return _has_columns(grid, lines, glyphs, mine, cell) or _has_rows(grid, lines, mine, cell)


def _has_columns(
    grid: Grid, lines: Lines, glyphs: Glyphs, mine: npt.NDArray[np.bool_], cell: npt.NDArray[np.int32]
) -> bool:
    """Whether three lines or more of cells over the same columns have a gap at the same place."""
    gap, place = _widest_gaps(lines, glyphs)
    gap, place, size = gap[mine], place[mine], lines.size[mine]
    wide = gap > _GAP * size
    if np.count_nonzero(wide) < 3:
        return False
    first = np.array([span.column for span in grid.cells])[cell]
    last = first + np.array([span.columns for span in grid.cells])[cell]
    for number in np.flatnonzero(wide).tolist():
        same = wide & (first == first[number]) & (last == last[number])
        near = np.abs(place - place[number]) < (gap + gap[number]) / 2
        if np.count_nonzero(same & near) >= 3:
            return True
    return False


def _widest_gaps(lines: Lines, glyphs: Glyphs) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """The widest white space inside each line and where its middle lies."""
    boxes = glyphs.boxes[lines.glyph]
    gap = np.zeros(len(boxes), np.float32)
    gap[1:] = boxes[1:, 0] - boxes[:-1, 2]
    gap[lines.first] = 0
    widest = np.maximum.reduceat(gap, lines.first)
    number = np.repeat(np.arange(len(lines)), np.diff(np.append(lines.first, len(gap))))
    at = np.zeros(len(lines), np.float32)
    hit = gap == widest[number]
    at[number[hit]] = (boxes[hit, 0] - gap[hit] / 2).astype(np.float32)
    return widest, at


def _has_rows(grid: Grid, lines: Lines, mine: npt.NDArray[np.bool_], cell: npt.NDArray[np.int32]) -> bool:
    """Whether a row of the grid holds several rows of text, the first column's among them."""
    boxes, size = lines.boxes[mine], lines.size[mine]
    column = np.array([span.column for span in grid.cells])[cell]
    row = np.array([span.row for span in grid.cells])[cell]
    return _parted(boxes, size, row, column == 0) or _parallel(lines, np.flatnonzero(mine), cell, row)


def _parted(
    boxes: npt.NDArray[np.float32],
    size: npt.NDArray[np.float32],
    row: npt.NDArray[np.int_],
    leading: npt.NDArray[np.bool_],
) -> bool:
    """Whether strips without text cut rows of the grid in two, with the first column beginning anew below each."""
    order = np.lexsort((boxes[:, 1], row))
    boxes, size, row, leading = boxes[order], size[order], row[order], leading[order]
    cuts = 0
    for start, end in _stretches(row):
        if end - start < 4 or not leading[start:end].any():
            continue
        reached = np.maximum.accumulate(boxes[start:end, 3])
        strip = np.flatnonzero(boxes[start + 1 : end, 1] - reached[:-1] > _STRIP * size[start + 1 : end]) + start + 1
        for cut in strip.tolist():
            beside = boxes[cut:end, 1] < boxes[cut, 1] + 0.6 * size[cut]
            cuts += bool(leading[start:cut].any() and leading[cut:end][beside].any())
    return cuts >= 2


def _stretches(row: npt.NDArray[np.int_]) -> list[tuple[int, int]]:
    """Where each run of equal numbers begins and ends."""
    starts = np.flatnonzero(np.concatenate([[True], row[1:] != row[:-1]])).tolist()
    return list(zip(starts, [*starts[1:], len(row)], strict=True))


def _parallel(
    lines: Lines, numbers: npt.NDArray[np.intp], cell: npt.NDArray[np.int32], row: npt.NDArray[np.int_]
) -> bool:
    """Whether a row's cells have equally many lines, three or more, some of them numbers all the way down."""
    counts = np.bincount(cell)
    first_row = np.zeros(len(counts), np.int_)
    first_row[cell] = row
    for number in np.unique(first_row[counts >= 3]).tolist():
        kinds = np.flatnonzero((first_row == number) & (counts > 0))
        usual = int(np.median(counts[kinds]))
        tall = counts[kinds] >= 0.6 * usual
        if usual < 3 or len(kinds) < 2 or not tall[0] or np.count_nonzero(tall) < 0.6 * len(kinds):
            continue
        for kind in kinds[counts[kinds] >= 3].tolist():
            texts = [lines.line(which) for which in numbers[cell == kind].tolist()]
            if sum(any(letter.isdigit() for letter in text[:3]) and len(text) <= 16 for text in texts) >= 0.6 * usual:
                return True
    return False
