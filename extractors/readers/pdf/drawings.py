"""Bar charts told from tables: filled areas that stand on one line, apart from each other, in many lengths.

The shaded cells of a table touch each other and come in the heights of its rows.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extractors.readers.pdf.page import Floats, Glyphs
from extractors.readers.ruling.grids import Grid
from quanze.document import Box

_BARS = 4
"""So many bars of different lengths make a chart."""
_COVERED = 0.6
"""Words reach over this part of the ground that was put under them."""
_LEVEL, _LENGTH = 1.0, 1.5
"""Bars stand on one line within so many points; lengths differ by more than so many."""


def charts(fills: Floats, grids: Sequence[Grid], glyphs: Glyphs) -> list[Box]:
    """The boxes around the bars of each bar chart, out of a page's filled areas (n, 7), its grids and its text."""
    if len(fills) < _BARS:
        return []
    boxes = fills[:, :4]
    found: list[Box] = []
    for group in [*_standing(boxes[:, [3, 0, 2, 1]]), *_standing(boxes[:, [0, 1, 3, 2]])]:
        bars = boxes[group]
        if not _are_cells(bars, grids, glyphs) and sum(not _is_marked_text(bar, glyphs) for bar in bars) >= _BARS:
            low, high = bars[:, :2].min(axis=0), bars[:, 2:].max(axis=0)
            found.append((float(low[0]), float(low[1]), float(high[0]), float(high[1])))
    return [box for number, box in enumerate(found) if box not in found[:number]]


def _are_cells(bars: Floats, grids: Sequence[Grid], glyphs: Glyphs) -> bool:
    """Whether bars are shaded cells of tables under each other: in several grids, and most of them written upon."""
    x, y = (bars[:, 0] + bars[:, 2]) / 2, (bars[:, 1] + bars[:, 3]) / 2
    inside = [np.count_nonzero(grid.locate(x, y) >= 0) for grid in grids]
    several = sum(count > 0 for count in inside) > 1 and max(inside) < len(bars)
    return bool(several and 2 * sum(len(_upon(bar, glyphs)) > 0 for bar in bars) > len(bars))


def _upon(bar: Floats, glyphs: Glyphs) -> Floats:
    """The boxes of the characters upon a filled area."""
    middle = (glyphs.boxes[:, :2] + glyphs.boxes[:, 2:]) / 2
    return glyphs.boxes[((middle > bar[:2]) & (middle < bar[2:])).all(axis=1)]


def _is_marked_text(bar: Floats, glyphs: Glyphs) -> bool:
    """Whether a filled area is the ground of a word: as high as its letters and hardly wider than all of them."""
    inside = _upon(bar, glyphs)
    if not len(inside):
        return False
    low, high = inside[:, :2].min(axis=0), inside[:, 2:].max(axis=0)
    return bool(((high - low) > _COVERED * (bar[2:] - bar[:2])).all())


def _standing(bars: Floats) -> list[npt.NDArray[np.intp]]:
    """Bars as (foot, from, to, head) that share a foot, stand apart and differ in length: their numbers."""
    found: list[npt.NDArray[np.intp]] = []
    order = np.lexsort((bars[:, 1], bars[:, 0]))
    feet = bars[order, 0]
    for group in np.split(order, np.flatnonzero(np.diff(feet) > _LEVEL) + 1):
        if len(group) < _BARS:
            continue
        apart = _apart(bars, group)
        lengths = np.sort(np.abs(bars[apart, 3] - bars[apart, 0]))
        if len(apart) >= _BARS and 1 + np.count_nonzero(np.diff(lengths) > _LENGTH) >= _BARS:
            found.append(apart)
    return found


def _apart(bars: Floats, group: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """The bars of a group, one for each place, that touch no other; the ground they stand before is left out."""
    wide = bars[group, 2] - bars[group, 1]
    group = group[wide < 3 * np.median(wide)]
    group = group[np.argsort(bars[group, 1], kind="stable")]
    kept: list[int] = []
    for number in group.tolist():
        if kept and bars[number, 1] < bars[kept[-1], 2] + 0.5:
            continue
        kept.append(number)
    return np.array(kept, np.intp)


def covers(area: Box, chart: Box) -> bool:
    """Whether the middle of a chart lies in an area."""
    x, y = (chart[0] + chart[2]) / 2, (chart[1] + chart[3]) / 2
    return area[0] < x < area[2] and area[1] < y < area[3]
