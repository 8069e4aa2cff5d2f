"""Bar charts told from tables: filled areas that stand on one line, apart from each other, in many lengths.

The shaded cells of a table touch each other and come in the heights of its rows.
"""

import numpy as np
import numpy.typing as npt

from extractors.readers.pdf.page import Floats
from quanze.document import Box

_BARS = 4
"""So many bars of different lengths make a chart."""
_LEVEL, _LENGTH = 1.0, 1.5
"""Bars stand on one line within so many points; lengths differ by more than so many."""


def charts(fills: Floats) -> list[Box]:
    """The boxes around the bars of each bar chart, out of a page's filled areas (n, 7)."""
    if len(fills) < _BARS:
        return []
    boxes = fills[:, :4]
    found = [*_standing(boxes[:, [3, 0, 2, 1]], boxes), *_standing(boxes[:, [0, 1, 3, 2]], boxes)]
    return [box for number, box in enumerate(found) if box not in found[:number]]


def _standing(bars: Floats, boxes: Floats) -> list[Box]:
    """Bars as (foot, from, to, head) that share a foot, stand apart and differ in length."""
    found: list[Box] = []
    order = np.lexsort((bars[:, 1], bars[:, 0]))
    feet = bars[order, 0]
    for group in np.split(order, np.flatnonzero(np.diff(feet) > _LEVEL) + 1):
        if len(group) < _BARS:
            continue
        apart = _apart(bars, group)
        lengths = np.sort(np.abs(bars[apart, 3] - bars[apart, 0]))
        if len(apart) >= _BARS and 1 + np.count_nonzero(np.diff(lengths) > _LENGTH) >= _BARS:
            low, high = boxes[apart, :2].min(axis=0), boxes[apart, 2:].max(axis=0)
            found.append((float(low[0]), float(low[1]), float(high[0]), float(high[1])))
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
