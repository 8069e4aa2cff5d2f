"""A PDF page's characters in the reading frame: turned upright, watermarks left out, odd code points mended.

Ordinary pages (all text upright, sane fonts) take a cheap way with one PDFium call per character; any other page takes
the careful one.
"""

import numpy as np
import numpy.typing as npt

from extractors.readers.pdf import raw
from extractors.readers.pdf.clips import any_clipped, clip_boxes
from extractors.readers.pdf.page import CJK, Floats, Frame, Glyphs

_SPACE, _DROPPED, _LINE_END = 1, 2, 3
_KIND = np.zeros(0x10001, np.uint8)
"""What a code point prints, by its value (all beyond the first plane print)."""
_KIND[[9, 32, 0xA0, 0x3000, *range(0x2000, 0x200B), 0x202F]] = _SPACE
_KIND[[10, 13]] = _LINE_END
_KIND[[*range(9), 11, 12, *range(14, 32), 0x7F, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFF]] = _DROPPED
_TALL = np.zeros(0x10001, np.bool_)
"""Which code points are letters and digits with some height, unlike 一."""
_TALL[[*range(48, 58), *range(65, 91), *range(97, 123), *range(0x4E01, 0xA000)]] = True
_FLAT = 0.2
"""Letters lower than this part of their box say that their font's height is wrong."""
_LOOSE = 1.6
"""Boxes so many times as high as the letters are set reach into the next line: no font of a text is that tall."""
_SOFT_HYPHEN = 0xFFFE
_STOPS = np.array([ord(stop) for stop in ".、．"], np.uint32)
"""What stands behind the number of an item."""
_OBLIQUE = 4.0
"""Degrees from a right angle at which text is no longer read as a line of the page."""
_SAMPLE = 24
_GIANT, _PALE, _OPAQUE = 1.7, 150, 160
"""A watermark's letters are so many times as large as the text, paler than this, or less opaque (0 to 255)."""
_TINY = 0.5
"""Text of no size at all is taken as so large (points)."""


def characters(page: raw.RawPage, objects: raw.Objects, *, clipped: bool = False) -> tuple[Glyphs, Frame, float, float]:
    """The page's characters, its reading frame, the share of text not painted and of unreadable codes.

    What they are clipped to is asked for with `clipped`, or where some of a sample are.
    """
    text = [index for index, kind in enumerate(objects.kind) if kind == raw.TEXT]
    codes = page.codes()
    kept, space = _visible(page, codes)
    clips = None
    if len(objects.frames) == 1 and (clipped or any_clipped(objects.address, text)):
        owners = page.owners()
        clips = clip_boxes([owners[place] for place in kept.tolist()])
    upright = page.rotation == 0 and _all_upright(objects, text)
    frame = Frame(page.box, 0, 0)
    if upright:
        glyphs = _upright(page, frame, codes, kept, space, clips)
        if glyphs is not None and not _has_giants(glyphs):
            return _on_page(glyphs, frame), frame, _hidden(objects, text), _unreadable(page, codes)
    glyphs, frame = _careful(page, codes, kept, space, clips)
    return _on_page(glyphs, frame), frame, _hidden(objects, text), _unreadable(page, codes)


def _visible(page: raw.RawPage, codes: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Positions of the characters that print something, and whether white space stands before each."""
    kind = _KIND[np.minimum(codes, 0x10000)]
    kept = np.flatnonzero(kind == 0)
    before = np.zeros(len(codes) + 1, np.bool_)
    before[1:] = kind == _SPACE
    space = before[kept]
    # White space that PDFium made up beside a Chinese character is only the width of a gap; before 2. it parts items.
    if len(kept) > 1:
        near = space.copy()
        wide = codes[kept] >= CJK
        near[1:] &= wide[1:] | wide[:-1]
        near[0] = False
        doubtful = np.flatnonzero(near)
        if len(doubtful):
            made_up = np.array(page.generated((kept[doubtful] - 1).tolist()), bool)
            space[doubtful[made_up & ~_numbers(codes[kept], doubtful)]] = False
    return kept, space


def _numbers(codes: npt.NDArray[np.uint32], at: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Whether an item's number begins at these characters: one or two digits, then 、 or a stop, no digit behind it."""
    ahead = codes[np.minimum(at[:, None] + np.arange(4), len(codes) - 1)]
    digit, stop = (ahead >= ord("0")) & (ahead <= ord("9")), np.isin(ahead, _STOPS)
    one, two = (stop[:, end] & ~digit[:, end + 1] for end in (1, 2))
    begins: npt.NDArray[np.bool_] = digit[:, 0] & (one | (digit[:, 1] & two))
    return begins


def _on_page(glyphs: Glyphs, frame: Frame) -> Glyphs:
    """The characters whose middle lies on the page; others are cut off by its crop box or belong to a cell."""
    width, height = frame.size
    boxes = glyphs.boxes
    if not len(boxes) or (boxes.min() >= 0 and boxes[:, 2].max() <= width and boxes[:, 3].max() <= height):
        return glyphs
    middle = boxes[:, 0:2] + boxes[:, 2:4]
    inside = (middle > 0).all(axis=1) & (middle[:, 0] < 2 * width) & (middle[:, 1] < 2 * height)
    if glyphs.clips is not None:
        level = middle[:, 0] / 2
        shown = (level > glyphs.clips[:, 0]) & (level < glyphs.clips[:, 2])
        middle = glyphs.clips[:, 0:2] + glyphs.clips[:, 2:4]
        inside |= shown & (middle > 0).all(axis=1) & (middle[:, 0] < 2 * width) & (middle[:, 1] < 2 * height)
    return glyphs if inside.all() else glyphs.pick(inside)


def _all_upright(objects: raw.Objects, text: list[int]) -> bool:
    """Whether every text object runs from left to right, upright."""
    if not text:
        return True
    values = raw.matrices([objects.address[index] for index in text])
    if len(objects.frames) > 1:
        frames = np.array([objects.frame[index] for index in text])
        for number in np.unique(frames[frames > 0]):
            mine = frames == number
            values[mine] = [raw.compose(value, objects.frames[number]) for value in values[mine]]
    a, b, c, d = values[:, 0], values[:, 1], values[:, 2], values[:, 3]
    return bool(np.all((a > 0) & (d > 0) & (np.abs(b) < 0.02 * a) & (np.abs(c) <= 0.5 * d)))


def _hidden(objects: raw.Objects, text: list[int]) -> float:
    """The share of a sample of text objects that are not painted."""
    sample = text[:: len(text) // _SAMPLE + 1]
    modes = raw.render_modes([objects.address[index] for index in sample])
    return sum(mode == raw.INVISIBLE for mode in modes) / max(len(modes), 1)


def _upright(
    page: raw.RawPage,
    frame: Frame,
    codes: npt.NDArray[np.uint32],
    kept: npt.NDArray[np.intp],
    space: npt.NDArray[np.bool_],
    clips: Floats | None,
) -> Glyphs | None:
    """The cheap way: boxes by the fonts' heights; None where a sample shows that these heights are wrong."""
    boxes = frame.boxes(page.loose_boxes(kept.tolist()))
    size = boxes[:, 3] - boxes[:, 1]
    sample = np.arange(0, len(kept), len(kept) // _SAMPLE + 1)
    sampled = kept[sample].tolist()
    ink = page.ink_boxes(sampled)
    ink_frame = frame.boxes(ink[:, [0, 2, 1, 3]])
    middle = (ink_frame[:, 1] + ink_frame[:, 3]) / 2
    wide = codes[kept[sample]] >= CJK
    slack = np.where(wide, 0.45, 0.6) * size[sample]
    off = np.abs((boxes[sample, 1] + boxes[sample, 3]) / 2 - middle) > slack
    off |= _TALL[np.minimum(codes[kept[sample]], 0x10000)] & (np.ptp(ink_frame[:, 1::2], axis=1) < _FLAT * size[sample])
    loose = size[sample] > _LOOSE * _scale(page.font_sizes(sampled), page.char_matrices(sampled))
    if np.count_nonzero(off) > len(sample) // 4 or np.count_nonzero(loose) > len(sample) // 8 or np.any(size < 0):
        return None
    shown = None if clips is None else frame.boxes(clips)
    return Glyphs(_mend(codes[kept]), boxes, np.maximum(size, _TINY), np.zeros(len(kept), np.int8), space, shown)


def _scale(sizes: npt.NDArray[np.float64], matrices: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """How high characters are set: their font size under their matrix."""
    scale: npt.NDArray[np.float64] = np.maximum(np.abs(sizes) * np.hypot(matrices[:, 2], matrices[:, 3]), _TINY)
    return scale


def _has_giants(glyphs: Glyphs) -> bool:
    """Whether a few characters are far larger than the rest, as a watermark's are."""
    return len(glyphs) > 0 and bool(glyphs.size.max() > _GIANT * np.median(glyphs.size))


def _careful(
    page: raw.RawPage,
    codes: npt.NDArray[np.uint32],
    kept: npt.NDArray[np.intp],
    space: npt.NDArray[np.bool_],
    clips: Floats | None,
) -> tuple[Glyphs, Frame]:
    """The way for turned text, fonts with false heights and watermarks: each character by its own matrix."""
    if not len(kept):
        return empty(), Frame(page.box, page.rotation, page.rotation)
    matrix = page.char_matrices(kept.tolist()).astype(np.float64)
    sizes = page.font_sizes(kept.tolist())
    sign = np.where(sizes < 0, -1.0, 1.0)
    a, b = matrix[:, 0] * sign, matrix[:, 1] * sign
    angle = np.degrees(np.arctan2(b, a)) % 360
    quarter = np.rint(angle / 90).astype(int) % 4
    oblique = np.abs((angle + 45) % 90 - 45) > _OBLIQUE
    straight = quarter[~oblique]
    counts = np.bincount(straight, minlength=4)
    turn = int(counts.argmax()) * 90 if len(straight) else page.rotation
    if counts[page.rotation // 90] * 2 > counts.max():
        turn = page.rotation
    frame = Frame(page.box, turn, page.rotation)
    scale = _scale(sizes, matrix)
    direction = (turn // 90 - quarter) % 4
    boxes = _boxes_from_origins(page, frame, kept, direction, scale)
    keep = ~oblique & ~_watermark(page, kept, scale, boxes)
    shown = None if clips is None else frame.boxes(clips)
    glyphs = Glyphs(_mend(codes[kept]), boxes, scale.astype(np.float32), direction.astype(np.int8), space, shown)
    return glyphs.pick(keep), frame


def _boxes_from_origins(
    page: raw.RawPage,
    frame: Frame,
    kept: npt.NDArray[np.intp],
    direction: npt.NDArray[np.int_],
    size: npt.NDArray[np.float64],
) -> Floats:
    """Boxes of one font size in height, put on each character's baseline, as wide as its ink reaches."""
    origin = frame.points(page.origins()[kept])
    ink = frame.boxes(page.ink_boxes(kept.tolist())[:, [0, 2, 1, 3]])
    # Unit vectors along the writing and towards the line's bottom, for each direction (clockwise quarter turns).
    along = np.array([(1, 0), (0, 1), (-1, 0), (0, -1)], np.float32)[direction]
    below = np.array([(0, 1), (-1, 0), (0, -1), (1, 0)], np.float32)[direction]
    far = np.maximum(np.sum((ink[:, 0:2] - origin) * along, axis=1), np.sum((ink[:, 2:4] - origin) * along, axis=1))
    far = np.maximum(far, 0.2 * size)[:, None].astype(np.float32)
    height = size[:, None].astype(np.float32)
    one = origin - 0.88 * height * below
    two = origin + 0.12 * height * below + far * along
    boxes = np.concatenate([np.minimum(one, two), np.maximum(one, two)], axis=1)
    # A font for vertical writing has its origin elsewhere: then trust the ink.
    middle = (ink[:, 0:2] + ink[:, 2:4]) / 2
    outside = np.any((middle < boxes[:, 0:2] - 0.3 * height) | (middle > boxes[:, 2:4] + 0.3 * height), axis=1)
    return np.where(outside[:, None], ink, boxes).astype(np.float32)


def _watermark(
    page: raw.RawPage, kept: npt.NDArray[np.intp], size: npt.NDArray[np.float64], boxes: Floats
) -> npt.NDArray[np.bool_]:
    """Characters far larger than the rest, pale or see-through, that lie over other text."""
    marked = np.zeros(len(kept), np.bool_)
    large = size > _GIANT * np.median(size)
    if not large.any():
        return marked
    places = np.flatnonzero(large)
    all_owners = page.owners()
    owners = np.array([all_owners[place] or 0 for place in kept[places].tolist()], np.uint64)
    middle = (boxes[~large, 0:2] + boxes[~large, 2:4]) / 2
    for owner in np.unique(owners[owners > 0]).tolist():
        color = raw.colors([owner])[0]
        mine = places[owners == owner]
        low, high = boxes[mine, 0:2].min(axis=0), boxes[mine, 2:4].max(axis=0)
        over = ((middle > low) & (middle < high)).all(axis=1).any()
        if over and (color[:3].mean() > _PALE or color[3] < _OPAQUE):
            marked[mine] = True
    return marked


def _mend(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """PDFium gives a hyphen at a line's end as U+FFFE."""
    return np.where(codes == _SOFT_HYPHEN, np.uint32(ord("-")), codes)


def empty() -> Glyphs:
    """No characters at all."""
    none = np.zeros(0, np.float32)
    return Glyphs(none.astype(np.uint32), np.zeros((0, 4), np.float32), none, none.astype(np.int8), none.astype(bool))


def _unreadable(page: raw.RawPage, codes: npt.NDArray[np.uint32]) -> float:
    """The share of a sample of characters without a Unicode value (none in the font, private use, U+FFFD)."""
    kind = _KIND[np.minimum(codes, 0x10000)]
    printed = np.flatnonzero((kind == 0) | (kind == _DROPPED))
    if not len(printed):
        return 0.0
    sample = printed[:: len(printed) // _SAMPLE + 1]
    values = codes[sample]
    odd = ((values >= 0xE000) & (values < 0xF900)) | (values == 0xFFFD) | (values < 32)
    odd |= np.array(page.unmapped(sample.tolist()), np.bool_)
    return float(np.count_nonzero(odd)) / len(sample)
