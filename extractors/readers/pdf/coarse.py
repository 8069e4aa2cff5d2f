"""Grids of rules that do not part all rows or columns of their table: told by how the text lies in their cells.

Cheap on ordinary lists (arrays only); the few grids that it names are set up again by `fill`, rules and text
together.
"""

import numpy as np
import numpy.typing as npt

from extractors.readers.pdf.page import Floats, Glyphs
from extractors.readers.pdf.text import Lines
from extractors.readers.ruling.grids import Grid

_GAP = 1.3
"""White space of so many font sizes inside a cell's line may part two columns."""
_STRIP = 0.75
"""A strip of so many font sizes without any text may part two rows."""


def is_coarse(grid: Grid, lines: Lines, glyphs: Glyphs, offset: int) -> bool:
    """Whether a grid's cells hold several rows or columns of text each.

    `lines` are set out of `glyphs` in groups; the grid's cell `n` is group `offset + n`. For Chinese text only where
    no rule parts any column: offices rule every row, and wrapped codes and full-width marks in their narrow cells look
    like columns of figures.
    """
    begin, end = np.searchsorted(lines.group, (offset, offset + len(grid.cells))).tolist()
    if end - begin < 3:
        return False
    mine = slice(begin, end)
    cell = lines.group[mine] - offset
    if _is_chinese(lines, glyphs, mine):
        return grid.shape[1] == 1 and _has_columns(grid, lines, glyphs, mine, cell)
    return _has_columns(grid, lines, glyphs, mine, cell) or _has_rows(grid, lines, mine, cell)


def _is_chinese(lines: Lines, glyphs: Glyphs, mine: slice) -> bool:
    stop = lines.first[mine.stop] if mine.stop < len(lines) else len(lines.glyph)
    codes = glyphs.codes[lines.glyph[lines.first[mine.start] : stop]]
    return bool(np.count_nonzero((codes >= 0x4E00) & (codes < 0xA000)) > 0.2 * len(codes))


def _has_columns(grid: Grid, lines: Lines, glyphs: Glyphs, mine: slice, cell: npt.NDArray[np.int32]) -> bool:
    """Whether three lines or more of cells over the same columns have a gap at the same place."""
    first = lines.first[mine]
    stop = int(lines.first[mine.stop]) if mine.stop < len(lines) else len(lines.glyph)
    order = lines.glyph[first[0] : stop]
    boxes = glyphs.boxes[order]
    gap = np.zeros(len(order), np.float32)
    np.subtract(boxes[1:, 0], boxes[:-1, 2], out=gap[1:])
    gap[first - first[0]] = 0
    if np.count_nonzero(gap > _GAP * glyphs.size[order]) < 3:
        return False
    gap, place = _widest(gap, boxes[:, 0], first - first[0])
    wide = gap > _GAP * lines.size[mine]
    left = np.array([span.column for span in grid.cells])[cell]
    right = left + np.array([span.columns for span in grid.cells])[cell]
    for number in np.flatnonzero(wide).tolist():
        same = wide & (left == left[number]) & (right == right[number])
        near = np.abs(place - place[number]) < (gap + gap[number]) / 2
        if np.count_nonzero(same & near) >= 3:
            return True
    return False


def _widest(gap: Floats, left: Floats, first: npt.NDArray[np.intp]) -> tuple[Floats, Floats]:
    """The widest white space inside each line and where its middle lies."""
    widest = np.maximum.reduceat(gap, first)
    number = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(gap))))
    at = np.zeros(len(first), np.float32)
    hit = gap == widest[number]
    at[number[hit]] = (left[hit] - gap[hit] / 2).astype(np.float32)
    return widest, at


def _has_rows(grid: Grid, lines: Lines, mine: slice, cell: npt.NDArray[np.int32]) -> bool:
    """Whether a row of the grid holds several rows of text, the first column's among them."""
    counts = np.bincount(cell, minlength=len(grid.cells)).tolist()
    rows = {span.row for count, span in zip(counts, grid.cells, strict=True) if count > 1 and span.column == 0}
    by_row: dict[int, list[int]] = {row: [] for row in rows}
    for number, (count, span) in enumerate(zip(counts, grid.cells, strict=True)):
        if count and span.row in by_row:
            by_row[span.row].append(number)
    if not any(sum(counts[number] for number in numbers) >= 4 for numbers in by_row.values()):
        return False
    here = np.flatnonzero(np.isin(cell, [number for numbers in by_row.values() for number in numbers]))
    return _parted(grid, lines, here + mine.start, cell[here]) or _parallel(lines, by_row, counts, mine, cell)


def _parted(grid: Grid, lines: Lines, which: npt.NDArray[np.intp], cell: npt.NDArray[np.int32]) -> bool:
    """Whether strips without text cut rows of the grid in two, with the first column beginning anew below each."""
    boxes, size = lines.boxes[which], lines.size[which]
    leading = np.array([grid.cells[number].column == 0 for number in cell.tolist()])
    row = np.array([grid.cells[number].row for number in cell.tolist()])
    order = np.lexsort((boxes[:, 1], row))
    boxes, size, row, leading = boxes[order], size[order], row[order], leading[order]
    apart = row * np.float32(1e5)
    reached = np.maximum.accumulate(boxes[:, 3] + apart) - apart
    strip = (boxes[1:, 1] - reached[:-1] > _STRIP * size[1:]) & (row[1:] == row[:-1])
    cuts = 0
    for cut in (np.flatnonzero(strip) + 1).tolist():
        here = row == row[cut]
        above = here & (np.arange(len(row)) < cut)
        beside = here & ~above & (boxes[:, 1] < boxes[cut, 1] + 0.6 * size[cut])
        cuts += bool(np.count_nonzero(here) >= 4 and leading[above].any() and leading[beside].any())
    return cuts >= 2


def _parallel(
    lines: Lines, by_row: dict[int, list[int]], counts: list[int], mine: slice, cell: npt.NDArray[np.int32]
) -> bool:
    """Whether a row's cells have equally many lines, three or more, some of them numbers all the way down."""
    for kinds in by_row.values():
        usual = sorted(counts[kind] for kind in kinds)[len(kinds) // 2]
        tall = [kind for kind in kinds if counts[kind] >= 0.6 * usual]
        if usual < 3 or len(kinds) < 2 or kinds[0] not in tall or len(tall) < 0.6 * len(kinds):
            continue
        for kind in tall:
            texts = [lines.line(which) for which in (np.flatnonzero(cell == kind) + mine.start).tolist()]
            figures = sum(any(letter.isdigit() for letter in text[:3]) and len(text) <= 16 for text in texts)
            if len(texts) >= 3 and figures >= 0.6 * usual:
                return True
    return False
