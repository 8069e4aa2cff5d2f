"""Rules on a straightened page: long thin runs of ink with paper on both sides, however faint; strokes are none.

Pixels only. One direction is treated (level rules); the caller turns the page for the other.
"""

import cv2
import numpy as np
import numpy.typing as npt

from extractors.readers.scan.models import Picture

Rules = npt.NDArray[np.float32]
"""(n, 4): position, from, to, thickness in pixels."""
_TABLE = 0.75
"""Inches that a table's lines hang together at least."""
_LINE = 0.45
"""Inches that a line of letters is lower than."""
_SHORTEST, _THICKEST, _BORDER = 0.17, 0.045, 0.085
"""Inches: the shortest rule, the thickest, and the thickest of the long ones (an outer border)."""
_SIDES = (0.012, 0.02, 0.03)
"""How far beside a rule paper is looked for, in inches: the nearest is spoilt by letters that touch it."""
_LONG = 1.5
"""Inches from which on a run may be more crowded: strokes do not line up as far."""
_CROWDED = 0.42
"""The share of ink on both sides together from which on a run is a row of strokes."""


def find_rules(faint: Picture, ink: Picture, dpi: float) -> tuple[Rules, Picture]:
    """Level rules and the pixels that they cover.

    `faint` is ink down to the palest lines, where the strokes of letters run into each other; `ink` is what is as dark
    as letters are.
    """
    bridge = max(3, int(dpi * 0.02) | 1)
    closed = cv2.morphologyEx(_large(faint, dpi), cv2.MORPH_CLOSE, np.ones((1, bridge), np.uint8))
    thick = cv2.dilate(closed, np.ones((3, 1), np.uint8))
    mask = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, max(12, int(dpi * _SHORTEST))), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(mask, np.uint8), connectivity=8)
    kept = np.zeros(count, bool)
    rules: list[tuple[float, float, float, float]] = []
    for number in range(1, count):
        left, top, wide, tall, _ = (int(value) for value in stats[number])
        run = _run(labels[top : top + tall, left : left + wide] == number, dpi)
        if run is None:
            continue
        low, high, middle = run
        box = (left, top + low, left + wide, top + high)
        if _clear(ink, box, dpi) and (wide > 0.5 * dpi or not _bent(np.asarray(closed, np.uint8), box, dpi)):
            kept[number] = True
            rules.append((top + middle, float(left), float(left + wide), max(float(high - low - 2), 1.0)))
    return np.array(rules, np.float32).reshape(-1, 4), np.where(kept[labels], np.uint8(255), np.uint8(0))


def _run(piece: npt.NDArray[np.bool_], dpi: float) -> tuple[int, int, float] | None:
    """A piece of ink as a straight run: its first row, the row after its last, its middle; None where it is none.

    What hangs on a long run (a letter, the rim of a stamp) does not count: most columns decide.
    """
    tall, wide = piece.shape
    if wide < 4 * min(tall, dpi * _THICKEST) or (wide < dpi and tall > 2 * _THICKEST * dpi):
        return None
    counts = piece.sum(axis=0)
    middles = (piece * np.arange(tall)[:, None]).sum(axis=0) / np.maximum(counts, 1)
    thickness, middle = float(np.median(counts)), float(np.median(middles))
    straight = np.abs(middles - middle) <= (max(2.0, dpi * 0.03) if wide > 0.5 * dpi else max(1.2, dpi * 0.007))
    thickest = _BORDER if wide >= _LONG * dpi else _THICKEST
    if thickness > dpi * thickest + 2 or straight.mean() < 0.8:
        return None
    rows = np.flatnonzero(piece[:, straight].mean(axis=1) > 0.1)
    if not len(rows):
        return None
    return int(rows[0]), int(rows[-1]) + 1, middle


def _large(ink: Picture, dpi: float) -> Picture:
    """The ink without what cannot be a table's: strokes of large letters, and lines of letters that ran together."""
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(joined, np.uint8), connectivity=8)
    wide, tall = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    kept = np.maximum(wide, tall) > _TABLE * dpi
    low = np.minimum(wide, tall)
    for number in np.flatnonzero(kept & (low > _THICKEST * 2 * dpi) & (low < _LINE * dpi)):
        left, top = stats[number, cv2.CC_STAT_LEFT], stats[number, cv2.CC_STAT_TOP]
        piece = labels[top : top + tall[number], left : left + wide[number]] == number
        kept[number] = _framed(piece if wide[number] >= tall[number] else piece.T)
    kept[0] = False
    return np.where(kept[labels], ink, np.uint8(0))


def _framed(piece: npt.NDArray[np.bool_]) -> bool:
    """Whether a low piece of ink has a whole rule above and below, as a table of one row has and letters have not."""
    rows = piece.mean(axis=1)
    edge = max(2, len(rows) // 5)
    return bool(rows[:edge].max() > 0.9 and rows[-edge:].max() > 0.9)


def _bent(ink: Picture, box: tuple[int, int, int, int], dpi: float) -> bool:
    """Whether a short run is the straight part of something bent, as a bracket is: its ends lean to one side."""
    left, top, right, bottom = box
    rim = max(3, round(0.02 * dpi))
    piece = ink[max(top - rim, 0) : bottom + rim, left:right] > 0
    piece = piece[:, piece.mean(axis=0) < 0.9]
    if piece.shape[1] < 8:
        return False
    middles = (piece * np.arange(len(piece))[:, None]).sum(axis=0) / np.maximum(piece.sum(axis=0), 1)
    part = max(2, len(middles) // 5)
    ends = np.concatenate([middles[:part], middles[-part:]])
    return bool(abs(ends.mean() - middles[part:-part].mean()) > max(0.8, 0.004 * dpi))


def _clear(ink: Picture, box: tuple[int, int, int, int], dpi: float) -> bool:
    """Whether there is paper above and below a run, as beside a rule and not as inside a line of letters."""
    left, top, right, bottom = box
    steps = [max(2, round(side * dpi)) for side in _SIDES]
    above = min(_share(ink, top - step, left, right) for step in steps)
    below = min(_share(ink, bottom - 1 + step, left, right) for step in steps)
    return above + below <= (_CROWDED if right - left < _LONG * dpi else 2 * _CROWDED)


def _share(ink: Picture, row: int, left: int, right: int) -> float:
    """The share of ink in a piece of a row; there is none outside the page."""
    if not 0 <= row < ink.shape[0]:
        return 0.0
    return float(np.count_nonzero(ink[row, left:right])) / max(right - left, 1)
