"""Text that lies over other text in its cell, or outside of what the page shows of it: what no reader sees in order."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extractors.readers.pdf.page import Flags, Glyphs, ideographs
from extractors.readers.pdf.text import Lines
from extractors.readers.ruling.grids import Grid

OVERLAPPED = "这一格里的文字与别的文字或表格线重叠，可能读错次序或读进了上下相邻的行，请对照原表核对。"
_OVER = 0.5
"""Characters of a line that share so much of a font size lie over each other,"""
_CLOSE, _ALIKE = 0.85, 1.25
"""as do lines of one size that stand closer (no print sets them so)."""
_ON_RULE = 0.2
"""A line whose middle is so near to a rule is painted over it."""
_HEADING = 2
"""So many rows at a page's head may say the heading again."""
_LEAST = 1.0
"""Points that characters share at least."""


def overlapped(lines: Lines, glyphs: Glyphs, grids: Sequence[tuple[Grid, int]]) -> frozenset[int]:
    """The groups in which characters lie over other characters or over rules; `lines` are those of `glyphs`.

    `grids` come with the number of the group that their first cell is.
    """
    if len(lines) == 0:
        return frozenset()
    return frozenset([*_in_lines(lines, glyphs), *_between_lines(lines), *_on_rules(lines, glyphs, grids)])


def _in_lines(lines: Lines, glyphs: Glyphs) -> list[int]:
    """Groups with lines whose Chinese characters begin before the one to their left has ended."""
    at = lines.glyph
    left, right = glyphs.boxes[:, 0].take(at), glyphs.boxes[:, 2].take(at)
    shared = right[:-1] - left[1:]
    shared[lines.first[1:] - 1] = 0
    where = np.flatnonzero(shared > _LEAST) + 1
    if not len(where):
        return []
    one, two = at[where - 1], at[where]
    over = shared[where - 1] > _OVER * np.minimum(glyphs.size[one], glyphs.size[two])
    over &= np.abs(glyphs.boxes[two, 1] - glyphs.boxes[one, 1]) < _OVER * glyphs.size[two]  # not written downwards
    over &= ideographs(glyphs.codes[one]) & ideographs(glyphs.codes[two])
    found: list[int] = lines.group[np.searchsorted(lines.first, where[over], side="right") - 1].tolist()
    return found


def _between_lines(lines: Lines) -> list[int]:
    """Groups with lines that stand closer to the next one than any print does."""
    close = np.abs(lines.boxes[1:, 1] - lines.boxes[:-1, 1]) < lines.size[1:]
    upper = np.flatnonzero(close & (lines.group[1:] == lines.group[:-1]))
    if not len(upper):
        return []
    one, two = lines.boxes[upper], lines.boxes[upper + 1]
    size, larger = (order(lines.size[upper], lines.size[upper + 1]) for order in (np.minimum, np.maximum))
    over = np.minimum(one[:, 2], two[:, 2]) - np.maximum(one[:, 0], two[:, 0]) > _OVER * size
    over &= np.abs(two[:, 1] + two[:, 3] - one[:, 1] - one[:, 3]) / 2 < _CLOSE * size
    over &= larger < _ALIKE * size
    found: list[int] = lines.group[upper[over]].tolist()
    return found


def _on_rules(lines: Lines, glyphs: Glyphs, grids: Sequence[tuple[Grid, int]]) -> list[int]:
    """Groups with lines painted over the rule above or below their cell; what is clipped shows in its cell only."""
    middle = (lines.boxes[:, 1] + lines.boxes[:, 3]) / 2
    found: list[int] = []
    for grid, offset in grids:
        ys = np.asarray(grid.ys)
        after = np.clip(np.searchsorted(ys, middle), 1, len(ys) - 1)
        away = np.minimum(np.abs(ys[after] - middle), np.abs(ys[after - 1] - middle))
        for line in np.flatnonzero(away < _ON_RULE * lines.size).tolist():
            number = int(lines.group[line]) - offset
            if not 0 <= number < len(grid.cells):
                continue
            box, reach = grid.cell_box(number), _ON_RULE * lines.size[line]
            clipped = glyphs.clips is not None and not np.isnan(glyphs.clips[lines.glyph[lines.first[line]], 0])
            if not clipped and min(middle[line] - box[1], box[3] - middle[line]) < reach:
                found.append(number + offset)
    return found


def cut_off(glyphs: Glyphs, group: npt.NDArray[np.int32], grids: Sequence[tuple[Grid, int]]) -> bool:
    """Whether a cell's text is taller than what the page shows of it; `group` is -1 outside cells."""
    if glyphs.clips is None:
        return False
    middle = (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    above, below = middle < glyphs.clips[:, 1], middle > glyphs.clips[:, 3]
    return any(
        not _goes_on(above[group == number], below[group == number], grids, number)
        for number in np.unique(group[(above | below) & (group >= 0)]).tolist()
    )


def _goes_on(above: Flags, below: Flags, grids: Sequence[tuple[Grid, int]], number: int) -> bool:
    """Whether what is not shown of a cell is shown on another page, as the cell goes on over the page end.

    `above` and `below` say which of its characters lie where.
    """
    grid, offset = next(one for one in reversed(grids) if one[1] <= number)
    cell = grid.cells[number - offset]
    upwards = cell.row <= _HEADING and not below.any()
    downwards = cell.row + cell.rows == grid.shape[0] and not above.any()
    return (upwards or downwards) and (cell.rows > 1 or bool((above | below).all()))
