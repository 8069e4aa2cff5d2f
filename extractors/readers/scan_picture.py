"""A scanned page as a picture: stamp colour and shading removed, set straight, its rules found.

Pixels only; no text is read here and no file is opened.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.readers.scan_models import Picture

Rules = npt.NDArray[np.float32]
_COARSE, _STEP = 6.0, 0.5
"""Degrees searched on both sides, and the first step."""
_DARK = 160
"""Grey values below this are ink, on paper of 255."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page set straight: grey (ink dark on paper of 255), its ink, and its rules.

    Rules are (n, 4): position, from, to, thickness in pixels; `lines` marks the pixels that belong to them.
    """

    grey: Picture
    ink: Picture
    across: Rules
    down: Rules
    lines: Picture


def clean(image: Picture) -> Picture:
    """A colour page in grey, stamps in red gone, shading evened out so that paper is white.

    The red channel is what shows least of a red stamp and all of black text under it.
    """
    grey = image[:, :, 0] if image.ndim == 3 else image
    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 15)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(grey, cv2.max(paper, np.full_like(paper, 64)), scale=250)
    return np.clip(even, 0, 255).astype(np.uint8)


def straighten(grey: Picture, dpi: float) -> tuple[Sheet, float]:
    """Turn a page until its lines are level; the answer is the page and by how many degrees it was turned."""
    angle = _coarse(grey)
    turned = rotate(grey, angle)
    fine = _fine(turned, dpi)
    if abs(fine) > 0.01:
        turned, angle = rotate(grey, angle + fine), angle + fine
    return _sheet(turned, dpi), angle


def rotate(grey: Picture, angle: float) -> Picture:
    """The page turned about its middle, paper all around."""
    if abs(angle) < 0.005:
        return grey
    height, width = grey.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(
        cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)), np.uint8
    )


def ink_of(grey: Picture) -> Picture:
    """Which pixels are ink (255), judged against the page's own darkness."""
    return np.asarray(cv2.threshold(grey, _DARK, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)


def _coarse(grey: Picture) -> float:
    """The turn at which rows of ink and rows of paper differ most."""
    scale = min(1.0, 800 / max(grey.shape))
    small = ink_of(np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8))
    best, step, width = 0.0, _STEP, _COARSE
    while step > 0.05:
        angles = np.arange(best - width, best + width + step / 2, step)
        best = float(max(angles, key=lambda angle: _contrast(small, float(angle))))
        width, step = step, step / 4
    return best


def _contrast(ink: Picture, angle: float) -> float:
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_NEAREST)
    rows = turned.sum(axis=1, dtype=np.float64)
    return float(((rows[1:] - rows[:-1]) ** 2).sum())


def _fine(grey: Picture, dpi: float) -> float:
    """The turn still missing, by fitting lines to the long level rules; 0 where there are none."""
    ink = ink_of(grey)
    mask = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(15, int(dpi * 0.2))), np.uint8))
    mask = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    slopes, weights = [], []
    for number in np.argsort(-stats[1:, cv2.CC_STAT_WIDTH])[:12] + 1 if count > 1 else ():
        left, top, wide, tall, _ = stats[number]
        if wide < dpi or tall > 0.08 * wide:
            continue
        rows, columns = np.nonzero(labels[top : top + tall, left : left + wide] == number)
        slopes.append(float(np.polyfit(columns, rows, 1)[0]))
        weights.append(float(wide))
    if not slopes:
        return 0.0
    order = np.argsort(slopes)
    half = np.searchsorted(np.cumsum(np.array(weights)[order]), sum(weights) / 2)
    return float(np.degrees(np.arctan(np.array(slopes)[order][half])))


def _sheet(grey: Picture, dpi: float) -> Sheet:
    ink = ink_of(grey)
    frames = _large(ink, dpi)
    across, level = _rules(frames, dpi, upright=False)
    down, upright = _rules(frames, dpi, upright=True)
    return Sheet(grey, ink, across, down, np.maximum(level, upright))


def _large(ink: Picture, dpi: float) -> Picture:
    """The ink without what hangs together less far than any table: the strokes of large letters are no rules."""
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(joined, np.uint8), connectivity=8)
    kept = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) > 0.75 * dpi
    kept[0] = False
    return np.where(kept[labels], ink, np.uint8(0))


def _rules(ink: Picture, dpi: float, *, upright: bool) -> tuple[Rules, Picture]:
    """Long straight runs of ink in one direction: (n, 4) rules in pixels, and the pixels they cover."""
    if upright:
        turned, covered = _rules(np.ascontiguousarray(ink.T), dpi, upright=False)
        return turned, np.ascontiguousarray(covered.T)
    bridge = max(3, int(dpi * 0.02) | 1)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, bridge), np.uint8))
    thick = cv2.dilate(closed, np.ones((3, 1), np.uint8))
    mask = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, max(12, int(dpi * 0.17))), np.uint8))
    count, labels, stats, middles = cv2.connectedComponentsWithStats(np.asarray(mask, np.uint8), connectivity=8)
    kept = np.zeros(count, bool)
    rules: list[tuple[float, float, float, float]] = []
    for number in range(1, count):
        left, _, wide, tall, area = (int(value) for value in stats[number])
        thickness = area / wide
        if thickness <= dpi * 0.045 + 2 and tall <= dpi * 0.06 + 2 and wide >= 4 * tall:
            kept[number] = True
            rules.append((float(middles[number][1]), float(left), float(left + wide), max(thickness - 2, 1.0)))
    return np.array(rules, np.float32).reshape(-1, 4), np.where(kept[labels], np.uint8(255), np.uint8(0))
