"""Which pictures on a page of text may hold something to read: large enough, and with no text of the page upon them.

Boxes only; looking into a picture is the business of `scan`.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extractors.readers.pdf.page import Floats, Glyphs
from quanze.document import Box

_MOST = 300
"""Of more pictures on a page only the largest are looked at."""
_NEAR = 2.5
"""Parts of one picture lie within so many points of each other."""
_WIDE, _HIGH = 110.0, 45.0
"""A table is at least so wide and high (points)."""
_SHARE = 0.9
"""A picture that covers more of the page than this is its background."""
_WRITTEN = 12
"""So many characters upon a picture make it a background."""


def whole(boxes: Floats) -> Floats:
    """Pictures cut into strips or tiles put together again: boxes (n, 4) that share a side."""
    sides = boxes[:, 2:] - boxes[:, :2]
    order = np.argsort(-(sides[:, 0] * sides[:, 1]), kind="stable")[:_MOST]
    parts = [boxes[number].astype(np.float64) for number in order.tolist()]
    done: list[npt.NDArray[np.float64]] = []
    while parts:
        one = parts.pop(0)
        near = [number for number, other in enumerate(parts) if _one_picture(one, other)]
        if near:
            for number in reversed(near):
                other = parts.pop(number)
                one = np.concatenate([np.minimum(one[:2], other[:2]), np.maximum(one[2:], other[2:])])
            parts.insert(0, one)
        else:
            done.append(one)
    return np.array(done, np.float32).reshape(-1, 4)


def _one_picture(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> bool:
    """Whether two boxes touch along a side that both have in full, or the other lies inside the one."""
    same = np.abs(one - other) < _NEAR
    touch = (one[:2] < other[2:] + _NEAR) & (other[:2] < one[2:] + _NEAR)
    inside = (one[:2] <= other[:2]).all() and (one[2:] >= other[2:]).all()
    return bool(touch.all() and (inside or (same[0] and same[2]) or (same[1] and same[3])))


def unread(pictures: Sequence[Box], glyphs: Glyphs, size: tuple[float, float]) -> list[Box]:
    """The pictures on a page of this size that none of its text describes, cut off at the page's edge."""
    x, y = (glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2, (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    found = []
    for box in pictures:
        left, top = max(box[0], 0.0), max(box[1], 0.0)
        right, bottom = min(box[2], size[0]), min(box[3], size[1])
        if right - left < _WIDE or bottom - top < _HIGH or (right - left) * (bottom - top) > _SHARE * size[0] * size[1]:
            continue
        upon = np.count_nonzero((x > left) & (x < right) & (y > top) & (y < bottom))
        if upon < _WRITTEN:
            found.append((left, top, right, bottom))
    return found
