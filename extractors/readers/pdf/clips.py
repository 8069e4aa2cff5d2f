"""What part of its words a page shows: the box that each character is clipped to, as spreadsheets clip cells.

A row too low for its text shows the middle of it only, while the file holds all of it, over the rows above and below.
"""

import numpy as np

from extractors.readers.pdf import raw
from extractors.readers.pdf.page import Floats

_SAMPLE = 20
_MOST = 400
"""Clip paths of more segments are outlines of drawings."""
_clip = raw.bind("FPDFPageObj_GetClipPath", raw.POINTER, raw.POINTER)
_path_count = raw.bind("FPDFClipPath_CountPaths", raw.INT, raw.POINTER)
_segment_count = raw.bind("FPDFClipPath_CountPathSegments", raw.INT, raw.POINTER, raw.INT)
_segment = raw.bind("FPDFClipPath_GetPathSegment", raw.POINTER, raw.POINTER, raw.INT, raw.INT)


def any_clipped(addresses: list[int], texts: list[int]) -> bool:
    """Whether one of a sample of text objects, which stand at `texts` among all objects, is clipped."""
    return any(_path_count(_clip(addresses[at])) > 0 for at in texts[:: len(texts) // _SAMPLE + 1])


def clip_boxes(owners: list[int | None]) -> Floats | None:
    """For each character, by its text object, the box it is clipped to: left, bottom, right, top; NaN without one.

    None where no character has one.
    """
    known = {address: _box(address) for address in set(owners) if address}
    if all(box is None for box in known.values()):
        return None
    nowhere = (np.nan,) * 4
    return np.array([(known.get(owner) if owner else None) or nowhere for owner in owners], np.float32)


def _box(address: int) -> tuple[float, float, float, float] | None:
    """The box that all clip paths of an object leave, in the page's own space."""
    clip = _clip(address)
    boxes = [box for path in range(max(_path_count(clip), 0)) if (box := _around(clip, path)) is not None]
    if not boxes:
        return None
    low, high = np.max([box[:2] for box in boxes], axis=0), np.min([box[2:] for box in boxes], axis=0)
    return (*low.tolist(), *high.tolist()) if (low < high).all() else None


def _around(clip: int, path: int) -> tuple[float, float, float, float] | None:
    """The box around one clip path."""
    count = _segment_count(clip, path)
    if not 2 < count <= _MOST:
        return None
    points = raw.points([_segment(clip, path, number) for number in range(count)])
    low, high = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return (low[0], low[1], high[0], high[1])
