"""Outer sides that a table does not draw, and parts of one table that touch nothing: what a page's edge cuts off.

Geometry only, for `grids`, which has the meaning of a rule's four numbers.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Rules = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.intp]
_APART = 0.35
"""A merged cell between two parts, or beside one, takes less than this share of the table's width."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How exact the rules are, in their own unit.

    `snap`: rules so close are one edge (double lines). `reach`: rules so far apart still meet. `dash`: the longest
    piece of a dashed rule. `shortest`: shorter rules are dirt. `sliver`: no real column or row is narrower.
    """

    snap: float = 4.0
    reach: float = 3.0
    dash: float = 12.0
    shortest: float = 5.0
    sliver: float = 12.0


def whole(
    groups: list[tuple[Numbers, Numbers]], across: Rules, down: Rules, meets: Flags, tolerance: Tolerance
) -> list[tuple[Numbers, Numbers]]:
    """Groups (numbers of rules across, of rules down) with the parts of one table put together again.

    A merged cell that began on the page before and goes on over the next has no level sides: it leaves its outer side
    alone, or parts the table in two.
    """
    found: list[tuple[Numbers, Numbers]] = []
    for rows, columns in sorted(groups, key=lambda group: float(down[group[1], 0].min())):
        part = rows, _with_loose(columns, down, meets, tolerance)
        left = next((k for k, other in enumerate(found) if _go_on(other, part, across, down, tolerance)), None)
        if left is None:
            found.append(part)
        else:
            found[left] = np.concatenate([found[left][0], part[0]]), np.concatenate([found[left][1], part[1]])
    return found


def _go_on(
    one: tuple[Numbers, Numbers], other: tuple[Numbers, Numbers], across: Rules, down: Rules, tolerance: Tolerance
) -> bool:
    """Whether two groups side by side are cut at the same levels, both open above, with the same rows."""
    ends = [np.median(down[columns, 1:3], axis=0) for _, columns in (one, other)]
    levels = [np.sort(across[rows, 0]) for rows, _ in (one, other)]
    if np.abs(ends[0] - ends[1]).max() > tolerance.reach or len(levels[0]) != len(levels[1]):
        return False
    x = [(down[columns, 0].min(), down[columns, 0].max()) for _, columns in (one, other)]
    gap, width = x[1][0] - x[0][1], x[1][1] - x[0][0]
    opened = min(level[0] - end[0] for level, end in zip(levels, ends, strict=True)) > 2 * tolerance.reach
    same = bool(np.abs(levels[0] - levels[1]).max() <= tolerance.reach)
    return bool(opened and same and tolerance.sliver < gap < _APART * width)


def _with_loose(columns: Numbers, down: Rules, meets: Flags, tolerance: Tolerance) -> Numbers:
    """The rules down of a group and the ones that touch nothing but run beside it from its top to its bottom.

    Such is the outer side of a merged cell that began on the page before and goes on over the next.
    """
    loose = np.flatnonzero(~meets.any(axis=0))
    if not len(loose) or len(columns) < 2:
        return columns
    ends, own = down[columns, 1:3], down[loose, 1:3]
    level = (np.abs(own - np.median(ends, axis=0)) <= tolerance.reach).all(axis=1)
    low, high = down[columns, 0].min(), down[columns, 0].max()
    far = np.maximum(low - down[loose, 0], down[loose, 0] - high)
    beside = loose[level & (far > 0) & (far < _APART * (high - low))]
    return np.concatenate([columns, beside])


def with_open_sides(across: Rules, down: Rules, tolerance: Tolerance) -> tuple[Rules, Rules]:
    """Add the outer border that a table open at a side does not draw: where two rules or more end in one line."""
    far = 2 * tolerance.sliver
    upright = _open(across, down, far, tolerance)
    down = np.concatenate([down, *upright])
    level = _open(down, across, far, tolerance)
    across = np.concatenate([across, *level])
    if len(upright) == len(level) == 2:
        return _framed(across, down)
    down = np.concatenate([down, *_short(across, down, tolerance)])
    across = np.concatenate([across, *_short(down, across, tolerance)])
    return across, down


def _framed(across: Rules, down: Rules) -> tuple[Rules, Rules]:
    """A table of inner rules only: the four borders that were added last, drawn out to its corners."""
    framed, walls = across.copy(), down.copy()
    framed[-2:, 1:3] = walls[:, 0].min(), walls[:, 0].max()
    walls[-2:, 1:3] = framed[:, 0].min(), framed[:, 0].max()
    return framed, walls


def _short(rules: Rules, walls: Rules, tolerance: Tolerance) -> list[Rules]:
    """Outermost walls drawn out to the rules that end level with them, as under a cell that goes on over the page."""
    added = []
    for end, outermost in ((1, walls[:, 0].min()), (2, walls[:, 0].max())):
        mine = rules[np.abs(rules[:, end] - outermost) <= tolerance.reach, 0]
        drawn = walls[np.abs(walls[:, 0] - outermost) <= tolerance.snap]
        if len(mine) >= 2 and (mine.min() < drawn[:, 1].min() or mine.max() > drawn[:, 2].max()):
            added.append(np.array([[outermost, mine.min(), mine.max(), 0.0]]))
    return added


def _open(rules: Rules, walls: Rules, far: float, tolerance: Tolerance) -> list[Rules]:
    """Borders missing at the low and the high end of `rules`, given the perpendicular `walls` that there are."""
    added = []
    for end, outermost, sign in ((1, walls[:, 0].min(), -1), (2, walls[:, 0].max(), 1)):
        beyond = rules[(rules[:, end] - outermost) * sign > far / 2]
        if len(beyond) >= 2:
            edge = float(np.median(beyond[:, end]))
            mine = beyond[np.abs(beyond[:, end] - edge) <= far / 2]
            if len(mine) >= 2 and len(mine) * 2 > len(rules[:, 0]) * 0.6:
                added.append(np.array([[edge, mine[:, 0].min(), mine[:, 0].max(), 0.0]]))
    return added
