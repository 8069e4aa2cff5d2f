"""A PDF page's rules and filled areas in the reading frame, out of paths, thin pictures and form objects."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractors.readers.pdf import raw
from extractors.readers.pdf.page import Floats, Frame
from extractors.readers.pdf.pictures import whole
from quanze.document import Box

THIN = 5.0
"""A shape at most this thick (points) is a rule."""
_LINE, _CURVE, _MOVE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Shapes:
    """Rules (n, 4: position, from, to, thickness) across and down; filled areas (n, 7: box, red, green, blue).

    `pictures` are boxes; `picture` is the share of the page that the largest covers; `curves` counts shapes with
    curves, which may be letters drawn as outlines.
    """

    across: Floats
    down: Floats
    fills: Floats
    picture: float
    curves: int
    pictures: tuple[Box, ...] = ()


def shapes(objects: raw.Objects, frame: Frame) -> Shapes:
    """All rules and filled areas of a page."""
    kinds = np.array(objects.kind, np.int32)
    frames = np.array(objects.frame, np.int32)
    boxes: list[Floats] = [np.zeros((0, 4), np.float32)]
    fills: list[Floats] = [np.zeros((0, 7), np.float32)]
    pictures = np.zeros((0, 4), np.float32)
    curves = 0
    for number, matrix in enumerate(objects.frames):
        mine = frames == number
        paths = [objects.address[index] for index in np.flatnonzero(mine & (kinds == raw.PATH))]
        if paths:
            curves += _paths(paths, matrix, boxes, fills)
        images = [objects.address[index] for index in np.flatnonzero(mine & (kinds == raw.IMAGE))]
        if images:
            placed = _placed(raw.bounds(images), matrix)
            pictures = np.concatenate([pictures, placed])
            boxes.append(placed[_thin(placed)])
    across, down = _rules(frame.boxes(np.concatenate(boxes)), frame)
    filled = np.concatenate(fills)
    if len(filled):
        filled[:, :4] = frame.boxes(filled[:, :4])
        filled = _on_page(filled, frame)
    seen = whole(frame.boxes(pictures)) if len(pictures) else pictures
    boxes_seen = tuple((left, top, right, bottom) for left, top, right, bottom in seen.tolist())
    return Shapes(across, down, filled, _largest(seen, frame), curves, boxes_seen)


def _placed(boxes: Floats, matrix: Floats) -> Floats:
    """Boxes of a form's space in the page's space."""
    if matrix.tolist() == [1, 0, 0, 1, 0, 0]:
        return boxes
    corners = [raw.apply(matrix, boxes[:, pair]) for pair in ([0, 1], [2, 3], [0, 3], [2, 1])]
    stacked = np.stack(corners)
    return np.concatenate([stacked.min(axis=0), stacked.max(axis=0)], axis=1)


def _thin(boxes: Floats) -> npt.NDArray[np.bool_]:
    """Boxes thin enough to be a rule."""
    thin: npt.NDArray[np.bool_] = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) <= THIN
    return thin


def _paths(paths: list[int], matrix: Floats, boxes: list[Floats], fills: list[Floats]) -> int:
    """Sort one form level's paths into rule boxes and filled areas; returns how many have curves."""
    curves = 0
    modes = raw.draw_modes(paths)
    painted = (modes[:, 0] > 0) | (modes[:, 1] > 0)
    placed = _placed(raw.bounds(paths), matrix)
    thin = _thin(placed)
    boxes.append(placed[thin & painted])
    for index in np.flatnonzero(painted & ~thin):
        outline = raw.segments(paths[index])
        if outline is None:
            continue
        curves += bool((outline.kinds == _CURVE).any())
        own = raw.compose(raw.matrices([paths[index]])[0], matrix)
        points = raw.apply(own, outline.points)
        parts = _subpaths(outline, points)
        flat = _thin(parts)
        boxes.append(_stroked(outline, points) if modes[index, 1] else parts[flat])
        solid = parts[~flat]
        if modes[index, 0] and len(solid):
            color = raw.colors([paths[index]])[0]
            shade = np.broadcast_to(color[:3].astype(np.float32), (len(solid), 3))
            if color[3] > 0:
                fills.append(np.concatenate([solid, shade], axis=1))
    return curves


def _stroked(outline: raw.Outline, points: Floats) -> Floats:
    """The straight upright or level pieces of a stroked path as boxes."""
    ends = points[1:]
    starts = points[:-1].copy()
    lines = outline.kinds[1:] == _LINE
    first = np.maximum.accumulate(np.where(outline.kinds == _MOVE, np.arange(len(points)), 0))
    closing = np.flatnonzero(outline.closes > 0)
    pieces = np.concatenate(
        [
            np.concatenate([starts[lines], ends[lines]], axis=1),
            np.concatenate([points[closing], points[first[closing]]], axis=1),
        ]
    )
    level = np.abs(pieces[:, 0:2] - pieces[:, 2:4]).min(axis=1) < 0.8
    pieces = pieces[level]
    return np.concatenate(
        [np.minimum(pieces[:, 0:2], pieces[:, 2:4]), np.maximum(pieces[:, 0:2], pieces[:, 2:4])], axis=1
    )


def _subpaths(outline: raw.Outline, points: Floats) -> Floats:
    """The box of each subpath without curves."""
    starts = np.flatnonzero(outline.kinds == _MOVE)
    low = np.minimum.reduceat(points, starts, axis=0)
    high = np.maximum.reduceat(points, starts, axis=0)
    curved = np.add.reduceat((outline.kinds == _CURVE).astype(int), starts) > 0
    return np.concatenate([low, high], axis=1)[~curved]


def _rules(boxes: Floats, frame: Frame) -> tuple[Floats, Floats]:
    """Thin boxes of the reading frame as rules across and down; a dot counts for both."""
    width, height = frame.size
    inside = (boxes[:, 2] > -2) & (boxes[:, 0] < width + 2) & (boxes[:, 3] > -2) & (boxes[:, 1] < height + 2)
    boxes = boxes[inside]
    boxes = np.clip(boxes, -2, [width + 2, height + 2, width + 2, height + 2]).astype(np.float32)
    wide, tall = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    dot = (wide <= THIN) & (tall <= THIN) & (np.minimum(wide, tall) > 0.45 * np.maximum(wide, tall))
    level = ((tall <= THIN) & (wide >= tall)) | dot
    upright = ((wide <= THIN) & (tall > wide)) | dot
    a, d = boxes[level], boxes[upright]
    across = np.stack([(a[:, 1] + a[:, 3]) / 2, a[:, 0], a[:, 2], a[:, 3] - a[:, 1]], axis=1)
    down = np.stack([(d[:, 0] + d[:, 2]) / 2, d[:, 1], d[:, 3], d[:, 2] - d[:, 0]], axis=1)
    return across, down


def _on_page(fills: Floats, frame: Frame) -> Floats:
    """Filled areas that are not the page's own background."""
    width, height = frame.size
    area = (fills[:, 2] - fills[:, 0]) * (fills[:, 3] - fills[:, 1])
    white = np.all(fills[:, 4:] > 250, axis=1)
    kept: Floats = fills[(area < 0.8 * width * height) & ~white]
    return kept


def _largest(pictures: Floats, frame: Frame) -> float:
    """The share of the page that its largest picture covers."""
    if not len(pictures):
        return 0.0
    width, height = frame.size
    areas = (np.minimum(pictures[:, 2], width) - np.maximum(pictures[:, 0], 0)).clip(0) * (
        np.minimum(pictures[:, 3], height) - np.maximum(pictures[:, 1], 0)
    ).clip(0)
    return float(areas.max()) / max(width * height, 1.0)
