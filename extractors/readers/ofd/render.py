"""An OFD page that holds no text → a picture of its images and outlines, so that it can be read as a scan is.

Draws dark on light and nothing else: no fonts, no colours of text, no transparency.
"""

import io
from collections.abc import Callable, Iterable

import cv2
import numpy as np
import numpy.typing as npt
from lxml import etree
from PIL import Image

from extractors.readers import zipped
from extractors.readers.ofd.space import Matrix, Point, apply, around, own_space, polygons
from extractors.readers.scan.models import Picture
from quanze.document import Box
from quanze.text import whole_number

DPI = 200.0
_MILLIMETRES = 25.4
_PIXELS = 40_000_000
_DEPTH = 16
_SHIFT = 4
"""Bits after the point in the corners that OpenCV is given."""


def render(contents: Iterable[etree._Element], box: Box, media: Callable[[str], bytes | None]) -> Picture | None:
    """Draw a page (its area in millimetres: left, top, width, height) at 200 dpi; None where it is too large.

    `media` gives a picture's bytes by its number in the resources.
    """
    scale = DPI / _MILLIMETRES
    width, height = round(box[2] * scale), round(box[3] * scale)
    if not 0 < width * height <= _PIXELS:
        return None
    canvas = np.full((height, width, 3), 255, np.uint8)
    start: Matrix = (scale, 0.0, 0.0, scale, -box[0] * scale, -box[1] * scale)
    for content in contents:
        _draw(content, start, canvas, media, 0)
    return canvas


def _draw(
    parent: etree._Element, matrix: Matrix, canvas: Picture, media: Callable[[str], bytes | None], depth: int
) -> None:
    for one in parent:
        name = zipped.local(one)
        if one.get("Visible") == "false" or depth > _DEPTH:
            continue
        if name in ("Layer", "PageBlock"):
            _draw(one, matrix, canvas, media, depth + 1)
        elif name == "PathObject":
            _outline(one, own_space(one, matrix), canvas)
        elif name == "ImageObject":
            _image(one, own_space(one, matrix), canvas, media)


def _outline(one: etree._Element, own: Matrix, canvas: Picture) -> None:
    data = next(one.iterchildren("{*}AbbreviatedData"), None)
    pieces = polygons(data.text or "" if data is not None else "", own, smooth=True)
    corners = [_fixed(piece) for piece in pieces]
    if not corners:
        return
    if one.get("Fill") == "true" and not _is_light(one):
        cv2.fillPoly(canvas, corners, (0, 0, 0), cv2.LINE_AA, _SHIFT)
    elif one.get("Stroke") != "false":
        cv2.polylines(canvas, corners, False, (0, 0, 0), 2, cv2.LINE_AA, _SHIFT)


def _fixed(piece: list[Point]) -> npt.NDArray[np.int32]:
    """Corners as whole numbers with `_SHIFT` bits after the point."""
    scaled = np.array(piece, np.float64) * (1 << _SHIFT)
    return np.clip(scaled.round(), -(1 << 30), 1 << 30).astype(np.int32)


def _is_light(one: etree._Element) -> bool:
    """Whether a shape is filled with (nearly) the colour of paper."""
    for colour in one.iterchildren("{*}FillColor"):
        parts = [whole_number(part) for part in colour.get("Value", "0").split()]
        return len(parts) in (1, 3) and min(parts) > 200
    return False


def _image(one: etree._Element, own: Matrix, canvas: Picture, media: Callable[[str], bytes | None]) -> None:
    content = media(one.get("ResourceID", ""))
    box = around([apply(own, *corner) for corner in ((0, 0), (1, 0), (0, 1), (1, 1))])
    left, top = max(int(box[0]), 0), max(int(box[1]), 0)
    right, bottom = min(round(box[2]), canvas.shape[1]), min(round(box[3]), canvas.shape[0])
    if not content or right - left < 2 or bottom - top < 2:
        return
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > _PIXELS:
                return
            pixels = np.asarray(picture.convert("RGB"), np.uint8)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return
    scaled = cv2.resize(pixels, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    canvas[top:bottom, left:right] = np.minimum(canvas[top:bottom, left:right], scaled)
