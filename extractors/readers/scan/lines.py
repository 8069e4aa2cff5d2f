"""Where the lines of text stand on a straightened page: inside the cells of its grids, and free around them.

Pixels only; no line is read here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.readers.scan.models import Picture, detect
from extractors.readers.scan.picture import Sheet

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: the box of its ink, and the cell it stands in (grid number, cell number), None outside."""

    box: PixelBox
    cell: tuple[int, int] | None


def without_specks(ink: Picture, dpi: float) -> Picture:
    """The ink without dots smaller than any full stop."""
    smallest = max(2, int((dpi / 130) ** 2 * 3))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= smallest
    kept[0] = False
    return np.where(kept[labels], np.uint8(255), np.uint8(0)) if count > 1 else ink


def cell_lines(sheet: Sheet, ink: Picture, cells: Sequence[tuple[tuple[int, int], PixelBox]], dpi: float) -> list[Line]:
    """The lines of text in each cell; `cells` has (grid number, cell number) and the cell's box."""
    inside = [(key, _inset(sheet, ink, box, dpi)) for key, box in cells]
    runs = [(key, area, _runs(area[1])) for key, area in inside]
    heights = [end - start for _, _, found in runs for start, end in found if end - start > dpi * 0.05]
    height = float(np.median(heights)) if heights else dpi * 0.13
    lines = []
    for key, (corner, piece), found in runs:
        for start, end in _whole_lines(piece, found, height):
            for left, right in _pieces(piece[start:end], height):
                if not _is_border((left, start, right, end), piece.shape, dpi):
                    lines.append(Line((corner[0] + left, corner[1] + start, corner[0] + right, corner[1] + end), key))
    return lines


def _is_border(box: PixelBox, shape: tuple[int, ...], dpi: float) -> bool:
    """Whether a piece of ink is what was left of the cell's border: long, thin, and close along an edge."""
    left, top, right, bottom = box
    wide, tall, near = right - left, bottom - top, 0.06 * dpi
    upright = tall > 4 * wide and (right <= near or left >= shape[1] - near)
    return upright or (wide > 4 * tall and (bottom <= near or top >= shape[0] - near))


def free_lines(sheet: Sheet, ink: Picture, taken: Sequence[PixelBox], dpi: float) -> list[Line]:
    """The lines of text outside the `taken` areas."""
    page, left_over = sheet.grey.copy(), ink.copy()
    for left, top, right, bottom in taken:
        page[max(top - 2, 0) : bottom + 3, max(left - 2, 0) : right + 3] = 255
        left_over[max(top - 2, 0) : bottom + 3, max(left - 2, 0) : right + 3] = 0
    left_over[sheet.lines > 0] = 0
    if int(np.count_nonzero(left_over)) < (dpi * 0.1) ** 2 * 0.3:
        return []
    lines = []
    for left, top, right, bottom in _bands(left_over, int(dpi * 0.25)):
        for box in detect(page[top:bottom, left:right]):
            tight = _tight(left_over, (box[0] + left, box[1] + top, box[2] + left, box[3] + top))
            if tight is not None and tight[3] - tight[1] >= dpi * 0.04:
                lines.append(Line(tight, None))
    return lines


def _bands(ink: Picture, rim: int) -> list[PixelBox]:
    """Level bands of the page that hold ink, parted where at least an inch is empty, so that little is searched."""
    rows = np.flatnonzero(ink.any(axis=1))
    bands = []
    for piece in np.split(rows, np.flatnonzero(np.diff(rows) > 4 * rim) + 1):
        columns = np.flatnonzero(ink[piece[0] : piece[-1] + 1].any(axis=0))
        height, width = ink.shape
        top, bottom = max(int(piece[0]) - rim, 0), min(int(piece[-1]) + rim, height)
        bands.append((max(int(columns[0]) - rim, 0), top, min(int(columns[-1]) + rim, width), bottom))
    return bands


def _inset(sheet: Sheet, ink: Picture, box: PixelBox, dpi: float) -> tuple[tuple[int, int], Picture]:
    """A cell's ink without its border: rule pixels near the edges are taken out."""
    left, top, right, bottom = box
    piece = ink[top:bottom, left:right].copy()
    lines = cv2.dilate(sheet.lines[top:bottom, left:right], np.ones((5, 5), np.uint8)) if piece.size else piece
    margin = max(2, int(dpi * 0.035))
    border = np.ones(piece.shape, bool)
    border[margin:-margin, margin:-margin] = False
    piece[border & (lines > 0)] = 0
    edge = max(1, int(dpi * 0.006))
    piece[:edge] = piece[-edge:] = 0
    piece[:, :edge] = 0
    piece[:, -edge:] = 0
    return (left, top), np.asarray(piece, np.uint8)


def _runs(piece: Picture) -> list[tuple[int, int]]:
    """Rows of a piece that hold ink, as (first, after the last)."""
    if not piece.size:
        return []
    rows = np.concatenate([[False], piece.any(axis=1), [False]])
    edges = np.flatnonzero(rows[1:] != rows[:-1])
    return list(zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True))


def _whole_lines(piece: Picture, runs: list[tuple[int, int]], height: float) -> list[tuple[int, int]]:
    """Runs of rows made into lines: parts of one character (二, a dot) joined, lines that touch divided."""
    joined: list[list[int]] = []
    for start, end in runs:
        if joined and start - joined[-1][1] < 0.35 * height and end - joined[-1][0] <= 1.3 * height:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    lines: list[tuple[int, int]] = []
    for start, end in joined:
        if end - start < 0.2 * height and np.count_nonzero(piece[start:end]) < 0.1 * height**2:
            continue
        count = round((end - start) / (1.35 * height)) if end - start > 1.8 * height else 1
        lines += _divided(piece, start, end, max(count, 1))
    return lines


def _divided(piece: Picture, start: int, end: int, count: int) -> list[tuple[int, int]]:
    """A run cut into `count` lines where the least ink is."""
    if count == 1:
        return [(start, end)]
    ink = np.count_nonzero(piece[start:end], axis=1)
    pitch = len(ink) / count
    cuts = [0]
    for number in range(1, count):
        low, high = int((number - 0.3) * pitch), int((number + 0.3) * pitch) + 1
        cuts.append(low + int(np.argmin(ink[low:high])))
    return [(start + low, start + high) for low, high in zip(cuts, [*cuts[1:], len(ink)], strict=True) if high > low]


def _pieces(line: Picture, height: float) -> list[tuple[int, int]]:
    """A line's columns with ink, divided at gaps wider than four characters."""
    columns = np.flatnonzero(line.any(axis=0))
    if not len(columns):
        return []
    breaks = np.flatnonzero(np.diff(columns) > 4 * height)
    starts = [int(columns[0]), *(int(columns[index + 1]) for index in breaks)]
    ends = [*(int(columns[index]) + 1 for index in breaks), int(columns[-1]) + 1]
    return list(zip(starts, ends, strict=True))


def _tight(ink: Picture, box: PixelBox) -> PixelBox | None:
    """The box drawn close around its ink, None where there is none."""
    left, top, right, bottom = box
    piece = ink[top:bottom, left:right]
    rows, columns = np.flatnonzero(piece.any(axis=1)), np.flatnonzero(piece.any(axis=0))
    if not len(rows):
        return None
    return (left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1)


def crop(grey: Picture, box: PixelBox) -> npt.NDArray[np.uint8]:
    """A line's picture with some paper around it, as the recogniser likes it."""
    left, top, right, bottom = box
    tall = bottom - top
    rim, side = max(2, round(0.12 * tall)), max(2, round(0.2 * tall))
    height, width = grey.shape
    inner = grey[max(top - rim, 0) : min(bottom + rim, height), max(left - side, 0) : min(right + side, width)]
    return inner
