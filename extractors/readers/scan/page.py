"""One picture of a page → the same `PageRead` that a PDF page gives, and how surely each letter was recognised.

Ties the parts together: set straight (`picture`), find lines (`lines`), recognise (`models`), and put
letters into grids by the readers of PDF pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from extractors.readers.pdf.page import Frame, Glyphs, Page
from extractors.readers.pdf.tables import PageRead, read_tables
from extractors.readers.ruling.grids import Grid, find_grids
from extractors.readers.scan import picture
from extractors.readers.scan.dashes import with_dashes
from extractors.readers.scan.lines import Line, PixelBox, cell_lines, crop, free_lines, without_specks
from extractors.readers.scan.models import Picture, Reading, recognise
from extractors.readers.scan.text import mended
from quanze.document import Box

_T = TypeVar("_T")
_WORKING = (150.0, 260.0)
"""Pictures are scaled into this range of pixels an inch."""
LARGEST = 24_000_000
"""Pixels that a page is worked on with at most."""
_STAIN = 0.45
"""A letter or two below this are no letters where the rest of the cell is sure."""
_UPRIGHT = 0.75
"""A page recognised below this is tried turned."""


@dataclass(frozen=True, slots=True)
class PageScan:
    """A page as read; `scores` and `middles` (points) have one entry per letter.

    `stacked` says that most lines are one letter wide, as on a page that lies on its side.
    """

    page: PageRead
    scores: npt.NDArray[np.float32]
    middles: npt.NDArray[np.float32]
    stacked: bool

    @property
    def letters(self) -> int:
        """How many letters were recognised."""
        return len(self.scores)

    @property
    def mean(self) -> float:
        """The mean probability of the page's letters."""
        return float(self.scores.mean()) if len(self.scores) else 0.0

    def score(self, box: Box) -> float | None:
        """How surely the letters inside a box were recognised: their mean, held down by the least sure one."""
        x, y = self.middles[:, 0], self.middles[:, 1]
        inside = self.scores[(x >= box[0]) & (x < box[2]) & (y >= box[1]) & (y < box[3])]
        return None if not len(inside) else float(min(inside.mean(), (1 + 2 * inside.min()) / 3))


def read_picture(image: Picture, dpi: float, number: int) -> PageScan:
    """Read a page; one that comes out badly is tried turned by 90, 180 and 270 degrees and the best is kept."""
    low, high = _WORKING
    scale = low / dpi if dpi < low else high / dpi if dpi > high else 1.0
    pixels = image.shape[0] * image.shape[1] * scale**2
    if pixels > LARGEST:
        scale *= (LARGEST / pixels) ** 0.5
    if scale != 1.0:
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        image = np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=way), np.uint8)
    grey = picture.clean(image, dpi * scale)
    best = _read(grey, dpi * scale, number)
    if not best.letters or (best.mean >= _UPRIGHT and not best.stacked):
        return best
    turn = _better_turn(grey, dpi * scale)
    return _read(np.ascontiguousarray(np.rot90(grey, turn)), dpi * scale, number) if turn else best


def _better_turn(grey: Picture, dpi: float) -> int:
    """How many quarter turns (against the clock) make a sample of the page's lines readable; 0 for none."""
    scores = [_sample(np.ascontiguousarray(np.rot90(grey, turn)), dpi) for turn in range(4)]
    best = int(np.argmax(scores))
    return best if scores[best] > scores[0] + 0.1 else 0


def _sample(grey: Picture, dpi: float) -> float:
    """How well the twelve longest lines of a page read as it lies."""
    sheet, _ = picture.straighten(grey, dpi)
    lines = free_lines(sheet, without_specks(sheet.ink, dpi), (), dpi)
    level = [line for line in lines if _wide(line.box)]
    if len(level) * 3 < len(lines):
        return 0.0
    longest = sorted(level, key=lambda line: line.box[0] - line.box[2])[:12]
    readings = recognise([crop(sheet.grey, line.box) for line in longest])
    scores = [score for reading in readings for score in reading.scores]
    return float(np.mean(scores)) if scores else 0.0


def _wide(box: PixelBox) -> bool:
    return box[2] - box[0] > 2 * (box[3] - box[1])


def _read(grey: Picture, dpi: float, number: int) -> PageScan:
    sheet, _ = picture.straighten(grey, dpi)
    ink = without_specks(sheet.ink, dpi)
    points = 72 / dpi
    grids = find_grids(sheet.across * points, sheet.down * points)
    lines = cell_lines(sheet, ink, _cells(grids, points), dpi)
    lines += free_lines(sheet, ink, [_pixels(grid.box, points) for grid in grids], dpi)
    pictures = [crop(sheet.grey, line.box) for line in lines]
    readings = [with_dashes(*pair) for pair in zip(recognise(pictures), pictures, strict=True)]
    kept = [not stain for stain in _stains(lines, readings)]
    glyphs, scores = _glyphs(_where(lines, kept), _where(readings, kept), points)
    stains, unsure = _glyphs(
        _where(lines, [not one for one in kept]), _where(readings, [not one for one in kept]), points
    )
    height, width = grey.shape
    page = Page(
        number,
        Frame((0.0, 0.0, width * points, height * points), 0, 0),
        glyphs,
        sheet.across * np.float32(points),
        sheet.down * np.float32(points),
        np.zeros((0, 7), np.float32),
    )
    boxes = np.concatenate([glyphs.boxes, stains.boxes])
    middles = ((boxes[:, :2] + boxes[:, 2:]) / 2).astype(np.float32)
    return PageScan(read_tables(page), np.concatenate([scores, unsure]), middles, _stacked(lines))


def _where(values: Sequence[_T], marks: Sequence[bool]) -> list[_T]:
    return [value for value, mark in zip(values, marks, strict=True) if mark]


def _stains(lines: list[Line], readings: list[Reading]) -> list[bool]:
    """Which lines are remains of a stamp or of dirt: a letter or two, hardly read, in a cell where others read well.

    They give no text, but the cell stays in doubt.
    """
    good = {
        line.cell
        for line, reading in zip(lines, readings, strict=True)
        if line.cell and reading.scores and float(np.mean(reading.scores)) > 0.8
    }
    return [
        len(reading.text) <= 2 and line.cell in good and min(reading.scores, default=0.0) < _STAIN
        for line, reading in zip(lines, readings, strict=True)
    ]


def _stacked(lines: list[Line]) -> bool:
    narrow = sum(line.box[2] - line.box[0] < 1.6 * (line.box[3] - line.box[1]) for line in lines)
    return narrow * 2 > len(lines)


def _cells(grids: tuple[Grid, ...], points: float) -> list[tuple[tuple[int, int], PixelBox]]:
    return [
        ((index, cell), _pixels(grid.cell_box(cell), points))
        for index, grid in enumerate(grids)
        for cell in range(len(grid.cells))
    ]


def _pixels(box: Box, points: float) -> PixelBox:
    left, top, right, bottom = (round(side / points) for side in box)
    return (max(left, 0), max(top, 0), max(right, 0), max(bottom, 0))


def _glyphs(lines: list[Line], readings: list[Reading], points: float) -> tuple[Glyphs, npt.NDArray[np.float32]]:
    """The letters of all lines with their boxes in points, in the order of the lines; white space is a mark."""
    codes: list[int] = []
    boxes: list[Box] = []
    sizes: list[float] = []
    spaces: list[bool] = []
    scores: list[float] = []
    for line, reading in zip(lines, readings, strict=True):
        left, top, right, bottom = (side * points for side in line.box)
        tall = bottom - top
        blank = False
        for letter, score, at in zip(mended(reading.text), reading.scores, reading.at, strict=True):
            if letter.isspace():
                blank = True
                continue
            middle = min(max(left + at * (right - left), left + 0.1), right - 0.1)
            codes.append(ord(letter))
            boxes.append((middle - 0.4 * tall, top, middle + 0.4 * tall, bottom))
            sizes.append(tall)
            spaces.append(blank)
            scores.append(score)
            blank = False
    count = len(codes)
    glyphs = Glyphs(
        np.array(codes, np.uint32),
        np.array(boxes, np.float32).reshape(count, 4),
        np.array(sizes, np.float32),
        np.zeros(count, np.int8),
        np.array(spaces, bool),
    )
    return glyphs, np.array(scores, np.float32)
