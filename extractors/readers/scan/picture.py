"""A scanned page as a picture: stamp colour and shading removed, set straight, its rules found.

Pixels only; no text is read here and no file is opened.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.readers.scan import keystone
from extractors.readers.scan.models import Picture
from extractors.readers.scan.rules import Rules, find_rules

_COARSE, _STEP = 6.0, 0.5
"""Degrees searched on both sides, and the first step."""
_PAPER = 250
"""The grey value that paper is brought to."""
_TINT = 0.8
"""Ground this part as light as the page's paper, or darker, is tinted."""
_RED, _UNDER = 40, 30
"""How much redder than any other colour stamp ink is, and how much darker the letters under it are than it is."""
_EDGE = 0.6
"""How light what is plainly red must be, as part of the stamp's lightness: JPEG darkens the edges of a stamp."""
_LEVELLED = 2
"""How often a photographed page is set right: the second time its rules are found better."""
_FAINT = 0.18
"""Rules may be this part as dark as strokes of letters are."""


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


def clean(image: Picture, dpi: float) -> Picture:
    """A colour page in grey, stamps in red gone, shading and tinted cells evened out so that paper is white.

    The red channel is what shows least of a red stamp and all of black text under it; what is plainly red and not dark
    becomes paper. On tinted ground, letters come out dark whether they are darker or lighter than it.
    """
    grey = np.ascontiguousarray(image[:, :, 0]) if image.ndim == 3 else image
    small = np.asarray(cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), np.uint8)
    paper = _paper(small, dpi)
    found = np.asarray(cv2.divide(grey, np.maximum(_spread(paper, grey), 48), scale=_PAPER), np.uint8)
    tint, tinted = _tints(small, paper, dpi)
    if tinted.any():
        where = _spread(tinted, grey) > 127
        ground = _spread(tint, grey)[where]
        range_ = np.maximum(ground, 255 - ground).astype(np.float32)
        apart = cv2.absdiff(grey[where], ground).ravel().astype(np.float32)
        found[where] = np.clip(_PAPER - apart / range_ * _PAPER, 0, 255).astype(np.uint8)
    if image.ndim == 3:
        red = cv2.subtract(grey, np.maximum(image[:, :, 1], image[:, :, 2])) > _RED
        if tinted.any():
            red &= ~where
        if red.any():
            found[_stamp(red, found, dpi)] = _PAPER
    return found


def _stamp(red: npt.NDArray[np.bool_], found: Picture, dpi: float) -> npt.NDArray[np.bool_]:
    """Which pixels are a stamp's and not those of letters and rules under it.

    Inside a stamp, what is darker than its ink is a letter; its edges are darkened by JPEG, which keeps light and
    colour in different places.
    """
    spot, small = red.astype(np.uint8), np.ones((5, 5), np.uint8)
    rim = cv2.dilate(spot, small) > 0
    whole = cv2.morphologyEx(spot, cv2.MORPH_CLOSE, np.ones((max(5, round(dpi * 0.04) | 1),) * 2, np.uint8))
    edge = cv2.erode(whole, small) == 0
    ink = float(np.median(found[red]))
    return np.asarray((rim & (found > ink - _UNDER)) | (red & edge & (found > _EDGE * ink)), np.bool_)


def _spread(small: Picture, grey: Picture) -> Picture:
    """A quarter-size picture as large as the page again."""
    size = (grey.shape[1], grey.shape[0])
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _paper(small: Picture, dpi: float) -> Picture:
    """What a quarter-size page shows without its dark strokes, which are thinner than an eighth of an inch."""
    stroke = np.ones((max(3, round(dpi * 0.03) | 1),) * 2, np.uint8)
    closed = cv2.morphologyEx(cv2.morphologyEx(small, cv2.MORPH_CLOSE, stroke), cv2.MORPH_OPEN, stroke)
    return np.asarray(cv2.medianBlur(np.asarray(closed, np.uint8), 3), np.uint8)


def _tints(small: Picture, paper: Picture, dpi: float) -> tuple[Picture, Picture]:
    """The tint of each place of a quarter-size page, and where (255) one plainly darker than paper near it prevails."""
    window = max(5, round(dpi * 0.1) | 1)
    tint = np.asarray(cv2.medianBlur(small, window), np.uint8)
    alike = cv2.boxFilter((cv2.absdiff(small, tint) < 12).astype(np.float32), -1, (window, window))
    reach = max(9, round(dpi * 0.3) | 1)
    near = cv2.dilate(paper, np.ones((reach, reach), np.uint8))
    tinted = ((tint < _TINT * near) & (np.asarray(alike) > 0.45)).astype(np.uint8)
    opened = cv2.morphologyEx(tinted, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(opened, np.uint8), connectivity=8)
    filled = np.zeros_like(small)
    for number in range(1, count):
        left, top, wide, tall, area = (int(value) for value in stats[number])
        if area < window * window:
            continue
        here = slice(max(top - 4, 0), top + tall + 4), slice(max(left - 4, 0), left + wide + 4)
        colour = int(np.median(small[labels == number]))
        alike = (cv2.absdiff(small[here], np.full_like(small[here], colour)) < 15).astype(np.uint8)
        outlines, _ = cv2.findContours(
            cv2.morphologyEx(alike, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)),
            cv2.RETR_EXTERNAL,
            cv2.CHAIN_APPROX_SIMPLE,
        )
        piece = np.zeros_like(small[here])
        cv2.drawContours(
            piece, [one for one in outlines if cv2.contourArea(one) > window * window], -1, 255, cv2.FILLED
        )
        tint[here][piece > 0] = colour
        filled[here] |= piece
    return tint, filled


def straighten(grey: Picture, dpi: float) -> tuple[Sheet, float]:
    """Turn a page until its lines are level, and see it from above; the page, and by how many degrees it was turned."""
    angle = _coarse(grey)
    turned = rotate(grey, angle)
    fine = _fine(turned, dpi)
    if abs(fine) > 0.01:
        turned, angle = rotate(grey, angle + fine), angle + fine
    for _ in range(_LEVELLED):
        faint = ink_of(turned, _FAINT)
        upright = keystone.long_rules(np.ascontiguousarray(faint.T), dpi)
        levelled = keystone.level(turned, keystone.long_rules(faint, dpi), upright)
        if levelled is None:
            break
        turned = levelled
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


def ink_of(grey: Picture, share: float = 0.36) -> Picture:
    """Which pixels are ink (255): darker than paper by a `share` of what the page's strokes are, and by its grain."""
    dark = _PAPER - grey[::2, ::2].astype(np.int16)
    strokes = dark[dark > 40]
    depth = float(np.percentile(strokes, 90)) if strokes.size > 50 else 250.0
    grain = 1.48 * float(np.median(np.abs(dark[dark < 40]))) if (dark < 40).any() else 0.0
    limit = _PAPER - max(share * depth, 4.5 * grain, 16.0)
    return np.asarray(cv2.threshold(grey, limit, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)


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
    rules = keystone.long_rules(ink_of(grey, _FAINT), dpi)[:12]
    if not len(rules):
        return 0.0
    rules = rules[np.argsort(rules[:, 1])]
    half = np.searchsorted(np.cumsum(rules[:, 2]), rules[:, 2].sum() / 2)
    return float(np.degrees(np.arctan(rules[half, 1])))


def _sheet(grey: Picture, dpi: float) -> Sheet:
    ink = ink_of(grey)
    faint = ink_of(grey, _FAINT)
    across, level = find_rules(faint, ink, dpi)
    down, upright = find_rules(np.ascontiguousarray(faint.T), np.ascontiguousarray(ink.T), dpi)
    upright = np.ascontiguousarray(upright.T)
    return Sheet(grey, ink, across, down, np.maximum(level, upright))
