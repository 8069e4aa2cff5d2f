"""Pages set in columns of running text: where the columns are, so that each is read to its end before the next.

Works on characters alone (lines of two columns rarely stand level); tables are looked for in each column afterwards.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extractors.readers.pdf.fill import Gutter
from extractors.readers.pdf.header import place
from extractors.readers.pdf.page import Floats, Glyphs
from extractors.readers.pdf.words import TextLine

_LINES = 6
"""Columns run side by side over at least so many lines."""
_WIDE = 9.0
"""A column of running text is at least so many font sizes wide."""
_FULL = 0.72
"""Its lines fill this part of it on average."""
_DENSE = 0.55
"""Its characters cover this part of its area's width, line for line."""
_GUTTER = 1.1
"""White space between columns is at least so many font sizes wide."""
_GAP, _PARTED = 1.5, 0.5
"""Text with gaps of so many font sizes in this part of its lines stands in columns of its own, as in a table."""
_MANY, _SPARSE, _ALIKE = 10, 0.25, 1.6
"""Short lines in columns: so many in each, covering this part of its width, the columns about as wide as each other."""
_LEVEL, _APART = 0.15, 0.4
"""Lines level to so many font sizes; of two columns of text at most this part of the lines is."""
_STEP = 0.4
_FEWEST = 160

Positions = npt.NDArray[np.intp]


def text_columns(glyphs: Glyphs) -> npt.NDArray[np.int32] | None:
    """A number for each character that grows in reading order from column to column; None for a page of one column."""
    parts = _parts(glyphs, np.arange(len(glyphs)), 4)
    if len(parts) < 2:
        return None
    group = np.zeros(len(glyphs), np.int32)
    for number, part in enumerate(parts):
        group[part] = number
    return group


def _parts(glyphs: Glyphs, here: Positions, depth: int) -> list[Positions]:
    """Characters cut into columns and what stands above and below them, in reading order."""
    if len(here) < _FEWEST or not depth:
        return [here]
    boxes, size = glyphs.boxes[here], float(np.median(glyphs.size[here]))
    strip = _strip(boxes, size)
    if strip is None:
        return [here]
    x, top, bottom = strip
    middle, level = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    beside = (level > top) & (level < bottom)
    sides = [here[beside & (middle < x)], here[beside & (middle >= x)]]
    pieces = [here[level <= top], *sides, here[level >= bottom]]
    return [part for piece in pieces if len(piece) for part in _parts(glyphs, piece, depth - 1)]


def _strip(boxes: Floats, size: float) -> tuple[float, float, float] | None:
    """The longest white strip down the page with running text on both sides: its middle, from, to."""
    left, right = float(boxes[:, 0].min()), float(boxes[:, 2].max())
    best = _longest(boxes, size, np.arange(left + _WIDE * size, right - _WIDE * size, _STEP * size))
    if best[0] < 1.2 * _LINES * size:
        return None
    fine = np.arange(best[1] - _STEP * size, best[1] + _STEP * size, _STEP * size / 4)
    length, x, top, bottom = max(best, _longest(boxes, size, fine))
    level = (boxes[:, 1] + boxes[:, 3]) / 2
    beside = (level > top) & (level < bottom)
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    sides = [boxes[beside & side] for side in (middle < x, middle >= x)]
    both = all(_is_running(side, size) for side in sides) or _is_apart(sides[0], sides[1], size)
    return (x, top, bottom) if both else None


def _longest(
    boxes: Floats, size: float, places: Floats | npt.NDArray[np.floating]
) -> tuple[float, float, float, float]:
    """The longest white strip about one of these places: its length, middle, from, to."""
    best = (0.0, 0.0, 0.0, 0.0)
    for x in places.tolist():
        over = (boxes[:, 2] > x - _GUTTER * size / 2) & (boxes[:, 0] < x + _GUTTER * size / 2)
        tops, bottoms = np.sort(boxes[over, 1]), np.sort(boxes[over, 3])
        starts = np.concatenate([[boxes[:, 1].min() - 1], bottoms])
        ends = np.concatenate([tops, [boxes[:, 3].max() + 1]])
        longest = int(np.argmax(ends - starts))
        length = float(ends[longest] - starts[longest])
        if length > best[0] + 0.1 * size:
            best = (length, x, float(starts[longest]), float(ends[longest]))
    return best


def _is_apart(one: Floats, other: Floats, size: float) -> bool:
    """Whether short lines stand in two columns that know nothing of each other: about as wide, lines not level.

    The cells of a row stand level, however loosely a table is set.
    """
    levels, widths = [], []
    for boxes in (one, other):
        if not len(boxes):
            return False
        found = _lines(boxes, size)
        levels.append(found)
        widths.append(float(boxes[:, 2].max() - boxes[:, 0].min()))
        covered = float((boxes[:, 2] - boxes[:, 0]).sum())
        if len(found) < _MANY or widths[-1] <= _WIDE * size or covered <= _SPARSE * len(found) * widths[-1]:
            return False
    few, many = sorted(levels, key=len)
    level = np.abs(few[:, None] - many[None, :]).min(axis=1) < _LEVEL * size
    return max(widths) < _ALIKE * min(widths) and float(level.mean()) < _APART


def _lines(boxes: Floats, size: float) -> Floats:
    """The levels of the lines that characters stand in."""
    levels = np.sort((boxes[:, 1] + boxes[:, 3]) / 2)
    heads = np.flatnonzero(np.concatenate([[True], np.diff(levels) > 0.5 * size]))
    return np.array([float(np.median(part)) for part in np.split(levels, heads[1:])], np.float32)


def _is_running(boxes: Floats, size: float) -> bool:
    """Whether characters are running text: enough lines, wide enough, and nearly without gaps."""
    if not len(boxes):
        return False
    levels = (boxes[:, 1] + boxes[:, 3]) / 2
    order = np.argsort(levels, kind="stable")
    line = np.cumsum(np.concatenate([[0], np.diff(levels[order]) > 0.5 * size]))
    lines = int(line[-1]) + 1
    width = float(boxes[:, 2].max() - boxes[:, 0].min())
    covered = float((boxes[:, 2] - boxes[:, 0]).sum())
    if lines < _LINES or width <= _WIDE * size or covered <= _DENSE * lines * width:
        return False
    inner = np.lexsort((boxes[order, 0], line))
    left, right, line = boxes[order, 0][inner], boxes[order, 2][inner], line[inner]
    gaps = (left[1:] - right[:-1] > _GAP * size) & (line[1:] == line[:-1])
    return len(np.unique(line[1:][gaps])) < _PARTED * lines


def dense_columns(lines: Sequence[TextLine], found: Sequence[Gutter]) -> list[int]:
    """The columns between gutters that (nearly) every line fills, as running text does."""
    xs = [min(line.left for line in lines), *(gutter.middle for gutter in found), max(line.right for line in lines)]
    dense = []
    for column in range(len(xs) - 1):
        mine = [phrase for line in lines for phrase in line.phrases if place(phrase, xs) == (column, column)]
        if len(mine) < 3:
            continue
        width = max(phrase.right for phrase in mine) - min(phrase.left for phrase in mine)
        mean = sum(phrase.width for phrase in mine) / len(mine)
        size = sum(phrase.size for phrase in mine) / len(mine)
        if mean > _WIDE * size and mean > _FULL * width:
            dense.append(column)
    return dense
