"""Pages photographed from an angle: how the long rules run together, and the page as seen from straight above.

Pixels only. A rule's slope changes evenly over the page where the camera was not level; what is curved stays curved.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.readers.scan.models import Picture

_MOST = 60
"""Long rules looked at."""
_FEW = 3
"""Rules of one direction from which on their slopes tell something."""
_SHIFT = 1.5
"""Pixels that a page's corners must lie off before it is worth setting right."""
_STEEPEST = 0.25
"""A slope that a page photographed by hand does not reach."""


@dataclass(frozen=True, slots=True)
class Slopes:
    """The slopes of rules: `middle` where the page's middle is, and by how much they change with each pixel."""

    middle: float = 0.0
    change: float = 0.0


def long_rules(ink: Picture, dpi: float) -> npt.NDArray[np.float64]:
    """(n, 3): height, slope and length in pixels of the long, nearly level rules; height is where x is the middle."""
    mask = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(15, int(dpi * 0.2))), np.uint8))
    mask = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    for number in np.argsort(-stats[1:, cv2.CC_STAT_WIDTH])[:_MOST] + 1 if count > 1 else ():
        left, top, wide, tall, _ = stats[number]
        if wide < dpi or tall > 0.08 * wide:
            continue
        rows, columns = np.nonzero(labels[top : top + tall, left : left + wide] == number)
        slope, start = np.polyfit(columns, rows, 1)
        found.append((top + start + slope * (ink.shape[1] / 2 - left), slope, float(wide)))
    return np.array(found, np.float64).reshape(-1, 3)


def level(grey: Picture, across: npt.NDArray[np.float64], down: npt.NDArray[np.float64]) -> Picture | None:
    """The page with its rules parallel and upright; None where they are so already or are too few.

    `across` are its long level rules, `down` the upright ones, found on the page turned over its diagonal.
    """
    height, width = grey.shape
    lying, standing = _slopes(across, height), _slopes(down, width)
    if max(abs(lying.change), abs(standing.change)) * width * height / 4 < _SHIFT:
        return None
    bend = np.array([[1.0, lying.middle], [standing.middle, 1.0]])
    p, q = np.linalg.solve(bend, [lying.change, standing.change])
    turn = np.linalg.inv(np.array([[1.0, standing.middle], [lying.middle, 1.0]]))
    to_middle = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]], np.float64)
    seen = np.array([[*turn[0], 0], [*turn[1], 0], [p, q, 1]], np.float64)
    matrix = np.linalg.inv(to_middle) @ seen @ to_middle
    corners = np.array([[[0, 0]], [[width, 0]], [[width, height]], [[0, height]]], np.float64)
    moved = cv2.perspectiveTransform(corners, matrix)
    if not np.isfinite(moved).all() or np.abs(moved - corners).max() > _STEEPEST * max(width, height):
        return None
    return np.asarray(
        cv2.warpPerspective(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)), np.uint8
    )


def _slopes(rules: npt.NDArray[np.float64], length: int) -> Slopes:
    """An even change of slopes fitted to most rules: those far off it are left out once."""
    kept = rules[np.abs(rules[:, 1]) < _STEEPEST]
    for _ in range(2):
        if len(kept) < _FEW or np.ptp(kept[:, 0]) < length / 8:
            return Slopes()
        change, middle = np.polyfit(kept[:, 0] - length / 2, kept[:, 1], 1, w=np.sqrt(kept[:, 2]))
        rest = np.abs(kept[:, 1] - middle - change * (kept[:, 0] - length / 2))
        kept = kept[rest <= max(3 * float(np.median(rest)), 1e-4)]
    return Slopes(float(middle), float(change))
